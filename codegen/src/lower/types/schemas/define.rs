//! Defines types: objects, enums, validated strings, and the names of all.

use hashbrown::HashSet;

use super::form::Form;
use super::{Lowering, Properties, docs, pattern};
use crate::api::{EnumValue, Field, Name, Presence, Type, TypeDef, TypeKind};
use crate::lower::declared::Declared;
use crate::lower::names::{self, TypeName};
use crate::lower::types::definitions::Direction;
use crate::overlay::{EnumEntry, Schema, SchemaKind};

/// The variant of every enum and union for values that are not in the overlay.
pub(super) const UNKNOWN: &str = "Unknown";

impl<'a> Lowering<'_, 'a> {
    /// Defines the type of a schema whose form is a type.
    pub(super) fn define(&mut self, schema: &'a Schema, form: &Form<'a>, name: &TypeName) -> Type {
        let name = &self.distinct(schema, form, name);
        if !self.reserve(schema, name.as_str()) {
            return Type::Named(name.as_str().to_owned());
        }
        let kind = match (form, &schema.kind) {
            (Form::Enum, SchemaKind::Enum(entries)) => TypeKind::Enum(enum_values(entries)),
            (Form::Newtype, SchemaKind::String(string)) => {
                TypeKind::Newtype(pattern::rules(string).unwrap_or_default())
            }
            (Form::Tagged { tag, variants }, SchemaKind::OneOf(one_of)) => {
                TypeKind::Union(self.union(schema, one_of, tag, variants, name))
            }
            (Form::Untagged(alternatives), _) => TypeKind::Untagged(self.untagged(alternatives, name)),
            _ => {
                let properties = self.all_properties(schema);
                TypeKind::Object(self.fields(&properties, name))
            }
        };
        let ty = self.add(schema, name.as_str(), kind);
        if Declared::contains(&schema.at) {
            self.types.set_place(name);
        }
        ty
    }

    /// Returns the name, or another one if a different type has it: an inline schema gives way to a component.
    pub(super) fn distinct(&mut self, schema: &Schema, form: &Form<'_>, name: &TypeName) -> TypeName {
        let is_own = |name: &str| {
            let owner = self.schemas.owners.get(name);
            owner.is_some_and(|owner| *owner == schema.at) || self.schemas.has_type(name, Some(&schema.at))
        };
        let is_free = |name: &str| !self.types.contains(name) && !self.schemas.has_type(name, None);
        let suffix = if matches!(form, Form::Object) { "Object" } else { "Value" };
        let name = name.free(suffix, |name| is_own(name) || is_free(name));
        self.types.record_cut(&name);
        name
    }

    /// Reserves a name, and a position in the order of types, which is the order of their first use. Reports an error
    /// and returns false if another type has the name.
    pub(super) fn reserve(&mut self, schema: &Schema, name: &str) -> bool {
        let is_foreign = !self.schemas.owners.contains_key(name) && self.types.get_mut(name).is_some();
        let owner = self.schemas.owners.get(name).filter(|owner| **owner != schema.at);
        if is_foreign || owner.is_some() {
            let other =
                owner.map_or_else(|| "one from the collection".to_owned(), |owner| format!("`{owner}`"));
            let help = "move this schema to `components.schemas`, with another name";
            self.error(&schema.at, format!("two types would be called `{name}`: this one and {other}"), help);
            return false;
        }
        self.schemas.owners.insert(name.to_owned(), schema.at.clone());
        self.add(schema, name, TypeKind::Object(Vec::new()));
        true
    }

    pub(super) fn add(&mut self, schema: &Schema, name: &str, kind: TypeKind) -> Type {
        self.schemas.former.record(&schema.at, Some(name), &schema.aliases);
        self.types.define(TypeDef {
            name: name.to_owned(),
            aliases: Vec::new(),
            docs: docs::type_docs(schema),
            kind,
            in_request: self.direction == Direction::Request,
            sensitive: schema.sensitive,
        })
    }

    pub(super) fn fields(&mut self, properties: &Properties<'a>, name: &TypeName) -> Vec<Field> {
        let usual = properties.list.iter();
        let usual = usual.map(|property| (property.wire, self.types.field_name(property.wire)));
        let names = names::rust_names(usual.collect());
        let mut fields = Vec::new();
        let request = self.direction == Direction::Request;
        let response = !request || self.is_in_response;
        for (property, rust) in properties.list.iter().zip(names) {
            let used = self.used(property.schema, &name.field(property.wire));
            let is_needed =
                property.required && !(request && used.read_only) && !(response && used.write_only);
            let nullable = used.nullable && used.ty != Type::Any;
            let (presence, nullable) = match (is_needed, nullable, request) {
                (true, true, true) => (Presence::Required, true),
                (false, true, true) => (Presence::Patch, false),
                (_, true, false) | (false, false, _) => (Presence::Optional, false),
                (true, false, _) => (Presence::Required, false),
            };
            // Nobody can mark a property of a collection as sensitive.
            let is_secret = Declared::contains(&property.schema.at)
                && used.ty != Type::Bool
                && self.types.is_sensitive(&rust);
            let ty = if nullable { Type::Nullable(Box::new(used.ty)) } else { used.ty };
            fields.push(Field {
                name: Name { rust, wire: property.wire.to_owned() },
                docs: used.docs,
                ty,
                presence,
                service_default: docs::default(property.schema),
                read_only: used.read_only,
                sensitive: used.sensitive || is_secret,
                deprecated: used.deprecated,
            });
        }
        fields
    }

    /// Returns the properties of an object and of all schemas that it consists of, and reports its errors.
    pub(super) fn all_properties(&mut self, schema: &'a Schema) -> Properties<'a> {
        let properties = self.schemas.properties(schema);
        for (at, problem, help) in &properties.problems {
            self.error(at, problem, help);
        }
        properties
    }
}

fn enum_values(entries: &[EnumEntry]) -> Vec<EnumValue> {
    let mut taken = HashSet::from([UNKNOWN.to_owned()]);
    let value = |entry: &EnumEntry| {
        let rust = names::variant(entry.title.as_ref().unwrap_or(&entry.value));
        EnumValue {
            name: Name { rust: names::free(rust, "", &mut taken), wire: entry.value.clone() },
            docs: entry.description.clone().unwrap_or_default(),
            deprecated: entry.deprecated.clone(),
        }
    };
    entries.iter().map(value).collect()
}
