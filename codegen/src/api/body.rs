//! Request bodies, and what the collection has for them.

use serde::Serialize;

use super::{Name, Type};

/// A request body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// Whether a call needs one.
    pub required: bool,
    /// What the body is.
    pub content: Content,
    /// The description.
    pub docs: String,
    /// An example, as JSON text.
    pub example: Option<String>,
    /// The body of the collection.
    pub sample: Sample,
}

/// What a body is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// JSON of a type.
    Json(Type),
    /// Text, sent as it is.
    Text,
    /// Bytes, sent as they are.
    Bytes,
    /// A form of a type, as one text.
    Urlencoded(Type),
    /// A form of a type, each field a part.
    Multipart(Type),
    /// A GraphQL request.
    #[serde(rename = "graphql")]
    GraphQl(GraphQl),
}

impl Content {
    /// The type of what callers pass, when it is one of [`Api::types`](super::Api::types) or made of them.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Urlencoded(ty) | Self::Multipart(ty) => Some(ty),
            Self::GraphQl(request) => request.variables.as_ref(),
            Self::Text | Self::Bytes => None,
        }
    }
}

/// A GraphQL request: the document is the collection's, the values of its variables are the caller's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GraphQl {
    /// The document.
    pub query: String,
    /// Which of its operations runs.
    pub operation_name: Option<String>,
    /// The type of the variables, when it has some.
    pub variables: Option<Type>,
}

/// What the collection has as a body.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    /// No body.
    #[default]
    None,
    /// A text, which may hold `{{variables}}`; of a GraphQL request its variables.
    Text(String),
    /// The values of a form's fields, each field once, by its name in Rust.
    Form(Vec<(String, Vec<FormValue>)>),
    /// A file.
    File(FileSample),
}

/// A value of a form's field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormValue {
    /// A text, which may hold `{{variables}}`.
    Text(String),
    /// A file.
    File(FileSample),
}

/// A file that the collection names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FileSample {
    /// The name that is sent; empty when nobody has chosen a file.
    pub name: String,
    /// The name of the file itself, without folders.
    pub file: String,
    /// The media type that Postman gives it.
    pub media_type: Option<String>,
    /// The contents, where the collection has them itself.
    pub contents: Option<String>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormField {
    /// The setter, and the name on the wire.
    pub name: Name,
    /// What it is.
    pub docs: String,
    /// What its values are.
    pub content: FormContent,
    /// Whether there may be several values: one field each, or none.
    pub repeats: bool,
    /// Whether its values are personal data or secrets, which examples do not show.
    pub sensitive: bool,
}

/// What the values of a form's field are.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormContent {
    /// Texts, with the media type of their parts where the collection gives one.
    Text(Option<String>),
    /// Files.
    File,
}
