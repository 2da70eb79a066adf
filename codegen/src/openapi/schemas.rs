//! JSON schemas of the types of a client.

use hashbrown::{HashMap, HashSet};
use serde_json::{Map, Value, json};

use crate::api::{EnumValue, Field, Presence, StringRules, Type, TypeDef, TypeKind, Union, UntaggedVariant};

/// A JSON object.
pub(in crate::openapi) type Object = Map<String, Value>;

/// The schemas that a document needs in `components.schemas`.
pub(super) struct Schemas<'a> {
    types: HashMap<&'a str, &'a TypeDef>,
    /// The types that schemas refer to.
    used: HashSet<&'a str>,
    /// Those whose own references are not collected yet.
    pending: Vec<&'a TypeDef>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(types: &'a [TypeDef]) -> Self {
        let types = types.iter().map(|def| (def.name.as_str(), def)).collect();
        Self { types, used: HashSet::new(), pending: Vec::new() }
    }

    /// Returns the schema of a type.
    pub(super) fn of(&mut self, ty: &Type) -> Object {
        match ty {
            Type::String => typed("string"),
            Type::Bool => typed("boolean"),
            Type::Integer => typed("integer"),
            Type::Unsigned => object([("type", json!("integer")), ("format", json!("uint64"))]),
            Type::Float => typed("number"),
            Type::Number => object([("type", json!(["integer", "number"]))]),
            Type::DateTime => object([("type", json!("string")), ("format", json!("date-time"))]),
            Type::Any => Object::new(),
            Type::Array(items) => {
                object([("type", json!("array")), ("items", Value::Object(self.of(items)))])
            }
            Type::Map(values) => {
                let values = Value::Object(self.of(values));
                object([("type", json!("object")), ("additionalProperties", values)])
            }
            Type::Nullable(inner) => nullable(self.of(inner)),
            Type::Boxed(inner) => self.of(inner),
            Type::Named(name) => self.reference(name),
        }
    }

    fn reference(&mut self, name: &str) -> Object {
        if let Some((name, def)) = self.types.get_key_value(name)
            && self.used.insert(name)
        {
            self.pending.push(def);
        }
        object([("$ref", Value::String(format!("#/components/schemas/{name}")))])
    }

    /// Returns the schemas of the types that are referred to, in the order of this list.
    pub(super) fn components(&mut self, order: &'a [TypeDef]) -> Vec<(&'a str, Value)> {
        let mut components: HashMap<&str, Value> = HashMap::new();
        while let Some(def) = self.pending.pop() {
            components.insert(&def.name, Value::Object(self.component(def)));
        }
        order.iter().filter_map(|def| components.remove_entry(def.name.as_str())).collect()
    }

    fn component(&mut self, def: &TypeDef) -> Object {
        let mut schema = match &def.kind {
            TypeKind::Object(fields) => self.object(fields),
            TypeKind::Alias(target) => self.of(target),
            TypeKind::Enum(values) => enumeration(values),
            TypeKind::Union(union) => self.union(union),
            TypeKind::Untagged(variants) => self.untagged(variants),
            TypeKind::Newtype(rules) => string(rules),
            TypeKind::Form(_) => typed("object"),
        };
        annotate(&mut schema, &def.docs, None, def.sensitive);
        if !def.aliases.is_empty() {
            schema.insert("x-aliases".to_owned(), json!(def.aliases));
        }
        schema
    }

    fn object(&mut self, fields: &[Field]) -> Object {
        let required = fields.iter().filter(|field| field.presence == Presence::Required);
        let required: Vec<&str> = required.map(|field| field.name.wire.as_str()).collect();
        let mut schema = typed("object");
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        let properties =
            fields.iter().map(|field| (field.name.wire.clone(), Value::Object(self.field(field))));
        schema.insert("properties".to_owned(), Value::Object(properties.collect()));
        schema
    }

    fn field(&mut self, field: &Field) -> Object {
        let schema = self.of(&field.ty);
        let mut schema = if field.presence == Presence::Patch { nullable(schema) } else { schema };
        // A value without a type is redacted whatever its schema says.
        annotate(
            &mut schema,
            &field.docs,
            field.deprecated.as_deref(),
            field.sensitive && !field.ty.is_untyped(),
        );
        if field.read_only {
            schema.insert("readOnly".to_owned(), json!(true));
        }
        schema
    }

    /// Returns the schema of a union without a key that selects the alternative.
    fn untagged(&mut self, variants: &[UntaggedVariant]) -> Object {
        let variants = variants.iter().map(|variant| {
            let mut schema = self.of(&variant.ty);
            annotate(&mut schema, &variant.docs, None, false);
            Value::Object(schema)
        });
        let variants = variants.collect();
        object([("oneOf", variants)])
    }

    /// Returns the schema of a union: each alternative is the object of its other fields, with the key that selects it.
    fn union(&mut self, union: &Union) -> Object {
        let tag = &union.tag.wire;
        let variants = union.variants.iter().map(|variant| {
            let key = json!({ "type": "object", "required": [tag], "properties": { tag: { "const": variant.name.wire } } });
            let mut schema = match &variant.ty {
                Some(ty) => object([("allOf", json!([self.of(ty), key]))]),
                None => key.as_object().cloned().unwrap_or_default(),
            };
            annotate(&mut schema, &variant.docs, None, false);
            Value::Object(schema)
        });
        let variants = variants.collect();
        object([("oneOf", variants), ("discriminator", json!({ "propertyName": tag }))])
    }
}

fn enumeration(values: &[EnumValue]) -> Object {
    if values.iter().all(|value| value.docs.is_empty() && value.deprecated.is_none()) {
        let values: Vec<&str> = values.iter().map(|value| value.name.wire.as_str()).collect();
        return object([("type", json!("string")), ("enum", json!(values))]);
    }
    let values = values.iter().map(|value| {
        let mut schema = object([("const", json!(value.name.wire)), ("title", json!(value.name.rust))]);
        annotate(&mut schema, &value.docs, value.deprecated.as_deref(), false);
        Value::Object(schema)
    });
    object([("oneOf", values.collect())])
}

fn string(rules: &StringRules) -> Object {
    let rules = [
        ("minLength", rules.min_length.map(Value::from)),
        ("maxLength", rules.max_length.map(Value::from)),
        ("pattern", rules.pattern.clone().map(Value::from)),
    ];
    let mut schema = typed("string");
    schema.extend(rules.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    schema
}

/// Returns a schema that also allows null.
fn nullable(mut schema: Object) -> Object {
    if schema.is_empty() {
        return schema;
    }
    match schema.get_mut("type") {
        Some(names) => {
            let mut list = match names.take() {
                Value::Array(list) => list,
                name => vec![name],
            };
            if !list.contains(&json!("null")) {
                list.push(json!("null"));
            }
            *names = Value::Array(list);
            schema
        }
        None => object([("oneOf", json!([schema, { "type": "null" }]))]),
    }
}

fn annotate(schema: &mut Object, docs: &str, deprecated: Option<&str>, sensitive: bool) {
    let keys = [
        ("description", Some(docs).filter(|docs| !docs.is_empty()).map(Value::from)),
        ("x-deprecated", deprecated.map(Value::from)),
        ("x-sensitive", sensitive.then_some(Value::Bool(true))),
    ];
    schema.extend(keys.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
}

fn typed(name: &str) -> Object {
    object([("type", json!(name))])
}

pub(super) fn object<const N: usize>(entries: [(&str, Value); N]) -> Object {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
