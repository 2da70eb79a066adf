//! The body that the overlay describes, held against the one that the collection sends.
//!
//! An overlay adds types and documentation, and never changes how a body is sent. If the collection sends no body, the
//! overlay decides; if it does not declare a media type, JSON and text are possible; otherwise the kinds must agree.

use super::body::{RawBody, RequestBody};
use super::form::Encoding;
use crate::lower::types::example::{self, Example};
use crate::overlay::{BodyEntry, MediaEntry, MediaKind};

/// The description of a body that fits the collection.
#[derive(Clone, Copy)]
pub(crate) enum Described<'a> {
    /// JSON of a type.
    Json(&'a MediaEntry),
    /// A form of a type.
    Form(&'a MediaEntry, Encoding),
    /// Text or bytes in a request for which the collection has no body.
    Plain(&'a MediaEntry, MediaKind),
    /// The documentation of the collection's body.
    Documented,
}

/// The body of the collection: what it is called in messages, and the kinds that can describe it, the best first.
struct Sent {
    name: String,
    kinds: &'static [MediaKind],
}

const JSON: &[MediaKind] = &[MediaKind::Json, MediaKind::Any];
const URLENCODED: &[MediaKind] = &[MediaKind::Urlencoded, MediaKind::Any];
const MULTIPART: &[MediaKind] = &[MediaKind::Multipart, MediaKind::Any];
const TEXT: &[MediaKind] = &[MediaKind::Text, MediaKind::Any];
const BINARY: &[MediaKind] = &[MediaKind::Binary, MediaKind::Text, MediaKind::Any];
/// A body for which the collection declares neither a language nor a media type.
const UNDECLARED: &[MediaKind] = &[MediaKind::Json, MediaKind::Text, MediaKind::Any];
/// No body, and no media type.
const ABSENT: &[MediaKind] = &[
    MediaKind::Json,
    MediaKind::Urlencoded,
    MediaKind::Multipart,
    MediaKind::Any,
    MediaKind::Text,
    MediaKind::Binary,
];

/// Selects the description that fits the body of the collection. `content_type` is the header in the collection, and
/// `signature` the request in messages. The error is a problem and its help.
pub(crate) fn select<'a>(
    entry: &'a BodyEntry,
    sent: &RequestBody<'_>,
    content_type: Option<&str>,
    signature: &str,
) -> Result<Described<'a>, (String, String)> {
    let Sent { name, kinds } = described(sent, content_type);
    let found = kinds.iter().find_map(|kind| entry.content.iter().find(|media| media.kind() == *kind));
    let Some(media) = found else {
        let Some(first) = entry.content.first() else { return Ok(Described::Documented) };
        let media_type = &first.media_type;
        let problem = format!("`{signature}` sends {name}, but the overlay describes `{media_type}`");
        let help = match kinds {
            [MediaKind::Urlencoded, ..] => {
                "describe `application/x-www-form-urlencoded`, whose properties are its fields"
            }
            [MediaKind::Multipart, ..] => "describe `multipart/form-data`, whose properties are its fields",
            [MediaKind::Json, ..] => "describe `application/json`, or change the body in Postman",
            _ => "describe the media type that is sent, or select JSON for the body in Postman",
        };
        return Err((problem, help.to_owned()));
    };
    Ok(match (sent, media.kind()) {
        (RequestBody::Form(_, encoding), _) => Described::Form(media, *encoding),
        (RequestBody::None, MediaKind::Urlencoded) => Described::Form(media, Encoding::Urlencoded),
        (RequestBody::None, MediaKind::Multipart) => Described::Form(media, Encoding::Multipart),
        (RequestBody::None, MediaKind::Any) if media.is_binary() => {
            Described::Plain(media, MediaKind::Binary)
        }
        (RequestBody::None, kind @ (MediaKind::Text | MediaKind::Binary)) => Described::Plain(media, kind),
        (RequestBody::None, _) => Described::Json(media),
        (RequestBody::Raw(_), MediaKind::Json) => Described::Json(media),
        (RequestBody::Raw(raw), MediaKind::Any) if raw.is_json() == Some(true) => Described::Json(media),
        _ => Described::Documented,
    })
}

/// Whether the overlay decides the media type of a body, because the collection declares none.
pub(crate) fn decides_media_type(sent: &RequestBody<'_>) -> bool {
    matches!(sent, RequestBody::Raw(raw) if raw.is_json().is_none())
}

fn described(sent: &RequestBody<'_>, content_type: Option<&str>) -> Sent {
    let sends = |name: &str, kinds| Sent { name: name.to_owned(), kinds };
    match sent {
        RequestBody::None => match content_type {
            Some(content_type) => {
                Sent { name: format!("`Content-Type: {content_type}`"), kinds: of_media_type(content_type) }
            }
            None => sends("no body", ABSENT),
        },
        RequestBody::Form(_, Encoding::Urlencoded) => sends("a urlencoded form", URLENCODED),
        RequestBody::Form(_, Encoding::Multipart) => sends("a multipart form", MULTIPART),
        RequestBody::File(_) => sends("a file", BINARY),
        RequestBody::GraphQl(_) => sends("a GraphQL request", JSON),
        RequestBody::Raw(raw) => match raw.is_json() {
            Some(true) => sends("JSON", JSON),
            Some(false) => {
                let media_type = content_type.unwrap_or(raw.media_type);
                Sent { name: format!("a body of `{media_type}`"), kinds: of_media_type(media_type) }
            }
            None if may_be_json(raw) => sends("a body without a media type", UNDECLARED),
            None => sends("text that is not JSON", TEXT),
        },
    }
}

fn of_media_type(media_type: &str) -> &'static [MediaKind] {
    match MediaKind::of(media_type) {
        MediaKind::Json => JSON,
        MediaKind::Urlencoded => URLENCODED,
        MediaKind::Multipart => MULTIPART,
        MediaKind::Text => TEXT,
        MediaKind::Binary => BINARY,
        MediaKind::Any => ABSENT,
    }
}

/// Whether a string is an object or an array, or a variable whose value may be one.
fn may_be_json(raw: &RawBody<'_>) -> bool {
    matches!(example::parse(&raw.text), Ok(Example::Object(_) | Example::Array(_) | Example::Unknown(_)))
}
