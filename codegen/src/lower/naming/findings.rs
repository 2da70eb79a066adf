//! Reports problems with names.

use super::{Clash, Nameable, Names};
use crate::diagnostics::{Diagnostics, Location};
use crate::lower::overlay_match::Index;
use crate::lower::tree::{Child, Tree};
use crate::overlay::{Overlay, TagEntry};

/// A reporter of problems with names, with the data that it needs.
pub(crate) struct Reporter<'r, 'a> {
    pub(crate) file: &'r str,
    pub(crate) tree: &'r Tree<'a>,
    pub(crate) requests: &'r [Nameable<'r, 'a>],
    pub(crate) index: &'r Index,
    pub(crate) names: &'r Names,
    /// The tag of each folder.
    pub(crate) tags: &'r [Option<&'r TagEntry>],
}

/// A folder or a request in a report.
struct Reported<'r> {
    /// The location in the collection.
    location: String,
    /// The designation in messages: ``the folder "Users"`` or `` `GET /users` ``.
    title: String,
    /// The name in Rust.
    name: &'r str,
    /// The location of its `operationId` in an overlay; `None` if no key identifies it.
    key: Option<String>,
    /// Whether the overlay names it.
    is_given: bool,
}

impl Reporter<'_, '_> {
    /// Reports the items that would have had the same name in their folder.
    pub(crate) fn clashes(&self, diagnostics: &mut Diagnostics) {
        for Clash { name, items } in &self.names.clashes {
            // Folders first: they keep the name.
            let (folders, requests): (Vec<Child>, Vec<Child>) =
                items.iter().partition(|item| matches!(item, Child::Folder(_)));
            let items: Vec<Reported<'_>> =
                folders.into_iter().chain(requests).map(|item| self.reported(item)).collect();
            let [first, second, rest @ ..] = &items[..] else { continue };
            let (problem, more) = match rest.len() {
                0 => (format!("{} and {} would both be called `{name}`", first.title, second.title), ""),
                rest => {
                    let titles = format!("{}, {} and {rest} more", first.title, second.title);
                    (format!("{titles} would all be called `{name}`"), " …")
                }
            };
            let location = Location::new(self.file, &second.location);
            if items.iter().filter(|item| item.is_given).count() > 1 {
                diagnostics.error(location, problem, "give each its own `operationId` in the overlay");
                continue;
            }
            let names = format!("the client calls them `{}` and `{}`{more}", first.name, second.name);
            let help = match items.last().and_then(|last| last.key.as_deref()) {
                Some(key) => format!("{names}; to choose a name, set it in the overlay: {key}"),
                None => format!("{names}; to distinguish them, rename one in Postman"),
            };
            diagnostics.warning(location, problem, help);
        }
    }

    /// Reports the items whose titles are too long for a name.
    pub(crate) fn cut(&self, diagnostics: &mut Diagnostics) {
        for &item in &self.names.cut {
            let Reported { location, title, name, key, .. } = self.reported(item);
            let help = match key {
                Some(key) => format!("to choose a shorter name, set it in the overlay: {key}"),
                None => "rename it in Postman to choose a shorter name".to_owned(),
            };
            let problem = format!("the name of {title} is too long and was cut: `{name}`");
            diagnostics.note(Location::new(self.file, location), problem, help);
        }
    }

    /// Collects the data of an item for a report.
    fn reported(&self, item: Child) -> Reported<'_> {
        match item {
            Child::Folder(folder) => {
                let location = self.tree.location_of_folder(folder);
                Reported {
                    title: format!("the folder {location}"),
                    location,
                    name: &self.names.groups[folder].module,
                    key: None,
                    is_given: self.tags[folder].is_some_and(|tag| tag.rename.is_some()),
                }
            }
            Child::Request(index) => {
                let Nameable { request, overlay, .. } = self.requests[index];
                let key = self.index.operation_key(request, self.tree);
                Reported {
                    location: self.tree.location_of_request(request.index),
                    title: format!("`{}`", request.signature()),
                    name: &self.names.operations[index].method,
                    key: key.map(|key| format!("{key}.operationId")),
                    is_given: overlay.is_some_and(|overlay| overlay.operation_id.is_some()),
                }
            }
        }
    }

    /// Reports names of groups (`x-name`) that the groups do not get: they are not valid, or other items have them.
    pub(crate) fn renamed(&self, overlay: &Overlay, diagnostics: &mut Diagnostics) {
        for (tag, names) in self.tags.iter().zip(&self.names.groups) {
            let Some((tag, name)) = tag.and_then(|tag| Some((tag, tag.rename.as_ref()?))) else { continue };
            if names.module != *name {
                let problem = format!("`{name}` cannot be the name of the group");
                let help = format!("did you mean `{}`?", names.module);
                diagnostics.error(overlay.location(format!("{}.x-name", tag.at)), problem, help);
            }
        }
    }
}
