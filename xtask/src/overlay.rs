//! `overlay import`: adds to the overlay of a client what a full OpenAPI document says about its operations.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use codegen::openapi::{self, Import};

use crate::client::{self, Client, TABLE};
use crate::failure::cannot;
use crate::generate::find_read_only;
use crate::input;
use crate::lock;
use crate::transaction::Changes;

/// The result of an import.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The name of the client.
    pub client: String,
    /// The path of the overlay, for messages.
    pub overlay: String,
    /// What was taken, and what was not.
    pub import: Import,
    /// Whether the file of the overlay changed.
    pub is_written: bool,
}

/// Imports a document into the overlay of a client of the workspace.
///
/// # Errors
///
/// If a file cannot be read or written, and if the client has no overlay in its manifest.
pub fn import(spec: &Path, client: &[String]) -> Result<Imported> {
    let mut client = client::find_one(&client::here()?, client)?;
    let path = client.table.overlay.clone().ok_or_else(|| no_overlay(&client))?;
    let overlay = client.path(&path);
    let mut import = Import::default();
    // The document may come from a program that takes its time, so it is read before others have to wait.
    let Some(document) = input::named(spec, &mut import.diagnostics)? else {
        return Ok(Imported { client: client.name, overlay, import, is_written: false });
    };
    let _lock = lock::enter(&client)?;
    let target = followed(&client, &path)?;
    if !client.folder.join(&target).exists() {
        client.table.overlay = None;
    }
    let inputs = match client.read() {
        Ok(inputs) => inputs,
        Err(diagnostics) => {
            let import = Import { diagnostics, ..Import::default() };
            return Ok(Imported { client: client.name, overlay, import, is_written: false });
        }
    };
    let mut import = openapi::import(&inputs.without_crate(), document.source());
    let old = inputs.overlay.as_ref();
    let new = import.overlay.as_deref().filter(|_| import.operations > 0 && !import.diagnostics.has_errors());
    let Some(new) = new.filter(|new| old.is_none_or(|old| old.text != *new)) else {
        return Ok(Imported { client: client.name, overlay, import, is_written: false });
    };
    let new = match old {
        Some(old) => input::in_form_of(&old.as_given(), new),
        None => new.to_owned(),
    };
    let mut changes = Changes::new(&client.folder);
    changes.write(target, new.into_bytes());
    find_read_only(&client, &changes, &mut import.diagnostics);
    let is_written = !import.diagnostics.has_errors();
    if is_written {
        changes.apply().map_err(|failure| failure.into_error(|path| client.file(path)))?;
    }
    Ok(Imported { client: client.name, overlay, import, is_written })
}

/// Returns the path of a file of the maintainer's, which may be a symbolic link: what is written goes where the link leads.
pub(crate) fn followed(client: &Client, path: &str) -> Result<PathBuf> {
    let file = client.folder.join(path);
    if !file.is_symlink() {
        return Ok(path.into());
    }
    let failed = |error| cannot("follow the symbolic link", &client.path(path), &error);
    fs::canonicalize(&file).map_err(failed)
}

fn no_overlay(client: &Client) -> anyhow::Error {
    let (manifest, name) = (client.path("Cargo.toml"), &client.name);
    let help = format!("add `overlay = \"collection/{name}.overlay.json\"` to this table");
    anyhow!("the client `{name}` has no overlay\n  --> {manifest}: {TABLE}\n  help: {help}")
}
