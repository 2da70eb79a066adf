//! Reads schemas: annotations, simple types, arrays and objects.

use super::super::node::{Node, child};
use super::super::reader::{ObjectReader, OverlayReader, list};
use super::composed::{all_of, enumeration, one_of};
use super::{ObjectSchema, Schema, SchemaKind, StringSchema};

/// The formats of a string; all but `date-time` are only documentation.
const STRING_FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "json-pointer",
    "regex",
    "byte",
    "binary",
    "password",
];

/// Reads a schema; after an error, the rest of it is still read.
pub(crate) fn schema(node: &Node, at: &str, reader: &mut OverlayReader<'_>) -> Schema {
    let mut object = reader.object(node, at);
    let object = &mut object;
    let mut schema = annotations(object, reader);
    let name;
    (schema.kind, name) = if object.has("$ref") {
        (reference(object, reader), "a schema with `$ref`")
    } else if object.has("allOf") {
        (all_of(object, reader), "a schema with `allOf`")
    } else if object.has("oneOf") {
        (one_of(object, &mut schema, reader), "a schema with `oneOf`")
    } else if object.has("enum") || object.has("const") {
        (enumeration(object, &mut schema, reader), "an enum")
    } else {
        typed(object, &mut schema, reader)
    };
    object.finish(name, reader);
    schema
}

fn annotations(object: &mut ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> Schema {
    let value = |entry: Option<(&Node, String)>| entry.map(|(node, _)| node.to_value());
    let examples =
        object.take("examples").and_then(|(node, at)| reader.items(node, &at).first().map(Node::to_value));
    Schema {
        at: object.at.clone(),
        title: object.string("title", reader),
        description: object.string("description", reader),
        kind: SchemaKind::Any,
        nullable: false,
        read_only: object.flag("readOnly", reader).unwrap_or(false),
        sensitive: object.flag("x-sensitive", reader).unwrap_or(false),
        deprecated: object.deprecated(reader),
        default: value(object.take("default")),
        example: value(object.take("example")).or(examples),
    }
}

fn reference(object: &mut ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> SchemaKind {
    let Some((node, at)) = object.take("$ref") else { return SchemaKind::Any };
    match target(node, &at, "schemas", reader) {
        Some(name) => SchemaKind::Reference { name, at },
        None => SchemaKind::Any,
    }
}

/// Returns the name at the end of a `$ref` into a part of `components`.
pub(crate) fn target(node: &Node, at: &str, part: &str, reader: &mut OverlayReader<'_>) -> Option<String> {
    let reference = reader.string(node, at)?;
    let name = reference.strip_prefix(&format!("#/components/{part}/"));
    let name = name.filter(|name| !name.is_empty() && !name.contains('/'));
    if name.is_none() {
        let help = format!("write `#/components/{part}/` and a name");
        reader.error(at, format!("`{reference}` does not refer to `components.{part}`"), help);
    }
    name.map(str::to_owned)
}

/// The name of the type `["integer", "number"]`.
const ANY_NUMBER: &str = "integer or number";

/// Returns the type besides `null`, and the location of `type`.
pub(super) fn type_of(
    object: &mut ObjectReader<'_>,
    schema: &mut Schema,
    reader: &mut OverlayReader<'_>,
) -> Option<(String, String)> {
    let (node, at) = object.take("type")?;
    let Node::Array(items) = node else { return reader.string(node, &at).map(|name| (name, at)) };
    let mut names = Vec::new();
    for (index, item) in items.iter().enumerate() {
        names.extend(reader.string(item, &format!("{at}[{index}]")));
    }
    schema.nullable = names.iter().any(|name| name == "null");
    names.retain(|name| name != "null");
    let is_any_number =
        names.len() == 2 && ["integer", "number"].iter().all(|name| names.iter().any(|other| other == name));
    match names.len() {
        1 => names.pop().map(|name| (name, at)),
        2 if is_any_number => Some((ANY_NUMBER.to_owned(), at)),
        _ => {
            let help = "write one type, or a type and `\"null\"`; remove `type` for any JSON";
            reader.error(&at, "the array does not name exactly one type besides `null`", help);
            None
        }
    }
}

/// Reports a `type` other than the expected one.
pub(super) fn expect_type(object: &mut ObjectReader<'_>, expected: &str, reader: &mut OverlayReader<'_>) {
    if let Some((node, at)) = object.take("type")
        && let Some(name) = reader.string(node, &at)
        && name != expected
    {
        reader.error(
            &at,
            format!("the type is `{name}`, but only `{expected}` is possible here"),
            "correct or remove `type`",
        );
    }
}

/// Reads a schema by its `type`. Also returns the kind of schema, for messages.
fn typed(
    object: &mut ObjectReader<'_>,
    schema: &mut Schema,
    reader: &mut OverlayReader<'_>,
) -> (SchemaKind, &'static str) {
    let named = type_of(object, schema, reader);
    let (name, at) = match &named {
        Some((name, at)) => (name.as_str(), at.as_str()),
        None if object.has("properties") || object.has("additionalProperties") => ("object", ""),
        None if object.has("items") => ("array", ""),
        None => return (SchemaKind::Any, "a schema without `type`"),
    };
    match name {
        "string" => (string(object, reader), "a string schema"),
        "boolean" => (SchemaKind::Bool, "a boolean schema"),
        "integer" => {
            let format = format(object, &["int32", "int64", "uint32", "uint64"], reader);
            let unsigned = format.is_some_and(|format| format.starts_with('u'));
            (SchemaKind::Integer { unsigned }, "an integer schema")
        }
        "number" => {
            format(object, &["float", "double"], reader);
            (SchemaKind::Number, "a number schema")
        }
        ANY_NUMBER => (SchemaKind::AnyNumber, "a number schema"),
        "array" => {
            let items = object.take("items").map(|(node, at)| self::schema(node, &at, reader));
            let any = || Schema::any(&object.at);
            (SchemaKind::Array(Box::new(items.unwrap_or_else(any))), "an array schema")
        }
        "object" => (map_or_object(object, reader), "an object schema"),
        other => {
            let help = "the types are `string`, `integer`, `number`, `boolean`, `array` and `object`";
            reader.error(at, format!("unknown type `{other}`"), help);
            (SchemaKind::Any, "a schema")
        }
    }
}

fn string(object: &mut ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> SchemaKind {
    SchemaKind::String(StringSchema {
        format: format(object, STRING_FORMATS, reader),
        pattern: object.string("pattern", reader),
        min_length: object.length("minLength", reader),
        max_length: object.length("maxLength", reader),
    })
}

fn format(object: &mut ObjectReader<'_>, known: &[&str], reader: &mut OverlayReader<'_>) -> Option<String> {
    let (node, at) = object.take("format")?;
    let format = reader.string(node, &at)?;
    if !known.contains(&format.as_str()) {
        let help = format!("remove it and describe it; the known formats are {}", list(known));
        reader.error(&at, format!("unknown format `{format}`"), help);
    }
    Some(format)
}

fn map_or_object(object: &mut ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> SchemaKind {
    let known = object.has("properties");
    let own = properties(object, reader);
    let any = Schema::any(&object.at);
    match object.take("additionalProperties") {
        // Unknown keys are always tolerated, so neither boolean changes anything.
        Some((Node::Bool(_), _)) | None if known => SchemaKind::Object(own),
        Some((Node::Bool(false), _)) => SchemaKind::Object(own),
        Some((Node::Bool(true), _)) | None => SchemaKind::Map(Box::new(any)),
        Some((_, at)) if known => {
            let help = "keep one of the two, or write `additionalProperties: true`: unknown keys are tolerated anyway";
            reader.error(
                &at,
                "an object with both `properties` and `additionalProperties` is not supported",
                help,
            );
            SchemaKind::Object(own)
        }
        Some((node, at)) => SchemaKind::Map(Box::new(schema(node, &at, reader))),
    }
}

/// Reads `properties` and `required`.
pub(super) fn properties(object: &mut ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> ObjectSchema {
    let mut own = ObjectSchema::default();
    if let Some((node, at)) = object.take("properties") {
        for (name, node) in reader.entries(node, &at) {
            // Duplicate keys are reported elsewhere; the first one counts.
            if own.properties.iter().all(|(other, _)| other != name) {
                own.properties.push((name.clone(), schema(node, &child(&at, name), reader)));
            }
        }
    }
    own.required = object.strings("required", reader);
    own
}
