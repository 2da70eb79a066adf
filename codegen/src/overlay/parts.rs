//! Reads parameters, request bodies and responses.

use super::media::{content, examples};
use super::node::{Node, child};
use super::reader::{ObjectReader, OverlayReader, list};
use super::schema::schema;
use super::{
    BodyEntry, HeaderEntry, ParameterEntry, ParameterLocation, ParameterStyle, ResponseEntry, Statuses,
};

/// Adds the parameters of an array to those that are known. A parameter of an operation replaces that of its path.
pub(super) fn parameters<'a>(
    object: &ObjectReader<'a>,
    shared: &[ParameterEntry],
    reader: &mut OverlayReader<'a>,
) -> Vec<ParameterEntry> {
    let mut own: Vec<ParameterEntry> = Vec::new();
    for (node, at) in object.items("parameters") {
        let Some(target) = reader.resolve(node, &at) else { continue };
        let Some(entry) = parameter(&ObjectReader::new(target.node, &target.at), reader) else { continue };
        if own.iter().any(|other| is_same(other, &entry)) {
            reader.error(&at, format!("duplicate parameter `{}`", entry.name), "keep one of the two");
        }
        own.push(entry);
    }
    let inherited = shared.iter().filter(|entry| !own.iter().any(|other| is_same(other, entry)));
    inherited.cloned().chain(own.iter().cloned()).collect()
}

fn is_same(entry: &ParameterEntry, other: &ParameterEntry) -> bool {
    entry.name == other.name && entry.location == other.location
}

/// Checks the parameters in `components`, also those that no operation uses.
pub(super) fn check_parameters<'a>(object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) {
    for (_, node, at) in object.entries("parameters") {
        if let Some(target) = reader.resolve(node, &at) {
            parameter(&ObjectReader::new(target.node, &target.at), reader);
        }
    }
}

/// Reads a parameter. One without a name or a location is reported and gives `None`, as do those without an effect.
fn parameter<'a>(object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) -> Option<ParameterEntry> {
    let at = &object.at;
    if !object.has("name") {
        reader.error(at, "the parameter has no `name`", "add `name`, the name that is sent");
    }
    if !object.has("in") {
        let help = "add `in` with `path`, `query`, `header` or `cookie`";
        reader.error(at, "the parameter has no `in`", help);
    }
    let name = object.string("name")?;
    let location = match object.string("in")?.as_str() {
        "path" => ParameterLocation::Path,
        "query" => ParameterLocation::Query,
        "header" => ParameterLocation::Header,
        "cookie" => {
            reader.ignored.count("in: cookie");
            return None;
        }
        other => {
            let help = "write `path`, `query`, `header` or `cookie`";
            reader.error(&child(at, "in"), format!("`{other}` is not a location of parameters"), help);
            return None;
        }
    };
    let style = style(object, location, reader);
    let media = content(object, reader).into_iter().next();
    let is_content = media.is_some();
    let examples =
        examples(object, reader).into_iter().chain(media.iter().flat_map(|media| media.examples.clone()));
    let example = examples.map(|(_, value)| value).next();
    let node = object.take("schema");
    let constant = node.as_ref().and_then(|(node, _)| node.get("const")).and_then(constant_string);
    let own = node.map(|(node, at)| reader.in_scope(node, &at, |reader| schema(node, &at, reader)));
    Some(ParameterEntry {
        at: at.clone(),
        location,
        description: object.string("description"),
        required: object.flag("required").unwrap_or(false),
        schema: own.or_else(|| media.and_then(|media| media.schema)),
        constant,
        explode: object.flag("explode").unwrap_or(style == ParameterStyle::Form),
        style: if is_content { ParameterStyle::Content } else { style },
        example,
        deprecated: object.deprecated(),
        name,
    })
}

/// Returns a constant as it is sent; `None` for null, arrays and objects.
fn constant_string(node: &Node) -> Option<String> {
    match node {
        Node::String(text) => Some(text.clone()),
        Node::Bool(_) | Node::Number(_) => Some(node.to_value().to_string()),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}

/// Returns the style of a parameter. One that its location cannot have is reported.
fn style(
    object: &ObjectReader<'_>,
    location: ParameterLocation,
    reader: &mut OverlayReader<'_>,
) -> ParameterStyle {
    use ParameterStyle::{DeepObject, Form, Label, Matrix, Pipes, Simple, Spaces};
    let (names, styles): (&[&str], &[ParameterStyle]) = match location {
        ParameterLocation::Query => {
            (&["form", "spaceDelimited", "pipeDelimited", "deepObject"], &[Form, Spaces, Pipes, DeepObject])
        }
        ParameterLocation::Path => (&["simple", "label", "matrix"], &[Simple, Label, Matrix]),
        ParameterLocation::Header => (&["simple"], &[Simple]),
    };
    let Some(name) = object.string("style") else { return styles[0] };
    let style = names.iter().zip(styles).find(|(other, _)| **other == name).map(|(_, style)| *style);
    style.unwrap_or_else(|| {
        let help = format!("the styles here are {}", list(names));
        reader.error(&child(&object.at, "style"), format!("`{name}` is not a style of this parameter"), help);
        styles[0]
    })
}

/// Reads a request body.
pub(super) fn body<'a>(node: &'a Node, at: &str, reader: &mut OverlayReader<'a>) -> Option<BodyEntry> {
    let target = reader.resolve(node, at)?;
    let object = ObjectReader::new(target.node, &target.at);
    if !object.has("content") {
        let help = "add `content` with a media type, such as `application/json`";
        reader.error(&target.at, "the request body has no `content`", help);
    }
    Some(BodyEntry {
        required: object.flag("required").unwrap_or(false),
        description: object.string("description"),
        content: content(&object, reader),
        at: target.at,
    })
}

/// Checks the bodies and responses in `components`, also those that no operation uses.
pub(super) fn check_contents<'a>(object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) {
    for (_, node, at) in object.entries("requestBodies") {
        body(node, &at, reader);
    }
    for (_, node, at) in object.entries("responses") {
        response(node, &at, Statuses::Default, reader);
    }
}

/// Reads a response.
pub(super) fn response<'a>(
    node: &'a Node,
    at: &str,
    statuses: Statuses,
    reader: &mut OverlayReader<'a>,
) -> Option<ResponseEntry> {
    let target = reader.resolve(node, at)?;
    let object = ObjectReader::new(target.node, &target.at);
    let mut headers = Vec::new();
    for (name, node, at) in object.entries("headers") {
        let Some(target) = reader.resolve(node, &at) else { continue };
        let description = ObjectReader::new(target.node, &target.at).string("description");
        headers.push(HeaderEntry { name: name.to_owned(), description });
    }
    Some(ResponseEntry {
        statuses,
        component: target.at.strip_prefix("components.responses.").map(str::to_owned),
        description: object.string("description"),
        headers,
        content: content(&object, reader),
        at: target.at,
    })
}
