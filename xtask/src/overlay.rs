//! `overlay import`: adds to the overlay of a client what a full OpenAPI document says about its operations.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use codegen::openapi::{self, Import};

use crate::client::{self, Client, TABLE};
use crate::input;
use crate::replace::replace;

/// The result of an import.
#[derive(Clone, Debug)]
pub struct Imported {
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
    let (overlay, file) = (client.path(&path), client.folder.join(&path));
    if !file.exists() {
        client.table.overlay = None;
    }
    let mut import = Import::default();
    let document = input::named(spec, &mut import.diagnostics)?;
    let (Some(document), inputs) = (document, client.read()) else {
        return Ok(Imported { overlay, import, is_written: false });
    };
    let inputs = match inputs {
        Ok(inputs) => inputs,
        Err(diagnostics) => {
            let import = Import { diagnostics, ..Import::default() };
            return Ok(Imported { overlay, import, is_written: false });
        }
    };
    let import = openapi::import(&inputs.without_crate(), document.source());
    let old = inputs.overlay.as_ref().map(|overlay| overlay.text.as_str());
    let new = import.overlay.as_deref().filter(|_| import.operations > 0 && !import.diagnostics.has_errors());
    let is_written = new.is_some_and(|new| old != Some(new));
    if let Some(new) = new.filter(|_| is_written) {
        replace(&file, new).with_context(|| format!("cannot write {overlay}"))?;
    }
    Ok(Imported { overlay, import, is_written })
}

fn no_overlay(client: &Client) -> anyhow::Error {
    let manifest = client.path("Cargo.toml");
    anyhow!(
        "the client `{}` has no overlay\n  help: add `overlay = \"collection/{}.overlay.json\"` to [{TABLE}] of {manifest}",
        client.name,
        client.name
    )
}
