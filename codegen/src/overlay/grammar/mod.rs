//! The grammar of an overlay: the objects of OpenAPI 3.1 with their keywords, our extensions, and the idioms of
//! OpenAPI 3.0.
//!
//! [`check()`] compares a whole document with it and reports every unknown keyword and every value of the wrong type, so
//! that the readers of its parts only take what they need.

mod check;
mod objects;
mod schema;

use super::node::Node;

pub(super) use check::{check, check_schema};
pub(super) use objects::METHODS;

/// A kind of object.
struct Object {
    /// The kind in a message: `a parameter`.
    name: &'static str,
    /// The keywords and their values.
    keywords: &'static [Keyword],
    /// The other keys that such an object may have.
    other: Other,
    /// Whether a `$ref` can replace it.
    can_be_reference: bool,
}

/// A keyword.
struct Keyword {
    name: &'static str,
    value: Content,
    effect: Effect,
}

/// Whether a keyword changes the client.
#[derive(Clone, Copy, PartialEq)]
enum Effect {
    /// It may change the client, or only describes the document itself.
    Some,
    /// It has no effect on the client.
    None,
}

/// The keys of an object besides its keywords.
enum Other {
    /// None but extensions.
    None,
    /// Any, with values of this type.
    Any(Content),
    /// HTTP statuses, with values of this type.
    Statuses(Content),
}

/// The type of a value.
enum Content {
    Any,
    String,
    Bool,
    Number,
    /// A non-negative integer.
    Length,
    Strings,
    /// One of several types.
    Either(&'static [Content]),
    Object(&'static Object),
    List(&'static Content),
    Map(&'static Content),
    /// A schema: an object or a boolean.
    Schema,
}

impl Content {
    /// Whether a value has this type, apart from its elements.
    fn accepts(&self, node: &Node) -> bool {
        match (self, node) {
            (Self::Any, _)
            | (Self::String, Node::String(_))
            | (Self::Bool, Node::Bool(_))
            | (Self::Number, Node::Number(_))
            | (Self::Strings | Self::List(_), Node::Array(_))
            | (Self::Object(_) | Self::Map(_), Node::Object(_))
            | (Self::Schema, Node::Object(_) | Node::Bool(_)) => true,
            (Self::Length, Node::Number(number)) => {
                number.as_u64().is_some()
                    || number.as_f64().is_some_and(|value| value >= 0.0 && value.fract() == 0.0)
            }
            (Self::Either(types), node) => types.iter().any(|content| content.accepts(node)),
            _ => false,
        }
    }

    /// Returns the type for messages.
    fn name(&self) -> &'static str {
        match self {
            Self::Any => "any JSON",
            Self::String => "a string",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Length => "a non-negative integer",
            Self::Strings | Self::List(_) => "an array",
            Self::Object(_) | Self::Map(_) | Self::Schema => "an object",
            Self::Either(types) => types.first().map_or("any JSON", Self::name),
        }
    }
}

/// A keyword that may change the client.
const fn keyword(name: &'static str, value: Content) -> Keyword {
    Keyword { name, value, effect: Effect::Some }
}

/// A keyword without an effect on the client.
const fn ignored(name: &'static str, value: Content) -> Keyword {
    Keyword { name, value, effect: Effect::None }
}
