//! The files that codegen generates for small collections, and the examples in their documentation.
//!
//! A case is a folder in `tests/cases`: `collection.json`, or a folder `collection` of format 3.0.0, optionally
//! `overlay.json`, and either `expected/` (the generated files and `diagnostics.txt`) or `error.txt`. `UPDATE_EXPECT=1`
//! writes the expected files. Further collections, `collection-NAME.json` or folders `collection-NAME`, describe the same
//! API in another format, and must give the same output. `roundtrip.rs` is a test of the generated types that runs in the
//! crate of the case.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use codegen::diagnostics::Diagnostics;
use codegen::package::Inputs;
use similar::TextDiff;
use tests::{Crates, repository};
use xtask::input::{self, Collection};

const UPDATE: &str = "run `UPDATE_EXPECT=1 cargo test -p tests --test golden` and review the change";

/// The test of a case's types.
const ROUND_TRIP: &str = "roundtrip.rs";

#[test]
fn output_is_as_expected() {
    let mut problems = String::new();
    for case in cases() {
        let generated = case.generated();
        let expected = case.expected();
        for path in expected.keys().filter(|path| !generated.contains_key(*path)) {
            if update() {
                fs::remove_file(case.folder.join(path)).expect("the file can be removed");
            } else {
                problems += &format!("{}/{path} is not generated any more\n\n", case.name);
            }
        }
        for (path, text) in &generated {
            let before = expected.get(path).map_or("", String::as_str);
            if expected.get(path) == Some(text) {
                continue;
            } else if update() {
                write(&case.folder.join(path), text);
            } else {
                let diff = TextDiff::from_lines(before, text);
                let diff = diff.unified_diff().header("expected", "generated").to_string();
                problems += &format!("{}/{path}\n{diff}\n", case.name);
            }
        }
    }
    assert!(problems.is_empty(), "\n{problems}{UPDATE}");
}

/// The collections of a case describe the same API in several formats.
#[test]
fn all_collections_of_a_case_give_the_same_output() {
    let mut compared = 0;
    for case in cases() {
        for (file, collection) in case.other_collections() {
            let other = Case { collection, ..case.clone() };
            assert_eq!(other.generated(), case.generated(), "{}: {file} and collection.json", case.name);
            compared += 1;
        }
    }
    assert!(compared > 0, "there is no case with `collection-NAME.json`");
}

/// The examples in the documentation of each case's crate compile, and its types round-trip. `corpus.rs` checks these
/// crates with clippy and rustdoc.
#[test]
fn examples_compile_and_types_round_trip() {
    let mut crates = Crates::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden"));
    let mut round_trips = Vec::new();
    for case in cases() {
        let output = case.generate();
        let Some(api) = &output.api else { continue };
        let mut additional = Vec::new();
        let round_trip = case.read(ROUND_TRIP);
        if let Some(text) = &round_trip {
            additional.push(("tests/roundtrip.rs", text.as_str()));
            if let Collection::File(collection) = &case.collection {
                additional.push(("tests/collection.json", collection.text.as_str()));
            }
            round_trips.push(case.name.clone());
        }
        let inputs = Inputs {
            collection: case.collection.source(),
            overlay: case.overlay.as_deref(),
            environment: None,
        };
        crates.add(&case.name, api, inputs, &additional).expect("the crate can be written");
    }
    let run = |arguments: &[&str]| {
        let output = crates.cargo(arguments).expect("cargo runs");
        let [stderr, stdout] = [&output.stderr, &output.stdout].map(|bytes| String::from_utf8_lossy(bytes));
        assert!(output.status.success(), "\ncargo {}\n{stderr}\n{stdout}", arguments.join(" "));
    };
    run(&["test", "--quiet", "--no-fail-fast", "--workspace", "--doc"]);
    for name in round_trips {
        run(&["test", "--quiet", "--package", &name, "--test", "roundtrip"]);
    }
}

/// A folder of `tests/cases`.
#[derive(Clone)]
struct Case {
    name: String,
    folder: PathBuf,
    collection: Collection,
    overlay: Option<String>,
}

/// Reads a collection, which messages call by its name in the folder.
fn collection(folder: &Path, name: &str) -> Option<Collection> {
    let mut diagnostics = Diagnostics::new();
    let collection = input::collection(&folder.join(name), name, &mut diagnostics).ok()?;
    assert!(collection.is_some(), "{diagnostics}");
    collection
}

fn cases() -> Vec<Case> {
    let folder = repository().join("tests/cases");
    let entries =
        fs::read_dir(&folder).expect("there are cases").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.into_iter().map(Case::new).collect()
}

impl Case {
    fn new(folder: PathBuf) -> Self {
        let read = |name: &str| fs::read_to_string(folder.join(name));
        Self {
            name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
            collection: collection(&folder, "collection.json")
                .or_else(|| collection(&folder, "collection"))
                .expect("a case has a file `collection.json` or a folder `collection`"),
            overlay: read("overlay.json").ok(),
            folder,
        }
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(name)).ok()
    }

    /// Returns the collections `collection-NAME.json` and `collection-NAME`, which messages call like the first one.
    fn other_collections(&self) -> Vec<(String, Collection)> {
        let entries = fs::read_dir(&self.folder).expect("the folder can be read");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        names
            .filter(|name| name.starts_with("collection-"))
            .map(|name| {
                let mut other = collection(&self.folder, &name).expect("a collection");
                match &mut other {
                    Collection::File(document) => self.collection.path().clone_into(&mut document.file),
                    Collection::Folder(folder) => self.collection.path().clone_into(&mut folder.path),
                }
                (name, other)
            })
            .collect()
    }

    fn generate(&self) -> codegen::Output {
        let overlay = self.overlay.as_deref().map(|text| codegen::Source { file: "overlay.json", text });
        codegen::generate(&codegen::Input {
            collection: self.collection.source(),
            overlay,
            command: "cargo xtask generate",
            environment: None,
            crate_name: &self.name.replace('-', "_"),
        })
    }

    /// Returns the expected files, by their paths in the folder.
    fn expected(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        read_folder(&self.folder.join("expected"), "expected", &mut files);
        files.extend(self.read("error.txt").map(|text| ("error.txt".to_owned(), text)));
        files
    }

    /// Returns the generated files, by the paths of [`Self::expected`].
    fn generated(&self) -> BTreeMap<String, String> {
        let output = self.generate();
        let diagnostics = output.diagnostics.to_string();
        let diagnostics = (!diagnostics.is_empty()).then(|| format!("{diagnostics}\n"));
        let is_error = output.diagnostics.has_errors();
        assert_eq!(is_error, output.files.is_empty(), "{}: there are either files or errors", self.name);
        let name = if is_error { "error.txt" } else { "expected/diagnostics.txt" };
        let files = output.files.into_iter().map(|file| (format!("expected/{}", file.path), file.text));
        files.chain(diagnostics.map(|text| (name.to_owned(), text))).collect()
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}/{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            read_folder(&path, &name, files);
        } else {
            files.insert(name, fs::read_to_string(&path).expect("the file can be read"));
        }
    }
}

fn update() -> bool {
    env::var_os("UPDATE_EXPECT").is_some()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be created");
    fs::write(path, text).expect("the file can be written");
}
