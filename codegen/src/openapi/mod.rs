//! OpenAPI documents that are written for a client.
//!
//! [`starting_overlay`] prints what is inferred from a collection as an overlay that describes the same client, so that
//! a maintainer edits schemas instead of writing them.
//!
//! It depends only on the IR: what the collection decides, such as base URLs, credentials and the values of parameters,
//! is not part of an overlay, so no value of the collection is printed.

mod schemas;
mod starting;

pub use starting::{StartingOverlay, starting_overlay};
