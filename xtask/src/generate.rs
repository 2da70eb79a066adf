//! `generate`: brings the files of a client on disk up to date.
//!
//! All files are generated in memory before the first one changes, and they change together or not at all: an error in the
//! inputs, a failure or a killed run leaves no mixture of old and new files. Of two runs at once, one waits.

use std::path::Path;

use anyhow::Result;
use codegen::diagnostics::{Diagnostics, Location};

use crate::client::Client;
use crate::lock;
use crate::owned;
use crate::plan::{self, Comparison, Plan};
use crate::transaction::Changes;

/// Brings the files up to date. If the diagnostics have an error, no file was written; otherwise the plan was carried
/// out.
pub fn generate(client: &Client) -> Result<Comparison> {
    let _lock = lock::enter(client)?;
    let mut comparison = plan::compare(client)?;
    let changes = changes(client, &comparison.plan);
    find_read_only(client, &changes, &mut comparison.diagnostics);
    if !comparison.diagnostics.has_errors() {
        changes.apply().map_err(|failure| failure.into_error(|path| client.file(path)))?;
    }
    Ok(comparison)
}

/// Returns the changes that carry out a plan.
pub(crate) fn changes<'a>(client: &'a Client, plan: &'a Plan) -> Changes<'a> {
    let mut changes = Changes::new(&client.folder);
    for write in &plan.write {
        changes.write(&write.path, write.text.as_bytes());
    }
    let owns =
        |folder: &&Path| folder.to_str().is_some_and(|folder| owned::owns(client.table.runtime, folder));
    for path in &plan.remove {
        changes.remove(path);
        // An empty folder would look like a group that exists.
        Path::new(path)
            .ancestors()
            .skip(1)
            .take_while(owns)
            .for_each(|folder| changes.remove_if_empty(folder));
    }
    changes
}

/// Reports files that must change and are read-only.
pub(crate) fn find_read_only(client: &Client, changes: &Changes<'_>, diagnostics: &mut Diagnostics) {
    for path in changes.read_only() {
        let problem = "this file must change and is read-only";
        diagnostics.error(
            Location::new(&client.file(path), ""),
            problem,
            "make it writable and run the command again",
        );
    }
}
