//! The text of an overlay, in which everything that is not changed stays as it is.

use std::fmt;

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstObject, CstObjectProp, CstRootNode};
use serde_json::Value;

use crate::json::without_byte_order_mark;

/// A new overlay.
pub(super) const EMPTY: &str = "{\n  \"openapi\": \"3.1.0\"\n}\n";

/// The methods of a path item.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Whether a path item can have an entry for a method.
pub(super) fn is_method(method: &str) -> bool {
    METHODS.contains(&method.to_ascii_lowercase().as_str())
}

/// The text of an overlay.
pub(super) struct Text {
    root: CstRootNode,
    object: CstObject,
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl Text {
    /// Parses a text that is a JSON object.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let root = CstRootNode::parse(without_byte_order_mark(text), &ParseOptions::default()).ok()?;
        let object = root.object_value()?;
        Some(Self { root, object })
    }

    /// Gives an operation entry another key and another method. Returns whether the overlay has the entry at that place.
    pub(super) fn move_entry(
        &self,
        (key, method): (&str, &str),
        (new_key, new_method): (&str, &str),
    ) -> bool {
        let Some(paths) = self.object.object_value("paths") else { return false };
        let Some(item) = paths.get(key) else { return false };
        let Some(entry) = item.object_value().and_then(|object| object.get(method)) else { return false };
        if key == new_key {
            rename(&entry, new_method);
            return true;
        }
        if methods(&item).len() == 1 && paths.get(new_key).is_none() {
            rename(&entry, new_method);
            rename(&item, new_key);
            return true;
        }
        let Some(value) = entry.value().map(|value| raw(value.to_string())) else { return false };
        let target = match paths.get(new_key) {
            Some(target) => target,
            None => {
                let target =
                    paths.insert(item.property_index() + 1, new_key, CstInputValue::Object(Vec::new()));
                // What the operations of the old key share.
                for shared in item.object_value().into_iter().flat_map(|object| object.properties()) {
                    let name = shared.decoded_name().unwrap_or_default();
                    if let (false, Some(target), Some(value)) =
                        (METHODS.contains(&name.as_str()), target.object_value(), shared.value())
                    {
                        target.append(&name, raw(value.to_string()));
                    }
                }
                target
            }
        };
        if let Some(target) = target.object_value() {
            target.append(new_method, value);
        }
        remove_entry(item, &entry);
        true
    }

    /// Gives all operation entries of a key another one. Returns whether that is possible.
    pub(super) fn rename_key(&self, key: &str, new_key: &str) -> bool {
        let Some(paths) = self.object.object_value("paths") else { return false };
        match (paths.get(key), paths.get(new_key)) {
            (Some(item), None) => {
                rename(&item, new_key);
                true
            }
            _ => false,
        }
    }

    /// Removes an operation entry, and its key if it is the last one. Returns its text.
    pub(super) fn remove_entry(&self, key: &str, method: &str) -> Option<String> {
        let item = self.object.object_value("paths")?.get(key)?;
        let entry = item.object_value()?.get(method)?;
        let text = if methods(&item).len() == 1 { item.to_string() } else { entry.to_string() };
        remove_entry(item, &entry);
        Some(text)
    }

    /// Gives a tag another name.
    pub(super) fn rename_tag(&self, index: usize, name: &str) {
        let tag = self.tag(index).and_then(|tag| tag.get("name"));
        if let Some(name_property) = tag {
            name_property.set_value(CstInputValue::String(name.to_owned()));
        }
    }

    /// Removes a tag. Returns its text.
    pub(super) fn remove_tag(&self, index: usize) -> Option<String> {
        let tag = self.tag(index)?;
        let text = tag.to_string();
        tag.remove();
        Some(text)
    }

    fn tag(&self, index: usize) -> Option<CstObject> {
        self.object.array_value("tags")?.elements().get(index)?.as_object()
    }

    /// Sets a string of an operation entry, which is created if there is none.
    pub(super) fn set_in_entry(&self, key: &str, method: &str, name: &str, value: &str) -> Option<()> {
        let entry = self.entry(key, method)?;
        set(&entry, name, CstInputValue::String(value.to_owned()));
        Some(())
    }

    /// Adds a string to a list of an operation entry, which is created if there is none.
    pub(super) fn add_to_entry(&self, key: &str, method: &str, name: &str, value: &str) -> Option<()> {
        let entry = self.entry(key, method)?;
        let value = CstInputValue::String(value.to_owned());
        match entry.get(name) {
            Some(list) => drop(list.array_value()?.append(value)),
            None => drop(entry.insert(0, name, CstInputValue::Array(vec![value]))),
        }
        Some(())
    }

    /// Replaces or removes former names of an operation entry, one by one. A list without any is removed.
    pub(super) fn edit_names_in_entry(
        &self,
        (key, method): (&str, &str),
        edit: impl FnMut(&str) -> NameEdit,
    ) -> Option<()> {
        let entry = self.object.object_value("paths")?.object_value(key)?.object_value(method)?;
        edit_names(&entry, edit)
    }

    /// Replaces or removes former names of a tag.
    pub(super) fn edit_names_in_tag(&self, index: usize, edit: impl FnMut(&str) -> NameEdit) -> Option<()> {
        edit_names(&self.tag(index)?, edit)
    }

    /// Replaces or removes former names of a schema of `components`.
    pub(super) fn edit_names_in_schema(&self, name: &str, edit: impl FnMut(&str) -> NameEdit) -> Option<()> {
        let schemas = self.object.object_value("components")?.object_value("schemas")?;
        edit_names(&schemas.object_value(name)?, edit)
    }

    fn entry(&self, key: &str, method: &str) -> Option<CstObject> {
        if !is_method(method) {
            return None;
        }
        let paths = self.object.object_value_or_create("paths")?;
        paths.object_value_or_create(key)?.object_value_or_create(method)
    }

    /// Sets the name of a group: in its tag, or in a new one for the folder.
    pub(super) fn set_name_of_group(&self, tag: Option<usize>, folder: &str, name: &str) -> Option<()> {
        let value = CstInputValue::String(name.to_owned());
        match tag {
            Some(index) => set(&self.tag(index)?, "x-name", value),
            None => {
                let folder = ("name".to_owned(), CstInputValue::String(folder.to_owned()));
                let tag = CstInputValue::Object(vec![folder, ("x-name".to_owned(), value)]);
                self.object.array_value_or_create("tags")?.append(tag);
            }
        }
        Some(())
    }
}

/// The variables after which setters are named.
impl Text {
    /// Sets the name of the setter of a variable.
    pub(super) fn set_name_of_variable(&self, variable: &str, name: &str) -> Option<()> {
        let variables = self.object.object_value_or_create("x-variables")?;
        let entry = variables.object_value_or_create(variable)?;
        set(&entry, "x-name", CstInputValue::String(name.to_owned()));
        Some(())
    }

    /// Gives the entry of a variable another key.
    pub(super) fn rename_variable(&self, before: &str, after: &str) -> Option<()> {
        rename(&self.object.object_value("x-variables")?.get(before)?, after);
        Some(())
    }

    /// Removes the entry of a variable, and `x-variables` if it is the last one. Returns its text.
    pub(super) fn remove_variable(&self, variable: &str) -> Option<String> {
        let variables = self.object.get("x-variables")?;
        let entries = variables.object_value()?;
        let entry = entries.get(variable)?;
        let text = entry.to_string();
        if entries.properties().len() == 1 {
            variables.remove()
        } else {
            entry.remove()
        }
        Some(text)
    }
}

/// Sets a key, which is the first one if it is new: the line of no other key changes.
fn set(object: &CstObject, name: &str, value: CstInputValue) {
    match object.get(name) {
        Some(property) => property.set_value(value),
        None => drop(object.insert(0, name, value)),
    }
}

/// What happens to a former name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum NameEdit {
    Keep,
    Replace(String),
    Remove,
}

fn edit_names(object: &CstObject, mut edit: impl FnMut(&str) -> NameEdit) -> Option<()> {
    let property = object.get("x-aliases")?;
    let list = property.array_value()?;
    for element in list.elements() {
        let Some(name) = element.as_string_lit() else { continue };
        match edit(&name.decoded_value().ok()?) {
            NameEdit::Keep => {}
            NameEdit::Replace(new) => name.set_raw_value(Value::from(new).to_string()),
            NameEdit::Remove => name.remove(),
        }
    }
    if list.elements().is_empty() {
        property.remove();
    }
    Some(())
}

/// Returns the methods of a path item.
fn methods(item: &CstObjectProp) -> Vec<CstObjectProp> {
    let properties = item.object_value().into_iter().flat_map(|object| object.properties());
    properties
        .filter(|property| property.decoded_name().is_some_and(|name| METHODS.contains(&&*name)))
        .collect()
}

fn remove_entry(item: CstObjectProp, entry: &CstObjectProp) {
    if methods(&item).len() == 1 { item.remove() } else { entry.clone().remove() }
}

fn rename(property: &CstObjectProp, name: &str) {
    if let Some(literal) = property.name().as_ref().and_then(|name| name.as_string_lit()) {
        literal.set_raw_value(Value::from(name).to_string());
    }
}

/// A value with the text that it has elsewhere. The text of a number is printed as it is.
fn raw(text: String) -> CstInputValue {
    CstInputValue::Number(text)
}
