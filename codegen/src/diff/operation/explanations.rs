//! The documentation and the examples of an operation.

use super::super::change::Change;
use super::super::rules;
use super::{Pair, docs};
use crate::api::{Operation, Parameter, Sample, SavedResponse};

pub(super) fn changes(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    let mut described = Vec::new();
    let mut examples = Vec::new();
    for (before, after) in parameters(old, new) {
        if docs::differ(&before.docs, &after.docs) {
            described.push(format!("`{}`", after.name.wire));
        }
        let values = |parameter: &Parameter| {
            parameter.values.iter().map(|value| value.value.clone()).collect::<Vec<_>>()
        };
        if before.example != after.example || values(before) != values(after) {
            examples.push(after.name.wire.as_str());
        }
    }
    if let (Some(before), Some(after)) = (&old.body, &new.body) {
        if docs::differ(&before.docs, &after.docs) {
            described.push("the body".to_owned());
        }
        let is_same = match (&before.example, &after.example) {
            (Some(before), Some(after)) => same_text(before, after),
            (before, after) => before == after,
        };
        if !is_same || !same_sample(&before.sample, &after.sample) {
            examples.push("body");
        }
    }
    if !same_saved(&old.saved, &new.saved) {
        examples.push("response");
    }
    let error_docs = |operation: &Operation| -> Vec<(String, String)> {
        operation.errors.iter().map(|error| (error.status.to_string(), error.docs.clone())).collect()
    };
    let (before, after) = (error_docs(old), error_docs(new));
    let differ = after.iter().filter(|(status, text)| {
        before.iter().any(|(other, before)| other == status && docs::differ(before, text))
    });
    let statuses: Vec<&str> = differ.map(|(status, _)| status.as_str()).collect();
    if !statuses.is_empty() {
        described.push(format!("the errors {}", statuses.join(", ")));
    }
    let explained = |operation: &Operation| {
        (operation.reference.clone(), operation.inferred, operation.decisions.clone())
    };
    if explained(old) != explained(new) {
        described.push(match old.reference == new.reference {
            true => "what was inferred from the collection".to_owned(),
            false => "the link to the reference".to_owned(),
        });
    }
    let [old_docs, new_docs] =
        [old, new].map(|operation| format!("{}\n\n{}", operation.summary, operation.docs));
    let is_own = docs::differ(&old_docs, &new_docs);
    if is_own {
        described.insert(0, "the request".to_owned());
    }
    if !described.is_empty() {
        let summary = format!("Another description of {}", described.join(", "));
        let change = rules::DESCRIPTION_CHANGED.change(pair.subject, &summary);
        changes.push(match is_own {
            true => docs::compared(change, &old_docs, &new_docs).key(summary),
            false => change.shared(summary),
        });
    }
    if !examples.is_empty() {
        let names = docs::names(&examples);
        let summary = format!("The collection has another example of {names}");
        changes.push(rules::EXAMPLE_CHANGED.change(pair.subject, summary).shared(names));
    }
}

/// Returns the parameters that both versions have.
fn parameters<'a>(old: &'a Operation, new: &'a Operation) -> Vec<(&'a Parameter, &'a Parameter)> {
    let mut pairs: Vec<_> = old.path.parameters().zip(new.path.parameters()).collect();
    for (old, new) in [(&old.query, &new.query), (&old.headers, &new.headers)] {
        pairs.extend(
            new.iter().filter_map(|new| Some((old.iter().find(|old| old.name.wire == new.name.wire)?, new))),
        );
    }
    pairs
}

/// Whether two bodies in the collection are the same.
fn same_sample(old: &Sample, new: &Sample) -> bool {
    match (old, new) {
        (Sample::Text(old), Sample::Text(new)) => same_text(old, new),
        (old, new) => old == new,
    }
}

/// Whether two operations have the same saved responses.
fn same_saved(old: &[SavedResponse], new: &[SavedResponse]) -> bool {
    let same = |(old, new): (&SavedResponse, &SavedResponse)| {
        (old.status, &old.media_type) == (new.status, &new.media_type) && same_text(&old.body, &new.body)
    };
    old.len() == new.len() && old.iter().zip(new).all(same)
}

/// Whether two examples are the same, except for white space, and for the order of keys in JSON.
fn same_text(old: &str, new: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    !docs::differ(old, new) || json(old).is_some_and(|old| json(new) == Some(old))
}
