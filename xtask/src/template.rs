//! The files that are the same in all clients: those of `generated-client`, embedded when xtask is built.

use codegen::package::Template;

/// The template of the crates that `new` creates.
pub const TEMPLATE: Template<'static> = include!(concat!(env!("OUT_DIR"), "/template.rs"));
