//! Reads parameters, request bodies and responses.

use super::node::{Node, child};
use super::reader::{ObjectReader, OverlayReader};
use super::schema::{Schema, schema};
use super::{BodyEntry, ParameterEntry, ParameterLocation, ResponseEntry};
use serde_json::Value;

/// Reads a parameter. One without a name or a location is reported and gives `None`.
pub(super) fn parameter(
    mut object: ObjectReader<'_>,
    reader: &mut OverlayReader<'_>,
) -> Option<ParameterEntry> {
    let at = object.at.clone();
    let name = object.string("name", reader);
    if !object.has("name") {
        reader.error(&at, "the parameter has no `name`", "add `name`, the name that is sent");
    }
    let name_of_location = object.string("in", reader);
    if !object.has("in") {
        reader.error(&at, "the parameter has no `in`", "add `in` with `path`, `query` or `header`");
    }
    let location = name_of_location.and_then(|name| location(&name, &at, reader));
    let required = object.flag("required", reader).unwrap_or(false);
    let style = object.take("style");
    let explode = object.flag("explode", reader).unwrap_or(location == Some(ParameterLocation::Query));
    let schema_node = object.take("schema");
    let constant = schema_node.as_ref().and_then(|(node, _)| node.get("const"));
    let entry = ParameterEntry {
        constant: constant.and_then(constant_string),
        name: name.clone().unwrap_or_default(),
        location: location.unwrap_or(ParameterLocation::Query),
        description: object.string("description", reader),
        schema: schema_node
            .filter(|_| !constant.is_some_and(is_plain))
            .map(|(node, at)| schema(node, &at, reader)),
        required,
        explode,
        example: object.take("example").map(|(node, _)| node.to_value()),
        deprecated: object.deprecated(reader),
        at,
    };
    if let Some((node, at)) = style
        && let Some(style) = reader.string(node, &at)
    {
        let expected = if entry.location == ParameterLocation::Query { "form" } else { "simple" };
        if style != expected {
            let help = format!("only `{expected}` is supported here: remove `style`");
            reader.error(&at, format!("the style `{style}` is not supported"), help);
        }
    }
    object.finish("a parameter", reader);
    name.and(location).map(|_| entry)
}

/// Returns a constant as it is sent; `None` for null, arrays and objects.
fn constant_string(node: &Node) -> Option<String> {
    match node {
        Node::String(text) => Some(text.clone()),
        Node::Bool(_) | Node::Number(_) => Some(node.to_value().to_string()),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}

/// Whether a constant is a number or a boolean, for which there is no schema.
fn is_plain(node: &Node) -> bool {
    matches!(node, Node::Bool(_) | Node::Number(_))
}

fn location(name: &str, at: &str, reader: &mut OverlayReader<'_>) -> Option<ParameterLocation> {
    match name {
        "path" => Some(ParameterLocation::Path),
        "query" => Some(ParameterLocation::Query),
        "header" => Some(ParameterLocation::Header),
        other => {
            let help = "write `path`, `query` or `header`";
            reader.error(&child(at, "in"), format!("a parameter in `{other}` is not supported"), help);
            None
        }
    }
}

pub(super) fn body(mut object: ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> BodyEntry {
    let at = object.at.clone();
    let required = object.flag("required", reader).unwrap_or(false);
    let description = object.string("description", reader);
    let (schema, examples) = content(&mut object, reader);
    if schema.is_none() && !object.has("content") {
        reader.error(&at, "the request body has no `content`", "add `content` with `application/json`");
    }
    object.finish("a request body", reader);
    BodyEntry {
        at,
        required,
        description,
        schema,
        example: examples.into_iter().next().map(|(_, value)| value),
    }
}

pub(super) fn response(mut object: ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> ResponseEntry {
    let description = object.string("description", reader);
    let (schema, examples) = content(&mut object, reader);
    let at = object.at.clone();
    object.finish("a response", reader);
    ResponseEntry { at, status: 0, component: None, description, schema, examples }
}

/// Reads the schema and the examples, with their locations, of the only supported content type.
fn content(
    object: &mut ObjectReader<'_>,
    reader: &mut OverlayReader<'_>,
) -> (Option<Schema>, Vec<(String, Value)>) {
    let Some((node, at)) = object.take("content") else { return (None, Vec::new()) };
    let mut content = reader.object(node, &at);
    let found = content.take("application/json");
    content.finish("`content`", reader);
    let Some((node, at)) = found else { return (None, Vec::new()) };
    let mut media = reader.object(node, &at);
    let schema = media.take("schema").map(|(node, at)| schema(node, &at, reader));
    let mut examples: Vec<(String, Value)> =
        media.take("example").map(|(node, at)| (at, node.to_value())).into_iter().collect();
    if let Some((node, at)) = media.take("examples") {
        for (name, node) in reader.entries(node, &at) {
            let mut example = reader.object(node, &child(&at, name));
            examples.extend(example.take("value").map(|(node, at)| (at, node.to_value())));
            example.finish("an example", reader);
        }
    }
    media.finish("a content type", reader);
    (schema, examples)
}
