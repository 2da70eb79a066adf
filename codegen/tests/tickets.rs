//! A realistic overlay: two operations and their schemas as the documentation of a service has them.

use codegen::diagnostics::Severity;
use codegen::{Input, Source, lower};

#[test]
fn it_is_accepted() {
    let (_api, diagnostics) = lower(&Input {
        collection: Source { file: "c.json", text: include_str!("fixtures/tickets/collection.json") },
        overlay: Some(Source { file: "o.json", text: include_str!("fixtures/tickets/overlay.json") }),
        crate_name: "tickets",
        command: "cargo xtask generate",
    });
    assert_eq!(diagnostics.count(Severity::Error), 0, "{diagnostics}");
}
