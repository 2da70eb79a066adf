//! Defines types: objects, enums, unions and validated strings.

use super::{DEEPEST, Lowering, docs, is_type, pattern};
use crate::api::{EnumValue, Field, Name, Presence, Type, TypeDef, TypeKind, Union, UnionVariant};
use crate::diagnostics::Diagnostics;
use crate::lower::names::{self, TypeName};
use crate::lower::types::definitions::Direction;
use crate::overlay::{EnumEntry, OneOf, Overlay, Schema, SchemaKind, StringSchema};
use std::collections::HashSet;

/// The variant of every enum and union for values that are not in the overlay.
const UNKNOWN: &str = "Unknown";

/// Reports the components whose names cannot be names of types.
pub(super) fn check_names(overlay: &Overlay, diagnostics: &mut Diagnostics) {
    for (name, schema) in
        overlay.schemas.iter().filter(|(name, schema)| is_type(schema) && !names::is_type_name(name))
    {
        let better = names::pascal_case(name);
        let (problem, help) = if names::is_reserved_type(name) {
            (format!("`{name}` is the name of another type in Rust"), "choose another name".to_owned())
        } else if names::is_reserved_type(&better) {
            (
                format!("`{name}` is not the name of a Rust type"),
                "choose another name, in Pascal case".to_owned(),
            )
        } else {
            (format!("`{name}` is not the name of a Rust type"), format!("call it `{better}`"))
        };
        diagnostics.error(overlay.location(&schema.at), problem, help);
    }
}

/// The components that are parts of an object, by `allOf`.
#[derive(Default)]
struct Parts<'a> {
    /// All of them so far.
    known: HashSet<&'a str>,
    /// Those whose parts are being collected.
    open: Vec<&'a str>,
}

/// A property of an object.
#[derive(Clone, Copy)]
struct Property<'a> {
    /// The JSON key.
    wire: &'a str,
    schema: &'a Schema,
    required: bool,
}

impl<'a> Lowering<'_, 'a> {
    /// Defines the type of an object, an enum, a union or a validated string.
    pub(super) fn define(&mut self, schema: &'a Schema, name: &TypeName) -> Type {
        let name = &self.distinct(schema, name);
        if !self.reserve(schema, name.as_str()) {
            return Type::Named(name.as_str().to_owned());
        }
        let kind = match &schema.kind {
            SchemaKind::Enum(entries) => TypeKind::Enum(enum_values(entries)),
            SchemaKind::String(string) => self.validated_string(schema, string),
            SchemaKind::OneOf(one_of) => TypeKind::Union(self.union(schema, one_of, name)),
            _ => {
                let properties = self.all_properties(schema);
                TypeKind::Object(self.fields(&properties, name))
            }
        };
        self.add(schema, name.as_str(), kind)
    }

    /// Returns the name, or another one if it was cut and another type has the same name.
    fn distinct(&mut self, schema: &Schema, name: &TypeName) -> TypeName {
        if !name.is_cut() {
            return name.clone();
        }
        let is_own = |name: &str| self.schemas.owners.get(name).is_some_and(|owner| *owner == schema.at);
        let is_free = |name: &str| !self.types.contains(name) && !self.schemas.components.contains_key(name);
        let name = name.free("Object", |name| is_own(name) || is_free(name));
        self.types.record_cut(&name);
        name
    }

    /// Reserves a name, and a position in the order of types, which is the order of their first use. Reports an error
    /// and returns false if another type has the name.
    pub(super) fn reserve(&mut self, schema: &Schema, name: &str) -> bool {
        let component = self.schemas.components.get(name).map(|component| component.at.clone());
        let owner = self.schemas.owners.get(name).cloned().or(component);
        let taken = match &owner {
            Some(owner) => *owner != schema.at || self.is_foreign(name),
            None => self.is_foreign(name),
        };
        if taken {
            let other = match owner.filter(|owner| *owner != schema.at) {
                Some(owner) => format!("`{owner}`"),
                None => "one from the collection".to_owned(),
            };
            let help = "move this schema to `components.schemas`, with another name";
            self.error(&schema.at, format!("two types would be called `{name}`: this one and {other}"), help);
            return false;
        }
        self.schemas.owners.insert(name.to_owned(), schema.at.clone());
        self.add(schema, name, TypeKind::Object(Vec::new()));
        true
    }

    /// Whether a type that does not come from a schema has this name.
    fn is_foreign(&mut self, name: &str) -> bool {
        !self.schemas.owners.contains_key(name) && self.types.get_mut(name).is_some()
    }

    pub(super) fn add(&mut self, schema: &Schema, name: &str, kind: TypeKind) -> Type {
        self.types.define(TypeDef {
            name: name.to_owned(),
            docs: docs::type_docs(schema),
            kind,
            in_request: self.direction == Direction::Request,
            sensitive: schema.sensitive,
        })
    }

    fn validated_string(&mut self, schema: &Schema, string: &StringSchema) -> TypeKind {
        let rules = pattern::rules(string).unwrap_or_else(|(problem, help)| {
            let key = if string.pattern.is_some() { ".pattern" } else { "" };
            self.error(&format!("{}{key}", schema.at), problem, help);
            crate::api::StringRules::default()
        });
        TypeKind::Newtype(rules)
    }

    fn fields(&mut self, properties: &[Property<'a>], name: &TypeName) -> Vec<Field> {
        let usual = properties.iter().map(|property| (property.wire, self.types.field_name(property.wire)));
        let rust = names::rust_names(usual.collect());
        let mut fields = Vec::new();
        for (Property { wire, schema, required }, rust) in properties.iter().copied().zip(rust) {
            let used = self.used(schema, &name.field(wire));
            let request = self.direction == Direction::Request;
            let needed = required && !(request && used.read_only);
            let nullable = used.nullable && used.ty != Type::Any;
            let (presence, nullable) = match (needed, nullable, request) {
                (true, true, true) => (Presence::Required, true),
                (false, true, true) => (Presence::Patch, false),
                (_, true, false) | (false, false, _) => (Presence::Optional, false),
                (true, false, _) => (Presence::Required, false),
            };
            let ty = if nullable { Type::Nullable(Box::new(used.ty)) } else { used.ty };
            fields.push(Field {
                name: Name { rust, wire: wire.to_owned() },
                docs: used.docs,
                ty,
                presence,
                read_only: used.read_only,
                sensitive: used.sensitive,
                deprecated: schema.deprecated.clone(),
            });
        }
        fields
    }

    /// Returns the properties of an object and of all schemas in its `allOf`.
    fn all_properties(&mut self, schema: &'a Schema) -> Vec<Property<'a>> {
        let (mut properties, mut required) = (Vec::new(), Vec::new());
        self.collect(schema, &mut Parts::default(), &mut properties, &mut required);
        for (wire, at) in required {
            match properties.iter_mut().find(|property| property.wire == wire) {
                Some(property) => property.required = true,
                None => {
                    let help = "add it to `properties`, or remove it from `required`";
                    self.error(&at, format!("the object has no property `{wire}`"), help);
                }
            }
        }
        properties
    }

    /// Adds the properties of a schema. A component that several parts refer to is added once.
    fn collect(
        &mut self,
        schema: &'a Schema,
        parts: &mut Parts<'a>,
        properties: &mut Vec<Property<'a>>,
        required: &mut Vec<(&'a str, String)>,
    ) {
        match &schema.kind {
            SchemaKind::Object(object) => {
                for (wire, schema) in &object.properties {
                    match properties.iter_mut().find(|property| property.wire == wire) {
                        Some(property) => property.schema = schema,
                        None => properties.push(Property { wire, schema, required: false }),
                    }
                }
                required.extend(
                    object.required.iter().map(|wire| (wire.as_str(), format!("{}.required", schema.at))),
                );
            }
            SchemaKind::AllOf(list) => {
                list.iter().for_each(|part| self.collect(part, parts, properties, required))
            }
            SchemaKind::Reference { name, at }
                if parts.open.contains(&name.as_str()) || parts.open.len() > DEEPEST =>
            {
                self.error(at, format!("the schema `{name}` contains itself"), "remove it from `allOf`");
            }
            SchemaKind::Reference { name, .. } => {
                if let Some(part) = self.schemas.components.get(name.as_str()).copied()
                    && parts.known.insert(name)
                {
                    parts.open.push(name);
                    self.collect(part, parts, properties, required);
                    parts.open.pop();
                }
            }
            // A part without keys, such as one with only a description.
            SchemaKind::Any => {}
            _ => self.error(
                &schema.at,
                "the schema is not an object",
                "use an object: `allOf` and `oneOf` support no other types",
            ),
        }
    }

    fn union(&mut self, schema: &'a Schema, one_of: &'a OneOf, name: &TypeName) -> Union {
        let mut taken = HashSet::from([UNKNOWN.to_owned()]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        for variant in &one_of.variants {
            for (value, docs, ty) in self.alternatives(variant, one_of, name) {
                if variants.iter().any(|other| other.name.wire == value) {
                    self.error(
                        &variant.at,
                        format!("two schemas of `oneOf` have the `{}` `{value}`", one_of.tag),
                        "keep one of the two",
                    );
                    continue;
                }
                let rust = names::free(names::variant(&value), "", &mut taken);
                variants.push(UnionVariant { name: Name { rust, wire: value }, docs, ty });
            }
        }
        for (value, target) in &one_of.mapping {
            let refers = |variant: &Schema| matches!(&variant.kind, SchemaKind::Reference { name, .. } if name == target);
            if !one_of.variants.iter().any(refers) {
                let at = format!("{}.discriminator.mapping", schema.at);
                let help = format!("add `{{\"$ref\": \"#/components/schemas/{target}\"}}` to `oneOf`");
                self.error(&at, format!("`{value}` is mapped to `{target}`, which is not in `oneOf`"), help);
            }
        }
        let tag = Name { rust: names::field(&one_of.tag), wire: one_of.tag.clone() };
        Union { tag, variants }
    }

    /// Returns the variants for one schema of a `oneOf`: the value of the discriminator, the documentation, and the
    /// type of the other fields.
    fn alternatives(
        &mut self,
        variant: &'a Schema,
        one_of: &'a OneOf,
        name: &TypeName,
    ) -> Vec<(String, String, Option<Type>)> {
        let (component, object) = match &variant.kind {
            SchemaKind::Reference { name, at } => {
                let known = self
                    .schemas
                    .components
                    .get_key_value(name.as_str())
                    .map(|(name, schema)| (*name, *schema));
                let Some((name, object)) = known else { return Vec::new() };
                self.record_alternative(name, &one_of.tag, at);
                (Some(name), object)
            }
            _ => (None, variant),
        };
        let mut properties = self.all_properties(object);
        let tag = properties.iter().position(|property| property.wire == one_of.tag);
        let own = tag.map(|index| properties.remove(index)).and_then(|property| only_value(property.schema));
        let mapped = one_of.mapping.iter().filter(|(_, target)| Some(target.as_str()) == component);
        let mut values: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        if values.is_empty() {
            values.extend(own.or(component).map(str::to_owned));
        }
        let Some(first) = values.first() else {
            let help = format!("add `\"{}\": {{\"const\": …}}` to its properties", one_of.tag);
            self.error(
                &variant.at,
                format!("the schema has no value of `{}`, which selects it", one_of.tag),
                help,
            );
            return Vec::new();
        };
        let ty = (!properties.is_empty()).then(|| {
            let name = component.map_or_else(|| name.field(first), TypeName::given);
            self.alternative_type(object, component, &properties, &name)
        });
        let docs = [variant, object]
            .map(docs::type_docs)
            .into_iter()
            .find(|docs| !docs.is_empty())
            .unwrap_or_default();
        values.into_iter().map(|value| (value, docs.clone(), ty.clone())).collect()
    }

    /// Defines the type of an alternative's fields without the discriminator.
    fn alternative_type(
        &mut self,
        object: &'a Schema,
        component: Option<&'a str>,
        properties: &[Property<'a>],
        name: &TypeName,
    ) -> Type {
        let name = &self.distinct(object, name);
        if let Some(component) = component {
            let known = self.schemas.done.get(component);
            if known.is_some_and(|known| *known >= self.direction) {
                return Type::Named(name.as_str().to_owned());
            }
            self.schemas.done.insert(component, self.direction);
        }
        if !self.reserve(object, name.as_str()) {
            return Type::Named(name.as_str().to_owned());
        }
        let fields = self.fields(properties, name);
        self.add(object, name.as_str(), TypeKind::Object(fields))
    }
}

/// Returns the only string that a schema allows.
fn only_value(schema: &Schema) -> Option<&str> {
    match &schema.kind {
        SchemaKind::Enum(entries) => match &entries[..] {
            [entry] => Some(&entry.value),
            _ => None,
        },
        _ => None,
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
