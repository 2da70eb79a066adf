//! Former names in the overlay (`x-aliases`).
//!
//! They refer to groups by their names in Rust, and an operation's own group needs no name. So an entry means something
//! else once the operation, or the group, is elsewhere.

use hashbrown::{HashMap, HashSet};

use super::names::{pairs, tag_of};
use super::text::{NameEdit, Text};
use super::{Change, Draft};
use crate::api::{Api, Group, Operation, OperationAlias, modules};
use crate::diff::{Located, Matching};
use crate::overlay::{OperationEntry, Overlay, child};

/// The group of methods of the client itself.
const CLIENT: &str = "client";

/// An edit of a former name, with the change that it is.
type Edit = (NameEdit, Change);

impl Draft<'_> {
    /// Writes the former names of operations so that each stays in the group that had it, and removes those of groups that
    /// are gone. Returns whether there were any.
    pub(super) fn move_former_names(&mut self, old: &Api, new: &Api) -> bool {
        let (Some(before), Some(overlay)) = (self.parsed_before(), self.parsed()) else { return false };
        if before.operations.iter().all(|entry| entry.aliases.is_empty()) {
            return false;
        }
        let matching = Matching::of(old, new);
        let groups: HashMap<Vec<String>, Vec<String>> =
            pairs(&matching).iter().map(|(old, new)| (modules(old), modules(new))).collect();
        let count = self.changes.len();
        for (old, new) in &matching.operations.both {
            let aliases = &old.operation.aliases;
            let (Some(former), Some(present)) =
                (entry(&before, old.operation), entry(&overlay, new.operation))
            else {
                continue;
            };
            if aliases.len() != former.aliases.len() || former.aliases != present.aliases {
                continue;
            }
            let own = modules(&new.groups);
            let edits = aliases.iter().zip(&former.aliases).enumerate().map(|(index, (alias, text))| {
                let location = self.location(&format!("{}[{index}]", child(&former.at, "x-aliases")));
                let target = match alias.groups.is_empty() {
                    true => Some(&alias.groups),
                    false => groups.get(&alias.groups),
                };
                let Some(target) = target else {
                    let reason = format!("the group `{}` is gone", alias.groups.join("."));
                    let change = Change::Dropped { location, name: text.clone(), reason };
                    return Some((NameEdit::Remove, change));
                };
                if group_of(text, &own) == *target {
                    return None;
                }
                let after = match *target == own {
                    true => alias.method.clone(),
                    false => qualified(target, &alias.method),
                };
                let change = Change::Moved { location, before: text.clone(), after: after.clone() };
                Some((NameEdit::Replace(after), change))
            });
            let edits: Vec<Option<Edit>> = edits.collect();
            self.edit_operation(present, edits);
        }
        self.changes.len() > count
    }

    /// Removes the former names that the new version cannot have, because other items have them. Returns whether there
    /// were any.
    pub(super) fn drop_former_names(&mut self, old: &Api, new: &Api) -> bool {
        let (Some(before), Some(overlay)) = (self.parsed_before(), self.parsed()) else { return false };
        let lists = overlay.operations.iter().map(|entry| &entry.aliases);
        let lists = lists.chain(overlay.tags.iter().map(|tag| &tag.aliases));
        let mut lists = lists.chain(overlay.schemas.iter().map(|(_, schema)| &schema.aliases));
        if lists.all(Vec::is_empty) {
            return false;
        }
        let matching = Matching::of(old, new);
        let count = self.changes.len();
        for (old, located) in &matching.operations.both {
            if let Some(present) = entry(&overlay, located.operation) {
                let former = entry(&before, old.operation).unwrap_or(present);
                self.drop_names_of_operation(present, located, &child(&former.at, "x-aliases"));
            }
        }
        for (_, path) in &pairs(&matching) {
            if let (Some(index), Some(group)) = (tag_of(path, &overlay.tags), path.last()) {
                self.drop_names_of_group(&overlay, index, group);
            }
        }
        self.drop_names_of_types(&overlay, new);
        self.changes.len() > count
    }

    fn drop_names_of_operation(&mut self, entry: &OperationEntry, located: &Located<'_>, at: &str) {
        let own = modules(&located.groups);
        let has = |alias: &OperationAlias, text: &str| {
            alias.method == method_of(text) && alias.groups == group_of(text, &own)
        };
        let edits = entry.aliases.iter().map(|text| {
            if located.operation.aliases.iter().any(|alias| has(alias, text)) {
                return None;
            }
            let location = self.location(at);
            let is_own = located.operation.name.rust == method_of(text) && group_of(text, &own) == own;
            let reason = if is_own { "the operation has this name" } else { "another item has this name" };
            Some((
                NameEdit::Remove,
                Change::Dropped { location, name: text.clone(), reason: reason.to_owned() },
            ))
        });
        let edits: Vec<Option<Edit>> = edits.collect();
        self.edit_operation(entry, edits);
    }

    fn drop_names_of_group(&mut self, overlay: &Overlay, index: usize, group: &Group) {
        let tag = &overlay.tags[index];
        let lost = |name: &str| {
            let is_own = group.name.rust == name;
            let reason = if is_own { "the group has this name" } else { "another item has this name" };
            (!group.aliases.iter().any(|alias| alias.name == name)).then_some(reason)
        };
        self.drop_lost((&tag.aliases, &tag.at), lost, |text, edit| text.edit_names_in_tag(index, edit));
    }

    fn drop_names_of_types(&mut self, overlay: &Overlay, new: &Api) {
        let former: HashSet<&str> =
            new.types.iter().flat_map(|def| &def.aliases).map(String::as_str).collect();
        // A type of a schema that nothing uses is no type of the client, and neither are its former names.
        let lost = |name: &str| {
            let is_lost =
                !former.contains(name) && new.types.iter().any(|def| def.name.eq_ignore_ascii_case(name));
            is_lost.then_some("another type has this name")
        };
        for (name, schema) in &overlay.schemas {
            self.drop_lost((&schema.aliases, &schema.at), lost, |text, edit| {
                text.edit_names_in_schema(name, edit)
            });
        }
    }

    /// Removes the former names of a tag or a schema at this location for whose loss there is a reason.
    fn drop_lost(
        &mut self,
        (names, at): (&[String], &str),
        lost: impl Fn(&str) -> Option<&'static str>,
        edit: impl FnOnce(&Text, &dyn Fn(&str) -> NameEdit) -> Option<()>,
    ) {
        let positions = names.iter().enumerate();
        let dropped: Vec<(usize, &String, &str)> =
            positions.filter_map(|(position, name)| Some((position, name, lost(name)?))).collect();
        if dropped.is_empty() {
            return;
        }
        let remove = |name: &str| if lost(name).is_some() { NameEdit::Remove } else { NameEdit::Keep };
        if self.edit(|text| edit(text, &remove)).flatten().is_some() {
            for (position, name, reason) in dropped {
                let location = self.location(&format!("{}[{position}]", child(at, "x-aliases")));
                let (name, reason) = (name.clone(), reason.to_owned());
                self.changes.push(Change::Dropped { location, name, reason });
            }
        }
    }

    /// Applies the edits of the former names of an operation, one for each.
    fn edit_operation(&mut self, entry: &OperationEntry, edits: Vec<Option<Edit>>) {
        if edits.iter().all(Option::is_none) {
            return;
        }
        let (key, method) = (entry.key(), entry.method.to_ascii_lowercase());
        let mut kinds =
            edits.iter().map(|edit| edit.as_ref().map_or(NameEdit::Keep, |(kind, _)| kind.clone()));
        let next = |_: &str| kinds.next().unwrap_or(NameEdit::Keep);
        if self.edit(|text| text.edit_names_in_entry((&key, &method), next)).flatten().is_some() {
            self.changes.extend(edits.into_iter().flatten().map(|(_, change)| change));
        }
    }
}

/// Returns the overlay entry of an operation.
pub(super) fn entry<'o>(overlay: &'o Overlay, operation: &Operation) -> Option<&'o OperationEntry> {
    let key = operation.overlay_key.as_deref()?;
    overlay.operations.iter().find(|entry| entry.key() == key && entry.method == operation.method)
}

/// Returns the modules of the group that a former name is in; `own` are those of the operation.
fn group_of(text: &str, own: &[String]) -> Vec<String> {
    match text.rsplit_once('.') {
        None => own.to_vec(),
        Some((CLIENT, _)) => Vec::new(),
        Some((groups, _)) => groups.split('.').map(str::to_owned).collect(),
    }
}

fn method_of(text: &str) -> &str {
    text.rsplit_once('.').map_or(text, |(_, method)| method)
}

/// Returns a former name with the group that it is in.
pub(super) fn qualified(modules: &[String], method: &str) -> String {
    let group = if modules.is_empty() { CLIENT.to_owned() } else { modules.join(".") };
    format!("{group}.{method}")
}
