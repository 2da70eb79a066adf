//! Names in Rust that stay although the collection has other names.

use super::entries::{folder_path, is_same};
use super::former::{entry, qualified};
use super::text::is_method;
use super::{Change, Draft};
use crate::api::{Api, Group, Operation, OperationAlias, modules};
use crate::diff::{Located, Matching};
use crate::lower::overlay_match::paths::shape;
use crate::overlay::TagEntry;
use crate::text::one_line;

impl Draft<'_> {
    /// Pins the names of groups that only have another name. Returns whether there were any.
    pub(super) fn pin_groups(&mut self, old: &Api, new: &Api) -> bool {
        let before = self.changes.len();
        for (old, new) in &pairs(&Matching::of(old, new)) {
            self.pin_group(old, new);
        }
        self.changes.len() > before
    }

    /// Pins the names of operations that only have another name, and keeps a method in the old group of those that have
    /// another folder. Returns whether there were any.
    pub(super) fn pin_operations(&mut self, old: &Api, new: &Api) -> bool {
        let matching = Matching::of(old, new);
        let before = self.changes.len();
        let pairs = pairs(&matching);
        for (old, new) in &matching.operations.both {
            let is_same_request = old.operation.method == new.operation.method
                && shape(&old.operation.path.template()) == shape(&new.operation.path.template());
            if !is_same_request {
                continue;
            }
            let stays = pairs.iter().find(|(group, _)| is_same(group, &old.groups));
            let is_outside = old.groups.is_empty() && new.groups.is_empty();
            match stays {
                _ if is_outside => self.pin_operation(old, new),
                Some((_, partner)) if is_same(partner, &new.groups) => self.pin_operation(old, new),
                Some((_, partner)) => self.keep_method(old, new, partner),
                None if old.groups.is_empty() => self.keep_method(old, new, &[]),
                None => {}
            }
        }
        self.changes.len() > before
    }

    fn pin_operation(&mut self, old: &Located<'_>, new: &Located<'_>) {
        let name = old.operation.name.rust.trim_start_matches("r#");
        let group = modules(&new.groups);
        let is_kept =
            |alias: &OperationAlias| alias.method == old.operation.name.rust && alias.groups == group;
        let keeps =
            new.operation.name.rust == old.operation.name.rust || new.operation.aliases.iter().any(is_kept);
        let is_described = is_method(&new.operation.method);
        let Some(key) = new.operation.overlay_key.as_deref().filter(|_| is_described && !keeps) else {
            return;
        };
        let method = new.operation.method.to_ascii_lowercase();
        if self.has_operation_id(new.operation) {
            return;
        }
        let set = self.edit(|text| text.set_in_entry(key, &method, "operationId", name)).flatten();
        if set.is_some() {
            self.changes.push(Change::Pinned {
                name: old.expression(),
                before: old.path(),
                after: new.path(),
                entry: format!("\"operationId\": \"{name}\""),
            });
        }
    }

    /// Keeps a method in the group that the operation was in, which is now `group`.
    fn keep_method(&mut self, old: &Located<'_>, new: &Located<'_>, group: &[&Group]) {
        let name = &old.operation.name.rust;
        let modules = modules(group);
        let keeps =
            new.operation.aliases.iter().any(|alias| alias.method == *name && alias.groups == modules);
        let is_described = is_method(&new.operation.method);
        let Some(key) = new.operation.overlay_key.as_deref().filter(|_| is_described && !keeps) else {
            return;
        };
        let (alias, method) = (qualified(&modules, name), new.operation.method.to_ascii_lowercase());
        let added = self.edit(|text| text.add_to_entry(key, &method, "x-aliases", &alias)).flatten();
        if added.is_some() {
            self.changes.push(Change::Kept {
                name: old.expression(),
                now: new.expression(),
                entry: format!("\"x-aliases\": [\"{alias}\"]"),
            });
        }
    }

    fn pin_group(&mut self, old: &[&Group], new: &[&Group]) {
        let (Some(before), Some(after)) = (old.last(), new.last()) else { return };
        let name = &before.name.rust;
        let keeps = after.name.rust == *name || after.aliases.iter().any(|alias| alias.name == *name);
        // A folder inside another one has another path than before, whatever its name is.
        let is_moved = old.len() != new.len();
        if keeps || is_moved {
            return;
        }
        let path = folder_path(new);
        let tags = self.parsed().map(|overlay| overlay.tags).unwrap_or_default();
        let tag = tag_of(new, &tags);
        if tag.is_some_and(|index| tags[index].rename.is_some()) {
            return;
        }
        if self.edit(|text| text.set_name_of_group(tag, &path, name)).flatten().is_some() {
            self.changes.push(Change::Pinned {
                name: expression(old),
                before: folder_path(old),
                after: path,
                entry: format!("\"x-name\": \"{name}\""),
            });
        }
    }

    /// Whether the overlay chooses the name of an operation.
    fn has_operation_id(&self, operation: &Operation) -> bool {
        let overlay = self.parsed();
        let entry = overlay.as_ref().and_then(|overlay| entry(overlay, operation));
        entry.is_some_and(|entry| entry.operation_id.is_some())
    }
}

/// Returns the groups that both versions have. One that is gone is the new one that has most of its operations; of
/// several with equally many, the first one.
pub(super) fn pairs<'a>(matching: &Matching<'a>) -> Vec<(Vec<&'a Group>, Vec<&'a Group>)> {
    let mut pairs = matching.groups.both.clone();
    for gone in &matching.groups.removed {
        let is_free = |group: &&Vec<&'a Group>| !pairs.iter().any(|(_, new)| is_same(new, group));
        let count = |group: &Vec<&'a Group>| {
            let both = matching.operations.both.iter();
            both.filter(|(old, new)| is_same(&old.groups, gone) && is_same(&new.groups, group)).count()
        };
        let counted = matching.groups.added.iter().filter(is_free).map(|group| (count(group), group));
        let counted = counted.filter(|(count, _)| *count > 0);
        if let Some((_, group)) = counted.reduce(|most, next| if next.0 > most.0 { next } else { most }) {
            pairs.push((gone.clone(), group.clone()));
        }
    }
    pairs
}

/// Returns the index of the tag of a group: the one with the path of its folder, or the one with its name.
pub(super) fn tag_of(groups: &[&Group], tags: &[TagEntry]) -> Option<usize> {
    let name = &groups.last()?.name.wire;
    let find = |wanted: &str| tags.iter().position(|tag| one_line(&tag.name) == wanted);
    find(&folder_path(groups)).or_else(|| find(name))
}

/// Returns the expression of a group's handle.
fn expression(groups: &[&Group]) -> String {
    let handles = groups.iter().map(|group| format!(".{}()", group.name.rust));
    format!("client{}", handles.collect::<String>())
}
