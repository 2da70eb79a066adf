//! Secrets that are literals in the collection. They never become source code.
//!
//! Before anything else reads the collection, [`hide()`] replaces each secret by a reference, which is a variable for
//! all later steps: a header with a secret is one whose value the caller gives. The replay of a client resolves the
//! references when it runs, from the collection that the crate carries.

mod hide;
pub(crate) mod key_names;
pub(crate) mod literals;
mod reference;
mod report;

pub(crate) use hide::{hide, is_secret_value};
pub(crate) use reference::is_reference;
pub(crate) use report::report;
