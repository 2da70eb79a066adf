//! Helpers for tests of generated code: [`cargo`](cargo()) runs cargo on generated crates, and [`Crates`] is a
//! workspace of crates as `cargo xtask new` generates them.

mod cargo;
pub mod changes;
mod crates;
pub mod witness;

use std::path::Path;

pub use cargo::{Component, cargo};
pub use crates::Crates;

/// Returns the root folder of the repository.
#[must_use]
pub fn repository() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}
