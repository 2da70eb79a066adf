//! The responses of an operation.

mod described;
pub(super) mod saved;

use std::borrow::Cow;

use serde_json::Value;

use super::request::body::is_json;
use super::request::variables::value_string;
use super::tree;
use super::types::builder::TypeBuilder;
use super::types::definitions::Direction;
use super::types::example::{self, Example};
use crate::api::{ErrorResponse, Status, Success, Type};
use crate::collection::Response;

pub(super) use described::{DescribedSuccess, described, described_errors, headers};

/// Returns the success with this body, which may be absent.
fn json(ty: Type, may_be_absent: bool) -> Success {
    match (ty, may_be_absent) {
        (Type::Nullable(ty), true) => Success::Optional(*ty),
        (ty, true) => Success::Optional(ty),
        (ty, false) => Success::Json(ty),
    }
}

/// Infers the successful response from the saved responses of the collection.
///
/// All JSON bodies are examples of one type, whatever their statuses are.
pub(super) fn inferred(responses: &[Response], builder: &mut TypeBuilder<'_, '_>) -> Success {
    let successes = responses.iter().filter(|response| response.code.is_some_and(|code| code / 100 == 2));
    let bodies: Vec<(&Response, Cow<'_, str>)> =
        successes.map(|response| (response, saved_body(response))).collect();
    let mut examples: Vec<Example<'_>> = Vec::new();
    let mut empty = 0;
    for (response, body) in &bodies {
        if is_empty(response, body) {
            empty += 1;
        } else if !body.trim().is_empty() {
            match example::parse_response(body) {
                Ok(value) if is_structured(&value) || is_declared_json(response) => examples.push(value),
                _ => return Success::Undescribed,
            }
        }
    }
    match examples.is_empty() {
        true if empty > 0 && empty == bodies.len() => Success::Empty,
        true => Success::Undescribed,
        false => {
            let ty = builder.inferred(&examples, &builder.name("Response"), Direction::Response);
            json(ty, empty > 0 || has_empty_status(&bodies))
        }
    }
}

/// Whether a status has only saved responses without a body.
fn has_empty_status(bodies: &[(&Response, Cow<'_, str>)]) -> bool {
    bodies.iter().any(|(response, _)| {
        let mut same = bodies.iter().filter(|(other, _)| other.code == response.code);
        same.all(|(_, body)| body.trim().is_empty())
    })
}

/// Returns the errors in the saved responses of the collection: each status once, without types.
pub(super) fn saved_errors(responses: &[Response], own_name: &str) -> Vec<ErrorResponse> {
    let mut errors: Vec<ErrorResponse> = Vec::new();
    for response in responses {
        let Some(status) = response.code.filter(|code| (300..600).contains(code)) else { continue };
        if errors.iter().any(|error| error.status == Status::Code(status)) {
            continue;
        }
        let name = tree::one_line(response.name.as_deref().unwrap_or_default());
        let docs = if name == tree::one_line(own_name) { String::new() } else { name };
        errors.push(ErrorResponse { status: Status::Code(status), docs, body: None, variants: Vec::new() });
    }
    errors.sort_by_key(|error| error.status.order());
    errors
}

/// Returns the body of a saved response; empty if there is none.
fn saved_body(response: &Response) -> Cow<'_, str> {
    match &response.body {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(body)) => Cow::Borrowed(body),
        Some(value) => Cow::Owned(value.to_string()),
    }
}

/// Whether a response has no body. A saved body may be empty although the response had one.
fn is_empty(response: &Response, body: &str) -> bool {
    let length = header(response, "content-length");
    body.trim().is_empty() && (matches!(response.code, Some(204 | 205)) || length.as_deref() == Some("0"))
}

/// Whether an example is an object, an array or opaque.
fn is_structured(value: &Example<'_>) -> bool {
    matches!(value, Example::Object(_) | Example::Array(_) | Example::Opaque(_))
}

/// Whether the `Content-Type` of a response, or else its language in Postman, is JSON.
fn is_declared_json(response: &Response) -> bool {
    match header(response, "content-type") {
        Some(content_type) => is_json(&content_type),
        None => response.preview_language.as_deref() == Some("json"),
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    let header = response
        .header
        .iter()
        .find(|header| header.key.as_deref().is_some_and(|key| key.trim().eq_ignore_ascii_case(name)));
    header.and_then(|header| value_string(header.value.as_ref()?)).map(|value| value.trim().to_owned())
}
