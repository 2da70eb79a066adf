//! Generates a Rust client from a Postman collection.
//!
//! A *collection* describes the requests of an HTTP API. An optional *overlay* adds what a collection cannot express:
//! types, errors, better names. An optional *environment* gives its variables other defaults. [`generate`] turns them
//! into source files; [`package::files`] adds everything that a crate of its own needs.
//!
//! ```
//! use codegen::{Input, Source, generate};
//!
//! let collection = r#"{
//!     "info": { "name": "Garden" },
//!     "item": [{ "name": "Plants", "item": [{
//!         "name": "Water plant",
//!         "request": { "method": "POST", "url": "https://api.example.com/plants/:plant/water" }
//!     }] }]
//! }"#;
//! let overlay = r#"{ "paths": { "/plants/{plant}/water": { "post": { "operationId": "water" } } } }"#;
//!
//! let output = generate(&Input {
//!     collection: Source { file: "garden.json", text: collection }.into(),
//!     overlay: Some(Source { file: "garden.overlay.json", text: overlay }),
//!     environment: None,
//!     crate_name: "garden",
//!     command: "cargo run --package generate-garden",
//! });
//! assert!(!output.diagnostics.has_errors(), "{}", output.diagnostics);
//! for file in &output.files {
//!     println!("{}", file.path);
//! }
//! let plants = output.files.iter().find(|file| file.path == "src/operations/plants.rs");
//! assert!(plants.is_some_and(|file| file.text.contains("pub fn water(")));
//! ```
//!
//! # How it works
//!
//! ```text
//! collection ─┐
//!             ├─> lower ─> api (IR) ─> emit ─> package ─> files in memory
//! overlay ────┘
//! ```
//!
//! [`collection`] and [`overlay`] parse the inputs. [`lower()`] makes every decision about them and returns an
//! [`api::Api`], the intermediate representation (IR): plain data about operations, types and names. The last steps
//! only print it.
//!
//! The crate does no I/O and uses neither a clock nor randomness, so the files depend only on the inputs. No input
//! makes it panic: all problems are reported together, as [`diagnostics`].

pub mod api;
pub mod collection;
pub mod diagnostics;
pub mod diff;
pub mod openapi;
pub mod overlay;
pub mod package;
pub mod update;

mod emit;
mod json;
mod lower;
mod pieces;
mod text;

use api::Api;
use diagnostics::Diagnostics;

pub use lower::{CarriedEnvironment, carried_environment, lower, lower_version};

/// An input file.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name in diagnostics, such as `collection/users.postman_collection.json`.
    pub file: &'a str,
    /// The content.
    pub text: &'a str,
}

/// A collection of format 3.0.0: a folder of YAML files.
#[derive(Clone, Copy, Debug)]
pub struct Folder<'a> {
    /// The path in diagnostics, such as `collection/Users`.
    pub path: &'a str,
    /// The name of the folder, which is that of the collection if its definition has none.
    pub title: &'a str,
    /// The files, by their paths relative to the folder: those that [`collection::is_part_of_folder`] accepts.
    pub files: &'a [File],
}

impl Folder<'_> {
    /// Returns the path of a file in diagnostics.
    pub fn path_of(&self, file: &str) -> String {
        format!("{}/{}", self.path, text::visible(file))
    }
}

/// A collection.
#[derive(Clone, Copy, Debug)]
pub enum CollectionSource<'a> {
    /// A file of format v2.0 or v2.1.
    File(Source<'a>),
    /// A folder of format 3.0.0.
    Folder(Folder<'a>),
}

impl CollectionSource<'_> {
    /// Returns the path in diagnostics.
    pub fn path(&self) -> &str {
        match self {
            Self::File(source) => source.file,
            Self::Folder(folder) => folder.path,
        }
    }
}

impl<'a> From<Source<'a>> for CollectionSource<'a> {
    fn from(source: Source<'a>) -> Self {
        Self::File(source)
    }
}

impl<'a> From<Folder<'a>> for CollectionSource<'a> {
    fn from(folder: Folder<'a>) -> Self {
        Self::Folder(folder)
    }
}

/// The inputs of a client.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The collection.
    pub collection: CollectionSource<'a>,
    /// The overlay, if there is one.
    pub overlay: Option<Source<'a>>,
    /// An environment or the globals of Postman, whose values are the defaults of the collection's variables.
    pub environment: Option<Source<'a>>,
    /// The name of the client's crate in code (`my_client`), for the examples in its documentation.
    pub crate_name: &'a str,
    /// The command that generates the files again, for their first line: `cargo postman generate`.
    pub command: &'a str,
}

/// A file of a crate, or of a collection that is a folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct File {
    /// The path within the folder, with `/`.
    pub path: String,
    /// The content.
    pub text: String,
}

/// The result of a run.
#[derive(Debug)]
pub struct Output {
    /// The files, sorted by path; none if there are errors.
    pub files: Vec<File>,
    /// The API; `None` if there are errors.
    pub api: Option<Api>,
    /// The findings about the inputs.
    pub diagnostics: Diagnostics,
}

/// Generates the source files of a client.
pub fn generate(input: &Input<'_>) -> Output {
    let (api, diagnostics) = lower(input);
    let files = api.as_ref().map(|api| emit(api, input)).unwrap_or_default();
    Output { files, api, diagnostics }
}

/// Prints an API of [`lower()`] as the source files of a client, sorted by path.
pub fn emit(api: &Api, input: &Input<'_>) -> Vec<File> {
    emit::files(emit::Context {
        api,
        crate_name: input.crate_name,
        command: input.command,
        types: &emit::types_by_name(api),
        moved: &emit::aliases::MovedOperations::new(api),
    })
}
