//! Reading JSON key by key, with an error for whatever is left over.

use super::node::{NOTHING, Node, child};
use crate::diagnostics::{Diagnostics, Place};

/// The file and the findings so far.
pub(super) struct Reader<'a> {
    file: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a str, diagnostics: &'a mut Diagnostics) -> Self {
        Self { file, diagnostics }
    }

    pub(super) fn file(&self) -> &'a str {
        self.file
    }

    pub(super) fn error(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.error(Place::new(self.file, at), problem, help);
    }

    /// Reports the keys that are written twice, anywhere.
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
                        self.error(&at, format!("`{key}` is written twice"), "keep one of the two");
                    }
                    self.duplicates(value, &at);
                }
            }
            _ => {}
        }
    }

    /// The keys and values of an object; nothing, and an error, for anything else.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, at: &str) -> &'n [(String, Node)] {
        match node {
            Node::Object(entries) => entries,
            other => self.wrong(at, "an object", other).unwrap_or(NOTHING),
        }
    }

    pub(super) fn object<'n>(&mut self, node: &'n Node, at: &str) -> Object<'n> {
        Object { at: at.to_owned(), entries: self.entries(node, at), known: Vec::new() }
    }

    pub(super) fn items<'n>(&mut self, node: &'n Node, at: &str) -> &'n [Node] {
        match node {
            Node::Array(items) => items,
            other => self.wrong(at, "an array", other).unwrap_or_default(),
        }
    }

    pub(super) fn text(&mut self, node: &Node, at: &str) -> Option<String> {
        match node {
            Node::String(text) => Some(text.clone()),
            other => self.wrong(at, "a string", other),
        }
    }

    pub(super) fn flag(&mut self, node: &Node, at: &str) -> Option<bool> {
        match node {
            Node::Bool(value) => Some(*value),
            other => self.wrong(at, "a boolean", other),
        }
    }

    pub(super) fn length(&mut self, node: &Node, at: &str) -> Option<usize> {
        let length = match node {
            Node::Number(value) => value.as_u64().and_then(|value| usize::try_from(value).ok()),
            _ => None,
        };
        match length {
            None => self.wrong(at, "a whole number from 0", node),
            length => length,
        }
    }

    fn wrong<T>(&mut self, at: &str, wanted: &str, found: &Node) -> Option<T> {
        let help = format!("write {wanted} instead of {}", found.type_name());
        self.error(at, format!("expected {wanted}"), help);
        None
    }
}

/// An object of which each key is asked for by name.
pub(super) struct Object<'n> {
    pub(super) at: String,
    entries: &'n [(String, Node)],
    known: Vec<&'static str>,
}

impl<'n> Object<'n> {
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(other, _)| other == key)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &'n str> {
        self.entries.iter().map(|(key, _)| key.as_str())
    }

    /// The value of a key, and its place.
    pub(super) fn take(&mut self, key: &'static str) -> Option<(&'n Node, String)> {
        self.known.push(key);
        let (_, node) = self.entries.iter().find(|(other, _)| other == key)?;
        Some((node, child(&self.at, key)))
    }

    pub(super) fn text(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<String> {
        let (node, at) = self.take(key)?;
        reader.text(node, &at)
    }

    pub(super) fn flag(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<bool> {
        let (node, at) = self.take(key)?;
        reader.flag(node, &at)
    }

    pub(super) fn length(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<usize> {
        let (node, at) = self.take(key)?;
        reader.length(node, &at)
    }

    /// A list of strings; empty when the key is missing.
    pub(super) fn texts(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Vec<String> {
        let Some((node, at)) = self.take(key) else { return Vec::new() };
        let items = reader.items(node, &at).iter().enumerate();
        items.filter_map(|(index, item)| reader.text(item, &format!("{at}[{index}]"))).collect()
    }

    /// The reason of `x-deprecated`, or a plain one for `deprecated: true`.
    pub(super) fn deprecated(&mut self, reader: &mut Reader<'_>) -> Option<String> {
        let flag = self.flag("deprecated", reader);
        let reason = self.text("x-deprecated", reader);
        reason.or_else(|| flag?.then(|| "the service marks it as deprecated".to_owned()))
    }

    /// Reports the keys that nobody asked for; `what` says what the object is.
    pub(super) fn finish(&self, what: &str, reader: &mut Reader<'_>) {
        let mut supported = self.known.clone();
        supported.sort_unstable();
        supported.dedup();
        for key in self.entries.iter().map(|(key, _)| key).filter(|key| !supported.contains(&key.as_str())) {
            let help =
                remedy(key).map_or_else(|| format!("{what} may have {}", list(&supported)), str::to_owned);
            reader.error(&child(&self.at, key), format!("`{key}` is not supported in {what}"), help);
        }
    }
}

/// What to write instead of well-known keywords.
fn remedy(key: &str) -> Option<&'static str> {
    Some(match key {
        "nullable" => "write `\"type\": [T, \"null\"]`, as OpenAPI 3.1 does",
        "anyOf" => "write `oneOf` with a `discriminator`, or `{}` for any JSON",
        "patternProperties" => "write `additionalProperties`",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" | "minItems"
        | "maxItems" | "uniqueItems" | "minProperties" | "maxProperties" => {
            "say it in the `description`: the client does not check it"
        }
        "servers" | "security" | "securitySchemes" | "tags" => "leave it out: the collection decides this",
        "definitions" | "$defs" => "move the schemas to `components.schemas`",
        _ => return None,
    })
}

/// `` `a`, `b` and `c` ``.
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
