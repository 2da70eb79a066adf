//! Credentials: what a request sends to say who it is.

use serde_json::Value;

use super::variables::value_text;
use crate::collection::{Auth, AuthParams};

/// What the auth of a request asks for.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Wanted<'c> {
    /// Nothing.
    Nothing,
    /// A bearer token, and the collection's value of it.
    Bearer(Option<String>),
    /// Something that the client cannot send yet.
    Unsupported(&'c str),
}

/// Types that Postman knows.
const KNOWN: &[&str] =
    &["apikey", "asap", "awsv4", "basic", "digest", "edgegrid", "hawk", "jwt", "ntlm", "oauth1", "oauth2"];

/// Reads an auth that is not inherited any more. Of a type that Postman does not know, it sends nothing.
pub(super) fn wanted(auth: Option<&Auth>) -> Wanted<'_> {
    let Some((auth, kind)) = auth.and_then(|auth| Some((auth, auth.kind.as_deref()?))) else {
        return Wanted::Nothing;
    };
    match kind {
        "bearer" => Wanted::Bearer(auth.params_of(kind).and_then(|params| parameter(params, "token"))),
        kind if KNOWN.contains(&kind) => Wanted::Unsupported(kind),
        _ => Wanted::Nothing,
    }
}

/// The value of a parameter.
///
/// The object `{"key": "token", "value": …}` is read as the list entry it was meant to be; Postman finds no parameter
/// of that name in it.
fn parameter(params: &AuthParams, name: &str) -> Option<String> {
    let value: &Value = match params {
        AuthParams::List(list) => list
            .iter()
            .rev()
            .find(|param| param.key.as_deref() == Some(name))
            .and_then(|param| param.value.as_ref())?,
        AuthParams::Object(map) => match map.get(name) {
            Some(value) => value,
            None if map.get("key").and_then(Value::as_str) == Some(name) => map.get("value")?,
            None => return None,
        },
    };
    value_text(value).map(|text| text.into_owned())
}
