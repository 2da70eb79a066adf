//! Bodies: JSON with errors that say where, and bytes that nobody described.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use super::error::Error;

/// The body of a response that nobody describes: bytes, and what the service says they are.
#[derive(Clone)]
pub struct Body {
    bytes: Bytes,
    content_type: Option<String>,
}

/// Shows how long the body is and its media type, and nothing of what is in it.
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

    /// The media type, as the service wrote it.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, without a copy.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// The text.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(&self.bytes)
            .map_err(|_| Error::unreadable("the answer is not UTF-8 text".to_owned(), None))
    }

    /// Reads the bytes as JSON.
    ///
    /// # Errors
    ///
    /// When they are not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_json(&self.bytes)
    }
}

/// Reads JSON; an error names the path at which something else was expected, and quotes nothing of the JSON.
pub(crate) fn decode_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    if bytes.trim_ascii().is_empty() {
        return Err(Error::unreadable("the answer is empty where JSON was expected".to_owned(), None));
    }
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    // Only a failure pays for keeping track of the path.
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let failure = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => {
            return Err(Error::unreadable("there is more than JSON in the answer".to_owned(), None));
        }
        Err(failure) => failure,
    };
    let path = shown(failure.path());
    let source = failure.into_inner();
    if !source.is_data() {
        let (line, column) = (source.line(), source.column());
        let message = format!("the answer is not JSON, from line {line} column {column} on");
        return Err(Error::unreadable(message, None));
    }
    let (message, path) = mismatch(&source.to_string(), path);
    Err(Error::unreadable(message, Some(path)))
}

/// A path as messages show it. The keys of a map may be somebody's data, an e-mail address for example, and look like
/// any other key, so one that is no usual name of a field is left out.
fn shown(path: &Path) -> String {
    let is_usual = |key: &str| {
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
            Segment::Map { key } if is_usual(key) => key,
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

/// What does not fit, and where, without the value itself, which serde quotes.
fn mismatch(problem: &str, path: String) -> (String, String) {
    if let Some((field, _)) = problem.strip_prefix("missing field `").and_then(|rest| rest.split_once('`')) {
        let path = if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") };
        return (format!("the answer lacks `{path}`"), path);
    }
    let place = if path.is_empty() { "at the top".to_owned() } else { format!("at `{path}`") };
    // What was expected comes last, and is text of ours.
    let message = match problem.rsplit_once(", expected ") {
        Some((_, expected)) => {
            let expected = expected.rsplit_once(" at line ").map_or(expected, |(expected, _)| expected);
            format!("the answer has something else {place} than {expected}")
        }
        None => format!("the answer has something unexpected {place}"),
    };
    (message, path)
}
