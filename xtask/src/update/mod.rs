//! `update`: takes a later version of a client's collection.
//!
//! Everything is decided in memory: [`codegen::update`] changes the overlay, [`codegen::diff`] compares what users have, and
//! the files are generated. Then the collection, the overlay, the manifest, the change log and the generated files change
//! together or not at all.

mod changelog;
mod files;
mod manifest;
mod report;

use std::path::PathBuf;

use anyhow::Result;
use codegen::diagnostics::Diagnostics;
use codegen::diff::{Diff, diff};
use codegen::update::Change;

use crate::cli::Program;
use crate::client::{self, Client};
use crate::generate::find_read_only;
use crate::input::{self, Inputs};
use crate::lock;
use crate::plan::{self, Comparison};
use crate::report::Report;
use crate::terminal::Colour;
use crate::transaction;
use changelog::Section;
use files::Files;

/// The arguments of the command.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Arguments {
    /// The new collection: a file, a folder, or `-` for standard input.
    pub source: PathBuf,
    /// The names of the selected clients.
    pub clients: Vec<String>,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Whether the version in the manifest is set.
    pub bump: bool,
}

/// The result of an update.
struct Updated {
    client: Client,
    /// The path of the new collection in messages.
    source: String,
    diff: Diff,
    /// The changes of the overlay.
    changes: Vec<Change>,
    /// The new files, without those that are generated.
    files: Files,
    /// The entries that are added to the change log.
    entries: Vec<Section>,
    version: Version,
    /// The generated files.
    comparison: Comparison,
}

/// The version of the client after the update.
enum Version {
    /// It stays.
    Same,
    /// The present version, the proposed one, and whether it is set.
    Next { present: String, next: String, is_set: bool },
    /// It is that of the workspace, which other packages share: the present version and the proposed one.
    OfWorkspace { present: String, next: String },
    /// The manifest has none that could be counted up.
    Unknown,
}

/// Updates a client of the workspace.
///
/// # Errors
///
/// If a file cannot be read or written. Then all files are as before.
pub fn update(program: Program, arguments: &Arguments) -> Result<Report> {
    let mut client = client::find_one(&client::here()?, &arguments.clients)?;
    let mut diagnostics = Diagnostics::new();
    // The collection may come from a program that takes its time, so it is read before others have to wait.
    let Some(collection) = input::collection_at(&arguments.source, &mut diagnostics)? else {
        return Ok(report::refused(&diagnostics));
    };
    let may_have_changed = client.folder.join(transaction::STAGING).exists();
    let _lock = lock::enter(&client)?;
    if may_have_changed {
        client = client::find_one(&client.folder, &[client.name])?;
    }
    let old = match client.read() {
        Ok(inputs) => inputs,
        Err(diagnostics) => return Ok(report::refused_before(&diagnostics)),
    };
    if files::is_same(&old.collection, &collection) {
        return Ok(report::nothing(&client, collection.path()));
    }
    let new = Inputs { collection, overlay: None, environment: old.environment.clone() };
    let update = codegen::update::update(&old.without_crate(), &new.without_crate());
    let Some(old_api) = &update.old else { return Ok(report::refused_before(&update.diagnostics)) };
    let Some(new_api) = &update.new else { return Ok(report::refused(&update.diagnostics)) };
    let diff = diff(old_api, new_api);
    let source = new.collection.path().to_owned();
    let mut files = Files::new(&client);
    let overlay = files.overlay(&old, update.overlay.as_deref())?;
    let inputs = Inputs { overlay, ..new };
    let comparison = plan::of(&client, &inputs)?;
    if comparison.diagnostics.has_errors() {
        return Ok(report::refused(&comparison.diagnostics));
    }
    files.collection(&old.collection, &inputs.collection)?;
    let entries = files.changelog(&changelog::sections(&diff.changes))?;
    let version = files.version(diff.step(), arguments.bump)?;
    files.manifest()?;
    let mut updated =
        Updated { client, source, diff, changes: update.changes, files, entries, version, comparison };
    if !arguments.dry_run {
        let Updated { client, files, comparison, .. } = &mut updated;
        let changes = files.changes(client, &comparison.plan);
        find_read_only(client, &changes, &mut comparison.diagnostics);
        if comparison.diagnostics.has_errors() {
            return Ok(report::refused(&comparison.diagnostics));
        }
        changes.apply().map_err(|failure| failure.into_error(|path| client.file(path)))?;
    }
    Ok(report::updated(program, &updated, arguments, Colour::of_stdout()))
}
