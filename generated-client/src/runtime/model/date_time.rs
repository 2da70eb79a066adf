//! Points in time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::JsonStr;

/// A point in time, as the service sent it.
///
/// It is a string, so that a date in an unexpected format does not make the whole response an error. With the feature
/// `jiff`, `to_jiff()` converts it to a timestamp.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DateTime(String);

impl DateTime {
    /// Returns the string, which most services send as an RFC 3339 date and time.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Converts it to a timestamp of the crate `jiff`.
    ///
    /// # Errors
    ///
    /// If the string is not a date and time with an offset, such as `2025-03-19T00:00:00.000Z`.
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
        let JsonStr(text) = Deserialize::deserialize(deserializer)?;
        Ok(Self(text.into_owned()))
    }
}
