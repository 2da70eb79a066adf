//! The authentication of a request, as it is in the file.

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{MapAccess, SeqAccess};
use serde_json::{Map, Value};

use super::part::{Element, Part, list};
use super::read::{string, value};
use crate::json::{FromJson, Lenient};

/// The authentication of a request.
///
/// An auth that is not an object (`null`, a string) is read as `None`: the request inherits that of its folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Auth {
    /// The type, such as `bearer`; Postman ignores an auth without a type.
    pub kind: Option<String>,
    /// The parameters of each type, by its name. Postman keeps those of types that were selected before.
    pub params: Vec<(String, AuthParams)>,
    /// The file that has it, if a request selects it among those of its folders.
    pub file: Option<String>,
}

impl Auth {
    /// Returns the parameters of a type. The last value of a duplicate key counts, as in every JSON object.
    pub fn params_of(&self, kind: &str) -> Option<&AuthParams> {
        self.params.iter().rev().find(|(name, _)| name == kind).map(|(_, params)| params)
    }
}

impl<'de> FromJson<'de> for Option<Auth> {
    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        let mut auth = Auth::default();
        while let Some(name) = object.next_key::<String>()? {
            if name == "type" {
                let Lenient(kind) = object.next_value()?;
                auth.kind = kind;
            } else {
                let Lenient(params) = object.next_value()?;
                auth.params.extend(Option::map(params, |params| (name, params)));
            }
        }
        Ok(Some(auth))
    }
}

/// The parameters of an auth: a list in v2.1 and an object in v2.0. Postman reads both in either version.
#[derive(Clone, Debug, PartialEq)]
pub enum AuthParams {
    /// `[{"key": "token", "value": "…"}]`.
    List(Vec<AuthParam>),
    /// `{"token": "…"}`, and the malformed `{"key": "token", "value": "…"}`.
    Object(Map<String, Value>),
}

impl<'de> FromJson<'de> for Option<AuthParams> {
    fn array<A: SeqAccess<'de>>(params: A) -> Result<Self, A::Error> {
        list(SeqAccessDeserializer::new(params)).map(|params| Some(AuthParams::List(params)))
    }

    fn object<A: MapAccess<'de>>(params: A) -> Result<Self, A::Error> {
        Map::object(params).map(|params| Some(AuthParams::Object(params)))
    }
}

/// A parameter of an auth in a list.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct AuthParam {
    /// The name.
    #[serde(deserialize_with = "string")]
    pub key: Option<String>,
    /// The value, of the type that it has in the file.
    #[serde(deserialize_with = "value")]
    pub value: Option<Value>,
}

impl Part for AuthParam {}
impl Element for AuthParam {}
