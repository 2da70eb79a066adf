//! Reading and checking request bodies.

use axum::body::Bytes;
use serde_json::{Map, Value};

use crate::errors::{Refusal, Violation};

/// Parses the body as a JSON object.
pub(super) fn object(body: &Bytes) -> Result<Map<String, Value>, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::BodyParseFailure)
}

/// Refuses a body that is neither empty nor JSON, for operations that expect none.
pub(super) fn none_or_json(body: &Bytes) -> Result<(), Refusal> {
    if body.is_empty() || serde_json::from_slice::<Value>(body).is_ok() {
        return Ok(());
    }
    Err(Refusal::BodyParseFailure)
}

/// Checks a string: not empty, at most `max` characters, no control characters.
pub(super) fn check_text(field: &'static str, text: &str, max: usize, violations: &mut Vec<Violation>) {
    if text.is_empty() {
        violations.push(Violation { field, key: "minLength" });
    }
    if text.chars().count() > max {
        violations.push(Violation { field, key: "maxLength" });
    }
    check_characters(field, text, violations);
}

/// Checks that a string has no control characters.
pub(super) fn check_characters(field: &'static str, text: &str, violations: &mut Vec<Violation>) {
    if text.chars().any(char::is_control) {
        violations.push(Violation { field, key: "validCharacters" });
    }
}

/// Refuses the request when there are violations.
pub(super) fn refuse_if_any(violations: Vec<Violation>) -> Result<(), Refusal> {
    if violations.is_empty() { Ok(()) } else { Err(Refusal::FieldConstraints(violations)) }
}
