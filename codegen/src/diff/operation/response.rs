//! The response of an operation, and its documented errors.

use super::super::change::Change;
use super::super::rules;
use super::Pair;
use crate::api::{ErrorResponse, Success, Type};
use crate::emit::operation::output;

pub(super) fn changes(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    if let Some(change) = success(pair, &old.success, &new.success) {
        let call = |output: String| format!("call.await? : {output}");
        changes.push(
            change
                .before(call(output(&old.success)))
                .after(call(output(&new.success)))
                .action("Change the code that takes the response"),
        );
    }
    errors(pair, &old.errors, &new.errors, changes);
}

fn success(pair: Pair<'_, '_>, old: &Success, new: &Success) -> Option<Change> {
    let (rule, summary) = match (old, new) {
        (Success::Empty, Success::Empty) | (Success::Undescribed, Success::Undescribed) => return None,
        (Success::Json(old), Success::Json(new)) | (Success::Optional(old), Success::Optional(new)) => {
            if pair.context.same(old, new) {
                return None;
            }
            (&rules::RESPONSE_TYPE_CHANGED, type_change(old, new))
        }
        (Success::Json(_), Success::Optional(_)) => {
            (&rules::RESPONSE_BECAME_OPTIONAL, "The response may have no body")
        }
        (Success::Optional(_), Success::Json(_)) => {
            (&rules::RESPONSE_BECAME_REQUIRED, "The response always has a body")
        }
        (Success::Empty, _) => {
            (&rules::RESPONSE_ADDED, "The call returns the body of the response instead of `()`")
        }
        (_, Success::Empty) => {
            (&rules::RESPONSE_REMOVED, "The call returns `()`: the response has no body any more")
        }
        (Success::Undescribed, _) => (
            &rules::RESPONSE_DESCRIBED,
            "The response is described: the call returns its type instead of `Body`",
        ),
        (_, Success::Undescribed) => {
            (&rules::RESPONSE_UNDESCRIBED, "The response is not described any more: the call returns `Body`")
        }
    };
    Some(rule.change(pair.subject, summary))
}

fn type_change(old: &Type, new: &Type) -> &'static str {
    match (old, new) {
        (Type::Array(_), Type::Array(_)) => "The elements of the response have another type",
        (_, Type::Array(_)) => "The response is a list",
        (Type::Array(_), _) => "The response is not a list any more",
        _ => "The response has another type",
    }
}

fn errors(pair: Pair<'_, '_>, old: &[ErrorResponse], new: &[ErrorResponse], changes: &mut Vec<Change>) {
    let mut parts = Vec::new();
    let find = |list: &[ErrorResponse], error: &ErrorResponse| {
        list.iter().find(|other| other.status == error.status).cloned()
    };
    let statuses = |list: Vec<&ErrorResponse>| {
        list.iter().map(|error| error.status.to_string()).collect::<Vec<_>>().join(", ")
    };
    let added: Vec<&ErrorResponse> = new.iter().filter(|error| find(old, error).is_none()).collect();
    let removed: Vec<&ErrorResponse> = old.iter().filter(|error| find(new, error).is_none()).collect();
    let changed = new.iter().filter(|error| {
        let ErrorResponse { status: _, docs: _, body, variants } = error;
        find(old, error).is_some_and(|old| {
            old.variants != *variants || !pair.context.same_option(old.body.as_ref(), body.as_ref())
        })
    });
    let changed: Vec<&ErrorResponse> = changed.collect();
    for (list, verb) in [
        (added, "is documented"),
        (removed, "is no longer documented"),
        (changed, "is documented differently"),
    ] {
        if !list.is_empty() {
            parts.push(format!("{} {verb}", statuses(list)));
        }
    }
    if !parts.is_empty() {
        let summary = format!("Errors: {}", parts.join("; "));
        changes.push(rules::ERRORS_CHANGED.change(pair.subject, &summary).key(summary));
    }
}
