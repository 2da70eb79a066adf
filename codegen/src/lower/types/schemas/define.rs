//! Definitions: objects, enums, unions, texts with rules.

use super::{DEEPEST, Lowering, docs, is_type, pattern};
use crate::api::{EnumValue, Field, Name, Presence, Type, TypeDef, TypeKind, Union, UnionVariant};
use crate::diagnostics::Diagnostics;
use crate::lower::names::{self, TypeName};
use crate::lower::types::definitions::Direction;
use crate::overlay::{EnumEntry, OneOf, Overlay, Schema, SchemaKind, StringSchema};
use std::collections::HashSet;

/// The variant that every open enum and union has for what is not known yet.
const UNKNOWN: &str = "Unknown";

/// Reports the components whose names no type can bear.
pub(super) fn check_names(overlay: &Overlay, diagnostics: &mut Diagnostics) {
    for (name, schema) in
        overlay.schemas.iter().filter(|(name, schema)| is_type(schema) && !names::is_type_name(name))
    {
        let better = names::pascal_case(name);
        let (problem, help) = if names::is_reserved_type(name) {
            (format!("`{name}` means something else to Rust programmers"), "choose another name".to_owned())
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

/// A key of an object.
#[derive(Clone, Copy)]
struct Property<'a> {
    wire: &'a str,
    schema: &'a Schema,
    required: bool,
}

impl<'a> Lowering<'_, 'a> {
    /// Makes a type of an object, an enum, a union or a text with rules.
    pub(super) fn define(&mut self, schema: &'a Schema, name: &TypeName) -> Type {
        let name = &self.distinct(schema, name);
        if !self.reserve(schema, name.as_str()) {
            return Type::Named(name.as_str().to_owned());
        }
        let kind = match &schema.kind {
            SchemaKind::Enum(entries) => TypeKind::Enum(enum_values(entries)),
            SchemaKind::String(text) => self.text(schema, text),
            SchemaKind::OneOf(one_of) => TypeKind::Union(self.union(schema, one_of, name)),
            _ => {
                let properties = self.all_properties(schema);
                TypeKind::Object(self.fields(&properties, name))
            }
        };
        self.add(schema, name.as_str(), kind)
    }

    /// Returns the name, or another one where the names of two places are alike because they were cut.
    fn distinct(&mut self, schema: &Schema, name: &TypeName) -> TypeName {
        if !name.is_cut() {
            return name.clone();
        }
        let is_own = |name: &str| self.schemas.owners.get(name).is_some_and(|owner| *owner == schema.at);
        let is_free = |name: &str| !self.types.contains(name) && !self.schemas.components.contains_key(name);
        let name = name.free("Object", |name| is_own(name) || is_free(name));
        self.types.note_cut(&name);
        name
    }

    /// Takes the name and the place in the order of types, which is that of their first use; an error when the name is
    /// another type's.
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
                None => "the collection's own".to_owned(),
            };
            let help = "move the schema to `components.schemas`, under a name of its own";
            self.error(&schema.at, format!("two types would be called `{name}`: this one and {other}"), help);
            return false;
        }
        self.schemas.owners.insert(name.to_owned(), schema.at.clone());
        self.add(schema, name, TypeKind::Object(Vec::new()));
        true
    }

    /// Whether there is a type of this name that no schema made.
    fn is_foreign(&mut self, name: &str) -> bool {
        !self.schemas.owners.contains_key(name) && self.types.get_mut(name).is_some()
    }

    fn add(&mut self, schema: &Schema, name: &str, kind: TypeKind) -> Type {
        self.types.define(TypeDef {
            name: name.to_owned(),
            docs: docs::type_docs(schema),
            kind,
            in_request: self.direction == Direction::Request,
            sensitive: schema.sensitive,
        })
    }

    fn text(&mut self, schema: &Schema, text: &StringSchema) -> TypeKind {
        let rules = pattern::rules(text).unwrap_or_else(|(problem, help)| {
            let key = if text.pattern.is_some() { ".pattern" } else { "" };
            self.error(&format!("{}{key}", schema.at), problem, help);
            crate::api::StringRules::default()
        });
        TypeKind::Newtype(rules)
    }

    fn fields(&mut self, properties: &[Property<'a>], name: &TypeName) -> Vec<Field> {
        let mut taken = HashSet::new();
        let mut fields = Vec::new();
        for Property { wire, schema, required } in properties.iter().copied() {
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
                name: Name { rust: names::free(names::field(wire), "_", &mut taken), wire: wire.to_owned() },
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

    /// The keys of an object and of all its parts.
    fn all_properties(&mut self, schema: &'a Schema) -> Vec<Property<'a>> {
        let (mut properties, mut required) = (Vec::new(), Vec::new());
        self.collect(schema, &mut Vec::new(), &mut properties, &mut required);
        for (wire, at) in required {
            match properties.iter_mut().find(|property| property.wire == wire) {
                Some(property) => property.required = true,
                None => {
                    let help = "add it to `properties`, or remove it here";
                    self.error(&at, format!("there is no property `{wire}`"), help);
                }
            }
        }
        properties
    }

    fn collect(
        &mut self,
        schema: &'a Schema,
        open: &mut Vec<&'a str>,
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
            SchemaKind::AllOf(parts) => {
                parts.iter().for_each(|part| self.collect(part, open, properties, required))
            }
            SchemaKind::Reference { name, at } if open.contains(&name.as_str()) || open.len() > DEEPEST => {
                self.error(at, format!("`{name}` is a part of itself"), "remove it from `allOf`");
            }
            SchemaKind::Reference { name, .. } => {
                if let Some(part) = self.schemas.components.get(name.as_str()).copied() {
                    open.push(name);
                    self.collect(part, open, properties, required);
                    open.pop();
                }
            }
            // A part that says nothing about keys, such as a description.
            SchemaKind::Any => {}
            _ => self.error(&schema.at, "this is no object", "`allOf` and `oneOf` take objects"),
        }
    }

    fn union(&mut self, schema: &'a Schema, one_of: &'a OneOf, name: &TypeName) -> Union {
        let mut taken = HashSet::from([UNKNOWN.to_owned()]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        for variant in &one_of.variants {
            for (text, docs, ty) in self.alternatives(variant, one_of, name) {
                if variants.iter().any(|other| other.name.wire == text) {
                    self.error(
                        &variant.at,
                        format!("two alternatives have the `{}` `{text}`", one_of.tag),
                        "keep one",
                    );
                    continue;
                }
                let rust = names::free(names::variant(&text), "", &mut taken);
                variants.push(UnionVariant { name: Name { rust, wire: text }, docs, ty });
            }
        }
        for (text, target) in &one_of.mapping {
            let refers = |variant: &Schema| matches!(&variant.kind, SchemaKind::Reference { name, .. } if name == target);
            if !one_of.variants.iter().any(refers) {
                let at = format!("{}.discriminator.mapping", schema.at);
                let help = format!("add `{{\"$ref\": \"#/components/schemas/{target}\"}}` to `oneOf`");
                self.error(&at, format!("`{text}` stands for `{target}`, which is not in `oneOf`"), help);
            }
        }
        let tag = Name { rust: names::field(&one_of.tag), wire: one_of.tag.clone() };
        Union { tag, variants }
    }

    /// What one schema of a `oneOf` stands for: texts of the tag, the documentation, and the rest of the object.
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
                self.alternative(name, &one_of.tag, at);
                (Some(name), object)
            }
            _ => (None, variant),
        };
        let mut properties = self.all_properties(object);
        let tag = properties.iter().position(|property| property.wire == one_of.tag);
        let own = tag.map(|place| properties.remove(place)).and_then(|property| only_text(property.schema));
        let mapped = one_of.mapping.iter().filter(|(_, target)| Some(target.as_str()) == component);
        let mut texts: Vec<String> = mapped.map(|(text, _)| text.clone()).collect();
        if texts.is_empty() {
            texts.extend(own.or(component).map(str::to_owned));
        }
        let Some(first) = texts.first() else {
            let help = format!("add `\"{}\": {{\"const\": …}}` to its properties", one_of.tag);
            self.error(
                &variant.at,
                format!("no `{}` tells when this alternative is meant", one_of.tag),
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
        texts.into_iter().map(|text| (text, docs.clone(), ty.clone())).collect()
    }

    /// The type of what an alternative holds besides the tag.
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

/// The one text that a schema allows.
fn only_text(schema: &Schema) -> Option<&str> {
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
