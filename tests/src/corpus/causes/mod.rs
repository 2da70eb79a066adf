//! Why a request is not the one of the reference.
//!
//! A documented departure is recognized by what it does to the text, and only where it can be at work: an encoded path
//! argument needs an argument in the path, with the literal text around it as it should be. What nothing explains is
//! [`Cause::Other`].

mod spelling;

use std::fmt;

use codegen::api::{Operation, Sample};
use serde_json::Value;

use super::compare::Difference;
use super::message::{Message, header};
use super::recording::Line;
use spelling::{is_cut, is_form_part, is_parsed, is_path_argument, is_query_order, is_query_value, plain};

/// Credentials that sign a request or answer a challenge in ways that the replay has no hook for.
const SIGNING: &[&str] = &["asap", "awsv4", "edgegrid", "ntlm"];

/// Why.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Cause {
    /// Departure 1: a path argument is encoded as one segment.
    PathEncoded,
    /// Departure 1: a path argument would leave its segment.
    PathRefused,
    /// Departure 2: one object is read as the list entry it was meant to be.
    BearerObject,
    /// Departure 4: the collection has something that the client does not follow.
    NotFollowed(String),
    /// Departure 5: the overlay says what the body is.
    OverlayBody,
    /// Departure 7: the entries of a query stand in another order.
    QueryOrder,
    /// Departure 8: names and media types in a multipart form are written as browsers do it.
    FormPart,
    /// Departure 9: what the HTTP stack decides.
    HttpStack,
    /// Departure 10: codegen or the client refuses the request, whose front cannot be one.
    NoHost,
    /// Departure 11: an argument breaks a rule of the overlay.
    OverlayRule,
    /// Departure 12: an object as a segment is its value.
    SegmentObject,
    /// Departure 13: values make a body no JSON.
    BrokenJson,
    /// Departure 14: what has a variable for its name is not sent.
    VariableName,
    /// Departure 6: `%` and `+` in query values are encoded.
    QueryEncoded,
    /// The reference could make no URL of its front, which the replay replaces.
    Front,
    /// Credentials of this type.
    Signing(String),
    /// Our client refuses the request.
    Refused(String),
    /// Something else: the field.
    Other(String),
    /// One of the last two that the recording's `known.json` has, with the reason.
    Known(Box<Self>),
}

impl Cause {
    /// Whether something must be done about it.
    pub(crate) fn is_wrong(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Other(_))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PathEncoded => f.write_str("departure 1: a path argument is encoded"),
            Self::PathRefused => f.write_str("departure 1: a path argument is refused"),
            Self::BearerObject => f.write_str("departure 2: a bearer token as one object"),
            Self::NotFollowed(what) => write!(f, "departure 4: {what} is not followed"),
            Self::OverlayBody => f.write_str("departure 5: the body is the overlay's"),
            Self::QueryEncoded => f.write_str("departure 6: % or + in a query value"),
            Self::QueryOrder => f.write_str("departure 7: the query has another order"),
            Self::FormPart => f.write_str("departure 8: names and media types of a form"),
            Self::HttpStack => f.write_str("departure 9: what the HTTP stack decides"),
            Self::NoHost => f.write_str("departure 10: a front that cannot be one"),
            Self::OverlayRule => f.write_str("departure 11: an argument breaks a rule of the overlay"),
            Self::SegmentObject => f.write_str("departure 12: a segment that is an object"),
            Self::BrokenJson => f.write_str("departure 13: with these values the body is no JSON"),
            Self::VariableName => f.write_str("departure 14: a name that is a variable"),
            Self::Front => f.write_str("the reference has no valid server; the replay has one"),
            Self::Signing(scheme) => write!(f, "signing: {scheme}"),
            Self::Refused(what) => write!(f, "refused: {what}"),
            Self::Other(what) => write!(f, "other: {what}"),
            Self::Known(cause) => write!(f, "known: {cause}"),
        }
    }
}

/// What is known about a request besides what was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'f> {
    /// The operation; nothing when codegen refused the request.
    pub(crate) operation: Option<&'f Operation>,
    /// Whether there is an overlay.
    pub(crate) has_overlay: bool,
    /// Whether the collection has a bearer token as one object.
    pub(crate) has_bearer_object: bool,
    /// What the request has that the client does not follow, and that changes what is sent.
    pub(crate) not_followed: Option<&'static str>,
    /// Whether the collection has a `Content-Length` for the request.
    pub(crate) has_length: bool,
    /// Whether a form field or an API key of the request has a variable in its name.
    pub(crate) has_variable_name: bool,
    /// What the replay said of the request.
    pub(crate) said: &'f str,
    /// Whether the replay made a client.
    pub(crate) has_client: bool,
}

/// Why a field differs.
pub(crate) fn of_difference(difference: &Difference, line: &Line, ours: &Message, facts: Facts<'_>) -> Cause {
    let theirs = &line.message;
    let field = difference.field.as_str();
    if matches!(field, "path" | "query") && is_path_argument(theirs, ours, facts.operation) {
        return Cause::PathEncoded;
    }
    if field == "query" && is_query_value(theirs, ours) {
        return Cause::QueryEncoded;
    }
    if field == "query" && is_query_order(theirs, ours) {
        return Cause::QueryOrder;
    }
    if let Some(cause) = signing(field, line, ours) {
        return cause;
    }
    if field.starts_with("body.part[") && is_form_part(difference, ours) {
        return Cause::FormPart;
    }
    let is_stacks = matches!(field, "header host" | "header content-length" | "header transfer-encoding");
    let is_cut = || facts.has_length && field == "body" && is_cut(theirs, ours);
    if is_stacks || is_parsed(field, theirs, ours) || is_cut() {
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
        Some(what) => Cause::NotFollowed(what.to_owned()),
        None => Cause::Other(without_numbers(field)),
    }
}

/// Why our client sent nothing.
pub(crate) fn of_absence(line: &Line, facts: Facts<'_>) -> Cause {
    if facts.operation.is_none() {
        return Cause::NoHost;
    }
    if !facts.has_client {
        return Cause::Refused("with these values there is no client".to_owned());
    }
    let Some((_, problem)) = facts.said.split_once("refused: ") else {
        return Cause::Other("not sent".to_owned());
    };
    if problem.contains("path argument") {
        return Cause::PathRefused;
    }
    if problem.contains("a base URL has no query") {
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
    Cause::Refused(problem.split([':', ';']).next().unwrap_or("").trim().to_owned())
}

/// Why our client sent what the reference does not.
pub(crate) fn of_presence(error: &str, facts: Facts<'_>) -> Cause {
    let is_front = error.starts_with("Invalid URI") || error.starts_with("Invalid protocol");
    match facts.not_followed {
        _ if is_front => Cause::Front,
        Some(what) => Cause::NotFollowed(what.to_owned()),
        None => Cause::Other("sent, but not by the reference".to_owned()),
    }
}

/// A field that a signature is in, of a request that is signed.
fn signing(field: &str, line: &Line, ours: &Message) -> Option<Cause> {
    let scheme = line.auth.as_deref()?;
    let theirs = &line.message;
    // Nobody but OAuth 1 sends a form without fields; the replay's hook has the query for the parameters.
    let is_only_body = || ours.body.is_none() && theirs.text().is_some_and(|text| text.starts_with("oauth_"));
    let explained = match (scheme, field) {
        ("oauth1", "query" | "header content-type" | "body") => is_only_body(),
        _ if !SIGNING.contains(&scheme) => false,
        (_, "header authorization") => true,
        (_, "query") => is_more(theirs.query.as_deref()?, ours.query.as_deref().unwrap_or("")),
        _ => field.starts_with("header x-amz-"),
    };
    explained.then(|| Cause::Signing(scheme.to_owned()))
}

/// Whether all pairs of our query or form are among theirs; encoded values may be in them besides.
fn is_more(theirs: &str, ours: &str) -> bool {
    let theirs: Vec<Vec<u8>> = theirs.split('&').map(plain).collect();
    ours.is_empty() || ours.split('&').all(|pair| theirs.contains(&plain(pair)))
}

/// Whether ours is theirs without some of its entries.
fn is_without_names(field: &str, theirs: &Message, ours: &Message) -> bool {
    let parts = |message: &Message| message.body.as_ref().map_or(0, |body| body.parts.len());
    match field.strip_prefix("header ") {
        Some(name) => header(&ours.headers, name).is_none(),
        None if field == "query" => {
            is_more(theirs.query.as_deref().unwrap_or(""), ours.query.as_deref().unwrap_or(""))
        }
        None if field.starts_with("body.part[") => parts(ours) < parts(theirs),
        None => field.starts_with("body") && is_more(theirs.text().unwrap_or(""), ours.text().unwrap_or("")),
    }
}

/// Whether our client sends a token, and the reference found none.
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

/// Whether the collection has no body and the overlay has one, or the overlay says that the collection's text is JSON.
fn is_overlay_body(theirs: &Message, ours: &Message, facts: Facts<'_>) -> bool {
    let content_type = |message: &Message| header(&message.headers, "content-type").map(str::to_owned);
    let is_json = content_type(theirs).as_deref() == Some("text/plain")
        && content_type(ours).as_deref() == Some("application/json");
    let is_new = theirs.body.is_none() && ours.body.is_some() && has_overlays_body(facts);
    facts.has_overlay && (is_new || is_json)
}

/// Whether there is a body that the collection does not have.
fn has_overlays_body(facts: Facts<'_>) -> bool {
    let body = facts.operation.and_then(|operation| operation.body.as_ref());
    body.is_some_and(|body| match &body.sample {
        Sample::None => true,
        Sample::Text(text) => text.trim().is_empty(),
        _ => false,
    })
}

/// One cause for all parts: `body.part[3].name` is `body.part[].name`.
fn without_numbers(field: &str) -> String {
    match (field.split_once('['), field.split_once(']')) {
        (Some((start, _)), Some((_, end))) => format!("{start}[]{end}"),
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests;
