//! The forms that generated types take: [`objects!`], [`requests!`], [`open_enums!`], [`unions!`] and [`texts!`].
//!
//! A generated type says what differs and one of these macros says the rest, so that a diff of the generated code
//! shows what changed in the API. They read JSON as tolerantly as a client must: unknown fields are passed over, an
//! unknown value of an enum is kept, and null counts as absent where absent is allowed. They write what they read.

pub(crate) mod fields;
mod object;
pub(crate) mod source;
mod text;
mod union;

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

pub(crate) use object::{default_new, make_object, object_setters, object_types, objects, requests};
pub(crate) use text::{open_enums, show_text, text_impls, texts};
pub(crate) use union::{serialize_tagged, unions};

/// Other names for types: equal shapes are one type, and each place has a name of its own for it.
macro_rules! aliases {
    ($($(#[$attr:meta])* $name:ident = $target:ty;)+) => {
        $(
            $(#[$attr])*
            /// The same shape as at another place, under the name of this one.
            pub type $name = $target;
        )+
    };
}

/// The JSON key of a field.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// The documentation of what has none.
macro_rules! doc_or {
    ($docs:literal;) => {
        $docs
    };
    ($docs:literal; $($attr:tt)+) => {
        ""
    };
}

/// The documentation of what has none: its name.
macro_rules! doc_or_name {
    ($name:ident;) => {
        concat!("`", stringify!($name), "`")
    };
    ($name:ident; $($attr:tt)+) => {
        ""
    };
}

pub(crate) use {aliases, doc_or, doc_or_name, key};

/// A JSON key or text, borrowed where the input allows it.
#[derive(Debug)]
pub(crate) struct Key<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text)))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// What `Debug` shows in the place of personal data and secrets.
#[derive(Clone, Copy)]
pub(crate) struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A value for a field that may be null.
pub trait OrNull<T> {
    /// The value, or nothing for null.
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
