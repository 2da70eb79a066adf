//! Reads single fields: texts, flags, values.
//!
//! All readers have one thing in common: JSON of an unexpected type is read over and gives the default. So one odd
//! field never costs the rest of the file.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// What a type makes of each of JSON's types. What it does not say gives the default.
pub(super) trait Read<'de>: Default {
    /// `null`.
    fn null() -> Self {
        Self::default()
    }

    /// `true` or `false`.
    fn boolean(_: bool) -> Self {
        Self::default()
    }

    /// A number.
    fn number(_: Number) -> Self {
        Self::default()
    }

    /// A text.
    fn text(_: &str) -> Self {
        Self::default()
    }

    /// A list, which has to be read to its end.
    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }

    /// An object, which has to be read to its end.
    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
}

/// Reads a value of any JSON type.
pub(super) fn read<'de, D: Deserializer<'de>, T: Read<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Read<'de>> Visitor<'de> for Reader<T> {
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
        Ok(T::text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        T::list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        T::object(object)
    }
}

/// A text. Numbers and truth values are read as the text they are written as.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    read(deserializer)
}

impl<'de> Read<'de> for Option<String> {
    fn boolean(value: bool) -> Self {
        Some(value.to_string())
    }

    fn number(value: Number) -> Self {
        Some(value.to_string())
    }

    fn text(value: &str) -> Self {
        Some(value.to_owned())
    }
}

/// A text, empty where there is none.
pub(super) fn text_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    text(deserializer).map(Option::unwrap_or_default)
}

/// Texts, or a single one.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    read(deserializer).map(|Texts(texts)| texts)
}

#[derive(Default)]
pub(super) struct Texts(pub(super) Vec<String>);

impl<'de> Read<'de> for Texts {
    fn number(value: Number) -> Self {
        Self(vec![value.to_string()])
    }

    fn text(value: &str) -> Self {
        Self(vec![value.to_owned()])
    }

    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut texts = Vec::new();
        while let Some(Lenient(text)) = list.next_element()? {
            texts.extend::<Option<String>>(text);
        }
        Ok(Self(texts))
    }
}

/// Any type that is read leniently, where serde asks for one that implements its trait.
pub(super) struct Lenient<T>(pub(super) T);

impl<'de, T: Read<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer).map(Self)
    }
}

/// A truth value as JavaScript takes it: every text that is not empty and every number but 0 is true.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    read(deserializer)
}

impl<'de> Read<'de> for bool {
    fn boolean(value: bool) -> Self {
        value
    }

    fn number(value: Number) -> Self {
        value.as_f64() != Some(0.0)
    }

    fn text(value: &str) -> Self {
        !value.is_empty()
    }

    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(true)
    }

    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(true)
    }
}

/// A value of any type, kept as it is. A `null` is a value; only what the file does not have is `None`.
pub(super) fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// An object of any content, kept as it is.
pub(super) fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    read(deserializer)
}

impl<'de> Read<'de> for Map<String, Value> {
    fn object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        Self::deserialize(MapAccessDeserializer::new(object))
    }
}
