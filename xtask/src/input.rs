//! The inputs that the caller names, or those in `collection/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use codegen::diagnostics::{Diagnostics, Location};

use crate::project::{self, Document, Inputs};

/// Reads the collection and the overlay that the caller names. Without a collection, reads those in `collection/`; an
/// overlay that the caller names replaces the one there.
pub fn read(collection: Option<&Path>, overlay: Option<&Path>) -> Result<Result<Inputs, Diagnostics>> {
    let mut diagnostics = Diagnostics::new();
    let overlay = overlay.map(|path| document(path, &mut diagnostics)).transpose()?.flatten();
    let inputs = match collection {
        Some(path) => document(path, &mut diagnostics)?
            .map(|collection| Inputs { collection, overlay: overlay.clone() }),
        None => match project::read_inputs(&project::find_root()?)? {
            Ok(inputs) => Some(Inputs { overlay: overlay.or(inputs.overlay), ..inputs }),
            Err(diagnostics) => return Ok(Err(diagnostics)),
        },
    };
    Ok(inputs.filter(|_| !diagnostics.has_errors()).ok_or(diagnostics))
}

/// Reads a document. Messages call it by the path that the caller gave.
fn document(path: &Path, diagnostics: &mut Diagnostics) -> Result<Option<Document>> {
    let file = path.to_string_lossy().into_owned();
    let bytes = fs::read(path).with_context(|| format!("cannot read {file}"))?;
    match Document::new(file.clone(), &bytes) {
        Ok(document) => Ok(Some(document)),
        Err(problem) => {
            diagnostics.error(Location::new(&file, ""), problem, "save it as UTF-8");
            Ok(None)
        }
    }
}
