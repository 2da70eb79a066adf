//! Request bodies, and the collection's values for them.

use serde::Serialize;

use super::{Name, Repeat, Type};

/// A request body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// Whether the body is an argument of the method; otherwise it has a setter.
    pub required: bool,
    /// The kind of body, with its type.
    pub content: Content,
    /// The description.
    pub docs: String,
    /// An example, as JSON.
    pub example: Option<String>,
    /// The body in the collection.
    pub sample: Sample,
}

/// The kind of a request body.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// JSON of a type.
    Json(Type),
    /// A string that is sent unchanged.
    Text,
    /// Bytes that are sent unchanged.
    Bytes,
    /// A form of a type, as `application/x-www-form-urlencoded`.
    Urlencoded(Type),
    /// A form of a type, as `multipart/form-data`.
    Multipart(Type),
    /// A GraphQL request.
    #[serde(rename = "graphql")]
    GraphQl(GraphQl),
}

impl Content {
    /// Returns the type that callers pass; `None` for text, bytes, and GraphQL without variables.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Urlencoded(ty) | Self::Multipart(ty) => Some(ty),
            Self::GraphQl(request) => request.variables.as_ref(),
            Self::Text | Self::Bytes => None,
        }
    }
}

/// A GraphQL request: the document comes from the collection, the values of its variables from the caller.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GraphQl {
    /// The document.
    pub query: String,
    /// The operation of the document to run, if it has several.
    pub operation_name: Option<String>,
    /// The type of the variables; `None` if the document has none.
    pub variables: Option<Type>,
}

/// The body of a request in the collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    /// No body.
    #[default]
    None,
    /// A string, which may contain `{{variables}}`. For a GraphQL request, the JSON of its variables.
    Text(String),
    /// The fields of a form that Postman sends: the Rust name of each, once, and its values.
    Form(Vec<(String, Vec<FormValue>)>),
    /// A file.
    File(FileSample),
}

/// A value of a form field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormValue {
    /// A string, which may contain `{{variables}}`.
    Text(String),
    /// A file.
    File(FileSample),
}

/// A file that the collection names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FileSample {
    /// The file name that is sent; empty if no file was chosen.
    pub name: String,
    /// The name of the file on disk, without folders.
    pub file: String,
    /// The media type that Postman sends for it.
    pub media_type: Option<String>,
    /// The contents, if they are in the collection.
    pub contents: Option<String>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormField {
    /// The name of the setter, and the name that is sent.
    pub name: Name,
    /// The description.
    pub docs: String,
    /// The kind of its values.
    pub content: FormContent,
    /// The type of one value that is a string when it is sent; [`Type::String`] for files.
    pub ty: Type,
    /// Whether the form needs a value.
    pub required: bool,
    /// Whether the setter takes a list of values, and how they are sent; with [`Repeat::Keys`] or [`Repeat::Indexed`].
    pub repeat: Repeat,
    /// Whether its values are personal data or secrets, which examples must not show.
    pub sensitive: bool,
}

/// The kind of the values of a form field.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormContent {
    /// Strings, with the media type of their parts if the collection has one.
    Text(Option<String>),
    /// Files.
    File,
}
