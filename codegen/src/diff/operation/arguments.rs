//! The arguments of a method that are parts of the path.

use super::super::change::Change;
use super::super::context::Version;
use super::super::rules;
use super::{Pair, docs, signature};
use crate::api::Parameter;
use crate::emit::signature::distinct_path;

pub(super) fn changes(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    let (before, after) = (distinct_path(old), distinct_path(new));
    let with_signatures = |change: Change| {
        change.before(signature(old)).after(signature(new)).action("Change the arguments of the calls")
    };
    if let Some(change) = swapped(pair, &before, &after) {
        return changes.push(with_signatures(change));
    }
    if before.len() != after.len() {
        let is_in =
            |list: &[&Parameter], parameter: &Parameter| list.iter().any(|other| same_name(other, parameter));
        for parameter in before.iter().filter(|parameter| !is_in(&after, parameter)) {
            let summary = format!("The argument `{}` is gone", parameter.name.rust);
            let change = rules::PATH_PARAMETER_REMOVED.change(pair.subject, summary);
            changes.push(with_signatures(change.key(&parameter.name.rust)));
        }
        for parameter in after.iter().filter(|parameter| !is_in(&before, parameter)) {
            let summary = format!("The method takes `{}`, too", parameter.name.rust);
            let change = rules::PATH_PARAMETER_ADDED.change(pair.subject, summary);
            changes.push(with_signatures(change.key(&parameter.name.rust)));
        }
        for new in &after {
            if let Some(old) = before.iter().find(|old| same_name(old, new)) {
                changes.extend(type_change(pair, old, new).map(with_signatures));
            }
        }
        return;
    }
    for (old, new) in before.iter().zip(&after) {
        changes.extend(type_change(pair, old, new).map(with_signatures));
    }
    let renamed = before.iter().zip(&after).filter(|(old, new)| old.name.wire != new.name.wire);
    let renamed: Vec<String> =
        renamed.map(|(old, new)| format!("`{}` is now called `{}`", old.name.wire, new.name.wire)).collect();
    if !renamed.is_empty() {
        let key = renamed.join(", ");
        let summary = format!("The path parameter {key}; calls do not name it");
        let change = rules::PATH_PARAMETER_RENAMED.change(pair.subject, summary).shared(key);
        let (before, after) = (signature(old), signature(new));
        changes.push(match before == after {
            true => change.before(old.path.template()).after(new.path.template()),
            false => change.before(before).after(after),
        });
    }
}

fn same_name(old: &Parameter, new: &Parameter) -> bool {
    old.name.wire == new.name.wire || old.name.rust == new.name.rust
}

/// Returns the change if arguments of both versions are in another order.
fn swapped(pair: Pair<'_, '_>, old: &[&Parameter], new: &[&Parameter]) -> Option<Change> {
    let places: Vec<usize> =
        old.iter().filter_map(|old| new.iter().position(|new| same_name(old, new))).collect();
    if places.is_sorted() {
        return None;
    }
    // The compiler reports the change only if the number or a type differs.
    let is_silent =
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| pair.context.same(&old.ty, &new.ty));
    let names =
        |list: &[&Parameter]| docs::names(&list.iter().map(|p| p.name.rust.as_str()).collect::<Vec<_>>());
    let what = match is_silent {
        true => "; calls compile, and their values land in each other's place",
        false => "",
    };
    let summary = format!("The arguments are {} instead of {}{what}", names(new), names(old));
    Some(rules::PATH_PARAMETERS_SWAPPED.change(pair.subject, summary).silent(is_silent))
}

fn type_change(pair: Pair<'_, '_>, old: &Parameter, new: &Parameter) -> Option<Change> {
    if pair.context.same(&old.ty, &new.ty) {
        return None;
    }
    let summary = format!("The argument `{}` has another type", new.name.rust);
    let text = |version: &Version<'_>, parameter: &Parameter| version.text(&parameter.ty);
    let key = format!("{} {} {}", new.name.rust, text(&pair.context.old, old), text(&pair.context.new, new));
    Some(rules::PATH_PARAMETER_TYPE_CHANGED.change(pair.subject, summary).key(key))
}
