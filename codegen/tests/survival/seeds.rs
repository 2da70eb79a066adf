//! The seeds of the inputs: the cases of the golden tests, and the collections in the folder that `CORPUS` names.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs};

use serde_json::Value;

use crate::random::Random;

/// A collection and its overlay as JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Input {
    pub(crate) collection: String,
    pub(crate) overlay: Option<String>,
}

/// A collection and its overlay as values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    pub(crate) collection: Value,
    pub(crate) overlay: Option<Value>,
}

/// A collection from which inputs are derived.
#[derive(Clone, Debug)]
pub(crate) struct Seed {
    pub(crate) name: String,
    pub(crate) input: Input,
    /// The input as values; `None` if it is not JSON.
    pub(crate) document: Option<Document>,
}

impl Document {
    /// Returns the document as JSON.
    pub(crate) fn input(&self) -> Input {
        Input {
            collection: self.collection.to_string(),
            overlay: self.overlay.as_ref().map(Value::to_string),
        }
    }
}

impl Input {
    /// Parses the input; `None` if it is not JSON.
    pub(crate) fn document(&self) -> Option<Document> {
        let overlay = self.overlay.as_ref().map(|overlay| serde_json::from_str(overlay)).transpose().ok()?;
        Some(Document { collection: serde_json::from_str(&self.collection).ok()?, overlay })
    }
}

/// Returns the collections of the golden tests.
pub(crate) fn cases() -> &'static [Seed] {
    static CASES: OnceLock<Vec<Seed>> = OnceLock::new();
    CASES.get_or_init(|| {
        let files = files(&root().join("tests/cases")).into_iter().flat_map(|case| files(&case));
        let is_collection =
            |file: &PathBuf| name(file).starts_with("collection") && name(file).ends_with(".json");
        let collections = files.filter(is_collection);
        collections.map(|file| seed(&file, Some(&file.with_file_name("overlay.json")))).collect()
    })
}

/// Returns the collections of the golden tests and those of `CORPUS`.
pub(crate) fn all() -> &'static [Seed] {
    static ALL: OnceLock<Vec<Seed>> = OnceLock::new();
    ALL.get_or_init(|| {
        let corpus = env::var_os("CORPUS").map(|folder| files(Path::new(&folder))).unwrap_or_default();
        let corpus = corpus.iter().filter(|file| fs::read_to_string(file).is_ok());
        cases().iter().cloned().chain(corpus.map(|file| seed(file, None))).collect()
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn seed(collection: &Path, overlay: Option<&Path>) -> Seed {
    let content = fs::read_to_string(collection).expect("the collection can be read");
    let input =
        Input { collection: content, overlay: overlay.and_then(|file| fs::read_to_string(file).ok()) };
    let folder = collection.parent().map(name).unwrap_or_default();
    Seed { name: format!("{folder}/{}", name(collection)), document: input.document(), input }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The maximum length of a collection that is used whole, in bytes. Small inputs are checked faster.
const SMALL: usize = 12_000;

/// Returns the document of a seed; if it is large, only with a few random items.
pub(crate) fn cut(seed: &Seed, random: &mut Random) -> Option<Document> {
    let document = seed.document.as_ref()?;
    if seed.input.collection.len() <= SMALL {
        return Some(document.clone());
    }
    let Value::Object(whole) = &document.collection else { return Some(document.clone()) };
    let mut collection = serde_json::Map::new();
    for (key, value) in whole {
        let value = if matches!(key.as_str(), "item" | "collection") {
            few_items(value, random, 4)
        } else {
            value.clone()
        };
        collection.insert(key.clone(), value);
    }
    Some(Document { collection: collection.into(), overlay: document.overlay.clone() })
}

/// Returns an item or a list of items without most of the nested items.
fn few_items(value: &Value, random: &mut Random, most: usize) -> Value {
    match value {
        Value::Array(items) if !items.is_empty() => {
            let start = random.below(items.len());
            let kept = items.iter().cycle().skip(start).take(most.min(items.len()));
            kept.map(|item| few_items(item, random, 2)).collect()
        }
        Value::Object(item) => {
            let inside = |key: &str| matches!(key, "item" | "response");
            let entries = item.iter().map(|(key, value)| {
                let value = if inside(key) { few_items(value, random, 2) } else { value.clone() };
                (key.clone(), value)
            });
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}
