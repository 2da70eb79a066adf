//! Reading of JSON values. The grammar has reported values of the wrong type, so they are skipped here.

use std::collections::BTreeMap;

use hashbrown::HashSet;

use super::node::{Node, child};
use super::references::Targets;
use crate::diagnostics::{Diagnostics, Location};

/// A reader of the overlay, and what it has found.
pub(super) struct OverlayReader<'a> {
    file: &'a str,
    diagnostics: &'a mut Diagnostics,
    /// The findings so far. A part that several references lead to is read several times.
    reported: HashSet<(String, String)>,
    /// The keywords without an effect on the client.
    pub(super) ignored: Ignored,
    /// The targets of references.
    pub(super) targets: Targets<'a>,
}

impl<'a> OverlayReader<'a> {
    pub(super) fn new(file: &'a str, root: &'a Node, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            file,
            diagnostics,
            reported: HashSet::new(),
            ignored: Ignored::default(),
            targets: Targets::new(root),
        }
    }

    pub(super) fn file(&self) -> &'a str {
        self.file
    }

    pub(super) fn error(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        let problem = problem.into();
        if self.reported.insert((at.to_owned(), problem.clone())) {
            self.diagnostics.error(Location::new(self.file, at), problem, help);
        }
    }

    pub(super) fn warning(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        let problem = problem.into();
        if self.reported.insert((at.to_owned(), problem.clone())) {
            self.diagnostics.warning(Location::new(self.file, at), problem, help);
        }
    }

    pub(super) fn note(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.note(Location::new(self.file, at), problem, help);
    }

    /// Reports the duplicate keys in all objects.
    pub(super) fn duplicates(&mut self, node: &Node, at: &str) {
        match node {
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.duplicates(item, &format!("{at}[{index}]"));
                }
            }
            Node::Object(entries) => {
                let mut seen = HashSet::new();
                for (key, value) in entries {
                    let at = child(at, key);
                    if !seen.insert(key) {
                        self.error(&at, format!("duplicate key `{key}`"), "keep one of the two");
                    }
                    self.duplicates(value, &at);
                }
            }
            _ => {}
        }
    }
}

/// The keywords without an effect on the client.
#[derive(Debug, Default)]
pub(crate) struct Ignored {
    counts: BTreeMap<&'static str, usize>,
}

/// The most keywords in a message.
const LISTED: usize = 16;

impl Ignored {
    pub(super) fn count(&mut self, keyword: &'static str) {
        *self.counts.entry(keyword).or_default() += 1;
    }

    /// Returns the problem of one note about all of them.
    pub(crate) fn note(&self) -> Option<String> {
        let total: usize = self.counts.values().sum();
        let names: Vec<String> =
            self.counts.iter().take(LISTED).map(|(name, count)| format!("`{name}` ({count})")).collect();
        let more = match self.counts.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        match total {
            0 => None,
            1 => Some(format!("a keyword has no effect on the client: {}", names.join(", "))),
            total => {
                Some(format!("{total} keywords have no effect on the client: {}{more}", names.join(", ")))
            }
        }
    }
}

/// A reader of one object. A value that is not an object has no keys.
pub(super) struct ObjectReader<'n> {
    pub(super) at: String,
    node: &'n Node,
}

impl<'n> ObjectReader<'n> {
    pub(super) fn new(node: &'n Node, at: &str) -> Self {
        Self { at: at.to_owned(), node }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.node.get(key).is_some()
    }

    /// Returns the value of a key, and its location.
    pub(super) fn take(&self, key: &str) -> Option<(&'n Node, String)> {
        Some((self.node.get(key)?, child(&self.at, key)))
    }

    pub(super) fn string(&self, key: &str) -> Option<String> {
        self.node.get(key)?.as_str().map(str::to_owned)
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        match self.node.get(key)? {
            Node::Bool(value) => Some(*value),
            _ => None,
        }
    }

    pub(super) fn length(&self, key: &str) -> Option<usize> {
        match self.node.get(key)? {
            Node::Number(value) => value.as_u64().and_then(|value| usize::try_from(value).ok()),
            _ => None,
        }
    }

    /// Returns an array of strings; an empty one if the key is missing.
    pub(super) fn strings(&self, key: &str) -> Vec<String> {
        self.items(key).iter().filter_map(|(item, _)| item.as_str().map(str::to_owned)).collect()
    }

    /// Returns the elements of an array and their locations; none if the key is missing.
    pub(super) fn items(&self, key: &str) -> Vec<(&'n Node, String)> {
        let Some((Node::Array(items), at)) = self.take(key) else { return Vec::new() };
        items.iter().enumerate().map(|(index, item)| (item, format!("{at}[{index}]"))).collect()
    }

    /// Returns the keys, the values and the locations in an object, without extensions; none if the key is missing.
    pub(super) fn entries(&self, key: &str) -> Vec<(&'n str, &'n Node, String)> {
        let Some((Node::Object(entries), at)) = self.take(key) else { return Vec::new() };
        entries.iter().map(|(key, node)| (key.as_str(), node, child(&at, key))).collect()
    }

    /// Returns the reason in `x-deprecated`, or a general one for `deprecated: true`.
    pub(super) fn deprecated(&self) -> Option<String> {
        let flag = self.flag("deprecated");
        let reason = self.string("x-deprecated");
        reason.or_else(|| flag?.then(|| "the service marks it as deprecated".to_owned()))
    }
}

/// Formats names as `` `a`, `b` and `c` ``.
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        None => "no entries".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// Returns the candidate that is most similar to a misspelt name, if one is similar enough.
pub(crate) fn most_similar<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distances = candidates.map(|candidate| (strsim::levenshtein(name, candidate), candidate));
    let similar = distances.filter(|(distance, _)| *distance <= 1.max(name.chars().count() / 3));
    similar.min().map(|(_, candidate)| candidate)
}
