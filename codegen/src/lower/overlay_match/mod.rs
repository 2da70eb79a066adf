//! Finds the request that an overlay entry describes.
//!
//! An entry matches by method and path: first exactly, then whatever the parameters are called, and then with the paths
//! of the overlay's or the collection's servers in front. `#Folder / Item name` in the key selects one of several.

pub(crate) mod paths;
mod similar;

use hashbrown::{HashMap, HashSet};

use super::request::ParsedRequest;
use super::servers::Servers;
use super::tree::{self, Tree};
use crate::api::PathTemplate;
use crate::diagnostics::Diagnostics;
use crate::overlay::{OperationEntry, Overlay, ParameterLocation};

/// An index of the requests by their exact keys.
pub(super) struct Index {
    /// The requests by method and path.
    by_signature: HashMap<String, Vec<usize>>,
    /// The requests by method, path, folders and name.
    by_key: HashMap<String, Vec<usize>>,
    /// The folders and the name of each request.
    keys: Vec<String>,
}

/// The search for the requests of an overlay's entries.
struct Search<'i> {
    index: &'i Index,
    /// The requests by method and path, whatever the parameters are called.
    by_shape: HashMap<String, Vec<usize>>,
    /// The requests by method, path of the server, and path.
    by_url: HashMap<String, Vec<usize>>,
    /// The path of each request, whatever the parameters are called.
    shapes: Vec<String>,
    /// Whether a server of the overlay declares the base URL of each request.
    declared: Vec<bool>,
}

/// The maximum number of keys in a message.
const LISTED: usize = 5;

/// The maximum number of similar operations in a message.
const SIMILAR: usize = 3;

/// The maximum number of entries without an operation that are compared with all operations.
const COMPARED: usize = 100;

pub(super) const UNMATCHED: &str = "the overlay entry matches no operation";

/// The result of the search for the request of an entry.
enum Match {
    /// One request.
    Found(usize),
    /// The problem and the help for a diagnostic.
    Problem(String, String),
    /// No request has the path.
    None,
}

impl Index {
    pub(super) fn new(requests: &[ParsedRequest<'_>], tree: &Tree<'_>) -> Self {
        let mut index = Self {
            by_signature: HashMap::new(),
            by_key: HashMap::new(),
            keys: Vec::with_capacity(requests.len()),
        };
        for (position, request) in requests.iter().enumerate() {
            let signature = request.signature();
            let key = tree.key_of_request(request.index);
            index.by_key.entry(format!("{signature}#{key}")).or_default().push(position);
            index.by_signature.entry(signature).or_default().push(position);
            index.keys.push(key);
        }
        index
    }

    /// Returns the overlay entry of each request. Reports the entries that do not match exactly one request.
    pub(super) fn assign<'a>(
        &self,
        overlay: &'a Overlay,
        requests: &[ParsedRequest<'_>],
        servers: &Servers,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<&'a OperationEntry>> {
        let search = Search::new(self, requests, servers);
        let mut assigned: Vec<Option<&OperationEntry>> = vec![None; requests.len()];
        let mut matches: Vec<Match> = overlay.operations.iter().map(|entry| search.exact(entry)).collect();
        // An exact key takes precedence, wherever it is in the file.
        for is_exact in [true, false] {
            for (entry, found) in overlay.operations.iter().zip(&mut matches) {
                if is_exact != matches!(found, Match::None) {
                    if !is_exact {
                        *found = search.similar(entry, overlay, &assigned);
                    }
                    claim(entry, found, &mut assigned);
                }
            }
        }
        let mut unmatched = 0;
        for (entry, found) in overlay.operations.iter().zip(matches) {
            let (problem, help) = match found {
                Match::Found(_) => continue,
                Match::Problem(problem, help) => (problem, help),
                Match::None => {
                    unmatched += 1;
                    let help = match unmatched {
                        ..=COMPARED => search.alternatives(entry, requests, &assigned),
                        _ => "correct or remove the entry".to_owned(),
                    };
                    (UNMATCHED.to_owned(), help)
                }
            };
            diagnostics.error(overlay.location(&entry.at), problem, help);
        }
        assigned
    }

    /// Returns the location of an operation's entry in an overlay; `None` if every key matches other operations too.
    pub(super) fn operation_key(&self, request: &ParsedRequest<'_>, tree: &Tree<'_>) -> Option<String> {
        let key = self.path_key(request, tree)?;
        Some(format!("paths.\"{key}\".{}", request.method.to_lowercase()))
    }

    /// Returns the key of `paths` that describes an operation; `None` if every key matches other operations too.
    pub(super) fn path_key(&self, request: &ParsedRequest<'_>, tree: &Tree<'_>) -> Option<String> {
        let signature = request.signature();
        let path = request.template.clone();
        if self.by_signature.get(&signature)?.len() == 1 {
            return Some(path);
        }
        let key = tree.key_of_request(request.index);
        let is_unique = self.by_key.get(&format!("{signature}#{key}"))?.len() == 1;
        is_unique.then(|| format!("{path}#{key}"))
    }
}

impl<'i> Search<'i> {
    fn new(index: &'i Index, requests: &[ParsedRequest<'_>], servers: &Servers) -> Self {
        let prefixes =
            servers.list.iter().map(|server| paths::prefixes_of_server(server, &servers.variables));
        let prefixes: Vec<Vec<String>> = prefixes.collect();
        let mut search = Self {
            index,
            by_shape: HashMap::new(),
            by_url: HashMap::new(),
            shapes: Vec::with_capacity(requests.len()),
            declared: requests.iter().map(|request| request.address.server.is_some()).collect(),
        };
        for (position, (request, &server)) in requests.iter().zip(&servers.by_request).enumerate() {
            let (method, path) = (&request.method, paths::shape(&request.template));
            search.by_shape.entry(format!("{method} {path}")).or_default().push(position);
            for prefix in &prefixes[server] {
                let url = paths::shape(&format!("{prefix}{path}"));
                search.by_url.entry(format!("{method} {url}")).or_default().push(position);
            }
            search.shapes.push(path);
        }
        search
    }

    /// Finds the request with the path of an entry.
    fn exact(&self, entry: &OperationEntry) -> Match {
        let signature = format!("{} {}", entry.method, entry.path);
        self.select(entry, list(&self.index.by_signature, &signature))
    }

    /// Finds the request with the path of an entry, whatever the parameters are called and wherever the base URL ends.
    /// Requests that other entries describe count only if there are no others.
    fn similar(
        &self,
        entry: &OperationEntry,
        overlay: &Overlay,
        assigned: &[Option<&OperationEntry>],
    ) -> Match {
        let path = paths::shape(&entry.path);
        let servers = if entry.servers.is_empty() { &overlay.servers } else { &entry.servers };
        let prefixed = paths::prefixes_of_entries(servers);
        let prefixed = prefixed.iter().map(|prefix| paths::shape(&format!("{prefix}{path}")));
        let shapes: Vec<String> = std::iter::once(path.clone()).chain(prefixed).collect();
        for requests in [&self.by_shape, &self.by_url] {
            for shape in &shapes {
                let candidates = list(requests, &format!("{} {shape}", entry.method));
                let free: Vec<usize> =
                    candidates.iter().copied().filter(|&index| assigned[index].is_none()).collect();
                let candidates = if free.is_empty() { candidates } else { &free };
                if !candidates.is_empty() {
                    return self.select(entry, candidates);
                }
            }
        }
        Match::None
    }

    /// Selects one of the requests with the path of an entry, by the folders and the name after `#`.
    fn select(&self, entry: &OperationEntry, candidates: &[usize]) -> Match {
        let item = entry.item.as_deref().map(tree::one_line);
        let matching = candidates
            .iter()
            .filter(|&&index| item.as_ref().is_none_or(|item| *item == self.index.keys[index]));
        let mut matching: Vec<usize> = matching.copied().collect();
        if matching.len() > 1 && matching.iter().any(|&index| self.declared[index]) {
            matching.retain(|&index| self.declared[index]);
        }
        let keys = |list: &[usize]| -> Vec<&str> {
            list.iter().map(|&index| self.index.keys[index].as_str()).collect()
        };
        match *matching {
            _ if candidates.is_empty() => Match::None,
            [index] => Match::Found(index),
            [] => Match::Problem(
                UNMATCHED.to_owned(),
                format!("write {}", listed(&entry.path, &keys(candidates))),
            ),
            _ => {
                let keys = keys(&matching);
                let distinct: HashSet<&str> = keys.iter().copied().collect();
                let help = if distinct.len() < keys.len() {
                    "rename one of them in Postman: they have the same name in the same folder".to_owned()
                } else {
                    format!("write {}", listed(&entry.path, &keys))
                };
                Match::Problem(format!("the overlay entry matches {} operations", matching.len()), help)
            }
        }
    }

    /// Returns the help for an entry without an operation: the similar operations that no entry describes.
    fn alternatives(
        &self,
        entry: &OperationEntry,
        requests: &[ParsedRequest<'_>],
        assigned: &[Option<&OperationEntry>],
    ) -> String {
        let path = paths::shape(&entry.path);
        let free = (0..requests.len()).filter(|&index| assigned[index].is_none());
        let near = free.filter_map(|index| Some((similar::similarity(&path, &self.shapes[index])?, index)));
        let (mut same, mut other): (Vec<_>, Vec<_>) =
            near.partition(|(_, index)| requests[*index].method == entry.method);
        let names = |near: &mut Vec<(f64, usize)>| {
            near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
            let names =
                near.iter().take(SIMILAR).map(|&(_, index)| format!("`{}`", requests[index].signature()));
            names.collect::<Vec<_>>().join(" and ")
        };
        match (same.is_empty(), other.is_empty()) {
            (false, _) => format!("the collection has {}; correct the key, or remove the entry", names(&mut same)),
            (true, false) => {
                let names = names(&mut other);
                format!("with another method, the collection has {names}; correct the entry, or remove it")
            }
            (true, true) => {
                "upstream removed the operation: remove the entry, or correct it if the operation is there under \
                 another path"
                    .to_owned()
            }
        }
    }
}

/// Assigns an entry to the request that it matches. A second entry of one request is a problem.
fn claim<'a>(entry: &'a OperationEntry, found: &mut Match, assigned: &mut [Option<&'a OperationEntry>]) {
    let Match::Found(index) = *found else { return };
    match assigned[index] {
        Some(other) => {
            let problem = format!("`{}` describes the same operation", other.at);
            *found = Match::Problem(problem, "merge the two entries".to_owned());
        }
        None => assigned[index] = Some(entry),
    }
}

fn list<'i>(index: &'i HashMap<String, Vec<usize>>, key: &str) -> &'i [usize] {
    index.get(key).map_or(&[], Vec::as_slice)
}

/// Returns the names that an entry gives to the parameters of a path, without those that are literals.
pub(super) fn names_in_entry<'e>(entry: &'e OperationEntry, path: &PathTemplate) -> Vec<Option<&'e str>> {
    let is_literal = |name: &&str| {
        let mut constants = entry.parameters.iter().filter(|parameter| parameter.constant.is_some());
        constants.any(|parameter| parameter.location == ParameterLocation::Path && parameter.name == *name)
    };
    let mut names = paths::parameter_names(&entry.path);
    names.retain(|name| !is_literal(name));
    aligned(&names, path)
}

/// Returns the names that the path of an entry gives to the parameters of a path, in the order of the latter. The entry
/// may have more or fewer parameters at the start, because those can be in the base URL.
pub(crate) fn names_of_parameters<'e>(entry: &'e str, path: &PathTemplate) -> Vec<Option<&'e str>> {
    aligned(&paths::parameter_names(entry), path)
}

fn aligned<'e>(names: &[&'e str], path: &PathTemplate) -> Vec<Option<&'e str>> {
    let count = path.parameters().count();
    let missing = count.saturating_sub(names.len());
    let names = names.iter().skip(names.len().saturating_sub(count)).map(|name| Some(*name));
    std::iter::repeat_n(None, missing).chain(names).collect()
}

/// Lists the exact keys of operations with the same path.
fn listed(path: &str, keys: &[&str]) -> String {
    let shown: Vec<String> = keys.iter().take(LISTED).map(|key| format!("`{path}#{key}`")).collect();
    let list = shown.join(" or ");
    match keys.len().saturating_sub(LISTED) {
        0 => list,
        more => format!("{list}, or the key of one of {more} others"),
    }
}
