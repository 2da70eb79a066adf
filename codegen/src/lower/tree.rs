//! The collection's folders and requests in a flat form that knows who is whose child.

use crate::collection::{Auth, Collection, Description, Item};
use serde_json::{Map, Value};

pub(crate) use crate::text::one_line;

/// All folders and requests.
pub(crate) struct Tree<'c> {
    /// The folders, each before those inside; the first is the collection itself.
    pub(crate) folders: Vec<Folder<'c>>,
    /// The requests, depth first.
    pub(crate) requests: Vec<Found<'c>>,
}

/// A folder, or the collection.
pub(crate) struct Folder<'c> {
    /// The folder; nothing for the collection itself.
    pub(crate) item: Option<&'c Item>,
    /// What it holds, in order.
    pub(crate) children: Vec<Child>,
    /// The folder that holds it, and its place there.
    parent: Option<(usize, usize)>,
    /// The credentials of its requests.
    auth: Option<&'c Auth>,
    /// Whether bodies of its GET requests are sent.
    keeps_bodies: bool,
}

/// What a folder holds, by its place in the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Child {
    Folder(usize),
    Request(usize),
}

/// A request, or an item that should be one.
pub(crate) struct Found<'c> {
    pub(crate) item: &'c Item,
    /// The folder that holds it.
    pub(crate) folder: usize,
    /// Its place there.
    place: usize,
    /// Its credentials, its own or the nearest folder's.
    pub(crate) auth: Option<&'c Auth>,
    /// Whether a body is sent even with a method that has none, such as GET.
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
        for (place, item) in items.iter().enumerate() {
            let Folder { auth, keeps_bodies: keeps, .. } = self.folders[folder];
            let keeps = keeps_bodies(&item.protocol_profile_behavior, keeps);
            let child = match &item.item {
                Some(items) => {
                    let own = self.folders.len();
                    self.folders.push(Folder {
                        item: Some(item),
                        children: Vec::new(),
                        parent: Some((folder, place)),
                        auth: nearest(item.auth.as_ref(), auth),
                        keeps_bodies: keeps,
                    });
                    self.add(own, items);
                    Child::Folder(own)
                }
                None => {
                    let own = item.request.as_ref().and_then(|request| request.auth.as_ref());
                    let auth = nearest(own, auth);
                    self.requests.push(Found { item, folder, place, auth, keeps_body: keeps });
                    Child::Request(self.requests.len() - 1)
                }
            };
            self.folders[folder].children.push(child);
        }
    }

    /// The names of the folders from the outermost to this one, each with its place.
    fn folder_path(&self, mut folder: usize) -> Vec<(&'c Item, usize)> {
        let mut path = Vec::new();
        while let Folder { item: Some(item), parent: Some((parent, place)), .. } = self.folders[folder] {
            path.push((item, place));
            folder = parent;
        }
        path.reverse();
        path
    }

    fn path_of(&self, request: usize) -> Vec<(&'c Item, usize)> {
        let Found { item, folder, place, .. } = self.requests[request];
        let mut path = self.folder_path(folder);
        path.push((item, place));
        path
    }

    /// Where a folder stands, for people: `"Outer" > "Inner"`.
    pub(crate) fn place_of_folder(&self, folder: usize) -> String {
        shown(&self.folder_path(folder))
    }

    /// Where a request stands, for people.
    pub(crate) fn place_of_request(&self, request: usize) -> String {
        shown(&self.path_of(request))
    }

    /// Where a request stands as an overlay's key spells it: `Folder / Item name`.
    pub(crate) fn key_of_request(&self, request: usize) -> String {
        let names: Vec<_> = self.path_of(request).into_iter().map(|(item, _)| one_line(name(item))).collect();
        names.join(" / ")
    }

    /// The folder that holds a folder.
    pub(crate) fn parent(&self, folder: usize) -> Option<usize> {
        self.folders[folder].parent.map(|(parent, _)| parent)
    }
}

/// The name of an item without outer white space; empty where it has none.
pub(crate) fn name(item: &Item) -> &str {
    item.name.as_deref().unwrap_or_default().trim()
}

/// A text without outer white space.
pub(crate) fn docs(description: Option<&Description>) -> String {
    description.map(|description| description.content.trim().to_owned()).unwrap_or_default()
}

/// How many characters of a name a message shows.
const SHOWN: usize = 80;

fn shown(path: &[(&Item, usize)]) -> String {
    let names = path.iter().map(|(item, place)| {
        let name = one_line(name(item));
        match name.char_indices().nth(SHOWN) {
            _ if name.is_empty() => format!("item[{place}]"),
            Some((end, _)) => format!("\"{}…\"", &name[..end]),
            None => format!("\"{name}\""),
        }
    });
    names.collect::<Vec<_>>().join(" > ")
}

/// The auth itself when it says what it is, otherwise that of the folder around.
fn nearest<'c>(own: Option<&'c Auth>, outer: Option<&'c Auth>) -> Option<&'c Auth> {
    own.filter(|auth| auth.kind.as_deref().is_some_and(|kind| !kind.is_empty())).or(outer)
}

fn keeps_bodies(behavior: &Map<String, Value>, outer: bool) -> bool {
    behavior.get("disableBodyPruning").and_then(Value::as_bool).unwrap_or(outer)
}
