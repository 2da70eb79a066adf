//! What callers pass by name: in the path, in the query, in headers.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::{Name, Type};

/// The path of an operation, after the server's front.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathTemplate {
    /// Literal text and parameters in turn.
    pub parts: Vec<PathPart>,
}

/// The parts, and the whole as a text: few programs want to put it together.
impl Serialize for PathTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut path = serializer.serialize_struct("PathTemplate", 2)?;
        path.serialize_field("template", &self.template())?;
        path.serialize_field("parts", &self.parts)?;
        path.end()
    }
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PathPart {
    /// Text that is sent as it stands: already percent-encoded.
    Literal(String),
    /// An argument of the operation.
    Parameter(Parameter),
}

impl PathTemplate {
    /// The parameters in the order of the path.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parts.iter().filter_map(|part| match part {
            PathPart::Parameter(parameter) => Some(parameter),
            PathPart::Literal(_) => None,
        })
    }

    /// The template in the notation of OpenAPI, which begins with `/`: `/users/{account_id}/manage`.
    pub fn template(&self) -> String {
        let wire = self.wire();
        if wire.starts_with('/') { wire } else { format!("/{wire}") }
    }

    /// The exact text that follows the server's front, a parameter in braces; other braces are percent-encoded.
    pub fn wire(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            PathPart::Literal(text) => text.clone(),
            PathPart::Parameter(parameter) => format!("{{{}}}", parameter.name.wire),
        });
        parts.collect()
    }
}

/// Something the caller passes by name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// The argument or setter, and the name as it is sent.
    pub name: Name,
    /// The description.
    pub docs: String,
    /// The type of one value.
    pub ty: Type,
    /// Whether there may be several values, and how they are sent.
    pub repeat: Repeat,
    /// A value to show: the overlay's, or the collection's when its variables have values.
    pub example: Option<String>,
    /// What the collection has under this name, in its order.
    pub values: Vec<CollectionValue>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

impl Parameter {
    /// The values that Postman sends; a name without one is none.
    pub fn sent(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter(|value| value.enabled).filter_map(|value| value.text.as_deref())
    }

    /// Whether the collection has it and Postman does not send it.
    pub fn is_disabled(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(|value| !value.enabled)
    }
}

/// A value as the collection has it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct CollectionValue {
    /// The text, which may hold `{{variables}}`; in a query nothing for a name without `=`.
    pub text: Option<String>,
    /// Whether Postman sends it.
    pub enabled: bool,
}

/// How several values of one query parameter are sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// There is one value.
    Never,
    /// `name=a&name=b`, OpenAPI's default for a query parameter.
    Keys,
    /// `name=a,b`.
    Commas,
}
