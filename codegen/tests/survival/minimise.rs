//! A smaller input that fails, too.

use serde_json::Value;

use crate::mutate_json::{count, nth};
use crate::seeds::{Document, Input};

/// So often is tried.
const MOST: usize = 4000;

/// The smallest input found that fails as this one does.
pub(crate) fn minimise(input: &Input, fails: impl Fn(&Input) -> bool) -> Input {
    let mut tries = 0;
    let mut fails = |input: &Input| {
        tries += 1;
        tries <= MOST && fails(input)
    };
    let mut input = input.clone();
    let without = Input { overlay: None, ..input.clone() };
    if input.overlay.is_some() && fails(&without) {
        input = without;
    }
    match input.document().filter(|document| fails(&document.input())) {
        Some(document) => values(document, &mut fails).input(),
        None => texts(input, &mut fails),
    }
}

/// Leaves out nodes, and shortens texts, as long as it fails.
fn values(mut document: Document, fails: &mut impl FnMut(&Input) -> bool) -> Document {
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

/// Takes the node of this number away.
fn remove(value: &mut Value, at: usize) -> bool {
    let Some(mut left) = at.checked_sub(1) else { return false };
    let children: Vec<usize> = match value {
        Value::Array(list) => list.iter().map(count).collect(),
        Value::Object(map) => map.values().map(count).collect(),
        _ => Vec::new(),
    };
    for (place, nodes) in children.into_iter().enumerate() {
        if left >= nodes {
            left -= nodes;
            continue;
        }
        return match value {
            Value::Array(list) if left == 0 => {
                list.remove(place);
                true
            }
            Value::Object(map) if left == 0 => {
                let key = map.keys().nth(place).cloned();
                key.is_some_and(|key| map.shift_remove(&key).is_some())
            }
            Value::Array(list) => remove(&mut list[place], left + 1),
            Value::Object(map) => map.values_mut().nth(place).is_some_and(|value| remove(value, left + 1)),
            _ => false,
        };
    }
    false
}

fn halve(root: &mut Value, at: usize) -> bool {
    let Some(Value::String(text)) = nth(root, at) else { return false };
    let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    if half == 0 {
        return false;
    }
    text.truncate(half);
    true
}

/// Leaves out pieces of the text, large ones first.
fn texts(mut input: Input, fails: &mut impl FnMut(&Input) -> bool) -> Input {
    let mut piece = input.collection.len();
    while piece > 0 {
        let mut at = 0;
        while at < input.collection.len() {
            let end = (at + piece).min(input.collection.len());
            let text = &input.collection;
            let smaller = match (text.get(..at), text.get(end..)) {
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
