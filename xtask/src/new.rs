//! `cargo xtask new`: creates a crate for any collection.
//!
//! The crate is generated in memory, written to a temporary folder beside its own, and moved there by one rename: after
//! a failure there is never half a crate.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io, thread};

use anyhow::{Context, Result, anyhow, bail};
use codegen::File;
use codegen::api::{Api, Counts};
use codegen::diagnostics::Diagnostics;
use codegen::package::{self, Package};

use crate::cli::New;
use crate::input::{self, Document};
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
    check_vacant(&arguments.out)?;
    let inputs = match input::read(&arguments.collection, arguments.overlay.as_deref())? {
        Ok(inputs) => inputs,
        Err(diagnostics) => return Ok(NewResult { package: None, diagnostics }),
    };
    let (api, diagnostics) = inputs.lower();
    let Some(api) = api else { return Ok(NewResult { package: None, diagnostics }) };
    let name = arguments.name.clone().unwrap_or_else(|| package::name_for(&api.title));
    let (collection, overlay) =
        (inputs.collection.as_given(), inputs.overlay.as_ref().map(Document::as_given));
    let files = files(&api, &name, package::Inputs { collection: &collection, overlay: overlay.as_deref() });
    write(&arguments.out, &files)?;
    let workspace = workspace::settle(&arguments.out)
        .with_context(|| format!("cannot find the workspace of {}", arguments.out.display()))?;
    let counts = api.counts();
    let skipped = api.skipped.len() - counts.refused;
    let folder = arguments.out.clone();
    let summary = Summary { name, folder, files: files.len(), counts, skipped, workspace };
    // Freeing a large client takes a tenth of the time, and a process that ends need not wait for it. If no thread can
    // be started, the client is freed here.
    let _ = thread::Builder::new().spawn(move || drop((api, files)));
    Ok(NewResult { package: Some(summary), diagnostics })
}

/// Returns the files of the crate with this name, which carries its inputs.
pub fn files(api: &Api, name: &str, inputs: package::Inputs<'_>) -> Vec<File> {
    package::files(api, &Package { name, template: &TEMPLATE, inputs })
}

/// Checks that the folder does not exist or is empty, before the inputs are read.
fn check_vacant(folder: &Path) -> Result<()> {
    let help = "help: name a folder that does not exist; it is created with its parents";
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) => bail!("{} is not empty\n  {help}", folder.display()),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            bail!("{} is not a folder\n  {help}", folder.display())
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", folder.display())),
    }
}

fn write(folder: &Path, files: &[File]) -> Result<()> {
    let cannot = || format!("cannot write {}", folder.display());
    let target = std::path::absolute(folder).with_context(cannot)?;
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
        bail!("{} cannot be created", folder.display())
    };
    fs::create_dir_all(parent).with_context(cannot)?;
    let mut staged = OsString::from(".");
    staged.push(name);
    staged.push(format!(".{}", std::process::id()));
    let staged = parent.join(staged);
    let written = write_all(&staged, files).and_then(|()| {
        // Only an empty folder can be removed, so nothing is lost when somebody has filled it meanwhile.
        match fs::remove_dir(&target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::rename(&staged, &target),
        }
    });
    if written.is_err() {
        // The first error is the one that is reported.
        let _ = fs::remove_dir_all(&staged);
    }
    written.with_context(cannot)
}

fn write_all(folder: &Path, files: &[File]) -> io::Result<()> {
    let mut created = PathBuf::new();
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent().filter(|parent| *parent != created) {
            fs::create_dir_all(parent)?;
            created = parent.to_owned();
        }
        fs::write(path, &file.text)?;
    }
    Ok(())
}
