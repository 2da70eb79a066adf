//! What every client has in common: a part of `generated-client`, embedded when xtask was built.

use codegen::package::Template;

/// The template of every crate that `new` makes.
pub const TEMPLATE: Template<'static> = include!(concat!(env!("OUT_DIR"), "/template.rs"));
