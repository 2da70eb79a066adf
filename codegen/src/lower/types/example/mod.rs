//! Parses the example bodies of a collection as JSON.
//!
//! Examples are written for Postman: they may have comments, which Postman removes before it sends a body, and
//! `{{variables}}` instead of values. [`parse`] supports both. Other syntax errors are reported, because Postman would
//! send invalid JSON; the caller then uses the body as text. A saved response may have been edited by hand, although
//! the service sends valid JSON. So [`parse_response`] also accepts the usual mistakes of such edits: trailing commas,
//! and line breaks and other control characters in strings.
//!
//! A value that no type represents exactly is [`Example::Opaque`]: an integer beyond `u64`, an object with a duplicate
//! key, or an object with a `{{variable}}` instead of members.
//!
//! The types of examples are inferred in [`inference`](crate::lower::types::inference). Variables keep their names
//! here; they are not replaced by values.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

mod reader;
#[cfg(test)]
mod tests;

/// The maximum nesting of arrays and objects, which is that of `serde_json` in the generated client.
const MAX_DEPTH: usize = 127;

/// A JSON value of an example.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Example<'j> {
    /// An expression with a `{{variable}}` instead of a value, unchanged.
    Unknown(&'j str),
    /// A value that only [`Type::Any`](crate::api::Type::Any) represents exactly.
    Opaque(Value),
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, which may contain `{{variables}}`.
    String(Cow<'j, str>),
    /// An array.
    Array(Vec<Self>),
    /// An object without duplicate keys, in the order of the example.
    Object(Vec<(Cow<'j, str>, Self)>),
}

impl Example<'_> {
    /// Converts to a JSON value. A variable instead of a value becomes a string.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Unknown(expression) => Value::String((*expression).to_owned()),
            Self::Opaque(value) => value.clone(),
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::String(string) => Value::String(string.clone().into_owned()),
            Self::Array(list) => list.iter().map(Self::to_value).collect(),
            Self::Object(members) => {
                let members = members.iter().map(|(key, value)| (key.clone().into_owned(), value.to_value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

impl From<Value> for Example<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(number),
            Value::String(string) => Self::String(Cow::Owned(string)),
            Value::Array(list) => Self::Array(list.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                let members = members.into_iter().map(|(key, value)| (Cow::Owned(key), Self::from(value)));
                Self::Object(members.collect())
            }
        }
    }
}

/// Writes the same JSON as [`Example::to_value`], which is slow for large examples.
impl Serialize for Example<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown(expression) => serializer.serialize_str(expression),
            Self::Opaque(value) => value.serialize(serializer),
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(string) => serializer.serialize_str(string),
            Self::Array(list) => serializer.collect_seq(list),
            Self::Object(members) => serializer.collect_map(members.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// A syntax error in an example, with its position.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SyntaxError {
    problem: &'static str,
    line: usize,
    column: usize,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, column {}", self.problem, self.line, self.column)
    }
}

/// Parses a request body.
pub(crate) fn parse(json: &str) -> Result<Example<'_>, SyntaxError> {
    reader::read(json, reader::Tolerance::Request)
}

/// Returns a request body without comments, as Postman sends it.
pub(crate) fn without_comments(json: &str) -> Cow<'_, str> {
    let (mut kept, mut start, mut at) = (String::new(), 0, 0);
    let bytes = json.as_bytes();
    while at < bytes.len() {
        let comment = match &bytes[at..] {
            [b'"', ..] => {
                at += string_length(&bytes[at..]);
                continue;
            }
            [b'/', b'/', ..] => json[at..].find(['\n', '\r']).unwrap_or(json.len() - at),
            [b'/', b'*', ..] => json[at + 2..].find("*/").map_or(json.len() - at, |end| end + 4),
            _ => {
                at += 1;
                continue;
            }
        };
        kept.push_str(&json[start..at]);
        at += comment;
        start = at;
    }
    if start == 0 {
        return Cow::Borrowed(json);
    }
    kept.push_str(&json[start..]);
    Cow::Owned(kept)
}

/// Returns the length of the string at the start of JSON, including its quotes.
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

/// Parses the body of a saved response.
pub(crate) fn parse_response(json: &str) -> Result<Example<'_>, SyntaxError> {
    reader::read(json, reader::Tolerance::SavedResponse)
}
