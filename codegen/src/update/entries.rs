//! Entries and tags of the overlay whose operation or folder has another place, or is gone.

use hashbrown::{HashMap, HashSet};

use super::names::pairs;
use super::text::is_method;
use super::{Change, Draft};
use crate::Input;
use crate::api::{Api, Group, Operation};
use crate::diff::{Located, Matching};
use crate::lower::lower_with_errors;
use crate::lower::overlay_match::paths::{parameter_names, shape};
use crate::overlay::{OperationEntry, Overlay, TagEntry, child};
use crate::text::one_line;

/// The key and the method of an operation entry.
struct Place {
    key: String,
    method: String,
}

impl Draft<'_> {
    /// Moves and removes entries and tags, so that each one describes what it described.
    pub(super) fn move_entries(&mut self, api: &Api) {
        let Some(overlay) = self.parsed() else { return };
        // The overlay changes how requests are addressed, so that both versions are compared without it.
        let (Some(old), _) = lower_with_errors(&Input { overlay: None, ..*self.old }) else { return };
        let (Some(new), _) = lower_with_errors(&Input { overlay: None, ..*self.new }) else { return };
        let matching = Matching::of(&old, &new);
        self.move_operations(api, &overlay, &matching);
        self.move_tags(&overlay, &matching);
    }

    fn move_operations(&mut self, api: &Api, overlay: &Overlay, matching: &Matching<'_>) {
        let described: HashMap<(String, &str), &Operation> = api
            .all_operations()
            .into_iter()
            .filter_map(|(_, operation)| {
                Some(((operation.overlay_key.clone()?, operation.method.as_str()), operation))
            })
            .collect();
        let partners: HashMap<usize, (&Located<'_>, &Located<'_>)> =
            matching.operations.both.iter().map(|(old, new)| (old.operation.index, (old, new))).collect();
        let mut places: Vec<(&OperationEntry, Option<Place>)> = Vec::new();
        for entry in &overlay.operations {
            let Some(operation) = described.get(&(entry.key(), entry.method.as_str())) else { continue };
            // An overlay cannot describe every method: it has no key for PURGE.
            let partner = partners.get(&operation.index);
            let partner = partner.filter(|(_, new)| is_method(&new.operation.method));
            let new = partner.map(|(old, new)| Place {
                key: new_key(entry, old, new),
                method: new.operation.method.clone(),
            });
            places.push((entry, new));
        }
        let mut renamed: HashSet<String> = HashSet::new();
        for (entry, new) in &places {
            let (key, method) = (entry.key(), entry.method.to_ascii_lowercase());
            let location = self.location(&entry.at);
            let Some(new) = new else {
                if let Some(text) = self.edit(|text| text.remove_entry(&key, &method)).flatten() {
                    self.changes.push(Change::Removed { location, text });
                }
                continue;
            };
            if new.key == key && new.method == entry.method {
                continue;
            }
            // If all entries of a key have the same new one, it is renamed, with everything that they share.
            let mut others = places.iter().filter(|(other, _)| other.key() == key);
            let is_whole = others.all(|(other, place)| {
                place.as_ref().is_some_and(|place| place.key == new.key && place.method == other.method)
            });
            let is_moved = renamed.contains(&key)
                || is_whole && self.edit(|text| text.rename_key(&key, &new.key)) == Some(true)
                || self.edit(|text| {
                    text.move_entry((&key, &method), (&new.key, &new.method.to_ascii_lowercase()))
                }) == Some(true);
            if is_moved {
                let before = format!("{} {key}", entry.method);
                let after = format!("{} {}", new.method, new.key);
                self.changes.push(Change::Moved { location, before, after });
            }
            if is_whole {
                renamed.insert(key);
            }
        }
    }

    fn move_tags(&mut self, overlay: &Overlay, matching: &Matching<'_>) {
        let (groups, pairs) = (&matching.groups, pairs(matching));
        let old: Vec<&Vec<&Group>> = groups.both.iter().map(|(old, _)| old).chain(&groups.removed).collect();
        let new: Vec<&Vec<&Group>> = groups.both.iter().map(|(_, new)| new).chain(&groups.added).collect();
        let mut removed = Vec::new();
        for (index, tag) in overlay.tags.iter().enumerate() {
            let Some(group) = described(tag, &old) else { continue };
            match pairs.iter().find(|(old, _)| is_same(old, group)) {
                Some((_, partner)) => {
                    let path = folder_path(partner);
                    let own = partner.last().map(|group| group.name.wire.clone()).unwrap_or_default();
                    let is_unique = new.iter().filter(|group| has_name(group, &own)).count() == 1;
                    let is_path = one_line(&tag.name) == folder_path(group) && group.len() > 1;
                    let name = if is_unique && !is_path { own } else { path };
                    if name != one_line(&tag.name) && described_by(&tag.name, &new) != Some(partner) {
                        let location = self.location(&child(&tag.at, "name"));
                        self.edit(|text| text.rename_tag(index, &name));
                        self.changes.push(Change::Moved { location, before: tag.name.clone(), after: name });
                    }
                }
                None if tag.rename.is_some() || !tag.aliases.is_empty() => removed.push(index),
                None => {}
            }
        }
        // From the end: the indices of the others stay.
        for index in removed.into_iter().rev() {
            let location = self.location(&overlay.tags[index].at);
            if let Some(text) = self.edit(|text| text.remove_tag(index)).flatten() {
                self.changes.push(Change::Removed { location, text });
            }
        }
    }
}

/// Returns the key of an entry for the operation as it is now. What still matches stays as it is.
fn new_key(entry: &OperationEntry, old: &Located<'_>, new: &Located<'_>) -> String {
    let path = new_path(&entry.path, &old.operation.path.template(), &new.operation.path.template());
    let needed =
        new.operation.overlay_key.as_deref().and_then(|key| key.split_once('#')).map(|(_, item)| item);
    let item = match (&entry.item, needed) {
        (Some(item), needed) => {
            let title = needed.map_or_else(|| new.path(), str::to_owned);
            let is_same = [one_line(&title), one_line(&new.path())].contains(&one_line(item));
            Some(if is_same { item.clone() } else { one_line(&title) })
        }
        (None, needed) => needed.map(str::to_owned),
    };
    item.map_or(path.clone(), |item| format!("{path}#{item}"))
}

/// Returns the path of an entry for a path that may have changed. The entry may have the path of a server in front, and
/// names its parameters as it likes.
fn new_path(entry: &str, old: &str, new: &str) -> String {
    if shape(old) == shape(new) {
        return entry.to_owned();
    }
    let (entry_shape, old_shape) = (shape(entry), shape(old));
    let prefix = match entry_shape.strip_suffix(&old_shape) {
        Some(prefix) => {
            let segments = prefix.matches('/').count();
            let end = entry.match_indices('/').nth(segments).map_or(0, |(end, _)| end);
            &entry[..end]
        }
        None => "",
    };
    let own = parameter_names(&entry[prefix.len()..]);
    let names = parameter_names(new);
    let mut path = String::from(prefix);
    let (mut rest, mut index) = (new, 0);
    while let Some((literal, after)) = rest.split_once('{')
        && let Some((name, after)) = after.split_once('}')
    {
        let name = if own.len() == names.len() { own[index] } else { name };
        path.push_str(&format!("{literal}{{{name}}}"));
        (rest, index) = (after, index + 1);
    }
    path + rest
}

/// Returns the group that a tag describes: by the path of its folder, or by its name if that is unique.
fn described<'g, 'a>(tag: &TagEntry, groups: &[&'g Vec<&'a Group>]) -> Option<&'g Vec<&'a Group>> {
    described_by(&tag.name, groups)
}

fn described_by<'g, 'a>(name: &str, groups: &[&'g Vec<&'a Group>]) -> Option<&'g Vec<&'a Group>> {
    let name = one_line(name);
    let mut by_path = groups.iter().filter(|group| folder_path(group) == name);
    let mut by_name = groups.iter().filter(|group| has_name(group, &name));
    let unique = |found: &mut dyn Iterator<Item = &&'g Vec<&'a Group>>| {
        let first = found.next().copied();
        first.filter(|_| found.next().is_none())
    };
    unique(&mut by_path).or_else(|| unique(&mut by_name))
}

fn has_name(groups: &[&Group], name: &str) -> bool {
    groups.last().is_some_and(|group| group.name.wire == name)
}

/// Returns the path of a folder: `Outer / Inner`.
pub(super) fn folder_path(groups: &[&Group]) -> String {
    groups.iter().map(|group| group.name.wire.as_str()).collect::<Vec<_>>().join(" / ")
}

/// Whether both are the same group of the same API.
pub(super) fn is_same(one: &[&Group], other: &[&Group]) -> bool {
    let key = |groups: &[&Group]| groups.last().map(|group| std::ptr::from_ref(*group));
    key(one) == key(other)
}
