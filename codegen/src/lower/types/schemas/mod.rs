//! Converts the overlay's schemas to types.
//!
//! Objects, enums, unions and validated strings become types of the client. Their name is that in `components.schemas`,
//! or a similar one if Rust does not allow it; an inline schema is named after its use. A component that is only a
//! reference to an object is an alias of its type. Every other component (a string, an array, a map) is inlined, together
//! with its description and its `x-sensitive`.
//!
//! A type that requests and responses share is converted for requests: there, read-only fields are optional, and null
//! is distinct from absent.

mod cycles;
mod define;
pub(crate) mod docs;
mod fields;
mod form;
mod names;
mod parameter;
mod pattern;
mod properties;
#[cfg(test)]
mod tests;
mod unions;
mod usage;

use std::cell::RefCell;

use hashbrown::{HashMap, HashSet};

use crate::api::{JsonKind, Type, TypeKind};
use crate::diagnostics::{Diagnostics, Location};
use crate::lower::declared::Declared;
use crate::lower::names::TypeName;
use crate::lower::types::definitions::{Direction, Types};
use crate::lower::types::former::Described;
use crate::overlay::{Overlay, Schema, SchemaKind};
use form::Form;
use pattern::Unchecked;
use properties::{Properties, Property};
use usage::Usage;

pub(crate) use cycles::box_cycles;
pub(crate) use fields::FieldSchema;
pub(crate) use parameter::Scalar;

/// The maximum depth of components that contain each other.
const DEEPEST: usize = 64;

/// The schemas of an overlay, and the types that they were converted to.
#[derive(Debug)]
pub(crate) struct Schemas<'a> {
    overlay: Option<&'a Overlay>,
    /// The schemas of the overlay, by name.
    components: HashMap<&'a str, &'a Schema>,
    /// The names of their types, by their own names.
    type_names: HashMap<&'a str, String>,
    /// The locations of the schemas, by the names of their types.
    type_owners: HashMap<String, &'a str>,
    /// The forms of the schemas so far.
    forms: HashMap<*const Schema, Form<'a>>,
    /// The kinds of the components so far.
    kinds: RefCell<HashMap<&'a str, Option<JsonKind>>>,
    usage: Usage<'a>,
    /// The components that are types already, with the use that they were converted for.
    done: HashMap<&'a str, Direction>,
    /// The components that still have to be defined. This is a list instead of a recursion because chains of types may
    /// be long.
    pending: Vec<(&'a str, Direction)>,
    /// The location in the overlay that each type comes from, by the type's name.
    owners: HashMap<String, String>,
    /// The former names of the types.
    former: Described,
    /// The components that are being inlined.
    open: Vec<&'a str>,
    /// The schemas of the collection.
    declared: Option<&'a Declared>,
    /// The first problem with a schema of the collection, since the last [`Self::take_problem`].
    problem: Option<String>,
    /// The findings so far. A type is converted again for requests if it is known from responses.
    reported: HashSet<(String, String)>,
}

impl<'a> Schemas<'a> {
    /// Creates the schemas of an overlay; without an overlay, there are none.
    pub(crate) fn new(overlay: Option<&'a Overlay>, diagnostics: &mut Diagnostics) -> Self {
        let list = overlay.map_or(&[][..], |overlay| &overlay.schemas);
        let components: HashMap<_, _> = list.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
        let type_names = overlay.map(names::type_names).unwrap_or_default();
        let owner = |(name, schema): &'a (String, Schema)| {
            type_names.get(name.as_str()).map(|own| (own.clone(), schema.at.as_str()))
        };
        let mut schemas = Self {
            overlay,
            components,
            type_owners: list.iter().filter_map(owner).collect(),
            type_names,
            forms: HashMap::new(),
            kinds: RefCell::default(),
            usage: Usage::default(),
            done: HashMap::new(),
            pending: Vec::new(),
            owners: HashMap::new(),
            former: Described::default(),
            open: Vec::new(),
            declared: None,
            problem: None,
            reported: HashSet::new(),
        };
        if let Some(overlay) = overlay {
            schemas.find_usage(overlay);
            schemas.report_renamed(overlay, diagnostics);
            schemas.report_patterns(overlay, diagnostics);
        }
        schemas
    }

    /// Adds the schemas of the collection.
    pub(crate) fn with_declared(self, declared: &'a Declared) -> Self {
        Self { declared: Some(declared), ..self }
    }

    /// Returns the first problem with a schema of the collection since the last call.
    pub(crate) fn take_problem(&mut self) -> Option<String> {
        self.problem.take()
    }

    /// Whether the alternatives of a schema cannot be told apart.
    pub(crate) fn is_undecidable(&mut self, schema: &'a Schema) -> bool {
        matches!(self.form(schema), Form::Undecidable)
    }

    /// Forgets which schemas the types come from that have been removed.
    pub(crate) fn forget_removed(&mut self, types: &Types) {
        self.owners.retain(|name, _| types.get(name).is_some());
    }

    /// Returns the names that only the types of components may have.
    pub(crate) fn reserved_names(&self) -> impl Iterator<Item = String> + '_ {
        self.type_owners.keys().cloned()
    }

    /// Gives the types their former names. Must be called once, after all conversions.
    pub(crate) fn name_formerly(&self, types: &mut Types, diagnostics: &mut Diagnostics) {
        if let Some(overlay) = self.overlay {
            self.former.apply(overlay, types, diagnostics);
        }
    }

    fn report_renamed(&mut self, overlay: &'a Overlay, diagnostics: &mut Diagnostics) {
        let used = |name: &str| self.usage.is_used(name);
        let types: Vec<(&str, &Schema)> = overlay
            .schemas
            .iter()
            .map(|(name, schema)| (name.as_str(), schema))
            .filter(|(name, schema)| used(name) && Overlay::is_component(name, schema))
            .collect();
        let types: Vec<_> = types.into_iter().filter(|(_, schema)| self.form(schema).is_type()).collect();
        let renamed = types
            .into_iter()
            .filter_map(|(name, schema)| Some((name, schema, self.type_names.get(name)?.as_str())));
        names::report(overlay, renamed, diagnostics);
    }

    /// Reports the rules of components that the client does not check.
    fn report_patterns(&mut self, overlay: &'a Overlay, diagnostics: &mut Diagnostics) {
        let mut unchecked = Vec::new();
        for (name, schema) in &overlay.schemas {
            let SchemaKind::String(string) = &schema.kind else { continue };
            let at = format!("{}.pattern", schema.at);
            match pattern::rules(string) {
                Err(Unchecked::Pattern) if self.usage.is_used(name) => unchecked.push(at),
                Err(Unchecked::Invalid(reason)) => {
                    let pattern = string.pattern.as_deref().unwrap_or_default();
                    let problem = format!("`{pattern}` is not a regular expression: {reason}");
                    let help = "correct the pattern; until then the client does not check it";
                    diagnostics.warning(overlay.location(at), problem, help);
                }
                Err(Unchecked::Contradiction(problem)) => {
                    self.error(
                        &schema.at,
                        problem,
                        "correct `minLength`, `maxLength` or `pattern`",
                        diagnostics,
                    );
                }
                _ => {}
            }
        }
        if let Some(first) = unchecked.first() {
            let problem = match unchecked.len() {
                1 => "the client does not check the pattern of a schema".to_owned(),
                count => format!("the client does not check the patterns of {count} schemas"),
            };
            let help = "it checks patterns of one character class and a length, such as `^[a-z0-9-]{1,64}$`";
            diagnostics.note(overlay.location(first), problem, help);
        }
    }

    /// Returns the name of the type of a component.
    fn type_name(&self, component: &str) -> TypeName {
        TypeName::given(self.type_names.get(component).map_or(component, String::as_str))
    }

    /// Whether the type of a component has this name; of the one at this location, if there is one.
    fn has_type(&self, name: &str, at: Option<&str>) -> bool {
        self.type_owners.get(name).is_some_and(|owner| at.is_none_or(|at| *owner == at))
    }

    /// Reports an error in the overlay, once.
    pub(crate) fn error(
        &mut self,
        at: &str,
        problem: impl Into<String>,
        help: impl Into<String>,
        diagnostics: &mut Diagnostics,
    ) {
        let problem = problem.into();
        if Declared::contains(at) {
            self.problem.get_or_insert(problem);
        } else if let Some(location) = self.first(at, &problem) {
            diagnostics.error(location, problem, help);
        }
    }

    /// Adds a note about the overlay, once.
    pub(crate) fn note(
        &mut self,
        at: &str,
        problem: impl Into<String>,
        help: impl Into<String>,
        diagnostics: &mut Diagnostics,
    ) {
        let problem = problem.into();
        if let Some(location) = self.first(at, &problem) {
            diagnostics.note(location, problem, help);
        }
    }

    /// Returns the location of a finding; `None` if it was reported before.
    fn first(&mut self, at: &str, problem: &str) -> Option<Location> {
        let of_overlay = || Some(self.overlay?.location(at));
        let location = self.declared.and_then(|declared| declared.location(at)).or_else(of_overlay)?;
        self.reported.insert((at.to_owned(), problem.to_owned())).then_some(location)
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
        let mut lowering = Lowering { schemas: self, direction, is_in_response: false, types, diagnostics };
        let used = lowering.used(schema, name);
        lowering.define_pending();
        used.whole_type()
    }
}

/// The type of a schema, with the annotations that apply to a field of that type.
struct Used {
    ty: Type,
    nullable: bool,
    sensitive: bool,
    read_only: bool,
    write_only: bool,
    deprecated: Option<String>,
    docs: String,
}

impl Used {
    /// Returns the type, which includes null if the value is nullable.
    fn whole_type(self) -> Type {
        let is_plain = !matches!(self.ty, Type::Any | Type::Nullable(_));
        if self.nullable && is_plain { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }

    /// Returns the type without null.
    fn without_null(self) -> Type {
        self.ty
    }
}

/// The conversion of one schema.
struct Lowering<'l, 'a> {
    schemas: &'l mut Schemas<'a>,
    direction: Direction,
    /// Whether responses contain the component that is being defined.
    is_in_response: bool,
    types: &'l mut Types,
    diagnostics: &'l mut Diagnostics,
}

impl<'a> Lowering<'_, 'a> {
    /// Converts a schema; `name` is the name for an inline schema.
    fn used(&mut self, schema: &'a Schema, name: &TypeName) -> Used {
        self.schemas.former.record(&schema.at, None, &schema.aliases);
        let mut used = Used {
            ty: Type::Any,
            nullable: schema.nullable,
            sensitive: schema.sensitive,
            read_only: schema.read_only,
            write_only: schema.write_only,
            deprecated: schema.deprecated.clone(),
            docs: docs::field(schema),
        };
        match self.schemas.form(schema) {
            Form::Inline => {}
            Form::Same(part) => {
                let inner = self.inlined(|lowering| lowering.used(part, name), &schema.at);
                return match inner {
                    Some(inner) => merged(used, inner),
                    None => used,
                };
            }
            // Only components are validated strings. Otherwise nearly every field would have a type of its own.
            Form::Newtype => {}
            Form::Undecidable => {
                let help = "add a `discriminator`, a property that is a `const` in each of them, or a required \
                            property that only one of them has";
                let problem = "the alternatives cannot be told apart, so the type is any JSON";
                self.schemas.note(&schema.at, problem, help, self.diagnostics);
                return used;
            }
            form => {
                used.ty = self.define(schema, &form, name);
                return used;
            }
        }
        used.ty = match &schema.kind {
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
            _ => Type::Any,
        };
        used
    }

    /// Converts a part of a schema, unless the schemas contain each other.
    fn inlined<T>(&mut self, convert: impl FnOnce(&mut Self) -> T, at: &str) -> Option<T> {
        if self.schemas.open.len() > DEEPEST {
            self.error(at, "the schema contains itself", "make one of the schemas in this cycle an object");
            return None;
        }
        self.schemas.open.push("");
        let converted = convert(self);
        self.schemas.open.pop();
        Some(converted)
    }

    /// Converts a reference to a component; `used` has the annotations of the reference itself.
    fn component(&mut self, name: &'a str, at: &str, used: Used) -> Used {
        // A reference without a target was reported when the overlay was parsed.
        let Some((name, schema)) =
            self.schemas.components.get_key_value(name).map(|(name, schema)| (*name, *schema))
        else {
            return used;
        };
        if self.schemas.form(schema).is_type() {
            let of_component = Used {
                ty: self.named(name),
                nullable: schema.nullable,
                sensitive: schema.sensitive,
                read_only: schema.read_only,
                write_only: schema.write_only,
                deprecated: None,
                docs: docs::description(schema).unwrap_or_default(),
            };
            return merged(used, of_component);
        }
        if self.schemas.open.contains(&name) || self.schemas.open.len() > DEEPEST {
            let help = "make one of the schemas in this cycle an object";
            self.error(at, format!("the schema `{name}` contains itself"), help);
            return used;
        }
        self.schemas.open.push(name);
        let type_name = self.schemas.type_name(name);
        let inner = self.used(schema, &type_name);
        self.schemas.open.pop();
        let inner = self.alias(&type_name, schema, inner);
        merged(used, Used { deprecated: None, ..inner })
    }

    /// Defines an alias for a component that is only a reference to an object, so that its name is a type, too.
    fn alias(&mut self, name: &TypeName, schema: &'a Schema, target: Used) -> Used {
        let referred = self.schemas.target(schema);
        let is_alias = matches!(schema.kind, SchemaKind::Reference { .. })
            && matches!(self.schemas.form(referred), Form::Object);
        let name = name.as_str();
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

    /// Returns the type of a component, and schedules its definition, unless it is already defined for this use.
    fn named(&mut self, name: &'a str) -> Type {
        let type_name = self.schemas.type_name(name).as_str().to_owned();
        let known = self.schemas.done.get(name);
        if known.is_none_or(|known| *known < self.direction) {
            self.schemas.done.insert(name, self.direction);
            if let Some(schema) = self.schemas.components.get(name).copied()
                && self.reserve(schema, &type_name)
            {
                self.schemas.pending.push((name, self.direction));
            }
        }
        Type::Named(type_name)
    }

    /// Defines the scheduled components, and those that they refer to.
    fn define_pending(&mut self) {
        while !self.schemas.pending.is_empty() {
            for (name, direction) in std::mem::take(&mut self.schemas.pending) {
                if let Some(schema) = self.schemas.components.get(name).copied() {
                    self.direction = direction;
                    self.is_in_response = self.schemas.usage.is_in_response(name);
                    let (form, type_name) = (self.schemas.form(schema), self.schemas.type_name(name));
                    self.define(schema, &form, &type_name);
                }
            }
        }
    }

    fn error(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        self.schemas.error(at, problem, help, self.diagnostics);
    }
}

/// Adds the annotations of a schema to those of its use.
fn merged(outer: Used, inner: Used) -> Used {
    Used {
        ty: inner.ty,
        nullable: outer.nullable || inner.nullable,
        sensitive: outer.sensitive || inner.sensitive,
        read_only: outer.read_only || inner.read_only,
        write_only: outer.write_only || inner.write_only,
        deprecated: outer.deprecated.or(inner.deprecated),
        docs: if outer.docs.is_empty() { inner.docs } else { outer.docs },
    }
}
