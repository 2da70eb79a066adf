//! Reads the document: paths and operations.

use super::components::{other_targets, report_unused, schemas};
use super::deep_object;
use super::grammar::{self, METHODS};
use super::node::{Node, child};
use super::parts::{body, check_contents, check_parameters, parameters, response};
use super::reader::{ObjectReader, OverlayReader};
use super::schema::{OneOf, Schema, SchemaKind};
use super::security;
use super::servers::servers;
use super::tags::tags;
use super::variables::variables;
use super::{OperationEntry, Overlay, ParameterEntry, ResponseEntry, Statuses};

/// The versions of OpenAPI that are read.
const VERSIONS: &[&str] = &["3.0", "3.1"];

/// Reads an overlay. A value that is not an object is reported and gives `None`.
pub(super) fn overlay<'a>(root: &'a Node, reader: &mut OverlayReader<'a>) -> Option<Overlay> {
    grammar::check(root, reader);
    let Node::Object(_) = root else { return None };
    reader.duplicates(root, "");
    let object = ObjectReader::new(root, "");
    if let Some(version) = object.string("openapi")
        && !VERSIONS.iter().any(|known| version.starts_with(known))
    {
        let problem = format!("the overlay is OpenAPI {version}, not 3.0 or 3.1");
        reader.error("openapi", problem, "convert it, and write `3.1.0`");
    }
    let mut schemas = schemas(root, reader);
    if let Some((node, at)) = object.take("components") {
        let components = ObjectReader::new(node, &at);
        check_parameters(&components, reader);
        check_contents(&components, reader);
    }
    reader.targets.forget_uses();
    let (servers, tags) = (servers(&object, reader), tags(&object, reader));
    let security = security::security(&object);
    let mut operations = Vec::new();
    for (key, node, at) in object.entries("paths") {
        if !key.starts_with("x-") {
            path_item(key, node, &at, &mut operations, reader);
        }
    }
    schemas.extend(other_targets(reader));
    let security_schemes = security::schemes(root, reader);
    let all = operations.iter().filter_map(|entry: &OperationEntry| entry.security.as_ref());
    security::check(security.iter().chain(all), &security_schemes, reader);
    let mut overlay = Overlay {
        file: reader.file().to_owned(),
        servers,
        security_schemes,
        security,
        tags,
        variables: variables(&object),
        operations,
        schemas,
    };
    report_unused(root, &overlay, reader);
    deep_object::expand(&mut overlay.operations, &overlay.schemas);
    if let Some(problem) = reader.ignored.note() {
        reader.note("", problem, "they can stay: the service checks such rules, not the client");
    }
    Some(overlay)
}

fn path_item<'a>(
    key: &str,
    node: &'a Node,
    at: &str,
    operations: &mut Vec<OperationEntry>,
    reader: &mut OverlayReader<'a>,
) {
    let (path, item) = match key.split_once('#') {
        Some((path, item)) => (path, Some(item)),
        None => (key, None),
    };
    if !path.starts_with('/') {
        let help = "begin with `/`; where method and path are not unique, write `/path#Folder / Item name`";
        reader.error(at, format!("`{key}` is not a path"), help);
    }
    let Some(target) = reader.resolve(node, at) else { return };
    let object = ObjectReader::new(target.node, &target.at);
    let shared = parameters(&object, &[], reader);
    let servers = servers(&object, reader);
    let mut has_method = false;
    for method in METHODS {
        let Some((node, at)) = object.take(method) else { continue };
        let mut entry = operation(&ObjectReader::new(node, &at), &shared, reader);
        (entry.path, entry.item) = (path.to_owned(), item.map(str::to_owned));
        entry.method = method.to_ascii_uppercase();
        if entry.servers.is_empty() {
            entry.servers.clone_from(&servers);
        }
        operations.push(entry);
        has_method = true;
    }
    if !has_method {
        reader.error(at, "the path has no method", "add one, such as `get`, or remove the path");
    }
}

fn operation<'a>(
    object: &ObjectReader<'a>,
    shared: &[ParameterEntry],
    reader: &mut OverlayReader<'a>,
) -> OperationEntry {
    let responses = responses(object, reader);
    OperationEntry {
        success: success(&responses, &object.at),
        at: object.at.clone(),
        path: String::new(),
        item: None,
        method: String::new(),
        servers: servers(object, reader),
        security: security::security(object),
        operation_id: object.string("operationId"),
        summary: object.string("summary"),
        description: object.string("description"),
        reference: object.take("externalDocs").and_then(|(node, at)| reference(node, &at, reader)),
        deprecated: object.deprecated(),
        idempotent: object.flag("x-idempotent"),
        aliases: object.strings("x-aliases"),
        parameters: parameters(object, shared, reader),
        body: object.take("requestBody").and_then(|(node, at)| body(node, &at, reader)),
        responses,
    }
}

/// Returns a schema for the bodies of all successful responses, if several of them are JSON and differ.
fn success(responses: &[ResponseEntry], at: &str) -> Option<Schema> {
    let key = |schema: &Schema| match &schema.kind {
        SchemaKind::Reference { name, .. } => name.clone(),
        _ => schema.at.clone(),
    };
    let mut variants: Vec<Schema> = Vec::new();
    for response in responses.iter().filter(|response| response.is_success()) {
        let Some(schema) = response.json().and_then(|media| media.schema.as_ref()) else { continue };
        if variants.iter().all(|other| key(other) != key(schema)) {
            variants.push(schema.clone());
        }
    }
    let kind = SchemaKind::OneOf(OneOf { discriminator: None, variants });
    match &kind {
        SchemaKind::OneOf(one_of) if one_of.variants.len() > 1 => {
            Some(Schema { kind, at: format!("{at}.responses"), ..Schema::ANY })
        }
        _ => None,
    }
}

fn reference(node: &Node, at: &str, reader: &mut OverlayReader<'_>) -> Option<String> {
    let url = ObjectReader::new(node, at).string("url")?;
    if !url.starts_with("https://") && !url.starts_with("http://") {
        reader.error(&child(at, "url"), format!("`{url}` is not a URL"), "begin with `https://`");
    }
    Some(url)
}

fn responses<'a>(object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) -> Vec<ResponseEntry> {
    let mut entries = Vec::new();
    for (key, node, at) in object.entries("responses") {
        let statuses = match (key, key.as_bytes()) {
            ("default", _) => Statuses::Default,
            (_, [class @ b'1'..=b'5', b'X' | b'x', b'X' | b'x']) => Statuses::Class(class - b'0'),
            _ => match key.parse() {
                Ok(status) => Statuses::One(status),
                // Extensions; anything else was reported by the grammar.
                Err(_) => continue,
            },
        };
        entries.extend(response(node, &at, statuses, reader));
    }
    entries
}
