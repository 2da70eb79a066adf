//! The traits of the types of requests and responses.
//!
//! Generated code declares the types as plain Rust, and the macros of these modules implement their traits. They are
//! tolerant when they deserialize JSON: unknown fields are ignored, an unknown value of an enum is kept, and null
//! counts as absent in an optional field.

pub(crate) mod argument;
pub(crate) mod date_time;
pub(crate) mod enums;
pub(crate) mod fields;
pub(crate) mod finite;
pub(crate) mod form;
pub(crate) mod instant;
mod keys;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod source;
pub(crate) mod string;
pub(crate) mod union;
pub(crate) mod untagged;

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

pub(crate) use enums::open_enum;
pub(crate) use form::Form;
pub(crate) use object::object;
pub(crate) use string::validated_string;
pub(crate) use union::{tag, union};
pub(crate) use untagged::untagged;

/// A JSON key or string, borrowed from the input if that is possible.
#[derive(Debug)]
pub(crate) struct JsonStr<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for JsonStr<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StrVisitor;

        impl<'de> Visitor<'de> for StrVisitor {
            type Value = JsonStr<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<JsonStr<'de>, E> {
                Ok(JsonStr(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<JsonStr<'de>, E> {
                Ok(JsonStr(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<JsonStr<'de>, E> {
                Ok(JsonStr(Cow::Owned(text)))
            }
        }

        deserializer.deserialize_str(StrVisitor)
    }
}

/// The placeholder that `Debug` shows instead of personal data and secrets.
#[derive(Clone, Copy)]
pub(crate) struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A value for a field that may be null: the value itself, an `Option` of it, or a `&str` for a `String`. `None` is
/// null.
///
/// # Examples
///
/// ```
/// use generated_client::OrNull;
///
/// fn wire(value: impl OrNull<String>) -> Option<String> {
///     value.or_null()
/// }
///
/// assert_eq!(wire("Ada"), Some("Ada".to_owned()));
/// assert_eq!(wire(None::<String>), None);
/// ```
pub trait OrNull<T> {
    /// Returns the value; `None` for null.
    fn or_null(self) -> Option<T>;
}

impl<T> OrNull<T> for T {
    fn or_null(self) -> Option<T> {
        Some(self)
    }
}

impl<T> OrNull<T> for Option<T> {
    fn or_null(self) -> Option<T> {
        self
    }
}

impl OrNull<String> for &str {
    fn or_null(self) -> Option<String> {
        Some(self.to_owned())
    }
}
