//! The path of the value in JSON that is not of the expected type.
//!
//! Keys of maps may be personal data, such as e-mail addresses, so the path has only the names of the fields of structs,
//! which are known when the client is compiled.

use std::cell::RefCell;
use std::slice::Iter;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// Returns the error and the path of the value that is not of this type; `None` if every value is.
pub(super) fn mismatch<T: DeserializeOwned>(value: &Value) -> Option<(Error, String)> {
    let path = RefCell::default();
    let error = T::deserialize(Node { value, path: &path }).err()?;
    Some((error, display(&path.into_inner())))
}

enum Segment<'de> {
    Index(usize),
    /// The name of a field of a struct.
    Field(&'de str),
    /// A key of a map.
    Key,
}

fn display(path: &[Segment<'_>]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Index(index) => text.push_str(&format!("[{index}]")),
            Segment::Field(_) | Segment::Key => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(if let Segment::Field(name) = segment { name } else { "…" });
            }
        }
    }
    text
}

/// A value, and the path to the value that is deserialized at the moment.
#[derive(Clone, Copy)]
struct Node<'p, 'de> {
    value: &'de Value,
    path: &'p RefCell<Vec<Segment<'de>>>,
}

impl<'de> Node<'_, 'de> {
    /// Deserializes a value in this one. After an error, the path leads to it.
    fn inner<S: DeserializeSeed<'de>>(
        self,
        segment: Segment<'de>,
        value: &'de Value,
        seed: S,
    ) -> Result<S::Value, Error> {
        let depth = self.path.borrow().len();
        self.path.borrow_mut().push(segment);
        let result = seed.deserialize(Node { value, path: self.path })?;
        self.path.borrow_mut().truncate(depth);
        Ok(result)
    }

    /// Deserializes an object, which is a struct or a map.
    fn object<V: Visitor<'de>>(self, is_struct: bool, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Object(fields) => {
                visitor.visit_map(Fields { node: self, is_struct, fields: fields.iter(), value: None })
            }
            _ => self.deserialize_any(visitor),
        }
    }
}

impl<'de> Deserializer<'de> for Node<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Array(items) => visitor.visit_seq(Items { node: self, items: items.iter(), index: 0 }),
            Value::Object(_) => self.object(false, visitor),
            value => value.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.object(true, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.value.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// The elements of an array.
struct Items<'p, 'de> {
    node: Node<'p, 'de>,
    items: Iter<'de, Value>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(item) = self.items.next() else { return Ok(None) };
        self.index += 1;
        self.node.inner(Segment::Index(self.index - 1), item, seed).map(Some)
    }
}

/// The fields of an object.
struct Fields<'p, 'de> {
    node: Node<'p, 'de>,
    is_struct: bool,
    fields: serde_json::map::Iter<'de>,
    value: Option<(&'de str, &'de Value)>,
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((key, value)) = self.fields.next() else { return Ok(None) };
        self.value = Some((key, value));
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (key, value) = self.value.take().unwrap_or(("", &Value::Null));
        let segment = if self.is_struct { Segment::Field(key) } else { Segment::Key };
        self.node.inner(segment, value, seed)
    }
}
