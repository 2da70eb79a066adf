//! The names of groups and operations, and the prefixes of the types that belong to operations.
//!
//! A `_` is appended to a reserved name of a method or module, and `Group` to that of a handle. The type of a call is
//! named after its method, with the suffix `Call`.

pub(super) mod aliases;
pub(super) mod findings;

use hashbrown::{HashMap, HashSet};

use super::names::{self, Distinct, Item, LONGEST_PREFIX, distinct, mentions};
use super::request::ParsedRequest;
use super::tree::{self, Child, Tree};
use crate::api::Server;
use crate::overlay::{OperationEntry, TagEntry};
use crate::text::is_device;

/// The methods of handles, calls and the client, and common trait methods.
const METHODS: &[&str] = &[
    "as_mut",
    "as_ref",
    "body",
    "borrow",
    "borrow_mut",
    "builder",
    "call",
    "client",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "default",
    "deref",
    "drop",
    "eq",
    "fmt",
    "from",
    "hash",
    "into",
    "into_future",
    "ne",
    "new",
    "send",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "with",
];

/// The methods of the client, which has those of the outermost folders and requests, too.
const CLIENT_METHODS: &[&str] = &["request"];

/// The types that generated modules use without a path.
const TYPES: &[&str] =
    &["Call", "Client", "Operation", "Builder", "ClientBuilder", "Method", "Response", "CallOptions"];

/// A request with the data that its name depends on: the overlay entry and the server.
#[derive(Clone, Copy)]
pub(super) struct Nameable<'n, 'a> {
    pub(super) request: &'n ParsedRequest<'a>,
    pub(super) overlay: Option<&'a OperationEntry>,
    pub(super) server: &'n Server,
}

/// The names of groups and operations.
pub(super) struct Names {
    /// The names of the groups, by folder.
    pub(super) groups: Vec<GroupNames>,
    /// The names of the operations, in the order of the requests.
    pub(super) operations: Vec<OperationNames>,
    /// The items that would have had the same name in their folder.
    pub(super) clashes: Vec<Clash>,
    /// The folders and requests whose titles are too long for a name.
    pub(super) cut: Vec<Child>,
}

/// The names of a group; empty for the collection itself.
#[derive(Clone, Debug, Default)]
pub(super) struct GroupNames {
    /// The module, and the method that returns the handle.
    pub(super) module: String,
    /// The type of the handle.
    pub(super) handle: String,
}

/// The names of an operation.
#[derive(Clone, Debug)]
pub(super) struct OperationNames {
    /// The method on the handle.
    pub(super) method: String,
    /// The type of the call.
    pub(super) call: String,
    /// The prefix of the operation's types.
    pub(super) types: String,
}

/// Items that would have had the same name in their folder.
pub(super) struct Clash {
    /// The name.
    pub(super) name: String,
    /// The folders, and the requests by their index among those that can be sent.
    pub(super) items: Vec<Child>,
}

/// Names all groups and operations.
pub(super) fn names(tree: &Tree<'_>, requests: &[Nameable<'_, '_>], tags: &[Option<&TagEntry>]) -> Names {
    let by_item: HashMap<usize, usize> =
        requests.iter().enumerate().map(|(index, nameable)| (nameable.request.index, index)).collect();
    let mut groups = vec![GroupNames::default(); tree.folders.len()];
    let mut names: Vec<(usize, String)> = Vec::new();
    let (mut clashes, mut cut) = (Vec::new(), Vec::new());
    for (index, folder) in tree.folders.iter().enumerate() {
        // Refused requests have no names; the others are identified by their index among those that can be sent.
        let children = folder.children.iter().filter_map(|child| match child {
            Child::Folder(folder) => Some(Child::Folder(*folder)),
            Child::Request(item) => by_item.get(item).copied().map(Child::Request),
        });
        let children: Vec<Child> = children.collect();
        let items = children.iter().map(|child| match *child {
            Child::Folder(folder) => {
                let title = tree.folders[folder].item.map(tree::name).unwrap_or_default();
                Item::Folder { title, given: tags[folder].and_then(|tag| tag.rename.as_deref()) }
            }
            Child::Request(request) => item(&requests[request]),
        });
        let Distinct { names: own, clashes: own_clashes, cut: own_cut } =
            distinct(&items.collect::<Vec<Item<'_>>>());
        clashes.extend(own_clashes.into_iter().map(|clash| Clash {
            name: clash.name,
            items: clash.items.into_iter().map(|item| children[item]).collect(),
        }));
        cut.extend(own_cut.into_iter().map(|item| children[item]));
        for (child, name) in children.into_iter().zip(own) {
            match child {
                Child::Folder(folder) => groups[folder] = group(&name, index == 0),
                Child::Request(request) => names.push((request, name)),
            }
        }
    }
    names.sort_unstable_by_key(|(request, _)| *request);
    let names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
    let prefixes = type_prefixes(tree, requests, &names, &groups);
    let operations =
        names.into_iter().zip(prefixes).zip(requests).map(|((name, types), nameable)| OperationNames {
            method: method(&name, nameable.request.item.folder == 0),
            call: format!("{}Call", names::pascal_case(&name)),
            types,
        });
    Names { operations: operations.collect(), groups, clashes, cut }
}

/// Returns the properties that the name of a request depends on.
fn item<'n>(nameable: &Nameable<'n, '_>) -> Item<'n> {
    let Nameable { request, overlay, server } = *nameable;
    Item::Request {
        title: tree::name(request.item.item),
        method: &request.method,
        path: &request.path,
        server: &server.name,
        given: overlay.and_then(|overlay| overlay.operation_id.as_deref()),
    }
}

/// Returns the method name for a name in snake case.
fn method(name: &str, is_outermost: bool) -> String {
    let is_reserved = METHODS.contains(&name) || (is_outermost && CLIENT_METHODS.contains(&name));
    if is_reserved { format!("{name}_") } else { names::identifier(name.to_owned()) }
}

/// Returns the names of a group from its name in snake case.
fn group(name: &str, is_outermost: bool) -> GroupNames {
    // `mod.rs` is not the file of a module `mod`, `client.rs` and `examples.rs` exist, and files of folders import the module `types`.
    let is_reserved = METHODS.contains(&name)
        || names::identifier(name.to_owned()) != name
        || is_device(name)
        || name == "types"
        || (is_outermost
            && (matches!(name, "client" | "examples" | "runtime") || CLIENT_METHODS.contains(&name)));
    let module = if is_reserved { format!("{name}_") } else { name.to_owned() };
    let plain = names::pascal_case(name);
    // Calls are in the same module as the handle, and their types end in `Call`.
    let is_reserved =
        TYPES.contains(&plain.as_str()) || names::is_reserved_type(&plain) || plain.ends_with("Call");
    GroupNames { module, handle: if is_reserved { format!("{plain}Group") } else { plain } }
}

/// Returns the prefixes of the operations' types: the operation's name, after the name of its folder unless it mentions
/// that itself. If several operations have the same prefix, the names of all their folders precede it.
fn type_prefixes(
    tree: &Tree<'_>,
    requests: &[Nameable<'_, '_>],
    names: &[String],
    groups: &[GroupNames],
) -> Vec<String> {
    let short = requests.iter().zip(names).map(|(nameable, name)| {
        let module = &groups[nameable.request.item.folder].module;
        let folder = if mentions(name, module) { String::new() } else { names::pascal_case(module) };
        prefix(&folder, name)
    });
    let short: Vec<String> = short.collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for prefix in &short {
        *count.entry(prefix).or_default() += 1;
    }
    let unique = count.iter().filter(|(_, count)| **count == 1);
    let mut taken: HashSet<String> = unique.map(|(prefix, _)| (*prefix).to_owned()).collect();
    let prefixes = requests.iter().zip(names).zip(&short).map(|((nameable, name), short)| {
        if count[short.as_str()] == 1 {
            return short.clone();
        }
        let mut folder = nameable.request.item.folder;
        let mut folders = String::new();
        while let Some(parent) = tree.parent(folder).filter(|_| folders.len() < LONGEST_PREFIX) {
            folders.insert_str(0, &names::pascal_case(&groups[folder].module));
            folder = parent;
        }
        let prefix = prefix(&folders, name);
        let numbered = (2..).map(|number| names::joined(&prefix, &number.to_string(), LONGEST_PREFIX));
        let mut candidates = std::iter::once(prefix.clone()).chain(numbered);
        candidates.find(|prefix| taken.insert(prefix.clone())).unwrap_or_default()
    });
    prefixes.collect()
}

/// Joins the names of folders and of an operation. If the result is too long, the names of folders are cut first.
fn prefix(folders: &str, name: &str) -> String {
    let own = names::pascal_case(name);
    names::joined(folders, names::cut(&own, LONGEST_PREFIX), LONGEST_PREFIX)
}
