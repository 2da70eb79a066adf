//! The types that rows and bodies declare with `$type`: a JSON schema as text, or the name of a type.

use serde_json::Value;

use super::fields::{Fields, Row, json, kind};
use super::findings::Context;
use super::yaml::{Data, Node, Type};
use crate::collection::{DeclaredSchema, fits_declared};

/// The types of JSON schemas.
const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object", "null"];

/// What the `$type` of a row declares.
#[derive(Default)]
pub(super) struct Declared {
    /// The type, as the placeholder that stands for it in a collection of format v2; `None` for a string.
    pub(super) placeholder: Option<&'static str>,
    /// The values, if they are listed, as a schema of a string.
    pub(super) values: Option<Box<DeclaredSchema>>,
}

impl Context<'_> {
    /// Returns what the `$type` of a row declares.
    pub(super) fn declared(&mut self, row: &Row<'_, '_>) -> Declared {
        let Some(node) = row.get("$type") else { return Declared::default() };
        let Some(schema) = self.schema_of_value(node) else { return Declared::default() };
        if is_enum(&schema) {
            let schema = DeclaredSchema { text: schema.to_string(), location: self.location(node.position) };
            return Declared { placeholder: None, values: Some(Box::new(schema)) };
        }
        Declared { placeholder: self.placeholder(row, node, &schema), values: None }
    }

    /// Returns the schema of the value of a row. That of the row is an object with its value.
    fn schema_of_value(&mut self, node: &Node<'_>) -> Option<Value> {
        let text = self.schema_text(node)?;
        let schema: Value = match serde_json::from_str(&text) {
            Ok(schema) => schema,
            Err(error) => {
                let help = "correct it: it is a JSON schema, or the name of a type";
                self.warning(node.position, format!("a `$type` is ignored: it is not JSON: {error}"), help);
                return None;
            }
        };
        Some(schema.pointer("/properties/value").cloned().unwrap_or(schema))
    }

    /// Returns the placeholder of a type that is not a string.
    fn placeholder(&mut self, row: &Row<'_, '_>, node: &Node<'_>, schema: &Value) -> Option<&'static str> {
        let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
        let help = "describe the parameter in the overlay";
        if schema.get("enum").is_some() || schema.get("const").is_some() {
            let problem =
                "the values that a `$type` lists have no effect on a parameter, unless they are strings";
            self.note(node.position, problem, help);
        }
        let declared = match text("type") {
            "string" if text("format") == "date-time" => "<dateTime>",
            "string" => return None,
            "integer" => "<integer>",
            "number" => "<number>",
            "boolean" => "<boolean>",
            _ => {
                let problem =
                    "a `$type` has no effect: a parameter is a string, an integer, a number or a boolean";
                self.note(node.position, problem, help);
                return None;
            }
        };
        if row.value.as_deref().is_some_and(|value| value != declared && !fits_declared(declared, value)) {
            let kind = declared.trim_matches(['<', '>']);
            let problem = format!(
                "a `$type` is ignored, because the value in the collection is not of the type `{kind}`"
            );
            self.warning(node.position, problem, "correct the value or the type");
            return None;
        }
        Some(declared)
    }

    /// Returns the schema of a body, which is read when the types are known that need it.
    pub(super) fn schema(&mut self, fields: &Fields<'_, '_>) -> Option<Box<DeclaredSchema>> {
        let node = fields.get("$type")?;
        let text = self.schema_text(node)?;
        Some(Box::new(DeclaredSchema { text, location: self.location(node.position) }))
    }

    /// Returns a schema as JSON. A plain word is the name of a type.
    fn schema_text(&mut self, node: &Node<'_>) -> Option<String> {
        match &node.data {
            Data::Scalar(text, Type::String) if TYPES.contains(&text.trim()) => {
                Some(format!(r#"{{"type": "{}"}}"#, text.trim()))
            }
            Data::Scalar(text, Type::String) => Some(text.clone().into_owned()),
            Data::Map(_) => {
                let help = "write it as a string of JSON: Postman reads no other";
                self.note(node.position, "a `$type` is a map, which is read as a JSON schema", help);
                Some(json(node).to_string())
            }
            Data::Scalar(..) | Data::List(_) => {
                let help = "write a JSON schema as a string, or the name of a type";
                let problem = format!("a `$type` is ignored: it is {}, not a string", kind(node));
                self.warning(node.position, problem, help);
                None
            }
        }
    }
}

/// Whether a schema lists strings.
fn is_enum(schema: &Value) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    let values = schema.get("enum").and_then(Value::as_array);
    matches!(kind, None | Some("string"))
        && values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_string))
}
