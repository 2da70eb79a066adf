//! What a call answers.

use std::borrow::Cow;

use crate::api::{ErrorResponse, Success, Type};
use crate::collection::Response;
use crate::diagnostics::Diagnostics;
use crate::lower::names;
use crate::lower::request::body::is_json;
use crate::lower::tree;
use crate::lower::types::definitions::Types;
use crate::lower::types::example::{self, Example};
use crate::lower::types::inference;
use crate::lower::types::schemas::{Direction, Schemas};
use crate::overlay::ResponseEntry;
use serde_json::Value;

/// What is needed to make the types of responses.
pub(super) struct Maker<'m, 'a> {
    pub(super) schemas: &'m mut Schemas<'a>,
    pub(super) types: &'m mut Types,
    pub(super) diagnostics: &'m mut Diagnostics,
    /// What the names of the operation's types begin with.
    pub(super) name: &'m str,
}

/// What the overlay says of successes.
pub(super) enum Described {
    /// Nothing.
    No,
    /// All of them answer alike.
    Alike(Success),
    /// They differ.
    Differently,
}

impl<'a> Maker<'_, 'a> {
    /// The success that the overlay describes.
    pub(super) fn described(&mut self, entries: &'a [ResponseEntry]) -> Described {
        let mut described = Described::No;
        for entry in entries.iter().filter(|entry| (200..300).contains(&entry.status)) {
            let success = match self.body(entry, &format!("{}Response", self.name)) {
                Some(ty) => Success::Json(ty),
                None => Success::Empty,
            };
            described = match described {
                Described::No => Described::Alike(success),
                Described::Alike(other) if other == success => Described::Alike(success),
                Described::Alike(_) | Described::Differently => Described::Differently,
            };
        }
        described
    }

    /// The errors that the overlay describes.
    pub(super) fn errors(&mut self, entries: &'a [ResponseEntry]) -> Vec<ErrorResponse> {
        let entries = entries.iter().filter(|entry| entry.status >= 300);
        let errors = entries.map(|entry| ErrorResponse {
            status: entry.status,
            docs: entry.description.as_deref().unwrap_or_default().trim().to_owned(),
            body: self.body(entry, &format!("{}Error{}", self.name, entry.status)),
        });
        let mut errors: Vec<_> = errors.collect();
        errors.sort_by_key(|error| error.status);
        errors
    }

    fn body(&mut self, entry: &'a ResponseEntry, name: &str) -> Option<Type> {
        let schema = entry.schema.as_ref()?;
        let shared = entry.component.as_deref().map(names::pascal_case);
        let name = shared.as_deref().unwrap_or(name);
        Some(self.schemas.lower(schema, name, Direction::Response, self.types, self.diagnostics))
    }

    /// The success that the collection's saved responses show.
    pub(super) fn inferred(&mut self, responses: &[Response]) -> Success {
        let successes =
            || responses.iter().filter(|response| response.code.is_some_and(|code| code / 100 == 2));
        let texts: Vec<(&Response, Cow<'_, str>)> =
            successes().map(|response| (response, text(response))).collect();
        let mut examples: Vec<Example<'_>> = Vec::new();
        let mut empty = 0;
        for (response, text) in &texts {
            if is_empty(response, text) {
                empty += 1;
            } else if !text.trim().is_empty() {
                match example::parse_response(text) {
                    Ok(value) if is_structured(&value) || says_json(response) => examples.push(value),
                    _ => return Success::Undescribed,
                }
            }
        }
        match (examples.is_empty(), empty) {
            (true, empty) if empty > 0 && empty == texts.len() => Success::Empty,
            (false, 0) => {
                let name = format!("{}Response", self.name);
                Success::Json(inference::infer(&examples, &name, inference::Direction::Response, self.types))
            }
            _ => Success::Undescribed,
        }
    }
}

/// The errors that the collection's saved responses show, each status once; their bodies stay raw.
pub(super) fn saved_errors(responses: &[Response], own_name: &str) -> Vec<ErrorResponse> {
    let mut errors: Vec<ErrorResponse> = Vec::new();
    for response in responses {
        let Some(status) = response.code.filter(|code| (300..600).contains(code)) else { continue };
        if errors.iter().any(|error| error.status == status) {
            continue;
        }
        let name = tree::one_line(response.name.as_deref().unwrap_or_default());
        let docs = if name == tree::one_line(own_name) { String::new() } else { name };
        errors.push(ErrorResponse { status, docs, body: None });
    }
    errors.sort_by_key(|error| error.status);
    errors
}

fn text(response: &Response) -> Cow<'_, str> {
    match &response.body {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => Cow::Borrowed(text),
        Some(value) => Cow::Owned(value.to_string()),
    }
}

/// Whether a response says that it has no body. Many just do not show theirs.
fn is_empty(response: &Response, text: &str) -> bool {
    let length = header(response, "content-length");
    text.trim().is_empty() && (matches!(response.code, Some(204 | 205)) || length.as_deref() == Some("0"))
}

fn is_structured(value: &Example<'_>) -> bool {
    matches!(value, Example::Object(_) | Example::Array(_) | Example::Opaque(_))
}

fn says_json(response: &Response) -> bool {
    match header(response, "content-type") {
        Some(content_type) => is_json(&content_type),
        None => response.preview_language.as_deref() == Some("json"),
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    let found = response
        .header
        .iter()
        .find(|header| header.key.as_deref().is_some_and(|key| key.trim().eq_ignore_ascii_case(name)));
    found
        .and_then(|header| crate::lower::request::variables::value_text(header.value.as_ref()?))
        .map(|text| text.trim().to_owned())
}
