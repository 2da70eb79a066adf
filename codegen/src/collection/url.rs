//! The URL of a request: its text, or its parts.

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess};
use serde_json::{Number, Value};

use super::part::{Entry, Part, list, part};
use super::read::{Lenient, Read, flag, given, read, text, text_or_empty, texts};
use super::{Description, Variable};

/// The address of a request.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(from = "UrlParts")]
pub enum Url {
    /// One text, which Postman takes apart itself.
    Text(String),
    /// The parts. They count even where they contradict `raw`.
    Parts(Box<UrlParts>),
}

impl From<UrlParts> for Url {
    fn from(parts: UrlParts) -> Self {
        Self::Parts(Box::new(parts))
    }
}

impl Part for Url {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self::Text(text.to_owned()))
    }
}

/// A URL that the file has already taken apart.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct UrlParts {
    /// The whole URL as Postman shows it; Postman sends the other parts and never this.
    #[serde(deserialize_with = "text")]
    pub raw: Option<String>,
    /// The scheme, with or without `://`.
    #[serde(deserialize_with = "text")]
    pub protocol: Option<String>,
    /// User and password.
    #[serde(deserialize_with = "part")]
    pub auth: Option<UrlAuth>,
    /// What stands between the dots of the host; one entry holding all of it where the file has a text.
    #[serde(deserialize_with = "texts")]
    pub host: Vec<String>,
    /// The port.
    #[serde(deserialize_with = "text")]
    pub port: Option<String>,
    /// What stands between the slashes of the path. A path in one text lost its leading slash.
    #[serde(deserialize_with = "path")]
    pub path: Vec<PathSegment>,
    /// The query, in order and with duplicates.
    #[serde(deserialize_with = "list")]
    pub query: Vec<QueryParam>,
    /// The fragment.
    #[serde(deserialize_with = "text")]
    pub hash: Option<String>,
    /// Values of the path's `:name` segments.
    #[serde(deserialize_with = "list")]
    pub variable: Vec<Variable>,
}

/// The credentials in a URL.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct UrlAuth {
    /// The user.
    #[serde(deserialize_with = "text")]
    pub user: Option<String>,
    /// The password.
    #[serde(deserialize_with = "text")]
    pub password: Option<String>,
}

impl Part for UrlAuth {}

/// One segment of a path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathSegment {
    /// The text of the segment.
    pub value: String,
    /// The type that a segment in the form of an object has.
    pub kind: Option<String>,
}

impl From<&str> for PathSegment {
    fn from(value: &str) -> Self {
        Self { value: value.to_owned(), kind: None }
    }
}

impl<'de> Read<'de> for PathSegment {
    fn number(value: Number) -> Self {
        Self { value: value.to_string(), kind: None }
    }

    fn text(value: &str) -> Self {
        value.into()
    }

    fn object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Object {
            #[serde(deserialize_with = "text_or_empty")]
            value: String,
            #[serde(rename = "type", deserialize_with = "text")]
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

impl<'de> Read<'de> for Path {
    fn text(path: &str) -> Self {
        if path.is_empty() {
            return Self::default();
        }
        Self(path.strip_prefix('/').unwrap_or(path).split('/').map(PathSegment::from).collect())
    }

    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut segments = Vec::new();
        while let Some(Lenient(segment)) = list.next_element()? {
            segments.push(segment);
        }
        Ok(Self(segments))
    }
}

/// One entry of a query.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct QueryParam {
    /// The name. `null` is read as absent: both are sent as an empty name.
    #[serde(deserialize_with = "text")]
    pub key: Option<String>,
    /// The value in whichever type the file has it.
    #[serde(deserialize_with = "given")]
    pub value: Option<Value>,
    /// What it is for.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// Whether it is switched off.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
}

impl Part for QueryParam {
    fn from_text(text: &str) -> Option<Self> {
        let (key, value) = split_pair(text);
        Some(Self { key: Some(key), value, ..Self::default() })
    }
}

impl Entry for QueryParam {
    const NAMED: bool = true;

    fn from_pair(name: String, value: Value) -> Option<Self> {
        Some(Self { key: Some(name), value: Some(value), ..Self::default() })
    }

    fn split(text: &str) -> Vec<Self> {
        split_pairs(text)
    }
}

/// Takes `a=1&b=2` apart.
pub(super) fn split_pairs<T: Part>(text: &str) -> Vec<T> {
    if text.is_empty() {
        return Vec::new();
    }
    text.split('&').filter_map(T::from_text).collect()
}

/// Takes `name=value` apart. Nothing is decoded.
pub(super) fn split_pair(text: &str) -> (String, Option<Value>) {
    match text.split_once('=') {
        Some((key, value)) => (key.to_owned(), Some(value.into())),
        None => (text.to_owned(), None),
    }
}
