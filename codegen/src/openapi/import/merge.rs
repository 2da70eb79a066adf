//! Adds entries to the text of an overlay, which otherwise stays as it is.

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstObject, CstRootNode};
use serde_json::Value;

use crate::json::without_byte_order_mark;
use crate::openapi::schemas::Object;

/// Adds to an overlay what it does not have. `additions` is a document with only the new entries.
pub(super) fn merge(text: &str, additions: &Object) -> Option<String> {
    let without_mark = without_byte_order_mark(text);
    let mark = &text[..text.len() - without_mark.len()];
    let root = CstRootNode::parse(without_mark, &ParseOptions::default()).ok()?;
    add(&root.object_value()?, additions);
    Some(format!("{mark}{root}"))
}

fn add(object: &CstObject, additions: &Object) {
    for (key, value) in additions {
        match (object.get(key), value) {
            (None, value) => {
                object.append(key, input(value));
            }
            (Some(property), Value::Object(additions)) => {
                if let Some(object) = property.object_value() {
                    add(&object, additions);
                }
            }
            (Some(property), Value::Array(items)) => {
                if let Some(array) = property.array_value() {
                    items.iter().for_each(|item| {
                        array.append(input(item));
                    });
                }
            }
            // It is there.
            (Some(_), _) => {}
        }
    }
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(value) => CstInputValue::Bool(*value),
        Value::Number(value) => CstInputValue::Number(value.to_string()),
        Value::String(value) => CstInputValue::String(value.clone()),
        Value::Array(items) => CstInputValue::Array(items.iter().map(input).collect()),
        Value::Object(entries) => {
            CstInputValue::Object(entries.iter().map(|(key, value)| (key.clone(), input(value))).collect())
        }
    }
}
