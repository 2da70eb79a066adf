//! Reads schemas that list their values: `enum` and `const`.

use serde_json::Value;

use super::super::node::Node;
use super::super::reader::{ObjectReader, OverlayReader};
use super::{EnumEntry, Schema, SchemaKind};

/// Reads `enum` or `const`; `None` if there is neither.
pub(super) fn values(
    object: &ObjectReader<'_>,
    types: &[String],
    schema: &mut Schema,
    reader: &mut OverlayReader<'_>,
) -> Option<SchemaKind> {
    let values: Vec<Value> = match (object.take("const"), object.take("enum")) {
        (Some((node, _)), _) => vec![node.to_value()],
        (None, Some((Node::Array(items), at))) => {
            if items.is_empty() {
                reader.error(&at, "the enum has no values", "add them, or remove `enum`");
            }
            items.iter().map(Node::to_value).collect()
        }
        _ => return None,
    };
    let mut distinct: Vec<Value> = Vec::new();
    for value in values {
        schema.nullable |= value.is_null();
        if !value.is_null() && !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    Some(kind(distinct, types, schema))
}

/// Returns the kind of a schema with these values.
fn kind(values: Vec<Value>, types: &[String], schema: &mut Schema) -> SchemaKind {
    let all = |condition: fn(&Value) -> bool| !values.is_empty() && values.iter().all(condition);
    let is_string = types == ["string"];
    let strings: Option<Vec<String>> = values.iter().map(|value| scalar_string(value, is_string)).collect();
    if let Some(strings) = strings.filter(|strings| !strings.is_empty()) {
        let entry = |value| EnumEntry { value, title: None, description: None, deprecated: None };
        return SchemaKind::Enum(strings.into_iter().map(entry).collect());
    }
    let kind = match types {
        [name] if name == "integer" => SchemaKind::Integer { unsigned: false },
        [name] if name == "number" => SchemaKind::Number,
        _ if all(Value::is_boolean) => SchemaKind::Bool,
        _ if all(|value| value.is_i64()) => SchemaKind::Integer { unsigned: false },
        _ if all(Value::is_number) => SchemaKind::Number,
        _ => SchemaKind::Any,
    };
    schema.allowed = values;
    kind
}

/// Returns a string. If the type is `string`, numbers are strings too: YAML reads strings without quotes as numbers.
fn scalar_string(value: &Value, is_string: bool) -> Option<String> {
    match value {
        Value::String(string) => Some(string.clone()),
        Value::Number(number) if is_string => Some(number.to_string()),
        Value::Bool(value) if is_string => Some(value.to_string()),
        _ => None,
    }
}

/// Reads alternatives that are values with descriptions: `oneOf: [{const, title, description, deprecated}]`. `None` if
/// one of them is something else.
pub(super) fn described(items: &[(&Node, String)], schema: &mut Schema) -> Option<SchemaKind> {
    let values: Option<Vec<Value>> =
        items.iter().map(|(node, _)| node.get("const").map(Node::to_value)).collect();
    let values = values.filter(|values| !values.is_empty())?;
    if !values.iter().all(Value::is_string) {
        return Some(kind(values, &[], schema));
    }
    let mut entries: Vec<EnumEntry> = Vec::new();
    for ((node, at), value) in items.iter().zip(values) {
        let object = ObjectReader::new(node, at);
        let Value::String(value) = value else { continue };
        if entries.iter().all(|other| other.value != value) {
            entries.push(EnumEntry {
                value,
                title: object.string("title"),
                description: object.string("description"),
                deprecated: object.deprecated(),
            });
        }
    }
    Some(SchemaKind::Enum(entries))
}
