//! A Postman collection, v2.0.0 or v2.1.0, as it stands in the file.
//!
//! This is input only: the words are Postman's, and nothing is decided here. What the format lets one write in several
//! ways (a header list as text, a path as a list, a request as its bare URL) is read into one shape, following
//! Postman's own SDK. What differs in meaning stays apart: an absent value is `None`, a `null` is
//! `Some(Value::Null)`, and the parameters of an auth tell a list from an object.
//!
//! Real files hold surprises in every place, so a field of an unexpected type is read as absent and never as an error.
//! Refused is only what is no JSON or no collection. Integers beyond 64 bits become floating point numbers: to keep
//! their digits, serde_json's `arbitrary_precision` would be needed, which changes how numbers are read in every crate
//! of the build.

mod auth;
mod body;
mod open;
mod part;
mod read;
mod request;
mod response;
mod url;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::diagnostics::Diagnostic;

pub use auth::{Auth, AuthParam, AuthParams};
pub use body::{Body, BodyOptions, File, FormParam, GraphQl, RawOptions};
pub use request::{Header, Request};
pub use response::Response;
pub use url::{PathSegment, QueryParam, Url, UrlAuth, UrlParts};

use part::{Entry, Part, list, list_or_none, part, part_or_default};
use read::{flag, given, object, text, text_or_empty, texts};

/// A whole collection.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct Collection {
    /// What the collection is.
    #[serde(deserialize_with = "part_or_default")]
    pub info: Info,
    /// The folders and requests, in the order of the file.
    #[serde(deserialize_with = "list")]
    pub item: Vec<Item>,
    /// The credentials of every request below that has none of its own.
    #[serde(deserialize_with = "read::read")]
    pub auth: Option<Auth>,
    /// The collection's variables with their defaults.
    #[serde(deserialize_with = "list")]
    pub variable: Vec<Variable>,
    /// Scripts.
    #[serde(deserialize_with = "list")]
    pub event: Vec<Event>,
    /// How Postman treats the requests, such as `disableBodyPruning`.
    #[serde(deserialize_with = "object")]
    pub protocol_profile_behavior: Map<String, Value>,
}

impl Collection {
    /// Reads a collection. `file` is the name that a diagnostic gives as the place.
    pub fn parse(file: &str, text: &str) -> Result<Self, Diagnostic> {
        open::open(file, text)
    }
}

/// What a collection is.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Info {
    /// The name that Postman shows.
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    /// The text that introduces the collection.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// The address of the JSON schema, which tells the version of the format.
    #[serde(deserialize_with = "text")]
    pub schema: Option<String>,
    /// The collection's version: a text, or an object of `major`, `minor` and `patch`.
    #[serde(deserialize_with = "given")]
    pub version: Option<Value>,
    /// Postman's id of the collection.
    #[serde(rename = "_postman_id", deserialize_with = "text")]
    pub postman_id: Option<String>,
}

impl Part for Info {}

/// A folder or a request.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct Item {
    /// Postman's id of the item.
    #[serde(deserialize_with = "text")]
    pub id: Option<String>,
    /// The name that Postman shows.
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    /// The item's text. That of a request usually stands in [`Request::description`].
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// What a folder holds; `None` in a request.
    #[serde(deserialize_with = "list_or_none")]
    pub item: Option<Vec<Item>>,
    /// The request; `None` in a folder, and in an item that holds nothing.
    #[serde(deserialize_with = "part")]
    pub request: Option<Request>,
    /// The saved responses.
    #[serde(deserialize_with = "list")]
    pub response: Vec<Response>,
    /// The credentials of a folder's requests.
    #[serde(deserialize_with = "read::read")]
    pub auth: Option<Auth>,
    /// Variables of the item, which Postman's runtime ignores.
    #[serde(deserialize_with = "list")]
    pub variable: Vec<Variable>,
    /// Scripts.
    #[serde(deserialize_with = "list")]
    pub event: Vec<Event>,
    /// How Postman treats the requests, such as `disableBodyPruning`.
    #[serde(deserialize_with = "object")]
    pub protocol_profile_behavior: Map<String, Value>,
}

impl Part for Item {}
impl Entry for Item {}

/// A text for people, in Markdown unless it says otherwise.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Description {
    /// The text.
    #[serde(deserialize_with = "text_or_empty")]
    pub content: String,
    /// The media type, such as `text/markdown`; `None` where the description is a bare text.
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: Option<String>,
}

impl Part for Description {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self { content: text.to_owned(), kind: None })
    }
}

/// A variable of the collection, of an item, or of a URL's path.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Variable {
    /// The name by which `{{key}}` or `:key` refers to it.
    #[serde(deserialize_with = "text")]
    pub key: Option<String>,
    /// An id, which stands in for a missing key.
    #[serde(deserialize_with = "text")]
    pub id: Option<String>,
    /// The value in whichever type the file has it.
    #[serde(deserialize_with = "given")]
    pub value: Option<Value>,
    /// The type of the value: `string`, `boolean`, `number`, `any`, `secret`.
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: Option<String>,
    /// What it is for.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// Whether it is switched off.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
}

impl Variable {
    /// The key, or the id where there is no key.
    pub fn name(&self) -> Option<&str> {
        self.key.as_deref().filter(|key| !key.is_empty()).or(self.id.as_deref())
    }
}

impl Part for Variable {}
impl Entry for Variable {}

/// A script and when Postman runs it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Event {
    /// `prerequest` or `test`.
    #[serde(deserialize_with = "text")]
    pub listen: Option<String>,
    /// The script.
    #[serde(deserialize_with = "part")]
    pub script: Option<Script>,
    /// Whether it is switched off.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
}

impl Part for Event {}
impl Entry for Event {}

/// The source of a script.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Script {
    /// The lines.
    #[serde(deserialize_with = "texts")]
    pub exec: Vec<String>,
}

impl Part for Script {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self { exec: vec![text.to_owned()] })
    }

    fn from_texts(exec: Vec<String>) -> Option<Self> {
        Some(Self { exec })
    }
}
