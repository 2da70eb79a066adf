//! Reads single fields: strings, flags, values.
//!
//! A value of an unexpected JSON type gives the default, as in [`crate::json`].

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess};
use serde_json::{Map, Number, Value};

use crate::json::{FromJson, Lenient, read};

/// Reads a string. Numbers and booleans are converted to strings.
pub(super) fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    read(deserializer)
}

impl<'de> FromJson<'de> for Option<String> {
    fn boolean(value: bool) -> Self {
        Some(value.to_string())
    }

    fn number(value: Number) -> Self {
        Some(value.to_string())
    }

    fn string(value: &str) -> Self {
        Some(value.to_owned())
    }
}

/// Reads a string that is empty by default.
pub(super) fn string_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    string(deserializer).map(Option::unwrap_or_default)
}

/// Reads an array of strings, or a single string.
pub(super) fn strings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    read(deserializer).map(|Strings(strings)| strings)
}

#[derive(Default)]
pub(super) struct Strings(pub(super) Vec<String>);

impl<'de> FromJson<'de> for Strings {
    fn number(value: Number) -> Self {
        Self(vec![value.to_string()])
    }

    fn string(value: &str) -> Self {
        Self(vec![value.to_owned()])
    }

    fn array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        let mut strings = Vec::new();
        while let Some(Lenient(string)) = array.next_element()? {
            strings.extend::<Option<String>>(string);
        }
        Ok(Self(strings))
    }
}

/// Reads a boolean as JavaScript does: every string that is not empty and every number but 0 is true.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    read(deserializer)
}

impl<'de> FromJson<'de> for bool {
    fn boolean(value: bool) -> Self {
        value
    }

    fn number(value: Number) -> Self {
        value.as_f64() != Some(0.0)
    }

    fn string(value: &str) -> Self {
        !value.is_empty()
    }

    fn array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(true)
    }

    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(true)
    }
}

/// Reads a value of any type unchanged. `null` is a value; only a missing field is `None`.
pub(super) fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Reads an object unchanged.
pub(super) fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    read(deserializer)
}

impl<'de> FromJson<'de> for Map<String, Value> {
    fn object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        Self::deserialize(MapAccessDeserializer::new(object))
    }
}
