//! Settings of the whole client: servers, their variables, and credentials.

use serde::Serialize;

use super::{Decision, Name};

/// A base URL: scheme, host, and the variables before the first literal of the path.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Server {
    /// The name, from its host and variables. It distinguishes operations that only differ in the server.
    pub name: String,
    /// The name of the static in generated code.
    pub constant: String,
    /// The base URL, with `{name}` for each variable: `https://{domain}/v1`.
    pub template: String,
}

/// The builder's method for the base URL. A variable with this Rust name is the whole base URL and has no setter of its
/// own.
pub const BASE_URL: &str = "base_url";

/// A variable of a server's template: a setting of the client.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Variable {
    /// The name of the setter, and the variable's name in the collection.
    pub name: Name,
    /// The description in the collection.
    pub docs: String,
    /// The value in the collection.
    pub default: Option<String>,
    /// The rule that made it a setting of the client.
    pub decision: Option<Decision>,
}

/// A query parameter that is a setting of the client: nearly all operations of a server send it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct QuerySetting {
    /// The name of the setter on the client's builder, and the name that is sent.
    pub name: Name,
    /// The name of the static in generated code.
    pub constant: String,
    /// The value in the collection, percent-encoded as Postman sends it.
    pub default: String,
    /// The rule that made it a setting of the client.
    pub decision: Option<Decision>,
}

/// A credential that callers give to the client.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Credential {
    /// The name of the setter on the client's builder.
    pub name: String,
    /// The name of the static in generated code.
    pub constant: String,
    /// The authentication scheme.
    pub scheme: Scheme,
    /// The names of the variables that the collection takes it from.
    pub variables: Vec<String>,
    /// The rule that made it a credential.
    pub decision: Option<Decision>,
}

/// An authentication scheme: the form in which a credential is sent.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization:` with a token after this prefix, which includes its white space.
    Prefixed(String),
    /// `Authorization: Basic …` with a user and a password.
    Basic,
    /// A header with this name.
    ApiKeyHeader(String),
    /// A query parameter with this name.
    ApiKeyQuery(String),
    /// A signature that a hook of the caller computes, with Postman's name of its type (`awsv4`, `hawk` …),
    /// or `script` where a script of the collection computes it.
    Signature(String),
}

impl Scheme {
    /// Returns the name of the header that has the credential; `None` for a query parameter and for a signature.
    pub fn header(&self) -> Option<&str> {
        match self {
            Self::Bearer | Self::Prefixed(_) | Self::Basic => Some("Authorization"),
            Self::ApiKeyHeader(name) => Some(name),
            Self::ApiKeyQuery(_) | Self::Signature(_) => None,
        }
    }
}

/// A pre-request script that authenticates requests, which a client does not run.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct AuthScript {
    /// The location in the collection; empty for a script of the whole collection.
    pub location: String,
    /// What it does.
    pub effect: ScriptEffect,
}

/// What a script does to authenticate requests.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptEffect {
    /// It computes a signature.
    Signs,
    /// It sets this header.
    SetsHeader(String),
    /// It sets this variable, which a credential has in the collection.
    SetsVariable(String),
}
