//! The folders and requests of a collection as two lists, with the parent of each.

use crate::api::{RequestPath, Skipped};
use crate::collection::{Auth, Collection, Description, Item};
use serde_json::{Map, Value};

pub(crate) use crate::text::one_line;

/// All folders and requests.
pub(crate) struct Tree<'c> {
    /// The folders, each before the folders in it. The first is the collection itself.
    pub(crate) folders: Vec<Folder<'c>>,
    /// The requests, depth first.
    pub(crate) requests: Vec<RequestItem<'c>>,
}

/// A folder, or the collection.
pub(crate) struct Folder<'c> {
    /// The folder; `None` for the collection itself.
    pub(crate) item: Option<&'c Item>,
    /// The folders and requests in it, in order.
    pub(crate) children: Vec<Child>,
    /// The index of its parent, and its own index in the parent; `None` for the collection itself.
    parent: Option<(usize, usize)>,
    /// The auth of its requests.
    auth: Option<&'c Auth>,
    /// Whether bodies are sent even with methods that have none, such as GET.
    keeps_bodies: bool,
}

/// A child of a folder, by its index in the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Child {
    Folder(usize),
    Request(usize),
}

/// An item of the collection that is not a folder: a request, or an item without a request.
pub(crate) struct RequestItem<'c> {
    pub(crate) item: &'c Item,
    /// The index of its folder.
    pub(crate) folder: usize,
    /// The index in the folder.
    position: usize,
    /// The auth: its own, or that of the innermost folder that has one.
    pub(crate) auth: Option<&'c Auth>,
    /// Whether the body is sent even with a method that has none, such as GET.
    pub(crate) keeps_body: bool,
}

impl<'c> Tree<'c> {
    pub(crate) fn new(collection: &'c Collection) -> Self {
        let root = Folder {
            item: None,
            children: Vec::new(),
            parent: None,
            auth: nearest(collection.auth.as_ref(), None),
            keeps_bodies: keeps_bodies(&collection.protocol_profile_behavior, false),
        };
        let mut tree = Self { folders: vec![root], requests: Vec::new() };
        tree.add(0, &collection.item);
        tree
    }

    fn add(&mut self, folder: usize, items: &'c [Item]) {
        for (position, item) in items.iter().enumerate() {
            let Folder { auth, keeps_bodies: keeps, .. } = self.folders[folder];
            let keeps = keeps_bodies(&item.protocol_profile_behavior, keeps);
            let child = match &item.item {
                Some(items) => {
                    let own = self.folders.len();
                    self.folders.push(Folder {
                        item: Some(item),
                        children: Vec::new(),
                        parent: Some((folder, position)),
                        auth: nearest(item.auth.as_ref(), auth),
                        keeps_bodies: keeps,
                    });
                    self.add(own, items);
                    Child::Folder(own)
                }
                None => {
                    let own = item.request.as_ref().and_then(|request| request.auth.as_ref());
                    let auth = nearest(own, auth);
                    self.requests.push(RequestItem { item, folder, position, auth, keeps_body: keeps });
                    Child::Request(self.requests.len() - 1)
                }
            };
            self.folders[folder].children.push(child);
        }
    }

    /// Returns the folders from the outermost to this one, each with its index in its parent.
    fn folder_path(&self, mut folder: usize) -> Vec<(&'c Item, usize)> {
        let mut path = Vec::new();
        while let Folder { item: Some(item), parent: Some((parent, position)), .. } = self.folders[folder] {
            path.push((item, position));
            folder = parent;
        }
        path.reverse();
        path
    }

    /// Returns the folders of a request and the request itself, each with its index in its parent.
    fn path_of(&self, request: usize) -> Vec<(&'c Item, usize)> {
        let RequestItem { item, folder, position, .. } = self.requests[request];
        let mut path = self.folder_path(folder);
        path.push((item, position));
        path
    }

    /// Returns the location of a folder for messages: `"Outer" > "Inner"`.
    pub(crate) fn location_of_folder(&self, folder: usize) -> String {
        shown(&self.folder_path(folder))
    }

    /// Returns the location of a request for messages.
    pub(crate) fn location_of_request(&self, request: usize) -> String {
        shown(&self.path_of(request))
    }

    /// Returns a skipped part of a request, or a request that is skipped itself.
    pub(crate) fn skipped(&self, request: usize, kind: &'static str) -> Skipped {
        let RequestItem { item, folder, .. } = self.requests[request];
        let folders = self.folder_path(folder).into_iter().map(|(item, _)| one_line(name(item)));
        let path = RequestPath { index: request, folders: folders.collect(), name: one_line(name(item)) };
        Skipped { location: self.location_of_request(request), kind, request: Some(path) }
    }

    /// Returns the location of a request in the notation of the overlay's keys: `Folder / Item name`.
    pub(crate) fn key_of_request(&self, request: usize) -> String {
        let names: Vec<_> = self.path_of(request).into_iter().map(|(item, _)| one_line(name(item))).collect();
        one_line(&names.join(" / "))
    }

    /// Returns the path to a folder in the notation of the overlay: `Outer / Inner`.
    pub(crate) fn key_of_folder(&self, folder: usize) -> String {
        let names = self.folder_path(folder).into_iter().map(|(item, _)| one_line(name(item)));
        names.collect::<Vec<_>>().join(" / ")
    }

    /// Returns the index of a folder's parent.
    pub(crate) fn parent(&self, folder: usize) -> Option<usize> {
        self.folders[folder].parent.map(|(parent, _)| parent)
    }
}

/// Returns the name of an item without outer white space; empty if it has none.
pub(crate) fn name(item: &Item) -> &str {
    item.name.as_deref().unwrap_or_default().trim()
}

/// Returns a description without outer white space.
pub(crate) fn docs(description: Option<&Description>) -> String {
    description.map(|description| description.content.trim().to_owned()).unwrap_or_default()
}

/// The maximum number of characters of a name in a message.
const LONGEST_SHOWN: usize = 80;

/// Formats a location for messages.
fn shown(path: &[(&Item, usize)]) -> String {
    let names = path.iter().map(|(item, position)| {
        let name = one_line(name(item));
        match name.char_indices().nth(LONGEST_SHOWN) {
            _ if name.is_empty() => format!("item[{position}]"),
            Some((end, _)) => format!("\"{}…\"", &name[..end]),
            None => format!("\"{name}\""),
        }
    });
    names.collect::<Vec<_>>().join(" > ")
}

/// Returns the item's own auth if it has a type, otherwise that of the folder.
fn nearest<'c>(own: Option<&'c Auth>, outer: Option<&'c Auth>) -> Option<&'c Auth> {
    own.filter(|auth| auth.kind.as_deref().is_some_and(|kind| !kind.is_empty())).or(outer)
}

fn keeps_bodies(behavior: &Map<String, Value>, outer: bool) -> bool {
    behavior.get("disableBodyPruning").and_then(Value::as_bool).unwrap_or(outer)
}
