//! Credentials, before anybody decides what they mean.

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{MapAccess, SeqAccess};
use serde_json::{Map, Value};

use super::part::{Entry, Part, list};
use super::read::{Lenient, Read, given, text};

/// How a request is authenticated.
///
/// An auth that is no object (`null`, a text) is `None` in its place: the request takes that of its folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Auth {
    /// The type, such as `bearer`; Postman takes an auth without one as if it were absent.
    pub kind: Option<String>,
    /// The parameters under the name of each type: Postman keeps those of types that were chosen before.
    pub params: Vec<(String, AuthParams)>,
}

impl Auth {
    /// The parameters that the file has for a type; the last ones count, as in every JSON object.
    pub fn params_of(&self, kind: &str) -> Option<&AuthParams> {
        self.params.iter().rev().find(|(name, _)| name == kind).map(|(_, params)| params)
    }
}

impl<'de> Read<'de> for Option<Auth> {
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

/// The parameters of an auth. The schemas give v2.1 the list and v2.0 the object, and Postman reads both in either.
#[derive(Clone, Debug, PartialEq)]
pub enum AuthParams {
    /// `[{"key": "token", "value": "…"}]`.
    List(Vec<AuthParam>),
    /// `{"token": "…"}`, and the malformed `{"key": "token", "value": "…"}`.
    Object(Map<String, Value>),
}

impl<'de> Read<'de> for Option<AuthParams> {
    fn list<A: SeqAccess<'de>>(params: A) -> Result<Self, A::Error> {
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
    #[serde(deserialize_with = "text")]
    pub key: Option<String>,
    /// The value in whichever type the file has it.
    #[serde(deserialize_with = "given")]
    pub value: Option<Value>,
}

impl Part for AuthParam {}
impl Entry for AuthParam {}
