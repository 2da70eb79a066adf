//! What codegen makes of the inputs, held against what is on disk: the step that generate and check share.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use codegen::api::{Api, Counts};
use codegen::diagnostics::{Diagnostics, Location};

use crate::owned::{self, Kind};
use crate::project;

/// The crate's name as Rust code spells it.
const CRATE_NAME: &str = "generated_client";

/// The outcome of one comparison.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Everything there is to say about the inputs and the files on disk.
    pub diagnostics: Diagnostics,
    /// How much the collection holds.
    pub counts: Counts,
    /// What separates the files on disk from the generated ones. Empty when the inputs have errors.
    pub plan: Plan,
}

/// What must be done so that the files on disk are the generated ones. Paths are relative to the root, with `/`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Plan {
    /// Files that are missing or different.
    pub write: Vec<Write>,
    /// Generated files that are not made any more.
    pub remove: Vec<String>,
    /// How many files are right.
    pub unchanged: usize,
    /// What stands in the way and is not ours to remove.
    pub foreign: Vec<Foreign>,
}

/// A file to write.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Write {
    /// Where.
    pub path: String,
    /// What.
    pub text: String,
    /// What is there now, if anything.
    pub on_disk: Option<Vec<u8>>,
}

/// Something that was not generated, in a place that generation owns.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Foreign {
    /// Where.
    pub path: String,
    /// What it is.
    pub problem: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

/// Makes the files in memory and compares them with those on disk. Writes nothing.
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
    // Without this every generated file would count as one that is not made any more.
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

    /// A file that codegen makes. If it differs it is replaced whatever it holds: its first line, which tells
    /// generated files, may be just what was edited.
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
            Some(Kind::Folder) => self.foreign.push(Foreign {
                path,
                problem: "a folder stands where a generated file belongs",
                help: "move it elsewhere, or delete it if it is empty",
            }),
            Some(kind @ (Kind::Link | Kind::Other)) => self.add_other(root, path, *kind)?,
        }
        Ok(())
    }

    /// Something in a place that generation owns.
    fn add_other(&mut self, root: &Path, path: String, kind: Kind) -> Result<()> {
        let (problem, help) = match kind {
            Kind::Folder => return Ok(()),
            Kind::File if owned::is_generated(root, &path)? => {
                self.remove.push(path);
                return Ok(());
            }
            Kind::File if path == owned::REPLAY_ITEMS => {
                ("hand-written file under the name of a generated one", "give it another name")
            }
            Kind::File => (
                "hand-written file in a folder of generated files",
                "move it to generated-client/src/, outside operations/ and types/, or delete it",
            ),
            Kind::Link => ("symbolic link among generated files", "delete it and run `cargo xtask generate`"),
            Kind::Other => ("neither a file nor a folder, or a name that is not Unicode", "delete it"),
        };
        self.foreign.push(Foreign { path, problem, help });
        Ok(())
    }
}

/// The generated files by their path relative to the root. What codegen makes is checked before it reaches the disk: a
/// path may come from a name in somebody else's collection.
fn by_path(files: Vec<codegen::File>) -> Result<BTreeMap<String, String>> {
    let mut generated = BTreeMap::new();
    for file in files {
        let path = format!("{}/{}", owned::CRATE, file.path);
        ensure!(
            owned::owns(&path),
            "codegen made a file outside its folders: {path}; this is a bug in codegen"
        );
        let twin = generated.insert(path.clone(), file.text);
        ensure!(twin.is_none(), "codegen made two files of one name: {path}; this is a bug in codegen");
    }
    Ok(generated)
}
