//! The names of groups, operations and the types that belong to them.
//!
//! A name comes from the item's name, or from method and path where that is empty, a URL or punctuation. Items of one
//! folder that would get one name are told apart by what distinguishes them: the part of the name that was cut, the
//! method, the path's parameters, its last word, all its words, the server; where nothing does, by their order. The
//! name of every other item is its own, whatever else is in the folder.
//!
//! A name that means something else already gets a `_` when it is a method or a module. A type gets `Call` (that of an
//! operation) or `Group` (that of a folder).

mod scope;

use std::collections::{HashMap, HashSet};

use crate::api::Server;
use crate::lower::names;
use crate::lower::request::Draft;
use crate::lower::tree::{Child, Tree};
use crate::text::is_device;
use names::{LONGEST, stems};
use scope::Scope;

/// Methods that handles, calls and the client have already, or that everybody calls on a value.
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

/// Types that generated modules use without a path.
const TYPES: &[&str] =
    &["Call", "Client", "Operation", "Builder", "ClientBuilder", "Method", "Response", "CallOptions"];

/// What a folder is called.
#[derive(Clone, Debug, Default)]
pub(super) struct GroupName {
    pub(super) module: String,
    pub(super) type_name: String,
}

/// Items of one folder that would have had one name.
pub(super) struct Clash {
    /// The name.
    pub(super) name: String,
    /// The requests, by their place among the drafts, in order.
    pub(super) drafts: Vec<usize>,
    /// The folders.
    pub(super) folders: Vec<usize>,
}

/// Names everything; `drafts` by request.
pub(super) fn name_all(
    tree: &Tree<'_>,
    drafts: &mut [Draft<'_>],
    servers: &[Server],
) -> (Vec<GroupName>, Vec<Clash>) {
    let mut by_request = vec![None; tree.requests.len()];
    for (place, draft) in drafts.iter().enumerate() {
        by_request[draft.request] = Some(place);
    }
    let mut groups = vec![GroupName::default(); tree.folders.len()];
    let mut clashes = Vec::new();
    for folder in 0..tree.folders.len() {
        let mut scope = Scope::new(drafts, servers);
        for child in &tree.folders[folder].children {
            match *child {
                Child::Folder(folder) => scope.add_folder(tree, folder),
                Child::Request(request) => {
                    if let Some(draft) = by_request[request] {
                        scope.add_request(tree, draft);
                    }
                }
            }
        }
        scope.tell_apart(&mut clashes);
        let handle = groups[folder].type_name.clone();
        scope.finish(folder == 0, &handle, &mut groups);
    }
    name_types(tree, drafts, &groups);
    (groups, clashes)
}

/// The method of this name.
pub(super) fn method(name: &str) -> String {
    if METHODS.contains(&name) { format!("{name}_") } else { names::identifier(name.to_owned()) }
}

fn group_name(name: &str, is_root: bool) -> GroupName {
    // A file of a raw name would be possible, but not `mod.rs`, and `client.rs` exists.
    let is_reserved = METHODS.contains(&name)
        || names::identifier(name.to_owned()) != name
        || is_device(name)
        || (is_root && matches!(name, "client" | "runtime" | "types"));
    let module = if is_reserved { format!("{name}_") } else { name.to_owned() };
    let plain = names::pascal_case(name);
    let type_name = if plain == name || is_reserved_type(&plain) { format!("{plain}Group") } else { plain };
    GroupName { module, type_name }
}

fn is_reserved_type(name: &str) -> bool {
    TYPES.contains(&name) || names::is_reserved_type(name)
}

/// Decides what the names of an operation's types begin with: the operation's name, after its folder's where it does
/// not mention that itself. Where operations still share one, all folders around stand before it.
fn name_types(tree: &Tree<'_>, drafts: &mut [Draft<'_>], groups: &[GroupName]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    for draft in drafts.iter_mut() {
        let own = names::pascal_case(draft.name.trim_start_matches("r#"));
        let folder = &groups[tree.requests[draft.request].folder];
        let (words, stems) = (stems(&folder.module), stems(&draft.name));
        let is_mentioned = words.iter().all(|word| stems.contains(word));
        draft.types = if is_mentioned { own } else { format!("{}{own}", names::pascal_case(&folder.module)) };
        *count.entry(draft.types.clone()).or_default() += 1;
    }
    let mut taken: HashSet<String> =
        count.iter().filter(|(_, count)| **count == 1).map(|(name, _)| name.clone()).collect();
    for draft in drafts.iter_mut().filter(|draft| count[&draft.types] > 1) {
        let mut folder = tree.requests[draft.request].folder;
        let mut name = names::pascal_case(draft.name.trim_start_matches("r#"));
        while let Some(parent) = tree.parent(folder).filter(|_| name.len() < 2 * LONGEST) {
            name.insert_str(0, &names::pascal_case(&groups[folder].module));
            folder = parent;
        }
        draft.types = names::free(name, "", &mut taken);
    }
}
