//! The body of a request: the type that callers pass, and the method of the call that takes it.

use super::print::literal;
use super::rust_type::{Scope, type_text};
use crate::api::{Body, Content, GraphQl};

/// The type of the argument or the setter.
pub(crate) fn body_type(body: &Body) -> String {
    match &body.content {
        Content::Text => "impl Into<String>".to_owned(),
        Content::Bytes => "impl Into<bytes::Bytes>".to_owned(),
        content => content.ty().map_or_else(|| "()".to_owned(), |ty| type_text(ty, Scope::Operations)),
    }
}

/// The call of the method that takes the body, given a `body`.
pub(crate) fn set(body: &Body) -> String {
    match &body.content {
        Content::Json(_) => "json(&body)".to_owned(),
        Content::Text => "text(body.into())".to_owned(),
        Content::Bytes => "bytes(body.into())".to_owned(),
        Content::Urlencoded(_) => "urlencoded(&body.form)".to_owned(),
        Content::Multipart(_) => "multipart(&body.form)".to_owned(),
        Content::GraphQl(request) => graphql(request, "&body"),
    }
}

/// The call of the method that sets what is sent if the caller sets no body.
pub(crate) fn set_default(body: &Body) -> Option<String> {
    match &body.content {
        Content::Json(_) => Some("empty_json()".to_owned()),
        Content::GraphQl(request) => Some(graphql(request, "&()")),
        Content::Text | Content::Bytes | Content::Urlencoded(_) | Content::Multipart(_) => None,
    }
}

fn graphql(request: &GraphQl, variables: &str) -> String {
    let operation = match &request.operation_name {
        Some(name) => format!("Some({})", literal(name)),
        None => "None".to_owned(),
    };
    format!("graphql({}, {operation}, {variables})", literal(&request.query))
}
