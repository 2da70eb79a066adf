//! The request's body.

use super::example::{self, Example};
use super::schema::{self, Schemas};
use super::shapes;
use super::types::Types;
use super::variables::value_text;
use crate::api::{Body, Content};
use crate::collection;
use crate::diagnostics::Diagnostics;
use crate::overlay::BodyEntry;
use serde_json::Value;
use std::borrow::Cow;

/// Methods with which Postman sends no body unless it is told to.
const BODILESS: &[&str] = &["GET", "COPY", "HEAD", "PURGE", "UNLOCK"];

/// What a request sends as its body.
#[derive(Debug, PartialEq)]
pub(super) enum Sent<'c> {
    /// Nothing.
    Nothing,
    /// A text, and the media type that Postman gives it.
    Raw(Raw<'c>),
    /// Something that the client cannot send yet.
    Unsupported(&'static str),
}

/// The text of a body.
#[derive(Debug, PartialEq)]
pub(super) struct Raw<'c> {
    pub(super) text: Cow<'c, str>,
    /// What Postman sends where no header says it.
    pub(super) media_type: &'static str,
    /// Whether somebody says that it is JSON; nothing where nobody says what it is.
    is_json: Option<bool>,
}

/// What Postman sends with this method.
pub(super) fn sent<'c>(
    body: Option<&'c collection::Body>,
    method: &str,
    keeps_body: bool,
    content_type: Option<&str>,
) -> Sent<'c> {
    let Some(body) = body.filter(|body| !body.disabled) else { return Sent::Nothing };
    if BODILESS.contains(&method) && !keeps_body {
        return Sent::Nothing;
    }
    let is_sent = |param: &collection::FormParam| !param.disabled;
    match body.mode.as_deref() {
        Some("raw") => raw(body, content_type),
        Some("urlencoded") if body.urlencoded.iter().any(is_sent) => Sent::Unsupported("urlencoded body"),
        Some("formdata") if body.formdata.iter().any(is_sent) => Sent::Unsupported("multipart body"),
        Some("file")
            if body.file.as_ref().is_some_and(|file| file.src.is_some() || file.content.is_some()) =>
        {
            Sent::Unsupported("file body")
        }
        Some("graphql") if body.graphql.is_some() => Sent::Unsupported("GraphQL body"),
        _ => Sent::Nothing,
    }
}

fn raw<'c>(body: &'c collection::Body, content_type: Option<&str>) -> Sent<'c> {
    let text = match &body.raw {
        Some(value @ (Value::Object(_) | Value::Array(_))) => Cow::Owned(value.to_string()),
        Some(value) => value_text(value).unwrap_or_default(),
        None => Cow::Borrowed(""),
    };
    if text.is_empty() {
        return Sent::Nothing;
    }
    let language = body.options.raw.language.as_deref().filter(|language| !language.is_empty());
    let (media_type, is_json) = match language {
        Some("json") => ("application/json", Some(true)),
        Some("xml") => ("application/xml", Some(false)),
        Some("html") => ("text/html", Some(false)),
        Some("javascript") => ("application/javascript", Some(false)),
        Some(_) => ("text/plain", Some(false)),
        None => ("text/plain", content_type.filter(|text| !text.is_empty()).map(is_json)),
    };
    Sent::Raw(Raw { text, media_type, is_json })
}

/// Whether a media type is that of JSON.
pub(super) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// What is needed to make a body's type.
pub(super) struct Maker<'m, 'a> {
    pub(super) schemas: &'m mut Schemas<'a>,
    pub(super) types: &'m mut Types,
    pub(super) diagnostics: &'m mut Diagnostics,
    /// The name of a type for the body.
    pub(super) name: String,
}

impl<'a> Maker<'_, 'a> {
    /// The body that the overlay describes.
    pub(super) fn described(&mut self, entry: &'a BodyEntry, sent: &Sent<'_>) -> Body {
        let ty = match &entry.schema {
            Some(schema) => {
                let direction = schema::Direction::Request;
                self.schemas.lower(schema, &self.name, direction, self.types, self.diagnostics)
            }
            None => crate::api::Type::Any,
        };
        let schema_example = || entry.schema.as_ref().and_then(|schema| schema.example.as_ref());
        let written = match sent {
            Sent::Raw(raw) => Some(raw.text.clone().into_owned()),
            Sent::Nothing | Sent::Unsupported(_) => None,
        };
        Body {
            required: entry.required,
            content: Content::Json(ty),
            docs: entry.description.as_deref().unwrap_or_default().trim().to_owned(),
            example: entry.example.as_ref().or_else(schema_example).map(pretty),
            written,
        }
    }

    /// The body that the collection shows; the problem where it should be JSON and is not.
    pub(super) fn inferred(&mut self, raw: &Raw<'_>) -> (Body, Option<String>) {
        let mut body = Body {
            required: true,
            content: Content::Text,
            docs: String::new(),
            example: None,
            written: Some(raw.text.clone().into_owned()),
        };
        if raw.is_json == Some(false) {
            return (body, None);
        }
        match example::parse(&raw.text) {
            Ok(value)
                if raw.is_json == Some(true) || matches!(value, Example::Object(_) | Example::Array(_)) =>
            {
                let ty = shapes::infer([&value], &self.name, shapes::Direction::Request, self.types);
                body.content = Content::Json(ty);
                body.example = Some(pretty(&value.to_value()));
                (body, None)
            }
            Err(broken) if raw.is_json == Some(true) => (body, Some(broken.to_string())),
            Ok(_) | Err(_) => (body, None),
        }
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
