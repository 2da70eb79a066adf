//! A saved response.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Number, Value};

use super::part::{Element, Part, list};
use super::read::{string, value};
use super::{DeclaredSchema, Header};
use crate::json::{FromJson, read};

/// A response that was saved as an example. The copy of its request is not read: nothing depends on it, and it is up to a
/// third of a file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct Response {
    /// The name in Postman.
    #[serde(deserialize_with = "string")]
    pub name: Option<String>,
    /// The status code.
    #[serde(deserialize_with = "code")]
    pub code: Option<u16>,
    /// The reason phrase.
    #[serde(deserialize_with = "string")]
    pub status: Option<String>,
    /// The headers, in order and with duplicates.
    #[serde(deserialize_with = "list")]
    pub header: Vec<Header>,
    /// The body: nearly always a string.
    #[serde(deserialize_with = "value")]
    pub body: Option<Value>,
    /// The language in which Postman shows the body, such as `json`.
    #[serde(rename = "_postman_previewlanguage", deserialize_with = "string")]
    pub preview_language: Option<String>,
    /// The type that the file declares for the body.
    #[serde(skip)]
    pub declared: Option<Box<DeclaredSchema>>,
}

impl Part for Response {}
impl Element for Response {}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    read(deserializer)
}

impl<'de> FromJson<'de> for Option<u16> {
    fn number(value: Number) -> Self {
        Self::string(&value.to_string())
    }

    fn string(value: &str) -> Self {
        value.trim().parse().ok()
    }
}
