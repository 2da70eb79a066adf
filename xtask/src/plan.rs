//! Compares the files that codegen generates with those on disk: the step that `generate` and `check` share.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Result, ensure};
use codegen::File;
use codegen::api::{Api, Counts};
use codegen::diagnostics::{Diagnostics, Location};
use codegen::package;

use crate::client::{Client, Runtime};
use crate::failure::cannot;
use crate::input::Inputs;
use crate::manifest;
use crate::owned::{self, Kind};
use crate::template::TEMPLATE;

/// The result of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The findings in the inputs and in the files on disk.
    pub diagnostics: Diagnostics,
    /// The counts of the collection.
    pub counts: Counts,
    /// The changes that bring the files on disk up to date; empty if the inputs have errors.
    pub plan: Plan,
    /// The lines that the generated code needs in the client's manifest, and that it does not have.
    pub missing: Vec<String>,
}

/// The changes that bring the files on disk up to date. Paths are relative to the client's folder, with `/`.
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

/// Generates the files of a client in memory and compares them with those on disk. Writes nothing.
pub fn compare(client: &Client) -> Result<Comparison> {
    match client.read() {
        Ok(inputs) => of(client, &inputs),
        Err(diagnostics) => Ok(Comparison { diagnostics, ..Comparison::default() }),
    }
}

/// Like [`compare`], with inputs that the client may not have yet.
pub(crate) fn of(client: &Client, inputs: &Inputs) -> Result<Comparison> {
    let (files, api, diagnostics) = generated(client, inputs);
    let counts = api.as_ref().map(Api::counts).unwrap_or_default();
    let mut comparison = Comparison { diagnostics, counts, ..Comparison::default() };
    // There are no generated files, so every file on disk would count as one that no longer is generated.
    let Some(api) = api.filter(|_| !comparison.diagnostics.has_errors()) else { return Ok(comparison) };
    comparison.plan = Plan::new(client, files)?;
    for foreign in &comparison.plan.foreign {
        let location = Location::new(&client.path(&foreign.path), "");
        comparison.diagnostics.error(location, foreign.problem, foreign.help);
    }
    if client.table.runtime == Runtime::Copied {
        comparison.missing = manifest::missing(client, &package::manifest(&api, &client.name));
    }
    Ok(comparison)
}

/// Generates the files that generation owns.
fn generated(client: &Client, inputs: &Inputs) -> (Vec<File>, Option<Api>, Diagnostics) {
    let output = codegen::generate(&inputs.for_crate(&client.crate_name(), client.command()));
    let mut files = output.files;
    if let (Some(api), Runtime::Copied) = (&output.api, client.table.runtime) {
        files.extend(
            package::copied(api, &TEMPLATE, &client.crate_name())
                .into_iter()
                .filter(|file| owned::owns(Runtime::Copied, &file.path)),
        );
    }
    (files, output.api, output.diagnostics)
}

impl Plan {
    fn new(client: &Client, files: Vec<File>) -> Result<Self> {
        let generated = by_path(client, files)?;
        let found = owned::find(client)?;
        let mut plan = Self::default();
        for (path, kind) in found.iter().filter(|(path, _)| !generated.contains_key(*path)) {
            plan.add_other(client, path.clone(), *kind)?;
        }
        for (path, text) in generated {
            plan.add_generated(client, path, text, &found)?;
        }
        plan.foreign.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(plan)
    }

    /// Adds a file that codegen generates. If the file on disk differs, it is replaced even if its first line does not
    /// say that it is generated: that line may be the one that was edited.
    fn add_generated(
        &mut self,
        client: &Client,
        path: String,
        text: String,
        found: &BTreeMap<String, Kind>,
    ) -> Result<()> {
        match found.get(&path) {
            None => self.write.push(Write { path, text, on_disk: None }),
            Some(Kind::File) => {
                let bytes = fs::read(client.folder.join(&path))
                    .map_err(|error| cannot("read", &client.path(&path), &error))?;
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
            Some(kind @ (Kind::Link | Kind::Other)) => self.add_other(client, path, *kind)?,
        }
        Ok(())
    }

    /// Adds a directory entry at a path that generation owns.
    fn add_other(&mut self, client: &Client, path: String, kind: Kind) -> Result<()> {
        let (problem, help) = match kind {
            Kind::Folder => return Ok(()),
            Kind::File if owned::is_generated(client, &path)? => {
                self.remove.push(path);
                return Ok(());
            }
            Kind::File if path == owned::REPLAY_ITEMS => {
                ("hand-written file at the path of a generated one", "give it another name")
            }
            Kind::File => (
                "hand-written file in a folder of generated files",
                "move it to another folder of the client, or delete it",
            ),
            Kind::Link => ("symbolic link among generated files", "delete it and generate again"),
            Kind::Other => ("neither a file nor a folder, or a name that is not Unicode", "delete it"),
        };
        self.foreign.push(ForeignEntry { path, problem, help });
        Ok(())
    }
}

/// Returns the generated files by path. The paths are checked before anything is written: they come from names in the
/// collection.
fn by_path(client: &Client, files: Vec<File>) -> Result<BTreeMap<String, String>> {
    let mut generated = BTreeMap::new();
    for File { path, text } in files {
        ensure!(
            owned::owns(client.table.runtime, &path),
            "codegen generated a file outside its folders: {path}; this is a bug in codegen"
        );
        let twin = generated.insert(path.clone(), text);
        ensure!(twin.is_none(), "codegen generated two files of one name: {path}; this is a bug in codegen");
    }
    Ok(generated)
}
