//! The collections of a folder.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::collection::Item;
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

/// Returns the collections of a folder, sorted by name: `NAME.json`, with `NAME.overlay.json` if it exists;
/// `NAME/collection.json`, with `overlay.json` beside it; and folders of YAML: `NAME/collection/`, or `NAME/` itself.
///
/// The recordings are in `recordings`, if it is given; otherwise in `recordings/NAME`, or `NAME/recording`.
pub(crate) fn find(folder: &Path, recordings: Option<&Path>) -> Result<Vec<Collection>, String> {
    let cannot = |error| format!("cannot read {}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let Some(file_name) = path.file_name().and_then(OsStr::to_str) else { continue };
        let name = file_name.strip_suffix(".json").unwrap_or(file_name);
        let inside = [path.join("collection.json"), path.join("collection")];
        let (collection, overlay, recording) = match inside.into_iter().find(|one| is_collection(one)) {
            Some(collection) => (collection, path.join("overlay.json"), path.join("recording")),
            None => {
                let overlay = folder.join(format!("{name}.overlay.json"));
                (path.clone(), overlay, folder.join("recordings").join(name))
            }
        };
        if name.starts_with('.') || name.ends_with(".overlay") || !is_collection(&collection) {
            continue;
        }
        let recording = recordings.map_or(recording, |recordings| recordings.join(name));
        let overlay = Some(overlay).filter(|path| path.is_file());
        let name = name.to_owned();
        found.push(Collection { name, package: String::new(), path: collection, overlay, recording });
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    name_packages(&mut found);
    match found.is_empty() {
        true => Err(format!(
            "there are no collections in {}\n  help: it must contain `NAME.json`, `NAME/collection.json` or folders of YAML",
            folder.display()
        )),
        false => Ok(found),
    }
}

/// Whether this is a JSON file, or a folder with request files at any depth.
fn is_collection(path: &Path) -> bool {
    match path.is_dir() {
        true => request_files(path) > 0,
        false => path.is_file() && path.extension() == Some(OsStr::new("json")),
    }
}

/// Counts the request files in a folder at every depth, as Postman finds them. An unreadable folder has none.
pub(crate) fn request_files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let counts = entries.map(|entry| {
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        match entry.path().is_dir() {
            true if name == ".resources" => 0,
            true => request_files(&entry.path()),
            false => usize::from(name.ends_with(".request.yaml") || name.ends_with(".request.yml")),
        }
    });
    counts.sum()
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

/// Returns the requests of a collection, depth first, as codegen counts them.
pub(crate) fn requests(collection: &codegen::collection::Collection) -> Vec<&Item> {
    let mut open: Vec<&Item> = collection.item.iter().rev().collect();
    let mut requests = Vec::new();
    while let Some(item) = open.pop() {
        match &item.item {
            Some(inner) => open.extend(inner.iter().rev()),
            None => requests.push(item),
        }
    }
    requests
}

/// Counts the requests of a collection at every depth: an item without a list of items is one. This reads the JSON
/// without codegen, to check the number of its operations.
pub(crate) fn count(collection: &Value) -> usize {
    let wrapped = collection.get("collection").filter(|inner| inner.get("item").is_some());
    let mut open: Vec<&Value> = items(wrapped.unwrap_or(collection)).into_iter().flatten().collect();
    let mut count = 0;
    while let Some(item) = open.pop() {
        match items(item) {
            Some(inner) => open.extend(inner),
            None => count += usize::from(item.is_object()),
        }
    }
    count
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
            "f/collection/inner/one.Request.yml",
            "f/overlay.json",
            "g/two.request.yaml",
            "g/.resources/three.request.yaml",
            "recordings/g/requests.jsonl",
        ] {
            fs::create_dir_all(at(path).parent().expect("a folder")).expect("a folder");
            fs::write(at(path), "{}").expect("a file");
        }
        let found = find(folder.path(), None).expect("collections");
        let names: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "f", "g"]);
        assert_eq!(found[0].overlay, Some(at("a/overlay.json")));
        assert_eq!(found[1].overlay, Some(at("b.overlay.json")));
        assert_eq!(found[0].recording, at("a/recording"));
        assert_eq!(found[1].recording, at("recordings/b"));
        assert_eq!((&found[2].path, &found[2].overlay), (&at("f/collection"), &Some(at("f/overlay.json"))));
        assert_eq!((&found[3].path, &found[3].recording), (&at("g"), &at("recordings/g")));
        assert_eq!(found.iter().map(|one| request_files(&one.path)).collect::<Vec<_>>(), [0, 0, 1, 1]);
        let found = find(folder.path(), Some(&at("r"))).expect("collections");
        assert_eq!(found[0].recording, at("r/a"));
    }

    #[test]
    fn requests_are_counted_at_every_depth() {
        let item = serde_json::json!({"name": "request"});
        let folder = serde_json::json!({"name": "folder", "item": [item, {"item": []}, item]});
        let collection = serde_json::json!({"item": [item, folder, {"item": [folder]}]});
        assert_eq!(count(&collection), 5);
        assert_eq!(count(&serde_json::json!({ "collection": collection })), 5);
        assert_eq!(count(&serde_json::json!([1])), 0);
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
