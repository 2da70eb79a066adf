//! Former names: deprecated items that keep code compiling after a rename.

use super::change::Change;
use super::context::Context;
use super::matching::Located;
use super::rules;
use super::types::path;
use crate::api::{Group, GroupAlias, Operation, OperationAlias, TypeDef, modules};

/// Whether a former name of the new operation is the name of the old one, in the same group or the one that it was in.
pub(super) fn keeps_operation(context: &Context<'_>, old: &Located<'_>, new: &Located<'_>) -> bool {
    let Operation { name, type_name, .. } = old.operation;
    let group = context.new_modules(&old.groups);
    new.operation
        .aliases
        .iter()
        .any(|alias| alias.method == name.rust && alias.groups == group && keeps_call(alias, type_name, new))
}

/// Whether the old name of the call is still one.
fn keeps_call(alias: &OperationAlias, old: &str, new: &Located<'_>) -> bool {
    alias.call == old || (new.operation.type_name == old && alias.groups == modules(&new.groups))
}

/// Returns the expression of a former name: `client.profile().read_profile`.
pub(super) fn expression(alias: &OperationAlias) -> String {
    match alias.groups.is_empty() {
        true => format!("client.{}", alias.method),
        false => format!("client.{}().{}", alias.groups.join("()."), alias.method),
    }
}

/// Adds the changes of former names of an operation, apart from its own present and previous names.
pub(super) fn of_operation(
    context: &Context<'_>,
    (old, new): (&Located<'_>, &Located<'_>),
    subject: &str,
    changes: &mut Vec<Change>,
) {
    let (before, after) = (&old.operation.aliases, &new.operation.aliases);
    if before == after {
        return;
    }
    let old_group = context.new_modules(&old.groups);
    for alias in after.iter().filter(|alias| !before.contains(alias)) {
        if alias.method != old.operation.name.rust || alias.groups != old_group {
            let summary = format!("The former name `{}` is kept as a deprecated method", expression(alias));
            changes.push(rules::ALIAS_ADDED.change(subject, summary).after(expression(alias)));
        }
    }
    for alias in before.iter().filter(|alias| !after.contains(alias)) {
        let is_present = alias.method == new.operation.name.rust && alias.groups == modules(&new.groups);
        if is_present {
            continue;
        }
        let (name, now) = (expression(alias), new.expression());
        let change = match context.new.expressions().contains(&name) {
            true => rules::ALIAS_REMOVED
                .change(
                    subject,
                    format!("The deprecated method `{name}` is gone, and another operation has its name"),
                )
                .silent(true)
                .action(format!("Call `{now}` instead of `{name}`: calls of the old name still compile")),
            false => rules::ALIAS_REMOVED
                .change(subject, format!("The deprecated method `{name}` is gone"))
                .action(format!("Call `{now}`")),
        };
        changes.push(change.before(name));
    }
}

/// Whether a former name of the new group is the name of the old one.
pub(super) fn keeps_group(old: &Group, new: &Group) -> bool {
    new.aliases.iter().any(|alias| {
        alias.name == old.name.rust && (alias.type_name == old.type_name || new.type_name == old.type_name)
    })
}

/// Adds the changes of former names of a group, apart from its own present and previous names.
pub(super) fn of_group(old: &Group, new: &Group, subject: &str, changes: &mut Vec<Change>) {
    let method = |alias: &GroupAlias| format!("pub fn {}(&self) -> {}", alias.name, alias.type_name);
    for alias in new.aliases.iter().filter(|alias| !old.aliases.contains(alias)) {
        if alias.name != old.name.rust {
            let summary = format!("The former name `{}` is kept as a deprecated method", alias.name);
            changes.push(rules::ALIAS_ADDED.change(subject, summary).after(method(alias)));
        }
    }
    for alias in old.aliases.iter().filter(|alias| !new.aliases.contains(alias)) {
        if alias.name != new.name.rust {
            let summary = format!("The deprecated method `{}` is gone", alias.name);
            let change = rules::ALIAS_REMOVED.change(subject, summary).before(method(alias));
            changes.push(change.action(format!("Call `{}`", new.name.rust)));
        }
    }
}

/// Adds the changes of former names of a type, apart from its own present and previous names.
pub(super) fn of_type(context: &Context<'_>, old: &TypeDef, new: &TypeDef, changes: &mut Vec<Change>) {
    for alias in new.aliases.iter().filter(|alias| !old.aliases.contains(alias) && **alias != old.name) {
        let summary = format!("The former name `{alias}` is kept as a deprecated type");
        changes.push(rules::ALIAS_ADDED.change(path(&new.name), summary).after(format!("pub type {alias}")));
    }
    for alias in old.aliases.iter().filter(|alias| !new.aliases.contains(alias) && **alias != new.name) {
        let taken = match context.new.types.contains_key(alias.as_str()) {
            true => ", and another type has its name",
            false => "",
        };
        let summary = format!("The deprecated type `{alias}` is gone{taken}");
        let change = rules::ALIAS_REMOVED.change(path(&new.name), summary);
        changes.push(change.before(format!("pub type {alias}")).action(format!("Name it `{}`", new.name)));
    }
}
