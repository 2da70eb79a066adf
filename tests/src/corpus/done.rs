//! What is known of a crate that was checked, and where that is kept between runs.
//!
//! What the replay sent is kept, and not how it compares: so a change of the comparison, or of the recording where it does
//! not change the values, needs no crate built again.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use ::tests::Component;
use serde::{Deserialize, Serialize};

use super::replay::Replayed;

/// Raised when a result means something else than before.
const FORMAT: u32 = 2;

/// The result of a crate.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Done {
    format: u32,
    /// Of everything that the result depends on.
    key: u64,
    pub(crate) built: bool,
    pub(crate) clean: bool,
    /// What is wrong, as the tool prints it: which one, and the text.
    pub(crate) problems: Vec<(String, String)>,
    /// How many examples were held against their types.
    pub(crate) examples: usize,
    /// With `--wire`, when the replay was built.
    pub(crate) replayed: Option<Replayed>,
    pub(crate) seconds: f64,
}

impl Done {
    pub(crate) fn new(key: u64) -> Self {
        Self { format: FORMAT, key, ..Self::default() }
    }
}

/// A key: a hash of everything that a result depends on.
pub(crate) fn key(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// The folder of the results.
pub(crate) struct Store {
    folder: PathBuf,
    /// The versions of the tools; others find other things.
    pub(crate) tools: String,
}

impl Store {
    /// The store below this folder, for runs with or without a replay: neither takes the place of the other.
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

    /// The result of this name, when it is of this key.
    pub(crate) fn read(&self, name: &str, key: u64) -> Option<Done> {
        let bytes = fs::read(self.path(name)).ok()?;
        let done: Done = serde_json::from_slice(&bytes).ok()?;
        (done.format == FORMAT && done.key == key).then_some(done)
    }

    /// Keeps a result. Whoever is interrupted leaves the former one or this one, and never a half.
    pub(crate) fn write(&self, name: &str, done: &Done) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(name);
        let staged = path.with_extension(format!("{}.new", std::process::id()));
        fs::write(&staged, serde_json::to_vec(done)?)?;
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
    fn a_result_is_found_again_under_its_key_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path(), true).expect("the tools are there");
        let done = Done { built: true, problems: vec![("doc".to_owned(), "why".to_owned())], ..Done::new(7) };
        assert!(store.read("a", 7).is_none());
        store.write("a", &done).expect("a result");
        let again = store.read("a", 7).expect("the result");
        assert_eq!((again.built, again.clean, again.problems), (true, false, done.problems));
        assert!(store.read("a", 8).is_none());
        assert!(store.read("b", 7).is_none());
        assert_eq!(fs::read_dir(folder.path().join("results/wire")).expect("a folder").count(), 1);
    }

    #[test]
    fn what_is_no_result_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path(), true).expect("the tools are there");
        store.write("a", &Done { format: 0, ..Done::new(7) }).expect("a result");
        assert!(store.read("a", 7).is_none(), "another format");
        fs::write(store.path("a"), "{").expect("a file");
        assert!(store.read("a", 7).is_none(), "half a result");
    }
}
