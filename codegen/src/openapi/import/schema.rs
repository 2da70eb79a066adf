//! Converts schemas of OpenAPI 3.0 to 3.1.

use serde_json::{Value, json};

use crate::openapi::schemas::Object;

/// The keys that stay beside the alternatives of a nullable schema.
const ANNOTATIONS: &[&str] =
    &["default", "deprecated", "description", "example", "examples", "readOnly", "title", "writeOnly"];

/// Converts one schema, without those in it.
pub(super) fn upgrade(schema: &mut Object) {
    for (limit, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if let Some(&Value::Bool(is_exclusive)) = schema.get(exclusive) {
            schema.shift_remove(exclusive);
            if is_exclusive && let Some(value) = schema.shift_remove(limit) {
                schema.insert(exclusive.to_owned(), value);
            }
        }
    }
    if let Some(example) = schema.shift_remove("example") {
        schema.entry("examples").or_insert_with(|| json!([example]));
    }
    if schema.shift_remove("nullable") == Some(Value::Bool(true)) {
        add_null(schema);
    }
}

fn add_null(schema: &mut Object) {
    let null_type = json!({ "type": "null" });
    if let Some(Value::String(name)) = schema.get("type").cloned() {
        schema.insert("type".to_owned(), json!([name, "null"]));
        if let Some(Value::Array(values)) = schema.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        return;
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(Value::Array(list)) = schema.get_mut(key) {
            list.push(null_type);
            return;
        }
    }
    let (annotations, rest): (Object, Object) = std::mem::take(schema)
        .into_iter()
        .partition(|(key, _)| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-"));
    *schema = annotations;
    // A schema for any JSON allows null already.
    if !rest.is_empty() {
        schema.insert("oneOf".to_owned(), json!([rest, null_type]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_of_3_0_are_converted() {
        let reference = json!({ "$ref": "#/components/schemas/A" });
        for (old, new) in [
            (json!({ "type": "string", "nullable": true }), json!({ "type": ["string", "null"] })),
            (json!({ "type": "string", "nullable": false }), json!({ "type": "string" })),
            (json!({ "nullable": true, "description": "d" }), json!({ "description": "d" })),
            (
                json!({ "type": "string", "enum": ["a"], "nullable": true }),
                json!({ "type": ["string", "null"], "enum": ["a", null] }),
            ),
            (
                json!({ "allOf": [reference], "nullable": true, "description": "d" }),
                json!({ "description": "d", "oneOf": [{ "allOf": [reference] }, { "type": "null" }] }),
            ),
            (
                json!({ "oneOf": [reference], "nullable": true }),
                json!({ "oneOf": [reference, { "type": "null" }] }),
            ),
            (json!({ "minimum": 1, "exclusiveMinimum": true }), json!({ "exclusiveMinimum": 1 })),
            (json!({ "maximum": 1, "exclusiveMaximum": false }), json!({ "maximum": 1 })),
            (json!({ "exclusiveMinimum": 1 }), json!({ "exclusiveMinimum": 1 })),
            (json!({ "example": 1 }), json!({ "examples": [1] })),
        ] {
            let Value::Object(mut schema) = old.clone() else { panic!("{old}") };
            upgrade(&mut schema);
            assert_eq!(Value::Object(schema), new, "{old}");
        }
    }
}
