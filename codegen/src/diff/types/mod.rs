//! Changes of types. A change is reported at the type, with the operations that use it.

mod consequences;
mod enums;
mod fields;
mod shapes;
mod strings;
mod unions;
mod views;

use hashbrown::HashSet;

use super::change::Change;
use super::context::{Context, Version};
use super::{aliases, docs, lines, rules};
use crate::api::{Name, Type, TypeDef, TypeKind};

pub(super) use consequences::Consequences;

/// A definition of both versions.
#[derive(Clone, Copy)]
struct Pair<'c, 'a> {
    context: &'c Context<'a>,
    old: &'a TypeDef,
    new: &'a TypeDef,
    /// The name in the new version: `types::Profile`.
    subject: &'c str,
}

impl Pair<'_, '_> {
    /// Returns the name of a field or a variant.
    fn part(&self, name: &str) -> String {
        format!("{}.{}", self.subject, name.trim_start_matches("r#"))
    }
}

/// Returns the name of a type as users write it.
pub(super) fn path(name: &str) -> String {
    format!("types::{name}")
}

/// Adds the changes of types.
pub(super) fn changes(context: &Context<'_>, consequences: &Consequences<'_>, changes: &mut Vec<Change>) {
    let types = &context.matching.types;
    for old in types.removed.iter().filter(|old| !consequences.is_removed(old)) {
        let change = rules::TYPE_REMOVED
            .change(path(&old.name), format!("The type `{}` is gone", old.name))
            .before(head(old))
            .action("Remove the code that names it");
        changes.push(with_users(change, &context.old, old));
    }
    let mut compared = HashSet::new();
    let (mut diverged, mut merged) = (HashSet::new(), HashSet::new());
    for (old, new) in &types.both {
        if old.name != new.name && !consequences.is_renamed(old) {
            changes.push(renamed(context, old, new));
        }
        aliases::of_type(context, old, new, changes);
        let (Some(before), Some(after)) = (context.old.target(old), context.new.target(new)) else {
            continue;
        };
        if compared.insert((std::ptr::from_ref(before), std::ptr::from_ref(after))) {
            let start = changes.len();
            let subject = path(&after.name);
            definition(Pair { context, old: before, new: after, subject: &subject }, changes);
            with_operations(context, before, after, &mut changes[start..]);
        }
        shapes::changes(context, (old, before), (new, after), (&mut diverged, &mut merged), changes);
    }
    for new in types.added.iter().filter(|new| !consequences.is_added(new)) {
        let change = rules::TYPE_ADDED
            .change(path(&new.name), format!("The type `{}` is new", new.name))
            .after(head(new));
        changes.push(with_users(change, &context.new, new));
    }
}

fn renamed(context: &Context<'_>, old: &TypeDef, new: &TypeDef) -> Change {
    let summary = format!("The type `{}` is now `{}`", old.name, new.name);
    let change = match new.aliases.contains(&old.name) {
        true => rules::TYPE_RENAMED_WITH_ALIAS
            .change(path(&new.name), format!("{summary}, and the old name is deprecated")),
        false => rules::TYPE_RENAMED.change(path(&new.name), summary),
    };
    let change = change.before(head(old)).after(head(new));
    with_users(change.action(format!("Name it `{}`", new.name)), &context.new, new)
}

/// Adds the operations that use a type.
fn with_users(change: Change, version: &Version<'_>, def: &TypeDef) -> Change {
    let name = version.types.get(def.name.as_str()).map(|def| def.name.as_str());
    let users = name.map(|name| version.users_of(&[name])).unwrap_or_default();
    change.operations(users.iter().map(|located| located.path()).collect())
}

/// Adds the operations that use a definition in either version.
fn with_operations(context: &Context<'_>, old: &TypeDef, new: &TypeDef, changes: &mut [Change]) {
    if changes.is_empty() {
        return;
    }
    let users = |version: &Version<'_>, def: &TypeDef| -> Vec<String> {
        let name = version.types.get(def.name.as_str()).map(|def| def.name.as_str());
        let users = name.map(|name| version.users_of(&[name])).unwrap_or_default();
        users.iter().map(|located| located.path()).collect()
    };
    let mut operations = users(&context.new, new);
    if operations.is_empty() {
        operations = users(&context.old, old);
    }
    for change in changes {
        change.operations.clone_from(&operations);
    }
}

/// Compares a definition of both versions.
fn definition(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let Pair { context, old, new, subject } = pair;
    let TypeDef { name: _, aliases: _, docs: description, kind, in_request, sensitive } = new;
    if old == new {
        return;
    }
    let start = changes.len();
    match (&old.kind, kind) {
        (TypeKind::Object(old), TypeKind::Object(new)) => {
            fields::changes(
                pair,
                &views::of_object(pair, old, true),
                &views::of_object(pair, new, false),
                changes,
            );
        }
        (TypeKind::Form(old), TypeKind::Form(new)) => {
            fields::changes(
                pair,
                &views::of_form(pair, old, true),
                &views::of_form(pair, new, false),
                changes,
            );
        }
        (TypeKind::Enum(old), TypeKind::Enum(new)) => enums::changes(pair, old, new, changes),
        (TypeKind::Union(old), TypeKind::Union(new)) => unions::changes(pair, old, new, changes),
        (TypeKind::Untagged(old), TypeKind::Untagged(new)) => unions::untagged(pair, old, new, changes),
        (TypeKind::Newtype(old), TypeKind::Newtype(new)) => strings::changes(pair, old, new, changes),
        (TypeKind::Alias(target), TypeKind::Alias(new_target)) => {
            if !context.same(target, new_target) {
                let text = |version: &Version<'_>, def: &TypeDef, target| {
                    format!("pub type {} = {};", def.name, version.text(target))
                };
                changes.push(
                    rules::ALIAS_TARGET_CHANGED
                        .change(subject, "The alias is another type")
                        .before(text(&context.old, old, target))
                        .after(text(&context.new, new, new_target))
                        .action("Change the code that uses it"),
                );
            }
        }
        (before, after) => {
            let summary = format!("The type is {} instead of {}", noun(after), noun(before));
            let change = rules::TYPE_KIND_CHANGED
                .change(subject, summary)
                .before(format!("{} // {}", head(old), noun(before)))
                .after(format!("{} // {}", head(new), noun(after)));
            changes.push(change.action("Change the code that uses it"));
        }
    }
    if old.in_request != *in_request
        && matches!((&old.kind, kind), (TypeKind::Object(_), TypeKind::Object(_)))
    {
        shapes::setters(pair, *in_request, changes);
    }
    // Structs and enums hide what is sensitive field by field.
    if let (TypeKind::Newtype(_), TypeKind::Newtype(_)) = (&old.kind, kind) {
        redaction(subject, ("the value", &head(new)), (old.sensitive, *sensitive), changes);
    }
    if std::mem::discriminant(&old.kind) == std::mem::discriminant(kind) {
        lines::complete_type(context, old, new, subject, start, changes);
    }
    if docs::differ(&old.docs, description) {
        let change = rules::DESCRIPTION_CHANGED.change(subject, "Another description of the type");
        changes.push(docs::compared(change, &old.docs, description).key("type"));
    }
}

/// Adds the change if `Debug` now hides or shows a value.
fn redaction(subject: &str, (what, item): (&str, &str), is_hidden: (bool, bool), changes: &mut Vec<Change>) {
    let (rule, summary, action) = match is_hidden {
        (false, true) => (&rules::REDACTION_ADDED, format!("`Debug` hides {what}"), None),
        (true, false) => (
            &rules::REDACTION_REMOVED,
            format!("`Debug` shows {what}, so it can get into logs"),
            Some("Check what your code logs"),
        ),
        _ => return,
    };
    let shown = |is_hidden: bool| match is_hidden {
        true => format!("{item} // hidden by `Debug`"),
        false => item.to_owned(),
    };
    let change = rule.change(subject, summary).key(what);
    let change = change.before(shown(is_hidden.0)).after(shown(is_hidden.1));
    changes.push(match action {
        Some(action) => change.action(action),
        None => change,
    });
}

fn noun(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object(_) => "a struct",
        TypeKind::Enum(_) => "an enum of strings",
        TypeKind::Union(_) => "an enum told apart by the value of a field",
        TypeKind::Untagged(_) => "an enum told apart by the shape of the value",
        TypeKind::Newtype(_) => "a validated string",
        TypeKind::Alias(_) => "an alias",
        TypeKind::Form(_) => "a form",
    }
}

/// Returns the setter of a field of an object.
fn setter(version: &Version<'_>, name: &Name, ty: &Type) -> String {
    format!("pub fn {0}(self, {0}: impl Into<{1}>) -> Self", name.rust, version.text(ty))
}

/// Returns the first line of a definition.
fn head(def: &TypeDef) -> String {
    let name = &def.name;
    match &def.kind {
        TypeKind::Object(_) | TypeKind::Form(_) => format!("pub struct {name}"),
        TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Untagged(_) => format!("pub enum {name}"),
        TypeKind::Newtype(_) => format!("pub struct {name}(String);"),
        TypeKind::Alias(_) => format!("pub type {name}"),
    }
}
