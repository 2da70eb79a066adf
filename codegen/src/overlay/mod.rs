//! The overlay: additions to a collection, as a partial OpenAPI 3.1 document.
//!
//! [`Overlay::parse`] accepts a document as its owner publishes it: every keyword of OpenAPI 3.1, and the idioms of 3.0.
//! Keywords without an effect on the client, such as limits of values, are counted in one note, as are unused
//! components. Extensions (`x-…`) of others are ignored. An unknown keyword, a duplicate key, a value of the wrong JSON
//! type and a `$ref` to nothing are errors, each with its location (`paths."/users/{id}".get`) and a remedy. All errors
//! are reported together.
//!
//! The parts of the document:
//!
//! - A key of `paths` is the path as the collection has it, whatever its parameters are called, or `/path#Folder / Item
//!   name` where method and path are not unique. The path of a server in `servers` may be missing at its start.
//! - `servers` declare base URLs: of the document, or of a path or an operation. A variable of a server is a setting of
//!   the client, with its `default`, its `description` and the values of its `enum`.
//! - `components.securitySchemes` and `security` replace the credentials of the collection. `security: []` means that an
//!   operation needs none; the schemes of one object are required together.
//! - `tags` describe folders: `{name: "Outer / Inner", x-name: "rust_name", x-aliases: ["former_name"], description}`.
//! - `x-variables` name the setters of URL variables and credentials: `{"hostname": {"x-name": "host"}}`. They are
//!   otherwise named after the variables of the collection.
//! - A `description` (of an operation, a parameter, a body …) replaces that of the collection. A `summary` is the first
//!   line of the documentation.
//! - `operationId` is the operation's name, `externalDocs.url` the link to its reference.
//! - `parameters` describe parameters of the collection, and add query parameters and headers that it does not have.
//!   Those that the client sends anyway (credentials, constants, `Accept`, `Content-Type`) are not added. `required` has
//!   no effect: path parameters are arguments, and all other parameters are optional. A query parameter whose schema is
//!   a `const` is sent with this value unless the caller sets another one; a path parameter with a `const` is a literal
//!   of the path. A path parameter whose `example` is the literal that the collection has at its position makes that an
//!   argument.
//!   A query parameter of the style `deepObject` stands for one parameter for each property of its schema: `name[key]`.
//! - `requestBody` describes the body that the collection sends. One that the collection contradicts is an error: a form
//!   is not described as JSON.
//! - `examples` of an error response tell which variants of the error type the service sends with this status: the
//!   documentation links them. The first example of a request body is that of the documentation. Examples of other
//!   responses have no effect.
//! - `"type": ["integer", "number"]` is a number of any kind, exactly as it is sent; `number` is a floating-point number.
//! - A `$ref` may refer to any part of the document, and to an `$anchor` or an `$id` in it.
//! - Extensions: `x-idempotent: true` (a repetition has the same effect as one call), `x-aliases: [names]` (former
//!   names, kept as deprecated items: of an operation `get_order`, or `orders.get_order` and `client.get_order` for the
//!   method that another group or the client had; of a tag; of a schema that is a type), `x-deprecated: "reason"` (wherever `deprecated` is allowed), `x-sensitive:
//!   true` (a schema whose values are personal data or secrets).
//!
//! Deliberately absent: YAML, and references to other files.

mod components;
mod declared;
mod deep_object;
mod document;
mod grammar;
mod media;
mod node;
mod parts;
mod positions;
mod reader;
mod references;
mod schema;
mod security;
mod servers;
mod tags;
mod variables;

use crate::diagnostics::{Diagnostics, Location};
use crate::json;
use serde_json::Value;

pub use media::{MediaEntry, MediaKind};
pub(crate) use node::child;
pub(crate) use positions::add_positions;
pub(crate) use reader::{Ignored, list, most_similar};
pub use schema::{Discriminator, EnumEntry, ObjectSchema, OneOf, Schema, SchemaKind, StringSchema};
pub use security::{Security, SecurityKind, SecuritySchemeEntry};
pub use servers::{ServerEntry, ServerVariableEntry};
pub use tags::TagEntry;
pub use variables::VariableEntry;

/// An overlay.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// The name of the file, for diagnostics.
    pub file: String,
    /// The servers of the whole document.
    pub servers: Vec<ServerEntry>,
    /// The security schemes.
    pub security_schemes: Vec<SecuritySchemeEntry>,
    /// The security of the whole document.
    pub security: Option<Security>,
    /// The entries of folders.
    pub tags: Vec<TagEntry>,
    /// The entries of variables.
    pub variables: Vec<VariableEntry>,
    /// The operation entries, in the order of the file.
    pub operations: Vec<OperationEntry>,
    /// The schemas in `components.schemas`, in the order of the file, and those that references lead to elsewhere.
    pub schemas: Vec<(String, Schema)>,
}

/// The overlay entry of an operation.
#[derive(Clone, Debug)]
pub struct OperationEntry {
    /// The location in the file.
    pub at: String,
    /// The path in the key: `/users/{account_id}/manage`.
    pub path: String,
    /// The part of the key after `#`: the folders and the item, joined by ` / `.
    pub item: Option<String>,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The servers of the operation, or else of its path; empty if those of the document apply.
    pub servers: Vec<ServerEntry>,
    /// The security of the operation, instead of that of the document.
    pub security: Option<Security>,
    /// The operation's name.
    pub operation_id: Option<String>,
    /// The first line of the documentation.
    pub summary: Option<String>,
    /// The documentation, instead of that in the collection.
    pub description: Option<String>,
    /// The URL of the service's documentation.
    pub reference: Option<String>,
    /// The reason for the deprecation; `None` if it is not deprecated.
    pub deprecated: Option<String>,
    /// Whether a repetition has the same effect as one call; `None` where the method decides.
    pub idempotent: Option<bool>,
    /// Former names, kept as deprecated methods; in another group with the modules that lead to it.
    pub aliases: Vec<String>,
    /// The parameter entries.
    pub parameters: Vec<ParameterEntry>,
    /// The entry of the request body.
    pub body: Option<BodyEntry>,
    /// The response entries, in the order of the file.
    pub responses: Vec<ResponseEntry>,
    /// The schemas of all successful responses, if their bodies are JSON and differ.
    pub success: Option<Schema>,
}

impl OperationEntry {
    /// Returns the key of `paths`.
    pub fn key(&self) -> String {
        match &self.item {
            Some(item) => format!("{}#{item}", self.path),
            None => self.path.clone(),
        }
    }

    /// Whether it describes a successful response.
    pub(crate) fn has_success(&self) -> bool {
        let is_default = |response: &ResponseEntry| response.statuses == Statuses::Default;
        self.responses.iter().any(|response| response.is_success() || is_default(response))
    }
}

/// The overlay entry of a parameter.
#[derive(Clone, Debug)]
pub struct ParameterEntry {
    /// The location in the file; that of the component in the case of a `$ref`.
    pub at: String,
    /// The name in the request.
    pub name: String,
    /// The part of the request that contains it.
    pub location: ParameterLocation,
    /// The documentation, instead of that in the collection.
    pub description: Option<String>,
    /// Whether the service requires it.
    pub required: bool,
    /// The schema of the value.
    pub schema: Option<Schema>,
    /// The `const` of the schema, as it is sent before it is encoded. Of a query parameter, it is the default; a path
    /// parameter is a literal.
    pub constant: Option<String>,
    /// The way in which arrays and objects are sent.
    pub style: ParameterStyle,
    /// Whether an array is sent as `name=a&name=b` (the default in a query) or as one value, such as `name=a,b`.
    pub explode: bool,
    /// An example of the value.
    pub example: Option<Value>,
    /// The reason for the deprecation; `None` if it is not deprecated.
    pub deprecated: Option<String>,
}

/// The part of a request that contains a parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ParameterLocation {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The headers.
    Header,
}

/// The way in which a parameter sends arrays and objects.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ParameterStyle {
    /// `a,b` in a query, or repeated.
    Form,
    /// `a,b` in a path or a header.
    Simple,
    /// `a b`, the space being encoded.
    Spaces,
    /// `a|b`.
    Pipes,
    /// `name[key]=value`.
    DeepObject,
    /// `.a.b`.
    Label,
    /// `;name=a,b`.
    Matrix,
    /// A document of a media type, such as JSON.
    Content,
}

/// The overlay entry of a request body.
#[derive(Clone, Debug)]
pub struct BodyEntry {
    /// The location in the file.
    pub at: String,
    /// Whether a call needs a body.
    pub required: bool,
    /// The documentation.
    pub description: Option<String>,
    /// The body for each media type.
    pub content: Vec<MediaEntry>,
}

/// The overlay entry of a response.
#[derive(Clone, Debug)]
pub struct ResponseEntry {
    /// The location in the file; that of the component in the case of a `$ref`.
    pub at: String,
    /// The HTTP statuses.
    pub statuses: Statuses,
    /// The name in `components.responses` in the case of a `$ref`. It prefixes the names of inline types.
    pub component: Option<String>,
    /// The meaning of the response.
    pub description: Option<String>,
    /// The headers.
    pub headers: Vec<HeaderEntry>,
    /// The body for each media type; none for a response without a body. Examples of an error tell which variants its
    /// type has with this status.
    pub content: Vec<MediaEntry>,
}

impl ResponseEntry {
    /// Returns the body if it is JSON.
    pub fn json(&self) -> Option<&MediaEntry> {
        let of_kind = |kind| self.content.iter().find(move |media| media.kind() == kind);
        of_kind(MediaKind::Json).or_else(|| of_kind(MediaKind::Any).filter(|media| !media.is_binary()))
    }

    /// Whether the response is a successful one.
    pub fn is_success(&self) -> bool {
        matches!(self.statuses, Statuses::One(200..=299) | Statuses::Class(2))
    }
}

/// The HTTP statuses of a response.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Statuses {
    /// One status.
    One(u16),
    /// All statuses with this first digit: `4XX`.
    Class(u8),
    /// All that are not described otherwise.
    Default,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct HeaderEntry {
    /// The name.
    pub name: String,
    /// The meaning.
    pub description: Option<String>,
}

impl Overlay {
    /// Parses an overlay and reports all errors in it; `file` is its name in the diagnostics.
    ///
    /// Returns `None` if the text is not a JSON object. Otherwise the overlay has everything that could be read, so
    /// that later steps find further errors.
    pub fn parse(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let root = match node::Node::parse(text) {
            Ok(root) => root,
            Err(error) => {
                let location = Location::of_json_error(file, text, &error);
                let problem = format!("the overlay is not JSON: {}", json::reason(&error));
                diagnostics.error(location, problem, "correct the overlay at this position");
                return None;
            }
        };
        document::overlay(&root, &mut reader::OverlayReader::new(file, &root, diagnostics))
    }

    /// Returns the schema with this name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|(other, _)| other == name).map(|(_, schema)| schema)
    }

    /// Whether a schema is a component, and not a target elsewhere in the document.
    pub(crate) fn is_component(name: &str, schema: &Schema) -> bool {
        schema.at == node::child("components.schemas", name)
    }

    /// Returns a location in this file.
    pub fn location(&self, at: impl Into<String>) -> Location {
        Location::new(&self.file, at)
    }
}
