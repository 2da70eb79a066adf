//! Converts the overlay's schemas to types.
//!
//! Objects, enums, unions and validated strings become types of the client. Their name is that in `components.schemas`;
//! an inline schema is named after its use. A component that is only a reference to an object is an alias of its type.
//! Every other component (a string, an array, a map) is inlined, together with its description and its `x-sensitive`.
//!
//! A type that requests and responses share is converted for requests: there, read-only fields are optional, and null
//! is distinct from absent.

mod cycles;
mod define;
mod docs;
mod pattern;
#[cfg(test)]
mod tests;

use crate::api::{Repeat, Type, TypeKind};
use crate::diagnostics::Diagnostics;
use crate::lower::names::{self, TypeName};
use crate::lower::types::definitions::{Direction, Types};
use crate::overlay::{Overlay, ParameterEntry, ParameterLocation, Schema, SchemaKind};
use std::collections::HashMap;

pub(crate) use cycles::box_cycles;

/// The maximum depth of components that contain each other.
const DEEPEST: usize = 64;

/// The schemas of an overlay, and the types that they were converted to.
#[derive(Debug)]
pub(crate) struct Schemas<'a> {
    overlay: Option<&'a Overlay>,
    /// The schemas in `components.schemas`, by name.
    components: HashMap<&'a str, &'a Schema>,
    /// The components that are types already, with the use that they were converted for.
    done: HashMap<&'a str, Direction>,
    /// The components that still have to be defined. This is a list instead of a recursion because chains of types may
    /// be long.
    pending: Vec<(&'a str, Direction)>,
    /// The location in the overlay that each type comes from, by the type's name.
    owners: HashMap<String, String>,
    /// The components that are alternatives of a union, with the discriminator that is not a field of their types.
    alternatives: HashMap<&'a str, &'a str>,
    /// The components that are used other than as alternatives, with the location of the first such use.
    standalone: HashMap<&'a str, String>,
    /// The components that are being inlined.
    open: Vec<&'a str>,
}

impl<'a> Schemas<'a> {
    /// Creates the schemas of an overlay; without an overlay, there are none.
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
            standalone: HashMap::new(),
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

    /// Returns the type of a body; `name` is the name for an inline schema.
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

    /// Returns the type of one value of a parameter, and the way in which several values are sent.
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
            let help = "use a string, a number, a boolean, an enum, or an array of these";
            lowering.error(
                &schema.at,
                format!("the type of the parameter `{}` is not supported", parameter.name),
                help,
            );
            return (Type::String, repeat);
        }
        (ty, repeat)
    }
}

/// The type of a schema, with the annotations that apply to a field of that type.
struct Used {
    ty: Type,
    nullable: bool,
    sensitive: bool,
    read_only: bool,
    docs: String,
}

impl Used {
    /// Returns the type, which includes null if the value is nullable.
    fn whole_type(self) -> Type {
        if self.nullable && self.ty != Type::Any { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// The conversion of one schema.
struct Lowering<'l, 'a> {
    schemas: &'l mut Schemas<'a>,
    direction: Direction,
    types: &'l mut Types,
    diagnostics: &'l mut Diagnostics,
}

impl<'a> Lowering<'_, 'a> {
    /// Converts a schema; `name` is the name for an inline schema.
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
            SchemaKind::AnyNumber => Type::Number,
            SchemaKind::Integer { unsigned: false } => Type::Integer,
            SchemaKind::Integer { unsigned: true } => Type::Unsigned,
            SchemaKind::String(schema) if schema.format.as_deref() == Some("date-time") => Type::DateTime,
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

    /// Converts a reference to a component; `used` has the annotations of the reference itself.
    fn component(&mut self, name: &'a str, at: &str, mut used: Used) -> Used {
        // A reference without a target was reported when the overlay was parsed.
        let Some((name, schema)) =
            self.schemas.components.get_key_value(name).map(|(name, schema)| (*name, *schema))
        else {
            return used;
        };
        let of_component = if is_type(schema) {
            self.record_standalone(name, at);
            self.schedule(name, schema);
            Used {
                ty: Type::Named(name.to_owned()),
                nullable: schema.nullable,
                sensitive: schema.sensitive,
                read_only: schema.read_only,
                docs: docs::description(schema).unwrap_or_default(),
            }
        } else if self.schemas.open.contains(&name) || self.schemas.open.len() > DEEPEST {
            let help = "make one of the schemas in this cycle an object";
            self.error(at, format!("the schema `{name}` contains itself"), help);
            return used;
        } else {
            self.schemas.open.push(name);
            let inner = self.used(schema, &TypeName::given(name));
            self.schemas.open.pop();
            self.alias(name, schema, inner)
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

    /// Defines an alias for a component that is only a reference to an object, so that its name is a type, too.
    fn alias(&mut self, name: &'a str, schema: &'a Schema, target: Used) -> Used {
        let is_alias = matches!(schema.kind, SchemaKind::Reference { .. })
            && matches!(self.referred(schema).kind, SchemaKind::Object(_) | SchemaKind::AllOf(_))
            && names::is_type_name(name);
        let in_request = self.types.get(name).is_some_and(|def| def.in_request);
        if !is_alias || !self.reserve(schema, name) {
            return target;
        }
        let ty = self.add(schema, name, TypeKind::Alias(target.ty));
        if let Some(def) = self.types.get_mut(name) {
            def.in_request |= in_request;
        }
        Used { ty, ..target }
    }

    /// Returns the schema that a schema refers to, or the schema itself.
    fn referred(&self, mut schema: &'a Schema) -> &'a Schema {
        for _ in 0..=DEEPEST {
            let SchemaKind::Reference { name, .. } = &schema.kind else { break };
            let Some(target) = self.schemas.components.get(name.as_str()) else { break };
            schema = target;
        }
        schema
    }

    /// Schedules the definition of a component, unless it is already defined for this use.
    fn schedule(&mut self, name: &'a str, schema: &'a Schema) {
        let known = self.schemas.done.get(name);
        if known.is_none_or(|known| *known < self.direction) {
            self.schemas.done.insert(name, self.direction);
            if self.reserve(schema, name) {
                self.schemas.pending.push((name, self.direction));
            }
        }
    }

    /// Defines the scheduled components, and those that they refer to.
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

    /// Records that a component is used other than as an alternative of a union.
    fn record_standalone(&mut self, name: &'a str, at: &str) {
        self.schemas.standalone.entry(name).or_insert_with(|| at.to_owned());
        if let Some(tag) = self.schemas.alternatives.get(name) {
            self.report_two_roles(name, tag, at);
        }
    }

    /// Records that a component is an alternative of a union.
    fn record_alternative(&mut self, name: &'a str, tag: &'a str, at: &str) {
        let other = self.schemas.alternatives.insert(name, tag).filter(|other| *other != tag);
        if other.is_some() || self.schemas.standalone.contains_key(name) {
            self.report_two_roles(name, tag, at);
        }
    }

    fn report_two_roles(&mut self, name: &str, tag: &str, at: &str) {
        let problem = format!(
            "the schema `{name}` is used both in a `oneOf`, whose discriminator is `{tag}`, and elsewhere"
        );
        self.error(at, problem, "split it into two schemas, which can share properties with `allOf`");
    }

    fn is_object(&mut self, ty: &Type) -> bool {
        use crate::api::TypeKind::{Object, Union};
        let Type::Named(name) = self.types.resolve(ty) else { return false };
        self.types.get_mut(&name).is_some_and(|def| matches!(def.kind, Object(_) | Union(_)))
    }

    fn error(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        self.schemas.error(at, problem, help, self.diagnostics);
    }
}

/// Whether a component becomes a type of the client.
fn is_type(schema: &Schema) -> bool {
    match &schema.kind {
        SchemaKind::Enum(_) | SchemaKind::Object(_) | SchemaKind::AllOf(_) | SchemaKind::OneOf(_) => true,
        SchemaKind::String(schema) => schema.has_rules() && schema.format.as_deref() != Some("date-time"),
        _ => false,
    }
}
