//! Types with several names, and types that are part of requests.

use hashbrown::HashSet;

use super::super::change::Change;
use super::super::context::{Context, Version};
use super::super::{docs, rules};
use super::{Pair, head, path, setter};
use crate::api::{Presence, TypeDef, TypeKind};

/// Adds the changes of what a name stands for: a struct of its own, or the same struct as another name.
pub(super) fn changes<'a>(
    context: &Context<'a>,
    (old, before): (&'a TypeDef, &'a TypeDef),
    (new, after): (&'a TypeDef, &'a TypeDef),
    (diverged, merged): (&mut HashSet<&'a str>, &mut HashSet<&'a str>),
    changes: &mut Vec<Change>,
) {
    let is_alias = |def: &TypeDef, target: &TypeDef| def.name != target.name;
    if is_alias(old, before) == is_alias(new, after)
        && (!is_alias(old, before) || is_same(context, before, after))
    {
        return;
    }
    // The other name that was or is the struct.
    let (was, is) = (&before.name, &after.name);
    let old_names = names(&context.old, before);
    let new_names = names(&context.new, after);
    let in_new = |name: &str| context.renamed.get(name).map_or(name.to_owned(), |new| (*new).to_owned());
    let parted: Vec<&str> = old_names
        .iter()
        .copied()
        .filter(|name| {
            let name = in_new(name);
            context.new.types.contains_key(name.as_str()) && !new_names.contains(&name.as_str())
        })
        .collect();
    let joined: Vec<&str> = new_names
        .iter()
        .copied()
        .filter(|name| {
            context.old.types.contains_key(name) && !old_names.iter().any(|old| in_new(old) == *name)
        })
        .collect();
    if !parted.is_empty() {
        if diverged.insert(was) {
            let summary = format!("`{}` and {} are no longer one type", new.name, docs::names(&parted));
            changes.push(
                rules::TYPES_DIVERGED
                    .change(path(&new.name), summary)
                    .before(named(&head(old), &new.name, &parted))
                    .after(head(new))
                    .action("Convert between them where your code takes one for the other"),
            );
        }
    } else if !joined.is_empty() {
        if merged.insert(is) {
            let summary = format!("`{}` and {} are one type now", new.name, docs::names(&joined));
            changes.push(
                rules::TYPES_MERGED
                    .change(path(&new.name), summary)
                    .before(head(old))
                    .after(named(&head(new), &new.name, &joined))
                    .action("Keep one of the implementations of a trait for both"),
            );
        }
    } else if is_alias(new, after) && !is_alias(old, before) {
        let summary = format!("`{}` is an alias of `{}`, which is the same struct", new.name, is);
        changes.push(
            rules::SHARED_TYPE_RENAMED.change(path(&new.name), summary).before(head(old)).after(head(new)),
        );
    }
}

/// Adds the other names of a type to its definition.
fn named(head: &str, name: &str, others: &[&str]) -> String {
    let others = others.iter().filter(|other| **other != name);
    format!("{head}{}", others.map(|other| format!("\npub type {other} = {name};")).collect::<String>())
}

fn is_same(context: &Context<'_>, old: &TypeDef, new: &TypeDef) -> bool {
    old.name == new.name || context.renamed.get(old.name.as_str()) == Some(&new.name.as_str())
}

/// Returns the names of a definition: its own, and those of its aliases.
fn names<'a>(version: &Version<'a>, def: &TypeDef) -> Vec<&'a str> {
    let is_name =
        |other: &&TypeDef| version.resolve(&other.name).is_some_and(|target| target.name == def.name);
    version.api.types.iter().filter(is_name).map(|other| other.name.as_str()).collect()
}

/// Adds the change of a type that has or loses its setters, because it has become or is no longer part of a request.
pub(super) fn setters(pair: Pair<'_, '_>, in_request: bool, changes: &mut Vec<Change>) {
    let def = if in_request { pair.new } else { pair.old };
    let TypeKind::Object(fields) = &def.kind else { return };
    let set = fields.iter().filter(|field| field.presence != Presence::Required && !field.read_only);
    let version = if in_request { &pair.context.new } else { &pair.context.old };
    let setters: Vec<String> = set.map(|field| setter(version, &field.name, &field.ty)).collect();
    changes.extend((!setters.is_empty()).then(|| {
        match in_request {
            true => rules::SETTERS_ADDED
                .change(pair.subject, "Requests contain the type now, so its fields have setters")
                .after(setters.join("\n"))
                .key("setters"),
            false => rules::SETTERS_REMOVED
                .change(
                    pair.subject,
                    "No request contains the type any more, so the setters of its fields are gone",
                )
                .before(setters.join("\n"))
                .action("Assign the fields")
                .key("setters"),
        }
    }));
}
