//! Types that are strings in JSON.

use std::fmt;

/// The rules that a validated string follows.
#[derive(Debug)]
pub(crate) struct Rules {
    /// The minimum number of characters.
    pub(crate) min: usize,
    /// The maximum number of characters.
    pub(crate) max: usize,
    /// The characters that are allowed, as inclusive ranges; empty if all are allowed.
    pub(crate) characters: &'static [(char, char)],
    /// The rules in words, which complete the sentence "it must …".
    pub(crate) description: &'static str,
}

impl Rules {
    /// Checks a string. `name` is the name of its type, for the error.
    pub(crate) fn check(&self, name: &'static str, text: &str) -> Result<(), InvalidText> {
        let length = text.chars().count();
        let is_allowed = |c: char| self.characters.iter().any(|&(first, last)| first <= c && c <= last);
        let reason = if length < self.min {
            if length == 0 { "is empty" } else { "is too short" }
        } else if length > self.max {
            "is too long"
        } else if !self.characters.is_empty() && !text.chars().all(is_allowed) {
            "has a character that is not allowed"
        } else {
            return Ok(());
        };
        Err(InvalidText::new(name, self.description, Some(reason)))
    }
}

/// The error of a string that does not follow the rules of its type.
///
/// It does not contain the string itself, which may be personal data.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidText {
    type_name: &'static str,
    rules: &'static str,
    reason: Option<&'static str>,
}

impl InvalidText {
    /// Creates the error of a type. The rules complete the sentence "it must …", the reason the sentence "it …".
    pub(crate) fn new(type_name: &'static str, rules: &'static str, reason: Option<&'static str>) -> Self {
        Self { type_name, rules, reason }
    }
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a valid {}: it ", self.type_name)?;
        if let Some(reason) = self.reason {
            write!(f, "{reason}, and ")?;
        }
        write!(f, "must {}", self.rules)
    }
}

impl std::error::Error for InvalidText {}

/// Implements the traits and methods of a validated string, a newtype of `String` with [`Rules`]:
///
/// ```text
/// validated_string!(Color { min: 3, max: 6, characters: &[('a', 'z')], description: "have 3 to 6 letters" });
/// ```
///
/// The rules are checked when a caller creates a value, and not when the service sends one, which is what `Deserialize`
/// is for. `[redacted]` before the name keeps the value out of the `Debug` output.
macro_rules! validated_string {
    ($([$flag:ident])? $name:ident { $($rules:tt)* }) => {
        impl $name {
            const RULES: $crate::runtime::model::string::Rules =
                $crate::runtime::model::string::Rules { $($rules)* };

            /// Creates a value after checking the rules.
            #[inline]
            fn checked(text: String) -> Result<Self, $crate::InvalidText> {
                Self::RULES.check(stringify!($name), &text)?;
                Ok(Self(text))
            }

            /// Returns the string.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Checks the rules of a value that was deserialized, which is tolerant: a service may break its own rules.
            ///
            /// # Errors
            ///
            /// If [`new`](Self::new) would refuse the string.
            #[inline]
            pub fn validate(&self) -> Result<(), $crate::InvalidText> {
                Self::RULES.check(stringify!($name), &self.0)
            }

            /// Deserializes a value and checks its rules: for the configuration of a program, where a field has the attribute
            #[doc = concat!("`#[serde(deserialize_with = \"", stringify!($name), "::deserialize_validated\")]`.")]
            ///
            /// # Errors
            ///
            /// If the value is not a string, or if [`new`](Self::new) would refuse it.
            pub fn deserialize_validated<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let value: Self = ::serde::Deserialize::deserialize(deserializer)?;
                value.validate().map_err(::serde::de::Error::custom)?;
                Ok(value)
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let value = $crate::runtime::model::string::debug_value!(&self.0 $(, $flag)?);
                f.debug_tuple(stringify!($name)).field(value).finish()
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::InvalidText;

            #[inline]
            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::checked(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::InvalidText;

            #[inline]
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::checked(text)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::InvalidText;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::checked(text.to_owned())
            }
        }

        impl From<$name> for String {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }

        $crate::runtime::model::string::string_traits!($name, |text: &str| $name(text.to_owned()));
    };
}

/// Returns the value that `Debug` shows: the string, or a placeholder if it is redacted.
macro_rules! debug_value {
    ($text:expr) => {
        $text
    };
    ($text:expr, redacted) => {
        &$crate::runtime::model::Redacted
    };
}

/// Implements the traits of a type that is a string in JSON. The closure creates a value from a string of the service.
macro_rules! string_traits {
    ($name:ident, $from_service:expr) => {
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        /// Equality, order and hash are those of the string, so that a map with such keys can be searched for a string.
        impl ::std::borrow::Borrow<str> for $name {
            #[inline]
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        $crate::runtime::model::string::string_comparisons!($name);

        impl $crate::runtime::model::argument::Argument for $name {
            #[inline]
            fn to_text(&self) -> Result<::std::borrow::Cow<'_, str>, &'static str> {
                Ok(::std::borrow::Cow::Borrowed(self.as_str()))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let $crate::runtime::model::JsonStr(text) = ::serde::Deserialize::deserialize(deserializer)?;
                let from_service: fn(&str) -> Self = $from_service;
                Ok(from_service(&text))
            }
        }
    };
}

/// Implements the comparisons of a type that is a string in JSON with strings.
macro_rules! string_comparisons {
    ($name:ident) => {
        impl PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialEq<String> for $name {
            #[inline]
            fn eq(&self, other: &String) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl PartialEq<$name> for str {
            #[inline]
            fn eq(&self, other: &$name) -> bool {
                self == other.as_str()
            }
        }

        impl PartialEq<$name> for &str {
            #[inline]
            fn eq(&self, other: &$name) -> bool {
                *self == other.as_str()
            }
        }

        impl PartialEq<$name> for String {
            #[inline]
            fn eq(&self, other: &$name) -> bool {
                self.as_str() == other.as_str()
            }
        }
    };
}

pub(crate) use {debug_value, string_comparisons, string_traits, validated_string};
