//! The saved responses that tests of users can have: those of the collection, or else the examples of the overlay.

use serde_json::Value;

use super::{header, is_empty, json_example, saved_body};
use crate::api::SavedResponse;
use crate::collection::Response;
use crate::lower::secrets::is_secret_value;
use crate::lower::secrets::key_names::{KeyName, key_name};
use crate::lower::types::placeholder::with_values;
use crate::overlay::{MediaEntry, OperationEntry, Statuses};

/// The longest body, in bytes. Longer ones are data rather than examples.
const LONGEST: usize = 64 * 1024;

/// What stands for a secret.
const REDACTED: &str = "[redacted]";

/// Returns the saved responses with JSON or without content. Other bodies may have anything, also secrets.
pub(crate) fn responses(saved: &[Response], entry: Option<&OperationEntry>) -> Vec<SavedResponse> {
    let found: Vec<SavedResponse> = saved.iter().filter_map(response).collect();
    if !found.is_empty() {
        return found;
    }
    let entries = entry.map_or(&[][..], |entry| &entry.responses);
    let examples = entries.iter().filter_map(|entry| {
        let Statuses::One(status) = entry.statuses else { return None };
        Some((status, entry.json()?))
    });
    examples.flat_map(|(status, media)| described(status, media)).collect()
}

fn response(response: &Response) -> Option<SavedResponse> {
    let status = response.code.filter(|status| (200..600).contains(status))?;
    let body = saved_body(response);
    if is_empty(response, &body) {
        return Some(SavedResponse { status, media_type: String::new(), body: String::new() });
    }
    let value = json_example(response, &body)?;
    let media_type = header(response, "content-type");
    let media_type = media_type.unwrap_or_else(|| "application/json".to_owned());
    json(status, media_type, value.to_value())
}

fn described(status: u16, media: &MediaEntry) -> impl Iterator<Item = SavedResponse> + '_ {
    let media_type = if media.media_type.contains('*') { "application/json" } else { &media.media_type };
    media.examples.iter().filter_map(move |(_, value)| json(status, media_type.to_owned(), value.clone()))
}

fn json(status: u16, media_type: String, value: Value) -> Option<SavedResponse> {
    let mut value = with_values(value);
    redact("", &mut value);
    let body = value.to_string();
    (body.len() <= LONGEST).then_some(SavedResponse { status, media_type, body })
}

/// Replaces what is, or looks like, a secret. The name is that of the field.
fn redact(name: &str, value: &mut Value) {
    match value {
        Value::String(text) => {
            // A field `code` or `key` of a response is rarely a secret.
            let is_secret = match key_name(name) {
                KeyName::Credential => true,
                KeyName::Ambiguous => name.to_ascii_lowercase().ends_with("token"),
                KeyName::Other => false,
            };
            if is_secret || is_secret_value(name, text) {
                REDACTED.clone_into(text);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| redact(name, value)),
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| redact(name, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
