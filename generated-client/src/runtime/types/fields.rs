//! What is done with the fields of an object: they are shown, written and read.
//!
//! A type knows its fields ([`Object`]), and everything else is here: once for all types, or once for all fields of one
//! kind.

use std::fmt::{self, Debug, DebugStruct, Formatter};
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Key, Redacted};

/// What is said of fields: of each its name, then `=` and its JSON key where that is another text, and `!` and a word
/// where its value is kept out of `Debug`.
///
/// Of all ways to say it, plain texts are what the compiler is done with soonest.
pub(crate) type Texts = &'static [&'static str];

struct Field {
    name: &'static str,
    key: &'static str,
    is_redacted: bool,
}

/// Takes the next field.
fn next(texts: &mut Texts) -> Option<Field> {
    let (name, mut rest) = texts.split_first()?;
    let mut field = Field { name, key: name, is_redacted: false };
    while let Some((text, after)) = rest.split_first() {
        match text.strip_prefix('=') {
            Some(key) => field.key = key,
            None if text.starts_with('!') => field.is_redacted = true,
            None => break,
        }
        rest = after;
    }
    *texts = rest;
    Some(field)
}

/// An object. Its functions take the fields in the order of `FIELDS`.
pub(crate) trait Object: Sized {
    const NAME: &'static str;
    const FIELDS: Texts;

    /// Shows all fields to a visitor, beside those of another object.
    fn each(&self, other: &Self, visitor: &mut impl Each);

    /// Makes one of what a reader has.
    fn read<'de, A: MapAccess<'de>>(reader: &mut Reader<A>) -> Result<Self, A::Error>;
}

/// What looks at all fields.
pub(crate) trait Each {
    /// A field that is always there.
    fn value<T: Serialize + Debug + PartialEq>(&mut self, value: &T, other: &T);

    /// A field that may be absent.
    fn option<T: Serialize + Debug + PartialEq>(&mut self, value: &Option<T>, other: &Option<T>);
}

/// `PartialEq` of an object.
pub(crate) fn equal<T: Object>(object: &T, other: &T) -> bool {
    let mut equal = Equal(true);
    object.each(other, &mut equal);
    equal.0
}

struct Equal(bool);

impl Each for Equal {
    fn value<T: Serialize + Debug + PartialEq>(&mut self, value: &T, other: &T) {
        self.0 = self.0 && value == other;
    }

    fn option<T: Serialize + Debug + PartialEq>(&mut self, value: &Option<T>, other: &Option<T>) {
        self.value(value, other);
    }
}

/// `Debug` of an object.
pub(crate) fn show<T: Object>(object: &T, f: &mut Formatter<'_>) -> fmt::Result {
    let mut show = Show { output: f.debug_struct(T::NAME), fields: T::FIELDS };
    object.each(object, &mut show);
    show.output.finish()
}

struct Show<'a, 'f> {
    output: DebugStruct<'a, 'f>,
    fields: Texts,
}

impl Show<'_, '_> {
    fn field(&mut self, value: &dyn Debug, redacted: &dyn Debug) {
        if let Some(Field { name, is_redacted, .. }) = next(&mut self.fields) {
            self.output.field(name, if is_redacted { redacted } else { value });
        }
    }
}

impl Each for Show<'_, '_> {
    fn value<T: Serialize + Debug + PartialEq>(&mut self, value: &T, _: &T) {
        self.field(value, &Redacted);
    }

    fn option<T: Serialize + Debug + PartialEq>(&mut self, value: &Option<T>, _: &Option<T>) {
        self.field(value, &value.as_ref().map(|_| Redacted));
    }
}

/// `Serialize` of an object: what is absent is not written.
pub(crate) fn serialize<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut write = Write { output: serializer.serialize_map(None), fields: T::FIELDS };
    object.each(object, &mut write);
    write.output?.end()
}

struct Write<M: SerializeMap> {
    output: Result<M, M::Error>,
    fields: Texts,
}

impl<M: SerializeMap> Each for Write<M> {
    fn value<T: Serialize + Debug + PartialEq>(&mut self, value: &T, _: &T) {
        if let (Some(field), Ok(map)) = (next(&mut self.fields), &mut self.output)
            && let Err(error) = map.serialize_entry(field.key, value)
        {
            self.output = Err(error);
        }
    }

    fn option<T: Serialize + Debug + PartialEq>(&mut self, value: &Option<T>, _: &Option<T>) {
        match value {
            Some(value) => self.value(value, value),
            None => drop(next(&mut self.fields)),
        }
    }
}

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
        T::read(&mut Reader { map, required: T::FIELDS })
    }
}

/// JSON on its way into fields.
pub(crate) struct Reader<A> {
    map: A,
    /// The fields that have no value yet and have to have one.
    required: Texts,
}

impl<'de, A: MapAccess<'de>> Reader<A> {
    /// Reads everything; the slots are those of the fields, in their order.
    ///
    /// Services mostly send fields in the order in which they document them, so a key is looked for from where the last
    /// one was.
    pub(crate) fn read(&mut self, slots: &mut [&mut dyn Slot<'de, A>]) -> Result<(), A::Error> {
        let (mut rest, mut place) = (self.required, 0);
        'keys: while let Some(Key(key)) = self.map.next_key()? {
            for _ in 0..slots.len() {
                if rest.is_empty() {
                    (rest, place) = (self.required, 0);
                }
                let (field, slot) = (next(&mut rest), slots.get_mut(place));
                place += 1;
                if let (Some(field), Some(slot)) = (field, slot)
                    && field.key == key
                {
                    slot.read(&mut self.map)?;
                    continue 'keys;
                }
            }
            // It is nobody's.
            self.map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    /// The value of the next required field.
    pub(crate) fn required<T>(&mut self, value: Option<T>) -> Result<T, A::Error> {
        let field = next(&mut self.required);
        value.ok_or_else(|| A::Error::missing_field(field.map_or("", |field| field.key)))
    }
}

/// Where the value of a field goes. No type has code of its own for that.
pub(crate) trait Slot<'de, A: MapAccess<'de>> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error>;
}

/// Null is absent.
impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Option<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self = map.next_value()?;
        Ok(())
    }
}

/// A slot for what is there, also where it is null.
pub(crate) struct Present<'a, T>(pub(crate) &'a mut Option<T>);

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Present<'_, T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self.0 = Some(map.next_value()?);
        Ok(())
    }
}
