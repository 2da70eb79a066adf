//! The two versions: a collection each, with its overlay.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::Result;
use codegen::api::Api;
use codegen::diagnostics::{Diagnostic, Diagnostics, Location, Severity};

use super::git::{self, Checkout};
use crate::client::{Client, Table};
use crate::input::{self, Additions};

/// A version of a collection.
pub(super) struct Version {
    /// The name of the collection: as on the command line, or the client's path.
    pub(super) name: String,
    /// The API; `None` if there are errors.
    pub(super) api: Option<Api>,
    /// The findings that are errors.
    pub(super) errors: Diagnostics,
}

impl Version {
    /// Reads and lowers a collection, or that of the client, with an overlay, or that of the client.
    pub(super) fn read(
        collection: Option<&OsStr>,
        overlay: Option<&OsStr>,
        client: Option<&Client>,
    ) -> Result<Self> {
        let mut checkouts = Vec::new();
        let overlay_path = overlay.map(|path| located(path, &mut checkouts)).transpose()?;
        let (name, inputs) = match (collection, client) {
            (None, Some(client)) => (
                client.path(&client.table.collection),
                input::of_client(client, Additions { overlay: overlay_path.as_deref(), environment: None })?,
            ),
            (collection, client) => {
                let argument = collection.unwrap_or(OsStr::new("-"));
                let path = located(argument, &mut checkouts)?;
                let own = |path: fn(&Table) -> &Option<String>| {
                    client.and_then(|client| Some(client.folder.join(path(&client.table).as_ref()?)))
                };
                let overlay = overlay_path.or_else(|| own(|table| &table.overlay));
                let environment = own(|table| &table.environment);
                let additions =
                    Additions { overlay: overlay.as_deref(), environment: environment.as_deref() };
                let name = match argument == "-" {
                    true => "standard input".to_owned(),
                    false => argument.to_string_lossy().into_owned(),
                };
                (name, input::read(&path, additions)?)
            }
        };
        let (api, findings) = match inputs {
            Ok(inputs) => codegen::lower_version(&inputs.without_crate()),
            Err(findings) => (None, findings),
        };
        Ok(Self { name, api, errors: errors(&findings, &checkouts) })
    }
}

/// Returns the findings that are errors, with the names of files of git as callers know them.
fn errors(findings: &Diagnostics, checkouts: &[Checkout]) -> Diagnostics {
    let mut errors = Diagnostics::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let file = checkouts.iter().fold(finding.location.file.clone(), |file, own| own.named(&file));
        let location = Location { file, ..finding.location.clone() };
        errors.add(Diagnostic { location, ..finding.clone() });
    }
    errors
}

/// Returns the path of a file or a folder; one of git is written to a temporary folder.
fn located(argument: &OsStr, checkouts: &mut Vec<Checkout>) -> Result<std::path::PathBuf> {
    let path = Path::new(argument);
    let Some((revision, file)) = argument.to_str().filter(|_| !path.exists()).and_then(git::revision) else {
        return Ok(path.to_owned());
    };
    let checkout = Checkout::of(revision, file)?;
    let path = checkout.path();
    checkouts.push(checkout);
    Ok(path)
}
