//! A starting overlay: what a client has without one.

use serde_json::{Value, json};

use super::schemas::{Object, Schemas, object};
use crate::api::{Api, Body, Content, ErrorResponse, Operation, Parameter, Repeat, Success, Type, location};
use crate::diagnostics::{Diagnostics, Location};
use crate::json::without_byte_order_mark;
use crate::lower::overlay_match::names_of_parameters;

/// The methods that a path item of OpenAPI may have.
const METHODS: &[&str] = &["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/// The headers that OpenAPI describes elsewhere, so that it ignores parameters with these names.
const IGNORED_HEADERS: &[&str] = &["accept", "authorization", "content-type"];

/// A starting overlay.
#[derive(Clone, Debug)]
pub struct StartingOverlay {
    /// The document.
    pub text: String,
    /// Notes about the operations that an overlay cannot describe.
    pub diagnostics: Diagnostics,
}

/// Returns an overlay that describes every operation of a client, with the types that it has now.
///
/// It has the operations in the collection's order, under the keys that match them. `operationId` is the name of the
/// method. The types of JSON bodies and responses are `components.schemas`. Other bodies, the documentation of
/// operations and parameters, values and examples stay those of the collection.
///
/// `existing` is the overlay that the client was made with: the document has all of its content, in its order, and only
/// what it does not describe is added. `collection` is the name of the collection's file, for the notes.
pub fn starting_overlay(api: &Api, collection: &str, existing: Option<&str>) -> StartingOverlay {
    let existing = existing.and_then(|text| serde_json::from_str(without_byte_order_mark(text)).ok());
    let mut document: Object = existing.unwrap_or_default();
    let parameters = document.get("components").and_then(|components| components.get("parameters")).cloned();
    let mut schemas = Schemas::new(&api.types);
    let mut diagnostics = Diagnostics::new();
    set(&mut document, "openapi", || json!("3.1.0"));
    set(&mut document, "info", || json!({ "title": api.title, "version": "1" }));
    let paths = object_at(&mut document, "paths");
    for (folders, operation) in api.all_operations() {
        let Some(key) = key(operation) else {
            let help = "the client has it as the collection describes it";
            diagnostics.note(
                Location::new(collection, location(&folders, operation)),
                unsupported(operation),
                help,
            );
            continue;
        };
        let item = object_at(paths, key);
        let inherited = item.get("parameters").cloned();
        let entry = object_at(item, &operation.method.to_ascii_lowercase());
        let described = Described { inherited: inherited.as_ref(), components: parameters.as_ref() };
        describe(operation, &described, &mut schemas, entry);
    }
    let schemas = schemas.components(&api.types);
    if !schemas.is_empty() {
        let list = object_at(object_at(&mut document, "components"), "schemas");
        schemas.into_iter().for_each(|(name, schema)| set(list, name, || schema));
    }
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    StartingOverlay { text: text + "\n", diagnostics }
}

/// Returns the key of an operation; `None` if an overlay cannot describe it.
fn key(operation: &Operation) -> Option<&str> {
    operation.overlay_key.as_deref().filter(|_| METHODS.contains(&operation.method.as_str()))
}

fn unsupported(operation: &Operation) -> String {
    match operation.overlay_key {
        Some(_) => format!("an overlay has no entry for it, because OpenAPI has no method `{}`", operation.method),
        None => "an overlay has no entry for it, because another request has the same name, folder, method and path"
            .to_owned(),
    }
}

/// The parameters that an existing overlay describes outside an operation.
struct Described<'v> {
    /// Those of the operation's path.
    inherited: Option<&'v Value>,
    /// Those in `components`.
    components: Option<&'v Value>,
}

/// Adds to an entry what it does not describe of an operation.
fn describe(operation: &Operation, described: &Described<'_>, schemas: &mut Schemas<'_>, entry: &mut Object) {
    set(entry, "operationId", || json!(operation.name.rust.trim_start_matches("r#")));
    let mut parameters = parameters(operation, schemas);
    let own = entry.get("parameters");
    parameters.retain(|parameter| {
        ![own, described.inherited].into_iter().flatten().any(|list| described.has(list, parameter))
    });
    if !parameters.is_empty()
        && let Some(list) = entry.entry("parameters").or_insert_with(|| json!([])).as_array_mut()
    {
        list.extend(parameters.into_iter().map(Value::Object));
    }
    if let Some(body) = &operation.body
        && let Content::Json(ty) = &body.content
        && has_json_type(operation)
        && !entry.contains_key("requestBody")
    {
        entry.insert("requestBody".to_owned(), request_body(body, ty, schemas));
    }
    let responses = object_at(entry, "responses");
    let has_success = responses.keys().any(|status| status.starts_with('2'));
    let has_errors = responses.keys().any(|status| !status.starts_with('2'));
    if !has_success {
        responses.extend(successes(operation, schemas));
    }
    if !has_errors {
        let errors = operation.errors.iter();
        responses.extend(errors.map(|error| (error.status.to_string(), error_response(error, schemas))));
    }
    if responses.is_empty() {
        entry.shift_remove("responses");
    }
}

impl Described<'_> {
    /// Whether a list has a parameter, directly or by reference.
    fn has(&self, list: &Value, parameter: &Object) -> bool {
        let mut entries = list.as_array().into_iter().flatten();
        entries.any(|entry| {
            let name = entry.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
            let entry = name.and_then(|name| self.components?.get(name)).unwrap_or(entry);
            let is_same = |key: &str| match (entry.get(key).and_then(Value::as_str), parameter[key].as_str())
            {
                (Some(a), Some(b)) if parameter["in"] == "header" => a.eq_ignore_ascii_case(b),
                (a, b) => a == b,
            };
            is_same("in") && is_same("name")
        })
    }
}

fn parameters(operation: &Operation, schemas: &mut Schemas<'_>) -> Vec<Object> {
    let mut list: Vec<Object> = Vec::new();
    let path = operation.overlay_key.as_deref().and_then(|key| key.split('#').next()).unwrap_or_default();
    let names = names_of_parameters(path, &operation.path);
    for (described, name) in operation.path.parameters().zip(names) {
        let mut parameter = parameter("path", described, schemas);
        parameter.insert("name".to_owned(), json!(name.unwrap_or(&described.name.wire)));
        parameter.insert("required".to_owned(), json!(true));
        if !list.contains(&parameter) {
            list.push(parameter);
        }
    }
    // A parameter that an overlay describes is only sent if the caller sets it.
    let query = operation.query.iter().filter(|parameter| parameter.default.is_none());
    list.extend(query.map(|described| parameter("query", described, schemas)));
    let headers = operation.headers.iter();
    let headers =
        headers.filter(|header| !IGNORED_HEADERS.contains(&header.name.wire.to_ascii_lowercase().as_str()));
    list.extend(headers.map(|described| parameter("header", described, schemas)));
    list
}

fn parameter(location: &str, described: &Parameter, schemas: &mut Schemas<'_>) -> Object {
    let item = Value::Object(schemas.of(&described.ty));
    let schema = match described.repeat {
        Repeat::Never => item,
        _ => json!({ "type": "array", "items": item }),
    };
    let mut parameter =
        object([("name", json!(described.name.wire)), ("in", json!(location)), ("schema", schema)]);
    let style = match described.repeat {
        Repeat::Commas if location == "query" => Some("form"),
        Repeat::Spaces => Some("spaceDelimited"),
        Repeat::Pipes => Some("pipeDelimited"),
        _ => None,
    };
    if let Some(style) = style {
        if style != "form" {
            parameter.insert("style".to_owned(), json!(style));
        }
        parameter.insert("explode".to_owned(), json!(false));
    }
    if let Some(reason) = &described.deprecated {
        parameter.insert("x-deprecated".to_owned(), json!(reason));
    }
    parameter
}

/// Whether a body is not JSON that the collection sends with another media type, which an overlay cannot describe.
fn has_json_type(operation: &Operation) -> bool {
    let mut headers = operation.constant_headers.iter();
    let content_type = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    content_type.is_none_or(|(_, value)| value.to_ascii_lowercase().contains("json"))
}

fn request_body(body: &Body, ty: &Type, schemas: &mut Schemas<'_>) -> Value {
    json!({ "required": body.required, "content": json_content(ty, schemas) })
}

/// Returns the statuses and the descriptions of the successful responses; none if they are not described.
fn successes(operation: &Operation, schemas: &mut Schemas<'_>) -> Vec<(String, Value)> {
    let json = operation.success.ty().map(|ty| json_content(ty, schemas));
    let json = json.map(|content| ("200".to_owned(), json!({ "description": "", "content": content })));
    let is_empty =
        matches!(operation.success, Success::Empty | Success::Optional(_)) && operation.method != "HEAD";
    let empty = is_empty.then(|| ("204".to_owned(), json!({ "description": "" })));
    json.into_iter().chain(empty).collect()
}

fn error_response(error: &ErrorResponse, schemas: &mut Schemas<'_>) -> Value {
    let mut response = object([("description", json!(error.docs))]);
    if let Some(ty) = &error.body {
        response.insert("content".to_owned(), json_content(ty, schemas));
    }
    Value::Object(response)
}

fn json_content(ty: &Type, schemas: &mut Schemas<'_>) -> Value {
    json!({ "application/json": { "schema": schemas.of(ty) } })
}

/// Sets a key that an object does not have.
fn set(object: &mut Object, key: &str, value: impl FnOnce() -> Value) {
    if !object.contains_key(key) {
        object.insert(key.to_owned(), value());
    }
}

/// Returns the object at a key, which is added if there is none.
pub(super) fn object_at<'o>(parent: &'o mut Object, key: &str) -> &'o mut Object {
    let value = parent.entry(key).or_insert(Value::Null);
    if !value.is_object() {
        *value = Value::Object(Object::new());
    }
    match value {
        Value::Object(object) => object,
        _ => unreachable!("the value was replaced by an object"),
    }
}
