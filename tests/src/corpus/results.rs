//! The results of checks, and the store that keeps them between runs.
//!
//! A result has the requests of the replay and not their comparison. So no crate is built again after a change of the
//! comparison, or a change of the recording that does not concern the values.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use ::tests::Component;
use serde::{Deserialize, Serialize};

use super::replay::Replayed;

/// The format of a stored result. It is raised when the meaning of a result changes.
const FORMAT: u32 = 3;

/// The result of checking a crate.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct CheckResult {
    format: u32,
    /// A hash of everything that the result depends on.
    key: u64,
    pub(crate) built: bool,
    pub(crate) clean: bool,
    /// The problems: the name of the tool, and the message as the tool prints it.
    pub(crate) problems: Vec<(String, String)>,
    /// The number of examples that were checked against their types.
    pub(crate) examples: usize,
    /// `None` without `--wire`, and if the replay was not built.
    pub(crate) replayed: Option<Replayed>,
    pub(crate) seconds: f64,
}

impl CheckResult {
    pub(crate) fn new(key: u64) -> Self {
        Self { format: FORMAT, key, ..Self::default() }
    }
}

/// Returns a key: a hash of everything that a result depends on.
pub(crate) fn key(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// The stored results.
pub(crate) struct Store {
    folder: PathBuf,
    /// The versions of the tools. A result is valid only for them.
    pub(crate) tools: String,
}

impl Store {
    /// Creates a store below this folder. Runs with and without a replay have separate results.
    pub(crate) fn new(root: &Path, wire: bool) -> Result<Self, String> {
        let rustc = Command::new("rustc")
            .arg("-vV")
            .output()
            .map_err(|error| format!("cannot run rustc: {error}"))?;
        let clippy = Component::Clippy.version()?;
        Ok(Self {
            folder: root.join(if wire { "results/wire" } else { "results/plain" }),
            tools: String::from_utf8_lossy(&rustc.stdout).into_owned() + &clippy,
        })
    }

    /// Returns the result of this name, if it has this key.
    pub(crate) fn read(&self, name: &str, key: u64) -> Option<CheckResult> {
        let bytes = fs::read(self.path(name)).ok()?;
        let result: CheckResult = serde_json::from_slice(&bytes).ok()?;
        (result.format == FORMAT && result.key == key).then_some(result)
    }

    /// Stores a result. After an interruption the file has the former result or this one, and never a part of one.
    pub(crate) fn write(&self, name: &str, result: &CheckResult) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(name);
        let staged = path.with_extension(format!("{}.new", std::process::id()));
        fs::write(&staged, serde_json::to_vec(result)?)?;
        fs::rename(staged, path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_valid_for_its_key_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path(), true).expect("the tools are there");
        let result = CheckResult {
            built: true,
            problems: vec![("doc".to_owned(), "reason".to_owned())],
            ..CheckResult::new(7)
        };
        assert!(store.read("a", 7).is_none());
        store.write("a", &result).expect("it can be written");
        let again = store.read("a", 7).expect("the result");
        assert_eq!((again.built, again.clean, again.problems), (true, false, result.problems));
        assert!(store.read("a", 8).is_none());
        assert!(store.read("b", 7).is_none());
        assert_eq!(fs::read_dir(folder.path().join("results/wire")).expect("a folder").count(), 1);
    }

    #[test]
    fn an_invalid_result_is_ignored() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path(), true).expect("the tools are there");
        store.write("a", &CheckResult { format: 0, ..CheckResult::new(7) }).expect("a result");
        assert!(store.read("a", 7).is_none(), "another format");
        fs::write(store.path("a"), "{").expect("a file");
        assert!(store.read("a", 7).is_none(), "half a result");
    }
}
