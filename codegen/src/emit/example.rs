//! The example in the documentation of an operation. It is compiled as a test.

use serde_json::{Number, Value};

use super::Context;
use super::print::section;
use super::rust_type::Scope;
use super::signature::{Owner, arguments, distinct_path};
use crate::api::{
    Body, Content, Field, FormContent, FormField, FormValue, Operation, Presence, Repeat, Sample, Success,
    Type, TypeKind, form_fields,
};

/// The widest line of an example.
const WIDTH: usize = 80;

/// The lines of the section with the example.
pub(super) fn lines(context: Context<'_>, owner: Owner<'_>, operation: &Operation) -> Vec<String> {
    let mut passed: Vec<String> =
        distinct_path(operation).into_iter().map(|parameter| parameter.name.rust.clone()).collect();
    let mut setters: Vec<String> = enum_setter(context, operation).into_iter().collect();
    let mut binding = None;
    let mut hidden = arguments(operation);
    if let Some(body) = &operation.body {
        let expression = body_expression(context, body).map(Expression::fitted);
        if body.required {
            passed.push("body".to_owned());
            if let Some(expression) = expression {
                hidden.pop();
                binding = Some(format!("let body = {expression};"));
            }
        } else {
            setters.extend(expression.map(|expression| format!("body({expression})")));
        }
    }
    let result = if operation.success == Success::Empty { "" } else { "let response = " };
    let call = format!("{}.{}({})", owner.expression(), operation.name.rust, passed.join(", "));
    let chain: Vec<String> = std::iter::once(call).chain(setters).chain(["await?".to_owned()]).collect();
    let parameters: String = hidden.iter().map(|(name, ty)| format!(", {name}: {ty}")).collect();
    let mut lines = section("Example");
    lines.push("```no_run".to_owned());
    lines.push(format!("# use {}::{{Client, Error, types}};", context.crate_name));
    lines.push(format!("# async fn example(client: Client{parameters}) -> Result<(), Error> {{"));
    lines.extend(binding);
    lines.extend(statement(result, &chain, ";"));
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

/// The expression that creates a body; `None` if the example has no body, or gets it as an argument.
fn body_expression(context: Context<'_>, body: &Body) -> Option<Expression> {
    match &body.content {
        Content::Text => Expression::of("\"…\""),
        Content::Json(ty) => {
            let value = serde_json::from_str(body.example.as_deref()?).ok()?;
            exact(context, ty, &value)
        }
        Content::Urlencoded(ty) | Content::Multipart(ty) => form(context, ty, &body.sample),
        Content::Bytes | Content::GraphQl(_) => None,
    }
}

/// The most fields of a form that an example sets.
const FIELDS: usize = 4;

/// The expression that fills in a form with the values of the collection; `None` if they cannot be shown.
fn form(context: Context<'_>, ty: &Type, sample: &Sample) -> Option<Expression> {
    let Sample::Form(values) = sample else { return None };
    let fields = form_fields(context.types, ty)?;
    let shown = |field: &FormField| {
        let (_, values) = values.iter().find(|(name, _)| *name == field.name.rust)?;
        let values: Option<Vec<String>> =
            values.iter().map(|value| form_value(context, field, value)).collect();
        match (field.repeat, values.as_deref()?) {
            (Repeat::Never, [value]) => Some(value.clone()),
            (Repeat::Never, _) => None,
            (_, values) => Some(format!("[{}]", values.join(", "))),
        }
    };
    let required = fields.iter().filter(|field| field.required).map(shown);
    let required: Vec<String> = required.collect::<Option<_>>()?;
    let mut chain = vec![format!("{}::new({})", type_text(ty), required.join(", "))];
    for (name, _) in values.iter().take(FIELDS) {
        let field = fields.iter().find(|field| field.name.rust == *name && !field.required);
        chain.extend(field.and_then(shown).map(|value| format!("{name}({value})")));
    }
    (chain.len() > 1 || !required.is_empty()).then_some(Expression { chain })
}

/// The expression of a value of a form field; `None` if it is not shown.
fn form_value(context: Context<'_>, field: &FormField, value: &FormValue) -> Option<String> {
    let is_shown =
        |text: &str| !text.is_empty() && text.len() <= WIDTH / 2 && !text.contains("{{") && !field.sensitive;
    let text = match (&field.content, value) {
        (FormContent::File, FormValue::File(file)) => {
            let name = Some(&file.name).filter(|name| is_shown(name))?;
            return Some(format!("types::FilePart::new({name:?}, \"…\")"));
        }
        (FormContent::Text(_), FormValue::Text(text)) => text,
        _ => return None,
    };
    let value = match &field.ty {
        Type::String | Type::Named(_) => {
            is_shown(text).then(|| expression(context, &field.ty, &Value::from(text.as_str())))?
        }
        Type::Bool | Type::Integer | Type::Unsigned | Type::Float => {
            let exact = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()));
            let placeholder = || literal(&field.ty).and_then(Expression::of);
            let own = if is_shown(text) { expression(context, &field.ty, &exact) } else { None };
            own.or_else(placeholder)
        }
        _ => None,
    };
    Some(value?.text())
}

/// A literal of a number or a boolean.
fn literal(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Integer | Type::Unsigned => Some("1"),
        Type::Float => Some("1.5"),
        Type::Bool => Some("true"),
        _ => None,
    }
}

/// A setter with a value of an enum.
fn enum_setter(context: Context<'_>, operation: &Operation) -> Option<String> {
    operation.query.iter().find_map(|parameter| {
        let Type::Named(name) = &parameter.ty else { return None };
        let TypeKind::Enum(values) = &context.types.get(name.as_str())?.kind else { return None };
        let value = values.iter().find(|value| value.deprecated.is_none())?;
        let value = format!("types::{name}::{}", value.name.rust);
        let setter = &parameter.name.rust;
        Some(match parameter.repeat {
            Repeat::Never => format!("{setter}({value})"),
            _ => format!("{setter}([{value}])"),
        })
    })
}

/// A chain of calls on one line, or on several if that would be too long.
pub(crate) fn statement(start: &str, chain: &[String], end: &str) -> Vec<String> {
    statement_within(WIDTH.saturating_sub(start.len() + end.len()), start, chain, end)
}

/// A chain of calls on one line, or on several if it is wider than that.
pub(crate) fn statement_within(width: usize, start: &str, chain: &[String], end: &str) -> Vec<String> {
    let line = chain.join(".");
    if line.len() <= width {
        return vec![format!("{start}{line}{end}")];
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

/// An expression: a start, and the calls on it.
struct Expression {
    chain: Vec<String>,
}

impl Expression {
    fn of(text: impl Into<String>) -> Option<Self> {
        Some(Self { chain: vec![text.into()] })
    }

    fn text(mut self) -> String {
        match self.chain.len() {
            1 => self.chain.swap_remove(0),
            _ => self.chain.join("."),
        }
    }

    /// The calls that fit on one line: an example shows how a value is created, not every field.
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

/// An expression that converts into a value of a type, such as a `&str`; `None` if there is none that reads well.
fn expression(context: Context<'_>, ty: &Type, value: &Value) -> Option<Expression> {
    match (ty, value) {
        (Type::String | Type::DateTime, Value::String(text)) => Expression::of(format!("{text:?}")),
        (Type::Bool, Value::Bool(flag)) => Expression::of(flag.to_string()),
        (Type::Integer | Type::Unsigned, Value::Number(number)) => Expression::of(number.to_string()),
        (Type::Float, Value::Number(number)) => Expression::of(format!("{:?}", number.as_f64()?)),
        (Type::Number, Value::Number(number)) => Expression::of(number_literal(number)?),
        (Type::Array(element), Value::Array(values)) => {
            Expression::of(format!("[{}]", elements(context, element, values)?))
        }
        (Type::Named(name), value) => match (&context.types.get(name.as_str())?.kind, value) {
            (TypeKind::Object(fields), Value::Object(object)) => {
                object_expression(context, name, fields, object)
            }
            (TypeKind::Enum(values), Value::String(text)) => {
                let value = values.iter().find(|value| value.name.wire == *text)?;
                Expression::of(format!("types::{name}::{}", value.name.rust))
            }
            (TypeKind::Alias(target), value) => match (object_fields(context, target), value) {
                // The alias is the name in the signature.
                (Some(fields), Value::Object(object)) => object_expression(context, name, fields, object),
                _ => expression(context, target, value),
            },
            _ => None,
        },
        _ => None,
    }
}

/// The fields of a type that is an object.
fn object_fields<'a>(context: Context<'a>, ty: &Type) -> Option<&'a [Field]> {
    let Type::Named(name) = ty else { return None };
    match &context.types.get(name.as_str())?.kind {
        TypeKind::Object(fields) => Some(fields),
        _ => None,
    }
}

/// A literal of a number, with its type if it is not the one that Rust chooses.
fn number_literal(number: &Number) -> Option<String> {
    let fits = |integer: i64| i32::try_from(integer).is_ok();
    match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) if fits(integer) => Some(integer.to_string()),
        (Some(integer), _) => Some(format!("{integer}_i64")),
        (None, Some(integer)) => Some(format!("{integer}_u64")),
        (None, None) => Some(format!("{:?}", number.as_f64()?)),
    }
}

/// An expression of exactly this type.
fn exact(context: Context<'_>, ty: &Type, value: &Value) -> Option<Expression> {
    match (ty, value) {
        (Type::String, Value::String(text)) => Expression::of(format!("{text:?}.to_owned()")),
        (Type::DateTime, Value::String(text)) => Expression::of(format!("{text:?}.into()")),
        (Type::Number, Value::Number(number)) => {
            let literal = number_literal(number)?;
            Expression::of(match literal.starts_with('-') {
                true => format!("({literal}).into()"),
                false => format!("{literal}.into()"),
            })
        }
        (Type::Array(element), Value::Array(values)) => {
            Expression::of(format!("vec![{}]", elements(context, element, values)?))
        }
        _ => expression(context, ty, value),
    }
}

/// The elements of a list, between commas.
fn elements(context: Context<'_>, ty: &Type, values: &[Value]) -> Option<String> {
    let values = values.iter().map(|value| exact(context, ty, value).map(Expression::text));
    let values: Option<Vec<String>> = values.collect();
    Some(values?.join(", "))
}

fn object_expression(
    context: Context<'_>,
    name: &str,
    fields: &[Field],
    object: &serde_json::Map<String, Value>,
) -> Option<Expression> {
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
    Some(Expression { chain: std::iter::once(start).chain(setters).collect() })
}
