//! Setters of URL variables and credentials that stay although the collection calls their variables otherwise.

use super::{Change, Draft};
use crate::api::Api;
use crate::diff::{Matching, RenamedSettings};
use crate::lower::{plain_name, setters};
use crate::overlay::child;

impl Draft<'_> {
    /// Pins the names of setters whose variables only have another name. Returns whether there were any.
    pub(super) fn pin_variables(&mut self, old: &Api, new: &Api) -> bool {
        let matching = Matching::of(old, new);
        let renamed = RenamedSettings::of(old, new, &matching);
        let variables = renamed.variables.iter().map(|(old, new)| {
            (old.name.rust.as_str(), Some(old.name.wire.as_str()), Some(new.name.wire.as_str()))
        });
        let credentials = renamed.credentials.iter().map(|(old, new)| {
            let variable = |list: &'_ [String], other: &[String]| {
                list.iter().position(|variable| !other.contains(variable))
            };
            let (before, after) =
                (variable(&old.variables, &new.variables), variable(&new.variables, &old.variables));
            (
                old.name.as_str(),
                before.map(|index| old.variables[index].as_str()),
                after.map(|index| new.variables[index].as_str()),
            )
        });
        let count = self.changes.len();
        for (name, before, after) in variables.chain(credentials) {
            if let (Some(before), Some(after)) = (before, after) {
                self.pin_variable(plain_name(name), before, after);
            }
        }
        self.changes.len() > count
    }

    fn pin_variable(&mut self, name: &str, before: &str, after: &str) {
        let overlay = self.parsed();
        let has = |variable: &str| {
            let mut entries = overlay.iter().flat_map(|overlay| &overlay.variables);
            entries.any(|entry| entry.name == variable)
        };
        if has(after) {
            return;
        }
        if has(before) {
            if self.edit(|text| text.rename_variable(before, after)).flatten().is_some() {
                let location = self.location(&child("x-variables", before));
                let (before, after) = (before.to_owned(), after.to_owned());
                self.changes.push(Change::Moved { location, before, after });
            }
        } else if self.edit(|text| text.set_name_of_variable(after, name)).flatten().is_some() {
            self.changes.push(Change::Pinned {
                name: format!("ClientBuilder::{name}"),
                before: format!("{{{{{before}}}}}"),
                after: format!("{{{{{after}}}}}"),
                entry: format!("\"x-variables\": {{\"{after}\": {{\"x-name\": \"{name}\"}}}}"),
            });
        }
    }

    /// Removes the entries of variables that the new version does not have, and of setters that cannot have the name.
    /// Returns whether there were any.
    pub(super) fn drop_variables(&mut self, _: &Api, new: &Api) -> bool {
        let entries = self.parsed().map(|overlay| overlay.variables).unwrap_or_default();
        let setters = setters(&new.variables, &new.credentials);
        let count = self.changes.len();
        for entry in entries {
            let mut own = setters.iter().filter(|(variable, _)| *variable == entry.name).peekable();
            let is_there = own.peek().is_some();
            let has_name = |(_, setter): &(&str, &str)| {
                entry.rename.as_deref().is_none_or(|name| plain_name(setter) == name)
            };
            if is_there && own.all(has_name) {
                continue;
            }
            if let Some(text) = self.edit(|text| text.remove_variable(&entry.name)).flatten() {
                self.changes.push(Change::Removed { location: self.location(&entry.at), text });
            }
        }
        self.changes.len() > count
    }
}
