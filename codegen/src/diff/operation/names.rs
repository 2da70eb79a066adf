//! The names of an operation, and whether it is deprecated.

use super::super::change::Change;
use super::super::types::Consequences;
use super::super::{aliases, groups, rules};
use super::{Pair, docs, signature};
use crate::text::one_line;

pub(super) fn changes(pair: Pair<'_, '_>, types: &Consequences<'_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    let expressions = || (pair.old.expression(), pair.new.expression());
    let is_moved = match (pair.old.groups.last(), pair.new.groups.last()) {
        (None, None) => false,
        (Some(old), Some(new)) => !groups::same_group(pair.context, old, new),
        _ => true,
    };
    let is_renamed = old.name.rust != new.name.rust || old.type_name != new.type_name;
    if is_moved {
        let (from, to) = expressions();
        let summary = format!(
            "The request is in the folder `{}` instead of `{}`: `{from}` is now `{to}`",
            groups::title(&pair.new.groups),
            groups::title(&pair.old.groups)
        );
        let change = match aliases::keeps_operation(pair.context, pair.old, pair.new) {
            true => rules::OPERATION_MOVED_WITH_ALIAS
                .change(pair.subject, format!("{summary}, and the old method is deprecated")),
            false => rules::OPERATION_MOVED.change(pair.subject, summary),
        };
        let change = with_types(pair, change, types);
        let located = |group: &str, text: Option<String>| format!("{group}\n{}", text.unwrap_or_default());
        let (before, after) = (change.before.clone(), change.after.clone());
        let change = change.before(located(&from, before)).after(located(&to, after));
        changes.push(change.action(format!("Call `{to}` instead of `{from}`")));
    } else if is_renamed {
        let (from, to) = expressions();
        changes.push(renamed(pair, types, &from, &to));
    } else if old.name.wire != new.name.wire {
        let summary = format!(
            "The request `{}` is now called `{}`; its name in Rust is the same",
            one_line(&old.name.wire),
            one_line(&new.name.wire)
        );
        changes.push(rules::OPERATION_TITLE_CHANGED.change(pair.subject, summary).key(&new.name.wire));
    }
    aliases::of_operation(pair.context, (pair.old, pair.new), pair.subject, changes);
    let method = signature(new);
    deprecation(pair.subject, ("The request", &method), (&old.deprecated, &new.deprecated), changes);
}

fn renamed(pair: Pair<'_, '_>, types: &Consequences<'_>, from: &str, to: &str) -> Change {
    let (old, new) = pair.operations();
    let (from_title, to_title) = (one_line(&old.name.wire), one_line(&new.name.wire));
    let request = match from_title == to_title {
        true => "The request has another name in Rust".to_owned(),
        false => format!("The request `{from_title}` is now called `{to_title}`"),
    };
    if old.name.rust == new.name.rust {
        let summary = format!("The type `{}` of the call is now `{}`", old.type_name, new.type_name);
        let change = rules::OPERATION_RENAMED.change(pair.subject, summary);
        return with_types(pair, change, types).action(format!("Name the type `{}`", new.type_name));
    }
    let (from_method, to_method) = (&old.name.rust, &new.name.rust);
    if aliases::keeps_operation(pair.context, pair.old, pair.new) {
        let summary =
            format!("{request}: `{from_method}` is now `{to_method}`, and the old name is deprecated");
        let change = rules::OPERATION_RENAMED_WITH_ALIAS.change(pair.subject, summary);
        return with_types(pair, change, types).action(format!("Call `{to}` instead of `{from}`"));
    }
    let taken = pair.context.new.expressions().contains(from);
    let change = match taken {
        true => rules::OPERATION_RENAMED
            .change(
                pair.subject,
                format!("{request}: `{from_method}` is now `{to_method}`, and `{from_method}` is another operation"),
            )
            .silent(true)
            .action(format!("Call `{to}` instead of `{from}`: calls of the old name still compile")),
        false => rules::OPERATION_RENAMED
            .change(pair.subject, format!("{request}: `{from_method}` is now `{to_method}`"))
            .action(format!("Call `{to}` instead of `{from}`, or keep the old name with `operationId` in the overlay")),
    };
    with_types(pair, change, types)
}

/// Adds the signatures, and the types that have other names because of the operation's name.
fn with_types(pair: Pair<'_, '_>, change: Change, types: &Consequences<'_>) -> Change {
    let (old, new) = pair.operations();
    let (mut before, mut after) = (signature(old), signature(new));
    for (from, to) in types.renamed_with(pair.old) {
        before.push_str(&format!("\ntypes::{from}"));
        after.push_str(&format!("\ntypes::{to}"));
    }
    change.before(before).after(after)
}

/// Returns the change if the value that the service assumes is another one.
pub(in super::super) fn service_default_changed(
    subject: &str,
    what: &str,
    values: (Option<&str>, Option<&str>),
) -> Option<Change> {
    let (before, after) = values;
    let summary = match (before, after) {
        (before, after) if before == after => return None,
        (_, Some(value)) => format!("Without {what}, the service assumes `{}`", one_line(value)),
        (_, None) => format!("What the service assumes without {what} is no longer documented"),
    };
    let change = rules::SERVICE_DEFAULT_CHANGED.change(subject, summary).key(format!("{what} {after:?}"));
    let owned = |value: Option<&str>| value.map(str::to_owned);
    let change = Change { before: owned(before), after: owned(after), ..change };
    Some(change.action("Set the value that your code relies on"))
}

/// Adds the change if an item is deprecated or no longer is.
pub(in super::super) fn deprecation(
    subject: &str,
    (what, item): (&str, &str),
    reasons: (&Option<String>, &Option<String>),
    changes: &mut Vec<Change>,
) {
    match reasons {
        (None, Some(reason)) => {
            let reason = one_line(reason);
            let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            let change = rules::DEPRECATED
                .change(subject, format!("{what} is deprecated{because}"))
                .before(item)
                .after(format!("#[deprecated]\n{item}"))
                .key(what);
            changes.push(change.action("Replace it before it is removed; builds that deny warnings fail"));
        }
        (Some(_), None) => {
            let change = rules::UNDEPRECATED.change(subject, format!("{what} is no longer deprecated"));
            changes.push(change.before(format!("#[deprecated]\n{item}")).after(item).key(what));
        }
        (Some(old), Some(new)) if docs::differ(old, new) => {
            let summary = format!("{what} is deprecated for another reason");
            changes
                .push(rules::DESCRIPTION_CHANGED.change(subject, summary).key(format!("{what}: deprecated")));
        }
        _ => {}
    }
}
