//! The bodies of responses: bytes, and JSON, with errors that name the path of a mismatch.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::error::Error;
use super::mismatch::mismatch;
use super::response::is_printable;

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
            .field("content_type", &self.content_type().filter(|text| is_printable(text)))
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
    // A string is checked once, and bytes string by string.
    let decoded = match std::str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(bytes),
    };
    let failure = match decoded {
        Ok(value) => return Ok(value),
        Err(failure) => failure,
    };
    if failure.to_string().starts_with("trailing characters") {
        return Err(Error::unreadable("the response has more than a JSON value".to_owned(), None));
    }
    // Tracking the path costs time, so it is done only after a failure.
    match serde_json::from_slice(bytes).map(|value| mismatch::<T>(&value)) {
        Ok(found) => {
            let (failure, path) = found.unwrap_or((failure, String::new()));
            let (message, path) = explained(&failure.to_string(), path);
            Err(Error::unreadable(message, Some(path)))
        }
        Err(limit) if failure.is_data() && is_too_deep(&limit) => {
            let (message, path) = explained(&failure.to_string(), String::new());
            Err(Error::unreadable(message, Some(path)))
        }
        Err(_) if is_too_deep(&failure) => {
            Err(Error::unreadable("the response is nested too deeply".to_owned(), None))
        }
        Err(other) => {
            let syntax = if failure.is_data() { other } else { failure };
            let (line, column) = (syntax.line(), syntax.column());
            let message = format!("the response is not JSON, from line {line} column {column} on");
            Err(Error::unreadable(message, None))
        }
    }
}

/// Whether the JSON has more levels than serde_json reads, so that nobody knows whether the rest of it is valid.
fn is_too_deep(failure: &serde_json::Error) -> bool {
    failure.to_string().starts_with("recursion limit exceeded")
}

/// Returns the message and the path of a value that is not of the expected type, without the value, which serde quotes.
fn explained(problem: &str, path: String) -> (String, String) {
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

#[cfg(test)]
#[expect(unreachable_pub, reason = "generated types are public")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::runtime::model::object;

    pub struct Reading {
        pub value: Option<i64>,
        pub by_place: Option<BTreeMap<String, Reading>>,
        pub list: Option<Vec<Option<Reading>>>,
        pub odd: Option<i64>,
    }

    object!(Reading { optional: value, by_place, list, odd = "odd\u{7} key" });

    fn problem<T: DeserializeOwned + fmt::Debug>(json: &str) -> (String, Option<String>) {
        let error = decode_json::<T>(json.as_bytes()).expect_err(json);
        (error.to_string(), error.decode_path().map(str::to_owned))
    }

    #[test]
    fn a_path_has_the_names_of_fields_and_no_keys_of_maps() {
        for (json, path) in [
            (r#"{"value":"hush"}"#, "value"),
            (r#"{"list":[null,{"value":1},{"value":"hush"}]}"#, "list[2].value"),
            (r#"{"by_place":{"hush":{"value":1},"hush_2":{"value":true}}}"#, "by_place.….value"),
            (r#"{"by_place":{"hush":[]}}"#, "by_place.…"),
            (r#"{"hush":[1,"hush"],"list":"hush"}"#, "list"),
            (r#"{"list":[{"list":[{"list":[7]}]}]}"#, "list[0].list[0].list[0]"),
            ("[]", ""),
        ] {
            let (message, found) = problem::<Reading>(json);
            assert_eq!(found.as_deref(), Some(path), "{json}");
            assert!(!message.contains("hush"), "{message}");
        }
        let (message, path) =
            problem::<BTreeMap<String, BTreeMap<String, i64>>>(r#"{"hush":{"hush":"hush"}}"#);
        assert_eq!((message.as_str(), path.as_deref()), ("`….…` in the response is not i64", Some("….…")));
    }

    #[test]
    fn what_is_no_json_is_told_apart() {
        for (json, expected) in [
            ("", "the response is empty, but JSON was expected"),
            ("{}x", "the response has more than a JSON value"),
            ("{\n x", "the response is not JSON, from line 2 column 2 on"),
            (r#"{"value":"hush",}"#, "the response is not JSON, from line 1 column 17 on"),
        ] {
            assert_eq!(problem::<Reading>(json).0, expected);
        }
        // It may be JSON; serde_json does not read it to the end.
        let deep = |start: &str| format!("{start}{}", "[".repeat(1_000));
        assert_eq!(problem::<Reading>(&deep("")).0, "the response is not an object (Reading)");
        assert_eq!(problem::<serde_json::Value>(&deep("")).0, "the response is nested too deeply");
    }
}
