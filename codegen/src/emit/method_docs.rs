//! The documentation of an operation's method.

use super::print::{COMMENT_WIDTH, decided, description, list_item, section, sentence};
use super::signature::{Owner, distinct_path};
use super::{Context, docs, example};
use crate::api::{ErrorResponse, Operation, Status, Success, Type};

/// The lines of the documentation.
pub(super) fn lines(context: Context<'_>, owner: Owner<'_>, operation: &Operation) -> Vec<String> {
    let text = description(&operation.docs);
    let mut lines = match operation.summary.as_str() {
        "" if repeats_the_name(operation) => Vec::new(),
        "" => vec![docs::sentence(&operation.name.wire)],
        summary => description(summary),
    };
    lines.extend((!lines.is_empty() && !text.is_empty()).then(String::new));
    lines.extend(text);
    lines.push(String::new());
    lines.extend(request_and_response(context, operation));
    lines.extend(argument_list(operation));
    lines.extend(error_list(context, operation));
    lines.extend(decision_list(operation));
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

/// The sentences about the request, what the call returns, and the reference.
fn request_and_response(context: Context<'_>, operation: &Operation) -> Vec<String> {
    let request =
        docs::code(&format!("{} {}{}", operation.method, operation.path.template(), query(operation)));
    let response = match &operation.success {
        Success::Empty => vec!["and returns `()`: the body of the response is ignored.".to_owned()],
        Success::Json(ty) => vec![format!("and returns {}.", returned(ty))],
        Success::Optional(ty) => vec![
            format!("and returns {},", returned(ty)),
            "or `None` for a response without content.".to_owned(),
        ],
        Success::Undescribed => vec![
            "and returns the body of the response,".to_owned(),
            "which is not described, as a [`Body`](crate::Body).".to_owned(),
        ],
    };
    let reference =
        operation.reference.as_ref().map(|url| format!("See the {}.", docs::link("reference", url)));
    let request = Some(format!("Sends {request}"));
    let credentials = credentials(context, operation);
    let parts = request.into_iter().chain(credentials).chain(response).chain(reference);
    sentence(parts, COMMENT_WIDTH)
}

/// The query that is sent by default, with its `?`; empty if there is none.
fn query(operation: &Operation) -> String {
    let defaults = operation.query.iter().filter_map(|parameter| {
        Some(format!("{}={}", parameter.name.wire, parameter.default.as_ref()?.encoded()?))
    });
    let defaults: Vec<String> = defaults.collect();
    if defaults.is_empty() { String::new() } else { format!("?{}", defaults.join("&")) }
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
        Type::Number => "a [`Number`](crate::Number)".to_owned(),
    }
}

/// The credentials that are sent. They are named also where the client has only one, so that another operation with a
/// second one does not change this documentation.
fn credentials(context: Context<'_>, operation: &Operation) -> Vec<String> {
    let credentials = operation.credentials.iter().filter_map(|own| context.api.credentials.get(own.index));
    let setters = credentials.map(|credential| credential.name.trim_start_matches("r#"));
    let links: Vec<String> =
        setters.map(|setter| format!("[`{setter}`](crate::ClientBuilder::{setter})")).collect();
    let mut list = enumeration(links);
    if let Some(first) = list.first_mut() {
        first.insert_str(0, "with ");
    }
    list
}

/// The items of an enumeration: all but the last two are followed by a comma, the last but one by `and`.
fn enumeration(items: Vec<String>) -> Vec<String> {
    let count = items.len();
    let follow = |(index, item): (usize, String)| match count - index {
        1 => item,
        2 => format!("{item} and"),
        _ => format!("{item},"),
    };
    items.into_iter().enumerate().map(follow).collect()
}

fn argument_list(operation: &Operation) -> Vec<String> {
    let path = distinct_path(operation).into_iter();
    let path = path.map(|parameter| (parameter.name.rust.trim_start_matches("r#"), &parameter.docs));
    let body = operation.body.as_ref().filter(|body| body.required);
    let arguments = path.chain(body.map(|body| ("body", &body.docs)));
    let described: Vec<_> = arguments.filter(|(_, docs)| !docs.trim().is_empty()).collect();
    if described.is_empty() {
        return Vec::new();
    }
    let mut lines = section("Arguments");
    for (name, docs) in described {
        lines.extend(list_item(vec![format!("`{name}`")], docs));
    }
    lines
}

fn error_list(context: Context<'_>, operation: &Operation) -> Vec<String> {
    if operation.errors.is_empty() {
        return Vec::new();
    }
    let mut lines = section("Errors");
    for error in &operation.errors {
        lines.extend(list_item(error_label(context, error), &error.docs));
    }
    lines
}

fn decision_list(operation: &Operation) -> Vec<String> {
    if operation.decisions.is_empty() {
        return Vec::new();
    }
    let mut lines = section("Inferred from the collection");
    for decision in &operation.decisions {
        lines.extend(list_item(vec![docs::code(&decision.subject)], &decided(decision)));
    }
    lines
}

/// The status, and links to the variants of the error type, or else to the method of `Error` that is true for the status.
fn error_label(context: Context<'_>, error: &ErrorResponse) -> Vec<String> {
    let links: Vec<String> = match (&context.api.error, predicate(error.status)) {
        (Some(Type::Named(name)), _) if !error.variants.is_empty() => error
            .variants
            .iter()
            .map(|variant| format!("[`{variant}`](crate::types::{name}::{variant})"))
            .collect(),
        (_, Some(predicate)) => vec![format!("[`{predicate}`](crate::Error::{predicate})")],
        (_, None) => return vec![status(error.status)],
    };
    let mut label = vec![format!("{},", status(error.status))];
    let count = links.len();
    label.extend(links.into_iter().enumerate().map(|(index, link)| match count - index {
        1 => link,
        2 => format!("{link} or"),
        _ => format!("{link},"),
    }));
    label
}

/// The statuses of an error in a list.
fn status(status: Status) -> String {
    match status {
        Status::Default => "any other status".to_owned(),
        status => status.to_string(),
    }
}

/// Returns the method of `Error` that is true for a status.
fn predicate(status: Status) -> Option<&'static str> {
    match status {
        Status::Code(400) => Some("is_bad_request"),
        Status::Code(401) => Some("is_unauthorized"),
        Status::Code(403) => Some("is_forbidden"),
        Status::Code(404) => Some("is_not_found"),
        Status::Code(409) => Some("is_conflict"),
        Status::Code(429) => Some("is_rate_limited"),
        Status::Code(500..=599) | Status::Class(5) => Some("is_server_error"),
        _ => None,
    }
}
