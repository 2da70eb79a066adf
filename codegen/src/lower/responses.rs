//! The responses of an operation.

use std::borrow::Cow;

use serde_json::Value;

use super::names::{self, TypeName};
use super::request::body::is_json;
use super::request::variables::value_string;
use super::tree;
use super::types::builder::TypeBuilder;
use super::types::definitions::Direction;
use super::types::example::{self, Example};
use crate::api::{ErrorResponse, Success, Type, TypeDef, TypeKind};
use crate::collection::Response;
use crate::overlay::ResponseEntry;

/// The successful responses that the overlay describes.
pub(super) enum DescribedSuccess {
    /// No response.
    None,
    /// One or more responses with the same body, or without one.
    Same(Success),
    /// Several responses with different bodies.
    Different,
}

/// Returns the successful response that the overlay describes.
pub(super) fn described<'a>(
    entries: &'a [ResponseEntry],
    builder: &mut TypeBuilder<'_, 'a>,
) -> DescribedSuccess {
    let successes = entries.iter().filter(|entry| (200..300).contains(&entry.status));
    let bodies: Vec<Option<Type>> =
        successes.map(|entry| body(entry, &builder.name("Response"), builder)).collect();
    let mut types = bodies.iter().flatten();
    match types.next() {
        _ if bodies.is_empty() => DescribedSuccess::None,
        None => DescribedSuccess::Same(Success::Empty),
        Some(ty) if types.all(|other| builder.types.resolve(other) == builder.types.resolve(ty)) => {
            DescribedSuccess::Same(json(ty.clone(), bodies.contains(&None)))
        }
        Some(_) => DescribedSuccess::Different,
    }
}

/// Returns the success with this body, which may be absent.
fn json(ty: Type, may_be_absent: bool) -> Success {
    match (ty, may_be_absent) {
        (Type::Nullable(ty), true) => Success::Optional(*ty),
        (ty, true) => Success::Optional(ty),
        (ty, false) => Success::Json(ty),
    }
}

/// Returns the errors that the overlay describes.
pub(super) fn described_errors<'a>(
    entries: &'a [ResponseEntry],
    builder: &mut TypeBuilder<'_, 'a>,
) -> Vec<ErrorResponse> {
    let entries = entries.iter().filter(|entry| entry.status >= 300);
    let errors = entries.map(|entry| {
        let body = body(entry, &builder.name(&format!("Error{}", entry.status)), builder);
        ErrorResponse {
            status: entry.status,
            docs: entry.description.as_deref().unwrap_or_default().trim().to_owned(),
            variants: variants(entry, body.as_ref(), builder),
            body,
        }
    });
    let mut errors: Vec<_> = errors.collect();
    errors.sort_by_key(|error| error.status);
    errors
}

/// Returns the variants of the error's type that the examples have.
fn variants(entry: &ResponseEntry, body: Option<&Type>, builder: &mut TypeBuilder<'_, '_>) -> Vec<String> {
    let union = match body {
        Some(Type::Named(name)) => builder.types.get(name),
        _ => None,
    };
    let Some(TypeDef { kind: TypeKind::Union(union), .. }) = union else {
        return Vec::new();
    };
    let mut variants = Vec::new();
    let mut unknown = Vec::new();
    for (at, example) in &entry.examples {
        let value = example.get(&union.tag.wire).and_then(Value::as_str);
        match union.variants.iter().find(|variant| Some(variant.name.wire.as_str()) == value) {
            Some(variant) => variants.push(variant.name.rust.clone()),
            None => unknown.push((
                at,
                format!("no variant of the error type has the `{}` of this example", union.tag.wire),
            )),
        }
    }
    for (at, problem) in unknown {
        builder.error(at, problem, "correct the example, or add the variant to the `oneOf` of the type");
    }
    variants
}

/// Returns the type of a body; `name` is the name for an inline schema.
fn body<'a>(entry: &'a ResponseEntry, name: &TypeName, builder: &mut TypeBuilder<'_, 'a>) -> Option<Type> {
    let schema = entry.schema.as_ref()?;
    let shared = entry.component.as_deref().map(|name| TypeName::given(&names::pascal_case(name)));
    Some(builder.described(schema, shared.as_ref().unwrap_or(name), Direction::Response))
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
        if errors.iter().any(|error| error.status == status) {
            continue;
        }
        let name = tree::one_line(response.name.as_deref().unwrap_or_default());
        let docs = if name == tree::one_line(own_name) { String::new() } else { name };
        errors.push(ErrorResponse { status, docs, body: None, variants: Vec::new() });
    }
    errors.sort_by_key(|error| error.status);
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
