//! Enums of objects. The string in one field of the objects, the tag, selects the variant.

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::{Map, Value};

/// An enum of objects.
pub(crate) trait Union {
    /// Returns the tag; `None` if the value is unknown and has none.
    fn tag(&self) -> Option<&str>;
}

/// Returns the tag of a value; `None` if the value is unknown and has none.
#[inline]
pub(crate) fn tag(union: &impl Union) -> Option<&str> {
    union.tag()
}

/// Implements the traits of an enum whose variants are objects in JSON. The string in one field of the objects selects
/// the variant. The last variant, `Unknown(Value)`, is any other value:
///
/// ```text
/// union!(Pet by "kind" { Cat(_) = "cat", None = "none" });
/// ```
///
/// `Cat(_)` is a variant with the other fields of the object; `None` is one without other fields. A variant that is
/// missing here is a compile error.
macro_rules! union {
    ($name:ident by $tag:literal { $($variant:ident $(($content:tt))? = $text:literal),* }) => {
        impl $crate::runtime::model::union::Union for $name {
            #[inline]
            fn tag(&self) -> Option<&str> {
                match self {
                    $($crate::runtime::model::union::pattern!($variant $($content)?) => Some($text),)*
                    Self::Unknown(value) => value.get($tag)?.as_str(),
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::runtime::model::{Redacted, union::{debug, pattern}};
                match self {
                    $(pattern!(content $variant $($content)?) => debug!(f content $variant $($content)?),)*
                    // The value may contain secrets or personal data.
                    Self::Unknown(_) => f.debug_tuple("Unknown").field(&Redacted).finish(),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::runtime::model::union::{content, pattern, serialize_tagged};
                match self {
                    $(pattern!(content $variant $($content)?) => {
                        serialize_tagged(serializer, $tag, $text, content!(content $($content)?))
                    })*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = ::serde_json::Value::deserialize(deserializer)?;
                let known = match value.get($tag).and_then(::serde_json::Value::as_str) {
                    $(Some($text) => $crate::runtime::model::union::decode!(value $variant $($content)?),)*
                    _ => None,
                };
                Ok(known.unwrap_or(Self::Unknown(value)))
            }
        }
    };
}

/// Expands to the pattern of a variant; if a name precedes the variant, the content is bound to it.
macro_rules! pattern {
    ($variant:ident) => {
        Self::$variant
    };
    ($variant:ident _) => {
        Self::$variant(_)
    };
    ($content:ident $variant:ident) => {
        Self::$variant
    };
    ($content:ident $variant:ident _) => {
        Self::$variant($content)
    };
}

/// Formats a variant for `Debug`.
macro_rules! debug {
    ($f:ident $content:ident $variant:ident) => {
        $f.write_str(stringify!($variant))
    };
    ($f:ident $content:ident $variant:ident _) => {
        $f.debug_tuple(stringify!($variant)).field($content).finish()
    };
}

/// Expands to the content of a variant, or `None` if it has none.
macro_rules! content {
    ($content:ident) => {
        None::<&()>
    };
    ($content:ident _) => {
        Some($content)
    };
}

/// Decodes a variant; `None` if the value does not match its type.
macro_rules! decode {
    ($value:ident $variant:ident) => {
        Some(Self::$variant)
    };
    ($value:ident $variant:ident _) => {
        ::serde::Deserialize::deserialize(&$value).ok().map(Self::$variant)
    };
}

pub(crate) use {content, debug, decode, pattern, union};

/// Serializes a variant: the fields of its content and the tag.
pub(crate) fn serialize_tagged<S: Serializer>(
    serializer: S,
    tag: &'static str,
    text: &'static str,
    content: Option<&impl Serialize>,
) -> Result<S::Ok, S::Error> {
    let mut object = match content.map(serde_json::to_value).transpose() {
        Ok(Some(Value::Object(fields))) => fields,
        Ok(_) => Map::new(),
        Err(error) => return Err(S::Error::custom(error)),
    };
    object.insert(tag.to_owned(), Value::from(text));
    object.serialize(serializer)
}
