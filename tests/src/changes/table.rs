//! The table of changes: the files of `tests/changes`.
//!
//! A file is a theme: a collection, an overlay, and changes of both as JSON Patch (RFC 6902). A change is one row in each
//! direction that the file states a verdict for: `forth`, from the theme's inputs to the patched ones, and `back`.
//!
//! A collection of format v3 is an object with its files by their paths: JSON, which is YAML, or a string that is taken as
//! it is. A change that has a `folder` of its own replaces the collection by it.

use std::path::Path;
use std::{fmt, fs};

use codegen::api::Api;
use codegen::{CollectionSource, File, Folder, Input, Output, Source};
use json_patch::Patch;
use serde::Deserialize;
use serde_json::{Value, json};

/// A row: two versions of the inputs of a client, and the verdict about the difference.
#[derive(Clone, Debug)]
pub struct Row {
    /// The theme and the change, as `theme/change`.
    pub name: String,
    /// The inputs before the change.
    pub old: Inputs,
    /// The inputs after it.
    pub new: Inputs,
    /// The expected verdict.
    pub expected: Expected,
}

/// The verdict about a change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The name of the change in this direction.
    pub name: String,
    /// The version step: `none`, `patch`, `minor` or `major`.
    pub step: String,
    /// Whether code that compiles sends or accepts something else.
    #[serde(default)]
    pub silent: bool,
    /// The reason why the verdict differs from what the compiler, `cargo semver-checks` and the requests show.
    pub disagreement: Option<String>,
    /// The folders whose files the change may touch; only `Plants` by default.
    #[serde(default = "plants")]
    pub folders: Vec<String>,
}

fn plants() -> Vec<String> {
    vec!["Plants".to_owned()]
}

/// The inputs of a client.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// A name that tells the inputs from all others of the table: a package can have it.
    pub name: String,
    /// The collection.
    pub collection: Collection,
    /// The overlay, as JSON.
    pub overlay: String,
}

/// A collection.
#[derive(Clone, Debug)]
pub enum Collection {
    /// The JSON of a file.
    File(String),
    /// The files of a folder.
    Folder(Vec<File>),
}

impl Collection {
    /// Returns the collection as codegen takes it.
    #[must_use]
    pub fn source(&self) -> CollectionSource<'_> {
        match self {
            Self::File(text) => Source { file: "collection.json", text }.into(),
            Self::Folder(files) => Folder { path: "collection", title: "Garden", files }.into(),
        }
    }
}

impl Inputs {
    /// Generates the client.
    #[must_use]
    pub fn generate(&self) -> Output {
        codegen::generate(&Input {
            collection: self.collection.source(),
            overlay: Some(Source { file: "overlay.json", text: &self.overlay }),
            environment: None,
            crate_name: "client",
            command: "cargo xtask generate",
        })
    }

    /// Returns the API.
    ///
    /// # Errors
    ///
    /// When the inputs have errors.
    pub fn api(&self) -> Result<Api, String> {
        let output = self.generate();
        output.api.ok_or_else(|| format!("{}: {}", self.name, output.diagnostics))
    }
}

/// A file of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Theme {
    collection: Value,
    #[serde(default)]
    overlay: Value,
    changes: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(default)]
    collection: Patch,
    folder: Option<Value>,
    #[serde(default)]
    overlay: Patch,
    forth: Option<Expected>,
    back: Option<Expected>,
}

/// An invalid file of the table.
#[derive(Debug)]
pub struct Invalid {
    file: String,
    problem: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.problem)
    }
}

impl std::error::Error for Invalid {}

/// Reads all files of a folder.
///
/// # Errors
///
/// When a file cannot be read, or a patch does not fit.
pub fn read(folder: &Path) -> Result<Vec<Row>, Invalid> {
    let invalid = |file: &Path, problem: String| Invalid { file: file.display().to_string(), problem };
    let entries = fs::read_dir(folder).map_err(|error| invalid(folder, error.to_string()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut rows = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| invalid(&file, error.to_string()))?;
        let theme: Theme = serde_json::from_str(&text).map_err(|error| invalid(&file, error.to_string()))?;
        let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        add(&name, theme, &mut rows).map_err(|problem| invalid(&file, problem))?;
    }
    Ok(rows)
}

fn add(theme_name: &str, theme: Theme, rows: &mut Vec<Row>) -> Result<(), String> {
    let (collection, overlay) = (with_unrelated(theme.collection), with_head(theme.overlay));
    let base = inputs(theme_name.to_owned(), &collection, &overlay);
    for change in theme.changes {
        let names = [&change.forth, &change.back].map(|expected| expected.as_ref().map(|own| &own.name));
        let name = names.into_iter().flatten().next().ok_or("a change has neither `forth` nor `back`")?;
        let mut new_collection = change.folder.map_or_else(|| collection.clone(), with_unrelated);
        let mut new_overlay = overlay.clone();
        for (value, patch) in [(&mut new_collection, &change.collection), (&mut new_overlay, &change.overlay)]
        {
            json_patch::patch(value, patch).map_err(|error| format!("{name}: {error}"))?;
        }
        let changed = inputs(format!("{theme_name}-{name}"), &new_collection, &new_overlay);
        let directions = [(&base, &changed, change.forth), (&changed, &base, change.back)];
        rows.extend(directions.into_iter().filter_map(|(old, new, expected)| {
            let expected = expected?;
            let name = format!("{theme_name}/{}", expected.name);
            Some(Row { name, old: old.clone(), new: new.clone(), expected })
        }));
    }
    Ok(())
}

fn inputs(name: String, collection: &Value, overlay: &Value) -> Inputs {
    let collection = match collection.as_object() {
        Some(files) if is_folder(collection) => Collection::Folder(
            files.iter().map(|(path, content)| File { path: path.clone(), text: text(content) }).collect(),
        ),
        _ => Collection::File(collection.to_string()),
    };
    Inputs { name, collection, overlay: overlay.to_string() }
}

/// Whether a collection is of format v3.
fn is_folder(collection: &Value) -> bool {
    collection.get("item").is_none()
}

/// Returns the text of a file.
fn text(content: &Value) -> String {
    content.as_str().map_or_else(|| content.to_string(), str::to_owned)
}

/// Adds the format to a collection that has none, and a folder that no change is about: no change may touch its files.
fn with_unrelated(mut collection: Value) -> Value {
    if is_folder(&collection) {
        return with_unrelated_file(collection);
    }
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    if let Some(info) = collection["info"].as_object_mut() {
        info.entry("schema").or_insert(json!(schema));
    }
    let body = json!({ "unrelated_color": "green", "unrelated_size": 3 }).to_string();
    let request = json!({
        "method": "POST",
        "url": "https://unrelated.example/things/:thing?page=1",
        "auth": { "type": "noauth" },
        "body": { "mode": "raw", "raw": body, "options": { "raw": { "language": "json" } } },
    });
    let response = json!({ "name": "OK", "code": 200, "body": r#"{"unrelated_id": "a"}"# });
    let item = json!({ "name": "Update thing", "request": request, "response": [response] });
    if let Some(items) = collection["item"].as_array_mut() {
        items.push(json!({ "name": "Unrelated", "item": [item] }));
    }
    collection
}

fn with_unrelated_file(mut folder: Value) -> Value {
    let example = ".resources/Update thing.resources/examples/OK.example.yaml";
    let request = json!({
        "$kind": "http-request",
        "method": "POST",
        "url": "https://unrelated.example/things/:thing?page=1",
        "auth": { "type": "noauth" },
        "body": { "type": "json", "content": r#"{"unrelated_color":"green","unrelated_size":3}"# },
        "examples": "./.resources/Update thing.resources/examples",
    });
    let response = json!({
        "$kind": "http-example",
        "request": { "url": "https://unrelated.example/things/:thing", "method": "POST" },
        "response": { "statusCode": 200, "statusText": "OK", "body": { "type": "json", "content": r#"{"unrelated_id": "a"}"# } },
    });
    if let Some(files) = folder.as_object_mut() {
        files.insert(
            "Unrelated/.resources/definition.yaml".to_owned(),
            json!({ "$kind": "collection", "order": 9000 }),
        );
        files.insert("Unrelated/Update thing.request.yaml".to_owned(), request);
        files.insert(format!("Unrelated/{example}"), response);
    }
    folder
}

/// Adds what every overlay has.
fn with_head(mut overlay: Value) -> Value {
    if overlay.is_null() {
        overlay = json!({});
    }
    if let Some(overlay) = overlay.as_object_mut() {
        overlay.insert("openapi".to_owned(), json!("3.1.0"));
        overlay.insert("info".to_owned(), json!({ "title": "Garden", "version": "1" }));
        overlay.entry("paths").or_insert(json!({}));
    }
    overlay
}
