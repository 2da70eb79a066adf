//! Reads the objects of a collection and lists of them, in every form that the format allows.

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, SeqAccess};
use serde_json::Value;

use super::read::Strings;
use crate::json::{FromJson, Lenient, read};

/// A part of a collection that is an object, or a shorter form of one.
pub(super) trait Part: DeserializeOwned {
    /// Converts a string that the file has instead of the object.
    fn from_string(_: &str) -> Option<Self> {
        None
    }

    /// Converts an array of strings that the file has instead of the object.
    fn from_strings(_: Vec<String>) -> Option<Self> {
        None
    }
}

impl<T: Part> Part for Box<T> {
    fn from_string(string: &str) -> Option<Self> {
        T::from_string(string).map(Box::new)
    }

    fn from_strings(strings: Vec<String>) -> Option<Self> {
        T::from_strings(strings).map(Box::new)
    }
}

/// Reads a part.
pub(super) fn part<'de, D: Deserializer<'de>, T: Part>(deserializer: D) -> Result<Option<T>, D::Error> {
    read(deserializer).map(|OptionalPart(part)| part)
}

/// Reads a part, or its default if there is none.
pub(super) fn part_or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Part + Default,
{
    part(deserializer).map(Option::unwrap_or_default)
}

/// A part that may be missing.
pub(super) struct OptionalPart<T>(pub(super) Option<T>);

impl<T> Default for OptionalPart<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Part> FromJson<'de> for OptionalPart<T> {
    fn string(value: &str) -> Self {
        Self(T::from_string(value))
    }

    fn array<A: SeqAccess<'de>>(array: A) -> Result<Self, A::Error> {
        Strings::array(array).map(|Strings(strings)| Self(T::from_strings(strings)))
    }

    fn object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(|part| Self(Some(part)))
    }
}

/// A part that is an element of lists.
pub(super) trait Element: Part {
    /// Whether an object instead of the list maps names to values; otherwise the object is the only element.
    const NAMED: bool = false;

    /// Converts a name and its value, from an object instead of the list.
    fn from_pair(_name: String, _value: Value) -> Option<Self> {
        None
    }

    /// Converts a string instead of the list.
    fn split(_: &str) -> Vec<Self> {
        Vec::new()
    }
}

/// Reads a list of parts. Elements that are not parts, such as `null`, are skipped, as in Postman.
pub(super) fn list<'de, D: Deserializer<'de>, T: Element>(deserializer: D) -> Result<Vec<T>, D::Error> {
    list_or_none(deserializer).map(Option::unwrap_or_default)
}

/// Reads a list of parts; `None` if there is no list.
pub(super) fn list_or_none<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Element,
{
    read(deserializer).map(|Elements(elements)| elements)
}

struct Elements<T>(Option<Vec<T>>);

impl<T> Default for Elements<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Element> FromJson<'de> for Elements<T> {
    fn string(value: &str) -> Self {
        Self(Some(T::split(value)))
    }

    fn array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        let mut elements = Vec::new();
        while let Some(Lenient(OptionalPart(element))) = array.next_element()? {
            elements.extend(element);
        }
        // Most lists are short, and elements are large: without it, reading and lowering takes a quarter more memory.
        elements.shrink_to_fit();
        Ok(Self(Some(elements)))
    }

    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        if !T::NAMED {
            return OptionalPart::object(object)
                .map(|OptionalPart(element)| Self(Some(element.into_iter().collect())));
        }
        let mut elements = Vec::new();
        while let Some((name, value)) = object.next_entry()? {
            elements.extend(T::from_pair(name, value));
        }
        Ok(Self(Some(elements)))
    }
}
