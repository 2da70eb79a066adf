//! Where the overlay's schemas are used: as types of their own, as alternatives of unions, and in responses.

use hashbrown::{HashMap, HashSet};

use super::Schemas;
use super::form::Form;
use super::unions::component;
use crate::overlay::{MediaEntry, OperationEntry, Overlay, Schema, SchemaKind};

/// The use of the components.
#[derive(Debug, Default)]
pub(super) struct Usage<'a> {
    /// Those that are used other than as alternatives that a key selects.
    standalone: HashSet<&'a str>,
    /// The key that selects each alternative; several if unions have different keys.
    tags: HashMap<&'a str, HashSet<&'a str>>,
    /// Those that an operation uses.
    used: HashSet<&'a str>,
    /// Those that responses contain.
    in_response: HashSet<&'a str>,
}

impl Usage<'_> {
    /// Whether a component is only an alternative that this key selects, so that its type needs no field for the key.
    pub(super) fn is_only_alternative(&self, component: &str, tag: &str) -> bool {
        let tags = self.tags.get(component);
        !self.standalone.contains(component) && tags.is_some_and(|tags| tags.len() == 1 && tags.contains(tag))
    }

    /// Whether an operation uses a component.
    pub(super) fn is_used(&self, component: &str) -> bool {
        self.used.contains(component)
    }

    /// Whether a response contains a component.
    pub(super) fn is_in_response(&self, component: &str) -> bool {
        self.in_response.contains(component)
    }
}

impl<'a> Schemas<'a> {
    /// Finds where the components are used.
    pub(super) fn find_usage(&mut self, overlay: &'a Overlay) {
        let schema = |entry: &'a MediaEntry| entry.schema.as_ref();
        let in_requests =
            overlay.operations.iter().flat_map(|OperationEntry { parameters, body, .. }| {
                let body = body.iter().flat_map(|body| &body.content).filter_map(schema);
                parameters.iter().filter_map(|parameter| parameter.schema.as_ref()).chain(body)
            });
        let in_responses = overlay
            .operations
            .iter()
            .flat_map(|entry| &entry.responses)
            .flat_map(|response| &response.content)
            .filter_map(schema);
        let in_responses: Vec<&Schema> = in_responses.collect();
        let mut seen = HashSet::new();
        self.walk(in_responses, &mut seen);
        self.usage.in_response.clone_from(&seen);
        self.walk(in_requests.collect(), &mut seen);
        self.usage.used = seen;
    }

    /// Visits the schemas that these contain. This is a list instead of a recursion because chains of types may be long.
    fn walk(&mut self, mut open: Vec<&'a Schema>, seen: &mut HashSet<&'a str>) {
        while let Some(schema) = open.pop() {
            match &schema.kind {
                SchemaKind::Reference { name, .. } => {
                    self.usage.standalone.insert(name);
                    self.open_component(name, seen, &mut open);
                }
                SchemaKind::Array(inner) | SchemaKind::Map(inner) => open.push(inner),
                SchemaKind::Object(object) => {
                    open.extend(object.properties.iter().map(|(_, schema)| schema));
                    open.extend(object.additional.as_deref());
                }
                SchemaKind::AllOf(parts) => parts.iter().for_each(|part| match component(part) {
                    // A part of an object is not a type of its own.
                    Some(name) if parts.len() > 1 => self.open_component(name, seen, &mut open),
                    _ => open.push(part),
                }),
                SchemaKind::OneOf(one_of) => match self.form(schema) {
                    Form::Tagged { tag, variants } => {
                        for variant in variants {
                            match component(variant) {
                                Some(name) => {
                                    self.usage.tags.entry(name).or_default().insert(tag);
                                    self.open_component(name, seen, &mut open);
                                }
                                None => open.push(variant),
                            }
                        }
                    }
                    _ => open.extend(&one_of.variants),
                },
                _ => {}
            }
        }
    }

    fn open_component(&self, name: &'a str, seen: &mut HashSet<&'a str>, open: &mut Vec<&'a Schema>) {
        if let Some(schema) = self.components.get(name)
            && seen.insert(name)
        {
            open.push(schema);
        }
    }
}
