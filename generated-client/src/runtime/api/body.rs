//! The bodies of responses: bytes, and JSON, with errors that name the path of a mismatch.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use super::error::Error;

/// The body of a response whose type is not described: bytes and their media type.
#[derive(Clone)]
pub struct Body {
    bytes: Bytes,
    content_type: Option<String>,
}

/// Shows the length and the media type, but not the content.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("bytes", &self.bytes.len())
            .field("content_type", &self.content_type)
            .finish()
    }
}

impl Body {
    pub(crate) fn new(bytes: Bytes, headers: &HeaderMap) -> Self {
        let content_type = headers.get(http::header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { bytes, content_type }
    }

    /// Returns the media type of the body, if the service sent one.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the bytes, without a copy.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// If the bytes are not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(&self.bytes)
            .map_err(|_| Error::unreadable("the response is not UTF-8".to_owned(), None))
    }

    /// Decodes the bytes as JSON.
    ///
    /// # Errors
    ///
    /// If the bytes are not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_json(&self.bytes)
    }
}

/// Decodes JSON. An error names the path of the value that is not of the expected type, and quotes no value.
pub(crate) fn decode_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    if bytes.trim_ascii().is_empty() {
        return Err(Error::unreadable("the response is empty, but JSON was expected".to_owned(), None));
    }
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    // Tracking the path costs time, so it is done only after a failure.
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let failure = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => {
            return Err(Error::unreadable("the response has more than a JSON value".to_owned(), None));
        }
        Err(failure) => failure,
    };
    let path = display_path(failure.path());
    let source = failure.into_inner();
    if !source.is_data() {
        let (line, column) = (source.line(), source.column());
        let message = format!("the response is not JSON, from line {line} column {column} on");
        return Err(Error::unreadable(message, None));
    }
    let (message, path) = mismatch(&source.to_string(), path);
    Err(Error::unreadable(message, Some(path)))
}

/// Returns a path as messages show it. The keys of a map may be personal data, such as e-mail addresses, and cannot be
/// distinguished from the names of fields, so a key that does not look like a name is replaced by `…`.
fn display_path(path: &Path) -> String {
    let looks_like_a_name = |key: &str| {
        let key = key.strip_prefix('@').unwrap_or(key);
        key.len() <= 64 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:/$".contains(&byte))
    };
    let mut text = String::new();
    for segment in path {
        let key = match segment {
            Segment::Seq { index } => {
                text += &format!("[{index}]");
                continue;
            }
            Segment::Map { key } if looks_like_a_name(key) => key,
            Segment::Enum { variant } => variant,
            Segment::Map { .. } => "…",
            Segment::Unknown => "?",
        };
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(key);
    }
    text
}

/// Returns the message and the path of a value that is not of the expected type, without the value, which serde quotes.
fn mismatch(problem: &str, path: String) -> (String, String) {
    if let Some((field, _)) = problem.strip_prefix("missing field `").and_then(|rest| rest.split_once('`')) {
        let path = if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") };
        return (format!("the response lacks `{path}`"), path);
    }
    let value = if path.is_empty() { "the response".to_owned() } else { format!("`{path}` in the response") };
    // The expectation comes last and contains no value.
    let message = match problem.rsplit_once(", expected ") {
        Some((_, expected)) => {
            let expected = expected.rsplit_once(" at line ").map_or(expected, |(expected, _)| expected);
            format!("{value} is not {expected}")
        }
        None => format!("{value} is not of the expected type"),
    };
    (message, path)
}
