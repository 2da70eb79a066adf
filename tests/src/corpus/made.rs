//! What codegen makes of a collection.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::tests::Crates;
use codegen::api::{Api, Counts};
use serde_json::Value;
use xtask::input;

use super::collections::{Collection, requests};
use super::examples::Examples;

/// What came of it.
pub(crate) enum Made {
    /// A crate, which is written.
    Crate(Box<Package>),
    /// Nothing, and this is why: the findings.
    Refused(String),
    /// Nothing, and codegen should have done otherwise.
    Failed(String),
}

/// A crate that is written.
pub(crate) struct Package {
    pub(crate) api: Api,
    pub(crate) counts: Counts,
    /// The collection as JSON.
    pub(crate) json: Value,
    /// What its types were made of.
    pub(crate) examples: Examples,
    /// Of all its files.
    pub(crate) hash: u64,
    /// A count that is wrong.
    pub(crate) miscount: Option<String>,
}

/// Makes the crate of a collection and writes it.
///
/// An error is one of this machine; what is wrong with the collection is in the result.
pub(crate) fn make(collection: &Collection, crates: &mut Crates) -> io::Result<Made> {
    // A panic is a mistake of codegen, which the others must not suffer for. Nothing outlives it that it could spoil.
    let made = catch_unwind(AssertUnwindSafe(|| generate(collection)));
    let (files, package) = match made {
        Ok(Ok(made)) => made,
        Ok(Err(why)) => return Ok(why),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message");
            return Ok(Made::Failed(format!("codegen panicked: {text}")));
        }
    };
    // All crates of a batch are built into one folder, where two examples of one name would be one file.
    let [replay, examples] = [REPLAY, EXAMPLES].map(|name| format!("examples/{}-{name}", collection.package));
    let source = package.examples.source().map(|source| (format!("{examples}.rs"), source));
    let files = files.into_iter().map(|file| match file.path.strip_prefix("examples/replay") {
        Some(path) => (format!("{replay}{path}"), file.text),
        None => (file.path, file.text),
    });
    let files: Vec<(String, String)> = files.chain(source).collect();
    crates.add_files(&collection.package, files.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    Ok(Made::Crate(Box::new(package)))
}

/// What the names of the programs end in: the replay, and the one that reads the examples.
pub(crate) const REPLAY: &str = "replay";
pub(crate) const EXAMPLES: &str = "examples";

fn generate(collection: &Collection) -> Result<(Vec<codegen::File>, Package), Made> {
    let inputs = match input::read(Some(&collection.path), collection.overlay.as_deref()) {
        Ok(Ok(inputs)) => inputs,
        Ok(Err(diagnostics)) => return Err(Made::Refused(diagnostics.to_string())),
        Err(error) => return Err(Made::Failed(format!("{error:#}"))),
    };
    let (api, diagnostics) = inputs.lower();
    let Some(api) = api else {
        let text = diagnostics.to_string();
        return Err(match text.contains(" --> ") {
            true => Made::Refused(text),
            false => Made::Failed(format!("refused without a place: {text}")),
        });
    };
    let files = xtask::new::files(&api, &collection.package);
    let mut hasher = DefaultHasher::new();
    for file in &files {
        (&file.path, &file.text).hash(&mut hasher);
    }
    // Codegen has read it, so this is JSON.
    let json = serde_json::from_str(&inputs.collection.text).unwrap_or_default();
    let (counts, counted) = (api.counts(), requests(&json).len());
    let miscount = (counts.requests != counted).then(|| {
        let Counts { operations, refused, .. } = counts;
        format!(
            "{operations} operations and {refused} refused are not the {counted} requests of the collection"
        )
    });
    let examples = match collection.overlay {
        Some(_) => Examples::default(),
        None => Examples::of(&api, &json, &collection.package.replace('-', "_")),
    };
    examples.source().hash(&mut hasher);
    Ok((files, Package { api, counts, json, examples, hash: hasher.finish(), miscount }))
}

/// Makes the files that the collection's bodies name, in a folder that is empty otherwise.
pub(crate) fn make_files(collection: &Value, folder: &std::path::Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut names = Vec::new();
    file_names(collection, &mut names);
    for name in names {
        // The last part of the path, in the spelling of any system; `..` is none.
        let name = name.rsplit(['/', '\\']).next().unwrap_or("");
        if !["", ".", ".."].contains(&name) && !name.contains('\0') {
            fs::write(folder.join(name), format!("content of {name}\n"))?;
        }
    }
    Ok(())
}

/// The sources of files in all bodies.
fn file_names<'v>(value: &'v Value, names: &mut Vec<&'v str>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| file_names(value, names)),
        Value::Object(map) => {
            let sources = match map.get("src") {
                Some(Value::Array(list)) => list.as_slice(),
                Some(source) => std::slice::from_ref(source),
                None => &[],
            };
            names.extend(sources.iter().chain(map.get("file")).filter_map(Value::as_str));
            map.values().for_each(|value| file_names(value, names));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A collection in a file of its own, and the workspace for its crate.
    fn made(text: &str) -> Made {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("c.json");
        fs::write(&path, text).expect("a file");
        let recording = folder.path().join("recording");
        let (name, package) = ("c".to_owned(), "c-client".to_owned());
        let collection = Collection { name, package, path, overlay: None, recording };
        make(&collection, &mut Crates::new(folder.path().join("crates"))).expect("a place to write")
    }

    #[test]
    fn a_crate_or_a_reason() {
        let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
        let item =
            r#"{"name": "a", "request": "https://x.example/a"}, {"name": "b", "request": {"method": "GET"}}"#;
        let text = format!(r#"{{"info": {{"name": "C", "schema": "{schema}"}}, "item": [{item}]}}"#);
        let Made::Crate(package) = made(&text) else { panic!("no crate") };
        assert_eq!((package.counts.operations, package.counts.refused), (1, 1));
        assert_eq!(package.miscount, None);
        for text in ["", "[]", "\u{1}"] {
            assert!(matches!(made(text), Made::Refused(why) if why.contains(" --> ")), "{text:?}");
        }
    }

    #[test]
    fn files_of_bodies_are_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = folder.path().join("files");
        let collection = serde_json::json!({"item": [
            {"request": {"body": {"formdata": [{"src": "/a/one.txt"}, {"src": ["two.txt", "..", 3]}]}}},
            {"request": {"body": {"file": {"src": "C:\\d\\three.txt"}}}},
        ]});
        for _ in 0..2 {
            make_files(&collection, &files).expect("the files");
            let mut names: Vec<_> = fs::read_dir(&files)
                .expect("a folder")
                .map(|entry| entry.expect("an entry").file_name())
                .collect();
            names.sort();
            assert_eq!(names, ["one.txt", "three.txt", "two.txt"]);
            fs::write(files.join("old.txt"), "").expect("a file");
        }
        assert_eq!(fs::read_to_string(files.join("one.txt")).ok().as_deref(), Some("content of one.txt\n"));
    }
}
