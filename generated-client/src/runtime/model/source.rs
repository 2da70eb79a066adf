//! `Deserialize` and `Clone` of objects, implemented once for all types.
//!
//! Both create an object from a source of values: JSON, or another object.

use std::any::Any;
use std::fmt::{self, Formatter};
use std::marker::PhantomData;
use std::slice::IterMut;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::fields::{FieldValue, FieldVisitor, Object};
use super::keys::Keys;

/// Implements `Deserialize::deserialize` of an object.
pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    // As a struct, so that a deserializer can tell its fields from the keys of a map.
    deserializer.deserialize_struct(T::NAME, &[], ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_source(&mut JsonSource { map, keys: Keys::<T>::TABLE, required: 0, lifetime: PhantomData })
    }
}

/// A source of the values of fields.
pub(crate) trait Source: Sized {
    type Error;

    /// Fills the slots, one for each field in their order. A slot stays as it is if the source has no value for it.
    fn fill(&mut self, slots: &mut [&mut dyn Slot<Self>]) -> Result<(), Self::Error>;

    /// Returns the value of the current field.
    fn value<T: FieldValue>(&mut self) -> Result<T, Self::Error>;

    /// Returns the value of the current field, which may be null.
    fn option<T: FieldValue>(&mut self) -> Result<Option<T>, Self::Error>;

    /// Returns the value in the slot of the next required field, after all slots are filled.
    fn required<T>(&mut self, slot: Option<T>) -> Result<T, Self::Error>;
}

/// Returns the object if its slots could be filled.
///
/// It is a function so that the code that drops the object is not repeated in each type.
pub(crate) fn filled<T, E>(object: T, result: Result<(), E>) -> Result<T, E> {
    result.map(|()| object)
}

/// A variable for the value of a field.
pub(crate) trait Slot<S: Source> {
    /// Sets the variable to the value of the source's current field.
    fn fill(&mut self, source: &mut S) -> Result<(), S::Error>;
}

/// A slot of an optional field, in which null counts as absent.
impl<S: Source, T: FieldValue> Slot<S> for Option<T> {
    fn fill(&mut self, source: &mut S) -> Result<(), S::Error> {
        *self = source.option()?;
        Ok(())
    }
}

/// A slot of a required or nullable field, in which null is a value.
pub(crate) struct NullableSlot<'a, T>(pub(crate) &'a mut Option<T>);

impl<S: Source, T: FieldValue> Slot<S> for NullableSlot<'_, T> {
    fn fill(&mut self, source: &mut S) -> Result<(), S::Error> {
        *self.0 = Some(source.value()?);
        Ok(())
    }
}

/// A JSON object as a source.
struct JsonSource<'de, A> {
    map: A,
    keys: &'static [&'static str],
    /// The number of fields that [`required`](Source::required) has returned, which are the first ones.
    required: usize,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Source for JsonSource<'de, A> {
    type Error = A::Error;

    fn fill(&mut self, slots: &mut [&mut dyn Slot<Self>]) -> Result<(), A::Error> {
        let mut next = 0;
        while let Some(index) = self.map.next_key_seed(KeySearch { keys: self.keys, next })? {
            match slots.get_mut(index) {
                Some(slot) => {
                    slot.fill(self)?;
                    next = index + 1;
                }
                // An unknown field.
                None => drop(self.map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn value<T: FieldValue>(&mut self) -> Result<T, A::Error> {
        self.map.next_value()
    }

    fn option<T: FieldValue>(&mut self) -> Result<Option<T>, A::Error> {
        self.map.next_value()
    }

    fn required<T>(&mut self, slot: Option<T>) -> Result<T, A::Error> {
        let index = self.required;
        self.required += 1;
        slot.ok_or_else(|| A::Error::missing_field(self.keys.get(index).copied().unwrap_or_default()))
    }
}

/// The search for a key of the input; its result is the index of the field, or the number of fields if there is none.
///
/// Services mostly send fields in the order of their documentation, so it starts after the previous key.
struct KeySearch {
    keys: &'static [&'static str],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for KeySearch {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySearch {
    type Value = usize;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        let Self { keys, next } = self;
        if keys.get(next) == Some(&key) {
            return Ok(next);
        }
        Ok(keys.iter().position(|other| *other == key).unwrap_or(keys.len()))
    }
}

/// `Clone::clone` of an object.
pub(crate) fn clone<T: Object>(object: &T) -> T {
    match T::from_source(&mut ObjectSource { object, value: &() }) {
        Ok(clone) => clone,
        Err(TypeMismatch) => unreachable!("a clone has the fields of the object"),
    }
}

/// An object as a source.
struct ObjectSource<'a, T> {
    object: &'a T,
    /// The value of the current field.
    value: &'a dyn Any,
}

/// The slot does not have the type of the current field.
struct TypeMismatch;

impl<T: Object> Source for ObjectSource<'_, T> {
    type Error = TypeMismatch;

    fn fill(&mut self, slots: &mut [&mut dyn Slot<Self>]) -> Result<(), TypeMismatch> {
        let object = self.object;
        let mut filler = SlotFiller { slots: slots.iter_mut(), result: Ok(()), source: self };
        object.visit(&mut filler);
        filler.result
    }

    fn value<V: FieldValue>(&mut self) -> Result<V, TypeMismatch> {
        self.value.downcast_ref().cloned().ok_or(TypeMismatch)
    }

    fn option<V: FieldValue>(&mut self) -> Result<Option<V>, TypeMismatch> {
        self.value().map(Some)
    }

    fn required<V>(&mut self, slot: Option<V>) -> Result<V, TypeMismatch> {
        slot.ok_or(TypeMismatch)
    }
}

/// A visitor that clones the fields of an object into slots.
struct SlotFiller<'s, 'o, 'a, T> {
    slots: IterMut<'s, &'o mut dyn Slot<ObjectSource<'a, T>>>,
    result: Result<(), TypeMismatch>,
    source: &'s mut ObjectSource<'a, T>,
}

impl<'a, T: Object> FieldVisitor<'a> for SlotFiller<'_, '_, 'a, T> {
    fn value<V: FieldValue>(&mut self, value: &'a V) {
        self.source.value = value;
        if let (Ok(()), Some(slot)) = (&self.result, self.slots.next()) {
            self.result = slot.fill(self.source);
        }
    }

    fn option<V: FieldValue>(&mut self, value: &'a Option<V>) {
        match value {
            Some(value) => self.value(value),
            None => drop(self.slots.next()),
        }
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "generated types are public")]
mod tests {
    use crate::runtime::model::object;

    pub struct Part {
        pub id: Option<i64>,
    }

    object!(Part { optional: id });

    pub struct Machine {
        pub name: String,
        pub parts: Vec<Part>,
        pub note: Option<String>,
        pub r#type: Option<Part>,
        pub owner: Option<Option<String>>,
        pub location: Option<Option<Part>>,
        pub year: Option<Option<i64>>,
    }

    object!(Machine { required: name, parts; optional: [redacted] note, r#type = "type"; nullable: owner, location, year });

    const JSON: &str =
        r#"{"name":"n","parts":[{"id":1},{}],"note":"x","type":{},"owner":"o","location":null}"#;

    #[test]
    fn a_clone_has_every_field() {
        let machine: Machine = serde_json::from_str(JSON).unwrap();
        let clone = machine.clone();
        assert_eq!(serde_json::to_string(&clone).unwrap(), JSON);
        assert_eq!(clone, machine);
        assert_eq!((clone.owner, clone.location, clone.year), (Some(Some("o".to_owned())), Some(None), None));
    }

    #[test]
    fn objects_are_equal_if_all_fields_are() {
        let machine: Machine = serde_json::from_str(JSON).unwrap();
        let changes: [fn(&mut Machine); 7] = [
            |machine| machine.name.push('!'),
            |machine| machine.parts.clear(),
            |machine| machine.note = None,
            |machine| machine.r#type = Some(Part { id: Some(2) }),
            |machine| machine.owner = Some(None),
            |machine| machine.location = None,
            |machine| machine.year = Some(Some(1)),
        ];
        for change in changes {
            let mut changed = machine.clone();
            change(&mut changed);
            assert_ne!(changed, machine);
        }
    }

    #[test]
    fn null_counts_as_absent_in_an_optional_field() {
        let machine: Machine =
            serde_json::from_str(r#"{"name":"n","note":null,"parts":[],"unknown":[]}"#).unwrap();
        assert_eq!(serde_json::to_string(&machine).unwrap(), r#"{"name":"n","parts":[]}"#);
        let error = serde_json::from_str::<Machine>(r#"{"name":"n"}"#).unwrap_err();
        assert!(error.to_string().starts_with("missing field `parts`"), "{error}");
    }

    #[test]
    fn debug_shows_no_redacted_value() {
        let machine: Machine = serde_json::from_str(JSON).unwrap();
        assert!(format!("{machine:?}").contains("note: Some([redacted])"), "{machine:?}");
    }
}
