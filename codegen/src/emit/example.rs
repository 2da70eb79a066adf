//! The example in the documentation of an operation. It is compiled as a test.

use serde_json::Value;

use super::Context;
use super::operation::{Owner, distinct_path};
use crate::api::{Content, Field, Operation, Presence, Repeat, Success, Type, TypeKind};

/// The widest line of an example.
const WIDTH: usize = 90;

/// The lines of the example, fences included.
pub(crate) fn lines(context: Context<'_>, owner: Owner<'_>, operation: &Operation) -> Vec<String> {
    let mut parameters = vec!["client: Client".to_owned()];
    let mut chain = vec![owner.expression()];
    let mut arguments = Vec::new();
    for parameter in distinct_path(operation) {
        let name = &parameter.name.rust;
        parameters.push(format!("{name}: {}", argument_type(&parameter.ty)));
        arguments.push(name.clone());
    }
    let mut before = Vec::new();
    let body = operation.body.as_ref().map(|body| match &body.content {
        Content::Text => "\"…\"".to_owned(),
        Content::Json(ty) => {
            let value = body.example.as_deref().and_then(|text| serde_json::from_str(text).ok());
            match value.and_then(|value| exact(context, ty, &value)) {
                Some(Made { chain }) if chain.join(".").len() <= WIDTH / 2 => chain.join("."),
                Some(Made { chain }) => {
                    before = statement("let body = ", &chain, ";");
                    "body".to_owned()
                }
                None => {
                    parameters.push(format!("body: {}", type_text(ty)));
                    "body".to_owned()
                }
            }
        }
    });
    let mut setters = Vec::new();
    match (&operation.body, body) {
        (Some(described), Some(body)) if described.required => arguments.push(body),
        (_, Some(body)) => setters.push(format!("body({body})")),
        (_, None) => {}
    }
    chain.push(format!("{}({})", operation.name.rust, arguments.join(", ")));
    if let Some(setter) = enum_setter(context, operation) {
        setters.insert(0, setter);
    }
    chain.extend(setters);
    chain.push("await?".to_owned());
    let start = if operation.success == Success::Empty { "" } else { "let answer = " };
    let crate_name = context.crate_name;
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("# use {crate_name}::{{Client, Error, types}};"),
        format!("# async fn example({}) -> Result<(), Error> {{", parameters.join(", ")),
    ];
    lines.extend(before);
    lines.extend(statement(start, &chain, ";"));
    lines.extend(["# Ok(()) }".to_owned(), "```".to_owned()]);
    lines
}

/// A setter that shows how values of an enum are written.
fn enum_setter(context: Context<'_>, operation: &Operation) -> Option<String> {
    operation.query.iter().find_map(|parameter| {
        let Type::Named(name) = &parameter.ty else { return None };
        let TypeKind::Enum(values) = &context.types.get(name.as_str())?.kind else { return None };
        let value = values.iter().find(|value| value.deprecated.is_none())?;
        let value = format!("types::{name}::{}", value.name.rust);
        let setter = &parameter.name.rust;
        Some(match parameter.repeat {
            Repeat::Never => format!("{setter}({value})"),
            Repeat::Keys | Repeat::Commas => format!("{setter}([{value}])"),
        })
    })
}

/// A chain of calls on one line, or on several where it would be too long.
pub(super) fn statement(start: &str, chain: &[String], end: &str) -> Vec<String> {
    let line = format!("{start}{}{end}", chain.join("."));
    if line.len() <= WIDTH {
        return vec![line];
    }
    let mut lines = vec![format!("{start}{}", chain[0])];
    lines.extend(chain[1..].iter().map(|link| format!("    .{link}")));
    if let Some(last) = lines.last_mut() {
        last.push_str(end);
    }
    lines
}

fn argument_type(ty: &Type) -> String {
    match ty {
        Type::String => "&str".to_owned(),
        Type::Named(_) | Type::DateTime => format!("&{}", type_text(ty)),
        _ => type_text(ty),
    }
}

fn type_text(ty: &Type) -> String {
    let tokens = super::rust_type::rust_type(ty, super::rust_type::Scope::Operations);
    super::layout::inline(tokens)
}

/// An expression that makes a value: a start and the calls on it.
struct Made {
    chain: Vec<String>,
}

impl Made {
    fn of(text: impl Into<String>) -> Option<Self> {
        Some(Self { chain: vec![text.into()] })
    }

    fn text(self) -> String {
        self.chain.join(".")
    }
}

/// The expression that makes a value of a type; nothing when there is none that reads well.
fn expression(context: Context<'_>, ty: &Type, value: &Value) -> Option<Made> {
    match (ty, value) {
        (Type::String, Value::String(text)) => Made::of(format!("{text:?}")),
        (Type::Bool, Value::Bool(flag)) => Made::of(flag.to_string()),
        (Type::Integer | Type::Unsigned, Value::Number(number)) => Made::of(number.to_string()),
        (Type::Float, Value::Number(number)) => Made::of(format!("{:?}", number.as_f64()?)),
        (Type::Array(element), Value::Array(values)) => {
            Made::of(format!("[{}]", elements(context, element, values)?))
        }
        (Type::Named(name), value) => match (&context.types.get(name.as_str())?.kind, value) {
            (TypeKind::Object(fields), Value::Object(object)) => {
                object_expression(context, name, fields, object)
            }
            (TypeKind::Enum(values), Value::String(text)) => {
                let value = values.iter().find(|value| value.name.wire == *text)?;
                Made::of(format!("types::{name}::{}", value.name.rust))
            }
            (TypeKind::Alias(target), value) => expression(context, target, value),
            _ => None,
        },
        _ => None,
    }
}

/// The expression where the type itself is wanted: an [`expression`] may be what becomes it, such as a `&str`.
fn exact(context: Context<'_>, ty: &Type, value: &Value) -> Option<Made> {
    match (ty, value) {
        (Type::String, Value::String(text)) => Made::of(format!("{text:?}.to_owned()")),
        (Type::Array(element), Value::Array(values)) => {
            Made::of(format!("vec![{}]", elements(context, element, values)?))
        }
        _ => expression(context, ty, value),
    }
}

/// The elements of a list, between commas.
fn elements(context: Context<'_>, ty: &Type, values: &[Value]) -> Option<String> {
    let values = values.iter().map(|value| exact(context, ty, value).map(Made::text));
    let values: Option<Vec<String>> = values.collect();
    Some(values?.join(", "))
}

fn object_expression(
    context: Context<'_>,
    name: &str,
    fields: &[Field],
    object: &serde_json::Map<String, Value>,
) -> Option<Made> {
    let mut required = Vec::new();
    let mut setters = Vec::new();
    for field in fields {
        let value = object.get(&field.name.wire);
        match (field.presence, value) {
            (Presence::Required, value) => required.push(expression(context, &field.ty, value?)?.text()),
            (Presence::Patch, Some(Value::Null)) => setters.push(format!("{}(None)", field.name.rust)),
            (Presence::Patch, Some(value)) if matches!(field.ty, Type::Array(_)) => {
                setters.push(format!("{}({})", field.name.rust, exact(context, &field.ty, value)?.text()));
            }
            (_, Some(value)) if !field.read_only => {
                let value = expression(context, &field.ty, value)?.text();
                setters.push(format!("{}({value})", field.name.rust));
            }
            _ => {}
        }
    }
    let start = format!("types::{name}::new({})", required.join(", "));
    Some(Made { chain: std::iter::once(start).chain(setters).collect() })
}
