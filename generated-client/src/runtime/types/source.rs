//! Where the values of an object's fields come from: from JSON, or from another object.

use std::any::Any;
use std::fmt::{self, Formatter};
use std::marker::PhantomData;
use std::slice::IterMut;

use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::Key;
use super::fields::{Content, Each, Object, Texts};

/// `Deserialize` of an object.
pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Fields(PhantomData))
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::make(&mut Reader { map, required: T::FIELDS, of: PhantomData })
    }
}

/// Where the values of fields come from.
pub(crate) trait Source: Sized {
    type Error;

    /// Fills the slots, which are those of the fields in their order; one that has no value keeps what it has.
    fn fill(&mut self, slots: &mut [&mut dyn Slot<Self>]) -> Result<(), Self::Error>;

    /// The value of a field whose turn it is.
    fn value<T: Content>(&mut self) -> Result<T, Self::Error>;

    /// The value of an optional field whose turn it is.
    fn option<T: Content>(&mut self) -> Result<Option<T>, Self::Error>;

    /// What the slot of the next required field has, once all are filled.
    fn required<T>(&mut self, slot: Option<T>) -> Result<T, Self::Error>;
}

/// An object, when its slots could be filled. Here, so that no type has code for when they could not.
pub(crate) fn made<T, E>(object: T, filled: Result<(), E>) -> Result<T, E> {
    filled.map(|()| object)
}

/// Where the value of a field goes. No type has code of its own for that.
pub(crate) trait Slot<S: Source> {
    fn fill(&mut self, source: &mut S) -> Result<(), S::Error>;
}

/// Null is absent.
impl<S: Source, T: Content> Slot<S> for Option<T> {
    fn fill(&mut self, source: &mut S) -> Result<(), S::Error> {
        *self = source.option()?;
        Ok(())
    }
}

/// A slot for what is there, also where it is null.
pub(crate) struct Present<'a, T>(pub(crate) &'a mut Option<T>);

impl<S: Source, T: Content> Slot<S> for Present<'_, T> {
    fn fill(&mut self, source: &mut S) -> Result<(), S::Error> {
        *self.0 = Some(source.value()?);
        Ok(())
    }
}

/// JSON as a source.
struct Reader<'de, A> {
    map: A,
    /// The fields that have no value yet and have to have one.
    required: Texts,
    of: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Source for Reader<'de, A> {
    type Error = A::Error;

    /// Services mostly send fields in the order in which they document them, so a key is looked for from where the last
    /// one was.
    fn fill(&mut self, slots: &mut [&mut dyn Slot<Self>]) -> Result<(), A::Error> {
        let (mut rest, mut place) = (self.required, 0);
        'keys: while let Some(Key(key)) = self.map.next_key()? {
            for _ in 0..slots.len() {
                if place == slots.len() {
                    (rest, place) = (self.required, 0);
                }
                let (field, slot) = (rest.next(), slots.get_mut(place));
                place += 1;
                if let (Some(field), Some(slot)) = (field, slot)
                    && field.key == key
                {
                    slot.fill(self)?;
                    continue 'keys;
                }
            }
            // It is nobody's.
            self.map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn value<T: Content>(&mut self) -> Result<T, A::Error> {
        self.map.next_value()
    }

    fn option<T: Content>(&mut self) -> Result<Option<T>, A::Error> {
        self.map.next_value()
    }

    fn required<T>(&mut self, slot: Option<T>) -> Result<T, A::Error> {
        let field = self.required.next();
        slot.ok_or_else(|| A::Error::missing_field(field.map_or("", |field| field.key)))
    }
}

/// `Clone` of an object.
pub(crate) fn copy<T: Object>(object: &T) -> T {
    match T::make(&mut Copy { object, value: &() }) {
        Ok(copy) => copy,
        Err(OtherType) => unreachable!("a copy has the fields of what it is a copy of"),
    }
}

/// An object as a source.
struct Copy<'a, T> {
    object: &'a T,
    /// The value of the field whose turn it is.
    value: &'a dyn Any,
}

/// A slot is not for the value whose turn it is.
struct OtherType;

impl<T: Object> Source for Copy<'_, T> {
    type Error = OtherType;

    fn fill(&mut self, slots: &mut [&mut dyn Slot<Self>]) -> Result<(), OtherType> {
        let object = self.object;
        let mut fill = Fill { slots: slots.iter_mut(), result: Ok(()), source: self };
        object.each(object, &mut fill);
        fill.result
    }

    fn value<V: Content>(&mut self) -> Result<V, OtherType> {
        self.value.downcast_ref().cloned().ok_or(OtherType)
    }

    fn option<V: Content>(&mut self) -> Result<Option<V>, OtherType> {
        self.value().map(Some)
    }

    fn required<V>(&mut self, slot: Option<V>) -> Result<V, OtherType> {
        slot.ok_or(OtherType)
    }
}

/// Brings the fields of an object to the slots of its copy.
struct Fill<'s, 'o, 'a, T> {
    slots: IterMut<'s, &'o mut dyn Slot<Copy<'a, T>>>,
    result: Result<(), OtherType>,
    source: &'s mut Copy<'a, T>,
}

impl<'a, T: Object> Each<'a> for Fill<'_, '_, 'a, T> {
    fn value<V: Content>(&mut self, value: &'a V, _: &'a V) {
        self.source.value = value;
        if let (Ok(()), Some(slot)) = (&self.result, self.slots.next()) {
            self.result = slot.fill(self.source);
        }
    }

    fn option<V: Content>(&mut self, value: &'a Option<V>, _: &'a Option<V>) {
        match value {
            Some(value) => self.value(value, value),
            None => drop(self.slots.next()),
        }
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro's types are public")]
mod tests {
    use crate::runtime::types::objects;

    objects! {
        pub struct Part optional {
            id: i64,
        }

        pub struct Whole required {
            name: String, parts: Vec<Part>,
        } optional {
            note: String, r#type: Part = "type",
        } patch {
            kept: String, cleared: Part, left: i64,
        } read_only {
            at: String,
        }
    }

    #[test]
    fn a_copy_has_every_field() {
        let text = r#"{"name":"n","parts":[{"id":1},{}],"type":{},"kept":"k","cleared":null,"at":"now"}"#;
        let whole: Whole = serde_json::from_str(text).unwrap();
        let copy = whole.clone();
        assert_eq!(serde_json::to_string(&copy).unwrap(), text);
        assert_eq!((copy.note, copy.cleared, copy.left), (None, Some(None), None));
    }
}
