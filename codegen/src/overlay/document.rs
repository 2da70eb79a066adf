//! Reads the document: paths and operations.

use super::components::{Components, resolve};
use super::node::{Node, child};
use super::parts::{body, parameter, response};
use super::reader::{ObjectReader, OverlayReader};
use super::security;
use super::servers::servers;
use super::tags::tags;
use super::{OperationEntry, Overlay, ParameterEntry, ResponseEntry};

/// The methods that a path item may have.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Reads an overlay. A value that is not an object is reported and gives `None`.
pub(super) fn overlay(root: &Node, reader: &mut OverlayReader<'_>) -> Option<Overlay> {
    let Node::Object(_) = root else {
        reader.object(root, "");
        return None;
    };
    reader.duplicates(root, "");
    let mut object = reader.object(root, "");
    if let Some(version) = object.string("openapi", reader)
        && !version.starts_with("3.1")
    {
        reader.error("openapi", format!("the overlay is OpenAPI {version}, not 3.1"), "write `3.1.0`");
    }
    if let Some((node, at)) = object.take("info") {
        reader.entries(node, &at);
    }
    let (servers, tags) = (servers(&mut object, reader), tags(&mut object, reader));
    let security = security::security(&mut object, reader);
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
    components.report_unused(reader);
    let security_schemes = components.security_schemes;
    let all = operations.iter().filter_map(|entry: &OperationEntry| entry.security.as_ref());
    security::check(security.iter().chain(all), &security_schemes, reader);
    Some(Overlay {
        file: reader.file().to_owned(),
        servers,
        security_schemes,
        security,
        tags,
        operations,
        schemas: components.schemas,
    })
}

fn path_item(
    key: &str,
    node: &Node,
    at: &str,
    components: &mut Components,
    operations: &mut Vec<OperationEntry>,
    reader: &mut OverlayReader<'_>,
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
    if object.is_empty() {
        reader.error(at, "the path has no method", "add one, such as `get`, or remove the path");
    }
    let servers = servers(&mut object, reader);
    for method in METHODS {
        let Some((node, at)) = object.take(method) else { continue };
        let mut entry = operation(reader.object(node, &at), components, reader);
        (entry.path, entry.item) = (path.to_owned(), item.map(str::to_owned));
        entry.method = method.to_ascii_uppercase();
        if entry.servers.is_empty() {
            entry.servers.clone_from(&servers);
        }
        operations.push(entry);
    }
    object.finish("a path item", reader);
}

fn operation(
    mut object: ObjectReader<'_>,
    components: &mut Components,
    reader: &mut OverlayReader<'_>,
) -> OperationEntry {
    let entry = OperationEntry {
        at: object.at.clone(),
        path: String::new(),
        item: None,
        method: String::new(),
        servers: servers(&mut object, reader),
        security: security::security(&mut object, reader),
        operation_id: object.string("operationId", reader),
        summary: object.string("summary", reader),
        description: object.string("description", reader),
        reference: object.take("externalDocs").and_then(|(node, at)| reference(node, &at, reader)),
        deprecated: object.deprecated(reader),
        idempotent: object.flag("x-idempotent", reader),
        aliases: object.strings("x-aliases", reader),
        parameters: parameters(&mut object, components, reader),
        body: object.take("requestBody").map(|(node, at)| body(reader.object(node, &at), reader)),
        responses: responses(&mut object, components, reader),
    };
    // Tags group operations in documents; here the folders of the collection do.
    object.strings("tags", reader);
    object.finish("an operation", reader);
    entry
}

fn reference(node: &Node, at: &str, reader: &mut OverlayReader<'_>) -> Option<String> {
    let mut object = reader.object(node, at);
    object.string("description", reader);
    let url = object.string("url", reader);
    if let Some(url) =
        url.as_deref().filter(|url| !url.starts_with("https://") && !url.starts_with("http://"))
    {
        reader.error(&child(at, "url"), format!("`{url}` is not a URL"), "begin with `https://`");
    }
    object.finish("`externalDocs`", reader);
    url
}

fn parameters(
    object: &mut ObjectReader<'_>,
    components: &mut Components,
    reader: &mut OverlayReader<'_>,
) -> Vec<ParameterEntry> {
    let Some((node, at)) = object.take("parameters") else { return Vec::new() };
    let mut entries: Vec<ParameterEntry> = Vec::new();
    for (index, node) in reader.items(node, &at).iter().enumerate() {
        let at = format!("{at}[{index}]");
        let mut object = reader.object(node, &at);
        let entry = match object.take("$ref") {
            Some(found) => {
                object.finish("a parameter with `$ref`", reader);
                resolve(found, "parameters", &mut components.parameters, reader)
            }
            None => parameter(object, reader),
        };
        let Some(entry) = entry else { continue };
        if entries.iter().any(|other| other.name == entry.name && other.location == entry.location) {
            reader.error(&at, format!("duplicate parameter `{}`", entry.name), "keep one of the two");
        }
        entries.push(entry);
    }
    entries
}

fn responses(
    object: &mut ObjectReader<'_>,
    components: &mut Components,
    reader: &mut OverlayReader<'_>,
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
                resolve(found, "responses", &mut components.responses, reader)
            }
            None => Some(response(object, reader)),
        };
        entries.extend(entry.zip(status).map(|(entry, status)| ResponseEntry { status, ..entry }));
    }
    entries
}
