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
use super::types::fit::Unfit;
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

/// A saved response.
pub(super) struct Saved<'r> {
    response: &'r Response,
    /// The body; empty if there is none.
    body: &'r str,
    /// The body, if it is JSON.
    example: Option<Example<'r>>,
}

impl<'r> Saved<'r> {
    /// Parses saved responses, whose bodies are those of [`bodies`].
    pub(super) fn parse(responses: &'r [Response], bodies: &'r [Cow<'_, str>]) -> Vec<Self> {
        let saved = responses.iter().zip(bodies).map(|(response, body)| {
            let body = body.as_ref();
            Self { response, body, example: json_example(response, body) }
        });
        saved.collect()
    }

    /// Whether there was no body. A saved body may be empty although the response had one.
    fn is_empty(&self) -> bool {
        let length = header(self.response, "content-length");
        let is_status_without_body = matches!(self.response.code, Some(204 | 205));
        self.is_blank() && (is_status_without_body || length.as_deref() == Some("0"))
    }

    fn is_blank(&self) -> bool {
        self.body.trim().is_empty()
    }
}

/// Returns the body of each saved response; empty if there is none.
pub(super) fn bodies(responses: &[Response]) -> Vec<Cow<'_, str>> {
    let bodies = responses.iter().map(|response| match &response.body {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(body)) => Cow::Borrowed(body.as_str()),
        Some(value) => Cow::Owned(value.to_string()),
    });
    bodies.collect()
}

/// Infers the successful response from the saved responses of the collection.
///
/// All JSON bodies are examples of one type, whatever their statuses are.
pub(super) fn inferred(saved: &[Saved<'_>], builder: &mut TypeBuilder<'_, '_>) -> Success {
    let saved = Selected::successful(saved);
    let empty = saved.empty();
    let Some(examples) = saved.examples() else { return Success::Undescribed };
    match examples.is_empty() {
        true if empty > 0 && empty == saved.responses.len() => Success::Empty,
        true => Success::Undescribed,
        false => {
            let ty = builder.inferred(examples, &builder.name("Response"), Direction::Response);
            json(ty, saved.may_be_absent())
        }
    }
}

/// Returns the successful response that the collection declares with a schema.
pub(super) fn declared<'a>(
    saved: &[Saved<'_>],
    schema: &'a Schema,
    builder: &mut TypeBuilder<'_, 'a>,
) -> Result<Success, Unfit> {
    let saved = Selected::successful(saved);
    let examples = saved.examples().ok_or(Unfit::Response)?;
    let name = builder.name("Response");
    let ty = builder.declared(schema, &name, Direction::Response, examples)?;
    Ok(json(ty, saved.may_be_absent()))
}

/// Returns the type that the collection declares with a schema for the bodies of an error.
pub(super) fn declared_error<'a>(
    saved: &[Saved<'_>],
    status: u16,
    schema: &'a Schema,
    builder: &mut TypeBuilder<'_, 'a>,
) -> Result<Type, Unfit> {
    let examples = Selected::with(saved, |code| code == status).examples().ok_or(Unfit::Response)?;
    let name = builder.name(&format!("Error{}", Status::Code(status)));
    builder.declared(schema, &name, Direction::Response, examples)
}

/// The saved responses with some of the statuses.
struct Selected<'s, 'r> {
    responses: Vec<&'s Saved<'r>>,
}

impl<'s, 'r> Selected<'s, 'r> {
    fn successful(saved: &'s [Saved<'r>]) -> Self {
        Self::with(saved, |code| code / 100 == 2)
    }

    fn with(saved: &'s [Saved<'r>], is_selected: impl Fn(u16) -> bool) -> Self {
        let selected = saved.iter().filter(|saved| saved.response.code.is_some_and(&is_selected));
        Self { responses: selected.collect() }
    }

    /// Returns the number of those that had no body.
    fn empty(&self) -> usize {
        self.responses.iter().filter(|saved| saved.is_empty()).count()
    }

    /// Returns the bodies; `None` if one of them is not JSON.
    fn examples(&self) -> Option<Vec<&'s Example<'r>>> {
        let with_body = self.responses.iter().filter(|saved| !saved.is_blank());
        with_body.map(|saved| saved.example.as_ref()).collect()
    }

    /// Whether a response may have no body.
    fn may_be_absent(&self) -> bool {
        self.empty() > 0 || self.has_empty_status()
    }

    /// Whether a status has only saved responses without a body.
    fn has_empty_status(&self) -> bool {
        self.responses.iter().any(|saved| {
            let mut same = self.responses.iter().filter(|other| other.response.code == saved.response.code);
            same.all(|other| other.is_blank())
        })
    }
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
