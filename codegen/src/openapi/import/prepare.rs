//! Prepares parts of a document for an overlay: converts their schemas to OpenAPI 3.1, removes what has no effect, and
//! collects the components that they refer to.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::schema::upgrade;
use crate::openapi::schemas::Object;

/// The section and the name of a component.
pub(super) type Component = (&'static str, String);

/// The extensions that have an effect on a client.
const EXTENSIONS: &[&str] = &["x-aliases", "x-deprecated", "x-idempotent", "x-name", "x-sensitive"];

/// The keys of a schema whose value is a schema.
const SCHEMA: &[&str] = &[
    "additionalProperties",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// The keys of a schema whose value is an array of schemas.
const SCHEMAS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];

/// The keys of a schema whose value is an object of schemas.
const NAMED_SCHEMAS: &[&str] =
    &["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"];

/// The maximum number of references that are replaced by their targets inside each other.
const DEEPEST: usize = 16;

/// A document, and the components of it that are prepared.
pub(super) struct Preparation<'d> {
    document: &'d Value,
    /// Whether the version is 3.0.
    is_old: bool,
    prepared: BTreeMap<Component, Result<(Value, BTreeSet<Component>), String>>,
}

impl<'d> Preparation<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        let version = document.get("openapi").map(Value::to_string).unwrap_or_default();
        let is_old = version.trim_start_matches('"').starts_with("3.0");
        Self { document, is_old, prepared: BTreeMap::new() }
    }

    /// Returns the target of a reference within the document.
    pub(super) fn target(&self, reference: &str) -> Result<&'d Value, String> {
        let Some(pointer) = reference.strip_prefix('#') else {
            return Err(format!(
                "`{reference}` is in another file: bundle the document first, so that it is one file"
            ));
        };
        let pointer = percent_decode_str(pointer).decode_utf8_lossy();
        let target = self.document.pointer(&pointer);
        target.ok_or_else(|| format!("`{reference}` refers to nothing in the document"))
    }

    /// Returns a value, or the target if it is a reference.
    pub(super) fn resolved<'v>(&self, value: &'v Value) -> Result<&'v Value, String>
    where
        'd: 'v,
    {
        let mut value = value;
        for _ in 0..DEEPEST {
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => value = self.target(reference)?,
                None => return Ok(value),
            }
        }
        Err("the reference refers to itself".to_owned())
    }

    /// Returns a component, and the components that it refers to itself.
    pub(super) fn component(
        &mut self,
        component: &Component,
    ) -> &Result<(Value, BTreeSet<Component>), String> {
        if !self.prepared.contains_key(component) {
            let (section, name) = component;
            let value =
                self.document.get("components").and_then(|components| components.get(section)?.get(name));
            let prepared = match value {
                Some(value) => {
                    let (mut value, mut needs) = (value.clone(), BTreeSet::new());
                    let done = match *section {
                        "schemas" => self.schema(&mut value, &mut needs, 0),
                        "parameters" => self.parameter(&mut value, &mut needs),
                        _ => self.response(&mut value, &mut needs),
                    };
                    done.map(|()| (value, needs))
                }
                None => Err(format!("`#/components/{section}/{name}` refers to nothing in the document")),
            };
            self.prepared.insert(component.clone(), prepared);
        }
        &self.prepared[component]
    }

    /// Returns all components that are needed for some, except the known ones.
    pub(super) fn closure(
        &mut self,
        needs: &BTreeSet<Component>,
        is_known: &dyn Fn(&Component) -> bool,
    ) -> Result<BTreeSet<Component>, String> {
        let mut all = BTreeSet::new();
        let mut open: Vec<Component> = needs.iter().cloned().collect();
        while let Some(component) = open.pop() {
            if is_known(&component) || all.contains(&component) {
                continue;
            }
            match self.component(&component) {
                Ok((_, needs)) => open.extend(needs.iter().cloned()),
                Err(problem) => return Err(problem.clone()),
            }
            all.insert(component);
        }
        Ok(all)
    }

    pub(super) fn parameter(
        &mut self,
        value: &mut Value,
        needs: &mut BTreeSet<Component>,
    ) -> Result<(), String> {
        if self.refers(value, "parameters", needs)? {
            return Ok(());
        }
        self.content_of(value, needs)?;
        let Some(object) = value.as_object_mut() else { return Ok(()) };
        match object.get_mut("schema") {
            Some(schema) => self.schema(schema, needs, 0),
            None => Ok(()),
        }
    }

    /// Prepares a request body, which is no component afterwards.
    pub(super) fn request_body(
        &mut self,
        value: &mut Value,
        needs: &mut BTreeSet<Component>,
    ) -> Result<(), String> {
        *value = self.resolved(value)?.clone();
        self.content_of(value, needs)
    }

    pub(super) fn response(
        &mut self,
        value: &mut Value,
        needs: &mut BTreeSet<Component>,
    ) -> Result<(), String> {
        if self.refers(value, "responses", needs)? {
            return Ok(());
        }
        if let Some(object) = value.as_object_mut() {
            object.shift_remove("links");
            if let Some(Value::Object(headers)) = object.get_mut("headers") {
                for header in headers.values_mut() {
                    *header = self.resolved(header)?.clone();
                    self.parameter(header, needs)?;
                }
            }
        }
        self.content_of(value, needs)
    }

    /// Prepares the examples and the media types of a parameter, a body or a response.
    fn content_of(&mut self, value: &mut Value, needs: &mut BTreeSet<Component>) -> Result<(), String> {
        let Some(object) = value.as_object_mut() else { return Ok(()) };
        without_extensions(object);
        self.examples(object)?;
        let Some(Value::Object(content)) = object.get_mut("content") else { return Ok(()) };
        for media_type in content.values_mut().filter_map(Value::as_object_mut) {
            without_extensions(media_type);
            self.examples(media_type)?;
            if let Some(schema) = media_type.get_mut("schema") {
                self.schema(schema, needs, 0)?;
            }
        }
        Ok(())
    }

    fn examples(&self, object: &mut Object) -> Result<(), String> {
        let Some(Value::Object(examples)) = object.get_mut("examples") else { return Ok(()) };
        for example in examples.values_mut() {
            *example = self.resolved(example)?.clone();
        }
        Ok(())
    }

    /// Whether a value is a reference to a component of a section, which is added. Any other reference is replaced by
    /// its target.
    fn refers(
        &self,
        value: &mut Value,
        section: &'static str,
        needs: &mut BTreeSet<Component>,
    ) -> Result<bool, String> {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok(false) };
        match name(reference, section) {
            Some(name) => {
                *value = serde_json::json!({ "$ref": format!("#/components/{section}/{name}") });
                needs.insert((section, name));
                Ok(true)
            }
            None => {
                *value = self.resolved(value)?.clone();
                Ok(false)
            }
        }
    }

    pub(super) fn schema(
        &self,
        value: &mut Value,
        needs: &mut BTreeSet<Component>,
        depth: usize,
    ) -> Result<(), String> {
        let Value::Object(object) = value else { return Ok(()) };
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            match name(reference, "schemas") {
                Some(name) => {
                    object.insert("$ref".to_owned(), Value::from(format!("#/components/schemas/{name}")));
                    needs.insert(("schemas", name));
                }
                None if depth > DEEPEST => return Err(format!("`{reference}` contains itself")),
                None => {
                    let target = self.target(reference)?.clone();
                    object.shift_remove("$ref");
                    if let Value::Object(target) = target {
                        target.into_iter().for_each(|(key, value)| {
                            object.entry(key).or_insert(value);
                        });
                    }
                    return self.schema(value, needs, depth + 1);
                }
            }
        }
        without_extensions(object);
        if self.is_old {
            upgrade(object);
        }
        for (key, value) in object.iter_mut() {
            match value {
                Value::Object(named) if NAMED_SCHEMAS.contains(&key.as_str()) => {
                    named.values_mut().try_for_each(|schema| self.schema(schema, needs, depth))?;
                }
                Value::Array(list) if SCHEMAS.contains(&key.as_str()) => {
                    list.iter_mut().try_for_each(|schema| self.schema(schema, needs, depth))?;
                }
                Value::Object(_) if key == "discriminator" => mapping(value, needs),
                Value::Object(_) if SCHEMA.contains(&key.as_str()) => self.schema(value, needs, depth)?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Returns the name in a reference to a component of a section.
fn name(reference: &str, section: &str) -> Option<String> {
    let name = reference.strip_prefix("#/components/")?.strip_prefix(section)?.strip_prefix('/')?;
    let name = percent_decode_str(name).decode_utf8_lossy();
    (!name.contains(['/', '~'])).then(|| name.into_owned())
}

/// Prepares the mapping of a discriminator, whose values may be names without a path.
fn mapping(discriminator: &mut Value, needs: &mut BTreeSet<Component>) {
    let Some(Value::Object(entries)) = discriminator.get_mut("mapping") else { return };
    for target in entries.values_mut() {
        let Some(text) = target.as_str() else { continue };
        let is_name = !text.contains(['/', '#', '.']);
        let found = if is_name { Some(text.to_owned()) } else { name(text, "schemas") };
        if let Some(name) = found {
            *target = Value::from(format!("#/components/schemas/{name}"));
            needs.insert(("schemas", name));
        }
    }
}

fn without_extensions(object: &mut Object) {
    object.retain(|key, _| !key.starts_with("x-") || EXTENSIONS.contains(&key.as_str()));
}
