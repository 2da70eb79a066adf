//! What is done with the fields of an object: they are shown, compared, written, and [made](super::source).
//!
//! A type knows its fields ([`Object`]), and everything else is here: once for all types, or once for all fields of one
//! kind.

use std::fmt::{self, Debug, DebugStruct, Formatter};

use serde::de::DeserializeOwned;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::source::Source;
use super::{OrNull, Redacted};

/// What is said of the fields of a type, in their order.
///
/// Of all ways to say it, few plain texts are what the compiler is done with soonest.
#[derive(Clone, Copy)]
pub(crate) struct Texts {
    /// Their names, with white space between them.
    pub(crate) names: &'static str,
    /// Name and JSON key of those whose key is another text.
    pub(crate) keys: &'static [(&'static str, &'static str)],
    /// The names of those whose value is kept out of `Debug`, each with the word that says so after it.
    pub(crate) redacted: &'static str,
}

pub(super) struct Field {
    name: &'static str,
    pub(super) key: &'static str,
    is_redacted: bool,
}

impl Texts {
    /// Takes the next field.
    pub(super) fn next(&mut self) -> Option<Field> {
        let name = word(&mut self.names)?;
        let mut field = Field { name, key: name, is_redacted: false };
        if let [(of, key), rest @ ..] = self.keys
            && *of == name
        {
            (field.key, self.keys) = (key, rest);
        }
        let mut redacted = self.redacted;
        if word(&mut redacted) == Some(name) {
            field.is_redacted = word(&mut redacted).is_some();
            self.redacted = redacted;
        }
        Some(field)
    }
}

/// Takes the next word of a text.
fn word(text: &mut &'static str) -> Option<&'static str> {
    let start = text.trim_ascii_start();
    let end = start.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(start.len());
    let (word, rest) = start.split_at(end);
    *text = rest;
    (!word.is_empty()).then_some(word)
}

/// An object. Its functions take the fields in the order of `FIELDS`.
pub(crate) trait Object: Sized + 'static {
    const NAME: &'static str;
    const FIELDS: Texts;

    /// Shows all fields to a visitor, beside those of another object.
    fn each<'a>(&'a self, other: &'a Self, visitor: &mut impl Each<'a>);

    /// Makes one of what a source has.
    fn make<S: Source>(source: &mut S) -> Result<Self, S::Error>;
}

/// What a field can hold.
pub(crate) trait Content: Serialize + DeserializeOwned + Clone + Debug + PartialEq + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + Debug + PartialEq + 'static> Content for T {}

/// What looks at all fields.
pub(crate) trait Each<'a> {
    /// A field that is always there.
    fn value<T: Content>(&mut self, value: &'a T, other: &'a T);

    /// A field that may be absent.
    fn option<T: Content>(&mut self, value: &'a Option<T>, other: &'a Option<T>);
}

/// `PartialEq` of an object.
pub(crate) fn equal<T: Object>(object: &T, other: &T) -> bool {
    let mut equal = Equal(true);
    object.each(other, &mut equal);
    equal.0
}

struct Equal(bool);

impl<'a> Each<'a> for Equal {
    fn value<T: Content>(&mut self, value: &'a T, other: &'a T) {
        self.0 = self.0 && value == other;
    }

    fn option<T: Content>(&mut self, value: &'a Option<T>, other: &'a Option<T>) {
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
        if let Some(Field { name, is_redacted, .. }) = self.fields.next() {
            self.output.field(name, if is_redacted { redacted } else { value });
        }
    }
}

impl<'a> Each<'a> for Show<'_, '_> {
    fn value<T: Content>(&mut self, value: &'a T, _: &'a T) {
        self.field(value, &Redacted);
    }

    fn option<T: Content>(&mut self, value: &'a Option<T>, _: &'a Option<T>) {
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

impl<'a, M: SerializeMap> Each<'a> for Write<M> {
    fn value<T: Content>(&mut self, value: &'a T, _: &'a T) {
        if let (Some(field), Ok(map)) = (self.fields.next(), &mut self.output)
            && let Err(error) = map.serialize_entry(field.key, value)
        {
            self.output = Err(error);
        }
    }

    fn option<T: Content>(&mut self, value: &'a Option<T>, _: &'a Option<T>) {
        match value {
            Some(value) => self.value(value, value),
            None => drop(self.fields.next()),
        }
    }
}

/// Sets an optional field.
pub(crate) fn set<T>(field: &mut Option<T>, value: impl Into<T>) {
    *field = Some(value.into());
}

/// Sets an optional field that may be null.
pub(crate) fn set_or_null<T>(field: &mut Option<Option<T>>, value: impl OrNull<T>) {
    *field = Some(value.or_null());
}
