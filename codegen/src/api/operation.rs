//! Operations and their responses.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Body, Decision, Name, OperationAlias, Parameter, PathTemplate, Type};

/// An operation: a request of the collection that can be sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// The index of the request among all requests of the collection, depth first.
    pub index: usize,
    /// The name of the method, and the item's name as Postman shows it, without outer white space.
    pub name: Name,
    /// The type of the call.
    pub type_name: String,
    /// The first line of the documentation, as untrusted Markdown; the name is, if this is empty.
    pub summary: String,
    /// The description of the request, as untrusted Markdown.
    pub docs: String,
    /// The URL of the service's documentation.
    pub reference: Option<String>,
    /// The reason why the operation is deprecated.
    pub deprecated: Option<String>,
    /// Former names, kept as deprecated methods.
    pub aliases: Vec<OperationAlias>,
    /// The key of the overlay's `paths` that describes the operation: that of its entry, or the one that an entry would
    /// need. `None` if every key describes other operations too.
    pub overlay_key: Option<String>,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The index of the server in [`Api::servers`](super::Api::servers).
    pub server: usize,
    /// The path after the base URL.
    pub path: PathTemplate,
    /// The query parameters in the collection's order.
    pub query: Vec<Parameter>,
    /// The names and values of the query that Postman sends, unresolved, if setters cannot send the same query: an
    /// entry has no name or no value, or the entries of one name are not adjacent. Otherwise empty.
    pub exact_query: Vec<(String, Option<String>)>,
    /// The headers that the caller may set, in the collection's order.
    pub headers: Vec<Parameter>,
    /// The names and values of the headers that are always sent, in the collection's order.
    pub constant_headers: Vec<(String, String)>,
    /// The credentials, that of the request's auth first.
    pub credentials: Vec<OperationCredential>,
    /// Whether a repetition has the same effect as one call.
    pub idempotent: bool,
    /// The request body.
    pub body: Option<Body>,
    /// The response to a successful call.
    pub success: Success,
    /// The documented errors, sorted by status.
    pub errors: Vec<ErrorResponse>,
    /// The parts whose types are inferred from the examples in the collection.
    pub inferred: Inferred,
    /// The decisions of rules about this operation.
    pub decisions: Vec<Decision>,
    /// The saved responses with JSON or without content, for tests of users.
    #[serde(skip)]
    pub saved: Vec<SavedResponse>,
}

/// A response that was saved as an example.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SavedResponse {
    /// The HTTP status.
    pub status: u16,
    /// The media type; empty if there is no content.
    pub media_type: String,
    /// The body, in which secrets are redacted.
    pub body: String,
}

impl Operation {
    /// Returns the types of the parameters, of the body and of the successful response.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.path.parameters().chain(&self.query).chain(&self.headers);
        let body = self.body.as_ref().and_then(|body| body.content.ty());
        parameters.map(|parameter| &parameter.ty).chain(body).chain(self.success.ty())
    }

    /// Returns the types of the error bodies.
    pub fn error_types(&self) -> impl Iterator<Item = &Type> {
        self.errors.iter().filter_map(|error| error.body.as_ref())
    }
}

/// Returns whether a method is idempotent (RFC 9110, section 9.2.2): a repetition has the same effect as one call, unless
/// the overlay says otherwise. The runtime has the same rule.
#[must_use]
pub fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
}

/// A credential that an operation requires.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct OperationCredential {
    /// The index in [`Api::credentials`](super::Api::credentials).
    pub index: usize,
    /// The place that the collection has it in, with its unresolved value.
    pub source: CredentialSource,
}

/// The place of a credential in a request of the collection.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialSource {
    /// The auth, with the names and values of its parameters: `token`, `{{BEARER_TOKEN}}`.
    Auth(Vec<(String, String)>),
    /// A header, with its name and its value.
    Header(String, String),
    /// A query parameter, with its name and its value.
    Query(String, Option<String>),
}

/// The parts of an operation whose types are inferred from the examples in the collection.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Inferred {
    /// Whether the type of the body is inferred.
    pub body: bool,
    /// Whether the type of the successful response is inferred.
    pub success: bool,
}

/// The response to a successful call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Success {
    /// No body; a body that the service sends is ignored.
    Empty,
    /// JSON of a type.
    Json(Type),
    /// JSON of a type, or no body.
    Optional(Type),
    /// A body that is not documented: bytes with their content type.
    Undescribed,
}

impl Success {
    /// Returns the type of the JSON, if it is described.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Optional(ty) => Some(ty),
            Self::Empty | Self::Undescribed => None,
        }
    }
}

/// The HTTP statuses of a documented error. They are ordered as a list of them is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Status {
    /// One status.
    Code(u16),
    /// All statuses with this first digit.
    Class(u8),
    /// All that are not documented otherwise.
    Default,
}

impl Status {
    /// Returns a number by which statuses are sorted: a class follows its statuses.
    pub(crate) fn order(self) -> u16 {
        match self {
            Self::Code(code) => code,
            Self::Class(digit) => u16::from(digit) * 100 + 99,
            Self::Default => u16::MAX,
        }
    }
}

/// The status as OpenAPI has it: `404`, `4XX` or `default`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(f),
            Self::Class(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A code is a number, everything else a string.
impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Code(code) => serializer.serialize_u16(*code),
            other => serializer.collect_str(other),
        }
    }
}

/// A documented error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorResponse {
    /// The HTTP statuses.
    pub status: Status,
    /// The description of the error.
    pub docs: String,
    /// The type of the body, if it is documented.
    pub body: Option<Type>,
    /// The variants of the error type that the service sends with this status.
    pub variants: Vec<String>,
}
