//! Edits of a collection by its owner, played on a crate that `new` has made: `generate` changes what the edit is about,
//! and nothing of the maintainer's.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{output, read, write};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};
use tempfile::TempDir;

const COLLECTION: &str = "collection/orders.postman_collection.json";
const MANIFEST: &str = "Cargo.toml";

/// A file that changed: the numbers of lines that were removed and added.
type Changes = BTreeMap<String, (usize, usize)>;

/// The crate, and what its maintainer has written.
struct Made {
    folder: TempDir,
}

impl Made {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be created");
        write(folder.path(), "orders.json", &serde_json::to_string_pretty(&collection()).expect("JSON"));
        let (code, _, stderr) = output(folder.path(), &["new", "orders.json", "--out", "orders"]);
        assert_eq!(code, Some(0), "{stderr}");
        let made = Self { folder };
        for file in ["README.md", "src/lib.rs", "CHANGELOG.md"] {
            let comment = if file == "src/lib.rs" { "// Ours.\n" } else { "Ours.\n" };
            write(&made.root(), file, &(read(&made.root(), file) + comment));
        }
        write(&made.root(), MANIFEST, &read(&made.root(), MANIFEST).replace("0.1.0", "0.2.0"));
        assert_eq!(output(&made.root(), &["check"]).0, Some(0), "the maintainer's edits are no drift");
        made
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("orders")
    }

    /// Generates after an edit, which `check` reports, and returns the changes other than those of the edit.
    fn generate(&self, edit: impl FnOnce(&Path)) -> Changes {
        let before = files(&self.root());
        edit(&self.root());
        let edited = files(&self.root());
        assert_eq!(output(&self.root(), &["check"]).0, Some(1));
        let (code, _, stderr) = output(&self.root(), &["generate"]);
        assert_eq!(code, Some(0), "{stderr}");
        assert_eq!(output(&self.root(), &["check"]).0, Some(0));
        let after = files(&self.root());
        for file in ["README.md", "src/lib.rs", "CHANGELOG.md", MANIFEST] {
            assert_eq!(edited[file], after[file], "{file}");
        }
        let empty = String::new();
        let names = before.keys().chain(after.keys()).filter(|name| !name.starts_with("collection/"));
        let mut changes = Changes::new();
        for name in names.filter(|name| *name != MANIFEST) {
            let (old, new) = (before.get(name).unwrap_or(&empty), after.get(name).unwrap_or(&empty));
            let diff = TextDiff::from_lines(old, new);
            let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
            let (removed, added) = (count(ChangeTag::Delete), count(ChangeTag::Insert));
            if removed + added > 0 {
                changes.insert(name.clone(), (removed, added));
            }
        }
        changes
    }

    /// Like [`Self::generate`], for an edit of the collection.
    fn upstream(&self, edit: impl FnOnce(&mut Value)) -> Changes {
        self.generate(|root| {
            let mut collection: Value = serde_json::from_str(&read(root, COLLECTION)).expect("JSON");
            edit(&mut collection);
            write(root, COLLECTION, &serde_json::to_string_pretty(&collection).expect("JSON"));
        })
    }
}

fn files(root: &Path) -> BTreeMap<String, String> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name =
                    path.strip_prefix(root).expect("it is inside").to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).expect("the file can be read"));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(root, root, &mut found);
    found
}

fn request(method: &str, path: &str) -> Value {
    json!({ "method": method, "url": { "raw": format!("https://api.example.com/{path}"),
        "protocol": "https", "host": ["api", "example", "com"], "path": path.split('/').collect::<Vec<_>>() } })
}

fn collection() -> Value {
    let mut create = request("POST", "orders");
    create["body"] =
        json!({ "mode": "raw", "raw": "{\"note\": \"red\"}", "options": { "raw": { "language": "json" } } });
    json!({ "info": { "name": "Orders" }, "item": [
        { "name": "Orders", "item": [
            { "name": "List orders", "request": request("GET", "orders") },
            { "name": "Create order", "request": create },
        ] },
        { "name": "Parcels", "item": [
            { "name": "Get parcel", "request": request("GET", "parcels/:id") },
            { "name": "Delete parcel", "request": request("DELETE", "parcels/:id") },
        ] },
    ] })
}

fn changes(expected: &[(&str, usize, usize)]) -> Changes {
    expected.iter().map(|(name, removed, added)| ((*name).to_owned(), (*removed, *added))).collect()
}

const ITEMS: &str = "examples/replay/items.rs";
const INDEX: &str = "src/operations/mod.rs";
const ORDERS: &str = "src/operations/orders.rs";
const PARCELS: &str = "src/operations/parcels.rs";

#[test]
fn an_optional_query_parameter() {
    let changed = Made::new().upstream(|collection| {
        let url = &mut collection["item"][0]["item"][0]["request"]["url"];
        url["query"] = json!([{ "key": "limit", "value": "10" }]);
    });
    assert_eq!(changed.keys().collect::<Vec<_>>(), [ITEMS, ORDERS], "{changed:?}");
    // The replay sets the parameter in a line of its own. The call gets an `impl` with a setter.
    assert_eq!(changed[ITEMS], (0, 1));
    assert_eq!(changed[ORDERS].0, 0, "no line of another operation: {changed:?}");
}

#[test]
fn a_renamed_request() {
    let changed =
        Made::new().upstream(|collection| collection["item"][1]["item"][0]["name"] = json!("Find parcel"));
    assert_eq!(changed.keys().collect::<Vec<_>>(), [ITEMS, INDEX, PARCELS], "{changed:?}");
    assert_eq!(changed[INDEX], (1, 1));
    assert!(changed.values().all(|(removed, added)| removed == added), "lines are replaced: {changed:?}");
}

#[test]
fn a_new_folder() {
    let changed = Made::new().upstream(|collection| {
        let item = json!({ "name": "Refunds", "item": [{ "name": "Get refund", "request": request("GET", "refunds/:id") }] });
        collection["item"].as_array_mut().expect("a list").push(item);
    });
    let refunds = "src/operations/refunds.rs";
    assert_eq!(changed.keys().collect::<Vec<_>>(), [ITEMS, INDEX, refunds], "{changed:?}");
    assert!(changed.values().all(|(removed, _)| *removed == 0), "{changed:?}");
}

#[test]
fn a_removed_operation() {
    let changed = Made::new().upstream(|collection| {
        collection["item"][1]["item"].as_array_mut().expect("a list").pop();
    });
    assert_eq!(changed.keys().collect::<Vec<_>>(), [ITEMS, INDEX, PARCELS], "{changed:?}");
    assert!(changed.values().all(|(_, added)| *added == 0), "{changed:?}");
}

#[test]
fn a_changed_example() {
    let changed = Made::new().upstream(|collection| {
        collection["item"][0]["item"][1]["request"]["body"]["raw"] = json!("{\"note\": \"blue\"}");
    });
    assert_eq!(changed, changes(&[(ITEMS, 1, 1), (ORDERS, 1, 1)]));
}

#[test]
fn an_overlay() {
    let changed = Made::new().generate(|root| {
        let overlay = json!({ "openapi": "3.1.0", "paths": { "/parcels/{id}": { "get": { "summary": "Finds a parcel." } } } });
        write(root, "collection/orders.overlay.json", &overlay.to_string());
        let table = format!("collection = \"{COLLECTION}\"\n");
        let with_overlay = format!("{table}overlay = \"collection/orders.overlay.json\"\n");
        write(root, MANIFEST, &read(root, MANIFEST).replace(&table, &with_overlay));
    });
    assert_eq!(changed.keys().collect::<Vec<_>>(), [PARCELS], "{changed:?}");
}

#[test]
fn a_collection_under_another_name() {
    let made = Made::new();
    let before = files(&made.root());
    let renamed = "collection/orders-v2.postman_collection.json";
    fs::rename(made.root().join(COLLECTION), made.root().join(renamed)).expect("the file can be renamed");
    let (code, _, stderr) = output(&made.root(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains(&format!(
            "\n  --> {COLLECTION}\n  help: put the file there, or correct `collection` in "
        )),
        "{stderr}"
    );
    write(&made.root(), MANIFEST, &read(&made.root(), MANIFEST).replace(COLLECTION, renamed));
    assert_eq!(output(&made.root(), &["check"]).0, Some(0), "no generated file names the collection's file");
    assert_eq!(output(&made.root(), &["generate"]).0, Some(0));
    let after = files(&made.root());
    let changed = before.keys().chain(after.keys()).filter(|name| before.get(*name) != after.get(*name));
    let changed: std::collections::BTreeSet<&str> = changed.map(String::as_str).collect();
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), [MANIFEST, renamed, COLLECTION]);
}

#[test]
fn a_new_runtime_reaches_the_client() {
    let made = Made::new();
    let file = "src/runtime/policy/retry.rs";
    let text = read(&made.root(), file);
    let changed = made.generate(|root| write(root, file, &text.replace("fn ", "fn  ")));
    assert_eq!(changed, Changes::new(), "the file is the original one again");
    write(&made.root(), "src/runtime/mine.rs", "pub fn mine() {}\n");
    let (code, _, stderr) = output(&made.root(), &["generate"]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("hand-written file in a folder of generated files\n  --> src/runtime/mine.rs"),
        "{stderr}"
    );
}

#[test]
fn lines_that_the_manifest_lacks_are_printed() {
    let made = Made::new();
    let manifest = read(&made.root(), MANIFEST);
    let line = "httpdate = \"1.0.3\"\n";
    assert!(manifest.contains(line), "{manifest}");
    write(&made.root(), MANIFEST, &manifest.replace(line, ""));
    let finding = "the manifest lacks what the generated code needs\n  --> Cargo.toml\n  help: add these lines\n\n    \
                   [dependencies]\n    httpdate = \"1.0.3\"";
    let (code, _, stderr) = output(&made.root(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains(&format!("error: {finding}")), "{stderr}");
    let (code, _, stderr) = output(&made.root(), &["generate"]);
    assert_eq!(code, Some(0));
    assert!(stderr.contains(&format!("warning: {finding}")), "{stderr}");
}
