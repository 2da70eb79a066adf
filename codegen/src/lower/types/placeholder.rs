//! Recognizes placeholders that name a type.
//!
//! When Postman converts an OpenAPI document to a collection, it writes the type of each value that has no example:
//! `<integer>` for an integer, and the format instead of the type if there is one, such as `<dateTime>` or `<uuid>`.
//! An array without described elements is `<array>`, and an object without described fields `<object>`.

use serde_json::{Value, json};

use super::example::Example;
use crate::api::{CollectionValue, Type};
use crate::collection::fits_declared;

/// The type that a placeholder names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Placeholder {
    /// A string, of a format that is personal data or a secret.
    Sensitive,
    /// A point in time.
    DateTime,
    /// An integer.
    Integer,
    /// A floating-point number.
    Float,
    /// A number of a format that says nothing more about it.
    Number,
    /// A boolean.
    Bool,
    /// An array of any JSON.
    Array,
    /// An object of any JSON.
    Object,
    /// A value of an unknown type.
    Any,
}

/// What Postman writes for a schema that is nested too deep.
const TOO_DEEP: &str = "Error: Too many levels of nesting to fake this schema";

impl Placeholder {
    /// Returns the type that a string names; `None` for other strings, which include the placeholders for strings.
    pub(crate) fn of(string: &str) -> Option<Self> {
        Some(match string.strip_prefix('<')?.strip_suffix('>')? {
            "email" | "password" => Self::Sensitive,
            "dateTime" | "date-time" => Self::DateTime,
            "integer" | "int" | "int32" | "long" | "int64" => Self::Integer,
            "number" | "float" | "double" => Self::Float,
            "uint32" | "uint64" => Self::Number,
            "boolean" | "bool" => Self::Bool,
            "array" => Self::Array,
            "object" => Self::Object,
            "null" | "any" | "decimal" | TOO_DEEP => Self::Any,
            _ => return None,
        })
    }

    /// Returns a value of the type, for documentation; `None` if it is a string or not known.
    pub(crate) fn sample(self) -> Option<Value> {
        match self {
            Self::DateTime => Some(json!("2025-01-31T12:00:00Z")),
            Self::Integer | Self::Number => Some(json!(1)),
            Self::Float => Some(json!(1.5)),
            Self::Bool => Some(json!(true)),
            Self::Array => Some(json!([])),
            Self::Object => Some(json!({})),
            Self::Sensitive | Self::Any => None,
        }
    }

    /// Returns the type of a parameter or a form field, of which a string is sent.
    fn scalar(self) -> Type {
        match self {
            Self::DateTime => Type::DateTime,
            Self::Integer => Type::Integer,
            Self::Float => Type::Float,
            Self::Bool => Type::Bool,
            Self::Number | Self::Sensitive | Self::Array | Self::Object | Self::Any => Type::String,
        }
    }
}

/// Whether a string is a placeholder, also one for a string.
pub(crate) fn is_placeholder(string: &str) -> bool {
    const STRINGS: &[&str] =
        &["string", "binary", "byte", "date", "hostname", "ipv4", "ipv6", "time", "uri", "url", "uuid"];
    let name = string.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    name.is_some_and(|name| STRINGS.contains(&name)) || Placeholder::of(string).is_some()
}

/// Replaces the placeholders in an example by values of the types that they name.
pub(crate) fn with_values(example: Example<'_>) -> Example<'_> {
    match example {
        Example::String(string) => match Placeholder::of(&string).and_then(Placeholder::sample) {
            Some(value) => value.into(),
            None => Example::String(string),
        },
        Example::Opaque(value) => with_values(value.into()),
        Example::Array(list) => Example::Array(list.into_iter().map(with_values).collect()),
        Example::Object(members) => {
            Example::Object(members.into_iter().map(|(key, value)| (key, with_values(value))).collect())
        }
        other => other,
    }
}

/// Returns the type that all these values of a parameter or a form field name; a string if there is none.
pub(crate) fn scalar<'v>(values: impl IntoIterator<Item = &'v str>) -> Type {
    let mut types =
        values.into_iter().map(|value| Placeholder::of(value).map_or(Type::String, Placeholder::scalar));
    let first = types.next().unwrap_or(Type::String);
    if types.all(|other| other == first) { first } else { Type::String }
}

/// Returns the type that the values of a parameter name.
pub(crate) fn of_parameter(values: &[CollectionValue]) -> Type {
    scalar(texts(values))
}

/// Returns the values of a parameter. An entry that is only a name has none.
pub(crate) fn texts(values: &[CollectionValue]) -> impl Iterator<Item = &str> + Clone {
    values.iter().filter_map(|value| value.value.as_deref())
}

/// Returns the type that a placeholder declares for a parameter, if the values are of this type, and otherwise the type
/// that they name.
pub(crate) fn declared_or_named<'v>(
    declared: Option<&str>,
    mut values: impl Iterator<Item = &'v str> + Clone,
) -> Type {
    let named = scalar(values.clone());
    let Some(declared) = declared.filter(|_| named == Type::String) else { return named };
    if values.all(|value| fits_declared(declared, value)) { scalar([declared]) } else { named }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_names_a_type() {
        let cases = [
            ("<integer>", Placeholder::Integer),
            ("<long>", Placeholder::Integer),
            ("<number>", Placeholder::Float),
            ("<float>", Placeholder::Float),
            ("<double>", Placeholder::Float),
            ("<boolean>", Placeholder::Bool),
            ("<dateTime>", Placeholder::DateTime),
            ("<uint64>", Placeholder::Number),
            ("<email>", Placeholder::Sensitive),
            ("<array>", Placeholder::Array),
            ("<object>", Placeholder::Object),
            ("<Error: Too many levels of nesting to fake this schema>", Placeholder::Any),
        ];
        for (string, expected) in cases {
            assert_eq!(Placeholder::of(string), Some(expected), "{string}");
        }
        for string in [
            "<string>",
            "<uuid>",
            "<date>",
            "<uri>",
            "<my name>",
            "integer",
            "<integer",
            "<Integer>",
            " <integer>",
            "",
        ] {
            assert_eq!(Placeholder::of(string), None, "{string}");
        }
    }

    #[test]
    fn the_type_of_a_parameter_is_that_of_all_its_values() {
        assert_eq!(scalar(["<integer>", "<long>"]), Type::Integer);
        assert_eq!(scalar(["<integer>", "1"]), Type::String);
        assert_eq!(scalar(["<integer>", "<boolean>"]), Type::String);
        assert_eq!(scalar(["<object>"]), Type::String);
        assert_eq!(scalar([]), Type::String);
    }
}
