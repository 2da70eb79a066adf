//! The files that all clients have in common: those of `generated-client`, embedded when xtask is built.

use codegen::package::Template;

/// The template of the crates that `new` creates.
pub const TEMPLATE: Template<'static> = include!(concat!(env!("OUT_DIR"), "/template.rs"));
