//! The types that rows declare with `$type`: a JSON schema as text, or the name of a type.

use serde_json::Value;

use super::yaml::{Data, Node};

/// Returns the type of a row as the placeholder that stands for it in a collection of format v2; `None` for a string.
pub(super) fn declared(node: Option<&Node<'_>>) -> Option<&'static str> {
    let Data::Scalar(text, _) = &node?.data else { return None };
    let schema: Value = match text.trim_start().starts_with('{') {
        true => serde_json::from_str(text).ok()?,
        false => return of_name(text.trim()),
    };
    // The schema is that of a row, an object with its value, or that of the value.
    let schema = schema.pointer("/properties/value").unwrap_or(&schema);
    of_name(schema.get("type").and_then(Value::as_str).unwrap_or_default())
}

fn of_name(name: &str) -> Option<&'static str> {
    match name {
        "integer" => Some("<integer>"),
        "number" => Some("<number>"),
        "boolean" => Some("<boolean>"),
        _ => None,
    }
}
