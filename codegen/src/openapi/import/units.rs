//! The parts of a document's operation that an overlay takes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::prepare::{Component, Preparation};
use super::{Import, LeftOut};
use crate::api::{Content, Operation};
use crate::lower::overlay_match::paths::parameter_names;

/// The headers that OpenAPI describes elsewhere, so that it ignores parameters with these names.
const IGNORED_HEADERS: &[&str] = &["accept", "authorization", "content-type"];

/// Whether a media type does not contradict a body of the collection.
type MediaTypes = fn(&str) -> bool;

/// A part of an operation, which is taken or left out as a whole.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// The key of `paths`.
    pub(super) path: String,
    /// The method, in lower case.
    pub(super) method: String,
    pub(super) part: Part,
    pub(super) value: Value,
    /// The components that it refers to.
    pub(super) needs: BTreeSet<Component>,
}

/// The position of a unit in an operation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Part {
    /// A key of the operation.
    Key(&'static str),
    /// A parameter, with its location and name.
    Parameter(String, String),
    /// A response, by its status.
    Response(String),
}

impl Part {
    fn name(&self) -> String {
        match self {
            Self::Key("requestBody") => "the request body".to_owned(),
            Self::Key(key) => format!("`{key}`"),
            Self::Parameter(location, name) => format!("the {location} parameter `{name}`"),
            Self::Response(status) => format!("the response {status}"),
        }
    }
}

impl Unit {
    /// Returns a record of the unit for the report.
    pub(super) fn left_out(&self, reason: impl Into<String>) -> LeftOut {
        let operation = format!("{} {}", self.method.to_uppercase(), self.path);
        LeftOut { operation, part: self.part.name(), reason: reason.into() }
    }
}

/// The units of one operation while they are collected.
pub(super) struct Units<'u, 'd> {
    pub(super) preparation: &'u mut Preparation<'d>,
    pub(super) operation: &'u Operation,
    /// The key of `paths` for the operation.
    pub(super) path: &'u str,
    pub(super) units: &'u mut Vec<Unit>,
    pub(super) import: &'u mut Import,
}

impl Units<'_, '_> {
    /// Adds the units of an operation in the document; `path` is its path there, `inherited` the parameters of the path.
    pub(super) fn add(&mut self, path: &str, inherited: Option<&Value>, source: &Value) {
        if self.operation.summary.is_empty() && self.operation.docs.is_empty() {
            self.copy(source, &["summary", "description"]);
        }
        self.copy(source, &["externalDocs", "deprecated", "x-deprecated", "x-idempotent", "x-aliases"]);
        self.parameters(path, inherited, source);
        if let Some(body) = source.get("requestBody") {
            self.request_body(body);
        }
        let responses = source.get("responses").and_then(Value::as_object);
        for (status, response) in
            responses.into_iter().flatten().filter(|(status, _)| !status.starts_with("x-"))
        {
            let (mut value, mut needs) = (response.clone(), BTreeSet::new());
            let prepared = self.preparation.response(&mut value, &mut needs);
            self.push(Part::Response(status.clone()), value, needs, prepared);
        }
    }

    fn push(&mut self, part: Part, value: Value, needs: BTreeSet<Component>, prepared: Result<(), String>) {
        let (path, method) = (self.path.to_owned(), self.operation.method.to_ascii_lowercase());
        let unit = Unit { path, method, part, value, needs };
        match prepared {
            Ok(()) => self.units.push(unit),
            Err(problem) => self.import.left_out.push(unit.left_out(problem)),
        }
    }

    fn copy(&mut self, source: &Value, keys: &[&'static str]) {
        for key in keys {
            match source.get(key) {
                None | Some(Value::Null | Value::Bool(false)) => {}
                Some(value) => self.push(Part::Key(key), value.clone(), BTreeSet::new(), Ok(())),
            }
        }
    }

    fn parameters(&mut self, path: &str, inherited: Option<&Value>, source: &Value) {
        let lists = [source.get("parameters"), inherited].into_iter().flatten().filter_map(Value::as_array);
        let mut known: Vec<(String, String)> = Vec::new();
        let own = parameter_names(self.path.split('#').next().unwrap_or_default());
        let names: Vec<(&str, &str)> =
            parameter_names(path).into_iter().rev().zip(own.into_iter().rev()).collect();
        for parameter in lists.flatten() {
            let resolved = match self.preparation.resolved(parameter) {
                Ok(resolved) => resolved.clone(),
                Err(problem) => {
                    let part = Part::Parameter(String::new(), parameter.to_string());
                    self.push(part, Value::Null, BTreeSet::new(), Err(problem));
                    continue;
                }
            };
            let string = |key: &str| resolved.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (location, mut name) = (string("in"), string("name"));
            let is_ignored =
                location == "header" && IGNORED_HEADERS.contains(&name.to_ascii_lowercase().as_str());
            if is_ignored || known.contains(&(location.clone(), name.clone())) {
                continue;
            }
            known.push((location.clone(), name.clone()));
            let mut value = parameter.clone();
            if location == "path" {
                // One without a counterpart is in the base URL of the collection.
                let Some((_, own)) = names.iter().find(|(other, _)| *other == name) else { continue };
                if name != *own {
                    name = (*own).to_owned();
                    value = resolved;
                    value["name"] = json!(own);
                }
            }
            let mut needs = BTreeSet::new();
            let prepared = self.preparation.parameter(&mut value, &mut needs);
            self.push(Part::Parameter(location, name), value, needs, prepared);
        }
    }

    fn request_body(&mut self, body: &Value) {
        let (mut value, mut needs) = (body.clone(), BTreeSet::new());
        let mut prepared = self.preparation.request_body(&mut value, &mut needs);
        if prepared.is_ok()
            && let Some(Value::Object(content)) = value.get_mut("content")
            && let Some((kind, fits)) = self.fitting()
        {
            let found: Vec<String> = content.keys().map(|media_type| format!("`{media_type}`")).collect();
            content.retain(|media_type, _| fits(&essence(media_type)));
            if content.is_empty() {
                prepared =
                    Err(format!("the collection sends {kind}, and the document has {}", found.join(", ")));
            }
            needs.clear();
            let _ = self.preparation.request_body(&mut value, &mut needs);
        }
        self.push(Part::Key("requestBody"), value, needs, prepared);
    }

    /// Returns the kind of body that the collection has, and the media types that do not contradict it; `None` if the
    /// collection has no body.
    fn fitting(&self) -> Option<(&'static str, MediaTypes)> {
        let is_json = |media_type: &str| {
            media_type == "application/json" || media_type.ends_with("+json") || media_type == "*/*"
        };
        let content = &self.operation.body.as_ref()?.content;
        let mut headers = self.operation.constant_headers.iter();
        let is_declared_json = headers
            .any(|(name, value)| name.eq_ignore_ascii_case("content-type") && is_json(&essence(value)));
        Some(match content {
            Content::Json(_) => ("JSON", is_json),
            Content::Text if is_declared_json => ("JSON", is_json),
            Content::Urlencoded(_) => {
                ("a form", |media_type| media_type == "application/x-www-form-urlencoded")
            }
            Content::Multipart(_) => ("a multipart form", |media_type| media_type == "multipart/form-data"),
            Content::GraphQl(_) => ("a GraphQL request", |_| false),
            Content::Text => {
                ("text", |media_type| media_type.starts_with("text/") || media_type.ends_with("xml"))
            }
            Content::Bytes => ("a file", |media_type| media_type == "application/octet-stream"),
        })
    }
}

/// Returns a media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
