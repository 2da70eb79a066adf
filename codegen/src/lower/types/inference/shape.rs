//! Collects the shape of a value from its examples.
//!
//! A [`Shape`] is a set of facts, and an example only adds facts. So the order of the examples affects only the order
//! of the fields, and no rules are needed for how two kinds combine: [`Shape::kind`] derives the kind from all facts.

use hashbrown::HashMap;

use crate::lower::types::example::Example;
use crate::lower::types::placeholder::Placeholder;

/// The maximum depth of shapes. Deeper values are any JSON, because the length of a type's name grows with its depth.
const MAX_DEPTH: usize = 32;

/// The facts about one value.
#[derive(Debug, Default)]
pub(super) struct Shape<'e> {
    null: bool,
    bool: bool,
    number: Numbers,
    string: bool,
    date_time: bool,
    sensitive: bool,
    opaque: bool,
    array: Option<Box<Self>>,
    object: Option<Box<Fields<'e>>>,
}

/// The facts about the numbers among the examples of a value.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Numbers {
    /// A placeholder for an integer.
    integer: bool,
    /// A placeholder for a float.
    float: bool,
    /// A number that is an `i64`.
    small: bool,
    /// Another number.
    other: bool,
}

/// The kind of a value.
#[derive(Debug)]
pub(super) enum Kind<'s, 'e> {
    /// Any JSON: there are no facts, or they contradict each other.
    Any,
    Bool,
    Number,
    Integer,
    Float,
    String,
    DateTime,
    Array(&'s Shape<'e>),
    Object(&'s Fields<'e>),
}

impl<'e> Shape<'e> {
    /// Adds one example.
    pub(super) fn observe(&mut self, example: &'e Example<'_>) {
        self.observe_at(example, 0);
    }

    fn observe_at(&mut self, example: &'e Example<'_>, depth: usize) {
        match example {
            Example::Unknown(_) => {}
            Example::Opaque(_) => self.opaque = true,
            Example::Null => self.null = true,
            Example::Bool(_) => self.bool = true,
            Example::Number(number) if number.is_i64() => self.number.small = true,
            Example::Number(_) => self.number.other = true,
            Example::String(string) => match Placeholder::of(string) {
                Some(placeholder) => self.observe_placeholder(placeholder),
                None => self.string = true,
            },
            Example::Array(_) | Example::Object(_) if depth == MAX_DEPTH => self.opaque = true,
            Example::Array(list) => {
                let element = self.array.get_or_insert_default();
                for example in list {
                    element.observe_at(example, depth + 1);
                }
            }
            Example::Object(members) => {
                let fields = self.object.get_or_insert_default();
                for (key, example) in members {
                    fields.entry(key).observe_at(example, depth + 1);
                }
            }
        }
    }

    fn observe_placeholder(&mut self, placeholder: Placeholder) {
        match placeholder {
            Placeholder::Sensitive => (self.string, self.sensitive) = (true, true),
            Placeholder::DateTime => self.date_time = true,
            Placeholder::Integer => self.number.integer = true,
            Placeholder::Float => self.number.float = true,
            Placeholder::Number => self.number.other = true,
            Placeholder::Bool => self.bool = true,
            Placeholder::Array => drop(self.array.get_or_insert_default()),
            Placeholder::Object => drop(self.object.get_or_insert_default()),
            Placeholder::Any => self.opaque = true,
        }
    }

    /// Adds the facts of another shape.
    pub(super) fn merge(&mut self, other: &Self) {
        self.null |= other.null;
        self.bool |= other.bool;
        self.number.merge(other.number);
        self.string |= other.string;
        self.date_time |= other.date_time;
        self.sensitive |= other.sensitive;
        self.opaque |= other.opaque;
        if let Some(element) = &other.array {
            self.array.get_or_insert_default().merge(element);
        }
        if let Some(object) = &other.object {
            let fields = self.object.get_or_insert_default();
            for (key, shape) in &object.list {
                fields.entry(key).merge(shape);
            }
        }
    }

    /// Whether an example is null.
    pub(super) fn has_null(&self) -> bool {
        self.null
    }

    /// Whether an example is a placeholder for personal data or a secret.
    pub(super) fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// Whether an example is an array or an object, so that its type may need a name.
    pub(super) fn has_inner(&self) -> bool {
        self.array.is_some() || self.object.is_some()
    }

    /// Whether the examples have different JSON types, apart from null.
    pub(super) fn clashes(&self) -> bool {
        self.kinds() > 1
    }

    /// Returns the kind of the value, without null.
    pub(super) fn kind(&self) -> Kind<'_, 'e> {
        if self.opaque || self.kinds() != 1 {
            return Kind::Any;
        }
        match self {
            Self { bool: true, .. } => Kind::Bool,
            Self { string: true, .. } => Kind::String,
            Self { date_time: true, .. } => Kind::DateTime,
            Self { array: Some(element), .. } => Kind::Array(element),
            Self { object: Some(fields), .. } => Kind::Object(fields),
            Self { number, .. } => number.kind(),
        }
    }

    /// Returns the number of JSON types of the examples, without null.
    fn kinds(&self) -> usize {
        let composite = usize::from(self.array.is_some()) + usize::from(self.object.is_some());
        usize::from(self.bool)
            + usize::from(self.string || self.date_time)
            + usize::from(self.number.any())
            + composite
    }
}

impl Numbers {
    fn any(self) -> bool {
        self != Self::default()
    }

    fn merge(&mut self, other: Self) {
        self.integer |= other.integer;
        self.float |= other.float;
        self.small |= other.small;
        self.other |= other.other;
    }

    /// Returns the kind that the placeholders name, if the other examples are numbers of this kind.
    fn kind<'s, 'e>(self) -> Kind<'s, 'e> {
        match self {
            Self { integer: true, float: false, other: false, .. } => Kind::Integer,
            Self { float: true, integer: false, small: false, other: false } => Kind::Float,
            _ => Kind::Number,
        }
    }
}

/// Up to this number of keys, comparing all of them is faster than hashing.
const FEW: usize = 24;

/// The keys of an object and the shapes of their values, in the order of their first occurrence.
#[derive(Debug, Default)]
pub(super) struct Fields<'e> {
    list: Vec<(&'e str, Shape<'e>)>,
    /// The index of each key, if there are more than [`FEW`].
    indexes: HashMap<&'e str, usize>,
}

impl<'e> Fields<'e> {
    /// Returns the shape of a key, which is added if it is new.
    fn entry(&mut self, key: &'e str) -> &mut Shape<'e> {
        let found = match self.list.len() {
            0..=FEW => self.list.iter().position(|(other, _)| *other == key),
            _ => self.indexes.get(key).copied(),
        };
        let index = found.unwrap_or_else(|| self.add(key));
        &mut self.list[index].1
    }

    fn add(&mut self, key: &'e str) -> usize {
        let index = self.list.len();
        self.list.push((key, Shape::default()));
        if index == FEW {
            self.indexes.extend(self.list.iter().enumerate().map(|(index, (key, _))| (*key, index)));
        } else if index > FEW {
            self.indexes.insert(key, index);
        }
        index
    }

    /// Returns the keys and the shapes of their values.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&'e str, &Shape<'e>)> {
        self.list.iter().map(|(key, shape)| (*key, shape))
    }

    /// Returns the common shape of all values.
    pub(super) fn values(&self) -> Shape<'e> {
        let mut values = Shape::default();
        for (_, shape) in &self.list {
            values.merge(shape);
        }
        values
    }
}
