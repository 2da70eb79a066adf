//! The documentation of an operation's method.

use super::operation::{Owner, distinct_path};
use super::print::{description, list_item};
use super::{Context, docs, example};
use crate::api::{ErrorResponse, Operation, Parameter, Success, Type};

/// The lines of the documentation.
pub(super) fn lines(context: Context<'_>, owner: Owner<'_>, operation: &Operation) -> Vec<String> {
    let text = description(&operation.docs, "");
    let mut lines = Vec::new();
    if !repeats_the_name(operation) {
        lines.push(docs::sentence(&operation.name.wire));
        lines.extend((!text.is_empty()).then(String::new));
    }
    lines.extend(text);
    lines.extend([String::new(), request_and_response(context, operation)]);
    lines.extend(argument_list(operation));
    lines.extend(error_list(context, operation));
    lines.extend(example::lines(context, owner, operation));
    lines
}

/// Whether the description begins with the name of the operation.
fn repeats_the_name(operation: &Operation) -> bool {
    let name = operation.name.wire.trim().trim_end_matches('.');
    let Some(rest) = operation.docs.trim_start().strip_prefix(name) else { return false };
    // A name that contains Markdown is rendered differently in the description.
    name.starts_with(char::is_alphanumeric) && !rest.starts_with(char::is_alphanumeric)
}

/// The sentence about the request and what the call returns.
fn request_and_response(context: Context<'_>, operation: &Operation) -> String {
    let request = docs::code(&format!("{} {}", operation.method, operation.path.template()));
    let reference = operation.reference.as_ref().map(|url| format!(" ({})", docs::link("reference", url)));
    let credentials = credentials(context, operation);
    let response = match &operation.success {
        Success::Empty => "and returns nothing: the body of the response is ignored".to_owned(),
        Success::Json(ty) => format!("and returns {}", returned(ty)),
        Success::Undescribed => {
            "and returns the body of the response, which is not described, as a [`Body`](crate::Body)"
                .to_owned()
        }
    };
    format!("Sends {request}{}{credentials} {response}.", reference.unwrap_or_default())
}

/// A type as a sentence names it.
fn returned(ty: &Type) -> String {
    match ty {
        Type::Named(name) => format!("[`{name}`](types::{name})"),
        Type::Array(element) => format!("a list of {}", returned(element)),
        Type::Map(value) => format!("a map to {}", returned(value)),
        Type::Nullable(value) => format!("{}, or `None` for null", returned(value)),
        Type::Boxed(value) => returned(value),
        Type::Any => "JSON of any shape, as a [`Value`](serde_json::Value)".to_owned(),
        Type::DateTime => "a [`DateTime`](crate::DateTime)".to_owned(),
        Type::String => "a `String`".to_owned(),
        Type::Bool => "a `bool`".to_owned(),
        Type::Integer => "an `i64`".to_owned(),
        Type::Unsigned => "a `u64`".to_owned(),
        Type::Float => "an `f64`".to_owned(),
    }
}

/// The credential that is sent. It is named also where the client has only one, so that another operation with a second
/// one does not change this documentation.
fn credentials(context: Context<'_>, operation: &Operation) -> String {
    let Some(credential) = operation.credential.and_then(|index| context.api.credentials.get(index)) else {
        return String::new();
    };
    let setter = credential.name.trim_start_matches("r#");
    format!(" with [`{setter}`](crate::ClientBuilder::{setter})")
}

fn argument_list(operation: &Operation) -> Vec<String> {
    let arguments =
        distinct_path(operation).into_iter().filter(|parameter| !parameter.docs.trim().is_empty());
    let arguments: Vec<&Parameter> = arguments.collect();
    if arguments.is_empty() {
        return Vec::new();
    }
    let mut lines = section("Arguments");
    for parameter in arguments {
        let name = parameter.name.rust.trim_start_matches("r#");
        lines.extend(list_item(&format!("`{name}`"), &parameter.docs));
    }
    lines
}

fn error_list(context: Context<'_>, operation: &Operation) -> Vec<String> {
    if operation.errors.is_empty() {
        return Vec::new();
    }
    let mut lines = section("Errors");
    for error in &operation.errors {
        lines.extend(list_item(&error_label(context, error), &error.docs));
    }
    lines
}

/// The status, and a link to what tells this error from others: variants of the error type, or a method of `Error`.
fn error_label(context: Context<'_>, error: &ErrorResponse) -> String {
    let status = error.status;
    if let (Some(Type::Named(name)), [_, ..]) = (&context.api.error, &error.variants[..]) {
        let variants =
            error.variants.iter().map(|variant| format!("[`{variant}`](crate::types::{name}::{variant})"));
        let variants: Vec<String> = variants.collect();
        return format!("{status}, {}", variants.join(" or "));
    }
    match predicate(status) {
        Some(predicate) => format!("{status}, [`{predicate}`](crate::Error::{predicate})"),
        None => status.to_string(),
    }
}

/// The method of `Error` that is true after a status.
fn predicate(status: u16) -> Option<&'static str> {
    match status {
        400 => Some("is_bad_request"),
        401 => Some("is_unauthorized"),
        403 => Some("is_forbidden"),
        404 => Some("is_not_found"),
        409 => Some("is_conflict"),
        429 => Some("is_rate_limited"),
        500..=599 => Some("is_server_error"),
        _ => None,
    }
}

/// The heading of a section.
pub(super) fn section(title: &str) -> Vec<String> {
    vec![String::new(), format!("# {title}"), String::new()]
}
