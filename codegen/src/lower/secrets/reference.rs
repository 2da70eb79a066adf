//! References to strings of the collection: variables that stand in the IR in the place of secrets.
//!
//! The name of such a variable is `$collection:` and a path:
//!
//! - `request/header/1/value`, a JSON pointer in the item of the request;
//! - `auth/bearer/0/value`, a JSON pointer in the folder from which the request inherits its auth;
//! - `variable/token`, the value of a variable of the collection.
//!
//! `#7-40` after the path is the part of the string between these bytes, and `%` at the end means that the string is
//! percent-encoded. `examples/replay/secrets.rs` of a client resolves references.

use std::cell::OnceCell;
use std::ops::Range;

use serde_json::Value;

use crate::json::without_byte_order_mark;

/// The start of the name of a reference.
const PREFIX: &str = "$collection:";

/// Whether a variable is a reference.
pub(crate) fn is_reference(variable: &str) -> bool {
    variable.starts_with(PREFIX)
}

/// Returns the reference to the value of a variable of the collection.
pub(super) fn to_variable(name: &str) -> String {
    variable(&format!("variable/{name}"))
}

fn variable(path: &str) -> String {
    format!("{{{{{PREFIX}{path}}}}}")
}

/// The collection as JSON. It is parsed when it is first needed, because most collections have no secrets.
pub(super) struct Source<'t> {
    text: &'t str,
    json: OnceCell<Value>,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, json: OnceCell::new() }
    }

    /// Returns the collection, which some tools wrap in an object.
    fn collection(&self) -> &Value {
        let parse = || serde_json::from_str(without_byte_order_mark(self.text)).unwrap_or_default();
        let root = self.json.get_or_init(parse);
        match root.get("collection") {
            Some(inner) if items(root).next().is_none() => inner,
            _ => root,
        }
    }

    /// Returns the reference to a literal, which is searched for below a key of an item. The item is given by its
    /// indexes from the outermost folder.
    pub(super) fn reference(&self, item: &[usize], scope: &str, literal: &str) -> String {
        let mut found = Some(self.collection());
        for index in item {
            found = found.and_then(|folder| items(folder).nth(*index));
        }
        // A request may be only its URL.
        let scope = match found.and_then(|item| item.pointer("/request")) {
            Some(Value::String(_)) if scope.starts_with("request/") => "request",
            _ => scope,
        };
        let found = found.and_then(|item| item.pointer(&format!("/{scope}")));
        let found = found.and_then(|scope| exact(scope, literal).or_else(|| within(scope, literal)));
        let (path, range) = found.unwrap_or_default();
        let range = range.map(|range| format!("#{}-{}", range.start, range.end)).unwrap_or_default();
        let path = format!("{scope}{path}{range}");
        // A name in braces cannot contain them. Then nothing is found when the reference is resolved.
        variable(if path.contains(['{', '}', '\n']) { scope } else { &path })
    }

    /// As [`reference`](Self::reference), for a literal that is percent-encoded.
    pub(super) fn encoded(&self, item: &[usize], scope: &str, literal: &str) -> String {
        let mut reference = self.reference(item, scope, literal);
        if literal.contains(['%', '+']) {
            reference.insert(reference.len() - 2, '%');
        }
        reference
    }
}

/// Returns the items of a folder or of the collection.
fn items(folder: &Value) -> impl Iterator<Item = &Value> {
    let list = match folder.get("item") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(item @ Value::Object(_)) => std::slice::from_ref(item),
        _ => &[],
    };
    list.iter().filter(|item| item.is_object())
}

/// A path below a value, and the part of the string there.
type Found = (String, Option<Range<usize>>);

/// Finds the value that is a literal.
fn exact(value: &Value, literal: &str) -> Option<Found> {
    search(value, &|value| match value {
        Value::String(string) => (string == literal).then_some(None),
        Value::Number(number) => (number.to_string() == literal).then_some(None),
        _ => None,
    })
}

/// Finds a string that contains a literal.
fn within(value: &Value, literal: &str) -> Option<Found> {
    search(value, &|value| {
        let start = value.as_str()?.find(literal)?;
        Some(Some(start..start + literal.len()))
    })
}

fn search(value: &Value, test: &impl Fn(&Value) -> Option<Option<Range<usize>>>) -> Option<Found> {
    if let Some(range) = test(value) {
        return Some((String::new(), range));
    }
    let below = |(key, value): (String, &Value)| {
        let (path, range) = search(value, test)?;
        Some((format!("/{}{path}", key.replace('~', "~0").replace('/', "~1")), range))
    };
    match value {
        Value::Array(list) => {
            list.iter().enumerate().find_map(|(index, value)| below((index.to_string(), value)))
        }
        Value::Object(map) => map.iter().find_map(|(key, value)| below((key.clone(), value))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_pointer_to_the_literal() {
        let text = r#"{ "item": [
            null,
            { "name": "F", "auth": { "bearer": { "token": "folder" } }, "item": [
                { "request": { "url": "https://h/a?k=a%20b", "header": [{ "key": "A", "value": "x Bearer own" }] } }
            ] }
        ] }"#;
        let source = Source::new(text);
        assert_eq!(source.reference(&[0], "auth", "folder"), "{{$collection:auth/bearer/token}}");
        let header = source.reference(&[0, 0], "request/header", "own");
        assert_eq!(header, "{{$collection:request/header/0/value#9-12}}");
        assert_eq!(source.encoded(&[0, 0], "request/url", "a%20b"), "{{$collection:request/url#14-19%}}");
        assert_eq!(source.reference(&[7], "auth", "none"), "{{$collection:auth}}");
        assert_eq!(to_variable("token"), "{{$collection:variable/token}}");
    }
}
