//! What belongs to a client as a whole: where requests go, and who sends them.

use serde::Serialize;

use super::Name;

/// The front of a URL: scheme, host and what precedes the first literal text of the path.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Server {
    /// The name, for collections that have more than one.
    pub name: String,
    /// The constant in generated code.
    pub constant: String,
    /// The front's text; a variable stands as `{name}`.
    pub template: String,
}

/// The builder's setter for the whole front of the URLs; a variable that bears this name needs none of its own.
pub const BASE_URL: &str = "base_url";

/// A variable of a server's template: a setting of the client.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Variable {
    /// The setter, and the variable's name in the collection.
    pub name: Name,
    /// The collection's description.
    pub docs: String,
    /// The collection's value.
    pub default: Option<String>,
}

/// One way to authenticate.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Credential {
    /// The setter on the client's builder.
    pub name: String,
    /// The constant in generated code.
    pub constant: String,
    /// What is sent, and where.
    pub scheme: Scheme,
    /// The collection's variables that it is taken from.
    pub variables: Vec<String>,
}

/// What a credential looks like on the wire.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization:` with this before the token, white space included.
    Prefixed(String),
    /// `Authorization: Basic …`, from a user and a password.
    Basic,
    /// A header of this name.
    ApiKeyHeader(String),
    /// A query parameter of this name.
    ApiKeyQuery(String),
    /// A signature of this kind, which a hook of the caller computes: `awsv4`, `hawk` …
    Signature(String),
}

impl Scheme {
    /// The header that it sets; nothing when that depends on the hook.
    pub fn header(&self) -> Option<&str> {
        match self {
            Self::Bearer | Self::Prefixed(_) | Self::Basic => Some("Authorization"),
            Self::ApiKeyHeader(name) => Some(name),
            Self::ApiKeyQuery(_) | Self::Signature(_) => None,
        }
    }
}
