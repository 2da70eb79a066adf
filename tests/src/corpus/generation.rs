//! The generation of a collection's crate.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::tests::Crates;
use codegen::api::{Api, Counts};
use codegen::diagnostics::Diagnostics;
use xtask::input::{self, Document};

use super::collections::{Collection, count, request_files, requests};
use super::examples::Examples;

/// The outcome of the generation.
pub(crate) enum Generation {
    /// The files of the crate are written.
    Crate(Box<Package>),
    /// There is no crate, and these are the diagnostics.
    Refused(String),
    /// There is no crate because of a mistake in codegen or an unreadable file.
    Failed(String),
}

/// A crate whose files are written.
pub(crate) struct Package {
    pub(crate) api: Api,
    pub(crate) counts: Counts,
    /// The collection as codegen reads it.
    pub(crate) collection: codegen::collection::Collection,
    /// The examples that its types were inferred from.
    pub(crate) examples: Examples,
    /// A hash of all its files.
    pub(crate) hash: u64,
    /// The message about a wrong number of operations.
    pub(crate) miscount: Option<String>,
}

/// Generates the crate of a collection and writes its files.
///
/// An error is one of the operating system; problems of the collection are in the outcome.
pub(crate) fn write_crate(collection: &Collection, crates: &mut Crates) -> io::Result<Generation> {
    // A panic is a mistake in codegen, and must not end the checks of the other collections. No state outlives it.
    let generated = catch_unwind(AssertUnwindSafe(|| generate(collection)));
    let (files, package) = match generated {
        Ok(Ok(generated)) => generated,
        Ok(Err(outcome)) => return Ok(outcome),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message");
            return Ok(Generation::Failed(format!("codegen panicked: {text}")));
        }
    };
    // All crates of a batch are built into one folder, so the names of their examples must be unique.
    let [replay, examples] = [REPLAY, EXAMPLES].map(|name| format!("examples/{}-{name}", collection.package));
    let source = package.examples.source().map(|source| (format!("{examples}.rs"), source));
    let files = files.into_iter().map(|file| match file.path.strip_prefix("examples/replay") {
        Some(path) => (format!("{replay}{path}"), file.text),
        None => (file.path, file.text),
    });
    let files: Vec<(String, String)> = files.chain(source).collect();
    crates.add_files(&collection.package, files.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    Ok(Generation::Crate(Box::new(package)))
}

/// The suffix of the replay's name, and of the name of the program that checks the examples.
pub(crate) const REPLAY: &str = "replay";
pub(crate) const EXAMPLES: &str = "examples";

fn generate(collection: &Collection) -> Result<(Vec<codegen::File>, Package), Generation> {
    let additions = input::Additions { overlay: collection.overlay.as_deref(), environment: None };
    let inputs = match input::read(&collection.path, additions) {
        Ok(Ok(inputs)) => inputs,
        Ok(Err(diagnostics)) => return Err(Generation::Refused(diagnostics.to_string())),
        Err(error) => return Err(Generation::Failed(format!("{error:#}"))),
    };
    let (api, diagnostics) = inputs.lower();
    let Some(api) = api else {
        let text = diagnostics.to_string();
        return Err(match text.contains(" --> ") {
            true => Generation::Refused(text),
            false => Generation::Failed(format!("refused without a location: {text}")),
        });
    };
    let (given, overlay) = (inputs.collection.as_given(), inputs.overlay.as_ref().map(Document::as_given));
    let carried = codegen::package::Inputs {
        collection: given.source(),
        overlay: overlay.as_deref(),
        environment: None,
    };
    let files = xtask::new::files(&api, &collection.package, carried);
    let mut hasher = DefaultHasher::new();
    for file in &files {
        (&file.path, &file.text).hash(&mut hasher);
    }
    let model = codegen::collection::Collection::read(&inputs.collection.source(), &mut Diagnostics::new())
        .ok_or_else(|| Generation::Failed("the collection cannot be read".to_owned()))?;
    let counted = match &inputs.collection {
        input::Collection::File(document) => {
            serde_json::from_str(&document.text).map_or(0, |json| count(&json))
        }
        input::Collection::Folder(_) => request_files(&collection.path),
    };
    let counts = api.counts();
    let miscount = (counts.requests != counted).then(|| {
        let Counts { operations, refused, .. } = counts;
        format!(
            "{operations} operations and {refused} refused requests, but the collection has {counted} requests"
        )
    });
    let examples = match collection.overlay {
        Some(_) => Examples::default(),
        None => Examples::of(&api, &model, &collection.package.replace('-', "_")),
    };
    examples.source().hash(&mut hasher);
    Ok((files, Package { api, counts, collection: model, examples, hash: hasher.finish(), miscount }))
}

/// Writes the files that the collection's bodies refer to into this folder, and removes all others.
pub(crate) fn write_files(
    collection: &codegen::collection::Collection,
    folder: &std::path::Path,
) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let requests = requests(collection).into_iter().filter_map(|item| item.request.as_ref());
    for body in requests.filter_map(|request| request.body.as_ref()) {
        let parts = body.formdata.iter().flat_map(|part| &part.src);
        for path in parts.chain(body.file.iter().filter_map(|file| file.src.as_ref())) {
            // The last segment of the path, on any operating system; `..` is not a name.
            let name = path.rsplit(['/', '\\']).next().unwrap_or("");
            if !["", ".", ".."].contains(&name) && !name.contains('\0') {
                fs::write(folder.join(name), format!("content of {name}\n"))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Generates the crate of a collection in a temporary folder.
    fn generated(text: &str) -> Generation {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("c.json");
        fs::write(&path, text).expect("a file");
        let recording = folder.path().join("recording");
        let (name, package) = ("c".to_owned(), "c-client".to_owned());
        let collection = Collection { name, package, path, overlay: None, recording };
        write_crate(&collection, &mut Crates::new(folder.path().join("crates")))
            .expect("files can be written")
    }

    #[test]
    fn a_collection_gives_a_crate_or_diagnostics() {
        let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
        let item =
            r#"{"name": "a", "request": "https://x.example/a"}, {"name": "b", "request": {"method": "GET"}}"#;
        let text = format!(r#"{{"info": {{"name": "C", "schema": "{schema}"}}, "item": [{item}]}}"#);
        let Generation::Crate(package) = generated(&text) else { panic!("no crate") };
        assert_eq!((package.counts.operations, package.counts.refused), (1, 1));
        assert_eq!(package.miscount, None);
        for text in ["", "[]", "\u{1}"] {
            assert!(
                matches!(generated(text), Generation::Refused(text) if text.contains(" --> ")),
                "{text:?}"
            );
        }
    }

    #[test]
    fn files_of_bodies_are_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = folder.path().join("files");
        let collection = r#"{"item": [
            {"request": {"body": {"formdata": [{"src": "/a/one.txt"}, {"src": ["two.txt", ".."]}]}}},
            {"request": {"body": {"file": {"src": "C:\\d\\three.txt"}}}}
        ]}"#;
        let collection = codegen::collection::Collection::parse("c.json", collection).expect("a collection");
        for _ in 0..2 {
            write_files(&collection, &files).expect("the files");
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
