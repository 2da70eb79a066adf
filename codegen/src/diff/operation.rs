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
        if before == after || new.operation.aliases.contains(&old.operation.name.rust) {
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
