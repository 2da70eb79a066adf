//! Operations, and what they answer.

use serde::Serialize;

use super::{Body, Name, Parameter, PathTemplate, Type};

/// A request of the collection.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// The 0-based place in the collection: depth first, requests only.
    pub index: usize,
    /// The method, and the item's name as Postman shows it, without outer white space.
    pub name: Name,
    /// The type of the call.
    pub type_name: String,
    /// The request's description: somebody else's Markdown.
    pub docs: String,
    /// Where the service documents the operation.
    pub reference: Option<String>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Former names, kept as deprecated methods.
    pub aliases: Vec<String>,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The place of the server in [`Api::servers`](super::Api::servers).
    pub server: usize,
    /// The path.
    pub path: PathTemplate,
    /// The query parameters in the collection's order.
    pub query: Vec<Parameter>,
    /// The whole query that Postman sends, name and value as written, where the parameters alone cannot send the same:
    /// an entry has no name or no value, or the entries of one name stand apart.
    pub exact_query: Vec<(String, Option<String>)>,
    /// The headers that the caller may set, in the collection's order.
    pub headers: Vec<Parameter>,
    /// The headers that are always sent, name and value, in the collection's order.
    pub constant_headers: Vec<(String, String)>,
    /// The place of the credential in [`Api::credentials`](super::Api::credentials).
    pub credential: Option<usize>,
    /// What the collection has for the credential, name and value as written: `token`, `{{BEARER_TOKEN}}`.
    pub credential_values: Vec<(String, String)>,
    /// Whether a repetition has the same effect as one call.
    pub idempotent: bool,
    /// The request body.
    pub body: Option<Body>,
    /// What a success answers.
    pub success: Success,
    /// The documented errors, by status.
    pub errors: Vec<ErrorResponse>,
}

impl Operation {
    /// The types of everything that is passed or returned.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.path.parameters().chain(&self.query).chain(&self.headers);
        let body = self.body.as_ref().and_then(|body| body.content.ty());
        let success = match &self.success {
            Success::Json(ty) => Some(ty),
            Success::Empty | Success::Undescribed => None,
        };
        parameters.map(|parameter| &parameter.ty).chain(body).chain(success)
    }
}

/// What a call returns when all went well.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Success {
    /// Nothing; whatever body the service sends is ignored.
    Empty,
    /// JSON of a type.
    Json(Type),
    /// Nobody says what: bytes with their content type.
    Undescribed,
}

/// A documented error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: u16,
    /// When it happens.
    pub docs: String,
    /// The type of the body, when it is described.
    pub body: Option<Type>,
    /// The variants of the error type that the service sends with this status.
    pub variants: Vec<String>,
}
