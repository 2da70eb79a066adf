//! The authentication of a request.

use std::borrow::Cow;

use hashbrown::HashSet;
use serde_json::Value;

use super::headers::is_token;
use super::variables::{Variables, value_string};
use crate::api::{CredentialSource, Scheme};
use crate::collection::{Auth, AuthParams};
use crate::lower::secrets::is_reference;
use crate::pieces::{Piece, has_variable, pieces};

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
    /// The header or the query parameter that Postman sends, for an API key that is not a string.
    pub(crate) source: Option<CredentialSource>,
}

impl Secret {
    fn new(scheme: Scheme, values: &[(&str, Option<String>)]) -> Self {
        let values =
            values.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?))).collect();
        Self { scheme, values, source: None }
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

    /// Returns the names of the variables in the collection's values, each once, in order. A literal secret is none.
    pub(crate) fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for (_, value) in &self.values {
            for piece in pieces(value) {
                match piece {
                    Piece::Variable(name) if !names.contains(&name) && !is_reference(name) => {
                        names.push(name)
                    }
                    _ => {}
                }
            }
        }
        names
    }
}

/// The types of auth that sign each request.
const SIGNATURES: &[&str] = &["asap", "awsv4", "digest", "edgegrid", "hawk", "jwt", "ntlm", "oauth1"];

/// Returns the type of an auth for which neither Postman nor the client sends a credential, because it is unknown.
pub(crate) fn unknown_type(auth: Option<&Auth>) -> Option<&str> {
    let kind = auth?.kind.as_deref().filter(|kind| !kind.is_empty())?;
    let is_known =
        matches!(kind, "noauth" | "bearer" | "basic" | "apikey" | "oauth2") || SIGNATURES.contains(&kind);
    (!is_known).then_some(kind)
}

/// Returns the requirement of the auth that applies to a request. Postman sends no credential for an unknown type.
pub(crate) fn requirement(auth: Option<&Auth>, variables: &Variables<'_>) -> Requirement {
    let Some((auth, kind)) = auth.and_then(|auth| Some((auth, auth.kind.as_deref()?))) else {
        return Requirement::None;
    };
    let value = |name: &str| auth.params_of(kind).and_then(|params| parameter(kind, params, name));
    match kind {
        "bearer" => Requirement::Secret(Secret::new(Scheme::Bearer, &[("token", value("token"))])),
        "basic" => Requirement::Secret(Secret::basic(value("username"), value("password"))),
        "apikey" => {
            let secret = auth.params_of(kind).and_then(|params| raw_parameter(kind, params, "value"));
            api_key(value, secret, variables)
        }
        "oauth2" => oauth2(value, variables),
        kind if SIGNATURES.contains(&kind) => {
            let values = auth.params_of(kind).map(parameters).unwrap_or_default();
            Requirement::Secret(Secret { scheme: Scheme::Signature(kind.to_owned()), values, source: None })
        }
        _ => Requirement::None,
    }
}

fn api_key(
    value: impl Fn(&str) -> Option<String>,
    secret: Option<&Value>,
    variables: &Variables<'_>,
) -> Requirement {
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
    let source = match (&scheme, secret) {
        (_, Some(Value::String(string))) if !string.is_empty() => None,
        (Scheme::ApiKeyQuery(name), _) => {
            Some(CredentialSource::Query(name.clone(), secret.and_then(Value::as_str).map(str::to_owned)))
        }
        // Postman sends no header.
        (_, Some(Value::Array(list))) if list.is_empty() => return Requirement::None,
        (Scheme::ApiKeyHeader(name), _) => Some(CredentialSource::Header(name.clone(), header_value(secret))),
        _ => None,
    };
    let values = match (&scheme, secret) {
        (Scheme::ApiKeyHeader(_), Some(secret)) => Some(header_value(Some(secret))),
        (_, secret) => secret.and_then(Value::as_str).map(str::to_owned),
    };
    Requirement::Secret(Secret { source, ..Secret::new(scheme, &[("value", values)]) })
}

/// Returns an API key as the value of a header, as JavaScript converts it to a string. Of a list, Postman sends a header
/// for each element, which is the same as one header with all of them (RFC 9110, section 5.3).
fn header_value(secret: Option<&Value>) -> String {
    match secret {
        None => String::new(),
        Some(Value::String(string)) => string.clone(),
        Some(Value::Object(_)) => "[object Object]".to_owned(),
        Some(Value::Array(list)) => {
            list.iter().map(|element| header_value(Some(element))).collect::<Vec<_>>().join(", ")
        }
        Some(value) => value.to_string(),
    }
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
    let word = prefix.trim_end();
    let scheme = match word {
        "Bearer" if prefix.ends_with(' ') => Scheme::Bearer,
        // A literal is a user and a password, but a variable has their base64.
        _ if is_reference(name) && word.eq_ignore_ascii_case("basic") => Scheme::Basic,
        _ if is_reference(name) && is_signature(word) => Scheme::Signature(word.to_ascii_lowercase()),
        _ => Scheme::Prefixed(prefix.to_owned()),
    };
    Some(Secret::new(scheme, &[("token", Some(format!("{{{{{name}}}}}")))]))
}

/// Whether the value after a scheme in the header `Authorization` is computed for each request.
fn is_signature(scheme: &str) -> bool {
    let scheme = scheme.to_ascii_lowercase();
    let is_listed = ["digest", "hawk", "negotiate", "ntlm", "oauth", "signature"].contains(&scheme.as_str());
    is_listed || scheme.contains("hmac")
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
    raw_parameter(kind, params, name).and_then(value_string).map(Cow::into_owned)
}

/// Returns the value of a parameter, of the type that it has in the file.
fn raw_parameter<'p>(kind: &str, params: &'p AuthParams, name: &str) -> Option<&'p Value> {
    match params {
        AuthParams::List(list) => list
            .iter()
            .rev()
            .find(|param| param.key.as_deref() == Some(name))
            .and_then(|param| param.value.as_ref()),
        AuthParams::Object(map) => match map.get(name) {
            Some(value) => Some(value),
            None if kind != "apikey" && map.get("key").and_then(Value::as_str) == Some(name) => {
                map.get("value")
            }
            None => None,
        },
    }
}
