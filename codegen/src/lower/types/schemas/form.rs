//! The form in which a schema becomes a type, for which references and combinations are looked through.

use hashbrown::HashSet;

use super::{DEEPEST, Property, Schemas, pattern};
use crate::api::JsonKind;
use crate::overlay::{OneOf, Schema, SchemaKind};

/// The most alternatives of a union, including those of unions in it.
const MOST: usize = 256;

/// The longest chain of references and combinations that is followed.
const LONGEST: usize = 512;

/// The form in which a schema becomes a type.
#[derive(Clone, Debug)]
pub(super) enum Form<'a> {
    /// No type of its own: a string, a number, an array …
    Inline,
    /// A struct.
    Object,
    /// An enum of strings.
    Enum,
    /// A validated string.
    Newtype,
    /// An enum of objects, which the value of this key tells apart.
    Tagged { tag: &'a str, variants: Vec<&'a Schema> },
    /// An enum of values, which their kinds or the keys of objects tell apart.
    Untagged(Vec<Alternative<'a>>),
    /// The same type as that of one of its parts.
    Same(&'a Schema),
    /// Any JSON, because the alternatives cannot be told apart.
    Undecidable,
}

/// An alternative of a union.
#[derive(Clone, Debug)]
pub(super) struct Alternative<'a> {
    pub(super) schema: &'a Schema,
    pub(super) kind: JsonKind,
    /// A key that only this one of several objects has.
    pub(super) key: Option<&'a str>,
}

impl Form<'_> {
    /// Whether a component of this form becomes a type of the client.
    pub(super) fn is_type(&self) -> bool {
        match self {
            Self::Object | Self::Enum | Self::Newtype | Self::Tagged { .. } | Self::Untagged(_) => true,
            Self::Inline | Self::Same(_) | Self::Undecidable => false,
        }
    }
}

impl<'a> Schemas<'a> {
    /// Returns the form of a schema. A reference has the form [`Form::Inline`].
    pub(super) fn form(&mut self, schema: &'a Schema) -> Form<'a> {
        let key = std::ptr::from_ref(schema);
        if let Some(form) = self.forms.get(&key) {
            return form.clone();
        }
        let form = match &schema.kind {
            SchemaKind::Object(_) => Form::Object,
            SchemaKind::Enum(_) => Form::Enum,
            SchemaKind::String(string) if string.format.as_deref() != Some("date-time") => {
                if pattern::rules(string).is_ok() { Form::Newtype } else { Form::Inline }
            }
            SchemaKind::AllOf(parts) => self.form_of_parts(parts),
            SchemaKind::OneOf(one_of) => self.form_of_alternatives(one_of),
            _ => Form::Inline,
        };
        self.forms.insert(key, form.clone());
        form
    }

    /// Returns the component that a reference leads to, through further references; any other schema as it is.
    pub(super) fn target(&self, schema: &'a Schema) -> &'a Schema {
        schema.target(|name| self.components.get(name).copied())
    }

    fn form_of_parts(&self, parts: &'a [Schema]) -> Form<'a> {
        let kinds: Vec<Option<JsonKind>> = parts.iter().map(|part| self.kind(part, 0)).collect();
        if kinds.contains(&Some(JsonKind::Object)) {
            return Form::Object;
        }
        match kinds.iter().position(Option::is_some) {
            Some(first) => Form::Same(&parts[first]),
            None => parts.first().map_or(Form::Inline, Form::Same),
        }
    }

    /// Returns the kind of all values of a schema; `None` if they have several.
    pub(super) fn kind(&self, schema: &'a Schema, depth: usize) -> Option<JsonKind> {
        if depth > LONGEST {
            return None;
        }
        match &schema.kind {
            SchemaKind::Any => None,
            SchemaKind::Reference { name, .. } => {
                if let Some(kind) = self.kinds.borrow().get(name.as_str()) {
                    return *kind;
                }
                let component = self.components.get(name.as_str())?;
                // A schema that contains itself has no kind. Each component is looked at once, because several
                // references to several levels of components are many paths.
                self.kinds.borrow_mut().insert(name, None);
                let kind = self.kind(component, depth + 1);
                self.kinds.borrow_mut().insert(name, kind);
                kind
            }
            SchemaKind::String(_) | SchemaKind::Enum(_) => Some(JsonKind::String),
            SchemaKind::Bool => Some(JsonKind::Boolean),
            SchemaKind::Integer { .. } | SchemaKind::Number | SchemaKind::AnyNumber => Some(JsonKind::Number),
            SchemaKind::Array(_) => Some(JsonKind::Array),
            SchemaKind::Map(_) | SchemaKind::Object(_) => Some(JsonKind::Object),
            SchemaKind::AllOf(parts) => {
                let kinds: Vec<JsonKind> =
                    parts.iter().filter_map(|part| self.kind(part, depth + 1)).collect();
                kinds.iter().find(|kind| **kind == JsonKind::Object).or(kinds.first()).copied()
            }
            SchemaKind::OneOf(one_of) => {
                let mut kinds = one_of.variants.iter().map(|variant| self.kind(variant, depth + 1));
                let first = kinds.next()??;
                kinds.all(|kind| kind == Some(first)).then_some(first)
            }
        }
    }

    fn form_of_alternatives(&self, one_of: &'a OneOf) -> Form<'a> {
        let mut variants = Vec::new();
        self.flatten(one_of, &mut HashSet::new(), &mut variants);
        if variants.len() > MOST {
            return Form::Undecidable;
        }
        if let [only] = variants[..] {
            return Form::Same(only);
        }
        let kinds: Option<Vec<JsonKind>> = variants.iter().map(|variant| self.kind(variant, 0)).collect();
        let Some(kinds) = kinds else { return Form::Undecidable };
        let is_object = |schema: &&'a Schema| {
            matches!(self.target(schema).kind, SchemaKind::Object(_) | SchemaKind::AllOf(_))
        };
        if kinds.iter().all(|kind| *kind == JsonKind::Object)
            && variants.iter().all(is_object)
            && let Some(tag) = self.tag(one_of, &variants)
        {
            return Form::Tagged { tag, variants };
        }
        match self.distinguished(&variants, &kinds) {
            Some(alternatives) => match &alternatives[..] {
                [only] => Form::Same(only.schema),
                _ => Form::Untagged(alternatives),
            },
            None => Form::Undecidable,
        }
    }

    /// Adds the alternatives, and instead of a union its own alternatives, each union once.
    fn flatten(&self, one_of: &'a OneOf, seen: &mut HashSet<*const OneOf>, variants: &mut Vec<&'a Schema>) {
        if !seen.insert(one_of) || seen.len() > DEEPEST {
            return;
        }
        for variant in &one_of.variants {
            let target = self.target(variant);
            // One schema under several names is one alternative, unless a key selects the name.
            let is_known = |variants: &[&'a Schema]| {
                one_of.discriminator.is_none()
                    && variants.iter().any(|other| std::ptr::eq(self.target(other), target))
            };
            match &target.kind {
                _ if variants.len() > MOST => return,
                SchemaKind::OneOf(inner) if inner.discriminator.is_none() => {
                    self.flatten(inner, seen, variants);
                }
                _ if is_known(variants) => {}
                _ => variants.push(variant),
            }
        }
    }

    /// Returns the key whose value tells objects apart: that of the discriminator, or one with a constant in each of them.
    fn tag(&self, one_of: &'a OneOf, variants: &[&'a Schema]) -> Option<&'a str> {
        let properties: Vec<Vec<Property<'a>>> =
            variants.iter().map(|variant| self.properties_of(self.target(variant))).collect();
        if let Some(discriminator) = &one_of.discriminator {
            // A component without a constant has its own name as the value.
            let has_value = |(variant, properties): (&&'a Schema, &Vec<Property<'a>>)| {
                matches!(variant.kind, SchemaKind::Reference { .. })
                    || self.constant(properties, &discriminator.tag).is_some()
            };
            return variants.iter().zip(&properties).all(has_value).then_some(&discriminator.tag);
        }
        let mut candidates = properties.first()?.iter().map(|property| property.wire);
        candidates.find(|tag| {
            let constants: Vec<&str> =
                properties.iter().filter_map(|properties| self.constant(properties, tag)).collect();
            let distinct: HashSet<&&str> = constants.iter().collect();
            constants.len() == variants.len() && distinct.len() == variants.len()
        })
    }

    /// Returns the only string that a property may have.
    pub(super) fn constant(&self, properties: &[Property<'a>], key: &str) -> Option<&'a str> {
        let property = properties.iter().find(|property| property.wire == key)?;
        match &self.target(property.schema).kind {
            SchemaKind::Enum(entries) => match &entries[..] {
                [entry] => Some(&entry.value),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the alternatives with what tells them apart; `None` if nothing does. Of several strings or numbers, one
    /// stands for all.
    fn distinguished(&self, variants: &[&'a Schema], kinds: &[JsonKind]) -> Option<Vec<Alternative<'a>>> {
        let mut alternatives: Vec<Alternative<'a>> = Vec::new();
        let of_kind = |kind: JsonKind| {
            variants.iter().zip(kinds).filter(move |(_, other)| **other == kind).map(|(schema, _)| *schema)
        };
        let objects: Vec<&'a Schema> = of_kind(JsonKind::Object).collect();
        for (schema, kind) in variants.iter().zip(kinds) {
            let (schema, kind) = (*schema, *kind);
            if kind == JsonKind::Object {
                let key = if objects.len() > 1 { self.distinct_key(schema, &objects) } else { None };
                alternatives.push(Alternative { schema, kind, key });
            } else if !alternatives.iter().any(|other| other.kind == kind) {
                let schema = self.common(&of_kind(kind).collect::<Vec<_>>())?;
                alternatives.push(Alternative { schema, kind, key: None });
            }
        }
        let without_key = |alternative: &&Alternative<'_>| {
            alternative.kind == JsonKind::Object && alternative.key.is_none()
        };
        if alternatives.iter().filter(without_key).count() > 1 {
            return None;
        }
        // An object without a key of its own is what the others are not.
        alternatives.sort_by_key(|alternative| without_key(&alternative));
        Some(alternatives)
    }

    /// Returns the one of several schemas of the same kind that the values of all of them match.
    fn common(&self, schemas: &[&'a Schema]) -> Option<&'a Schema> {
        let target = |schema: &&'a Schema| &self.target(schema).kind;
        let enums = schemas.iter().filter(|schema| matches!(target(schema), SchemaKind::Enum(_)));
        match schemas {
            [only] => Some(only),
            // An enum is open, so it also has the other strings.
            _ if enums.clone().count() == 1 => enums.copied().next(),
            _ => {
                let plain = |schema: &&&'a Schema| {
                    matches!(target(schema), SchemaKind::Number)
                        || matches!(target(schema), SchemaKind::String(string) if !string.has_rules() && string.format.is_none())
                };
                let first = schemas.iter().find(plain).or_else(|| {
                    let same = |schema: &&'a Schema| std::mem::discriminant(target(schema));
                    let scalar = matches!(
                        target(schemas.first()?),
                        SchemaKind::String(_) | SchemaKind::Bool | SchemaKind::Integer { .. }
                    );
                    schemas
                        .first()
                        .filter(|first| scalar && schemas.iter().all(|other| same(other) == same(first)))
                });
                first.copied()
            }
        }
    }

    /// Returns a key that an object requires and that none of the others has.
    fn distinct_key(&self, schema: &'a Schema, objects: &[&'a Schema]) -> Option<&'a str> {
        let own = self.properties_of(self.target(schema));
        let required = own.iter().filter(|property| property.required).map(|property| property.wire);
        let others: Vec<Vec<Property<'a>>> = objects
            .iter()
            .filter(|other| !std::ptr::eq(**other, schema))
            .map(|other| self.properties_of(self.target(other)))
            .collect();
        let mut distinct = required
            .filter(|key| others.iter().all(|other| other.iter().all(|property| property.wire != *key)));
        distinct.next()
    }
}
