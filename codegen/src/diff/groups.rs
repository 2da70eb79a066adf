//! Changes of groups.

use hashbrown::HashSet;

use super::change::{CLIENT, Change};
use super::context::Context;
use super::matching::Located;
use super::operation::signature;
use super::{aliases, docs, rules};
use crate::api::Group;
use crate::text::one_line;

/// Adds the changes of groups, with the operations that come or go with them.
pub(super) fn changes(context: &Context<'_>, changes: &mut Vec<Change>) {
    let groups = &context.matching.groups;
    let operations = &context.matching.operations;
    for path in outermost(&groups.removed) {
        let gone: Vec<&Located<'_>> = inside(&operations.removed, path);
        let moved = operations.both.iter().filter(|(old, _)| is_inside(old, path)).count();
        let summary = match (gone.is_empty(), moved) {
            (false, 0) => "The folder and its requests are gone".to_owned(),
            (false, _) => "The folder is gone; some of its requests are in other folders".to_owned(),
            (true, _) => "The folder is gone; its requests are in other folders".to_owned(),
        };
        let action = match gone.is_empty() {
            true => "Call the operations where they are now",
            false => "Remove the calls, or send the requests with `client.request`",
        };
        changes.push(
            rules::GROUP_REMOVED
                .change(title(path), summary)
                .before(with_operations(path, &gone))
                .action(action),
        );
    }
    for (old, new) in &groups.both {
        both(context, old, new, changes);
    }
    for path in outermost(&groups.added) {
        let added = inside(&operations.added, path);
        let summary = match added.len() {
            0 => "The folder is new; its requests were in other folders".to_owned(),
            1 => "The folder is new, with one request".to_owned(),
            count => format!("The folder is new, with {count} requests"),
        };
        changes.push(rules::GROUP_ADDED.change(title(path), summary).after(with_operations(path, &added)));
    }
}

/// Whether a group has come or gone with the operation.
pub(super) fn is_in(list: &[Vec<&Group>], located: &Located<'_>) -> bool {
    let Some(own) = located.groups.last() else { return false };
    list.iter().any(|path| path.last().is_some_and(|group| std::ptr::eq(*group, *own)))
}

fn both(context: &Context<'_>, old: &[&Group], new: &[&Group], changes: &mut Vec<Change>) {
    let (Some((before, before_outer)), Some((after, after_outer))) = (old.split_last(), new.split_last())
    else {
        return;
    };
    let Group { name, type_name, docs: description, aliases: _, operations: _, groups: _ } = *after;
    let subject = title(new);
    if !same_parent(context, before_outer, after_outer) {
        let (from, to) = (expression(old), expression(new));
        changes.push(
            rules::GROUP_MOVED
                .change(&subject, format!("The folder is in another one: `{from}` is now `{to}`"))
                .before(format!("{from}\n{}", accessor(old)))
                .after(format!("{to}\n{}", accessor(new)))
                .action(format!("Call `{to}` instead of `{from}`")),
        );
    }
    if before.name.rust != name.rust || before.type_name != *type_name {
        changes.push(renamed(old, new, &subject));
    } else if before.name.wire != name.wire {
        let summary = format!(
            "The folder `{}` is now called `{}`; its name in Rust is the same",
            one_line(&before.name.wire),
            one_line(&name.wire)
        );
        changes.push(rules::GROUP_TITLE_CHANGED.change(&subject, summary).key(&name.wire));
    }
    aliases::of_group(before, after, &subject, changes);
    if docs::differ(&before.docs, description) {
        let change = rules::DESCRIPTION_CHANGED.change(&subject, "Another description of the folder");
        changes.push(docs::compared(change, &before.docs, description).key("folder"));
    }
}

fn renamed(old: &[&Group], new: &[&Group], subject: &str) -> Change {
    let (from, to) = (expression(old), expression(new));
    let (Some(before), Some(after)) = (old.last(), new.last()) else {
        return rules::GROUP_RENAMED.change(subject, "");
    };
    let keeps = before.name.rust == after.name.rust || aliases::keeps_group(before, after);
    let (from_title, to_title) = (one_line(&before.name.wire), one_line(&after.name.wire));
    let folder = match from_title == to_title {
        true => "The folder has another name in Rust".to_owned(),
        false => format!("The folder `{from_title}` is now called `{to_title}`"),
    };
    let change = match (keeps, before.name.rust == after.name.rust) {
        (true, false) => rules::GROUP_RENAMED_WITH_ALIAS
            .change(subject, format!("{folder}: `{from}` is now `{to}`, and the old name is deprecated"))
            .action(format!("Call `{to}` instead of `{from}`")),
        (_, true) => rules::GROUP_RENAMED
            .change(subject, format!("The type `{}` is now `{}`", before.type_name, after.type_name))
            .action(format!("Name the type `{}`", after.type_name)),
        (false, false) => {
            rules::GROUP_RENAMED.change(subject, format!("{folder}: `{from}` is now `{to}`")).action(format!(
                "Call `{to}` instead of `{from}`, or keep the old name with `x-name` in the overlay's `tags`"
            ))
        }
    };
    change.before(accessor(old)).after(accessor(new))
}

/// Whether the folders around a group are the same in both versions.
fn same_parent(context: &Context<'_>, old: &[&Group], new: &[&Group]) -> bool {
    match (old.last(), new.last()) {
        (None, None) => true,
        (Some(old), Some(new)) => same_group(context, old, new),
        _ => false,
    }
}

/// Whether a group is the same in both versions.
pub(super) fn same_group(context: &Context<'_>, old: &Group, new: &Group) -> bool {
    context.is_pair(old, new)
}

/// Returns the path of a group in the collection.
pub(super) fn title(path: &[&Group]) -> String {
    if path.is_empty() {
        return CLIENT.to_owned();
    }
    let title = path.iter().map(|group| one_line(&group.name.wire)).collect::<Vec<_>>().join(" / ");
    // A folder may have no name.
    if title.is_empty() { expression(path) } else { title }
}

/// Returns the expression for a group: `client.profile()`.
fn expression(path: &[&Group]) -> String {
    let handles = path.iter().map(|group| format!(".{}()", group.name.rust));
    format!("client{}", handles.collect::<String>())
}

fn method(name: &str, type_name: &str) -> String {
    format!("pub fn {name}(&self) -> {type_name}")
}

/// Returns the method that returns a group.
fn accessor(path: &[&Group]) -> String {
    path.last().map(|group| method(&group.name.rust, &group.type_name)).unwrap_or_default()
}

/// Returns the groups that are not inside of others.
fn outermost<'l, 'a>(list: &'l [Vec<&'a Group>]) -> Vec<&'l [&'a Group]> {
    let own: HashSet<*const Group> =
        list.iter().filter_map(|path| path.last()).map(|group| std::ptr::from_ref(*group)).collect();
    let is_inside = |path: &[&Group]| {
        path.split_last()
            .is_some_and(|(_, outer)| outer.iter().any(|group| own.contains(&std::ptr::from_ref(*group))))
    };
    list.iter().map(Vec::as_slice).filter(|path| !is_inside(path)).collect()
}

fn is_inside(located: &Located<'_>, path: &[&Group]) -> bool {
    path.last().is_some_and(|own| located.groups.iter().any(|group| std::ptr::eq(*group, *own)))
}

fn inside<'l, 'a>(list: &'l [Located<'a>], path: &[&Group]) -> Vec<&'l Located<'a>> {
    list.iter().filter(|located| is_inside(located, path)).collect()
}

fn with_operations(path: &[&Group], operations: &[&Located<'_>]) -> String {
    // In an order that does not depend on the collection's: fingerprints contain the text.
    let mut signatures: Vec<String> = operations.iter().map(|located| signature(located.operation)).collect();
    signatures.sort();
    std::iter::once(accessor(path)).chain(signatures).collect::<Vec<_>>().join("\n")
}
