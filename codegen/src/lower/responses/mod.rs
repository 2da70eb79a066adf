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
use crate::overlay::Schema;

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
    let saved = Saved::of(responses);
    let empty = saved.empty();
    let Some(examples) = saved.examples() else { return Success::Undescribed };
    match examples.is_empty() {
        true if empty > 0 && empty == saved.bodies.len() => Success::Empty,
        true => Success::Undescribed,
        false => {
            let ty = builder.inferred(&examples, &builder.name("Response"), Direction::Response);
            json(ty, saved.may_be_absent())
        }
    }
}

/// Returns the successful response that the collection declares with a schema; the problem with one that has no effect.
pub(super) fn declared<'a>(
    responses: &[Response],
    schema: &'a Schema,
    builder: &mut TypeBuilder<'_, 'a>,
) -> Result<Success, String> {
    let saved = Saved::of(responses);
    let examples = saved.examples().ok_or(NOT_JSON)?;
    let name = builder.name("Response");
    let ty = builder.declared(schema, &name, Direction::Response, &examples)?;
    Ok(json(ty, saved.may_be_absent()))
}

/// Returns the type that the collection declares with a schema for the bodies of an error; the problem with one that has
/// no effect.
pub(super) fn declared_error<'a>(
    responses: &[Response],
    status: u16,
    schema: &'a Schema,
    builder: &mut TypeBuilder<'_, 'a>,
) -> Result<Type, String> {
    let saved = Saved::with(responses, |code| code == status);
    let examples = saved.examples().ok_or(NOT_JSON)?;
    let name = builder.name(&format!("Error{}", Status::Code(status)));
    builder.declared(schema, &name, Direction::Response, &examples)
}

/// The problem with a schema for responses that are not JSON.
pub(super) const NOT_JSON: &str = "the body of an example is not JSON";

/// Saved responses, and their bodies.
struct Saved<'r> {
    bodies: Vec<(&'r Response, Cow<'r, str>)>,
}

impl<'r> Saved<'r> {
    fn of(responses: &'r [Response]) -> Self {
        Self::with(responses, |code| code / 100 == 2)
    }

    fn with(responses: &'r [Response], is_included: impl Fn(u16) -> bool) -> Self {
        let included = responses.iter().filter(|response| response.code.is_some_and(&is_included));
        Self { bodies: included.map(|response| (response, saved_body(response))).collect() }
    }

    /// Returns the number of those that had no body.
    fn empty(&self) -> usize {
        self.bodies.iter().filter(|(response, body)| is_empty(response, body)).count()
    }

    /// Returns the bodies; `None` if one of them is not JSON.
    fn examples(&self) -> Option<Vec<Example<'_>>> {
        let bodies = self.bodies.iter().filter(|(_, body)| !body.trim().is_empty());
        bodies.map(|(response, body)| json_example(response, body)).collect()
    }

    /// Whether a response may have no body.
    fn may_be_absent(&self) -> bool {
        self.empty() > 0 || has_empty_status(&self.bodies)
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

/// Returns the body of a response; `None` if it is not JSON. A string or a number is JSON only if the response says so.
fn json_example<'b>(response: &Response, body: &'b str) -> Option<Example<'b>> {
    let value = example::parse_response(body).ok()?;
    (is_structured(&value) || is_declared_json(response)).then_some(value)
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
