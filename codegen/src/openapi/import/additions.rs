//! The entries that are added to an overlay.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashSet;
use serde_json::{Value, json};

use super::Import;
use super::prepare::{Component, Preparation};
use super::units::{Part, Unit};
use crate::diagnostics::{Diagnostics, Severity};
use crate::json::without_byte_order_mark;
use crate::openapi::schemas::Object;
use crate::openapi::starting::object_at;
use crate::overlay::child;

/// The sections of `components` that an overlay has.
const SECTIONS: [&str; 3] = ["parameters", "responses", "schemas"];

/// The entries that are added to an overlay.
pub(super) struct Additions {
    /// The units, each with all components that it needs and the overlay does not have.
    units: Vec<(Unit, BTreeSet<Component>)>,
    components: BTreeMap<Component, Value>,
    /// Whether the overlay has an `info`.
    has_info: bool,
}

impl Additions {
    /// Selects the units that the existing overlay does not have and whose components are complete.
    pub(super) fn new(
        existing: &Value,
        preparation: &mut Preparation<'_>,
        units: Vec<Unit>,
        import: &mut Import,
    ) -> Self {
        let mut additions =
            Self { units: Vec::new(), components: BTreeMap::new(), has_info: existing.get("info").is_some() };
        let of_overlay = |(section, name): &Component| existing.get("components")?.get(section)?.get(name);
        let mut kept = BTreeSet::new();
        for unit in units {
            if let Some((at, value)) = find(existing, &unit) {
                if *value != unit.value {
                    import.kept.push(at);
                }
                continue;
            }
            let closure = preparation.closure(&unit.needs, &|component| of_overlay(component).is_some());
            let needs = match closure {
                Ok(needs) => needs,
                Err(problem) => {
                    import.left_out.push(unit.left_out(problem));
                    continue;
                }
            };
            let mut direct = unit.needs.clone();
            for component in &needs {
                if let Ok((value, inner)) = preparation.component(component) {
                    additions.components.insert(component.clone(), value.clone());
                    direct.extend(inner.iter().cloned());
                }
            }
            kept.extend(direct.into_iter().filter(|component| of_overlay(component).is_some()));
            additions.units.push((unit, needs));
        }
        for component in kept {
            if let Ok((value, _)) = preparation.component(&component)
                && of_overlay(&component).is_some_and(|own| own != value)
            {
                import.kept.push(format!("components.{}.{}", component.0, component.1));
            }
        }
        additions
    }

    /// Returns a document that has only the additions.
    pub(super) fn document(&self) -> Object {
        let mut document = Object::new();
        if !self.has_info {
            document.insert("info".to_owned(), json!({ "title": "Overlay", "version": "1" }));
        }
        for (unit, _) in &self.units {
            let entry = object_at(object_at(object_at(&mut document, "paths"), &unit.path), &unit.method);
            match &unit.part {
                Part::Key(key) => {
                    entry.insert((*key).to_owned(), unit.value.clone());
                }
                Part::Response(status) => {
                    object_at(entry, "responses").insert(status.clone(), unit.value.clone());
                }
                Part::Parameter(..) => {
                    let list = entry.entry("parameters").or_insert_with(|| json!([]));
                    if let Value::Array(list) = list {
                        list.push(unit.value.clone());
                    }
                }
            }
        }
        let needed = self.needed();
        for section in SECTIONS {
            let components = self.components.iter().filter(|(component, _)| component.0 == section);
            for (component, value) in components.filter(|(component, _)| needed.contains(component)) {
                let list = object_at(object_at(&mut document, "components"), section);
                list.insert(component.1.clone(), value.clone());
            }
        }
        document
    }

    fn needed(&self) -> HashSet<&Component> {
        self.units.iter().flat_map(|(_, needs)| needs).collect()
    }

    /// Removes the units that have an error in the merged overlay. Returns false if there are none.
    pub(super) fn remove(
        &mut self,
        diagnostics: &Diagnostics,
        file: &str,
        merged: &str,
        import: &mut Import,
    ) -> bool {
        let merged: Value = serde_json::from_str(without_byte_order_mark(merged)).unwrap_or_default();
        let errors = diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
        let errors: Vec<_> = errors.filter(|error| error.location.file == file).collect();
        let count = self.units.len();
        self.units.retain(|(unit, needs)| {
            let own = find(&merged, unit).map(|(at, _)| at);
            let components = needs.iter().map(|(section, name)| child(&child("components", section), name));
            let places: Vec<String> = own.into_iter().chain(components).collect();
            let error =
                errors.iter().find(|error| places.iter().any(|place| is_inside(&error.location.at, place)));
            import.left_out.extend(error.map(|error| unit.left_out(error.problem.clone())));
            error.is_none()
        });
        if self.units.len() == count {
            // An error about a whole operation.
            let is_in_operation = |unit: &Unit, at: &str| is_inside(at, &operation_at(unit));
            self.units.retain(|(unit, _)| {
                let error = errors.iter().find(|error| is_in_operation(unit, &error.location.at));
                import.left_out.extend(error.map(|error| unit.left_out(error.problem.clone())));
                error.is_none()
            });
        }
        self.units.len() < count
    }

    /// Reports what was taken.
    pub(super) fn report(&self, import: &mut Import) {
        let operations: HashSet<(&str, &str)> =
            self.units.iter().map(|(unit, _)| (unit.path.as_str(), unit.method.as_str())).collect();
        import.operations = operations.len();
        let schemas = self.needed().into_iter().filter(|(section, _)| *section == "schemas");
        import.schemas = schemas.map(|(_, name)| name.clone()).collect();
        import.schemas.sort();
    }
}

fn operation_at(unit: &Unit) -> String {
    child(&child("paths", &unit.path), &unit.method)
}

fn is_inside(at: &str, place: &str) -> bool {
    at.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Returns the value in an overlay at the position of a unit, and its location.
fn find<'v>(overlay: &'v Value, unit: &Unit) -> Option<(String, &'v Value)> {
    let item = overlay.get("paths")?.get(&unit.path)?;
    let entry = item.get(&unit.method)?;
    let at = operation_at(unit);
    match &unit.part {
        Part::Key(key) => Some((child(&at, key), entry.get(key)?)),
        Part::Response(status) => {
            Some((child(&child(&at, "responses"), status), entry.get("responses")?.get(status)?))
        }
        Part::Parameter(location, name) => {
            let lists = [(entry, at.clone()), (item, child("paths", &unit.path))];
            lists.into_iter().find_map(|(owner, at)| {
                let list = owner.get("parameters")?.as_array()?;
                let index = list.iter().position(|other| is_parameter(overlay, other, location, name))?;
                Some((format!("{}[{index}]", child(&at, "parameters")), &list[index]))
            })
        }
    }
}

fn is_parameter(overlay: &Value, parameter: &Value, location: &str, name: &str) -> bool {
    let reference = parameter.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    let parameter = reference.and_then(|pointer| overlay.pointer(pointer)).unwrap_or(parameter);
    let string = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
    let is_same = match location {
        "header" => string("name").eq_ignore_ascii_case(name),
        _ => string("name") == name,
    };
    is_same && string("in") == location
}
