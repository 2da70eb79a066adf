//! References to strings of the collection: variables that stand in the IR in the place of secrets.
//!
//! The name of such a variable is `$collection:` and a path:
//!
//! - `request/header/1/value`, a JSON pointer in the item of the request;
//! - `auth/bearer/0/value`, a JSON pointer in the folder from which the request inherits its auth;
//! - `variable/token`, the value of a variable of the collection.
//!
//! `#7-40` after the path is the part of the string between these bytes, and `%` at the end means that the string is
//! percent-encoded.
//!
//! In a collection that is a folder, the path is that of a file and a JSON pointer in it,
//! `Users/Get user.request.yaml:/headers/1/value`.
//!
//! `examples/replay/secrets.rs` of a client resolves references.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;

use crate::CollectionSource;
use crate::collection::v3;
use crate::json::without_byte_order_mark;

/// The start of the name of a reference.
const PREFIX: &str = "$collection:";

/// Whether a variable is a reference.
pub(crate) fn is_reference(variable: &str) -> bool {
    variable.starts_with(PREFIX)
}

fn variable(path: &str) -> String {
    format!("{{{{{PREFIX}{path}}}}}")
}

/// A pointer that leads to nothing, because it begins with no `/`.
const NOWHERE: &str = "?";

/// The characters that are escaped in the path of a file, because they end a path or a name. `~7B` is `{`: the names of
/// variables in a URL are percent-decoded later.
const IN_PATH: &AsciiSet =
    &CONTROLS.add(b'%').add(b'~').add(b':').add(b'{').add(b'}').add(b'#').add(b'"').add(b'\\');

/// A part of the collection.
#[derive(Clone, Copy)]
pub(super) struct Part<'p> {
    /// The indexes of its item, from the outermost folder.
    pub(super) item: &'p [usize],
    /// Its file, if the collection is a folder.
    pub(super) file: Option<&'p str>,
}

/// The collection as JSON. It is parsed when it is first needed, because most collections have no secrets.
pub(super) struct Source<'t> {
    collection: CollectionSource<'t>,
    json: OnceCell<Value>,
    /// The path and the content of the file that was read last.
    file: RefCell<(String, Value)>,
}

impl<'t> Source<'t> {
    pub(super) fn new(collection: CollectionSource<'t>) -> Self {
        Self { collection, json: OnceCell::new(), file: RefCell::default() }
    }

    /// Returns the reference to the value of a variable of the collection, whose definition is in a file.
    pub(super) fn to_variable(&self, name: &str, file: Option<&str>) -> String {
        let Some(file) = file else { return variable(&format!("variable/{name}")) };
        let pointer = self.in_file(file, |definition| match definition.get("variables") {
            Some(Value::Array(rows)) => {
                let at = rows.iter().rposition(|row| row.get("key").and_then(Value::as_str) == Some(name))?;
                Some(format!("/variables/{at}/value"))
            }
            _ => Some(format!("/variables/{}", escaped(name))),
        });
        reference_to_file(file, &pointer.unwrap_or_default())
    }

    /// Reads a file of a collection that is a folder.
    fn in_file<T>(&self, path: &str, find: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let CollectionSource::Folder(folder) = &self.collection else { return None };
        if self.file.borrow().0 != path {
            let file = folder.files.iter().find(|file| file.path == path)?;
            *self.file.borrow_mut() = (path.to_owned(), v3::strings(&file.text));
        }
        find(&self.file.borrow().1)
    }

    /// Returns the collection, which some tools wrap in an object.
    fn collection(&self) -> &Value {
        let CollectionSource::File(source) = &self.collection else { return &Value::Null };
        let parse = || serde_json::from_str(without_byte_order_mark(source.text)).unwrap_or_default();
        let root = self.json.get_or_init(parse);
        match root.get("collection") {
            Some(inner) if items(root).next().is_none() => inner,
            _ => root,
        }
    }

    /// Returns the reference to a literal, which is searched for below a key of a part of the collection.
    pub(super) fn reference(&self, part: Part<'_>, scope: &str, literal: &str) -> String {
        if let Some(file) = part.file {
            let pointer = self.in_file(file, |content| {
                let keys = || keys(scope).iter().filter_map(|key| Some((*key, content.get(key)?)));
                let exact = || keys().find_map(|(key, value)| Some((key, exact(value, literal)?)));
                let found =
                    exact().or_else(|| keys().find_map(|(key, value)| Some((key, within(value, literal)?))));
                found.map(|(key, (path, range))| format!("/{key}{path}{}", shown(range)))
            });
            return reference_to_file(file, &pointer.unwrap_or_default());
        }
        let mut found = Some(self.collection());
        for index in part.item {
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
        let path = format!("{scope}{path}{}", shown(range));
        // A name in braces cannot contain them. Then nothing is found when the reference is resolved.
        variable(if path.contains(['{', '}', '\n']) { scope } else { &path })
    }

    /// As [`reference`](Self::reference), for a literal that is percent-encoded.
    pub(super) fn encoded(&self, part: Part<'_>, scope: &str, literal: &str) -> String {
        let mut reference = self.reference(part, scope, literal);
        if literal.contains(['%', '+']) {
            reference.insert(reference.len() - 2, '%');
        }
        reference
    }
}

/// Returns the reference to a value in a file.
fn reference_to_file(file: &str, pointer: &str) -> String {
    let file = utf8_percent_encode(file, IN_PATH).to_string().replace('%', "~");
    // A name in braces cannot contain them. A string that no pointer leads to must not be the whole file.
    let is_usable = !pointer.is_empty() && !pointer.contains(['{', '}', '\n']);
    variable(&format!("{file}:{}", if is_usable { pointer } else { NOWHERE }))
}

/// Returns the keys of a file that have what the key of an item has in the format v2.
fn keys(scope: &str) -> &'static [&'static str] {
    match scope.split('/').nth(1) {
        Some("header") => &["headers"],
        Some("url") => &["queryParams", "pathVariables", "url"],
        Some("body") => &["body"],
        _ => &["auth"],
    }
}

fn shown(range: Option<Range<usize>>) -> String {
    range.map(|range| format!("#{}-{}", range.start, range.end)).unwrap_or_default()
}

/// Escapes a key for a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
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
        Some((format!("/{}{path}", escaped(&key)), range))
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
        let source = Source::new(crate::Source { file: "c.json", text }.into());
        let at = |item| Part { item, file: None };
        assert_eq!(source.reference(at(&[0]), "auth", "folder"), "{{$collection:auth/bearer/token}}");
        let header = source.reference(at(&[0, 0]), "request/header", "own");
        assert_eq!(header, "{{$collection:request/header/0/value#9-12}}");
        assert_eq!(source.encoded(at(&[0, 0]), "request/url", "a%20b"), "{{$collection:request/url#14-19%}}");
        assert_eq!(source.reference(at(&[7]), "auth", "none"), "{{$collection:auth}}");
        assert_eq!(source.to_variable("token", None), "{{$collection:variable/token}}");
    }

    #[test]
    fn a_reference_to_a_folder_names_the_file() {
        let file = |path: &str, text: &str| crate::File { path: path.to_owned(), text: text.to_owned() };
        let files = [
            file("A {{b}}: 5%/R.request.yaml", "url: https://h/a?k=own\nheaders:\n  A/B: x own\n  C: own\n"),
            file(".resources/definition.yaml", "variables:\n  a/b: s\n"),
            file("list.yaml", "variables:\n  - {key: a, value: 1}\n  - {key: a, value: 2}\n"),
        ];
        let source = Source::new(crate::Folder { path: "c", title: "c", files: &files }.into());
        let at = |file| Part { item: &[], file: Some(file) };
        let request = at("A {{b}}: 5%/R.request.yaml");
        let path = "{{$collection:A ~7B~7Bb~7D~7D~3A 5~25/R.request.yaml";
        assert_eq!(source.reference(request, "request/header", "own"), format!("{path}:/headers/C}}}}"));
        assert_eq!(source.reference(request, "request/url", "own"), format!("{path}:/url#14-17}}}}"));
        assert_eq!(source.reference(request, "request/header", "x"), format!("{path}:/headers/A~1B#0-1}}}}"));
        let definition = source.to_variable("a/b", Some(".resources/definition.yaml"));
        assert_eq!(definition, "{{$collection:.resources/definition.yaml:/variables/a~1b}}");
        assert_eq!(
            source.to_variable("a", Some("list.yaml")),
            "{{$collection:list.yaml:/variables/1/value}}"
        );
    }
}
