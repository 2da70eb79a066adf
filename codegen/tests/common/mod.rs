//! The inputs of the tests.

use codegen::{Input, Source};

/// Returns the inputs with a collection `c.json` and perhaps an overlay `o.json`.
pub(crate) fn input<'a>(collection: &'a str, overlay: Option<&'a str>) -> Input<'a> {
    Input {
        collection: Source { file: "c.json", text: collection }.into(),
        overlay: overlay.map(|text| Source { file: "o.json", text }),
        environment: None,
        crate_name: "client",
        command: "cargo xtask generate",
    }
}
