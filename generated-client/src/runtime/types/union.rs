//! One of several objects.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// Each is one of several objects, told apart by the text of one field; what fits none of them is kept as it came.
macro_rules! unions {
    ($(
        $(#[$attr:meta])*
        pub enum $name:ident by $accessor:ident = $tag:literal {
            $($(#[$variant_attr:meta])* $variant:ident $(($content:ty))? = $text:literal,)*
        }
    )+) => {$(
        $(#[$attr])*
        #[doc = $crate::runtime::types::doc_or!("A value of the service."; $(#[$attr])*)]
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attr])* #[doc = $crate::runtime::types::doc_or_name!($variant; $(#[$variant_attr])*)] $variant $(($content))?,)*
            /// A value that this version of the client does not know, or one that is not made as documented.
            Unknown(::serde_json::Value),
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::runtime::types::{Redacted, unions};
                match self {
                    $(unions!(@bind content $variant $($content)?) => {
                        unions!(@show f content $variant $($content)?)
                    })*
                    // Nobody knows what is in it.
                    Self::Unknown(_) => f.debug_tuple("Unknown").field(&Redacted).finish(),
                }
            }
        }

        impl $name {
            #[doc = concat!("The text of `", $tag, "`, which tells the alternatives apart.")]
            #[must_use]
            pub fn $accessor(&self) -> Option<&str> {
                match self {
                    $($crate::runtime::types::unions!(@pattern $variant $($content)?) => Some($text),)*
                    Self::Unknown(value) => value.get($tag)?.as_str(),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::runtime::types::{serialize_tagged, unions};
                match self {
                    $(unions!(@bind content $variant $($content)?) => {
                        serialize_tagged(serializer, $tag, $text, unions!(@content content $($content)?))
                    })*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = ::serde_json::Value::deserialize(deserializer)?;
                let known = match value.get($tag).and_then(::serde_json::Value::as_str) {
                    $(Some($text) => $crate::runtime::types::unions!(@read value $variant $($content)?),)*
                    _ => None,
                };
                Ok(known.unwrap_or(Self::Unknown(value)))
            }
        }
    )+};
    (@pattern $variant:ident) => { Self::$variant };
    (@pattern $variant:ident $content:ty) => { Self::$variant(_) };
    (@bind $bound:ident $variant:ident) => { Self::$variant };
    (@bind $bound:ident $variant:ident $content:ty) => { Self::$variant($bound) };
    (@show $f:ident $bound:ident $variant:ident) => { $f.write_str(stringify!($variant)) };
    (@show $f:ident $bound:ident $variant:ident $content:ty) => {
        $f.debug_tuple(stringify!($variant)).field($bound).finish()
    };
    (@content $bound:ident) => { None::<&()> };
    (@content $bound:ident $content:ty) => { Some($bound) };
    (@read $value:ident $variant:ident) => { Some(Self::$variant) };
    (@read $value:ident $variant:ident $content:ty) => {
        <$content as ::serde::Deserialize>::deserialize(&$value).ok().map(Self::$variant)
    };
}

pub(crate) use unions;

/// Writes an alternative of a union: its own fields and the tag.
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
