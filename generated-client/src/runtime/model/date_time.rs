//! Points in time.

use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::JsonStr;
use super::instant::Instant;
use super::string::{InvalidText, string_comparisons};

/// A point in time, as the service sent it.
///
/// It is a string, so that a date in an unexpected format does not make the whole response an error.
/// [`to_system_time`](Self::to_system_time) converts it; with the feature `jiff`, `to_jiff()` converts it to a timestamp.
///
/// Two of them are equal if their strings are. They are ordered by their points in time, then by their strings; strings
/// that are no date and time with an offset come last.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DateTime(String);

impl DateTime {
    /// Returns the string, which most services send as an RFC 3339 date and time.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Converts it to a time of the standard library.
    ///
    /// # Errors
    ///
    /// If the string is not a date and time with an offset, such as `2025-03-19T00:00:00.000Z`, or if the platform cannot
    /// express the time.
    pub fn to_system_time(&self) -> Result<SystemTime, InvalidText> {
        let time = Instant::parse(&self.0).and_then(Instant::to_system_time);
        time.ok_or(InvalidText::new("DateTime", "be a date and time with an offset (RFC 3339)", None))
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

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = match (Instant::parse(&self.0), Instant::parse(&other.0)) {
            (Some(instant), Some(other)) => instant.cmp(&other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        order.then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        &self.0
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

impl FromStr for DateTime {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl From<DateTime> for String {
    fn from(time: DateTime) -> Self {
        time.0
    }
}

/// The time in UTC, in the format of RFC 3339.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        Self(Instant::from(time).to_string())
    }
}

impl TryFrom<&DateTime> for SystemTime {
    type Error = InvalidText;

    fn try_from(time: &DateTime) -> Result<Self, InvalidText> {
        time.to_system_time()
    }
}

impl TryFrom<DateTime> for SystemTime {
    type Error = InvalidText;

    fn try_from(time: DateTime) -> Result<Self, InvalidText> {
        time.to_system_time()
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for DateTime {
    fn from(time: jiff::Timestamp) -> Self {
        Self(time.to_string())
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<&DateTime> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(time: &DateTime) -> Result<Self, jiff::Error> {
        time.to_jiff()
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<DateTime> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(time: DateTime) -> Result<Self, jiff::Error> {
        time.to_jiff()
    }
}

string_comparisons!(DateTime);

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
