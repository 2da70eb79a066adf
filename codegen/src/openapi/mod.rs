//! OpenAPI documents: those that are written for a client, and those that others have written.
//!
//! [`starting_overlay`] prints what is inferred from a collection as an overlay that describes the same client, so that
//! a maintainer edits schemas instead of writing them.
//!
//! [`import`] adds to an overlay what a full document says about the operations of the collection.
//!
//! The starting overlay depends only on the IR: what the collection decides, such as base URLs, credentials and the values of parameters,
//! is not part of an overlay, so no value of the collection is printed.

mod import;
mod schemas;
mod starting;

pub use import::{Import, LeftOut, import};
pub use starting::{StartingOverlay, starting_overlay};
