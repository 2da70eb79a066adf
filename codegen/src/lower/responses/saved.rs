//! The saved responses that tests of users can have: those of the collection, or else the examples of the overlay.

use std::borrow::Cow;

use super::{Saved, header};
use crate::api::SavedResponse;
use crate::lower::secrets::is_secret_value;
use crate::lower::secrets::key_names::{KeyName, KnownKeys};
use crate::lower::types::example::Example;
use crate::lower::types::placeholder::with_values;
use crate::overlay::{MediaEntry, OperationEntry, Statuses};

/// The longest body, in bytes. Longer ones are data rather than examples.
const LONGEST: usize = 64 * 1024;

/// What stands for a secret.
const REDACTED: &str = "[redacted]";

/// Returns the saved responses with JSON or without content. Other bodies may have anything, also secrets.
pub(crate) fn responses(
    saved: Vec<Saved<'_>>,
    entry: Option<&OperationEntry>,
    keys: &mut KnownKeys,
) -> Vec<SavedResponse> {
    let found: Vec<SavedResponse> = saved.into_iter().filter_map(|saved| response(saved, keys)).collect();
    if !found.is_empty() {
        return found;
    }
    let entries = entry.map_or(&[][..], |entry| &entry.responses);
    let examples = entries.iter().filter_map(|entry| {
        let Statuses::One(status) = entry.statuses else { return None };
        Some((status, entry.json()?))
    });
    examples.flat_map(|(status, media)| described(status, media, keys)).collect()
}

fn response(saved: Saved<'_>, keys: &mut KnownKeys) -> Option<SavedResponse> {
    let status = saved.response.code.filter(|status| (200..600).contains(status))?;
    if saved.is_empty() {
        return Some(SavedResponse { status, media_type: String::new(), body: String::new() });
    }
    let media_type = header(saved.response, "content-type");
    let media_type = media_type.unwrap_or_else(|| "application/json".to_owned());
    json(status, media_type, saved.example?, keys)
}

fn described(status: u16, media: &MediaEntry, keys: &mut KnownKeys) -> Vec<SavedResponse> {
    let media_type = if media.media_type.contains('*') { "application/json" } else { &media.media_type };
    let examples = media.examples.iter().map(|(_, value)| Example::from(value.clone()));
    examples.filter_map(|example| json(status, media_type.to_owned(), example, keys)).collect()
}

fn json(
    status: u16,
    media_type: String,
    example: Example<'_>,
    keys: &mut KnownKeys,
) -> Option<SavedResponse> {
    let mut example = with_values(example);
    redact("", &mut example, keys);
    let body = serde_json::to_string(&example).ok()?;
    (body.len() <= LONGEST).then_some(SavedResponse { status, media_type, body })
}

/// Replaces what is, or looks like, a secret. The name is that of the field.
fn redact(name: &str, example: &mut Example<'_>, keys: &mut KnownKeys) {
    match example {
        Example::String(text) => {
            if is_secret(name, text, keys) {
                *text = Cow::Borrowed(REDACTED);
            }
        }
        Example::Unknown(expression) => {
            if is_secret(name, expression, keys) {
                *expression = REDACTED;
            }
        }
        Example::Array(list) => list.iter_mut().for_each(|value| redact(name, value, keys)),
        Example::Object(members) => members.iter_mut().for_each(|(name, value)| redact(name, value, keys)),
        Example::Opaque(value) => {
            *example = Example::from(std::mem::take(value));
            redact(name, example, keys);
        }
        Example::Null | Example::Bool(_) | Example::Number(_) => {}
    }
}

fn is_secret(name: &str, text: &str, keys: &mut KnownKeys) -> bool {
    let key = keys.key(name);
    let is_secret = match key.kind {
        KeyName::Credential => true,
        // A field `code` or `key` of a response is rarely a secret.
        KeyName::Ambiguous => name.to_ascii_lowercase().ends_with("token"),
        KeyName::Other => false,
    };
    is_secret || is_secret_value(key, text)
}
