//! Defines unions: enums of objects that the value of one key tells apart, and enums of other values.

use hashbrown::HashSet;

use super::define::UNKNOWN;
use super::form::{Alternative, Form};
use super::{Lowering, Properties, docs};
use crate::api::{JsonKind, Name, Type, TypeKind, Union, UnionVariant, UntaggedVariant};
use crate::lower::names::{self, TypeName};
use crate::overlay::{OneOf, Schema, SchemaKind};

impl<'a> Lowering<'_, 'a> {
    pub(super) fn union(
        &mut self,
        schema: &'a Schema,
        one_of: &'a OneOf,
        tag: &'a str,
        alternatives: &[&'a Schema],
        name: &TypeName,
    ) -> Union {
        let mut taken = HashSet::from([UNKNOWN.to_owned()]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        let mapping = one_of.discriminator.as_ref().map_or(&[][..], |discriminator| &discriminator.mapping);
        for variant in alternatives {
            for (value, docs, ty) in self.alternatives(variant, tag, mapping, name) {
                if variants.iter().any(|other| other.name.wire == value) {
                    let problem = format!("two schemas of `oneOf` have the `{tag}` `{value}`");
                    self.error(&variant.at, problem, "keep one of the two");
                    continue;
                }
                let rust = names::free(names::variant(&value), "", &mut taken);
                variants.push(UnionVariant { name: Name { rust, wire: value }, docs, ty });
            }
        }
        for (value, target) in mapping {
            let refers = |variant: &&Schema| component(variant) == Some(target.as_str());
            if !alternatives.iter().any(refers) {
                let at = format!("{}.discriminator.mapping", schema.at);
                let help = format!("add `{{\"$ref\": \"#/components/schemas/{target}\"}}` to `oneOf`");
                self.error(&at, format!("`{value}` is mapped to `{target}`, which is not in `oneOf`"), help);
            }
        }
        Union { tag: Name { rust: names::field(tag), wire: tag.to_owned() }, variants }
    }

    /// Returns the variants for one schema of a `oneOf`: the values of the key, the documentation, and the type of the
    /// other fields.
    fn alternatives(
        &mut self,
        variant: &'a Schema,
        tag: &'a str,
        mapping: &[(String, String)],
        name: &TypeName,
    ) -> Vec<(String, String, Option<Type>)> {
        let component = component(variant);
        let object = self.schemas.target(variant);
        let mut properties = self.all_properties(object);
        let own = self.schemas.constant(&properties.list, tag);
        let mapped = mapping.iter().filter(|(_, target)| Some(target.as_str()) == component);
        let mut values: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        if values.is_empty() {
            values.extend(own.or(component).map(str::to_owned));
        }
        let Some(first) = values.first() else { return Vec::new() };
        let is_own_type =
            component.is_some_and(|component| !self.schemas.usage.is_only_alternative(component, tag));
        if !is_own_type {
            properties.list.retain(|property| property.wire != tag);
        }
        let ty = match component {
            Some(component) if is_own_type => Some(self.named(component)),
            _ if properties.list.is_empty() => None,
            _ => {
                let name = component
                    .map_or_else(|| name.field(first), |component| self.schemas.type_name(component));
                Some(self.alternative_type(object, component, &properties, &name))
            }
        };
        let docs = [variant, object].map(docs::type_docs).into_iter().find(|docs| !docs.is_empty());
        let docs = docs.unwrap_or_default();
        values.into_iter().map(|value| (value, docs.clone(), ty.clone())).collect()
    }

    /// Defines the type of an alternative's fields without the key that selects it.
    fn alternative_type(
        &mut self,
        object: &'a Schema,
        component: Option<&'a str>,
        properties: &Properties<'a>,
        name: &TypeName,
    ) -> Type {
        let name = &self.distinct(object, &Form::Object, name);
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
        let outer = self.is_in_response;
        self.is_in_response = match component {
            Some(component) => self.schemas.usage.is_in_response(component),
            None => outer,
        };
        let fields = self.fields(properties, name);
        self.is_in_response = outer;
        self.add(object, name.as_str(), TypeKind::Object(fields))
    }

    pub(super) fn untagged(
        &mut self,
        alternatives: &[Alternative<'a>],
        name: &TypeName,
    ) -> Vec<UntaggedVariant> {
        let mut taken = HashSet::from([UNKNOWN.to_owned()]);
        let mut variants = Vec::new();
        for Alternative { schema, kind, key } in alternatives {
            let own = match (component(schema), &schema.title) {
                (Some(component), _) => self.schemas.type_name(component).as_str().to_owned(),
                (None, Some(title)) if title.len() <= 30 => names::variant(title),
                _ => kind_name(*kind, schema).to_owned(),
            };
            let rust = names::free(own, "", &mut taken);
            let used = self.used(schema, &name.element(&rust));
            let docs = used.docs.clone();
            let (kind, key) = (*kind, key.map(str::to_owned));
            variants.push(UntaggedVariant { name: rust, docs, ty: used.without_null(), kind, key });
        }
        variants
    }
}

/// Returns the name of the component that a schema refers to.
pub(super) fn component(schema: &Schema) -> Option<&str> {
    match &schema.kind {
        SchemaKind::Reference { name, .. } => Some(name),
        _ => None,
    }
}

fn kind_name(kind: JsonKind, schema: &Schema) -> &'static str {
    match (kind, &schema.kind) {
        (JsonKind::Number, SchemaKind::Integer { .. }) => "Integer",
        (JsonKind::Object, SchemaKind::Map(_)) => "Map",
        (JsonKind::String, _) => "String",
        (JsonKind::Boolean, _) => "Boolean",
        (JsonKind::Number, _) => "Number",
        (JsonKind::Array, _) => "Array",
        (JsonKind::Object, _) => "Object",
    }
}
