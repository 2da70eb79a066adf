//! `new`: creates a crate for any collection.

use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Result, anyhow};
use codegen::File;
use codegen::api::{Api, Counts};
use codegen::diagnostics::Diagnostics;
use codegen::package::{self, Package};

use crate::cli::New;
use crate::folder;
use crate::input::{self, Additions, Document};
use crate::lock;
use crate::template::TEMPLATE;
use crate::workspace::{self, Workspace};

/// The result of `new`.
#[derive(Clone, Debug)]
pub struct NewResult {
    /// The crate; `None` when the inputs have errors.
    pub package: Option<Summary>,
    /// The findings in the inputs.
    pub diagnostics: Diagnostics,
}

/// A crate that was written.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The name.
    pub name: String,
    /// The folder, as on the command line.
    pub folder: PathBuf,
    /// The collection: the one that was given, or where it is now if that was the standard input.
    pub collection: PathBuf,
    /// The number of files.
    pub files: usize,
    /// The counts of the collection.
    pub counts: Counts,
    /// The number of parts of the collection that were skipped, apart from requests.
    pub skipped: usize,
    /// Its relation to the workspace around it, if there is one.
    pub workspace: Option<Workspace>,
}

/// Creates a crate and writes it.
pub fn new(arguments: &New) -> Result<NewResult> {
    if let Some(name) = &arguments.name {
        package::check_name(name).map_err(|why| {
            let help = package::name_for(name);
            anyhow!("`{name}` cannot be the crate's name: {why}\n  help: `--name {help}` would do")
        })?;
    }
    let path = std::path::absolute(&arguments.out).unwrap_or_else(|_| arguments.out.clone());
    let root = workspace::around(&path)?;
    let _lock = root.as_deref().map(lock::enter_workspace).transpose()?;
    folder::check_vacant(&arguments.out)?;
    let additions =
        Additions { overlay: arguments.overlay.as_deref(), environment: arguments.environment.as_deref() };
    let inputs = match input::read(&arguments.collection, additions)? {
        Ok(inputs) => inputs,
        Err(diagnostics) => return Ok(NewResult { package: None, diagnostics }),
    };
    let (api, diagnostics) = inputs.lower();
    let Some(api) = api else { return Ok(NewResult { package: None, diagnostics }) };
    let name = arguments.name.clone().unwrap_or_else(|| package::name_for(&api.title));
    let overlay = inputs.overlay.as_ref().map(Document::as_given);
    let collection = inputs.collection.as_given();
    let environment = codegen::carried_environment(&inputs.without_crate());
    let carried = package::Inputs {
        collection: collection.source(),
        overlay: overlay.as_deref(),
        environment: environment.as_ref(),
    };
    let mut files = files(&api, &name, carried);
    // Only the root of a repository has workflows.
    if folder::is_inside_repository(&arguments.out)? {
        files.retain(|file| !file.path.starts_with(".github/"));
    }
    let workspace = write(&arguments.out, root.as_deref(), &files)?;
    let counts = api.counts();
    let skipped = api.skipped.len() - counts.refused;
    let folder = arguments.out.clone();
    let collection = match arguments.collection.to_str() {
        Some("-") => folder.join(package::collection_file(&name)),
        _ => arguments.collection.clone(),
    };
    let summary = Summary { name, folder, collection, files: files.len(), counts, skipped, workspace };
    // Freeing a large client takes a tenth of the time, and a process that ends need not wait for it. If no thread can
    // be started, the client is freed here.
    let _ = thread::Builder::new().spawn(move || drop((api, files)));
    Ok(NewResult { package: Some(summary), diagnostics })
}

/// Writes the files of a crate, and makes it a member of the workspace around it.
fn write(folder: &Path, root: Option<&Path>, files: &[File]) -> Result<Option<Workspace>> {
    let placed = folder::write(folder, root, files)?;
    match workspace::settle(folder, root) {
        Ok(workspace) => {
            placed.keep();
            Ok(workspace)
        }
        Err(error) => {
            placed.remove();
            Err(error)
        }
    }
}

/// Returns the files of the crate with this name, which carries its inputs.
pub fn files(api: &Api, name: &str, inputs: package::Inputs<'_>) -> Vec<File> {
    package::files(api, &Package { name, template: &TEMPLATE, inputs })
}
