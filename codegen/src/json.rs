//! Lenient reading of JSON: a value of an unexpected type is skipped, so that the rest of the file can be read.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

/// A type that any JSON can be read into. JSON types that an implementation does not convert give the default.
pub(crate) trait FromJson<'de>: Default {
    /// Converts `null`.
    fn null() -> Self {
        Self::default()
    }

    /// Converts `true` or `false`.
    fn boolean(_: bool) -> Self {
        Self::default()
    }

    /// Converts a number.
    fn number(_: Number) -> Self {
        Self::default()
    }

    /// Converts a string.
    fn string(_: &str) -> Self {
        Self::default()
    }

    /// Converts an array, which has to be read to its end.
    fn array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }

    /// Converts an object, which has to be read to its end.
    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
}

/// Reads a value of any JSON type.
pub(crate) fn read<'de, D: Deserializer<'de>, T: FromJson<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(JsonVisitor(PhantomData))
}

struct JsonVisitor<T>(PhantomData<T>);

impl<'de, T: FromJson<'de>> Visitor<'de> for JsonVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::null())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Ok(T::boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Ok(T::number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Ok(T::number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        Ok(Number::from_f64(value).map(T::number).unwrap_or_default())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(T::string(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<T, A::Error> {
        T::array(array)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        T::object(object)
    }
}

/// A value that is read with [`FromJson`], where serde needs a type that implements `Deserialize`.
pub(crate) struct Lenient<T>(pub(crate) T);

impl<'de, T: FromJson<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer).map(Self)
    }
}

/// Removes the byte order mark at the start of a file.
pub(crate) fn without_byte_order_mark(content: &str) -> &str {
    content.strip_prefix('\u{feff}').unwrap_or(content)
}

/// Returns the message of a JSON error without its position.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&position).unwrap_or(&message).to_owned()
}
