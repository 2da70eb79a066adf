//! Turns a Postman collection and an overlay into the source files of a Rust client.
//!
//! ```text
//! collection + overlay -> lower -> api (IR) -> emit -> files in memory
//! ```
//!
//! [`lower`] makes every decision about the input, [`api`] is what it decided, and [`generate`] prints that. Nothing
//! here reads or writes a file, asks the clock or rolls dice: the output is a function of the two inputs, and no input
//! makes it panic.

pub mod api;
pub mod collection;
pub mod diagnostics;
pub mod overlay;
pub mod package;

mod emit;
mod json;
mod lower;
mod text;

use api::Api;
use diagnostics::Diagnostics;

pub use lower::lower;

/// The text of a file, and the name that diagnostics call it by.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name, such as `collection/users.postman_collection.json`.
    pub file: &'a str,
    /// The text.
    pub text: &'a str,
}

/// What a client is generated from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The collection, v2.0 or v2.1.
    pub collection: Source<'a>,
    /// What the collection cannot say.
    pub overlay: Option<Source<'a>>,
    /// The name of the client's crate as code spells it, for the examples in its documentation.
    pub crate_name: &'a str,
}

/// A generated file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct File {
    /// The path below the crate's folder, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// What came of a run.
#[derive(Debug)]
pub struct Output {
    /// The files in the order of their paths; none when there are errors.
    pub files: Vec<File>,
    /// The API; nothing when there are errors.
    pub api: Option<Api>,
    /// All that was found.
    pub diagnostics: Diagnostics,
}

/// Generates the files of a client.
pub fn generate(input: &Input<'_>) -> Output {
    let (api, diagnostics) = lower(input);
    let files = match &api {
        Some(api) => emit::files(api, input.crate_name, input.collection.file),
        None => Vec::new(),
    };
    Output { files, api, diagnostics }
}
