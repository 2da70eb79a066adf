//! Strict reading of JSON objects: every key is read by its name, and every other key is an error.

use super::node::{Node, child};
use crate::diagnostics::{Diagnostics, Location};

/// A reader of the overlay that reports every value of the wrong type.
pub(super) struct OverlayReader<'a> {
    file: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> OverlayReader<'a> {
    pub(super) fn new(file: &'a str, diagnostics: &'a mut Diagnostics) -> Self {
        Self { file, diagnostics }
    }

    pub(super) fn file(&self) -> &'a str {
        self.file
    }

    pub(super) fn error(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.error(Location::new(self.file, at), problem, help);
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
                let mut seen = std::collections::HashSet::new();
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

    /// Returns the keys and values of an object. Any other type is reported, and has no entries.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, at: &str) -> &'n [(String, Node)] {
        match node {
            Node::Object(entries) => entries,
            other => self.wrong_type(at, "an object", other).unwrap_or_default(),
        }
    }

    pub(super) fn object<'n>(&mut self, node: &'n Node, at: &str) -> ObjectReader<'n> {
        ObjectReader { at: at.to_owned(), entries: self.entries(node, at), known: Vec::new() }
    }

    pub(super) fn items<'n>(&mut self, node: &'n Node, at: &str) -> &'n [Node] {
        match node {
            Node::Array(items) => items,
            other => self.wrong_type(at, "an array", other).unwrap_or_default(),
        }
    }

    pub(super) fn string(&mut self, node: &Node, at: &str) -> Option<String> {
        match node {
            Node::String(string) => Some(string.clone()),
            other => self.wrong_type(at, "a string", other),
        }
    }

    fn flag(&mut self, node: &Node, at: &str) -> Option<bool> {
        match node {
            Node::Bool(value) => Some(*value),
            other => self.wrong_type(at, "a boolean", other),
        }
    }

    fn length(&mut self, node: &Node, at: &str) -> Option<usize> {
        let length = match node {
            Node::Number(value) => value.as_u64().and_then(|value| usize::try_from(value).ok()),
            _ => None,
        };
        match length {
            None => self.wrong_type(at, "a non-negative integer", node),
            length => length,
        }
    }

    fn wrong_type<T>(&mut self, at: &str, expected: &str, found: &Node) -> Option<T> {
        let help = format!("write {expected} instead of {}", found.type_name());
        self.error(at, format!("expected {expected}"), help);
        None
    }
}

/// A reader of one object, which records the keys that were read.
pub(super) struct ObjectReader<'n> {
    pub(super) at: String,
    entries: &'n [(String, Node)],
    known: Vec<&'static str>,
}

impl<'n> ObjectReader<'n> {
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(other, _)| other == key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the value of a key, and its location.
    pub(super) fn take(&mut self, key: &'static str) -> Option<(&'n Node, String)> {
        self.known.push(key);
        let (_, node) = self.entries.iter().find(|(other, _)| other == key)?;
        Some((node, child(&self.at, key)))
    }

    pub(super) fn string(&mut self, key: &'static str, reader: &mut OverlayReader<'_>) -> Option<String> {
        let (node, at) = self.take(key)?;
        reader.string(node, &at)
    }

    pub(super) fn flag(&mut self, key: &'static str, reader: &mut OverlayReader<'_>) -> Option<bool> {
        let (node, at) = self.take(key)?;
        reader.flag(node, &at)
    }

    pub(super) fn length(&mut self, key: &'static str, reader: &mut OverlayReader<'_>) -> Option<usize> {
        let (node, at) = self.take(key)?;
        reader.length(node, &at)
    }

    /// Returns an array of strings; an empty one if the key is missing.
    pub(super) fn strings(&mut self, key: &'static str, reader: &mut OverlayReader<'_>) -> Vec<String> {
        let Some((node, at)) = self.take(key) else { return Vec::new() };
        let items = reader.items(node, &at).iter().enumerate();
        items.filter_map(|(index, item)| reader.string(item, &format!("{at}[{index}]"))).collect()
    }

    /// Returns the reason in `x-deprecated`, or a general one for `deprecated: true`.
    pub(super) fn deprecated(&mut self, reader: &mut OverlayReader<'_>) -> Option<String> {
        let flag = self.flag("deprecated", reader);
        let reason = self.string("x-deprecated", reader);
        reason.or_else(|| flag?.then(|| "the service marks it as deprecated".to_owned()))
    }

    /// Reports the keys that were not read; `name` is the kind of object, for messages.
    pub(super) fn finish(&self, name: &str, reader: &mut OverlayReader<'_>) {
        let mut supported = self.known.clone();
        supported.sort_unstable();
        supported.dedup();
        for key in self.entries.iter().map(|(key, _)| key).filter(|key| !supported.contains(&key.as_str())) {
            let help = match (remedy(key), most_similar(key, supported.iter().copied())) {
                (Some(remedy), _) => remedy.to_owned(),
                (None, Some(similar)) => format!("did you mean `{similar}`?"),
                (None, None) => format!("{name} may have {}", list(&supported)),
            };
            reader.error(&child(&self.at, key), format!("`{key}` is not supported in {name}"), help);
        }
    }
}

/// Returns the remedy for a well-known keyword that is not supported.
fn remedy(key: &str) -> Option<&'static str> {
    Some(match key {
        "nullable" => "write `\"type\": [T, \"null\"]`, as OpenAPI 3.1 does",
        "anyOf" => "write `oneOf` with a `discriminator`, or `{}` for any JSON",
        "patternProperties" => "write `additionalProperties`",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" | "minItems"
        | "maxItems" | "uniqueItems" | "minProperties" | "maxProperties" => {
            "document it in the `description`: the client does not check it"
        }
        "definitions" | "$defs" => "move the schemas to `components.schemas`",
        _ => return None,
    })
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
