//! The authentication of a request.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;

use super::headers::is_token;
use super::variables::{Piece, Variables, has_variable, pieces, value_string};
use crate::api::Scheme;
use crate::collection::{Auth, AuthParams};

/// The credential that the auth of a request requires.
#[derive(Debug, PartialEq)]
pub(crate) enum Requirement {
    /// No credential.
    None,
    /// A secret that the client sends.
    Secret(Secret),
    /// A credential that the client cannot send, and the problem with it. A hook of the caller may send it.
    Unsupported(Secret, String),
}

/// A secret that callers give to the client, with its scheme.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Secret {
    pub(crate) scheme: Scheme,
    /// The names and unresolved values that the collection has for it.
    pub(crate) values: Vec<(String, String)>,
}

impl Secret {
    fn new(scheme: Scheme, values: &[(&str, Option<String>)]) -> Self {
        let values =
            values.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?))).collect();
        Self { scheme, values }
    }

    /// Creates the secret of basic authentication.
    pub(crate) fn basic(user: Option<String>, password: Option<String>) -> Self {
        Self::new(Scheme::Basic, &[("user", user), ("password", password)])
    }

    /// Whether the collection has a value, so that Postman sends the credential.
    pub(crate) fn is_given(&self) -> bool {
        // Basic credentials are sent even if user and password are empty.
        self.scheme == Scheme::Basic || self.values.iter().any(|(_, value)| !value.is_empty())
    }

    /// Returns the names of the variables in the collection's values, each once, in order.
    pub(crate) fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for (_, value) in &self.values {
            for piece in pieces(value) {
                match piece {
                    Piece::Variable(name) if !names.contains(&name) => names.push(name),
                    _ => {}
                }
            }
        }
        names
    }
}

/// The types of auth that sign each request.
const SIGNATURES: &[&str] = &["asap", "awsv4", "digest", "edgegrid", "hawk", "jwt", "ntlm", "oauth1"];

/// Returns the requirement of the auth that applies to a request. Postman sends no credential for an unknown type.
pub(crate) fn requirement(auth: Option<&Auth>, variables: &Variables<'_>) -> Requirement {
    let Some((auth, kind)) = auth.and_then(|auth| Some((auth, auth.kind.as_deref()?))) else {
        return Requirement::None;
    };
    let value = |name: &str| auth.params_of(kind).and_then(|params| parameter(kind, params, name));
    match kind {
        "bearer" => Requirement::Secret(Secret::new(Scheme::Bearer, &[("token", value("token"))])),
        "basic" => Requirement::Secret(Secret::basic(value("username"), value("password"))),
        "apikey" => api_key(value, variables),
        "oauth2" => oauth2(value, variables),
        kind if SIGNATURES.contains(&kind) => {
            let values = auth.params_of(kind).map(parameters).unwrap_or_default();
            Requirement::Secret(Secret { scheme: Scheme::Signature(kind.to_owned()), values })
        }
        _ => Requirement::None,
    }
}

fn api_key(value: impl Fn(&str) -> Option<String>, variables: &Variables<'_>) -> Requirement {
    let name = value("key").unwrap_or_default();
    let name = variables.substitute(&name);
    if name.is_empty() {
        return Requirement::None;
    }
    if has_variable(&name) {
        return unsupported(
            "apikey",
            format!("the name of the API key, `{name}`, is a variable without a value"),
        );
    }
    let scheme = match value("in").as_deref() {
        Some("query") => Scheme::ApiKeyQuery(name.into_owned()),
        _ if is_token(&name) => Scheme::ApiKeyHeader(name.into_owned()),
        _ => {
            return unsupported(
                "apikey",
                format!("the name of the API key, {name:?}, is not valid for a header"),
            );
        }
    };
    Requirement::Secret(Secret::new(scheme, &[("value", value("value"))]))
}

fn unsupported(kind: &str, problem: String) -> Requirement {
    Requirement::Unsupported(Secret::new(Scheme::Signature(kind.to_owned()), &[]), problem)
}

fn oauth2(value: impl Fn(&str) -> Option<String>, variables: &Variables<'_>) -> Requirement {
    if value("tokenType").is_some_and(|kind| kind.eq_ignore_ascii_case("mac")) {
        return unsupported(
            "oauth2",
            "OAuth 2 MAC tokens are not supported, and Postman does not send them either".to_owned(),
        );
    }
    let scheme = match value("addTokenTo").as_deref() {
        Some("queryParams") => Scheme::ApiKeyQuery("access_token".to_owned()),
        _ => prefixed(value("headerPrefix").map(|prefix| variables.substitute(prefix.trim()).into_owned())),
    };
    Requirement::Secret(Secret::new(scheme, &[("token", value("accessToken"))]))
}

/// Returns the scheme of a token in the `Authorization` header, after a prefix.
fn prefixed(prefix: Option<String>) -> Scheme {
    match prefix.as_deref() {
        None | Some("Bearer") => Scheme::Bearer,
        Some("") => Scheme::Prefixed(String::new()),
        Some(prefix) if has_variable(prefix) => Scheme::Bearer,
        Some(prefix) => Scheme::Prefixed(format!("{prefix} ")),
    }
}

/// Returns the secret in the value of an `Authorization` header: a variable, after an optional prefix.
pub(crate) fn of_header(value: &str) -> Option<Secret> {
    let (prefix, name) = match pieces(value).collect::<Vec<_>>()[..] {
        [Piece::Variable(name)] => ("", name),
        [Piece::Literal(prefix), Piece::Variable(name)] => (prefix, name),
        _ => return None,
    };
    let scheme = match prefix.trim_end() {
        "Bearer" if prefix.ends_with(' ') => Scheme::Bearer,
        _ => Scheme::Prefixed(prefix.to_owned()),
    };
    Some(Secret::new(scheme, &[("token", Some(format!("{{{{{name}}}}}")))]))
}

/// Returns all parameters with a value, each once. In a list, the last one of a name counts.
fn parameters(params: &AuthParams) -> Vec<(String, String)> {
    let string = |value: &Value| match value {
        // The header and the claims of a JSON web token may be objects.
        Value::Object(_) => Some(value.to_string()),
        _ => value_string(value).map(Cow::into_owned),
    };
    let all: Vec<(&String, Option<&Value>)> = match params {
        AuthParams::List(list) => {
            list.iter().filter_map(|param| Some((param.key.as_ref()?, param.value.as_ref()))).collect()
        }
        AuthParams::Object(map) => map.iter().map(|(name, value)| (name, Some(value))).collect(),
    };
    let mut seen = HashSet::new();
    let last = all.into_iter().rev().filter(|(name, _)| seen.insert(*name));
    let mut parameters: Vec<(String, String)> =
        last.filter_map(|(name, value)| Some((name.clone(), string(value?)?))).collect();
    parameters.reverse();
    parameters
}

/// Returns the value of a parameter.
///
/// The malformed object `{"key": "token", "value": …}` is read as an entry of a list; Postman finds no parameter
/// `token` in it. An API key has parameters named `key` and `value`, so there the object is not malformed.
fn parameter(kind: &str, params: &AuthParams, name: &str) -> Option<String> {
    let value: &Value = match params {
        AuthParams::List(list) => list
            .iter()
            .rev()
            .find(|param| param.key.as_deref() == Some(name))
            .and_then(|param| param.value.as_ref())?,
        AuthParams::Object(map) => match map.get(name) {
            Some(value) => value,
            None if kind != "apikey" && map.get("key").and_then(Value::as_str) == Some(name) => {
                map.get("value")?
            }
            None => return None,
        },
    };
    value_string(value).map(Cow::into_owned)
}
