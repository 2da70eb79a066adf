//! Takes what a full OpenAPI document says about a collection into its overlay.

mod additions;
mod document;
mod merge;
mod operations;
mod prepare;
mod schema;
mod units;

use serde_json::Value;

use crate::diagnostics::{Diagnostics, Severity};
use crate::json::without_byte_order_mark;
use crate::openapi::schemas::Object;
use crate::{Input, Source, lower};
use additions::Additions;
use operations::Operations;
use prepare::Preparation;
use units::{Unit, Units};

/// The result of an import.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The new text of the overlay; `None` if there are errors.
    pub overlay: Option<String>,
    /// The findings about the inputs and the document.
    pub diagnostics: Diagnostics,
    /// The number of operations that the document and the collection have.
    pub matched: usize,
    /// The number of operations of which something was taken.
    pub operations: usize,
    /// The names of the schemas that were taken.
    pub schemas: Vec<String>,
    /// The operations of the collection that the document does not have.
    pub missing: Vec<String>,
    /// The operations of the document that the collection does not have.
    pub foreign: Vec<String>,
    /// The entries that the overlay had before and that differ from the document.
    pub kept: Vec<String>,
    /// The parts of the document that were not taken.
    pub left_out: Vec<LeftOut>,
    /// The number of operations whose `operationId` was not taken.
    pub operation_ids: usize,
}

/// A part of an operation in a document that was not taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftOut {
    /// The method and the path.
    pub operation: String,
    /// The part.
    pub part: String,
    /// The reason.
    pub reason: String,
}

/// An overlay that is only a frame.
const EMPTY: &str = "{\n  \"openapi\": \"3.1.0\"\n}\n";

/// Adds to the overlay of a client what a document of OpenAPI 3 says about the operations of its collection.
///
/// The overlay keeps what it has: existing entries win, and their text is not changed. Whatever the client could not be
/// generated with is left out, so the new overlay has no errors. The document decides nothing about names, servers and
/// credentials: `operationId`, `servers`, `security`, `tags` and `callbacks` are not taken, and documentation only
/// where the collection has none.
pub fn import(input: &Input<'_>, document: Source<'_>) -> Import {
    let mut import = Import::default();
    let (api, diagnostics) = lower(input);
    import.diagnostics = errors_of(&diagnostics);
    let Some(spec) = document::parse(document, &mut import.diagnostics) else { return import };
    let Some(api) = api else { return import };
    let mut preparation = Preparation::new(&spec);
    let mut units: Vec<Unit> = Vec::new();
    let mut operations = Operations::new(&api);
    for found in operations::of_document(&spec) {
        let matching = operations.take(&found);
        if matching.is_empty() {
            import.foreign.push(format!("{} {}", found.method, found.path));
        }
        for (operation, path) in matching {
            import.operation_ids += usize::from(found.value.get("operationId").is_some());
            let (units, import) = (&mut units, &mut import);
            let mut list = Units { preparation: &mut preparation, operation, path, units, import };
            list.add(found.path, found.parameters, found.value);
        }
    }
    (import.matched, import.missing) = operations.finish();
    let text = input.overlay.map_or(EMPTY, |overlay| overlay.text);
    let existing: Object = serde_json::from_str(without_byte_order_mark(text)).unwrap_or_default();
    let existing = Value::Object(existing);
    add(input, text, &existing, &mut preparation, units, &mut import);
    import
}

/// Adds the units to the text of the overlay. Units that give errors are left out.
fn add(
    input: &Input<'_>,
    text: &str,
    existing: &Value,
    preparation: &mut Preparation<'_>,
    units: Vec<Unit>,
    import: &mut Import,
) {
    let mut additions = Additions::new(existing, preparation, units, import);
    loop {
        let Some(merged) = merge::merge(text, &additions.document()) else { return };
        let overlay = Source { file: input.overlay.map_or("overlay", |overlay| overlay.file), text: &merged };
        let (_, diagnostics) = lower(&Input { overlay: Some(overlay), ..*input });
        if !diagnostics.has_errors() {
            additions.report(import);
            import.overlay = Some(merged);
            return;
        }
        if !additions.remove(&diagnostics, overlay.file, &merged, import) {
            import.diagnostics = errors_of(&diagnostics);
            return;
        }
    }
}

fn errors_of(diagnostics: &Diagnostics) -> Diagnostics {
    let mut errors = Diagnostics::new();
    let list = diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
    list.cloned().for_each(|finding| errors.add(finding));
    errors
}
