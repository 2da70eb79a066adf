//! The URL of a request: a string, or its parts.

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess};
use serde_json::{Number, Value};

use super::part::{Element, Part, list, part};
use super::read::{flag, string, string_or_empty, strings, value};
use super::{DeclaredSchema, Description, Variable};
use crate::json::{FromJson, Lenient, read};

/// The URL of a request.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(from = "UrlParts")]
pub enum Url {
    /// A string, which Postman parses itself.
    String(String),
    /// The parts. They take precedence over `raw`.
    Parts(Box<UrlParts>),
    /// A string, which Postman parses itself, and parameters in rows. Only format 3.0.0 has it.
    WithRows(Box<UrlWithRows>),
}

impl From<UrlParts> for Url {
    fn from(parts: UrlParts) -> Self {
        Self::Parts(Box::new(parts))
    }
}

impl Part for Url {
    fn from_string(url: &str) -> Option<Self> {
        Some(Self::String(url.to_owned()))
    }
}

/// A URL as a string, and its parameters in rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UrlWithRows {
    /// The URL, without the entries of its query that have rows.
    pub text: String,
    /// The entries of the query after those in the URL, in order and with duplicates.
    pub query: Vec<QueryParam>,
    /// The values and descriptions of the path's `:name` segments.
    pub variable: Vec<Variable>,
}

/// A URL in parts.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct UrlParts {
    /// The whole URL as Postman shows it; Postman sends the other parts instead.
    #[serde(deserialize_with = "string")]
    pub raw: Option<String>,
    /// The scheme, with or without `://`.
    #[serde(deserialize_with = "string")]
    pub protocol: Option<String>,
    /// User and password.
    #[serde(deserialize_with = "part")]
    pub auth: Option<UrlAuth>,
    /// The labels of the host; a host that is a string in the file is one element.
    #[serde(deserialize_with = "strings")]
    pub host: Vec<String>,
    /// The port.
    #[serde(deserialize_with = "string")]
    pub port: Option<String>,
    /// The segments of the path, without the leading slash.
    #[serde(deserialize_with = "path")]
    pub path: Vec<PathSegment>,
    /// The query, in order and with duplicates.
    #[serde(deserialize_with = "list")]
    pub query: Vec<QueryParam>,
    /// The fragment.
    #[serde(deserialize_with = "string")]
    pub hash: Option<String>,
    /// The values and descriptions of the path's `:name` segments.
    #[serde(deserialize_with = "list")]
    pub variable: Vec<Variable>,
}

/// The credentials in a URL.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct UrlAuth {
    /// The user.
    #[serde(deserialize_with = "string")]
    pub user: Option<String>,
    /// The password.
    #[serde(deserialize_with = "string")]
    pub password: Option<String>,
}

impl Part for UrlAuth {}

/// One segment of a path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathSegment {
    /// The segment itself.
    pub value: String,
    /// The type, if the segment is an object in the file.
    pub kind: Option<String>,
}

impl From<&str> for PathSegment {
    fn from(value: &str) -> Self {
        Self { value: value.to_owned(), kind: None }
    }
}

impl<'de> FromJson<'de> for PathSegment {
    fn number(value: Number) -> Self {
        Self { value: value.to_string(), kind: None }
    }

    fn string(value: &str) -> Self {
        value.into()
    }

    fn object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Object {
            #[serde(deserialize_with = "string_or_empty")]
            value: String,
            #[serde(rename = "type", deserialize_with = "string")]
            kind: Option<String>,
        }
        let Object { value, kind } = Object::deserialize(MapAccessDeserializer::new(object))?;
        Ok(Self { value, kind })
    }
}

fn path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathSegment>, D::Error> {
    read(deserializer).map(|Path(path)| path)
}

#[derive(Default)]
struct Path(Vec<PathSegment>);

impl<'de> FromJson<'de> for Path {
    fn string(path: &str) -> Self {
        if path.is_empty() {
            return Self::default();
        }
        Self(path.strip_prefix('/').unwrap_or(path).split('/').map(PathSegment::from).collect())
    }

    fn array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        let mut segments = Vec::new();
        while let Some(Lenient(segment)) = array.next_element()? {
            segments.push(segment);
        }
        Ok(Self(segments))
    }
}

/// A parameter of a query.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct QueryParam {
    /// The name. `null` is read as missing: both are sent as an empty name.
    #[serde(deserialize_with = "string")]
    pub key: Option<String>,
    /// The value, of the type that it has in the file.
    #[serde(deserialize_with = "value")]
    pub value: Option<Value>,
    /// The purpose.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// Whether it is disabled.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
    /// The type that the file declares, as a placeholder such as `<integer>`.
    #[serde(skip)]
    pub declared: Option<&'static str>,
    /// The values that the file declares, as a schema of a string.
    #[serde(skip)]
    pub schema: Option<Box<DeclaredSchema>>,
}

impl Part for QueryParam {
    fn from_string(string: &str) -> Option<Self> {
        let (key, value) = split_pair(string);
        Some(Self { key: Some(key), value, ..Self::default() })
    }
}

impl Element for QueryParam {
    const NAMED: bool = true;

    fn from_pair(name: String, value: Value) -> Option<Self> {
        Some(Self { key: Some(name), value: Some(value), ..Self::default() })
    }

    fn split(query: &str) -> Vec<Self> {
        split_pairs(query)
    }
}

/// Splits `a=1&b=2`.
pub(super) fn split_pairs<T: Part>(string: &str) -> Vec<T> {
    if string.is_empty() {
        return Vec::new();
    }
    string.split('&').filter_map(T::from_string).collect()
}

/// Splits `name=value`, without decoding.
pub(super) fn split_pair(string: &str) -> (String, Option<Value>) {
    match string.split_once('=') {
        Some((key, value)) => (key.to_owned(), Some(value.into())),
        None => (string.to_owned(), None),
    }
}
