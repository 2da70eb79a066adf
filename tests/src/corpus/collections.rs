//! The collections of a folder.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::package::name_for;
use serde_json::Value;

/// A collection, and the paths of the files that belong to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Collection {
    /// The file's name without `.json`, or the folder's.
    pub(crate) name: String,
    /// The name of its crate.
    pub(crate) package: String,
    pub(crate) path: PathBuf,
    pub(crate) overlay: Option<PathBuf>,
    /// The folder of the recording, which may not exist.
    pub(crate) recording: PathBuf,
}

/// Returns the collections of a folder, sorted by name: `NAME.json`, with `NAME.overlay.json` if it exists, and
/// `NAME/collection.json`, with `overlay.json` beside it.
///
/// The recordings are in `recordings`, if it is given; otherwise in `recordings/NAME`, or `NAME/recording`.
pub(crate) fn find(folder: &Path, recordings: Option<&Path>) -> Result<Vec<Collection>, String> {
    let cannot = |error| format!("cannot read {}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let Some(file_name) = path.file_name().and_then(OsStr::to_str) else { continue };
        let (name, collection, overlay, recording) = if path.is_dir() {
            let name = file_name.to_owned();
            (name, path.join("collection.json"), path.join("overlay.json"), path.join("recording"))
        } else {
            let Some(name) = file_name.strip_suffix(".json") else { continue };
            let overlay = folder.join(format!("{name}.overlay.json"));
            (name.to_owned(), path.clone(), overlay, folder.join("recordings").join(name))
        };
        if name.starts_with('.') || name.ends_with(".overlay") || !collection.is_file() {
            continue;
        }
        let recording = recordings.map_or(recording, |recordings| recordings.join(&name));
        let overlay = Some(overlay).filter(|path| path.is_file());
        found.push(Collection { name, package: String::new(), path: collection, overlay, recording });
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    name_packages(&mut found);
    match found.is_empty() {
        true => Err(format!(
            "there are no collections in {}\n  help: it must contain `NAME.json` or `NAME/collection.json`",
            folder.display()
        )),
        false => Ok(found),
    }
}

/// Gives each crate a unique name. This is done before the filters, so that a filter does not change a name.
fn name_packages(collections: &mut [Collection]) {
    let mut taken = BTreeSet::new();
    for collection in collections {
        let name = name_for(&collection.name);
        let mut numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut package = name.clone();
        while !taken.insert(package.clone()) {
            package = numbered.next().unwrap_or_default();
        }
        collection.package = package;
    }
}

/// Returns the requests of a collection, depth first. An item without a list of items is a request. This reads the JSON
/// without codegen, to check the number of its operations.
pub(crate) fn requests(collection: &Value) -> Vec<&Value> {
    let wrapped = collection.get("collection").filter(|inner| inner.get("item").is_some());
    let mut open: Vec<&Value> = items(wrapped.unwrap_or(collection)).into_iter().flatten().rev().collect();
    let mut requests = Vec::new();
    while let Some(item) = open.pop() {
        match items(item) {
            Some(inner) => open.extend(inner.iter().rev()),
            None if item.is_object() => requests.push(item),
            None => {}
        }
    }
    requests
}

fn items(item: &Value) -> Option<&Vec<Value>> {
    item.get("item")?.as_array()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |path: &str| folder.path().join(path);
        for path in [
            "b.json",
            "b.overlay.json",
            "a/collection.json",
            "a/overlay.json",
            "c/other.json",
            ".d.json",
            "e.txt",
        ] {
            fs::create_dir_all(at(path).parent().expect("a folder")).expect("a folder");
            fs::write(at(path), "{}").expect("a file");
        }
        let found = find(folder.path(), None).expect("collections");
        let names: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(found[0].overlay, Some(at("a/overlay.json")));
        assert_eq!(found[1].overlay, Some(at("b.overlay.json")));
        assert_eq!(found[0].recording, at("a/recording"));
        assert_eq!(found[1].recording, at("recordings/b"));
        let found = find(folder.path(), Some(&at("r"))).expect("collections");
        assert_eq!(found[0].recording, at("r/a"));
    }

    #[test]
    fn requests_are_counted_at_every_depth() {
        let item = serde_json::json!({"name": "request"});
        let folder = serde_json::json!({"name": "folder", "item": [item, {"item": []}, item]});
        let collection = serde_json::json!({"item": [item, folder, {"item": [folder]}]});
        assert_eq!(requests(&collection).len(), 5);
        assert_eq!(requests(&serde_json::json!({ "collection": collection })).len(), 5);
        assert_eq!(requests(&serde_json::json!([1])).len(), 0);
    }

    #[test]
    fn crate_names_are_unique() {
        let names = ["A b", "a-b", "A_B", "9"];
        let mut collections: Vec<_> = names
            .map(|name| Collection {
                name: name.to_owned(),
                package: String::new(),
                path: PathBuf::new(),
                overlay: None,
                recording: PathBuf::new(),
            })
            .into();
        name_packages(&mut collections);
        let packages: Vec<_> = collections.iter().map(|collection| collection.package.as_str()).collect();
        assert_eq!(packages, ["a-b", "a-b-2", "a-b-3", "api-9"]);
    }
}
