//! The commands of `cargo xtask`: they read the inputs, let [`codegen`] generate files in memory, and write these files
//! or compare them with those on disk.
//!
//! ```text
//! manifests -> client (find, read inputs) -> codegen -> plan (compare with the disk) -> generate (write)
//!                                                                                    -> check (report)
//! any collection -> input (read) -> codegen -> inspect (report)
//!                                           -> new (write a crate)
//! ```
//!
//! [`generate()`] and [`check()`] take a [`client::Client`]. All commands return their results, [`report`] turns these
//! into text, and only the binaries print. So the drift test calls the same [`check()`] that a maintainer runs.

pub mod check;
pub mod cli;
pub mod client;
pub mod diff;
mod failure;
mod folder;
pub mod generate;
pub mod input;
pub mod inspect;
mod interrupt;
mod lock;
mod manifest;
pub mod new;
pub mod overlay;
pub mod owned;
pub mod plan;
pub mod report;
pub mod run;
mod shell;
pub mod template;
pub mod terminal;
mod transaction;
mod unified;
pub mod update;
pub mod workspace;

pub use check::check;
pub use diff::diff;
pub use generate::generate;
pub use inspect::inspect;
pub use new::new;
