//! Changes of the structure: nodes are replaced, removed, duplicated, renamed, moved, and copied from other
//! collections.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::seeds::{Document, Seed};
use crate::strings;

/// Makes a few changes in the collection or the overlay.
pub(crate) fn document(document: &mut Document, seeds: &[Seed], random: &mut Random) {
    if document.overlay.is_none() && random.once_in(20) {
        document.overlay = random.pick(seeds).document.as_ref().and_then(|other| other.overlay.clone());
    }
    let changes = [1, 1, 2, 3, 6, 20][random.below(6)];
    for _ in 0..changes {
        let other = random.pick(seeds).document.as_ref();
        let root = match &mut document.overlay {
            Some(overlay) if random.once_in(2) => overlay,
            _ => &mut document.collection,
        };
        let foreign = other.map(|other| match &other.overlay {
            Some(overlay) if random.once_in(2) => overlay,
            _ => &other.collection,
        });
        change(root, foreign.unwrap_or(&Value::Null), random);
    }
}

/// Makes one change; `foreign` is a document from which nodes may be copied.
fn change(root: &mut Value, foreign: &Value, random: &mut Random) {
    let nodes = count(root);
    let at = random.below(nodes);
    let new = match random.below(12) {
        0..=5 => return change_entries(root, at, random),
        6 => value(random),
        7 | 8 => match nth(root, at) {
            Some(Value::String(string)) => edited(string, random).into(),
            _ => strings::string(random).into(),
        },
        9 => nth(root, random.below(nodes)).cloned().unwrap_or_default(),
        10 => other_type(nth(root, at).cloned().unwrap_or_default(), random),
        _ => nth_ref(foreign, random.below(count(foreign))).cloned().unwrap_or_default(),
    };
    if let Some(node) = nth(root, at) {
        *node = new;
    }
}

/// Changes the entries of an array or an object: removes, duplicates, renames, adds or swaps some.
fn change_entries(root: &mut Value, at: usize, random: &mut Random) {
    entries(root, at, random, |entries, index, random| match random.below(5) {
        0 => {
            entries.remove(index);
        }
        1 => {
            let (key, value) = entries[index].clone();
            let key = if random.once_in(2) { format!("{key}2") } else { strings::string(random) };
            let times = if random.once_in(10) { 40 } else { 1 };
            entries.extend(std::iter::repeat_n((key, value), times));
        }
        2 => entries[index].0 = key(random),
        3 => entries.insert(index, (key(random), value(random))),
        _ => {
            let other = random.below(entries.len());
            let (a, b) = (entries[index].1.clone(), entries[other].1.clone());
            (entries[index].1, entries[other].1) = (b, a);
        }
    });
}

fn key(random: &mut Random) -> String {
    if random.once_in(3) { strings::string(random) } else { (*random.pick(KEYS)).to_owned() }
}

/// Keys of the formats of collections and overlays.
const KEYS: &[&str] = &[
    "name",
    "item",
    "request",
    "url",
    "raw",
    "path",
    "host",
    "query",
    "variable",
    "key",
    "value",
    "header",
    "body",
    "mode",
    "urlencoded",
    "formdata",
    "graphql",
    "file",
    "options",
    "response",
    "code",
    "status",
    "auth",
    "type",
    "bearer",
    "basic",
    "apikey",
    "description",
    "content",
    "disabled",
    "info",
    "event",
    "collection",
    "src",
    "method",
    "paths",
    "get",
    "post",
    "parameters",
    "in",
    "required",
    "schema",
    "$ref",
    "oneOf",
    "allOf",
    "enum",
    "properties",
    "additionalProperties",
    "items",
    "discriminator",
    "mapping",
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "x-aliases",
    "x-deprecated",
    "x-sensitive",
    "operationId",
    "responses",
    "requestBody",
    "components",
    "schemas",
    "example",
    "summary",
    "readOnly",
    "explode",
    "title",
    "default",
    "const",
    "id",
    "port",
    "protocol",
    "hash",
    "externalDocs",
];

/// Returns an arbitrary value.
fn value(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(random.once_in(2)),
        2 => json!(i64::MIN),
        3 => json!(u64::MAX),
        4 => json!(f64::from_bits(0x7fef_ffff_ffff_ffff)),
        5 => json!(random.below(700)),
        6 => json!([]),
        7 => json!({}),
        8 => nested(random),
        _ => strings::string(random).into(),
    }
}

/// Returns a deeply nested value.
fn nested(random: &mut Random) -> Value {
    let key = *random.pick(&["item", "properties", "items", "a", "schema", "allOf"]);
    let depth = random.below(130);
    let mut value = value(random);
    for _ in 0..depth {
        value = match random.below(4) {
            0 => json!([value]),
            1 => json!([value, {"name": "x", "request": "http://h/x"}]),
            _ => json!({ key: value }),
        };
    }
    value
}

/// Converts a value to another JSON type.
fn other_type(value: Value, random: &mut Random) -> Value {
    match (value, random.below(4)) {
        (Value::Object(map), 0) => map.into_values().collect(),
        (Value::Object(map), 1) => {
            map.into_iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
        }
        (Value::Array(list), 0) => list.into_iter().next().unwrap_or_default(),
        (Value::Array(list), 1) => {
            let strings = list.iter().map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
            strings.collect::<Vec<_>>().join(&*strings::string(random)).into()
        }
        (Value::String(string), 0) => json!({"raw": string, "content": string, "value": string}),
        (Value::String(string), 1) => {
            string.split(['/', ':', '=']).map(|part| Value::from(part.to_owned())).collect()
        }
        (Value::Bool(flag), 0) => json!(u8::from(flag)),
        (value, 2) => json!([value]),
        (value, _) => value.to_string().into(),
    }
}

/// Inserts another string, or replaces a part of the string by it.
fn edited(string: &str, random: &mut Random) -> String {
    let positions: Vec<usize> = string.char_indices().map(|(at, _)| at).chain([string.len()]).collect();
    let (a, b) = (*random.pick(&positions), *random.pick(&positions));
    let insert = strings::string(random);
    match random.below(4) {
        0 => insert,
        1 => format!("{string}{insert}"),
        2 => format!("{}{insert}{}", &string[..a], &string[a..]),
        _ => format!("{}{insert}{}", &string[..a.min(b)], &string[a.max(b)..]),
    }
}

/// Counts the nodes of a value, including the value itself.
pub(crate) fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// Returns the elements or members of a value.
fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(list) => list.iter_mut().collect(),
        Value::Object(map) => map.values_mut().collect(),
        _ => Vec::new(),
    }
}

/// Returns the node with this number, depth first from 0.
pub(crate) fn nth(value: &mut Value, at: usize) -> Option<&mut Value> {
    if at == 0 {
        return Some(value);
    }
    let mut left = at - 1;
    for value in children(value) {
        let nodes = count(value);
        if left < nodes {
            return nth(value, left);
        }
        left -= nodes;
    }
    None
}

fn nth_ref(value: &Value, at: usize) -> Option<&Value> {
    let mut stack = vec![value];
    let mut seen = 0;
    while let Some(value) = stack.pop() {
        if seen == at {
            return Some(value);
        }
        seen += 1;
        match value {
            Value::Array(list) => stack.extend(list.iter().rev()),
            Value::Object(map) => stack.extend(map.values().rev()),
            _ => {}
        }
    }
    None
}

/// Changes the entries of the node with this number, or of the next node that has entries. `change` gets the index of a
/// random entry.
fn entries(
    root: &mut Value,
    at: usize,
    random: &mut Random,
    change: impl FnOnce(&mut Vec<(String, Value)>, usize, &mut Random),
) {
    // Most nodes have no entries, so the following ones are tried too.
    let nodes = count(root);
    let at = (at..nodes).chain(0..at).take(30).find(|at| nth(root, *at).is_some_and(|node| count(node) > 1));
    let Some(node) = at.and_then(|at| nth(root, at)) else { return };
    let is_list = node.is_array();
    let mut entries: Vec<(String, Value)> = match std::mem::take(node) {
        Value::Array(list) => list.into_iter().map(|value| ("item".to_owned(), value)).collect(),
        Value::Object(map) => map.into_iter().collect(),
        _ => return,
    };
    let index = random.below(entries.len());
    change(&mut entries, index, random);
    *node = if is_list {
        entries.into_iter().map(|(_, value)| value).collect()
    } else {
        Value::Object(entries.into_iter().collect::<Map<_, _>>())
    };
}
