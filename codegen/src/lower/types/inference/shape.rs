//! What was seen at one place of the examples.
//!
//! A [`Shape`] is a set of facts, and adding an example only ever adds facts. So the order of the examples decides
//! about nothing but the order of the fields, and there is no table of which two kinds join to which third one:
//! [`Shape::kind`] reads the kind off the facts at the end.

use std::collections::HashMap;

use serde_json::Number;

use super::keys;
use crate::lower::types::example::Example;

/// How deep shapes are told apart; what is deeper is JSON without a shape. A type's name grows with its depth.
const MAX_DEPTH: usize = 32;

/// The facts about one place.
#[derive(Debug, Default)]
pub(super) struct Shape<'e> {
    null: bool,
    bool: bool,
    string: bool,
    opaque: bool,
    numbers: Option<Numbers>,
    array: Option<Box<Self>>,
    object: Option<Box<Fields<'e>>>,
}

/// What the facts about one place amount to.
#[derive(Debug)]
pub(super) enum Kind<'s, 'e> {
    /// Nothing is known, or what is known contradicts itself.
    Any,
    Bool,
    String,
    Integer,
    Unsigned,
    Float,
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
            Example::Number(number) => self.numbers.get_or_insert_default().observe(number),
            Example::String(text) if keys::is_type_marker(text) => self.opaque = true,
            Example::String(_) => self.string = true,
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

    /// Adds the facts about another place.
    pub(super) fn merge(&mut self, other: &Self) {
        self.null |= other.null;
        self.bool |= other.bool;
        self.string |= other.string;
        self.opaque |= other.opaque;
        if let Some(numbers) = &other.numbers {
            self.numbers.get_or_insert_default().merge(numbers);
        }
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

    /// Whether null was seen here.
    pub(super) fn has_null(&self) -> bool {
        self.null
    }

    /// Whether an array or object was seen here, whose type may need a name.
    pub(super) fn has_inner(&self) -> bool {
        self.array.is_some() || self.object.is_some()
    }

    /// Whether what is known here contradicts itself, null aside.
    pub(super) fn clashes(&self) -> bool {
        self.kinds() > 1
    }

    /// What the facts amount to, null aside.
    pub(super) fn kind(&self) -> Kind<'_, 'e> {
        if self.opaque || self.kinds() != 1 {
            return Kind::Any;
        }
        match self {
            Self { bool: true, .. } => Kind::Bool,
            Self { string: true, .. } => Kind::String,
            Self { array: Some(element), .. } => Kind::Array(element),
            Self { object: Some(fields), .. } => Kind::Object(fields),
            Self { numbers: Some(numbers), .. } => numbers.kind(),
            _ => Kind::Any,
        }
    }

    fn kinds(&self) -> usize {
        let composite = usize::from(self.array.is_some()) + usize::from(self.object.is_some());
        usize::from(self.bool) + usize::from(self.string) + usize::from(self.numbers.is_some()) + composite
    }
}

/// The facts about the numbers of one place.
#[derive(Debug, Default)]
struct Numbers {
    float: bool,
    negative: bool,
    /// An integer beyond `i64`.
    large: bool,
    /// An integer that `f64` does not hold exactly.
    inexact: bool,
}

impl Numbers {
    fn observe(&mut self, number: &Number) {
        match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => {
                self.negative |= integer < 0;
                self.inexact |= !is_exact(integer.unsigned_abs());
            }
            (None, Some(integer)) => {
                self.large = true;
                self.inexact |= !is_exact(integer);
            }
            (None, None) => self.float = true,
        }
    }

    fn merge(&mut self, other: &Self) {
        self.float |= other.float;
        self.negative |= other.negative;
        self.large |= other.large;
        self.inexact |= other.inexact;
    }

    /// The narrowest type that holds every number seen; there is none for a fraction beside an integer that would
    /// lose digits next to it, nor for an integer beyond `i64` beside a negative one.
    fn kind<'s, 'e>(&self) -> Kind<'s, 'e> {
        match self {
            Self { float: true, inexact: true, .. } => Kind::Any,
            Self { float: true, .. } => Kind::Float,
            Self { large: true, negative: true, .. } => Kind::Any,
            Self { large: true, .. } => Kind::Unsigned,
            _ => Kind::Integer,
        }
    }
}

/// Whether `f64`, which has 53 bits for digits, holds an integer exactly.
fn is_exact(magnitude: u64) -> bool {
    magnitude == 0
        || u64::BITS - magnitude.leading_zeros() - magnitude.trailing_zeros() <= f64::MANTISSA_DIGITS
}

/// As many keys are looked through sooner than one is hashed.
const FEW: usize = 24;

/// The keys of the objects at one place, in the order in which they were first seen.
#[derive(Debug, Default)]
pub(super) struct Fields<'e> {
    list: Vec<(&'e str, Shape<'e>)>,
    /// Where each key is, when there are more than a few.
    places: HashMap<&'e str, usize>,
}

impl<'e> Fields<'e> {
    fn entry(&mut self, key: &'e str) -> &mut Shape<'e> {
        let found = match self.list.len() {
            0..=FEW => self.list.iter().position(|(other, _)| *other == key),
            _ => self.places.get(key).copied(),
        };
        let place = found.unwrap_or_else(|| self.add(key));
        &mut self.list[place].1
    }

    fn add(&mut self, key: &'e str) -> usize {
        let place = self.list.len();
        self.list.push((key, Shape::default()));
        if place == FEW {
            self.places.extend(self.list.iter().enumerate().map(|(place, (key, _))| (*key, place)));
        } else if place > FEW {
            self.places.insert(key, place);
        }
        place
    }

    /// The keys and what was seen there.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&'e str, &Shape<'e>)> {
        self.list.iter().map(|(key, shape)| (*key, shape))
    }

    /// All values as those of one place.
    pub(super) fn values(&self) -> Shape<'e> {
        let mut values = Shape::default();
        for (_, shape) in &self.list {
            values.merge(shape);
        }
        values
    }
}
