//! A request without its URL, body and credentials.

use serde::Deserialize;
use serde_json::Value;

use super::part::{Entry, Part, list, part};
use super::read::{self, flag, given, text};
use super::{Auth, Body, Description, Url};

/// A request.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Request {
    /// The address.
    #[serde(deserialize_with = "part")]
    pub url: Option<Url>,
    /// The method as written; Postman takes GET where there is none.
    #[serde(deserialize_with = "text")]
    pub method: Option<String>,
    /// The headers, in order and with duplicates.
    #[serde(deserialize_with = "list")]
    pub header: Vec<Header>,
    /// The body. An empty object is a body without a mode.
    #[serde(deserialize_with = "part")]
    pub body: Option<Body>,
    /// The credentials; `None` takes those of the folder or the collection.
    #[serde(deserialize_with = "read::read")]
    pub auth: Option<Auth>,
    /// What the request does.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// Whether the request brings a client certificate.
    #[serde(rename = "certificate", deserialize_with = "flag")]
    pub has_certificate: bool,
    /// Whether the request names a proxy.
    #[serde(rename = "proxy", deserialize_with = "flag")]
    pub has_proxy: bool,
}

impl Part for Request {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self { url: Url::from_text(text), ..Self::default() })
    }
}

/// A header of a request or of a saved response.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Header {
    /// The name.
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

impl Part for Header {
    fn from_text(line: &str) -> Option<Self> {
        let (key, value) = line.split_once(':')?;
        Self::from_pair(key.trim().to_owned(), value.trim().into())
    }
}

impl Entry for Header {
    const NAMED: bool = true;

    fn from_pair(name: String, value: Value) -> Option<Self> {
        Some(Self { key: Some(name), value: Some(value), ..Self::default() })
    }

    fn split(text: &str) -> Vec<Self> {
        text.lines().filter_map(Self::from_text).collect()
    }
}
