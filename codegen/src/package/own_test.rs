//! The section of the README with a test of the reader's own code. Tests compile and run it.

use serde_json::{Map, Value, json};

use super::first_call::Chain;
use crate::api::{Operation, Presence, Success, Type, TypeKind};
use crate::emit::Context;
use crate::emit::string::string;

/// The longest response that reads well.
const SHORT: usize = 80;

/// The levels of the deepest response.
const LEVELS: usize = 8;

/// Returns the section.
pub(super) fn section(context: Context<'_>) -> Vec<String> {
    let Tested { call, response } = Tested::of(context);
    let name = context.crate_name;
    let mut lines: Vec<String> = BEFORE.lines().map(str::to_owned).collect();
    let has = |text: &str| call.iter().any(|line| line.contains(text));
    let imports = [("Client", true), ("Error", true), ("types", has("types::"))];
    let imports: Vec<&str> = imports.iter().filter(|(_, is_used)| *is_used).map(|(name, _)| *name).collect();
    if has("Method::") {
        lines.push(format!("use {name}::http::Method;"));
    }
    lines.push(format!("use {name}::mock::Reply;"));
    lines.push(format!("use {name}::{{{}}};", imports.join(", ")));
    lines.extend(["", "/// Your code, which calls the service.", START].map(str::to_owned));
    lines.extend(call.into_iter().map(|line| format!("    {line}")));
    lines.extend(END_OF_CODE.lines().map(str::to_owned));
    lines.push(format!("const BODY: &str = {};", string(&response)));
    lines.extend(TEST.lines().map(str::to_owned));
    lines
}

const BEFORE: &str = "
## Test your code without a server

With the feature `mock`, `Reply::client` returns a client that gets one reply to every request: a response with any
status, headers and body, or a failure, such as no connection or a timeout. It needs no URL, no credentials and no socket.
In `dev-dependencies`, next to tokio with the features `macros` and `rt`, this crate has `features = [\"mock\"]`.

```rust,no_run";

const START: &str = "async fn your_code(client: &Client) -> Result<(), Error> {";

const END_OF_CODE: &str = "    println!(\"{response:?}\");
    Ok(())
}

/// The body of a response.";

/// The test: ten lines.
const TEST: &str = "
#[tokio::test]
async fn every_outcome_is_reported() {
    let call = async |reply: Reply| your_code(&reply.client()).await;
    for status in 200..600 {
        assert_eq!(call(Reply::status(status).with_body(BODY)).await.is_ok(), status < 300);
    }
    assert!(call(Reply::timeout()).await.unwrap_err().is_timeout());
    assert!(call(Reply::connect_error()).await.unwrap_err().is_connect());
    assert!(call(Reply::body(\"not JSON\")).await.unwrap_err().is_decode());
}
```

A `Mock` also records the requests, and has another reply to each. The documentation of the module `mock` says how, and
how time can pass without waiting.";

/// The call that the test calls, and a body of a successful response to it.
struct Tested {
    /// The lines that create `response`.
    call: Vec<String>,
    response: String,
}

/// A call that every client has.
const REQUEST: &str = "let response: Vec<String> = client.request(Method::GET, \"/\").await?;";

impl Tested {
    /// Selects an operation that returns JSON, preferably with GET and a short response.
    fn of(context: Context<'_>) -> Self {
        let operations = context.api.all_operations();
        let tested = operations.iter().filter_map(|(groups, operation)| {
            let response = response(context, operation)?;
            Some((operation, Chain::of(context, groups, operation)?, response))
        });
        let selected = tested.min_by_key(|(operation, _, response)| {
            (response.len() > SHORT, operation.method != "GET", response.len().saturating_sub(SHORT))
        });
        match selected {
            Some((_, chain, response)) => Self { call: chain.tested(), response },
            None => Self { call: vec![REQUEST.to_owned()], response: "[]".to_owned() },
        }
    }
}

/// Returns the shortest body of a successful response; `None` if it is not JSON.
fn response(context: Context<'_>, operation: &Operation) -> Option<String> {
    match &operation.success {
        Success::Json(ty) | Success::Optional(ty) => Some(smallest(context, ty, LEVELS)?.to_string()),
        Success::Empty | Success::Undescribed => None,
    }
}

/// Returns the smallest JSON of a type; `None` if it has too many levels.
fn smallest(context: Context<'_>, ty: &Type, levels: usize) -> Option<Value> {
    Some(match ty {
        Type::String => json!(""),
        Type::Bool => json!(true),
        Type::Integer | Type::Unsigned | Type::Float | Type::Number => json!(1),
        Type::DateTime => json!("2026-01-01T00:00:00Z"),
        Type::Any | Type::Map(_) => json!({}),
        Type::Array(_) => json!([]),
        Type::Nullable(_) => Value::Null,
        Type::Boxed(inner) => smallest(context, inner, levels)?,
        Type::Named(name) => match &context.types.get(name.as_str())?.kind {
            TypeKind::Alias(ty) => smallest(context, ty, levels.checked_sub(1)?)?,
            TypeKind::Object(fields) => {
                let levels = levels.checked_sub(1)?;
                let required = fields.iter().filter(|field| field.presence == Presence::Required);
                let values = required
                    .map(|field| Some((field.name.wire.clone(), smallest(context, &field.ty, levels)?)));
                values.collect::<Option<Map<String, Value>>>()?.into()
            }
            TypeKind::Enum(values) => json!(values.first().map_or("", |value| &value.name.wire)),
            TypeKind::Newtype(_) => json!(""),
            // Any other value is one of theirs, too.
            TypeKind::Union(_) | TypeKind::Untagged(_) => json!({}),
            TypeKind::Form(_) => return None,
        },
    })
}
