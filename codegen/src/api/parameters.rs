//! Path parameters, query parameters and headers.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::{Name, Type};

/// The path of an operation after the base URL.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathTemplate {
    /// The literals and parameters, in order.
    pub parts: Vec<PathPart>,
}

/// The serialized form has the template too, so that other programs need not join the parts.
impl Serialize for PathTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut path = serializer.serialize_struct("PathTemplate", 2)?;
        path.serialize_field("template", &self.template())?;
        path.serialize_field("parts", &self.parts)?;
        path.end()
    }
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a path has few parts")]
pub enum PathPart {
    /// A literal, already percent-encoded.
    Literal(String),
    /// A path parameter, which is an argument of the method.
    Parameter(Parameter),
}

impl PathTemplate {
    /// Returns the parameters in the order of the path; one that occurs twice is returned twice.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parts.iter().filter_map(|part| match part {
            PathPart::Parameter(parameter) => Some(parameter),
            PathPart::Literal(_) => None,
        })
    }

    /// Returns the path template in OpenAPI's notation, which begins with `/`: `/users/{account_id}/manage`.
    pub fn template(&self) -> String {
        let wire = self.wire();
        if wire.starts_with('/') { wire } else { format!("/{wire}") }
    }

    /// Returns the exact path that is sent after the base URL, with parameters in braces; other braces are encoded.
    pub fn wire(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            PathPart::Literal(literal) => literal.clone(),
            PathPart::Parameter(parameter) => format!("{{{}}}", parameter.name.wire),
        });
        parts.collect()
    }
}

/// A path parameter, a query parameter or a header.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// The name of the argument or setter, and the name that is sent.
    pub name: Name,
    /// The description.
    pub docs: String,
    /// The type of one value.
    pub ty: Type,
    /// The way in which several values are sent.
    pub repeat: Repeat,
    /// An example: that of the overlay, or a value of the collection whose variables all have values.
    pub example: Option<String>,
    /// The values that the collection has for this name, in order.
    pub values: Vec<CollectionValue>,
    /// The value that is sent if the caller sets none. Only query parameters have one.
    pub default: Option<QueryDefault>,
    /// The value that the service assumes if the parameter is not sent.
    pub service_default: Option<String>,
    /// The reason why the parameter is deprecated.
    pub deprecated: Option<String>,
}

impl Parameter {
    /// Returns the values that Postman sends, without entries that are only a name.
    pub fn sent(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter(|value| value.enabled).filter_map(|value| value.value.as_deref())
    }

    /// Whether the collection has values for the parameter and all of them are disabled.
    pub fn is_disabled(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(|value| !value.enabled)
    }
}

/// The value of a query parameter that is sent if the caller sets none.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryDefault {
    /// The value in the collection, percent-encoded as Postman sends it.
    Collection(String),
    /// A constant of the overlay, percent-encoded.
    Constant(String),
    /// The value of a setting of the client: its index in [`Api::query_settings`](super::Api::query_settings).
    Setting(usize),
}

impl QueryDefault {
    /// Returns the value that the operation itself has, percent-encoded; `None` for a setting of the client.
    pub fn encoded(&self) -> Option<&str> {
        match self {
            Self::Collection(value) | Self::Constant(value) => Some(value),
            Self::Setting(_) => None,
        }
    }
}

/// A value of a parameter in the collection.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct CollectionValue {
    /// The value, which may contain `{{variables}}`; `None` for a query entry without `=`.
    pub value: Option<String>,
    /// Whether Postman sends the value.
    pub enabled: bool,
}

/// The way in which several values of one parameter are sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// The parameter has only one value.
    Never,
    /// `name=a&name=b`, OpenAPI's default for a query parameter.
    Keys,
    /// `name[0]=a&name[1]=b`.
    Indexed,
    /// `name=a,b`.
    Commas,
    /// `name=a%20b`.
    Spaces,
    /// `name=a|b`.
    Pipes,
}
