//! The example bodies of a collection, read as JSON.
//!
//! People write examples for Postman, not for a parser: with comments, which Postman removes before it sends, and with
//! `{{variables}}` where a value will be. [`parse`] reads both. What Postman would send broken is broken here too, and
//! the caller goes on with text. A saved response is documentation that somebody edited, and the service itself sends
//! correct JSON, so [`parse_response`] also forgives what such an edit leaves behind: a trailing comma, and line
//! breaks and other control characters in a string.
//!
//! A value that no type can promise to keep is [`Example::Opaque`]: an integer beyond `u64`, an object that has one
//! key twice or a `{{variable}}` in place of members.
//!
//! Not here: what the examples mean for a type, which is [`shapes`](crate::lower::types::inference), and the values of variables.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Number, Value};

mod reader;
#[cfg(test)]
mod tests;

/// How deep arrays and objects may nest: as deep as `serde_json` reads in the generated client.
const MAX_DEPTH: usize = 127;

/// A JSON value as an example shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Example<'t> {
    /// A `{{variable}}` in place of a value, as it is written.
    Unknown(&'t str),
    /// A value that only JSON without a shape can hold.
    Opaque(Value),
    /// `null`.
    Null,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text, in which `{{variables}}` stay as they are written.
    String(Cow<'t, str>),
    /// A list.
    Array(Vec<Self>),
    /// An object in the order of its keys in the text; no key is there twice.
    Object(Vec<(Cow<'t, str>, Self)>),
}

impl Example<'_> {
    /// The example as a value; a variable in place of a value becomes a text.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Unknown(text) => Value::String((*text).to_owned()),
            Self::Opaque(value) => value.clone(),
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::String(text) => Value::String(text.clone().into_owned()),
            Self::Array(list) => list.iter().map(Self::to_value).collect(),
            Self::Object(members) => {
                let members = members.iter().map(|(key, value)| (key.clone().into_owned(), value.to_value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

/// Why a text is not an example: what is wrong, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Broken {
    problem: &'static str,
    line: usize,
    column: usize,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, column {}", self.problem, self.line, self.column)
    }
}

/// Reads the text of a request body.
pub(crate) fn parse(text: &str) -> Result<Example<'_>, Broken> {
    reader::read(text, reader::Tolerance::AsSent)
}

/// The text of a request body as Postman sends it: without its comments.
pub(crate) fn without_comments(text: &str) -> Cow<'_, str> {
    let (mut kept, mut start, mut at) = (String::new(), 0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let comment = match &bytes[at..] {
            [b'"', ..] => {
                at += string_length(&bytes[at..]);
                continue;
            }
            [b'/', b'/', ..] => text[at..].find(['\n', '\r']).unwrap_or(text.len() - at),
            [b'/', b'*', ..] => text[at + 2..].find("*/").map_or(text.len() - at, |end| end + 4),
            _ => {
                at += 1;
                continue;
            }
        };
        kept.push_str(&text[start..at]);
        at += comment;
        start = at;
    }
    if start == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[start..]);
    Cow::Owned(kept)
}

/// The length of the string that a text starts with, quotes included.
fn string_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Reads the text of a saved response.
pub(crate) fn parse_response(text: &str) -> Result<Example<'_>, Broken> {
    reader::read(text, reader::Tolerance::Edited)
}
