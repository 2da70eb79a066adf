//! The model of a Postman collection, and its parsers: of the format v2.0.0 or v2.1.0, which is a file, and of 3.0.0,
//! which is a folder.
//!
//! The model uses Postman's terms and does not interpret the values. Where the format allows several forms (headers as
//! one string, a path as an array, a request as its bare URL), all are read into one, as Postman's own SDK does. Forms
//! that differ in meaning stay distinct: a missing value is `None`, `null` is `Some(Value::Null)`, and the parameters
//! of an auth are either a list or an object.
//!
//! Real files deviate from the format in many ways, so a field of an unexpected type counts as missing and is never an
//! error. Only a file that is not JSON or not a collection is refused. Integers beyond 64 bits become floating-point
//! numbers: serde_json's feature `arbitrary_precision` would keep their digits, but it changes how every crate in the
//! build reads numbers.

mod auth;
mod body;
mod declared;
mod open;
mod part;
mod read;
mod request;
mod response;
mod url;
pub(crate) mod v3;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::CollectionSource;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::json::read;

pub use auth::{Auth, AuthParam, AuthParams};
pub use body::{Body, BodyOptions, File, FormParam, GraphQl, RawOptions};
pub use declared::DeclaredSchema;
pub(crate) use declared::fits_declared;
pub use request::{Header, Request};
pub use response::Response;
pub use url::{PathSegment, QueryParam, Url, UrlAuth, UrlParts, UrlWithRows};
pub use v3::{
    Environment, EnvironmentValue, LONGEST_FILE, NamedCollection, is_text as is_part_of_folder,
    named_collections,
};

use part::{Element, Part, list, list_or_none, part, part_or_default};
use read::{flag, object, string, string_or_empty, strings, value};

/// A whole collection.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct Collection {
    /// The metadata.
    #[serde(deserialize_with = "part_or_default")]
    pub info: Info,
    /// The folders and requests, in the order of the file.
    #[serde(deserialize_with = "list")]
    pub item: Vec<Item>,
    /// The authentication of the requests that have none of their own.
    #[serde(deserialize_with = "read")]
    pub auth: Option<Auth>,
    /// The collection's variables with their defaults.
    #[serde(deserialize_with = "list")]
    pub variable: Vec<Variable>,
    /// Scripts.
    #[serde(deserialize_with = "list")]
    pub event: Vec<Event>,
    /// Settings of Postman for the requests, such as `disableBodyPruning`.
    #[serde(deserialize_with = "object")]
    pub protocol_profile_behavior: Map<String, Value>,
    /// The file of its definition, if it is a folder.
    #[serde(skip)]
    pub file: Option<String>,
}

impl Collection {
    /// Reads a collection, and reports what is wrong in it; `None` if it cannot be read at all.
    pub fn read(source: &CollectionSource<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match source {
            CollectionSource::File(source) => {
                Self::parse(source.file, source.text).map_err(|diagnostic| diagnostics.add(diagnostic)).ok()
            }
            CollectionSource::Folder(folder) => Some(v3::read(folder, diagnostics)),
        }
    }

    /// Parses a collection of format v2; `file` is the name of the file in a diagnostic.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if `text` is not JSON or not a collection.
    pub fn parse(file: &str, text: &str) -> Result<Self, Diagnostic> {
        open::open(file, text)
    }
}

/// The metadata of a collection.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Info {
    /// The name in Postman.
    #[serde(deserialize_with = "string")]
    pub name: Option<String>,
    /// The description of the collection.
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// The URL of the JSON schema, which names the version of the format.
    #[serde(deserialize_with = "string")]
    pub schema: Option<String>,
    /// The version of the collection: a string, or an object of `major`, `minor` and `patch`.
    #[serde(deserialize_with = "value")]
    pub version: Option<Value>,
    /// Postman's id of the collection.
    #[serde(rename = "_postman_id", deserialize_with = "string")]
    pub postman_id: Option<String>,
}

impl Part for Info {}

/// A folder or a request.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", default)]
pub struct Item {
    /// Postman's id of the item.
    #[serde(deserialize_with = "string")]
    pub id: Option<String>,
    /// The name in Postman.
    #[serde(deserialize_with = "string")]
    pub name: Option<String>,
    /// The description; that of a request is usually in [`Request::description`].
    #[serde(deserialize_with = "part")]
    pub description: Option<Description>,
    /// The items of a folder; `None` in a request.
    #[serde(deserialize_with = "list_or_none")]
    pub item: Option<Vec<Item>>,
    /// The request; `None` in a folder, and in an empty item. In a box, so that reading folders in folders takes less stack.
    #[serde(deserialize_with = "part")]
    pub request: Option<Box<Request>>,
    /// The saved responses.
    #[serde(deserialize_with = "list")]
    pub response: Vec<Response>,
    /// The authentication of a folder's requests.
    #[serde(deserialize_with = "read")]
    pub auth: Option<Auth>,
    /// The variables of the item; Postman's runtime ignores them.
    #[serde(deserialize_with = "list")]
    pub variable: Vec<Variable>,
    /// Scripts.
    #[serde(deserialize_with = "list")]
    pub event: Vec<Event>,
    /// Settings of Postman for the requests, such as `disableBodyPruning`.
    #[serde(deserialize_with = "object")]
    pub protocol_profile_behavior: Map<String, Value>,
    /// The file of the item, if the collection is a folder and the item has a file.
    #[serde(skip)]
    pub origin: Option<Box<Origin>>,
}

/// The file of a request or of a folder's definition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// The path in the folder of the collection.
    pub file: String,
    /// The reason why the file cannot be read.
    pub unreadable: Option<Diagnostic>,
}

impl Part for Item {}
impl Element for Item {}

/// A description, in Markdown unless [`kind`](Self::kind) names another type.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Description {
    /// The description itself.
    #[serde(deserialize_with = "string_or_empty")]
    pub content: String,
    /// The media type, such as `text/markdown`; `None` where the description is a string.
    #[serde(rename = "type", deserialize_with = "string")]
    pub kind: Option<String>,
}

impl Part for Description {
    fn from_string(content: &str) -> Option<Self> {
        Some(Self { content: content.to_owned(), kind: None })
    }
}

/// A variable of the collection, of an item, or of a URL's path.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Variable {
    /// The name, as in `{{key}}` or `:key`.
    #[serde(deserialize_with = "string")]
    pub key: Option<String>,
    /// The id, which is the name if there is no key.
    #[serde(deserialize_with = "string")]
    pub id: Option<String>,
    /// The value, of the type that it has in the file.
    #[serde(deserialize_with = "value")]
    pub value: Option<Value>,
    /// The type of the value: `string`, `boolean`, `number`, `any`, `secret`.
    #[serde(rename = "type", deserialize_with = "string")]
    pub kind: Option<String>,
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

impl Variable {
    /// Returns the key, or the id if there is no key.
    pub fn name(&self) -> Option<&str> {
        self.key.as_deref().filter(|key| !key.is_empty()).or(self.id.as_deref())
    }
}

impl Part for Variable {}
impl Element for Variable {}

/// A script and the event at which Postman runs it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Event {
    /// `prerequest` or `test`.
    #[serde(deserialize_with = "string")]
    pub listen: Option<String>,
    /// The script.
    #[serde(deserialize_with = "part")]
    pub script: Option<Script>,
    /// Whether it is disabled.
    #[serde(deserialize_with = "flag")]
    pub disabled: bool,
}

impl Part for Event {}
impl Element for Event {}

/// The source of a script.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Script {
    /// The lines.
    #[serde(deserialize_with = "strings")]
    pub exec: Vec<String>,
}

impl Part for Script {
    fn from_string(script: &str) -> Option<Self> {
        Some(Self { exec: vec![script.to_owned()] })
    }

    fn from_strings(exec: Vec<String>) -> Option<Self> {
        Some(Self { exec })
    }
}
