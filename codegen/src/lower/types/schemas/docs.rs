//! The documentation of a schema: the overlay's description, and generated sentences about rules, defaults and
//! examples.

use crate::overlay::{Schema, SchemaKind, StringSchema};
use serde_json::Value;

/// Returns the documentation of a type: its description and its example.
pub(super) fn type_docs(schema: &Schema) -> String {
    paragraphs([description(schema), example(schema)])
}

/// Returns the documentation of a field: its description, and the rules, the default and the example of its value.
pub(super) fn field(schema: &Schema) -> String {
    let rules = match &schema.kind {
        SchemaKind::String(schema) => rules(schema),
        _ => None,
    };
    let default = default(schema).map(|value| format!("Default: `{value}`."));
    paragraphs([description(schema), rules, allowed(&schema.allowed), default, example(schema)])
}

/// Returns the value that the service assumes by default.
pub(crate) fn default(schema: &Schema) -> Option<String> {
    schema.default.as_ref().filter(|value| !value.is_null()).map(plain)
}

/// Returns the description in the overlay.
pub(super) fn description(schema: &Schema) -> Option<String> {
    schema.description.clone().or_else(|| schema.title.clone())
}

fn example(schema: &Schema) -> Option<String> {
    let example =
        schema.example.as_ref().filter(|value| !value.is_array() && !value.is_object() && !value.is_null());
    example.map(|value| format!("Example: `{}`.", plain(value)))
}

/// Returns the only values of a schema, unless they are too many for a sentence.
fn allowed(values: &[Value]) -> Option<String> {
    const MOST: usize = 20;
    let values: Vec<String> =
        values.iter().filter(|value| !value.is_null()).map(|value| format!("`{}`", plain(value))).collect();
    match &values[..] {
        [] => None,
        [only] => Some(format!("Always {only}.")),
        [values @ .., last] if values.len() < MOST => Some(format!("{} or {last}.", values.join(", "))),
        _ => None,
    }
}

fn rules(schema: &StringSchema) -> Option<String> {
    let length = match (schema.min_length, schema.max_length) {
        (None | Some(0), None) => None,
        (None | Some(0), Some(most)) => Some(format!("At most {most} characters.")),
        (Some(least), None) => Some(format!("At least {least} characters.")),
        (Some(least), Some(most)) if least == most => Some(format!("{least} characters.")),
        (Some(least), Some(most)) => Some(format!("{least} to {most} characters.")),
    };
    let pattern = schema.pattern.as_ref().map(|pattern| format!("Matches `{pattern}`."));
    Some([length, pattern].into_iter().flatten().collect::<Vec<_>>().join(" "))
        .filter(|rules| !rules.is_empty())
}

/// Returns a value as JSON; a string without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn paragraphs<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.trim().to_owned()).collect();
    parts.join("\n\n")
}
