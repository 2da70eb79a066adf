//! The media types of bodies, and the kind of body that each means.

use serde_json::Value;

use super::node::{Node, child};
use super::reader::{ObjectReader, OverlayReader};
use super::schema::{Schema, SchemaKind, schema};

/// A body as an overlay describes it for one media type.
#[derive(Clone, Debug)]
pub struct MediaEntry {
    /// The location in the file.
    pub at: String,
    /// The media type as it is in the file.
    pub media_type: String,
    /// The schema of the body.
    pub schema: Option<Schema>,
    /// Examples of the body, with their locations.
    pub examples: Vec<(String, Value)>,
    /// The media types of the parts of a form, by the names of the fields.
    pub parts: Vec<(String, String)>,
}

/// The kind of body that a media type means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MediaKind {
    /// JSON.
    Json,
    /// A form, as `application/x-www-form-urlencoded`.
    Urlencoded,
    /// A form, as `multipart/form-data`.
    Multipart,
    /// Text of any other kind, such as XML.
    Text,
    /// Bytes.
    Binary,
    /// Any of these: `*/*`.
    Any,
}

impl MediaEntry {
    /// Returns the media type without its parameters, in lower case.
    pub fn essence(&self) -> String {
        essence(&self.media_type)
    }

    /// Whether the schema describes the content of a file, or does not say anything about `*/*`.
    pub fn is_binary(&self) -> bool {
        match self.schema.as_ref().map(|schema| &schema.kind) {
            Some(SchemaKind::String(string)) => string.is_binary,
            Some(_) => false,
            None => self.kind() == MediaKind::Any,
        }
    }

    /// Returns the kind of body.
    pub fn kind(&self) -> MediaKind {
        MediaKind::of(&self.media_type)
    }
}

impl MediaKind {
    /// Returns the kind of body that a media type means.
    pub fn of(media_type: &str) -> Self {
        let essence = essence(media_type);
        match essence.as_str() {
            "*/*" | "application/*" => Self::Any,
            "application/x-www-form-urlencoded" => Self::Urlencoded,
            "multipart/form-data" | "multipart/*" => Self::Multipart,
            "application/json" | "text/json" => Self::Json,
            "application/xml" | "application/javascript" | "application/graphql" | "application/yaml" => {
                Self::Text
            }
            other if other.ends_with("+json") => Self::Json,
            other if other.starts_with("text/") || other.ends_with("+xml") => Self::Text,
            _ => Self::Binary,
        }
    }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Reads `content`.
pub(super) fn content<'a>(object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) -> Vec<MediaEntry> {
    let mut entries = Vec::new();
    for (media_type, node, at) in object.entries("content") {
        if media_type.starts_with("x-") && !media_type.contains('/') {
            continue;
        }
        if !media_type.contains('/') {
            let help = "write a type and a subtype, such as `application/json`";
            reader.error(&at, format!("`{media_type}` is not a media type"), help);
        }
        let media = ObjectReader::new(node, &at);
        let schema = media.take("schema").map(|(node, at)| {
            let read = |reader: &mut OverlayReader<'a>| schema(node, &at, reader);
            reader.in_scope(node, &at, read)
        });
        let part = |(name, node, at): (&str, &'a Node, String)| {
            ObjectReader::new(node, &at).string("contentType").map(|media_type| (name.to_owned(), media_type))
        };
        entries.push(MediaEntry {
            media_type: media_type.to_owned(),
            schema,
            examples: examples(&media, reader),
            parts: media.entries("encoding").into_iter().filter_map(part).collect(),
            at,
        });
    }
    entries
}

/// Reads `example` and `examples`, with their locations.
pub(super) fn examples<'a>(
    object: &ObjectReader<'a>,
    reader: &mut OverlayReader<'a>,
) -> Vec<(String, Value)> {
    let mut examples: Vec<(String, Value)> =
        object.take("example").map(|(node, at)| (at, node.to_value())).into_iter().collect();
    for (_, node, at) in object.entries("examples") {
        let Some(target) = reader.resolve(node, &at) else { continue };
        let value = target.node.get("value").map(Node::to_value);
        examples.extend(value.map(|value| (child(&target.at, "value"), value)));
    }
    examples
}
