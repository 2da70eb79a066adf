//! A realistic overlay: two operations and their schemas as the documentation of a service has them.

mod common;

use codegen::diagnostics::Severity;
use codegen::lower;
use common::input;

#[test]
fn it_is_accepted() {
    let (_api, diagnostics) = lower(&input(
        include_str!("fixtures/tickets/collection.json"),
        Some(include_str!("fixtures/tickets/overlay.json")),
    ));
    assert_eq!(diagnostics.count(Severity::Error), 0, "{diagnostics}");
}
