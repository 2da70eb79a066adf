//! The secrets of the collection. They are in no source file: this program reads them from the collection.

use std::cell::{Cell, OnceCell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::yaml;

/// The manifest of the crate, which names the collection.
const MANIFEST: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));

/// The collection, and the request whose secrets are read.
#[derive(Default)]
pub(crate) struct Secrets {
    collection: OnceCell<Result<Collection, String>>,
    /// The index of the request in the collection.
    request: Cell<usize>,
    /// The reason why a secret of this request could not be read.
    problem: RefCell<Option<String>>,
}

impl Secrets {
    /// Selects a request by its index in the collection.
    pub(crate) fn select(&self, request: usize) {
        self.request.set(request);
        self.problem.take();
    }

    /// Returns the reason why a secret could not be read since a request was selected.
    pub(crate) fn problem(&self) -> Option<String> {
        self.problem.borrow().clone()
    }

    /// Returns the secret at a path:
    ///
    /// - `request/header/1/value` is a JSON pointer in the item of the request;
    /// - `auth/bearer/0/value` is a JSON pointer in the folder from which the request inherits its auth;
    /// - `variable/token` is the value of a variable;
    /// - `Users/Get user.request.yaml:/headers/0/value` is a JSON pointer in a file of a collection that is a folder.
    ///
    /// `#7-40` after the path selects these bytes of the string, and `%` means that it is percent-encoded.
    pub(crate) fn get(&self, path: &str) -> Option<String> {
        let result = match self.collection.get_or_init(read) {
            Ok(collection) => {
                let found = match collection {
                    Collection::File(json) => find(json, self.request.get(), path),
                    Collection::Folder(folder) => find_in_folder(folder, path),
                };
                found.ok_or_else(|| {
                    format!("the collection has no string at `{path}`; generate the client again")
                })
            }
            Err(problem) => Err(problem.clone()),
        };
        result.map_err(|problem| *self.problem.borrow_mut() = Some(problem)).ok()
    }
}

/// The collection.
enum Collection {
    /// A file, as JSON.
    File(Value),
    /// A folder, whose files are read when they are needed.
    Folder(PathBuf),
}

/// Reads the collection that the manifest names.
fn read() -> Result<Collection, String> {
    let section = MANIFEST.split_once("[package.metadata.postman]").map_or("", |(_, section)| section);
    let line = section.lines().find_map(|line| line.strip_prefix("collection = "));
    let Some(name) = line.map(|name| name.trim().trim_matches(['"', '\''])) else {
        return Err("Cargo.toml names no collection in `[package.metadata.postman]`".to_owned());
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if file.is_dir() {
        return Ok(Collection::Folder(file));
    }
    let problem = |error: String| {
        let file = file.display();
        format!(
            "the request has a secret, which is only in the collection, and {file} cannot be read: {error}"
        )
    };
    let text = fs::read_to_string(&file).map_err(|error| problem(error.to_string()))?;
    let mut collection: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| problem(error.to_string()))?;
    // Some tools wrap the collection in an object.
    if items(&collection).is_empty()
        && let Some(inner) = collection.get_mut("collection")
    {
        collection = inner.take();
    }
    Ok(Collection::File(collection))
}

/// Returns the string at a path in a collection that is a file.
pub(crate) fn find(collection: &Value, request: usize, path: &str) -> Option<String> {
    selected(path, |path| match path.strip_prefix("variable/") {
        Some(name) => variable(collection, name).cloned(),
        None => {
            let mut left = request;
            let items = path_to(collection, &mut left)?;
            let holder = match path.starts_with("auth") {
                true => items.into_iter().rev().find(|item| has_auth(item))?,
                false => *items.last()?,
            };
            holder.pointer(&format!("/{path}")).cloned()
        }
    })
}

/// Returns the string at a path in a collection that is a folder.
pub(crate) fn find_in_folder(folder: &Path, path: &str) -> Option<String> {
    selected(path, |path| {
        let (file, pointer) = path.split_once(':')?;
        let file = file.replace('~', "%");
        let file = folder.join(&*percent_decode_str(&file).decode_utf8().ok()?);
        let content = yaml::parse(&fs::read_to_string(file).ok()?).ok()?;
        content.pointer(pointer).cloned()
    })
}

/// Returns the part of a string that a path selects.
fn selected(path: &str, find: impl FnOnce(&str) -> Option<Value>) -> Option<String> {
    let (path, is_encoded) = path.strip_suffix('%').map_or((path, false), |path| (path, true));
    let (path, range) = path.split_once('#').unwrap_or((path, ""));
    // A path that leads to more than one value is not that of a secret.
    let value = find(path).filter(|value| !value.is_object() && !value.is_array())?;
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let text = match range.split_once('-') {
        Some((start, end)) => text.get(start.parse().ok()?..end.parse().ok()?)?.to_owned(),
        None => text,
    };
    if !is_encoded {
        return Some(text);
    }
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(|text| text.into_owned())
}

/// Returns the value of a variable; the last one of a name counts.
fn variable<'v>(collection: &'v Value, name: &str) -> Option<&'v Value> {
    let variables = collection.get("variable")?.as_array()?.iter().rev();
    let is_enabled = |variable: &&Value| variable.get("disabled") != Some(&Value::Bool(true));
    let mut named = variables.filter(|variable| variable.get("key").and_then(Value::as_str) == Some(name));
    named.find(is_enabled)?.get("value")
}

/// Returns the folders of a request, from the outermost, and the request itself. `left` is the number of requests before
/// it in the folder.
fn path_to<'v>(folder: &'v Value, left: &mut usize) -> Option<Vec<&'v Value>> {
    for item in items(folder) {
        let is_folder = item.get("item").is_some_and(|items| items.is_array() || items.is_object());
        if is_folder {
            if let Some(inner) = path_to(item, left) {
                return Some([folder].into_iter().chain(inner).collect());
            }
        } else if *left == 0 {
            return Some(vec![folder, item]);
        } else {
            *left -= 1;
        }
    }
    None
}

/// Returns the folders and requests in a folder.
fn items(folder: &Value) -> Vec<&Value> {
    match folder.get("item") {
        Some(Value::Array(items)) => items.iter().filter(|item| item.is_object()).collect(),
        Some(item @ Value::Object(_)) => vec![item],
        _ => Vec::new(),
    }
}

/// Whether a folder has an auth that its requests inherit.
fn has_auth(folder: &Value) -> bool {
    folder.pointer("/auth/type").and_then(Value::as_str).is_some_and(|kind| !kind.is_empty())
}
