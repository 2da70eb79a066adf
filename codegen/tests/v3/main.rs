//! Collections of format 3.0.0, which are folders of YAML files.

mod auth;
mod bodies;
mod declared;
mod equal;
mod examples;
mod files;
mod order;
mod problems;
mod query;
mod secrets;
mod types;

use codegen::api::Api;
use codegen::collection::{Collection, Item, Request, UrlWithRows};
use codegen::diagnostics::Diagnostics;
use codegen::{File, Folder, Input};

/// Returns the files of a collection.
fn files(files: &[(&str, &str)]) -> Vec<File> {
    files.iter().map(|(path, text)| File { path: (*path).to_owned(), text: (*text).to_owned() }).collect()
}

/// Reads a collection, and returns the findings.
fn read(list: &[(&str, &str)]) -> (Collection, String) {
    let mut diagnostics = Diagnostics::new();
    let files = files(list);
    let folder = Folder { path: "c", title: "C", files: &files };
    let collection = Collection::read(&folder.into(), &mut diagnostics).expect("a folder is always read");
    (collection, diagnostics.to_string())
}

/// Reads a collection that has no findings.
fn clean(list: &[(&str, &str)]) -> Collection {
    let (collection, findings) = read(list);
    assert_eq!(findings, "");
    collection
}

/// Returns the first request of a collection that has no findings and this request file.
fn request(text: &str) -> Request {
    let item = clean(&[("R.request.yaml", &format!("$kind: http-request\n{text}"))]).item.remove(0);
    let unreadable = item.origin.as_ref().and_then(|origin| origin.unreadable.as_ref());
    assert_eq!(unreadable, None, "{text}");
    *item.request.expect("a request")
}

/// Returns the URL of the first request.
fn url(text: &str) -> UrlWithRows {
    match request(text).url {
        Some(codegen::collection::Url::WithRows(url)) => *url,
        other => panic!("{other:?}"),
    }
}

/// Lowers a collection.
fn lower(list: &[(&str, &str)]) -> (Option<Api>, Diagnostics) {
    let files = files(list);
    let folder = Folder { path: "c", title: "C", files: &files };
    codegen::lower(&Input {
        collection: folder.into(),
        overlay: None,
        environment: None,
        crate_name: "c",
        command: "",
    })
}

/// Returns the names of items, with those in folders.
fn names(items: &[Item]) -> Vec<String> {
    let name = |item: &Item| match &item.item {
        Some(inner) => format!("{}({})", item.name.clone().unwrap_or_default(), names(inner).join(" ")),
        None => item.name.clone().unwrap_or_default(),
    };
    items.iter().map(name).collect()
}
