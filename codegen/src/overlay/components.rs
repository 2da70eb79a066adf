//! The reusable parts of an overlay: `components`.

use super::node::{Node, child};
use super::parts::{parameter, response};
use super::reader::{OverlayReader, list};
use super::schema::{Schema, schema, target};
use super::security::{SecuritySchemeEntry, schemes};
use super::{ParameterEntry, ResponseEntry};
use std::collections::HashSet;

/// The content of `components`.
#[derive(Default)]
pub(super) struct Components {
    pub(super) schemas: Vec<(String, Schema)>,
    pub(super) parameters: Vec<Component<ParameterEntry>>,
    pub(super) responses: Vec<Component<ResponseEntry>>,
    pub(super) security_schemes: Vec<SecuritySchemeEntry>,
}

/// A parameter or a response that operations can refer to.
pub(super) struct Component<T> {
    name: String,
    at: String,
    value: T,
    is_used: bool,
}

impl Components {
    pub(super) fn read(&mut self, node: &Node, at: &str, reader: &mut OverlayReader<'_>) {
        let mut object = reader.object(node, at);
        if let Some((node, at)) = object.take("schemas") {
            // Duplicate keys are reported elsewhere; the first one counts.
            let mut seen = HashSet::new();
            for (name, node) in reader.entries(node, &at) {
                let schema = schema(node, &child(&at, name), reader);
                if seen.insert(name) {
                    self.schemas.push((name.clone(), schema));
                }
            }
        }
        if let Some((node, at)) = object.take("parameters") {
            for (name, node) in reader.entries(node, &at) {
                let object = reader.object(node, &child(&at, name));
                let entry = parameter(object, reader);
                self.parameters.extend(entry.map(|entry| Component::new(name, entry.at.clone(), entry)));
            }
        }
        if let Some((node, at)) = object.take("responses") {
            for (name, node) in reader.entries(node, &at) {
                let mut entry = response(reader.object(node, &child(&at, name)), reader);
                entry.component = Some(name.clone());
                self.responses.push(Component::new(name, entry.at.clone(), entry));
            }
        }
        self.security_schemes = schemes(&mut object, reader);
        object.finish("`components`", reader);
    }

    /// Reports the parameters and responses that no operation refers to.
    pub(super) fn report_unused(&self, reader: &mut OverlayReader<'_>) {
        self.parameters.iter().for_each(|component| component.report_unused("parameter", reader));
        self.responses.iter().for_each(|component| component.report_unused("response", reader));
    }
}

impl<T> Component<T> {
    fn new(name: &str, at: String, value: T) -> Self {
        Self { name: name.to_owned(), at, value, is_used: false }
    }

    fn report_unused(&self, kind: &str, reader: &mut OverlayReader<'_>) {
        if !self.is_used {
            let problem = format!("no operation uses the {kind} `{}`", self.name);
            reader.error(&self.at, problem, "remove it, or refer to it with `$ref`");
        }
    }
}

/// Returns the component that a `$ref` names; `part` is the key in `components`.
pub(super) fn resolve<T: Clone>(
    (node, at): (&Node, String),
    part: &str,
    components: &mut [Component<T>],
    reader: &mut OverlayReader<'_>,
) -> Option<T> {
    let name = target(node, &at, part, reader)?;
    if let Some(component) = components.iter_mut().find(|component| component.name == name) {
        component.is_used = true;
        return Some(component.value.clone());
    }
    let names: Vec<&str> = components.iter().map(|component| component.name.as_str()).collect();
    let help = format!("add it, or correct the name: `components.{part}` has {}", list(&names));
    reader.error(&at, format!("`components.{part}` has no `{name}`"), help);
    None
}
