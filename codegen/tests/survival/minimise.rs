//! Reduces an input that fails to a smaller one that fails too.

use serde_json::Value;

use crate::mutate_json::{count, nth};
use crate::seeds::{Document, Input};

/// The maximum number of attempts.
const MAX_ATTEMPTS: usize = 4000;

/// Returns the smallest input found that fails.
pub(crate) fn minimise(input: &Input, fails: impl Fn(&Input) -> bool) -> Input {
    let mut attempts = 0;
    let mut fails = |input: &Input| {
        attempts += 1;
        attempts <= MAX_ATTEMPTS && fails(input)
    };
    let mut input = input.clone();
    let without = Input { overlay: None, ..input.clone() };
    if input.overlay.is_some() && fails(&without) {
        input = without;
    }
    match input.document().filter(|document| fails(&document.input())) {
        Some(document) => minimise_document(document, &mut fails).input(),
        None => minimise_json(input, &mut fails),
    }
}

/// Removes nodes and shortens strings as long as the document fails.
fn minimise_document(mut document: Document, fails: &mut impl FnMut(&Input) -> bool) -> Document {
    loop {
        let before = document.clone();
        for is_overlay in [false, true] {
            let Some(root) = root(&mut document, is_overlay) else { continue };
            for at in (0..count(root)).rev() {
                for change in [remove, halve] {
                    let mut smaller = document.clone();
                    let changed = root_of(&mut smaller, is_overlay).is_some_and(|root| change(root, at));
                    if changed && fails(&smaller.input()) {
                        document = smaller;
                        break;
                    }
                }
            }
        }
        if document == before {
            return document;
        }
    }
}

fn root(document: &mut Document, is_overlay: bool) -> Option<&Value> {
    root_of(document, is_overlay).map(|root| &*root)
}

fn root_of(document: &mut Document, is_overlay: bool) -> Option<&mut Value> {
    if is_overlay { document.overlay.as_mut() } else { Some(&mut document.collection) }
}

/// Removes the node with this number; returns whether there is one.
fn remove(value: &mut Value, at: usize) -> bool {
    let Some(mut left) = at.checked_sub(1) else { return false };
    let children: Vec<usize> = match value {
        Value::Array(list) => list.iter().map(count).collect(),
        Value::Object(map) => map.values().map(count).collect(),
        _ => Vec::new(),
    };
    for (index, nodes) in children.into_iter().enumerate() {
        if left >= nodes {
            left -= nodes;
            continue;
        }
        return match value {
            Value::Array(list) if left == 0 => {
                list.remove(index);
                true
            }
            Value::Object(map) if left == 0 => {
                let key = map.keys().nth(index).cloned();
                key.is_some_and(|key| map.shift_remove(&key).is_some())
            }
            Value::Array(list) => remove(&mut list[index], left + 1),
            Value::Object(map) => map.values_mut().nth(index).is_some_and(|value| remove(value, left + 1)),
            _ => false,
        };
    }
    false
}

/// Halves the string with this number; returns whether it could be shortened.
fn halve(root: &mut Value, at: usize) -> bool {
    let Some(Value::String(string)) = nth(root, at) else { return false };
    let half = string.char_indices().nth(string.chars().count() / 2).map_or(0, |(at, _)| at);
    if half == 0 {
        return false;
    }
    string.truncate(half);
    true
}

/// Removes pieces of a collection that is not JSON, large ones first.
fn minimise_json(mut input: Input, fails: &mut impl FnMut(&Input) -> bool) -> Input {
    let mut piece = input.collection.len();
    while piece > 0 {
        let mut at = 0;
        while at < input.collection.len() {
            let end = (at + piece).min(input.collection.len());
            let json = &input.collection;
            let smaller = match (json.get(..at), json.get(end..)) {
                (Some(before), Some(after)) => {
                    Input { collection: format!("{before}{after}"), ..input.clone() }
                }
                _ => input.clone(),
            };
            if smaller != input && fails(&smaller) {
                input = smaller;
            } else {
                at = end;
            }
        }
        piece /= 2;
    }
    input
}
