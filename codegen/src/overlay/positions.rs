//! The lines and columns of findings.
//!
//! The parser reports JSON paths, and so do the later steps. Only an overlay with findings is parsed once more, by a
//! parser that keeps the positions of keys and items.

use hashbrown::HashMap;
use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::node::child;
use crate::diagnostics::{Diagnostics, Lines};
use crate::json::without_byte_order_mark;
use crate::text::visible;

/// Adds the position to each finding about an overlay: that of the key or the item at the end of its JSON path, or else
/// of the innermost one around it that exists.
pub(crate) fn add_positions(file: &str, text: &str, diagnostics: &mut Diagnostics) {
    let text = without_byte_order_mark(text);
    let missing = |at: &str| !at.is_empty();
    let mut offsets: HashMap<String, Option<usize>> = HashMap::new();
    for location in diagnostics.locations_in(file).filter(|location| missing(&location.at)) {
        offsets.extend(prefixes(&location.at).map(|at| (at.to_owned(), None)));
    }
    if offsets.is_empty() {
        return;
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
    let Some(root) = parsed.ok().and_then(|result| result.value) else { return };
    find(&root, &mut String::new(), &mut offsets);
    let lines = Lines::new(text);
    for location in diagnostics.locations_in(file).filter(|location| missing(&location.at)) {
        let offset = prefixes(&location.at).find_map(|at| *offsets.get(at)?);
        location.position = location.position.or(offset.map(|offset| lines.position(offset)));
    }
}

/// Returns a JSON path and those around it, the innermost first. Some of them are no JSON paths, because a key can
/// contain `.` and `[`.
fn prefixes(at: &str) -> impl Iterator<Item = &str> {
    let ends = at.char_indices().rev().filter(|(_, c)| matches!(c, '.' | '[')).map(|(end, _)| end);
    std::iter::once(at).chain(ends.map(|end| &at[..end])).filter(|at| !at.is_empty())
}

/// Sets the offsets of the JSON paths that occur in a value, which is at the path `at`.
///
/// A finding about a duplicate key means the last one.
fn find(value: &ast::Value<'_>, at: &mut String, offsets: &mut HashMap<String, Option<usize>>) {
    let length = at.len();
    let mut enter = |step: &str, offset: usize, value: &ast::Value<'_>, at: &mut String| {
        at.push_str(step);
        if let Some(found) = offsets.get_mut(at.as_str()) {
            *found = Some(offset);
        }
        find(value, at, offsets);
        at.truncate(length);
    };
    match value {
        ast::Value::Object(object) => {
            for property in &object.properties {
                let key = visible(&child("", property.name.as_str()));
                let dot = if length == 0 { "" } else { "." };
                enter(&format!("{dot}{key}"), property.name.start(), &property.value, at);
            }
        }
        ast::Value::Array(array) => {
            for (index, item) in array.elements.iter().enumerate() {
                enter(&format!("[{index}]"), item.start(), item, at);
            }
        }
        _ => {}
    }
}
