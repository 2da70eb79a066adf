//! The example in the documentation of an operation. It is compiled as a test.

use serde_json::Value;

use super::Context;
use super::operation::{Owner, distinct_path};
use crate::api::{
    Body, Content, Field, FormValue, Operation, Presence, Repeat, Sample, Success, Type, TypeKind,
};

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
    let Passed { before, parameter, text: body } =
        operation.body.as_ref().map(|body| passed(context, body)).unwrap_or_default();
    parameters.extend(parameter);
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

/// How an example passes a body.
#[derive(Default)]
struct Passed {
    /// The statement that makes it, where it is too long to stand in the call.
    before: Vec<String>,
    /// The parameter of the example that it is, when nothing makes it.
    parameter: Option<String>,
    /// What stands in the call; nothing when there is nothing to pass.
    text: Option<String>,
}

fn passed(context: Context<'_>, body: &Body) -> Passed {
    let value = || body.example.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let made = match &body.content {
        Content::Text => Made::of("\"…\""),
        Content::Json(ty) => value().and_then(|value: Value| exact(context, ty, &value)),
        Content::Urlencoded(ty) | Content::Multipart(ty) => form(ty, &body.written),
        Content::Bytes => None,
        Content::GraphQl(request) if request.variables.is_none() => return Passed::default(),
        Content::GraphQl(_) => None,
    };
    let ty = body.content.ty().map_or_else(|| "Vec<u8>".to_owned(), type_text);
    let body = || Some("body".to_owned());
    match made {
        Some(made) if made.chain.join(".").len() <= WIDTH / 2 => {
            Passed { text: Some(made.text()), ..Passed::default() }
        }
        Some(Made { chain }) => {
            Passed { before: statement("let body = ", &chain, ";"), text: body(), parameter: None }
        }
        None => Passed { parameter: Some(format!("body: {ty}")), text: body(), before: Vec::new() },
    }
}

/// As many fields show how a form is filled in.
const FIELDS: usize = 4;

/// The expression that fills in a form with what the collection has; nothing when that cannot be shown.
fn form(ty: &Type, written: &Sample) -> Option<Made> {
    let Sample::Form(values) = written else { return None };
    let mut chain = vec![format!("{}::new()", type_text(ty))];
    for (name, values) in values.iter().take(FIELDS) {
        let (text, is_file) = match &values[..] {
            [FormValue::Text(text)] => (text, false),
            [FormValue::File(file)] => (&file.name, true),
            _ => continue,
        };
        let is_shown = !text.is_empty() && text.len() <= WIDTH / 2 && !text.contains("{{");
        if !is_shown || crate::lower::shapes::is_sensitive(name) {
            continue;
        }
        chain.push(if is_file {
            format!("{name}(types::FilePart::new({text:?}, \"…\"))")
        } else {
            format!("{name}({text:?})")
        });
    }
    (chain.len() > 1).then_some(Made { chain })
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
