//! The body of a request.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Number, Value};

use super::part::{Element, Part, list, part, part_or_default};
use super::read::{flag, string, strings, value};
use super::url::{split_pair, split_pairs};
use super::{DeclaredSchema, Description};
use crate::json::{FromJson, read};

/// A body. Only the field that `mode` names is sent; Postman keeps the values of modes that were selected before.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Body {
    /// `raw`, `urlencoded`, `formdata`, `file` or `graphql`.
    #[serde(deserialize_with = "string")]
    pub mode: Option<String>,
    /// A raw body: a string; in a few files, JSON.
    #[serde(deserialize_with = "value")]
    pub raw: Option<Value>,
    /// The fields of an urlencoded form.
    #[serde(deserialize_with = "list")]
    pub urlencoded: Vec<FormParam>,
    /// The parts of a multipart form.
    #[serde(deserialize_with = "list")]
    pub formdata: Vec<FormParam>,
    /// The file that is the body.
    #[serde(deserialize_with = "part")]
    pub file: Option<File>,
    /// The GraphQL request that is the body.
    #[serde(deserialize_with = "part")]
    pub graphql: Option<GraphQl>,
    /// The options of the modes.
    #[serde(deserialize_with = "part_or_default")]
    pub options: BodyOptions,
    /// Whether it is disabled.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
    /// The type that the file declares.
    #[serde(skip)]
    pub declared: Option<Box<DeclaredSchema>>,
}

impl Part for Body {}

/// The options of a body.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct BodyOptions {
    /// The options of a raw body.
    #[serde(deserialize_with = "part_or_default")]
    pub raw: RawOptions,
}

impl Part for BodyOptions {}

/// The options of a raw body.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct RawOptions {
    /// `json`, `xml`, `html`, `javascript` or `text`.
    #[serde(deserialize_with = "string")]
    pub language: Option<String>,
}

impl Part for RawOptions {}

/// A field of a form, urlencoded or multipart.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct FormParam {
    /// The name. `null` is read as the string `null`, as Postman sends it.
    #[serde(deserialize_with = "form_key")]
    pub key: Option<String>,
    /// The value, of the type that it has in the file.
    #[serde(deserialize_with = "value")]
    pub value: Option<Value>,
    /// `text` or `file`.
    #[serde(rename = "type", deserialize_with = "string")]
    pub kind: Option<String>,
    /// The paths of the files.
    #[serde(deserialize_with = "strings")]
    pub src: Vec<String>,
    /// The file name to send instead of that in the path.
    #[serde(deserialize_with = "string")]
    pub file_name: Option<String>,
    /// The Content-Type of the part.
    #[serde(deserialize_with = "string")]
    pub content_type: Option<String>,
    /// The purpose.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// Whether it is disabled.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
    /// The type that the file declares, as a placeholder such as `<integer>`.
    #[serde(skip)]
    pub declared: Option<&'static str>,
}

impl Part for FormParam {
    fn from_string(string: &str) -> Option<Self> {
        let (key, value) = split_pair(string);
        Some(Self { key: Some(key), value, ..Self::default() })
    }
}

impl Element for FormParam {
    fn split(string: &str) -> Vec<Self> {
        split_pairs(string)
    }
}

fn form_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    read(deserializer).map(|FormKey(key)| key)
}

#[derive(Default)]
struct FormKey(Option<String>);

impl<'de> FromJson<'de> for FormKey {
    fn null() -> Self {
        Self(Some("null".to_owned()))
    }

    fn number(value: Number) -> Self {
        Self(FromJson::number(value))
    }

    fn string(value: &str) -> Self {
        Self(FromJson::string(value))
    }
}

/// The file that is a body.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct File {
    /// The path.
    #[serde(deserialize_with = "string")]
    pub src: Option<String>,
    /// The content, in base64.
    #[serde(deserialize_with = "string")]
    pub content: Option<String>,
}

impl Part for File {
    fn from_string(path: &str) -> Option<Self> {
        Some(Self { src: Some(path.to_owned()), content: None })
    }
}

/// A GraphQL request. Where the file has a string instead of this object, Postman sends `{}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct GraphQl {
    /// The query document.
    #[serde(deserialize_with = "value")]
    pub query: Option<Value>,
    /// The operation of the document to run.
    #[serde(deserialize_with = "value")]
    pub operation_name: Option<Value>,
    /// The variables: an object, or a string with the JSON of one.
    #[serde(deserialize_with = "value")]
    pub variables: Option<Value>,
}

impl Part for GraphQl {
    fn from_string(_: &str) -> Option<Self> {
        Some(Self::default())
    }
}
