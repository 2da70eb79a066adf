//! The overlay: what a collection cannot say, as a partial OpenAPI 3.1 document.
//!
//! [`Overlay::parse`] is strict. A keyword that codegen would ignore, a key that is written twice, a value of the wrong
//! JSON type, a `$ref` to nothing and a component that nothing uses are errors, each with the place in the file
//! (`paths."/users/{id}".get`) and a remedy, so that an overlay never seems to say something that the client does not do.
//! All of them are reported, not just the first.
//!
//! What the parts do:
//!
//! - A key of `paths` is the path as the collection has it, or `/path#Folder / Item name` where method and path are not
//!   unique.
//! - A `description` (of an operation, a parameter, a body …) replaces the collection's text in the documentation;
//!   without one, the collection's text stays. A `summary` is the first line.
//! - `operationId` is the operation's name, `externalDocs.url` the link to its reference.
//! - `parameters` describe what the collection already has; `required` is read but has no effect, since arguments come
//!   from the path and everything else is optional.
//! - `components.schemas`, `.responses` and `.parameters` are referred to by `$ref`.
//! - Extensions: `x-idempotent: true` (a repetition does no harm), `x-aliases: [names]` (former names, kept as deprecated
//!   methods), `x-deprecated: "reason"` (wherever `deprecated` may stand), `x-sensitive: true` (a schema whose values are
//!   personal data or secrets).
//!
//! Deliberately not here: everything that the collection decides (servers, security, which operations exist), YAML,
//! and references to other files.

mod check;
mod node;
mod read;
mod read_choice;
mod read_schema;
mod reader;
mod schema;

use crate::diagnostics::{Diagnostics, Place};
use serde_json::Value;

pub use schema::{EnumEntry, ObjectSchema, OneOf, Schema, SchemaKind, TextSchema};

/// An overlay as its file has it.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// The name of the file, for messages.
    pub file: String,
    /// What is said about operations, in the order of the file.
    pub operations: Vec<OperationEntry>,
    /// The named schemas, in the order of the file.
    pub schemas: Vec<(String, Schema)>,
}

/// What is said about one operation.
#[derive(Clone, Debug)]
pub struct OperationEntry {
    /// The place in the file.
    pub at: String,
    /// The path as the key has it: `/users/{account_id}/manage`.
    pub path: String,
    /// What the key says after `#`: the folders and the item, joined by ` / `.
    pub item: Option<String>,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The operation's name.
    pub operation_id: Option<String>,
    /// The first line of the documentation.
    pub summary: Option<String>,
    /// The documentation, instead of the collection's.
    pub description: Option<String>,
    /// Where the service documents the operation.
    pub reference: Option<String>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Whether a repetition does no harm; nothing where the method decides.
    pub idempotent: Option<bool>,
    /// Former names, kept as deprecated methods.
    pub aliases: Vec<String>,
    /// What is said about parameters.
    pub parameters: Vec<ParameterEntry>,
    /// What is said about the request body.
    pub body: Option<BodyEntry>,
    /// What is said about responses, in the order of the file.
    pub responses: Vec<ResponseEntry>,
}

/// What is said about a parameter.
#[derive(Clone, Debug)]
pub struct ParameterEntry {
    /// The place in the file; of the component, where a `$ref` names one.
    pub at: String,
    /// The name as it is sent.
    pub name: String,
    /// The part of the request that holds it.
    pub location: Location,
    /// The documentation, instead of the collection's.
    pub description: Option<String>,
    /// What a value looks like.
    pub schema: Option<Schema>,
    /// Whether an array is sent as `name=a&name=b` (so by default in a query) or as `name=a,b`.
    pub explode: bool,
    /// An example.
    pub example: Option<Value>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// The part of a request that holds a parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Location {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The headers.
    Header,
}

/// What is said about a request body.
#[derive(Clone, Debug)]
pub struct BodyEntry {
    /// The place in the file.
    pub at: String,
    /// Whether a call needs one.
    pub required: bool,
    /// The documentation.
    pub description: Option<String>,
    /// What it looks like.
    pub schema: Option<Schema>,
    /// An example.
    pub example: Option<Value>,
}

/// What is said about a response.
#[derive(Clone, Debug)]
pub struct ResponseEntry {
    /// The place in the file; of the component, where a `$ref` names one.
    pub at: String,
    /// The HTTP status.
    pub status: u16,
    /// The name under `components.responses`, where a `$ref` names one: a good base for the names of inline types.
    pub component: Option<String>,
    /// When it comes.
    pub description: Option<String>,
    /// What its body looks like; nothing for a response without one.
    pub schema: Option<Schema>,
}

impl Overlay {
    /// Reads an overlay and reports everything that is wrong with it; `file` is its name in these reports.
    ///
    /// Returns nothing when the text is not a JSON object. Otherwise the overlay holds all that could be understood, so
    /// that later steps can look for further errors.
    pub fn parse(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let root = match node::Node::parse(text) {
            Ok(root) => root,
            Err(error) => {
                let at = format!("line {}, column {}", error.line(), error.column());
                diagnostics.error(
                    Place::new(file, at),
                    "the overlay is not valid JSON",
                    node::reason(&error),
                );
                return None;
            }
        };
        let mut reader = reader::Reader::new(file, diagnostics);
        let overlay = read::overlay(&root, &mut reader)?;
        check::references(&overlay, &mut reader);
        Some(overlay)
    }

    /// The schema of this name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|(other, _)| other == name).map(|(_, schema)| schema)
    }

    /// A place in this file.
    pub fn place(&self, at: impl Into<String>) -> Place {
        Place::new(&self.file, at)
    }
}
