//! Texts: those with rules, points in time, and what can stand in a URL.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::types::Key;

/// The rules of a text type.
#[derive(Debug)]
pub(crate) struct Rules {
    /// The fewest characters.
    pub(crate) min: usize,
    /// The most characters.
    pub(crate) max: usize,
    /// The characters that may stand in it, as inclusive ranges; none for any.
    pub(crate) characters: &'static [(char, char)],
    /// The rules in words, after `it has to `.
    pub(crate) words: &'static str,
}

impl Rules {
    /// Checks a text.
    pub(crate) fn check(&self, what: &'static str, text: &str) -> Result<(), InvalidText> {
        let length = text.chars().count();
        let is_allowed = |c: char| self.characters.iter().any(|&(first, last)| first <= c && c <= last);
        if self.min <= length
            && length <= self.max
            && (self.characters.is_empty() || text.chars().all(is_allowed))
        {
            Ok(())
        } else {
            Err(InvalidText { what, rules: self.words })
        }
    }
}

/// A text breaks the rules of its type.
///
/// The text itself is not shown, since it may be personal data.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidText {
    what: &'static str,
    rules: &'static str,
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a valid {}: it has to {}", self.what, self.rules)
    }
}

impl std::error::Error for InvalidText {}

/// A point in time, as the service wrote it.
///
/// It is kept as text, so that a date in an unexpected form never makes a response unreadable. The feature `jiff`
/// adds `to_jiff()`.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DateTime(String);

impl DateTime {
    /// The text, in most services an RFC 3339 date and time.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The point in time.
    ///
    /// # Errors
    ///
    /// When the text is no date and time with an offset, as in `2025-03-19T00:00:00.000Z`.
    #[cfg(feature = "jiff")]
    pub fn to_jiff(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Key(text) = Deserialize::deserialize(deserializer)?;
        Ok(Self(text.into_owned()))
    }
}

/// What can be an argument in a path, a query or a header.
pub(crate) trait Argument {
    /// The text to send, not yet encoded.
    fn text(&self) -> Cow<'_, str>;
}

impl Argument for str {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn text(&self) -> Cow<'_, str> {
        (**self).text()
    }
}

impl Argument for String {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Argument for DateTime {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }
}

/// Numbers and truth values are sent as Rust, and JSON, write them.
macro_rules! argument_to_string {
    ($($type:ty),*) => {
        $(impl Argument for $type {
            fn text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        })*
    };
}

argument_to_string!(bool, i64, u64, f64);
