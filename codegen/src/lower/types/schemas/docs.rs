//! What the documentation says about a schema, in the overlay's words and a few of our own.

use crate::overlay::{Schema, SchemaKind, StringSchema};
use serde_json::Value;

/// The documentation of a type: what the overlay says about it.
pub(super) fn type_docs(schema: &Schema) -> String {
    paragraphs([description(schema), example(schema)])
}

/// The documentation of a field: what the overlay says, and what the field's type does not show.
pub(super) fn field(schema: &Schema) -> String {
    let rules = match &schema.kind {
        SchemaKind::String(text) => rules(text),
        _ => None,
    };
    let default = schema.default.as_ref().filter(|value| !value.is_null());
    let default = default.map(|value| format!("Default: `{}`.", plain(value)));
    paragraphs([description(schema), rules, default, example(schema)])
}

/// What the overlay says, and nothing else.
pub(super) fn description(schema: &Schema) -> Option<String> {
    schema.description.clone().or_else(|| schema.title.clone())
}

fn example(schema: &Schema) -> Option<String> {
    let example =
        schema.example.as_ref().filter(|value| !value.is_array() && !value.is_object() && !value.is_null());
    example.map(|value| format!("Example: `{}`.", plain(value)))
}

fn rules(text: &StringSchema) -> Option<String> {
    let length = match (text.min_length, text.max_length) {
        (None | Some(0), None) => None,
        (None | Some(0), Some(most)) => Some(format!("At most {most} characters.")),
        (Some(least), None) => Some(format!("At least {least} characters.")),
        (Some(least), Some(most)) if least == most => Some(format!("{least} characters.")),
        (Some(least), Some(most)) => Some(format!("{least} to {most} characters.")),
    };
    let pattern = text.pattern.as_ref().map(|pattern| format!("Matches `{pattern}`."));
    Some([length, pattern].into_iter().flatten().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
}

/// A value as a reader writes it: a text without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn paragraphs<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.trim().to_owned()).collect();
    parts.join("\n\n")
}
