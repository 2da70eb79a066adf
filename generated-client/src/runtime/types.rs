//! The forms that generated types take: [`object!`], [`request!`], [`open_enum!`], [`union!`] and [`text!`].
//!
//! A generated type says what differs and one of these macros says the rest, so that a diff of the generated code
//! shows what changed in the API. They read JSON as tolerantly as a client must: unknown fields are passed over, an
//! unknown value of an enum is kept, and null counts as absent where absent is allowed. They write what they read.

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// An object: `required` fields, `optional` ones, `patch` fields, in which null differs from absent, and, in requests,
/// `read_only` ones, which only the service sets.
///
/// `[redacted]` before a field keeps its value out of `Debug`; `= "name"` after it is its JSON key, when that is not
/// the Rust name.
macro_rules! object {
    (
        $(#[$attr:meta])*
        pub struct $name:ident {
            $(required { $($(#[$r_attr:meta])* $([$r_flag:ident])? $r:ident: $r_type:ty $(= $r_key:literal)?,)+ })?
            $(optional { $($(#[$o_attr:meta])* $([$o_flag:ident])? $o:ident: $o_type:ty $(= $o_key:literal)?,)+ })?
            $(patch { $($(#[$p_attr:meta])* $([$p_flag:ident])? $p:ident: $p_type:ty $(= $p_key:literal)?,)+ })?
            $(read_only { $($(#[$s_attr:meta])* $([$s_flag:ident])? $s:ident: $s_type:ty $(= $s_key:literal)?,)+ })?
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($($(#[$r_attr])* pub $r: $r_type,)+)?
            $($($(#[$o_attr])* pub $o: Option<$o_type>,)+)?
            $($($(#[$p_attr])* pub $p: Option<Option<$p_type>>,)+)?
            $($($(#[$s_attr])* pub $s: Option<$s_type>,)+)?
        }

        #[allow(deprecated, reason = "a deprecated field is still read, written and shown")]
        const _: () = {
            use $crate::runtime::types::{Key, key, show};

            impl ::std::fmt::Debug for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(stringify!($name))
                        $($(.field(stringify!($r), show!(&self.$r $(, $r_flag)?)))+)?
                        $($(.field(stringify!($o), show!(&self.$o $(, some $o_flag)?)))+)?
                        $($(.field(stringify!($p), show!(&self.$p $(, some $p_flag)?)))+)?
                        $($(.field(stringify!($s), show!(&self.$s $(, some $s_flag)?)))+)?
                        .finish()
                }
            }

            impl ::serde::Serialize for $name {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    use ::serde::ser::SerializeMap as _;
                    #[allow(unused_mut, reason = "an object may have no fields")]
                    let mut map = serializer.serialize_map(None)?;
                    $($(map.serialize_entry(key!($r $($r_key)?), &self.$r)?;)+)?
                    $($(if let Some(value) = &self.$o {
                        map.serialize_entry(key!($o $($o_key)?), value)?;
                    })+)?
                    $($(if let Some(value) = &self.$p {
                        map.serialize_entry(key!($p $($p_key)?), value)?;
                    })+)?
                    $($(if let Some(value) = &self.$s {
                        map.serialize_entry(key!($s $($s_key)?), value)?;
                    })+)?
                    map.end()
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Fields;

                    impl<'de> ::serde::de::Visitor<'de> for Fields {
                        type Value = $name;

                        fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                            f.write_str(concat!("an object (", stringify!($name), ")"))
                        }

                        fn visit_map<A: ::serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                            $($(let mut $r: Option<$r_type> = None;)+)?
                            $($(let mut $o: Option<$o_type> = None;)+)?
                            $($(let mut $p: Option<Option<$p_type>> = None;)+)?
                            $($(let mut $s: Option<$s_type> = None;)+)?
                            while let Some(Key(key)) = map.next_key()? {
                                match &*key {
                                    $($(key!($r $($r_key)?) => $r = Some(map.next_value()?),)+)?
                                    $($(key!($o $($o_key)?) => $o = map.next_value()?,)+)?
                                    $($(key!($p $($p_key)?) => $p = Some(map.next_value()?),)+)?
                                    $($(key!($s $($s_key)?) => $s = map.next_value()?,)+)?
                                    _ => {
                                        map.next_value::<::serde::de::IgnoredAny>()?;
                                    }
                                }
                            }
                            Ok($name {
                                $($($r: match $r {
                                    Some(value) => value,
                                    None => {
                                        let key = key!($r $($r_key)?);
                                        return Err(::serde::de::Error::missing_field(key));
                                    }
                                },)+)?
                                $($($o,)+)?
                                $($($p,)+)?
                                $($($s,)+)?
                            })
                        }
                    }

                    deserializer.deserialize_map(Fields)
                }
            }
        };
    };
}

/// An object that callers make: an [`object!`] with a constructor and setters.
macro_rules! request {
    (
        $(#[$attr:meta])*
        pub struct $name:ident {
            $(required { $($(#[$r_attr:meta])* $([$r_flag:ident])? $r:ident: $r_type:ty $(= $r_key:literal)?,)+ })?
            $(optional { $($(#[$o_attr:meta])* $([$o_flag:ident])? $o:ident: $o_type:ty $(= $o_key:literal)?,)+ })?
            $(patch { $($(#[$p_attr:meta])* $([$p_flag:ident])? $p:ident: $p_type:ty $(= $p_key:literal)?,)+ })?
            $(read_only { $($(#[$s_attr:meta])* $([$s_flag:ident])? $s:ident: $s_type:ty $(= $s_key:literal)?,)+ })?
        }
    ) => {
        $crate::runtime::types::object! {
            $(#[$attr])*
            pub struct $name {
                $(required { $($(#[$r_attr])* $([$r_flag])? $r: $r_type $(= $r_key)?,)+ })?
                $(optional { $($(#[$o_attr])* $([$o_flag])? $o: $o_type $(= $o_key)?,)+ })?
                $(patch { $($(#[$p_attr])* $([$p_flag])? $p: $p_type $(= $p_key)?,)+ })?
                $(read_only { $($(#[$s_attr])* $([$s_flag])? $s: $s_type $(= $s_key)?,)+ })?
            }
        }

        #[allow(deprecated, reason = "a deprecated field can still be set")]
        impl $name {
            /// Makes one of what is required; the setters add the rest.
            #[allow(clippy::too_many_arguments, reason = "what is required is an argument")]
            #[must_use]
            pub fn new($($($r: impl Into<$r_type>,)+)?) -> Self {
                Self {
                    $($($r: $r.into(),)+)?
                    $($($o: None,)+)?
                    $($($p: None,)+)?
                    $($($s: None,)+)?
                }
            }

            $($(
                #[doc = concat!("Sets [`", stringify!($o), "`](Self::", stringify!($o), ").")]
                #[must_use]
                pub fn $o(mut self, $o: impl Into<$o_type>) -> Self {
                    self.$o = Some($o.into());
                    self
                }
            )+)?

            $($(
                #[doc = concat!("Sets [`", stringify!($p), "`](Self::", stringify!($p), "); `None` is null.")]
                #[must_use]
                pub fn $p(mut self, $p: impl $crate::runtime::types::OrNull<$p_type>) -> Self {
                    self.$p = Some($p.or_null());
                    self
                }
            )+)?
        }

        $crate::runtime::types::default_new!($name $($(, $r)+)?);
    };
}

/// `Default` for what needs no arguments.
macro_rules! default_new {
    ($name:ident) => {
        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($name:ident, $($required:ident),+) => {};
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

/// What `Debug` shows of a field.
macro_rules! show {
    ($value:expr) => {
        $value
    };
    ($value:expr, redacted) => {
        &$crate::runtime::types::Redacted
    };
    ($value:expr, some redacted) => {
        &$value.as_ref().map(|_| $crate::runtime::types::Redacted)
    };
}

/// A text out of a list that the service may extend.
macro_rules! open_enum {
    (
        $(#[$attr:meta])*
        pub enum $name:ident {
            $($(#[$variant_attr:meta])* $variant:ident = $text:literal,)*
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attr])* $variant,)*
            /// A value that this version of the client does not know, as the service wrote it.
            Unknown(String),
        }

        #[allow(deprecated, reason = "a deprecated value is still read and written")]
        impl $name {
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        #[allow(deprecated, reason = "a deprecated value is still read and written")]
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        $crate::runtime::types::text_impls!($name, |text: &str| $name::from(text));
    };
}

/// A text with rules of its own, which are checked when a caller makes one and not when the service sends one.
macro_rules! text {
    (
        $(#[$attr:meta])*
        $([$flag:ident])? pub struct $name:ident { $($rules:tt)* }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(String);

        impl $name {
            const RULES: $crate::runtime::text::Rules = $crate::runtime::text::Rules { $($rules)* };

            /// Makes one of a text.
            ///
            /// # Errors
            ///
            /// When the text breaks the rules of the type.
            pub fn new(text: impl Into<String>) -> Result<Self, $crate::InvalidText> {
                let text = text.into();
                Self::RULES.check(stringify!($name), &text)?;
                Ok(Self(text))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_tuple(stringify!($name)).field($crate::runtime::types::show!(&self.0 $(, $flag)?)).finish()
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::InvalidText;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::InvalidText;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::InvalidText;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        $crate::runtime::types::text_impls!($name, |text: &str| $name(text.to_owned()));
    };
}

/// What every type has that is a text on the wire.
macro_rules! text_impls {
    ($name:ident, $read:expr) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::runtime::text::Argument for $name {
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let $crate::runtime::types::Key(text) = ::serde::Deserialize::deserialize(deserializer)?;
                let read: fn(&str) -> Self = $read;
                Ok(read(&text))
            }
        }
    };
}

/// One of several objects, told apart by the text of one field; what fits none of them is kept as it came.
macro_rules! union {
    (
        $(#[$attr:meta])*
        pub enum $name:ident by $accessor:ident = $tag:literal {
            $($(#[$variant_attr:meta])* $variant:ident $(($content:ty))? = $text:literal,)*
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attr])* $variant $(($content))?,)*
            /// A value that this version of the client does not know, or one that is not made as documented.
            Unknown(::serde_json::Value),
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::runtime::types::{Redacted, union};
                match self {
                    $(union!(@bind content $variant $($content)?) => {
                        union!(@show f content $variant $($content)?)
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
                    $($crate::runtime::types::union!(@pattern $variant $($content)?) => Some($text),)*
                    Self::Unknown(value) => value.get($tag)?.as_str(),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::runtime::types::{serialize_tagged, union};
                match self {
                    $(union!(@bind content $variant $($content)?) => {
                        serialize_tagged(serializer, $tag, $text, union!(@content content $($content)?))
                    })*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = ::serde_json::Value::deserialize(deserializer)?;
                let known = match value.get($tag).and_then(::serde_json::Value::as_str) {
                    $(Some($text) => $crate::runtime::types::union!(@read value $variant $($content)?),)*
                    _ => None,
                };
                Ok(known.unwrap_or(Self::Unknown(value)))
            }
        }
    };
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

pub(crate) use {default_new, key, object, open_enum, request, show, text, text_impls, union};

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
