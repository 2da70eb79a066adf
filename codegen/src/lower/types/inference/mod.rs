//! Types from examples.
//!
//! Nobody describes most bodies, but collections show examples of them. [`infer`] makes the narrowest type that every
//! example of one place fits: each deserializes into it and serializes back to an equal JSON value. Inference never
//! fails; what has no shape is [`Type::Any`].
//!
//! An example is no promise, and that decided the rest:
//!
//! - No field is required. A request need not fill what its example fills, and a client must not fail over a response
//!   that lacks what one saved response had.
//! - A null in a response is absence. A null in a request is a value of its own ([`Presence::Patch`]), because the
//!   service may tell the two apart. In arrays and maps a null is always kept.
//! - `{}` is a map of anything and `[]` a list of anything: an object without fields could neither be filled nor read.
//! - A `{{variable}}` in place of a value is of any type, and of that of the other examples when there are some.
//!   A text such as `<integer>`, which stands for a value of another type, is of any type.
//! - Kinds that do not go together (a text here and a number there) are of any type, and so are numbers that no Rust
//!   number holds together exactly, and what nests too deep to have a name.
//! - An object is a map when its keys are data rather than names ([`keys`]) and its values have one shape, and when
//!   it has more fields than anybody wants to see ([`MAX_FIELDS`]).
//! - A text is a [`Type::String`], whatever it looks like: that all examples are dates or of three words says
//!   nothing about the next one.
//!
//! An object's type has the name of its place: `UpdateProfileBody`, and `UpdateProfileBodyAddress` for its field
//! `address`, also when that holds a list or map of objects. The elements of an outermost list or map have none and
//! get `Item` and `Value`.
//!
//! Not here: the text of the examples ([`example`](crate::lower::types::example)), and that equal shapes are one struct
//! ([`equal`](crate::lower::types::equal)).

use crate::api::{Field, Name, Presence, Type, TypeDef, TypeKind};
use crate::lower::names::{TypeName, rust_names};
use crate::lower::types::definitions::{Direction, Types};
use crate::lower::types::example::Example;
use crate::lower::types::sensitivity::is_sensitive;

mod keys;
mod shape;
#[cfg(test)]
mod tests;

use shape::{Fields, Kind, Shape};

/// The most fields of an object that is not a map.
const MAX_FIELDS: usize = 200;

/// The type of a place of which these are examples; its objects are defined as `name` and what follows from that.
pub(crate) fn infer<'e, 't: 'e>(
    examples: impl IntoIterator<Item = &'e Example<'t>>,
    name: &TypeName,
    direction: Direction,
    types: &mut Types,
) -> Type {
    let mut shape = Shape::default();
    for example in examples {
        shape.observe(example);
    }
    Builder { direction, types }.element(&shape, name, Level::Outermost)
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Level {
    Outermost,
    Inner,
}

struct Builder<'a> {
    direction: Direction,
    types: &'a mut Types,
}

impl Builder<'_> {
    /// The type of a value that is there but may be null.
    fn element(&mut self, shape: &Shape<'_>, name: &TypeName, level: Level) -> Type {
        match self.value(shape, name, level) {
            ty if shape.has_null() && ty != Type::Any => Type::Nullable(Box::new(ty)),
            ty => ty,
        }
    }

    /// The type of a value that is not null.
    fn value(&mut self, shape: &Shape<'_>, name: &TypeName, level: Level) -> Type {
        match shape.kind() {
            Kind::Any => Type::Any,
            Kind::Bool => Type::Bool,
            Kind::String => Type::String,
            Kind::Integer => Type::Integer,
            Kind::Unsigned => Type::Unsigned,
            Kind::Float => Type::Float,
            Kind::Array(element) => Type::Array(Box::new(self.inner(element, name, "Item", level))),
            Kind::Object(fields) => match map_values(fields) {
                Some(values) => Type::Map(Box::new(self.inner(&values, name, "Value", level))),
                None => self.object(fields, name),
            },
        }
    }

    fn inner(&mut self, shape: &Shape<'_>, name: &TypeName, suffix: &str, level: Level) -> Type {
        match level {
            Level::Outermost => self.element(shape, &name.element(suffix), Level::Inner),
            Level::Inner => self.element(shape, name, Level::Inner),
        }
    }

    /// Defines an object, before the objects inside it.
    fn object(&mut self, fields: &Fields<'_>, name: &TypeName) -> Type {
        let name = self.types.free_name(name);
        let place = self.types.begin_inferred(TypeDef {
            name: name.as_str().to_owned(),
            docs: String::new(),
            kind: TypeKind::Object(Vec::new()),
            in_request: self.direction == Direction::Request,
            sensitive: false,
        });
        let usual = fields.iter().map(|(key, _)| (key, self.types.field_name(key))).collect();
        let names = rust_names(usual);
        let fields = fields.iter().zip(names).map(|((key, shape), rust)| self.field(&name, key, rust, shape));
        let fields = fields.collect();
        self.types.finish(place, TypeKind::Object(fields));
        Type::Named(name.as_str().to_owned())
    }

    fn field(&mut self, object: &TypeName, key: &str, rust: String, shape: &Shape<'_>) -> Field {
        // Most fields hold no object, and a name that no type gets takes time to make.
        let ty = match shape.has_inner() {
            true => self.value(shape, &object.field(rust.trim_start_matches("r#")), Level::Inner),
            false => self.value(shape, object, Level::Inner),
        };
        let presence = match self.direction {
            Direction::Request if shape.has_null() => Presence::Patch,
            _ => Presence::Optional,
        };
        Field {
            sensitive: ty == Type::String && is_sensitive(&rust),
            name: Name { rust, wire: key.to_owned() },
            docs: String::new(),
            ty,
            presence,
            read_only: false,
            deprecated: None,
        }
    }
}

/// What the values of an object have in common, when it is a map.
fn map_values<'e>(fields: &Fields<'e>) -> Option<Shape<'e>> {
    let keys = || fields.iter().map(|(key, _)| key);
    let count = fields.iter().len();
    if count == 0 || count > MAX_FIELDS || keys::have_variable(keys()) {
        return Some(fields.values());
    }
    let likely = keys::are_data(&keys().collect::<Vec<_>>());
    likely.then(|| fields.values()).filter(|values| !values.clashes())
}
