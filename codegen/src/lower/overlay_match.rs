//! Finds the request that an overlay entry describes.

use std::collections::{HashMap, HashSet};

use super::request::ParsedRequest;
use super::tree::{self, Tree};
use crate::diagnostics::Diagnostics;
use crate::overlay::{OperationEntry, Overlay};

/// An index of the requests.
pub(super) struct Index {
    /// The requests by method and path.
    by_signature: HashMap<String, Vec<usize>>,
    /// The requests by method, path, folders and name.
    by_key: HashMap<String, Vec<usize>>,
}

/// The maximum number of keys in a message.
const LISTED: usize = 5;

impl Index {
    pub(super) fn new(requests: &[ParsedRequest<'_>], tree: &Tree<'_>) -> Self {
        let mut by_signature: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, request) in requests.iter().enumerate() {
            let signature = request.signature();
            let key = format!("{signature}#{}", tree.key_of_request(request.index));
            by_key.entry(key).or_default().push(index);
            by_signature.entry(signature).or_default().push(index);
        }
        Self { by_signature, by_key }
    }

    /// Returns the overlay entry of each request. Reports the entries that do not match exactly one request.
    pub(super) fn assign<'a>(
        &self,
        overlay: &'a Overlay,
        tree: &Tree<'_>,
        requests: &[ParsedRequest<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<&'a OperationEntry>> {
        let mut assigned: Vec<Option<&OperationEntry>> = vec![None; requests.len()];
        for entry in &overlay.operations {
            match self.find(entry, tree, requests) {
                Ok(index) => match assigned[index] {
                    Some(other) => {
                        let problem = format!("`{}` describes the same operation", other.at);
                        diagnostics.error(overlay.location(&entry.at), problem, "merge the two entries");
                    }
                    None => assigned[index] = Some(entry),
                },
                Err((problem, help)) => diagnostics.error(overlay.location(&entry.at), problem, help),
            }
        }
        assigned
    }

    /// Returns the index of the request that an entry describes; otherwise the problem and the help for a diagnostic.
    fn find(
        &self,
        entry: &OperationEntry,
        tree: &Tree<'_>,
        requests: &[ParsedRequest<'_>],
    ) -> Result<usize, (String, String)> {
        let signature = format!("{} {}", entry.method, entry.path);
        let candidates = self.by_signature.get(&signature).map_or(&[][..], Vec::as_slice);
        let matching = match &entry.item {
            Some(item) => {
                let key = format!("{signature}#{}", tree::one_line(item));
                self.by_key.get(&key).map_or(&[][..], Vec::as_slice)
            }
            None => candidates,
        };
        let keys = |list: &[usize]| -> Vec<String> {
            list.iter().map(|&index| tree.key_of_request(requests[index].index)).collect()
        };
        match *matching {
            [index] => Ok(index),
            [] => {
                let help = match candidates {
                    [] => most_similar(entry, requests),
                    _ => format!("write {}", listed(&entry.path, &keys(candidates))),
                };
                Err(("the overlay entry matches no operation".to_owned(), help))
            }
            _ => {
                let keys = keys(matching);
                let distinct: HashSet<&String> = keys.iter().collect();
                let help = if distinct.len() < keys.len() {
                    "rename one of them in Postman: they have the same name in the same folder".to_owned()
                } else {
                    format!("write {}", listed(&entry.path, &keys))
                };
                Err((format!("the overlay entry matches {} operations", matching.len()), help))
            }
        }
    }

    /// Returns the location of an operation's entry in an overlay; `None` if every key matches other operations too.
    pub(super) fn operation_key(&self, request: &ParsedRequest<'_>, tree: &Tree<'_>) -> Option<String> {
        let signature = request.signature();
        let path = request.template.clone();
        let key = if self.by_signature.get(&signature)?.len() == 1 {
            path
        } else {
            let key = tree.key_of_request(request.index);
            if self.by_key.get(&format!("{signature}#{key}"))?.len() > 1 {
                return None;
            }
            format!("{path}#{key}")
        };
        Some(format!("paths.\"{key}\".{}", request.method.to_lowercase()))
    }
}

/// Lists the exact keys of operations with the same path.
fn listed(path: &str, keys: &[String]) -> String {
    let shown: Vec<String> = keys.iter().take(LISTED).map(|key| format!("`{path}#{key}`")).collect();
    let list = shown.join(" or ");
    match keys.len().saturating_sub(LISTED) {
        0 => list,
        more => format!("{list}, or the key of one of {more} others"),
    }
}

/// Returns the help for an entry without an operation, with the most similar operation of the collection.
fn most_similar(entry: &OperationEntry, requests: &[ParsedRequest<'_>]) -> String {
    let segments_of_entry = segments(&entry.path);
    let distance = |request: &ParsedRequest<'_>| {
        let other_method = usize::from(request.method != entry.method);
        distance(&segments_of_entry, &segments(&request.template)) + 3 * other_method
    };
    match requests.iter().min_by_key(|request| distance(request)) {
        Some(request) => {
            format!("correct or remove the entry; the most similar operation is `{}`", request.signature())
        }
        None => "remove the entry: the collection has no operations".to_owned(),
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(str::to_owned).collect()
}

/// Returns the edit distance of two paths. Parameters with different names count less than different words.
fn distance(from: &[String], to: &[String]) -> usize {
    let is_parameter = |segment: &str| segment.starts_with('{');
    let mut row: Vec<usize> = (0..=to.len()).map(|length| 2 * length).collect();
    for (line, a) in from.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = 2 * (line + 1);
        for (column, b) in to.iter().enumerate() {
            let replaced = match () {
                () if a == b => 0,
                () if is_parameter(a) && is_parameter(b) => 1,
                () => 3,
            };
            let replaced = diagonal + replaced;
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 2).min(row[column] + 2);
        }
    }
    row[to.len()]
}
