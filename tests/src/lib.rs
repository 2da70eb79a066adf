//! Helpers for tests of generated code: [`cargo`](cargo()) runs cargo on generated crates, and [`Crates`] is a
//! workspace of crates as `cargo xtask new` generates them.

mod cargo;
pub mod changes;
mod crates;
pub mod witness;

use std::path::{Path, PathBuf};

pub use cargo::{Component, cargo};
pub use crates::Crates;

/// Returns the root folder of the repository.
#[must_use]
pub fn repository() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}

/// Returns the target folder of this workspace, in which the running program is.
#[must_use]
pub fn target() -> PathBuf {
    let program = std::env::current_exe().ok();
    let folder = program.as_deref().and_then(Path::parent).and_then(Path::parent);
    folder.map_or_else(|| repository().join("target"), Path::to_owned)
}
