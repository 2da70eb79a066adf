//! `Debug`, `PartialEq` and `Serialize` of objects, implemented once for all types.
//!
//! A type only lists its fields ([`Object`]), which is little code to compile. `Deserialize` and `Clone`, which create
//! objects, are in [`source`](super::source).

use std::any::Any;
use std::fmt::{self, Debug, DebugStruct, Formatter};
use std::slice::Iter;

use serde::de::DeserializeOwned;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Redacted;
use super::finite::in_field;
use super::keys::Keys;
use super::source::Source;

/// The names of the fields of a type, in their order.
///
/// A few long strings compile faster than a list.
#[derive(Clone, Copy)]
pub(crate) struct FieldNames {
    /// The names, separated by white space.
    pub(crate) names: &'static str,
    /// The name and the JSON key of each field whose key is not its name.
    pub(crate) keys: &'static [(&'static str, &'static str)],
    /// The names of the fields whose values `Debug` does not show, each followed by the word `redacted`.
    pub(crate) redacted: &'static str,
}

/// The names of one field.
#[derive(Clone, Copy)]
pub(super) struct Field {
    name: &'static str,
    pub(super) key: &'static str,
    is_redacted: bool,
}

impl FieldNames {
    /// Removes and returns the first field.
    pub(super) const fn next(&mut self) -> Option<Field> {
        let Some(name) = next_word(&mut self.names) else { return None };
        let mut field = Field { name, key: name, is_redacted: false };
        if let [(of, key), rest @ ..] = self.keys
            && is_equal(of, name)
        {
            field.key = key;
            self.keys = rest;
        }
        let mut redacted = self.redacted;
        if let Some(of) = next_word(&mut redacted)
            && is_equal(of, name)
        {
            field.is_redacted = next_word(&mut redacted).is_some();
            self.redacted = redacted;
        }
        Some(field)
    }
}

/// Removes and returns the first word.
const fn next_word(text: &mut &'static str) -> Option<&'static str> {
    let start = text.trim_ascii_start();
    let mut end = 0;
    while end < start.len() && !start.as_bytes()[end].is_ascii_whitespace() {
        end += 1;
    }
    let (word, rest) = start.split_at(end);
    *text = rest;
    if word.is_empty() { None } else { Some(word) }
}

/// Returns whether two strings are equal, also in constants.
const fn is_equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
}

/// A struct that is an object in JSON. Its functions use the fields in the order of `FIELDS`.
pub(crate) trait Object: Sized + 'static {
    /// The name of the type.
    const NAME: &'static str;
    /// The names of the fields.
    const FIELDS: FieldNames;

    /// Passes each field to a visitor.
    fn visit<'a>(&'a self, visitor: &mut impl FieldVisitor<'a>);

    /// Creates an object from the values of a source.
    fn from_source<S: Source>(source: &mut S) -> Result<Self, S::Error>;
}

/// A type that a field can have.
pub(crate) trait FieldValue:
    Serialize + DeserializeOwned + Clone + Debug + PartialEq + 'static
{
}

impl<T: Serialize + DeserializeOwned + Clone + Debug + PartialEq + 'static> FieldValue for T {}

/// A visitor of all fields of an object.
pub(crate) trait FieldVisitor<'a> {
    /// Visits a required field.
    fn value<T: FieldValue>(&mut self, value: &'a T);

    /// Visits a field that may be absent.
    fn option<T: FieldValue>(&mut self, value: &'a Option<T>);
}

/// Implements `PartialEq::eq` of an object.
///
/// A visitor sees the fields of one object, because pairs of fields would be more code to compile for each type.
pub(crate) fn eq<T: Object>(object: &T, other: &T) -> bool {
    let mut values = Values(Vec::new());
    other.visit(&mut values);
    let mut comparison = Comparison { others: values.0.into_iter(), is_equal: true };
    object.visit(&mut comparison);
    comparison.is_equal
}

/// The values of the fields.
struct Values<'a>(Vec<&'a dyn Any>);

impl<'a> FieldVisitor<'a> for Values<'a> {
    fn value<T: FieldValue>(&mut self, value: &'a T) {
        self.0.push(value);
    }

    fn option<T: FieldValue>(&mut self, value: &'a Option<T>) {
        self.0.push(value);
    }
}

/// A comparison with the values of another object.
struct Comparison<'o> {
    others: std::vec::IntoIter<&'o dyn Any>,
    is_equal: bool,
}

impl<'a> FieldVisitor<'a> for Comparison<'_> {
    fn value<T: FieldValue>(&mut self, value: &'a T) {
        let other = self.others.next().and_then(|other| other.downcast_ref::<T>());
        self.is_equal = self.is_equal && other == Some(value);
    }

    fn option<T: FieldValue>(&mut self, value: &'a Option<T>) {
        self.value(value);
    }
}

/// Implements `Debug::fmt` of an object.
pub(crate) fn debug<T: Object>(object: &T, f: &mut Formatter<'_>) -> fmt::Result {
    let mut formatter = DebugFields { output: f.debug_struct(T::NAME), fields: T::FIELDS };
    object.visit(&mut formatter);
    formatter.output.finish()
}

/// A visitor that formats the fields for `Debug`.
struct DebugFields<'a, 'f> {
    output: DebugStruct<'a, 'f>,
    fields: FieldNames,
}

impl DebugFields<'_, '_> {
    fn field(&mut self, value: &dyn Debug, redacted: &dyn Debug) {
        if let Some(Field { name, is_redacted, .. }) = self.fields.next() {
            self.output.field(name, if is_redacted { redacted } else { value });
        }
    }
}

impl<'a> FieldVisitor<'a> for DebugFields<'_, '_> {
    fn value<T: FieldValue>(&mut self, value: &'a T) {
        self.field(value, &Redacted);
    }

    fn option<T: FieldValue>(&mut self, value: &'a Option<T>) {
        self.field(value, &value.as_ref().map(|_| Redacted));
    }
}

/// Implements `Serialize::serialize` of an object. Fields that are absent are not serialized.
pub(crate) fn serialize<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let output = serializer.serialize_map(None)?;
    let mut writer = SerializeFields { output, error: None, keys: Keys::<T>::TABLE.iter() };
    object.visit(&mut writer);
    match writer.error {
        None => writer.output.end(),
        Some(error) => Err(error),
    }
}

/// A visitor that serializes the fields.
struct SerializeFields<M: SerializeMap> {
    output: M,
    error: Option<M::Error>,
    /// The keys of the fields that are not visited yet; none after an error.
    keys: Iter<'static, &'static str>,
}

impl<'a, M: SerializeMap> FieldVisitor<'a> for SerializeFields<M> {
    #[inline]
    fn value<T: FieldValue>(&mut self, value: &'a T) {
        if let Some(key) = self.keys.next()
            && let Err(error) =
                self.output.serialize_key(*key).and_then(|()| self.output.serialize_value(value))
        {
            self.error = Some(in_field(key, error));
            self.keys = [].iter();
        }
    }

    #[inline]
    fn option<T: FieldValue>(&mut self, value: &'a Option<T>) {
        match value {
            Some(value) => self.value(value),
            None => drop(self.keys.next()),
        }
    }
}
