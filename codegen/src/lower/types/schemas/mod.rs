//! The overlay's schemas as types.
//!
//! Objects, enums, unions and texts with rules become types of the client, under their name in `components.schemas`, or
//! under the name of the place for one that is written in line. Every other component (a plain string, a list, a map)
//! is used as what it is, and its description and its `x-sensitive` go with it to the fields.
//!
//! A type that requests and responses share is lowered for requests: there, what only the service sets is optional, and
//! null can be told from absent.

mod cycles;
mod define;
mod docs;
mod pattern;
#[cfg(test)]
mod tests;

use crate::api::{Repeat, Type};
use crate::diagnostics::Diagnostics;
use crate::lower::names::TypeName;
use crate::lower::types::definitions::{Direction, Types};
use crate::overlay::{Overlay, ParameterEntry, ParameterLocation, Schema, SchemaKind};
use std::collections::HashMap;

pub(crate) use cycles::box_cycles;

/// How many components may be parts of each other; more than anybody writes.
const DEEPEST: usize = 64;

/// The schemas of an overlay, and which types they have become.
#[derive(Debug)]
pub(crate) struct Schemas<'a> {
    overlay: Option<&'a Overlay>,
    components: HashMap<&'a str, &'a Schema>,
    /// The components that are types already, and for what.
    done: HashMap<&'a str, Direction>,
    /// The components that still have to be defined. A list rather than a recursion: types may form long chains.
    pending: Vec<(&'a str, Direction)>,
    /// The places that types come from, by the types' names.
    owners: HashMap<String, String>,
    /// The components that are alternatives of a union, with the key that the union removes from them.
    alternatives: HashMap<&'a str, &'a str>,
    /// The components that are used by themselves, with the first place that does.
    by_themselves: HashMap<&'a str, String>,
    /// The components that are being used as what they are.
    open: Vec<&'a str>,
}

impl<'a> Schemas<'a> {
    /// The schemas of an overlay; none where there is no overlay.
    pub(crate) fn new(overlay: Option<&'a Overlay>, diagnostics: &mut Diagnostics) -> Self {
        let list = overlay.map_or(&[][..], |overlay| &overlay.schemas);
        let components: HashMap<_, _> = list.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
        if let Some(overlay) = overlay {
            define::check_names(overlay, diagnostics);
        }
        Self {
            overlay,
            components,
            done: HashMap::new(),
            pending: Vec::new(),
            owners: HashMap::new(),
            alternatives: HashMap::new(),
            by_themselves: HashMap::new(),
            open: Vec::new(),
        }
    }

    /// Reports an error in the overlay.
    pub(crate) fn error(
        &self,
        at: &str,
        problem: impl Into<String>,
        help: impl Into<String>,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(overlay) = self.overlay {
            diagnostics.error(overlay.location(at), problem, help);
        }
    }

    /// Returns the type of a body; `name` is that of a schema without a name of its own.
    pub(crate) fn lower(
        &mut self,
        schema: &'a Schema,
        name: &TypeName,
        direction: Direction,
        types: &mut Types,
        diagnostics: &mut Diagnostics,
    ) -> Type {
        let mut lowering = Lowering { schemas: self, direction, types, diagnostics };
        let used = lowering.used(schema, name);
        lowering.define_pending();
        used.whole_type()
    }

    /// The type of one value of a parameter, and how several are sent.
    pub(crate) fn parameter(
        &mut self,
        parameter: &'a ParameterEntry,
        name: &TypeName,
        types: &mut Types,
        diagnostics: &mut Diagnostics,
    ) -> (Type, Repeat) {
        let Some(schema) = &parameter.schema else { return (Type::String, Repeat::Never) };
        let mut lowering = Lowering { schemas: self, direction: Direction::Request, types, diagnostics };
        let used = lowering.used(schema, name);
        lowering.define_pending();
        let (ty, repeat) = match used.whole_type() {
            Type::Array(item) if parameter.location == ParameterLocation::Query && parameter.explode => {
                (*item, Repeat::Keys)
            }
            Type::Array(item) => (*item, Repeat::Commas),
            ty => (ty, Repeat::Never),
        };
        let compound = matches!(ty, Type::Array(_) | Type::Map(_) | Type::Nullable(_) | Type::Any);
        if compound || lowering.is_object(&ty) {
            let help = "a parameter is a text, a number, a boolean, an enum, or an array of these";
            lowering.error(
                &schema.at,
                format!("the parameter `{}` is no simple value", parameter.name),
                help,
            );
            return (Type::String, repeat);
        }
        (ty, repeat)
    }
}

/// What there is to know about the use of a schema.
struct Used {
    ty: Type,
    nullable: bool,
    sensitive: bool,
    read_only: bool,
    docs: String,
}

impl Used {
    /// The type with null.
    fn whole_type(self) -> Type {
        if self.nullable && self.ty != Type::Any { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// The schemas with everything that lowering one of them needs.
struct Lowering<'l, 'a> {
    schemas: &'l mut Schemas<'a>,
    direction: Direction,
    types: &'l mut Types,
    diagnostics: &'l mut Diagnostics,
}

impl<'a> Lowering<'_, 'a> {
    /// Returns the use of a schema; `name` is that of a schema without a name of its own.
    fn used(&mut self, schema: &'a Schema, name: &TypeName) -> Used {
        let mut used = Used {
            ty: Type::Any,
            nullable: schema.nullable,
            sensitive: schema.sensitive,
            read_only: schema.read_only,
            docs: docs::field(schema),
        };
        used.ty = match &schema.kind {
            SchemaKind::Any => Type::Any,
            SchemaKind::Bool => Type::Bool,
            SchemaKind::Number => Type::Float,
            SchemaKind::Integer { unsigned: false } => Type::Integer,
            SchemaKind::Integer { unsigned: true } => Type::Unsigned,
            SchemaKind::String(text) if text.format.as_deref() == Some("date-time") => Type::DateTime,
            SchemaKind::String(_) => Type::String,
            SchemaKind::Array(items) => {
                let items = self.used(items, &name.element("Item"));
                used.sensitive |= items.sensitive;
                Type::Array(Box::new(items.whole_type()))
            }
            SchemaKind::Map(values) => {
                let values = self.used(values, &name.element("Value"));
                used.sensitive |= values.sensitive;
                Type::Map(Box::new(values.whole_type()))
            }
            SchemaKind::Reference { name, at } => return self.component(name, at, used),
            SchemaKind::Enum(_) | SchemaKind::Object(_) | SchemaKind::AllOf(_) | SchemaKind::OneOf(_) => {
                self.define(schema, name)
            }
        };
        used
    }

    /// The use of a component; `used` is what the reference itself says.
    fn component(&mut self, name: &'a str, at: &str, mut used: Used) -> Used {
        // A reference to nothing has been reported with the overlay.
        let Some((name, schema)) =
            self.schemas.components.get_key_value(name).map(|(name, schema)| (*name, *schema))
        else {
            return used;
        };
        let of_component = if is_type(schema) {
            self.by_itself(name, at);
            self.component_type(name, schema);
            Used {
                ty: Type::Named(name.to_owned()),
                nullable: schema.nullable,
                sensitive: schema.sensitive,
                read_only: schema.read_only,
                docs: docs::description(schema).unwrap_or_default(),
            }
        } else if self.schemas.open.contains(&name) || self.schemas.open.len() > DEEPEST {
            let help = "make one of the schemas on the way an object";
            self.error(at, format!("`{name}` consists of itself"), help);
            return used;
        } else {
            self.schemas.open.push(name);
            let inner = self.used(schema, &TypeName::given(name));
            self.schemas.open.pop();
            inner
        };
        used.ty = of_component.ty;
        used.nullable |= of_component.nullable;
        used.sensitive |= of_component.sensitive;
        used.read_only |= of_component.read_only;
        if used.docs.is_empty() {
            used.docs = of_component.docs;
        }
        used
    }

    /// Sees to it that a component is a type, and fit for this direction.
    fn component_type(&mut self, name: &'a str, schema: &'a Schema) {
        let known = self.schemas.done.get(name);
        if known.is_none_or(|known| *known < self.direction) {
            self.schemas.done.insert(name, self.direction);
            if self.reserve(schema, name) {
                self.schemas.pending.push((name, self.direction));
            }
        }
    }

    /// Defines the components that have been used so far, and those that they use.
    fn define_pending(&mut self) {
        while !self.schemas.pending.is_empty() {
            for (name, direction) in std::mem::take(&mut self.schemas.pending) {
                if let Some(schema) = self.schemas.components.get(name).copied() {
                    self.direction = direction;
                    self.define(schema, &TypeName::given(name));
                }
            }
        }
    }

    /// Notes that a component is used other than as an alternative.
    fn by_itself(&mut self, name: &'a str, at: &str) {
        self.schemas.by_themselves.entry(name).or_insert_with(|| at.to_owned());
        if let Some(tag) = self.schemas.alternatives.get(name) {
            self.two_roles(name, tag, at);
        }
    }

    /// Notes that a component is an alternative of a union.
    fn alternative(&mut self, name: &'a str, tag: &'a str, at: &str) {
        let other = self.schemas.alternatives.insert(name, tag).filter(|other| *other != tag);
        if other.is_some() || self.schemas.by_themselves.contains_key(name) {
            self.two_roles(name, tag, at);
        }
    }

    fn two_roles(&mut self, name: &str, tag: &str, at: &str) {
        let problem = format!(
            "`{name}` is an alternative of a union, which reads its `{tag}`, and is used otherwise too"
        );
        self.error(at, problem, "make two schemas of it; `allOf` lets them share what they have in common");
    }

    fn is_object(&mut self, ty: &Type) -> bool {
        use crate::api::TypeKind::{Object, Union};
        let Type::Named(name) = ty else { return false };
        self.types.get_mut(name).is_some_and(|def| matches!(def.kind, Object(_) | Union(_)))
    }

    fn error(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        self.schemas.error(at, problem, help, self.diagnostics);
    }
}

/// Whether a component is a type of the client.
fn is_type(schema: &Schema) -> bool {
    match &schema.kind {
        SchemaKind::Enum(_) | SchemaKind::Object(_) | SchemaKind::AllOf(_) | SchemaKind::OneOf(_) => true,
        SchemaKind::String(text) => text.has_rules() && text.format.as_deref() != Some("date-time"),
        _ => false,
    }
}
