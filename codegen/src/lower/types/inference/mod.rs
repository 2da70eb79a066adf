//! Infers types from examples.
//!
//! Most bodies are not described, but collections have examples of them. [`infer`] returns the narrowest type that all
//! examples of one body fit: each can be deserialized as the type and serialized to an equal JSON value. Inference
//! never fails; values without a common shape have [`Type::Any`].
//!
//! Examples do not prove which other values are possible. So these rules apply:
//!
//! - No field is required. A request need not contain all fields of its example, and a client must not fail if a
//!   response lacks a field of a saved response.
//! - In an object of a response, null has the same meaning as an absent field. In a request, the service may
//!   distinguish them, so null is a value of its own ([`Presence::Patch`]). In arrays and maps, null is always kept.
//! - `{}` is a map of [`Type::Any`], and `[]` is an array of it, because a struct without fields would be useless.
//! - A `{{variable}}` instead of a value has the type of the other examples, or [`Type::Any`] if there are none.
//! - A string such as `<integer>`, which names a type ([`placeholder`](super::placeholder)), counts as a value of that
//!   type and not as a string: it does not fit the inferred type.
//! - A number has [`Type::Number`], which accepts every number: an example of 10 does not exclude 10.5.
//! - Different JSON types (a string and a number) give [`Type::Any`]. So do values that are nested too deep to have a
//!   name.
//! - An object is a map if its keys are data instead of names ([`keys`]) and its values have one shape, or if it has
//!   more than [`MAX_FIELDS`] fields.
//! - A string has [`Type::String`], even if all examples are dates or have one of a few values: other values may occur.
//!
//! The type of an object is named after its use: `UpdateProfileBody`, and `UpdateProfileBodyAddress` for its field
//! `address`, even if the field is an array or a map of objects. For the elements of an outermost array or map, `Item`
//! or `Value` is appended.
//!
//! Examples are parsed in [`example`](crate::lower::types::example). Equal objects are replaced by aliases in
//! [`equal`](crate::lower::types::equal).

use crate::api::{Field, Name, Presence, Type, TypeDef, TypeKind};
use crate::lower::names::{TypeName, rust_names};
use crate::lower::types::definitions::{Direction, Types};
use crate::lower::types::example::Example;

mod keys;
mod shape;
#[cfg(test)]
mod tests;

use shape::{Fields, Kind, Shape};

/// The maximum number of fields of an object that is not a map.
const MAX_FIELDS: usize = 200;

/// Returns the type of a body from its examples, and defines the types of its objects, whose names begin with `name`.
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

/// The nesting level of a value.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Level {
    Outermost,
    Inner,
}

/// A builder of types from shapes.
struct Builder<'a> {
    direction: Direction,
    types: &'a mut Types,
}

impl Builder<'_> {
    /// Returns the type of an element, which may be null.
    fn element(&mut self, shape: &Shape<'_>, name: &TypeName, level: Level) -> Type {
        match self.value(shape, name, level) {
            ty if shape.has_null() && ty != Type::Any => Type::Nullable(Box::new(ty)),
            ty => ty,
        }
    }

    /// Returns the type of a value, without null.
    fn value(&mut self, shape: &Shape<'_>, name: &TypeName, level: Level) -> Type {
        match shape.kind() {
            Kind::Any => Type::Any,
            Kind::Bool => Type::Bool,
            Kind::String => Type::String,
            Kind::DateTime => Type::DateTime,
            Kind::Integer => Type::Integer,
            Kind::Float => Type::Float,
            Kind::Number => Type::Number,
            Kind::Array(element) => Type::Array(Box::new(self.inner(element, name, "Item", level))),
            Kind::Object(fields) => match map_values(fields) {
                Some(values) => Type::Map(Box::new(self.inner(&values, name, "Value", level))),
                None => self.object(fields, name),
            },
        }
    }

    /// Returns the type of the elements of an array or a map.
    fn inner(&mut self, shape: &Shape<'_>, name: &TypeName, suffix: &str, level: Level) -> Type {
        match level {
            Level::Outermost => self.element(shape, &name.element(suffix), Level::Inner),
            Level::Inner if shape.has_inner() => self.element(shape, &name.element(""), Level::Inner),
            Level::Inner => self.element(shape, name, Level::Inner),
        }
    }

    /// Defines an object, before the objects nested in it.
    fn object(&mut self, fields: &Fields<'_>, name: &TypeName) -> Type {
        let name = self.types.free_name(name);
        let def = TypeDef {
            name: name.as_str().to_owned(),
            aliases: Vec::new(),
            docs: String::new(),
            kind: TypeKind::Object(Vec::new()),
            in_request: self.direction == Direction::Request,
            sensitive: false,
        };
        let index = self.types.begin_inferred(def, name.clone());
        let usual = fields.iter().map(|(key, _)| (key, self.types.field_name(key))).collect();
        let names = rust_names(usual);
        let fields = fields.iter().zip(names).map(|((key, shape), rust)| self.field(&name, key, rust, shape));
        let fields = fields.collect();
        self.types.finish(index, TypeKind::Object(fields));
        Type::Named(name.as_str().to_owned())
    }

    fn field(&mut self, object: &TypeName, key: &str, rust: String, shape: &Shape<'_>) -> Field {
        // Computing a name is slow, and most fields do not contain objects.
        let ty = match shape.has_inner() {
            true => self.value(shape, &object.field(rust.trim_start_matches("r#")), Level::Inner),
            false => self.value(shape, object, Level::Inner),
        };
        let presence = match self.direction {
            Direction::Request if shape.has_null() => Presence::Patch,
            _ => Presence::Optional,
        };
        Field {
            // A flag such as `email: true` says nothing about a person.
            sensitive: ty != Type::Bool && (shape.is_sensitive() || self.types.is_sensitive(&rust)),
            name: Name { rust, wire: key.to_owned() },
            docs: String::new(),
            ty,
            presence,
            service_default: None,
            read_only: false,
            deprecated: None,
        }
    }
}

/// Returns the common shape of the values if an object is a map; otherwise `None`.
fn map_values<'e>(fields: &Fields<'e>) -> Option<Shape<'e>> {
    let keys = || fields.iter().map(|(key, _)| key);
    let count = fields.iter().len();
    if count == 0 || count > MAX_FIELDS || keys::have_variable(keys()) || keys::are_made_up(keys()) {
        return Some(fields.values());
    }
    let likely = keys::are_data(&keys().collect::<Vec<_>>());
    likely.then(|| fields.values()).filter(|values| !values.clashes())
}
