//! A saved response.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Number, Value};

use super::part::{Entry, Part, list, part};
use super::read::{Read, given, read, text};
use super::{Header, Request};

/// A response that somebody saved as an example.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct Response {
    /// The name that Postman shows.
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    /// The request that it answered.
    #[serde(deserialize_with = "part")]
    pub original_request: Option<Request>,
    /// The status code.
    #[serde(deserialize_with = "code")]
    pub code: Option<u16>,
    /// The reason phrase.
    #[serde(deserialize_with = "text")]
    pub status: Option<String>,
    /// The headers, in order and with duplicates.
    #[serde(deserialize_with = "list")]
    pub header: Vec<Header>,
    /// The body: nearly always a text.
    #[serde(deserialize_with = "given")]
    pub body: Option<Value>,
    /// The language in which Postman shows the body, such as `json`.
    #[serde(rename = "_postman_previewlanguage", deserialize_with = "text")]
    pub preview_language: Option<String>,
}

impl Part for Response {}
impl Entry for Response {}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    read(deserializer)
}

impl<'de> Read<'de> for Option<u16> {
    fn number(value: Number) -> Self {
        Self::text(&value.to_string())
    }

    fn text(value: &str) -> Self {
        value.trim().parse().ok()
    }
}
