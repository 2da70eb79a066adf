//! What is done with the fields of an object: they are shown, written and read.
//!
//! A type knows its fields ([`Object`]), and everything else is here: once for all types, or once for all fields of one
//! kind.

use std::fmt::{self, Debug, DebugStruct, Formatter};
use std::marker::PhantomData;
use std::slice;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Key, Redacted};

/// A field: its name, its JSON key where that is another one, and a word where its value is kept out of `Debug`.
///
/// Literals are what the compiler is done with soonest.
pub(crate) type Field = (&'static str, &'static [&'static str], &'static [&'static str]);

fn key((name, keys, _): &Field) -> &'static str {
    keys.first().unwrap_or(name)
}

/// An object. Its functions take the fields in the order of `FIELDS`.
pub(crate) trait Object: Sized {
    const NAME: &'static str;
    const FIELDS: &'static [Field];

    /// Shows all fields to a visitor.
    fn each(&self, visitor: &mut impl Each);

    /// Makes one of what a reader has.
    fn read<'de, A: MapAccess<'de>>(reader: &mut Reader<'de, A>) -> Result<Self, A::Error>;
}

/// What looks at all fields.
pub(crate) trait Each {
    /// A field that is always there.
    fn value<T: Serialize + Debug>(&mut self, value: &T);

    /// A field that may be absent.
    fn option<T: Serialize + Debug>(&mut self, value: &Option<T>);
}

/// `Debug` of an object.
pub(crate) fn show<T: Object>(object: &T, f: &mut Formatter<'_>) -> fmt::Result {
    let mut show = Show { output: f.debug_struct(T::NAME), fields: T::FIELDS.iter() };
    object.each(&mut show);
    show.output.finish()
}

struct Show<'a, 'f> {
    output: DebugStruct<'a, 'f>,
    fields: slice::Iter<'static, Field>,
}

impl Show<'_, '_> {
    fn field(&mut self, value: &dyn Debug, redacted: &dyn Debug) {
        if let Some((name, _, redaction)) = self.fields.next() {
            self.output.field(name, if redaction.is_empty() { value } else { redacted });
        }
    }
}

impl Each for Show<'_, '_> {
    fn value<T: Serialize + Debug>(&mut self, value: &T) {
        self.field(value, &Redacted);
    }

    fn option<T: Serialize + Debug>(&mut self, value: &Option<T>) {
        self.field(value, &value.as_ref().map(|_| Redacted));
    }
}

/// `Serialize` of an object: what is absent is not written.
pub(crate) fn serialize<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut write = Write { output: serializer.serialize_map(None), fields: T::FIELDS.iter() };
    object.each(&mut write);
    write.output?.end()
}

struct Write<M: SerializeMap> {
    output: Result<M, M::Error>,
    fields: slice::Iter<'static, Field>,
}

impl<M: SerializeMap> Each for Write<M> {
    fn value<T: Serialize + Debug>(&mut self, value: &T) {
        if let (Some(field), Ok(map)) = (self.fields.next(), &mut self.output)
            && let Err(error) = map.serialize_entry(key(field), value)
        {
            self.output = Err(error);
        }
    }

    fn option<T: Serialize + Debug>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.value(value),
            None => drop(self.fields.next()),
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
        T::read(&mut Reader::new(map, T::FIELDS))
    }
}

/// JSON on its way into fields.
///
/// In each round all fields are asked, in their order, whether the next key is theirs. Services mostly send fields in the
/// order in which they document them, so usually one round is enough.
pub(crate) struct Reader<'de, A: MapAccess<'de>> {
    map: A,
    fields: &'static [Field],
    /// How many fields have been asked in this round.
    asked: usize,
    next: Next<'de, A::Error>,
    /// Whether the next key has been the next one since this round began.
    is_old: bool,
}

/// What comes next.
enum Next<'de, E> {
    Key(Key<'de>),
    End,
    Error(E),
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    fn new(map: A, fields: &'static [Field]) -> Self {
        let mut reader = Self { map, fields, asked: 0, next: Next::End, is_old: false };
        reader.advance();
        reader
    }

    fn advance(&mut self) {
        self.is_old = false;
        self.next = match self.map.next_key() {
            Ok(Some(key)) => Next::Key(key),
            Ok(None) => Next::End,
            Err(error) => Next::Error(error),
        };
    }

    /// Begins a round, when there is something to ask for.
    pub(crate) fn round(&mut self) -> bool {
        // A key that nobody took in a whole round is not ours.
        while self.is_old && matches!(self.next, Next::Key(_)) {
            match self.map.next_value::<IgnoredAny>() {
                Ok(_) => self.advance(),
                Err(error) => self.next = Next::Error(error),
            }
        }
        self.asked = 0;
        self.is_old = true;
        matches!(self.next, Next::Key(_))
    }

    /// Whether the next key is that of the next field.
    fn is_next(&mut self) -> bool {
        let field = self.fields.get(self.asked);
        self.asked += 1;
        matches!((field, &self.next), (Some(field), Next::Key(Key(next))) if *next == key(field))
    }

    /// Reads the next field, when it is its turn.
    pub(crate) fn value<T: Deserialize<'de>>(&mut self, field: &mut T) {
        if self.is_next() {
            match self.map.next_value() {
                Ok(value) => {
                    *field = value;
                    self.advance();
                }
                Err(error) => self.next = Next::Error(error),
            }
        }
    }

    /// Reads the next field, in which null is not absent.
    pub(crate) fn option<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) {
        if self.is_next() {
            match self.map.next_value() {
                Ok(value) => {
                    *field = Some(value);
                    self.advance();
                }
                Err(error) => self.next = Next::Error(error),
            }
        }
    }

    /// The value of the next required field, when everything was read.
    pub(crate) fn required<T>(&mut self, value: Option<T>) -> Result<T, A::Error> {
        let field = self.fields.get(self.asked);
        self.asked += 1;
        match (self.finish(value)?, field) {
            (Some(value), _) => Ok(value),
            (None, field) => Err(A::Error::missing_field(field.map_or("", key))),
        }
    }

    /// The object, unless something could not be read.
    pub(crate) fn finish<T>(&mut self, object: T) -> Result<T, A::Error> {
        match std::mem::replace(&mut self.next, Next::End) {
            Next::Error(error) => Err(error),
            Next::Key(_) | Next::End => Ok(object),
        }
    }
}
