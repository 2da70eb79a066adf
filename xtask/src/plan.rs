//! Compares the files that codegen generates with those on disk: the step that `generate` and `check` share.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use codegen::api::{Api, Counts};
use codegen::diagnostics::{Diagnostics, Location};

use crate::owned::{self, Kind};
use crate::project;

/// The name of the crate in Rust code.
const CRATE_NAME: &str = "generated_client";

/// The result of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The findings in the inputs and in the files on disk.
    pub diagnostics: Diagnostics,
    /// The counts of the collection.
    pub counts: Counts,
    /// The changes that bring the files on disk up to date; empty if the inputs have errors.
    pub plan: Plan,
}

/// The changes that bring the files on disk up to date. Paths are relative to the root, with `/`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Plan {
    /// Files that are missing or different.
    pub write: Vec<Write>,
    /// Files that were generated once, and no longer are.
    pub remove: Vec<String>,
    /// The number of files that are up to date.
    pub unchanged: usize,
    /// Directory entries that are in the way and that generation must not remove.
    pub foreign: Vec<ForeignEntry>,
}

/// A file to write.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Write {
    /// The path.
    pub path: String,
    /// The content.
    pub text: String,
    /// The current content; `None` if the file does not exist.
    pub on_disk: Option<Vec<u8>>,
}

/// A directory entry that was not generated, at a path that generation owns.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ForeignEntry {
    /// The path.
    pub path: String,
    /// The problem.
    pub problem: &'static str,
    /// The remedy.
    pub help: &'static str,
}

/// Generates the files in memory and compares them with those on disk. Writes nothing.
pub fn compare(root: &Path) -> Result<Comparison> {
    let inputs = match project::read_inputs(root)? {
        Ok(inputs) => inputs,
        Err(diagnostics) => return Ok(Comparison { diagnostics, ..Comparison::default() }),
    };
    let output = codegen::generate(&codegen::Input {
        collection: inputs.collection.source(),
        overlay: inputs.overlay.as_ref().map(project::Document::source),
        crate_name: CRATE_NAME,
    });
    let counts = output.api.as_ref().map(Api::counts).unwrap_or_default();
    let mut comparison = Comparison { diagnostics: output.diagnostics, counts, plan: Plan::default() };
    // There are no generated files, so every file on disk would count as one that no longer is generated.
    if comparison.diagnostics.has_errors() {
        return Ok(comparison);
    }
    comparison.plan = Plan::new(root, output.files)?;
    for foreign in &comparison.plan.foreign {
        comparison.diagnostics.error(Location::new(&foreign.path, ""), foreign.problem, foreign.help);
    }
    Ok(comparison)
}

impl Plan {
    fn new(root: &Path, files: Vec<codegen::File>) -> Result<Self> {
        let generated = by_path(files)?;
        let found = owned::find(root)?;
        let mut plan = Self::default();
        for (path, kind) in found.iter().filter(|(path, _)| !generated.contains_key(*path)) {
            plan.add_other(root, path.clone(), *kind)?;
        }
        for (path, text) in generated {
            plan.add_generated(root, path, text, &found)?;
        }
        plan.foreign.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(plan)
    }

    /// Adds a file that codegen generates. If the file on disk differs, it is replaced even if its first line does not
    /// say that it is generated: that line may be the one that was edited.
    fn add_generated(
        &mut self,
        root: &Path,
        path: String,
        text: String,
        found: &BTreeMap<String, Kind>,
    ) -> Result<()> {
        match found.get(&path) {
            None => self.write.push(Write { path, text, on_disk: None }),
            Some(Kind::File) => {
                let bytes = fs::read(root.join(&path)).with_context(|| format!("cannot read {path}"))?;
                match bytes == text.as_bytes() {
                    true => self.unchanged += 1,
                    false => self.write.push(Write { path, text, on_disk: Some(bytes) }),
                }
            }
            Some(Kind::Folder) => self.foreign.push(ForeignEntry {
                path,
                problem: "a folder is at the path of a generated file",
                help: "move it elsewhere, or delete it if it is empty",
            }),
            Some(kind @ (Kind::Link | Kind::Other)) => self.add_other(root, path, *kind)?,
        }
        Ok(())
    }

    /// Adds a directory entry at a path that generation owns.
    fn add_other(&mut self, root: &Path, path: String, kind: Kind) -> Result<()> {
        let (problem, help) = match kind {
            Kind::Folder => return Ok(()),
            Kind::File if owned::is_generated(root, &path)? => {
                self.remove.push(path);
                return Ok(());
            }
            Kind::File if path == owned::REPLAY_ITEMS => {
                ("hand-written file at the path of a generated one", "give it another name")
            }
            Kind::File => (
                "hand-written file in a folder of generated files",
                "move it to generated-client/src/, outside operations/ and types/, or delete it",
            ),
            Kind::Link => ("symbolic link among generated files", "delete it and run `cargo xtask generate`"),
            Kind::Other => ("neither a file nor a folder, or a name that is not Unicode", "delete it"),
        };
        self.foreign.push(ForeignEntry { path, problem, help });
        Ok(())
    }
}

/// Returns the generated files by their path relative to the root. The paths are checked before anything is written:
/// they come from names in the collection.
fn by_path(files: Vec<codegen::File>) -> Result<BTreeMap<String, String>> {
    let mut generated = BTreeMap::new();
    for file in files {
        let path = format!("{}/{}", owned::CRATE, file.path);
        ensure!(
            owned::owns(&path),
            "codegen generated a file outside its folders: {path}; this is a bug in codegen"
        );
        let twin = generated.insert(path.clone(), file.text);
        ensure!(twin.is_none(), "codegen generated two files of one name: {path}; this is a bug in codegen");
    }
    Ok(generated)
}
