//! The document around the schemas: paths, operations, parameters, bodies, responses.

use super::node::{Node, child};
use super::read_schema::{schema, target};
use super::reader::{Object, Reader, list};
use super::schema::Schema;
use super::{BodyEntry, Location, OperationEntry, Overlay, ParameterEntry, ResponseEntry};
use serde_json::Value;

/// The methods that a path item may have.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

pub(super) fn overlay(root: &Node, reader: &mut Reader<'_>) -> Option<Overlay> {
    let Node::Object(_) = root else {
        reader.object(root, "");
        return None;
    };
    reader.duplicates(root, "");
    let mut object = reader.object(root, "");
    if let Some(version) = object.text("openapi", reader)
        && !version.starts_with("3.1")
    {
        reader.error("openapi", format!("the overlay says that it is OpenAPI {version}"), "write `3.1.0`");
    }
    if let Some((node, at)) = object.take("info") {
        reader.entries(node, &at);
    }
    let mut components = Components::default();
    if let Some((node, at)) = object.take("components") {
        components.read(node, &at, reader);
    }
    let mut operations = Vec::new();
    if let Some((node, at)) = object.take("paths") {
        for (key, node) in reader.entries(node, &at) {
            path_item(key, node, &child(&at, key), &mut components, &mut operations, reader);
        }
    }
    object.finish("an overlay", reader);
    components.unused(reader);
    Some(Overlay { file: reader.file().to_owned(), operations, schemas: components.schemas })
}

/// The parts of `components`; parameters and responses with whether something refers to them.
#[derive(Default)]
struct Components {
    schemas: Vec<(String, Schema)>,
    parameters: Vec<(String, ParameterEntry, bool)>,
    responses: Vec<(String, ResponseEntry, bool)>,
}

impl Components {
    fn read(&mut self, node: &Node, at: &str, reader: &mut Reader<'_>) {
        let mut object = reader.object(node, at);
        if let Some((node, at)) = object.take("schemas") {
            // What is written twice has been reported.
            let mut seen = std::collections::HashSet::new();
            for (name, node) in reader.entries(node, &at) {
                let schema = schema(node, &child(&at, name), reader);
                if seen.insert(name) {
                    self.schemas.push((name.clone(), schema));
                }
            }
        }
        if let Some((node, at)) = object.take("parameters") {
            for (name, node) in reader.entries(node, &at) {
                let object = reader.object(node, &child(&at, name));
                self.parameters.extend(parameter(object, reader).map(|entry| (name.clone(), entry, false)));
            }
        }
        if let Some((node, at)) = object.take("responses") {
            for (name, node) in reader.entries(node, &at) {
                let mut entry = response(reader.object(node, &child(&at, name)), reader);
                entry.component = Some(name.clone());
                self.responses.push((name.clone(), entry, false));
            }
        }
        object.finish("`components`", reader);
    }

    fn unused(&self, reader: &mut Reader<'_>) {
        let parameters =
            self.parameters.iter().map(|(name, entry, used)| (name, &entry.at, used, "parameter"));
        let responses = self.responses.iter().map(|(name, entry, used)| (name, &entry.at, used, "response"));
        for (name, at, _, what) in parameters.chain(responses).filter(|(_, _, used, _)| !**used) {
            reader.error(
                at,
                format!("no operation uses the {what} `{name}`"),
                "remove it, or refer to it with `$ref`",
            );
        }
    }
}

/// The component that a `$ref` names; an error when there is none.
fn component<T: Clone>(
    (node, at): (&Node, String),
    part: &str,
    list: &mut [(String, T, bool)],
    reader: &mut Reader<'_>,
) -> Option<T> {
    let name = target(node, &at, part, reader)?;
    let Some((_, entry, used)) = list.iter_mut().find(|(other, ..)| *other == name) else {
        let help = format!("add it, or correct the name: `components.{part}` has {}", names(list));
        reader.error(&at, format!("`components.{part}` has no `{name}`"), help);
        return None;
    };
    *used = true;
    Some(entry.clone())
}

fn names<T>(entries: &[(String, T, bool)]) -> String {
    list(&entries.iter().map(|(name, ..)| name).collect::<Vec<_>>())
}

fn path_item(
    key: &str,
    node: &Node,
    at: &str,
    components: &mut Components,
    operations: &mut Vec<OperationEntry>,
    reader: &mut Reader<'_>,
) {
    let (path, item) = match key.split_once('#') {
        Some((path, item)) => (path, Some(item)),
        None => (key, None),
    };
    if !path.starts_with('/') {
        let help = "begin with `/`; where method and path are not unique, write `/path#Folder / Item name`";
        reader.error(at, format!("`{key}` is not a path"), help);
    }
    let mut object = reader.object(node, at);
    if object.keys().next().is_none() {
        reader.error(at, "the path has no method", "add one, such as `get`, or remove the path");
    }
    for method in METHODS {
        let Some((node, at)) = object.take(method) else { continue };
        let mut entry = operation(reader.object(node, &at), components, reader);
        (entry.path, entry.item) = (path.to_owned(), item.map(str::to_owned));
        entry.method = method.to_ascii_uppercase();
        operations.push(entry);
    }
    object.finish("a path item", reader);
}

fn operation(mut object: Object<'_>, components: &mut Components, reader: &mut Reader<'_>) -> OperationEntry {
    let entry = OperationEntry {
        at: object.at.clone(),
        path: String::new(),
        item: None,
        method: String::new(),
        operation_id: object.text("operationId", reader),
        summary: object.text("summary", reader),
        description: object.text("description", reader),
        reference: object.take("externalDocs").and_then(|(node, at)| reference(node, &at, reader)),
        deprecated: object.deprecated(reader),
        idempotent: object.flag("x-idempotent", reader),
        aliases: object.texts("x-aliases", reader),
        parameters: parameters(&mut object, components, reader),
        body: object.take("requestBody").map(|(node, at)| body(reader.object(node, &at), reader)),
        responses: responses(&mut object, components, reader),
    };
    object.finish("an operation", reader);
    entry
}

fn reference(node: &Node, at: &str, reader: &mut Reader<'_>) -> Option<String> {
    let mut object = reader.object(node, at);
    object.text("description", reader);
    let url = object.text("url", reader);
    if let Some(url) =
        url.as_deref().filter(|url| !url.starts_with("https://") && !url.starts_with("http://"))
    {
        reader.error(&child(at, "url"), format!("`{url}` is not a URL"), "begin with `https://`");
    }
    object.finish("`externalDocs`", reader);
    url
}

fn parameters(
    object: &mut Object<'_>,
    components: &mut Components,
    reader: &mut Reader<'_>,
) -> Vec<ParameterEntry> {
    let Some((node, at)) = object.take("parameters") else { return Vec::new() };
    let mut entries: Vec<ParameterEntry> = Vec::new();
    for (index, node) in reader.items(node, &at).iter().enumerate() {
        let at = format!("{at}[{index}]");
        let mut object = reader.object(node, &at);
        let entry = match object.take("$ref") {
            Some(found) => {
                object.finish("a parameter with `$ref`", reader);
                component(found, "parameters", &mut components.parameters, reader)
            }
            None => parameter(object, reader),
        };
        let Some(entry) = entry else { continue };
        if entries.iter().any(|other| other.name == entry.name && other.location == entry.location) {
            reader.error(
                &at,
                format!("the parameter `{}` is there twice", entry.name),
                "keep one of the two",
            );
        }
        entries.push(entry);
    }
    entries
}

fn parameter(mut object: Object<'_>, reader: &mut Reader<'_>) -> Option<ParameterEntry> {
    let at = object.at.clone();
    let name = object.text("name", reader);
    if !object.has("name") {
        reader.error(&at, "the parameter has no `name`", "add the name as it is sent");
    }
    let place = object.text("in", reader);
    if !object.has("in") {
        reader.error(&at, "the parameter has no `in`", "add `path`, `query` or `header`");
    }
    let location = place.and_then(|place| location(&place, &at, reader));
    object.flag("required", reader);
    let style = object.take("style");
    let explode = object.flag("explode", reader).unwrap_or(location == Some(Location::Query));
    let entry = ParameterEntry {
        name: name.clone().unwrap_or_default(),
        location: location.unwrap_or(Location::Query),
        description: object.text("description", reader),
        schema: object.take("schema").map(|(node, at)| schema(node, &at, reader)),
        explode,
        example: object.take("example").map(|(node, _)| node.to_value()),
        deprecated: object.deprecated(reader),
        at,
    };
    if let Some((node, at)) = style
        && let Some(style) = reader.text(node, &at)
    {
        let wanted = if entry.location == Location::Query { "form" } else { "simple" };
        if style != wanted {
            let help = format!("only `{wanted}` is supported here: leave `style` out");
            reader.error(&at, format!("the style `{style}` is not supported"), help);
        }
    }
    object.finish("a parameter", reader);
    name.and(location).map(|_| entry)
}

fn location(place: &str, at: &str, reader: &mut Reader<'_>) -> Option<Location> {
    match place {
        "path" => Some(Location::Path),
        "query" => Some(Location::Query),
        "header" => Some(Location::Header),
        other => {
            let help = "write `path`, `query` or `header`";
            reader.error(&child(at, "in"), format!("a parameter in `{other}` is not supported"), help);
            None
        }
    }
}

fn body(mut object: Object<'_>, reader: &mut Reader<'_>) -> BodyEntry {
    let at = object.at.clone();
    let required = object.flag("required", reader).unwrap_or(false);
    let description = object.text("description", reader);
    let (schema, example) = content(&mut object, reader);
    if schema.is_none() && !object.has("content") {
        reader.error(&at, "the request body has no `content`", "add `content` with `application/json`");
    }
    object.finish("a request body", reader);
    BodyEntry { at, required, description, schema, example }
}

fn responses(
    object: &mut Object<'_>,
    components: &mut Components,
    reader: &mut Reader<'_>,
) -> Vec<ResponseEntry> {
    let Some((node, at)) = object.take("responses") else { return Vec::new() };
    let mut entries = Vec::new();
    for (key, node) in reader.entries(node, &at) {
        let at = child(&at, key);
        let status = key.parse::<u16>().ok().filter(|status| (100..600).contains(status) && key.len() == 3);
        if status.is_none() {
            let help = "write each status on its own: `200`, `404`";
            reader.error(&at, format!("`{key}` is not an HTTP status"), help);
        }
        let mut object = reader.object(node, &at);
        let entry = match object.take("$ref") {
            Some(found) => {
                object.finish("a response with `$ref`", reader);
                component(found, "responses", &mut components.responses, reader)
            }
            None => Some(response(object, reader)),
        };
        entries.extend(entry.zip(status).map(|(entry, status)| ResponseEntry { status, ..entry }));
    }
    entries
}

fn response(mut object: Object<'_>, reader: &mut Reader<'_>) -> ResponseEntry {
    let description = object.text("description", reader);
    let (schema, _) = content(&mut object, reader);
    let at = object.at.clone();
    object.finish("a response", reader);
    ResponseEntry { at, status: 0, component: None, description, schema }
}

/// Schema and example of the one supported content type.
fn content(object: &mut Object<'_>, reader: &mut Reader<'_>) -> (Option<Schema>, Option<Value>) {
    let Some((node, at)) = object.take("content") else { return (None, None) };
    let mut content = reader.object(node, &at);
    let found = content.take("application/json");
    content.finish("`content`", reader);
    let Some((node, at)) = found else { return (None, None) };
    let mut media = reader.object(node, &at);
    let schema = media.take("schema").map(|(node, at)| schema(node, &at, reader));
    let example = media.take("example").map(|(node, _)| node.to_value());
    media.finish("a content type", reader);
    (schema, example)
}
