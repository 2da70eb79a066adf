//! Former names of groups and operations (`x-aliases`): reads them, and reports those that cannot stay.
//!
//! A former name of an operation is that of a method of its own group, or of another one after the modules that lead to
//! it: `orders.get_order`, or `client.get_order` for a method of the client itself.

use hashbrown::{HashMap, HashSet};

use super::{GroupNames, Nameable, Names, group, method, prefix};
use crate::api::{GroupAlias, OperationAlias};
use crate::diagnostics::Diagnostics;
use crate::lower::names::{self, mentions, snake_case};
use crate::lower::tree::Tree;
use crate::overlay::{Overlay, TagEntry, list};

/// The word for the client itself, as a group. No group has this name.
const CLIENT: &str = "client";

/// The former names of all groups and operations.
#[derive(Default)]
pub(crate) struct Aliases {
    /// Those of each group, by folder.
    pub(crate) groups: Vec<Vec<GroupAlias>>,
    /// Those of each operation, in the order of the requests.
    pub(crate) operations: Vec<Vec<OperationAlias>>,
    /// The former prefixes of the types of operations: each with the request and the prefix.
    pub(crate) prefixes: Vec<(usize, String)>,
}

/// Reads the former names.
pub(crate) fn aliases(
    overlay: Option<&Overlay>,
    tree: &Tree<'_>,
    requests: &[Nameable<'_, '_>],
    names: &Names,
    tags: &[Option<&TagEntry>],
    diagnostics: &mut Diagnostics,
) -> Aliases {
    let mut aliases = Aliases {
        groups: vec![Vec::new(); tree.folders.len()],
        operations: vec![Vec::new(); requests.len()],
        prefixes: Vec::new(),
    };
    let has_aliases =
        requests.iter().filter_map(|nameable| nameable.overlay).any(|entry| !entry.aliases.is_empty())
            || tags.iter().flatten().any(|tag| !tag.aliases.is_empty());
    let Some(overlay) = overlay.filter(|_| has_aliases) else { return aliases };
    let mut reader = Reader::new(overlay, tree, requests, names, diagnostics);
    for (index, nameable) in requests.iter().enumerate() {
        let Some(entry) = nameable.overlay else { continue };
        for alias in &entry.aliases {
            let own = nameable.request.item.folder;
            let Some((folder, read)) = reader.operation(alias, own, &format!("{}.x-aliases", entry.at))
            else {
                continue;
            };
            aliases
                .prefixes
                .push((index, types_prefix(&names.groups[folder].module, names::plain(&read.method))));
            aliases.operations[index].push(read);
        }
    }
    for (folder, tag) in tags.iter().enumerate().skip(1) {
        let (Some(tag), Some(parent)) = (tag, tree.parent(folder)) else { continue };
        let at = format!("{}.x-aliases", tag.at);
        aliases.groups[folder]
            .extend(tag.aliases.iter().filter_map(|alias| reader.group(alias, parent, &at)));
    }
    aliases
}

/// Returns the prefix of the types of an operation with this name in the group with this module.
fn types_prefix(module: &str, name: &str) -> String {
    let folder = if mentions(name, module) { String::new() } else { names::pascal_case(module) };
    prefix(&folder, name)
}

/// A reader of former names, with the names that are taken.
struct Reader<'r> {
    overlay: &'r Overlay,
    tree: &'r Tree<'r>,
    groups: &'r [GroupNames],
    /// The folders of the groups, by parent and module.
    folders: HashMap<(usize, &'r str), usize>,
    /// The methods, by folder.
    methods: HashSet<(usize, String)>,
    /// The types of calls, by folder.
    calls: HashSet<(usize, String)>,
    diagnostics: &'r mut Diagnostics,
}

impl<'r> Reader<'r> {
    fn new(
        overlay: &'r Overlay,
        tree: &'r Tree<'r>,
        requests: &[Nameable<'_, '_>],
        names: &'r Names,
        diagnostics: &'r mut Diagnostics,
    ) -> Self {
        // A folder without operations is not a group.
        let mut is_group = vec![false; tree.folders.len()];
        for nameable in requests {
            let mut folder = Some(nameable.request.item.folder);
            while let Some(own) = folder.filter(|&own| !is_group[own]) {
                is_group[own] = true;
                folder = tree.parent(own);
            }
        }
        let folders = (1..tree.folders.len()).filter(|&folder| is_group[folder]);
        let folders = folders.filter_map(|folder| {
            Some(((tree.parent(folder)?, names.groups[folder].module.as_str()), folder))
        });
        let folders: HashMap<(usize, &str), usize> = folders.collect();
        let of_groups = folders.keys().map(|(parent, module)| (*parent, (*module).to_owned()));
        let operations =
            || requests.iter().map(|nameable| nameable.request.item.folder).zip(&names.operations);
        let of_operations = operations().map(|(folder, names)| (folder, names.method.clone()));
        Self {
            overlay,
            tree,
            groups: &names.groups,
            methods: of_groups.chain(of_operations).collect(),
            calls: operations().map(|(folder, names)| (folder, names.call.clone())).collect(),
            folders,
            diagnostics,
        }
    }

    /// Reads the former name of an operation in a folder. Returns it with the folder that has the method.
    fn operation(&mut self, alias: &str, own: usize, at: &str) -> Option<(usize, OperationAlias)> {
        let (folder, name) = match alias.rsplit_once('.') {
            Some((groups, name)) => (self.folder(groups, at)?, name),
            None => (own, alias),
        };
        let valid = method(&snake_case(name), folder == 0);
        self.check(name, &valid, "another method", folder, at)?;
        let call = format!("{}Call", names::pascal_case(names::plain(name)));
        if !self.calls.insert((folder, call.clone())) {
            self.taken(&call, "another call", at);
            return None;
        }
        Some((folder, OperationAlias { groups: self.modules(folder), method: name.to_owned(), call }))
    }

    /// Reads the former name of a group in a folder.
    fn group(&mut self, alias: &str, parent: usize, at: &str) -> Option<GroupAlias> {
        let GroupNames { module, handle } = group(&snake_case(alias), parent == 0);
        self.check(alias, &module, "another method", parent, at)?;
        Some(GroupAlias { name: module, type_name: handle })
    }

    /// Reports a name that is not valid or is taken, and takes it otherwise.
    fn check(&mut self, name: &str, valid: &str, other: &str, folder: usize, at: &str) -> Option<()> {
        if name != valid {
            let problem = format!("`{name}` cannot be the name of a method");
            self.diagnostics.error(self.overlay.location(at), problem, format!("did you mean `{valid}`?"));
            return None;
        }
        if !self.methods.insert((folder, name.to_owned())) {
            self.taken(name, other, at);
            return None;
        }
        Some(())
    }

    fn taken(&mut self, name: &str, other: &str, at: &str) {
        let help = "remove the alias, or rename the other method with `operationId`";
        self.diagnostics.error(self.overlay.location(at), format!("{other} is called `{name}`"), help);
    }

    /// Returns the folder of a group, or reports that there is no such group.
    fn folder(&mut self, groups: &str, at: &str) -> Option<usize> {
        if groups == CLIENT {
            return Some(0);
        }
        let mut folder = 0;
        for module in groups.split('.') {
            let Some(&inner) = self.folders.get(&(folder, module)) else {
                let mut known: Vec<&str> = self
                    .folders
                    .keys()
                    .filter(|(parent, _)| *parent == folder)
                    .map(|(_, module)| *module)
                    .collect();
                known.sort_unstable();
                let help = match known[..] {
                    _ if folder > 0 && known.is_empty() => "remove the alias".to_owned(),
                    _ if known.len() <= LISTED => format!("the groups there are {}", list(&known)),
                    _ => "write the modules that lead to the group, such as `orders.get_order`".to_owned(),
                };
                let problem = format!("the client has no group `{groups}`");
                self.diagnostics.error(self.overlay.location(at), problem, help);
                return None;
            };
            folder = inner;
        }
        Some(folder)
    }

    /// Returns the modules of a folder, from the outermost.
    fn modules(&self, mut folder: usize) -> Vec<String> {
        let mut modules = Vec::new();
        while let Some(parent) = self.tree.parent(folder) {
            modules.push(self.groups[folder].module.clone());
            folder = parent;
        }
        modules.reverse();
        modules
    }
}

/// The most groups in a message.
const LISTED: usize = 12;
