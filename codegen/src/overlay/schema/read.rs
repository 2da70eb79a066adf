//! Reads schemas: annotations, simple types, arrays and objects.

use super::super::node::{Node, child};
use super::super::reader::{ObjectReader, OverlayReader, list, most_similar};
use super::combined::combined;
use super::values::values;
use super::{ObjectSchema, OneOf, Schema, SchemaKind, StringSchema};

/// The types of JSON Schema.
const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object", "null"];

/// Reads a schema; after an error, the rest of it is still read.
pub(crate) fn schema<'a>(node: &'a Node, at: &str, reader: &mut OverlayReader<'a>) -> Schema {
    let object = ObjectReader::new(node, at);
    let mut schema = annotations(&object);
    let types = types(&object, &mut schema, reader);
    schema.kind = combined(&object, &mut schema, reader)
        .or_else(|| values(&object, &types, &mut schema, reader))
        .unwrap_or_else(|| typed(&object, &types, reader));
    schema
}

fn annotations(object: &ObjectReader<'_>) -> Schema {
    let value = |key| object.take(key).map(|(node, _)| node.to_value());
    let examples = || object.items("examples").first().map(|(node, _)| node.to_value());
    Schema {
        title: object.string("title"),
        description: object.string("description"),
        nullable: object.flag("nullable").unwrap_or(false),
        read_only: object.flag("readOnly").unwrap_or(false),
        write_only: object.flag("writeOnly").unwrap_or(false),
        sensitive: object.flag("x-sensitive").unwrap_or(false),
        deprecated: object.deprecated(),
        aliases: object.strings("x-aliases"),
        default: value("default"),
        example: value("example").or_else(examples),
        ..Schema::any(&object.at)
    }
}

/// Returns the types besides `null`.
fn types(object: &ObjectReader<'_>, schema: &mut Schema, reader: &mut OverlayReader<'_>) -> Vec<String> {
    let (mut names, at) = match object.take("type") {
        Some((Node::String(name), at)) => (vec![name.clone()], at),
        Some((_, at)) => (object.strings("type"), at),
        None => return Vec::new(),
    };
    names.retain(|name| {
        let is_known = TYPES.contains(&name.as_str());
        if !is_known {
            let help = match most_similar(name, TYPES.iter().copied()) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => format!("the types are {}", list(TYPES)),
            };
            reader.error(&at, format!("unknown type `{name}`"), help);
        }
        schema.nullable |= name == "null";
        is_known && name != "null"
    });
    names.dedup();
    names
}

/// Reads a schema by its types.
fn typed<'a>(object: &ObjectReader<'a>, types: &[String], reader: &mut OverlayReader<'a>) -> SchemaKind {
    match types {
        [] if is_object(object) => of_type("object", object, reader),
        [] if object.has("items") || object.has("prefixItems") => of_type("array", object, reader),
        [] => SchemaKind::Any,
        [name] => of_type(name, object, reader),
        [one, other] if [one, other] == ["integer", "number"] || [one, other] == ["number", "integer"] => {
            SchemaKind::AnyNumber
        }
        several => {
            let schema = |name: &String| Schema::of(of_type(name, object, reader), &object.at);
            SchemaKind::OneOf(OneOf { discriminator: None, variants: several.iter().map(schema).collect() })
        }
    }
}

fn of_type<'a>(name: &str, object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) -> SchemaKind {
    match name {
        "string" => string(object, reader),
        "boolean" => SchemaKind::Bool,
        "integer" => {
            let unsigned = object.string("format").is_some_and(|format| format.starts_with("uint"));
            SchemaKind::Integer { unsigned }
        }
        "number" => SchemaKind::Number,
        "array" => {
            // The elements of a tuple have different types.
            let items = object.take("items").filter(|_| !object.has("prefixItems"));
            let items = items.map(|(node, at)| schema(node, &at, reader));
            SchemaKind::Array(Box::new(items.unwrap_or_else(|| Schema::any(&object.at))))
        }
        "object" => map_or_object(object, reader),
        _ => SchemaKind::Any,
    }
}

fn string(object: &ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> SchemaKind {
    let format = object.string("format");
    if let Some(format) = format.as_deref().filter(|format| *format != "date-time")
        && strsim::levenshtein(&format.to_ascii_lowercase(), "date-time") <= 2
    {
        let at = child(&object.at, "format");
        reader.warning(&at, format!("unknown format `{format}`"), "did you mean `date-time`?");
    }
    // In OpenAPI 3.1, a string with a media type but without an encoding is a file.
    let is_file = object.has("contentMediaType") && !object.has("contentEncoding");
    SchemaKind::String(StringSchema {
        is_binary: is_file || format.as_deref() == Some("binary"),
        format,
        pattern: object.string("pattern"),
        min_length: object.length("minLength"),
        max_length: object.length("maxLength"),
    })
}

/// Whether a schema without a `type` describes an object.
pub(super) fn is_object(object: &ObjectReader<'_>) -> bool {
    ["properties", "required", "additionalProperties", "patternProperties"].iter().any(|key| object.has(key))
}

/// Reads a map, whose keys are arbitrary, or an object with known keys.
fn map_or_object<'a>(object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) -> SchemaKind {
    let own = object_schema(object, reader);
    let is_closed = matches!(object.take("additionalProperties"), Some((Node::Bool(false), _)));
    if object.has("properties") || !own.required.is_empty() || (is_closed && !object.has("patternProperties"))
    {
        // A struct has no place for other keys.
        if own.additional.is_some() {
            reader.ignored.count("additionalProperties beside properties");
        }
        return SchemaKind::Object(own);
    }
    let values = match &object.entries("patternProperties")[..] {
        [(_, node, at)] if own.additional.is_none() => Some(Box::new(schema(node, at, reader))),
        _ => own.additional,
    };
    SchemaKind::Map(values.unwrap_or_else(|| Box::new(Schema::any(&object.at))))
}

/// Reads `properties`, `required` and `additionalProperties`.
pub(super) fn object_schema<'a>(object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) -> ObjectSchema {
    let mut own = ObjectSchema { required: object.strings("required"), ..ObjectSchema::default() };
    for (name, node, at) in object.entries("properties") {
        // Duplicate keys are reported elsewhere; the first one counts.
        if own.properties.iter().all(|(other, _)| other != name) {
            own.properties.push((name.to_owned(), schema(node, &at, reader)));
        }
    }
    // Unknown keys are always tolerated, so booleans and schemas that allow everything change nothing.
    if let Some((node @ Node::Object(entries), at)) = object.take("additionalProperties")
        && !entries.is_empty()
    {
        own.additional = Some(Box::new(schema(node, &at, reader)));
    }
    own
}
