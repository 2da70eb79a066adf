//! A request and its headers.

use serde::Deserialize;
use serde_json::Value;

use super::part::{Element, Part, list, part};
use super::read::{flag, string, value};
use super::{Auth, Body, DeclaredSchema, Description, Url};
use crate::json::read;

/// A request.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Request {
    /// The URL.
    #[serde(deserialize_with = "part")]
    pub url: Option<Url>,
    /// The method as in the file; Postman sends GET if there is none.
    #[serde(deserialize_with = "string")]
    pub method: Option<String>,
    /// The headers, in order and with duplicates.
    #[serde(deserialize_with = "list")]
    pub header: Vec<Header>,
    /// The body. An empty object is a body without a mode.
    #[serde(deserialize_with = "part")]
    pub body: Option<Body>,
    /// The authentication; with `None`, that of the folder or the collection applies.
    #[serde(deserialize_with = "read")]
    pub auth: Option<Auth>,
    /// The description.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// Whether the request has a client certificate.
    #[serde(rename = "certificate", deserialize_with = "flag")]
    pub has_certificate: bool,
    /// Whether the request has a proxy.
    #[serde(rename = "proxy", deserialize_with = "flag")]
    pub has_proxy: bool,
}

impl Part for Request {
    fn from_string(url: &str) -> Option<Self> {
        Some(Self { url: Url::from_string(url), ..Self::default() })
    }
}

/// A header of a request or of a saved response.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Header {
    /// The name.
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

impl Part for Header {
    fn from_string(line: &str) -> Option<Self> {
        let (key, value) = line.split_once(':')?;
        Self::from_pair(key.trim().to_owned(), value.trim().into())
    }
}

impl Element for Header {
    const NAMED: bool = true;

    fn from_pair(name: String, value: Value) -> Option<Self> {
        Some(Self { key: Some(name), value: Some(value), ..Self::default() })
    }

    fn split(headers: &str) -> Vec<Self> {
        headers.lines().filter_map(Self::from_string).collect()
    }
}
