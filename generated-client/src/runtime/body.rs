//! Bodies: JSON with errors that say where, and bytes that nobody described.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;

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
            .map_err(|_| Error::unreadable("the answer is not UTF-8 text".to_owned(), None, None))
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
        return Err(Error::unreadable("the answer is empty where JSON was expected".to_owned(), None, None));
    }
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    // Only a failure pays for keeping track of the path.
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let failure = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => {
            return Err(Error::unreadable("there is more than JSON in the answer".to_owned(), None, None));
        }
        Err(failure) => failure,
    };
    let path = failure.path().to_string();
    let source = failure.into_inner();
    if !source.is_data() {
        return Err(Error::unreadable(
            format!("the answer is not JSON, from line {} column {} on", source.line(), source.column()),
            None,
            None,
        ));
    }
    let message = format!("the answer has something unexpected at `{path}`");
    Err(Error::unreadable(message, Some(path), None))
}
