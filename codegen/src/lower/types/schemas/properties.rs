//! The properties of an object, including those of the schemas that it consists of.

use hashbrown::HashSet;

use super::{DEEPEST, Schemas};
use crate::overlay::{Schema, SchemaKind};

/// The schema of a key that is required but not described.
static ANY: Schema = Schema::ANY;

/// A property of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Property<'a> {
    /// The JSON key.
    pub(super) wire: &'a str,
    pub(super) schema: &'a Schema,
    pub(super) required: bool,
}

/// The properties of an object.
#[derive(Default)]
pub(super) struct Properties<'a> {
    pub(super) list: Vec<Property<'a>>,
    /// The schema of all other keys.
    pub(super) additional: Option<&'a Schema>,
    /// The errors, each with its location, problem and help.
    pub(super) problems: Vec<(String, String, String)>,
    /// The keys that are always present.
    required: Vec<(&'a str, &'a str)>,
    /// The components that are parts of the object.
    known: HashSet<&'a str>,
    /// Those whose parts are being collected.
    open: Vec<&'a str>,
}

impl<'a> Schemas<'a> {
    /// Returns the properties of an object and of all schemas that it consists of.
    pub(super) fn properties(&self, schema: &'a Schema) -> Properties<'a> {
        let mut properties = Properties::default();
        self.collect(schema, false, &mut properties);
        for (wire, at) in std::mem::take(&mut properties.required) {
            match properties.list.iter_mut().find(|property| property.wire == wire) {
                Some(property) => property.required = true,
                None => match similar(wire, &properties.list) {
                    Some(similar) => {
                        let problem = format!("the object has no property `{wire}`");
                        let help = format!("did you mean `{similar}`?");
                        properties.problems.push((format!("{at}.required"), problem, help));
                    }
                    None => properties.list.push(Property { wire, schema: &ANY, required: true }),
                },
            }
        }
        properties
    }

    /// Returns the list of [`Self::properties`].
    pub(super) fn properties_of(&self, schema: &'a Schema) -> Vec<Property<'a>> {
        self.properties(schema).list
    }

    /// Adds the properties of a schema. A component that several parts refer to is added once. The properties of
    /// alternatives are optional.
    fn collect(&self, schema: &'a Schema, is_alternative: bool, found: &mut Properties<'a>) {
        match &schema.kind {
            SchemaKind::Object(object) => {
                for (wire, schema) in &object.properties {
                    match found.list.iter_mut().find(|property| property.wire == wire) {
                        Some(property) if !is_alternative => property.schema = schema,
                        Some(_) => {}
                        None => found.list.push(Property { wire, schema, required: false }),
                    }
                }
                if !is_alternative {
                    found
                        .required
                        .extend(object.required.iter().map(|wire| (wire.as_str(), schema.at.as_str())));
                }
                found.additional = object.additional.as_deref().or(found.additional);
            }
            SchemaKind::Map(values) => found.additional = Some(values),
            SchemaKind::AllOf(parts) => {
                parts.iter().for_each(|part| self.collect(part, is_alternative, found))
            }
            SchemaKind::OneOf(one_of) => {
                one_of.variants.iter().for_each(|variant| self.collect(variant, true, found));
            }
            SchemaKind::Reference { name, at }
                if found.open.contains(&name.as_str()) || found.open.len() > DEEPEST =>
            {
                let problem = format!("the schema `{name}` contains itself");
                found.problems.push((at.clone(), problem, "remove it from `allOf`".to_owned()));
            }
            SchemaKind::Reference { name, .. } => {
                if let Some(part) = self.components.get(name.as_str()).copied()
                    && found.known.insert(name)
                {
                    found.open.push(name);
                    self.collect(part, is_alternative, found);
                    found.open.pop();
                }
            }
            // A part without keys, such as one with only a description.
            SchemaKind::Any => {}
            _ if is_alternative => {}
            _ => found.problems.push((
                schema.at.clone(),
                "the schema is not an object".to_owned(),
                "use an object, as the other parts of `allOf` are".to_owned(),
            )),
        }
    }
}

/// Returns the property that a name is probably a misspelling of.
fn similar<'a>(wire: &str, list: &[Property<'a>]) -> Option<&'a str> {
    let distances = list.iter().map(|property| (strsim::levenshtein(wire, property.wire), property.wire));
    let longest = wire.chars().count() / 4;
    distances.filter(|(distance, _)| *distance <= longest).min().map(|(_, wire)| wire)
}
