//! The example in the documentation of an operation. It is compiled as a test.
//!
//! The macro makes it of what it knows; here is what an example shows besides: a body, and setters.

use serde_json::Value;

use super::Context;
use super::layout::MacroCall;
use super::rust_type::Scope;
use crate::api::{Body, Content, Field, FormValue, Operation, Presence, Repeat, Sample, Type, TypeKind};

/// The widest line of an example.
const WIDTH: usize = 90;

/// What the example of an operation shows.
pub(crate) fn settings(call: &mut MacroCall, context: Context<'_>, operation: &Operation) {
    let mut setters: Vec<String> = enum_setter(context, operation).into_iter().collect();
    if let Some(body) = &operation.body
        && let Some(made) = body_expression(context, body)
    {
        if body.required {
            call.line(&format!("body: {},", made.fitted()));
        } else {
            setters.push(format!("body({})", made.fitted()));
        }
    }
    if !setters.is_empty() {
        call.line(&format!("with: .{},", setters.join(".")));
    }
}

/// The expression that makes a body; nothing when the example takes one from its caller, or leaves it out.
fn body_expression(context: Context<'_>, body: &Body) -> Option<Made> {
    match &body.content {
        Content::Text => Made::of("\"…\""),
        Content::Json(ty) => {
            let value = serde_json::from_str(body.example.as_deref()?).ok()?;
            exact(context, ty, &value)
        }
        Content::Urlencoded(ty) | Content::Multipart(ty) => form(ty, &body.written),
        Content::Bytes | Content::GraphQl(_) => None,
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
pub(crate) fn statement(start: &str, chain: &[String], end: &str) -> Vec<String> {
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

fn type_text(ty: &Type) -> String {
    super::rust_type::type_text(ty, Scope::Operations)
}

/// An expression that makes a value: a start and the calls on it.
struct Made {
    chain: Vec<String>,
}

impl Made {
    fn of(text: impl Into<String>) -> Option<Self> {
        Some(Self { chain: vec![text.into()] })
    }

    fn text(mut self) -> String {
        match self.chain.len() {
            1 => self.chain.swap_remove(0),
            _ => self.chain.join("."),
        }
    }

    /// As many of the calls as fit on a line: an example shows how a value is made, and not all of it.
    fn fitted(self) -> String {
        let mut calls = self.chain.into_iter();
        let mut text = calls.next().unwrap_or_default();
        for call in calls {
            if text.len() + call.len() < WIDTH {
                text.push('.');
                text.push_str(&call);
            }
        }
        text
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
                setters.push([&field.name.rust, "(", &value, ")"].concat());
            }
            _ => {}
        }
    }
    let start = format!("types::{name}::new({})", required.join(", "));
    Some(Made { chain: std::iter::once(start).chain(setters).collect() })
}
