//! Texts: enums that the service may extend, and texts with rules.

/// Texts out of a list that the service may extend.
macro_rules! open_enums {
    ($(
        $(#[$attr:meta])*
        pub enum $name:ident {
            $($(#[$variant_attr:meta])* $variant:ident = $text:literal,)*
        }
    )+) => {$(
        $(#[$attr])*
        #[doc = $crate::runtime::types::doc_or!("A value of the service."; $(#[$attr])*)]
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attr])* #[doc = $crate::runtime::types::doc_or_name!($variant; $(#[$variant_attr])*)] $variant,)*
            /// A value that this version of the client does not know, as the service wrote it.
            Unknown(String),
        }

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
    )+};
}

/// Texts with rules of their own, which are checked when a caller makes one and not when the service sends one.
macro_rules! texts {
    ($(
        $(#[$attr:meta])*
        $([$flag:ident])? pub struct $name:ident { $($rules:tt)* }
    )+) => {$(
        $(#[$attr])*
        #[doc = $crate::runtime::types::doc_or!("A value of the service."; $(#[$attr])*)]
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
                f.debug_tuple(stringify!($name)).field($crate::runtime::types::show_text!(&self.0 $(, $flag)?)).finish()
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
    )+};
}

/// What `Debug` shows of a text.
macro_rules! show_text {
    ($text:expr) => {
        $text
    };
    ($text:expr, redacted) => {
        &$crate::runtime::types::Redacted
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

pub(crate) use {open_enums, show_text, text_impls, texts};
