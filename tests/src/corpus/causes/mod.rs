//! The causes of differences between a request and the reference.
//!
//! A documented deviation from Postman is recognized by its effect on the request, and only where it can occur: an
//! encoded path argument needs an argument in the path, and the literals around it must be equal. A difference without
//! a known cause is [`Cause::Other`].

mod encoding;

use std::fmt;

use codegen::api::{Content, Operation, Parameter, Sample, Type};
use serde_json::Value;

use super::compare::Difference;
use super::masks;
use super::message::{Message, header};
use super::placeholders;
use super::recording::Line;
use encoding::{
    is_boundary, is_cut, is_form_part, is_overlay_constant, is_parsed, is_part_order, is_path_argument,
    is_query_order, is_query_value, plain,
};

/// The types of credentials that sign a request, or respond to a challenge, and that the replay has no hook for.
const SIGNING: &[&str] = &["asap", "edgegrid", "ntlm"];

/// The starts of the messages with which Rust refuses strings that are no integer, number or boolean.
const PARSING: &[&str] = &[
    "invalid digit found in string",
    "cannot parse integer from empty string",
    "number too",
    "invalid float literal",
    "cannot parse float from empty string",
    "provided string was not `true` or `false`",
];

/// What the recorder writes if the reference fails without a message.
const NOT_SENT: &str = "no request was sent";

/// The cause of a difference.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Cause {
    /// Deviation 1: a path argument is encoded as one segment.
    PathEncoded,
    /// Deviation 1: a path argument would leave its segment.
    PathRefused,
    /// Deviation 2: a bearer token as one object is read as a list entry.
    BearerObject,
    /// Deviation 3: the overlay has a constant in the query.
    OverlayQuery,
    /// Deviation 4: the collection has a setting that the client does not follow.
    NotFollowed(String),
    /// Deviation 5: the overlay describes the body.
    OverlayBody,
    /// Deviation 7: the entries of a query or a form are in another order.
    Order,
    /// Deviation 8: names and media types in a multipart form are those of browsers.
    FormPart,
    /// Deviation 9: the HTTP stack decides.
    HttpStack,
    /// Deviation 10: codegen or the client refuses the request because of an invalid base URL.
    NoHost,
    /// Deviation 11: an argument breaks a rule of the overlay.
    OverlayRule,
    /// Deviation 12: a segment of a path that is an object is its value.
    SegmentObject,
    /// Deviation 13: with the values of its variables a body is not JSON.
    BrokenJson,
    /// Deviation 14: a form field or API key with a variable as its name is not sent.
    VariableName,
    /// Deviation 15: a URL that has only `raw` is read from it.
    RawUrl,
    /// Deviation 16: a placeholder is a value of the type that it names.
    Placeholder,
    /// Deviation 20: what has no value is not sent.
    NoValue,
    /// Deviation 21: a value is not of the type that the collection declares.
    DeclaredType,
    /// Deviation 6: `%` and `+` in query values are encoded.
    QueryEncoded,
    /// The reference does not send requests of this kind, or skips the file.
    Skipped,
    /// The reference fails for a form whose only file has no path; the replay sends no form.
    NoFile,
    /// The reference has no valid base URL. The replay replaces the base URL.
    InvalidServer,
    /// The replay has no signature of this type.
    Signing(String),
    /// Our client refuses the request.
    Refused(String),
    /// Another cause, in this field.
    Other(String),
    /// A refusal or another cause that the recording's `known.json` has, with the reason.
    Known(Box<Self>),
}

impl Cause {
    /// Whether it is a problem.
    pub(crate) fn is_problem(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Other(_))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PathEncoded => f.write_str("deviation 1: a path argument is encoded"),
            Self::PathRefused => f.write_str("deviation 1: a path argument is refused"),
            Self::BearerObject => f.write_str("deviation 2: a bearer token as one object"),
            Self::OverlayQuery => f.write_str("deviation 3: a constant of the overlay in the query"),
            Self::NotFollowed(setting) => write!(f, "deviation 4: {setting} is not followed"),
            Self::OverlayBody => f.write_str("deviation 5: the body is the overlay's"),
            Self::QueryEncoded => f.write_str("deviation 6: % or + in a query value"),
            Self::Order => f.write_str("deviation 7: the query or form has another order"),
            Self::FormPart => f.write_str("deviation 8: names and media types of a form"),
            Self::HttpStack => f.write_str("deviation 9: the HTTP stack decides"),
            Self::NoHost => f.write_str("deviation 10: an invalid base URL"),
            Self::OverlayRule => f.write_str("deviation 11: an argument breaks a rule of the overlay"),
            Self::SegmentObject => f.write_str("deviation 12: a segment that is an object"),
            Self::BrokenJson => f.write_str("deviation 13: with these values the body is not JSON"),
            Self::VariableName => f.write_str("deviation 14: a variable as a name"),
            Self::RawUrl => f.write_str("deviation 15: a URL that has only `raw`"),
            Self::Placeholder => f.write_str("deviation 16: a value instead of a placeholder"),
            Self::NoValue => f.write_str("deviation 20: nothing without a value is sent"),
            Self::DeclaredType => f.write_str("deviation 21: a value that is not of the declared type"),
            Self::NoFile => f.write_str("the reference fails for a file without a path"),
            Self::Skipped => f.write_str("the reference skips requests of this kind"),
            Self::InvalidServer => f.write_str("the reference has no valid server; the replay has one"),
            Self::Signing(scheme) => write!(f, "signing: {scheme}"),
            Self::Refused(problem) => write!(f, "refused: {problem}"),
            Self::Other(field) => write!(f, "other: {field}"),
            Self::Known(cause) => write!(f, "known: {cause}"),
        }
    }
}

/// The facts of a request, besides the requests that were sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestFacts<'f> {
    /// The operation; `None` if codegen refused the request.
    pub(crate) operation: Option<&'f Operation>,
    /// Whether there is an overlay.
    pub(crate) has_overlay: bool,
    /// Whether the collection has a bearer token as one object.
    pub(crate) has_bearer_object: bool,
    /// The setting of the request that changes it in Postman, and that the client does not follow.
    pub(crate) not_followed: Option<&'static str>,
    /// Whether the collection has a `Content-Length` for the request.
    pub(crate) has_length: bool,
    /// Whether a form field or an API key of the request has a variable in its name.
    pub(crate) has_variable_name: bool,
    /// The line that the replay printed for the request.
    pub(crate) printed: &'f str,
    /// Whether the replay created a client.
    pub(crate) has_client: bool,
}

/// Returns the cause of a difference in a field.
pub(crate) fn of_difference(
    difference: &Difference,
    line: &Line,
    ours: &Message,
    facts: RequestFacts<'_>,
) -> Cause {
    let theirs = &line.message;
    let field = difference.field.as_str();
    if placeholders::explain(field, theirs, ours) {
        return Cause::Placeholder;
    }
    if matches!(field, "path" | "query") && is_path_argument(theirs, ours, facts.operation) {
        return Cause::PathEncoded;
    }
    if field == "query" && is_query_value(theirs, ours) {
        return Cause::QueryEncoded;
    }
    if field == "query" && is_query_order(theirs, ours) {
        return Cause::Order;
    }
    if field == "query" && is_overlay_constant(theirs, ours, facts.operation) {
        return Cause::OverlayQuery;
    }
    if let Some(cause) = signing(field, line, ours) {
        return cause;
    }
    if field.starts_with("body.part[") && is_form_part(difference, ours) {
        return Cause::FormPart;
    }
    if field.starts_with("body.part[") && is_part_order(theirs, ours) {
        return Cause::Order;
    }
    if matches!(field, "body" | "header content-type") && is_boundary(theirs, ours) {
        return Cause::FormPart;
    }
    if is_without_value(field, theirs, ours, facts.operation) {
        return Cause::NoValue;
    }
    let is_of_stack = matches!(field, "header host" | "header content-length" | "header transfer-encoding");
    let is_cut = || facts.has_length && field == "body" && is_cut(theirs, ours);
    if is_of_stack || is_parsed(field, theirs, ours) || is_cut() {
        return Cause::HttpStack;
    }
    if field == "header authorization" && facts.has_bearer_object && is_new_bearer(line, ours) {
        return Cause::BearerObject;
    }
    if matches!(field, "body" | "header content-type") && is_overlay_body(theirs, ours, facts) {
        return Cause::OverlayBody;
    }
    if field == "path" && theirs.path.contains("[object%20Object]") {
        return Cause::SegmentObject;
    }
    if facts.has_variable_name && is_without_names(field, theirs, ours) {
        return Cause::VariableName;
    }
    match facts.not_followed {
        Some(setting) => Cause::NotFollowed(setting.to_owned()),
        None => Cause::Other(without_numbers(field)),
    }
}

/// Returns the cause of a missing request of our client.
pub(crate) fn of_absence(line: &Line, facts: RequestFacts<'_>) -> Cause {
    if facts.operation.is_none() {
        return Cause::NoHost;
    }
    if !facts.has_client {
        return Cause::Refused("with these values the client cannot be built".to_owned());
    }
    let Some((_, problem)) = facts.printed.split_once("refused: ") else {
        return Cause::Other("not sent".to_owned());
    };
    if problem.contains("path argument") {
        return Cause::PathRefused;
    }
    if problem.contains("a base URL must not have a query") {
        return Cause::NoHost;
    }
    if facts.has_overlay && problem.starts_with("not a valid ") {
        return Cause::OverlayRule;
    }
    if problem.contains("does not fit its type") {
        if facts.has_overlay && line.message.body.is_none() && has_overlays_body(facts) {
            return Cause::OverlayBody;
        }
        let is_json = line.message.text().is_some_and(|text| serde_json::from_str::<Value>(text).is_ok());
        return match is_json {
            true => Cause::Other("body does not fit its type".to_owned()),
            false => Cause::BrokenJson,
        };
    }
    if !facts.has_overlay
        && PARSING.iter().any(|start| problem.starts_with(start))
        && has_typed_variable(facts)
    {
        return Cause::DeclaredType;
    }
    Cause::Refused(problem.split([':', ';']).next().unwrap_or("").trim().to_owned())
}

/// Returns the cause of a request of our client that the reference does not send.
pub(crate) fn of_presence(error: &str, facts: RequestFacts<'_>) -> Cause {
    let is_invalid_url = error.starts_with("Invalid URI") || error.starts_with("Invalid protocol");
    match facts.not_followed {
        _ if error.starts_with("skipped: ") => Cause::Skipped,
        _ if is_invalid_url => Cause::InvalidServer,
        _ if error.ends_with("request url is empty") => Cause::RawUrl,
        _ if error == NOT_SENT && is_empty_form(facts) => Cause::NoFile,
        Some(setting) => Cause::NotFollowed(setting.to_owned()),
        None => Cause::Other("sent, but not by the reference".to_owned()),
    }
}

/// Returns the cause of a difference in a field with a signature, if the request is signed.
fn signing(field: &str, line: &Line, ours: &Message) -> Option<Cause> {
    let scheme = line.auth.as_deref()?;
    let theirs = &line.message;
    // Only OAuth 1 sends a form without fields; the replay's hook puts the parameters into the query.
    let is_only_body = || ours.body.is_none() && theirs.text().is_some_and(|text| text.starts_with("oauth_"));
    let explained = match (scheme, field) {
        ("oauth1", "query" | "header content-type" | "body") => is_only_body(),
        // Postman signs multipart forms as if they were empty.
        ("awsv4", "header authorization") => is_multipart(ours),
        // Equal JSON has another hash if it is written differently.
        ("awsv4", "header x-amz-content-sha256") => is_multipart(ours) || is_json(ours),
        ("awsv4", "query") => is_with_expiry(theirs.query.as_deref()?, ours.query.as_deref()?),
        _ if !SIGNING.contains(&scheme) => false,
        (_, "header authorization") => true,
        (_, "query") => has_all_pairs(theirs.query.as_deref()?, ours.query.as_deref().unwrap_or("")),
        _ => field.starts_with("header x-amz-"),
    };
    explained.then(|| Cause::Signing(scheme.to_owned()))
}

fn is_multipart(message: &Message) -> bool {
    let media_type = header(&message.headers, "content-type");
    media_type.is_some_and(|media_type| media_type.starts_with("multipart/"))
}

fn is_json(message: &Message) -> bool {
    message.body.as_ref().is_some_and(|body| body.kind == "json")
}

/// Whether the reference has the media type of a body that it does not send, or the scheme of an empty token.
fn is_without_value(field: &str, theirs: &Message, ours: &Message, operation: Option<&Operation>) -> bool {
    match field {
        "header content-type" => {
            let mut own = operation.into_iter().flat_map(|operation| {
                let settable = operation.headers.iter().map(|header| &header.name.wire);
                settable.chain(operation.constant_headers.iter().map(|(name, _)| name))
            });
            let has_own = own.any(|name| name.eq_ignore_ascii_case("content-type"));
            theirs.body.is_none()
                && ours.body.is_none()
                && !has_own
                && header(&ours.headers, "content-type").is_none()
        }
        "header authorization" => {
            let scheme = header(&theirs.headers, "authorization").map(str::trim);
            scheme == Some("Bearer") && header(&ours.headers, "authorization").is_none()
        }
        _ => false,
    }
}

/// Whether our query has an expiry of the signature, and is equal otherwise.
fn is_with_expiry(theirs: &str, ours: &str) -> bool {
    let rest: Vec<&str> = ours.split('&').filter(|pair| !pair.starts_with("X-Amz-Expires=")).collect();
    masks::query(&rest.join("&")) == masks::query(theirs)
}

/// Whether the reference has all pairs of our query or form, and possibly more. Encoded and decoded values are equal.
fn has_all_pairs(theirs: &str, ours: &str) -> bool {
    let theirs: Vec<Vec<u8>> = theirs.split('&').map(plain).collect();
    ours.is_empty() || ours.split('&').all(|pair| theirs.contains(&plain(pair)))
}

/// Whether ours is the reference without some of its entries.
fn is_without_names(field: &str, theirs: &Message, ours: &Message) -> bool {
    let parts = |message: &Message| message.body.as_ref().map_or(0, |body| body.parts.len());
    match field.strip_prefix("header ") {
        Some(name) => header(&ours.headers, name).is_none(),
        None if field == "query" => {
            has_all_pairs(theirs.query.as_deref().unwrap_or(""), ours.query.as_deref().unwrap_or(""))
        }
        None if field.starts_with("body.part[") => parts(ours) < parts(theirs),
        None => {
            field.starts_with("body") && has_all_pairs(theirs.text().unwrap_or(""), ours.text().unwrap_or(""))
        }
    }
}

/// Whether our client sends a token, and the reference does not.
fn is_new_bearer(line: &Line, ours: &Message) -> bool {
    let has = |message: &Message, start: &str| {
        message.headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("authorization")
                && value.starts_with(start)
                && value.len() > start.len()
        })
    };
    line.auth.as_deref() == Some("bearer") && has(ours, "Bearer ") && !has(&line.message, "")
}

/// Whether a parameter of the request has a variable as its value, and a type that is not a string.
fn has_typed_variable(facts: RequestFacts<'_>) -> bool {
    let Some(operation) = facts.operation else { return false };
    let parameters = operation.path.parameters().chain(&operation.query).chain(&operation.headers);
    let has_variable = |parameter: &Parameter| {
        let mut values = parameter.values.iter().filter_map(|value| value.value.as_deref());
        values.any(|value| value.contains("{{"))
    };
    let mut typed = parameters.filter(|parameter| {
        matches!(parameter.ty, Type::Integer | Type::Unsigned | Type::Float | Type::Number | Type::Bool)
    });
    typed.any(has_variable)
}

/// Whether the body is a multipart form of which no field is sent.
fn is_empty_form(facts: RequestFacts<'_>) -> bool {
    let body = facts.operation.and_then(|operation| operation.body.as_ref());
    body.is_some_and(|body| {
        let is_empty = matches!(&body.sample, Sample::Form(values) if values.is_empty());
        is_empty && matches!(body.content, Content::Multipart(_))
    })
}

/// Whether the collection has no body and the overlay has one, or the overlay describes the collection's text body as
/// JSON.
fn is_overlay_body(theirs: &Message, ours: &Message, facts: RequestFacts<'_>) -> bool {
    let content_type = |message: &Message| header(&message.headers, "content-type").map(str::to_owned);
    let is_json = content_type(theirs).as_deref() == Some("text/plain")
        && content_type(ours).as_deref() == Some("application/json");
    let is_new = theirs.body.is_none() && ours.body.is_some() && has_overlays_body(facts);
    facts.has_overlay && (is_new || is_json)
}

/// Whether there is a body that the collection does not have.
fn has_overlays_body(facts: RequestFacts<'_>) -> bool {
    let body = facts.operation.and_then(|operation| operation.body.as_ref());
    body.is_some_and(|body| match &body.sample {
        Sample::None => true,
        Sample::Text(text) => text.trim().is_empty(),
        _ => false,
    })
}

/// Removes the index of a part, so that all parts have one cause: `body.part[3].name` becomes `body.part[].name`.
fn without_numbers(field: &str) -> String {
    match (field.split_once('['), field.split_once(']')) {
        (Some((start, _)), Some((_, end))) => format!("{start}[]{end}"),
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests;
