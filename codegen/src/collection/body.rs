//! The body of a request.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Number, Value};

use super::Description;
use super::part::{Entry, Part, list, part, part_or_default};
use super::read::{Read, flag, given, read, text, texts};
use super::url::{split_pair, split_pairs};

/// A body. Only the field that `mode` names counts; Postman keeps what was entered for other modes.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Body {
    /// `raw`, `urlencoded`, `formdata`, `file` or `graphql`.
    #[serde(deserialize_with = "text")]
    pub mode: Option<String>,
    /// The text of a raw body; a few files have JSON itself here.
    #[serde(deserialize_with = "given")]
    pub raw: Option<Value>,
    /// The fields of a form.
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
    /// More about the modes.
    #[serde(deserialize_with = "part_or_default")]
    pub options: BodyOptions,
    /// Whether it is switched off.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
}

impl Part for Body {}

/// More about the modes of a body.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct BodyOptions {
    /// About raw bodies.
    #[serde(deserialize_with = "part_or_default")]
    pub raw: RawOptions,
}

impl Part for BodyOptions {}

/// More about a raw body.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct RawOptions {
    /// `json`, `xml`, `html`, `javascript` or `text`.
    #[serde(deserialize_with = "text")]
    pub language: Option<String>,
}

impl Part for RawOptions {}

/// A field of a form, urlencoded or multipart.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct FormParam {
    /// The name. `null` is read as the text `null`, which is what Postman sends.
    #[serde(deserialize_with = "form_key")]
    pub key: Option<String>,
    /// The value in whichever type the file has it.
    #[serde(deserialize_with = "given")]
    pub value: Option<Value>,
    /// `text` or `file`.
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: Option<String>,
    /// The paths of the files.
    #[serde(deserialize_with = "texts")]
    pub src: Vec<String>,
    /// The file name to send instead of the path's.
    #[serde(deserialize_with = "text")]
    pub file_name: Option<String>,
    /// The Content-Type of the part.
    #[serde(deserialize_with = "text")]
    pub content_type: Option<String>,
    /// What it is for.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// Whether it is switched off.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
}

impl Part for FormParam {
    fn from_text(text: &str) -> Option<Self> {
        let (key, value) = split_pair(text);
        Some(Self { key: Some(key), value, ..Self::default() })
    }
}

impl Entry for FormParam {
    fn split(text: &str) -> Vec<Self> {
        split_pairs(text)
    }
}

fn form_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    read(deserializer).map(|FormKey(key)| key)
}

#[derive(Default)]
struct FormKey(Option<String>);

impl<'de> Read<'de> for FormKey {
    fn null() -> Self {
        Self(Some("null".to_owned()))
    }

    fn number(value: Number) -> Self {
        Self(Read::number(value))
    }

    fn text(value: &str) -> Self {
        Self(Read::text(value))
    }
}

/// The file that is a body.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct File {
    /// The path.
    #[serde(deserialize_with = "text")]
    pub src: Option<String>,
    /// The content itself, in base64.
    #[serde(deserialize_with = "text")]
    pub content: Option<String>,
}

impl Part for File {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self { src: Some(text.to_owned()), content: None })
    }
}

/// A GraphQL request. Postman sends `{}` where the file has a text in place of this object.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct GraphQl {
    /// The query document.
    #[serde(deserialize_with = "given")]
    pub query: Option<Value>,
    /// Which operation of the document to run.
    #[serde(deserialize_with = "given")]
    pub operation_name: Option<Value>,
    /// The variables: an object, or its JSON as a text.
    #[serde(deserialize_with = "given")]
    pub variables: Option<Value>,
}

impl Part for GraphQl {
    fn from_text(_: &str) -> Option<Self> {
        Some(Self::default())
    }
}
