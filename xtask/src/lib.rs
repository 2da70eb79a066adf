//! The commands of `cargo xtask`: they read the inputs, let [`codegen`] make files of them in memory, and bring the
//! files on disk in step or tell how they differ.
//!
//! ```text
//! collection/ -> project (read) -> codegen -> plan (compare with the disk) -> generate (write)
//!                                                                          -> check (explain)
//! any collection -> input (read) -> codegen -> inspect (explain)
//!                                           -> new (write a crate)
//! ```
//!
//! Every function takes the project's root and returns what it found; only the binary prints ([`report`] has the
//! words). So the drift test calls the same [`check()`] that a maintainer runs.

pub mod check;
pub mod cli;
pub mod generate;
pub mod input;
pub mod inspect;
pub mod new;
pub mod owned;
pub mod plan;
pub mod project;
pub mod report;
pub mod template;
mod unified;

pub use check::check;
pub use generate::generate;
pub use inspect::inspect;
pub use new::new;
