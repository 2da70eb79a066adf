//! Reads the objects of a collection and lists of them, in every form that stands for one.

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, SeqAccess};
use serde_json::Value;

use super::read::{Lenient, Read, Texts, read};

/// A part of a collection that is an object, or that stands as something shorter for one.
pub(super) trait Part: DeserializeOwned {
    /// What a text in place of the object stands for.
    fn from_text(_: &str) -> Option<Self> {
        None
    }

    /// What a list of texts in place of the object stands for.
    fn from_texts(_: Vec<String>) -> Option<Self> {
        None
    }
}

/// A part, where there is one.
pub(super) fn part<'de, D: Deserializer<'de>, T: Part>(deserializer: D) -> Result<Option<T>, D::Error> {
    read(deserializer).map(|Maybe(part)| part)
}

/// A part, or its default where there is none.
pub(super) fn part_or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Part + Default,
{
    part(deserializer).map(Option::unwrap_or_default)
}

/// A part, where there is one, as a type.
pub(super) struct Maybe<T>(pub(super) Option<T>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Part> Read<'de> for Maybe<T> {
    fn text(text: &str) -> Self {
        Self(T::from_text(text))
    }

    fn list<A: SeqAccess<'de>>(list: A) -> Result<Self, A::Error> {
        Texts::list(list).map(|Texts(texts)| Self(T::from_texts(texts)))
    }

    fn object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(|part| Self(Some(part)))
    }
}

/// A part that comes in lists.
pub(super) trait Entry: Part {
    /// Whether an object in place of the list maps names to values; otherwise it is the only entry.
    const NAMED: bool = false;

    /// The entry that a name and its value stand for.
    fn from_pair(_name: String, _value: Value) -> Option<Self> {
        None
    }

    /// What a text in place of the whole list stands for.
    fn split(_: &str) -> Vec<Self> {
        Vec::new()
    }
}

/// A list of parts. What can be none, such as `null`, is left out, as Postman does.
pub(super) fn list<'de, D: Deserializer<'de>, T: Entry>(deserializer: D) -> Result<Vec<T>, D::Error> {
    list_or_none(deserializer).map(Option::unwrap_or_default)
}

/// A list of parts, where there is one.
pub(super) fn list_or_none<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Entry,
{
    read(deserializer).map(|Entries(entries)| entries)
}

struct Entries<T>(Option<Vec<T>>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Entry> Read<'de> for Entries<T> {
    fn text(text: &str) -> Self {
        Self(Some(T::split(text)))
    }

    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut entries = Vec::new();
        while let Some(Lenient(Maybe(entry))) = list.next_element()? {
            entries.extend(entry);
        }
        Ok(Self(Some(entries)))
    }

    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        if !T::NAMED {
            return Maybe::object(object).map(|Maybe(entry)| Self(Some(entry.into_iter().collect())));
        }
        let mut entries = Vec::new();
        while let Some((name, value)) = object.next_entry()? {
            entries.extend(T::from_pair(name, value));
        }
        Ok(Self(Some(entries)))
    }
}
