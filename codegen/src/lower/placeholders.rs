//! Records which types of an operation come from placeholders such as `<integer>`.

use serde_json::Value;

use super::types::placeholder::{Placeholder, of_parameter};
use crate::api::{Content, Decision, FormValue, Operation, Parameter, Sample, Type};
use crate::collection::Response;
use crate::overlay::OperationEntry;

/// The most parameters, and the most placeholders, that a decision names.
const NAMED: usize = 4;

/// Returns the decision about the placeholders of an operation; `None` if it has none, or the overlay describes their
/// types. `key` is the location of the operation's entry in an overlay.
pub(super) fn decision(
    operation: &Operation,
    entry: Option<&OperationEntry>,
    saved: &[Response],
    key: &str,
) -> Option<Decision> {
    let described = |name: &str| {
        let parameters = entry.map_or(&[][..], |entry| &entry.parameters);
        parameters.iter().any(|parameter| parameter.name == name && parameter.schema.is_some())
    };
    let path = operation.path.parameters().map(|parameter| ("path", parameter));
    let query = operation.query.iter().map(|parameter| ("query", parameter));
    let headers = operation.headers.iter().map(|parameter| ("header", parameter));
    let is_typed = |parameter: &Parameter| {
        of_parameter(&parameter.values) != Type::String && !described(&parameter.name.wire)
    };
    let mut typed: Vec<(&str, &Parameter)> =
        path.chain(query).chain(headers).filter(|(_, parameter)| is_typed(parameter)).collect();
    typed.dedup_by_key(|(_, parameter)| &parameter.name.wire);
    let mut found: Vec<&str> =
        typed.iter().filter_map(|(_, parameter)| parameter.values.first()?.value.as_deref()).collect();
    let mut subjects: Vec<String> =
        typed.iter().take(NAMED).map(|(_, parameter)| format!("`{}`", parameter.name.wire)).collect();
    match typed.len().saturating_sub(NAMED) {
        0 => {}
        1 => subjects.push("another parameter".to_owned()),
        more => subjects.push(format!("{more} other parameters")),
    }
    let in_body = if entry.is_some_and(|entry| entry.body.is_some()) { Vec::new() } else { body(operation) };
    let is_success = |code: Option<u16>| code.is_some_and(|code| code / 100 == 2);
    let is_described = entry.is_some_and(OperationEntry::has_success);
    let saved = saved.iter().filter(|response| !is_described && is_success(response.code));
    let in_response: Vec<&str> =
        saved.filter_map(|response| response.body.as_ref()?.as_str()).flat_map(in_json).collect();
    subjects.extend((!in_body.is_empty()).then(|| "the body".to_owned()));
    subjects.extend((!in_response.is_empty()).then(|| "the response".to_owned()));
    let overlay = match (typed.first(), in_body.is_empty()) {
        (Some((location, parameter)), _) => {
            let name = Value::from(parameter.name.wire.as_str());
            format!(
                r#"{key}.parameters: [{{"name": {name}, "in": "{location}", "schema": {{"type": "string"}}}}]"#
            )
        }
        (None, false) => {
            let media_type = match operation.body.as_ref().map(|body| &body.content) {
                Some(Content::Urlencoded(_)) => "application/x-www-form-urlencoded",
                Some(Content::Multipart(_)) => "multipart/form-data",
                _ => "application/json",
            };
            format!(r#"{key}.requestBody: {{"content": {{"{media_type}": {{"schema": …}}}}}}"#)
        }
        (None, true) => {
            format!(r#"{key}.responses: {{"200": {{"content": {{"application/json": {{"schema": …}}}}}}}}"#)
        }
    };
    found.extend(in_body);
    found.extend(in_response);
    let mut distinct: Vec<&str> = Vec::new();
    found.into_iter().for_each(|name| {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    });
    let (verb, types) =
        if distinct.len() == 1 { ("gives", "type that it names") } else { ("give", "types that they name") };
    let more = if distinct.len() > NAMED { ", …" } else { "" };
    let subject = distinct[..distinct.len().min(NAMED)].join(", ") + more;
    let reason = format!("{verb} {} the {types}", listed(&subjects)?);
    Some(Decision { subject, reason, overlay })
}

/// Returns a list in words; `None` if it is empty.
fn listed(list: &[String]) -> Option<String> {
    let (last, others) = list.split_last()?;
    Some(if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) })
}

/// Returns the placeholders of a body.
fn body(operation: &Operation) -> Vec<&str> {
    match operation.body.as_ref().map(|body| &body.sample) {
        Some(Sample::Text(json)) => in_json(json).collect(),
        Some(Sample::Form(fields)) => {
            let values = fields.iter().flat_map(|(_, values)| values);
            let texts = values.filter_map(|value| match value {
                FormValue::Text(text) => Some(text.as_str()),
                FormValue::File(_) => None,
            });
            texts.filter(|text| names_a_type(text)).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the placeholders among the strings of JSON.
fn in_json(json: &str) -> impl Iterator<Item = &str> {
    // Nearly no body has one, and `contains` is much faster than to look at each string.
    let strings = json.contains("\"<").then(|| json.split('"'));
    strings.into_iter().flatten().filter(|string| names_a_type(string))
}

/// Whether a string is a placeholder for a value that is not a string.
fn names_a_type(string: &str) -> bool {
    Placeholder::of(string).is_some_and(|placeholder| placeholder.sample().is_some())
}
