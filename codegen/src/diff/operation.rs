//! Changes of operations.

use super::{Change, Located, Matching, Step};
use crate::emit::signature::arguments;

/// Adds the changes of operations.
pub(super) fn changes(matching: &Matching<'_>, changes: &mut Vec<Change>) {
    let operations = &matching.operations;
    for old in &operations.removed {
        let summary = "the operation is gone".to_owned();
        let change =
            Change::new("operation-removed", Step::Major, old.path(), summary, Some(signature(old)), None);
        changes.push(change.action("remove the calls, or send the request with `client.request`"));
    }
    for (old, new) in &operations.both {
        let (before, after) = (old.expression(), new.expression());
        if before == after || keeps_name(old, new) {
            continue;
        }
        let summary = format!("the method `{before}` is now `{after}`");
        let (before, after) = (Some(signature(old)), Some(signature(new)));
        let change = Change::new("operation-renamed", Step::Major, new.path(), summary, before, after);
        changes.push(change.action("use the new name"));
    }
    for new in &operations.added {
        let summary = "a new operation".to_owned();
        changes.push(Change::new(
            "operation-added",
            Step::Minor,
            new.path(),
            summary,
            None,
            Some(signature(new)),
        ));
    }
}

/// Whether the new operation has the old method as a former name.
fn keeps_name(old: &Located<'_>, new: &Located<'_>) -> bool {
    let groups = || old.groups.iter().map(|group| &group.name.rust);
    new.operation
        .aliases
        .iter()
        .any(|alias| alias.method == old.operation.name.rust && groups().eq(&alias.groups))
}

/// Returns the signature of the method.
fn signature(located: &Located<'_>) -> String {
    let operation = located.operation;
    let arguments = arguments(operation).into_iter().map(|(name, ty)| format!(", {name}: {ty}"));
    format!(
        "pub fn {}(&self{}) -> {}",
        operation.name.rust,
        arguments.collect::<String>(),
        operation.type_name
    )
}
