//! Names that the overlay gives to the setters of variables (`x-variables`).

use hashbrown::HashSet;

use super::names;
use crate::api::{Credential, Variable};
use crate::diagnostics::Diagnostics;
use crate::overlay::{Overlay, VariableEntry, most_similar};

/// The problem with a description of what the collection does not have, before its name.
pub(super) const UNMATCHED: &str = "no URL and no credential of the client has the variable";

/// The names of setters, by the variables of the collection.
#[derive(Clone, Copy, Default)]
pub(super) struct VariableNames<'o> {
    entries: &'o [VariableEntry],
}

impl<'o> VariableNames<'o> {
    pub(super) fn new(overlay: Option<&'o Overlay>) -> Self {
        Self { entries: overlay.map_or(&[], |overlay| &overlay.variables) }
    }

    /// Returns the name that the overlay gives to a variable, if it can be one.
    pub(super) fn of(self, variable: &str) -> Option<&'o str> {
        let entry = self.entries.iter().find(|entry| entry.name == variable)?;
        entry.rename.as_deref().filter(|name| is_name(name))
    }

    /// Returns all names. Variables that the overlay does not name cannot have them.
    pub(super) fn all(self) -> impl Iterator<Item = &'o str> {
        self.entries.iter().filter_map(|entry| entry.rename.as_deref()).filter(|name| is_name(name))
    }

    /// Reports entries without a variable, and names that setters do not get: they are not valid, or other setters have
    /// them.
    pub(super) fn report(
        self,
        overlay: &Overlay,
        variables: &[Variable],
        credentials: &[Credential],
        diagnostics: &mut Diagnostics,
    ) {
        let setters = setters(variables, credentials);
        let mut taken = HashSet::new();
        for entry in self.entries {
            let mut found = setters.iter().filter(|(variable, _)| *variable == entry.name).peekable();
            if found.peek().is_none() {
                let help = match most_similar(&entry.name, setters.iter().map(|(variable, _)| *variable)) {
                    Some(similar) => format!("correct the name: did you mean `{similar}`?"),
                    None => {
                        "correct the name, or remove the entry if upstream removed the variable".to_owned()
                    }
                };
                diagnostics.error(overlay.location(&entry.at), format!("{UNMATCHED} `{}`", entry.name), help);
            }
            let Some(name) = &entry.rename else { continue };
            let is_second = !taken.insert(name);
            let lost = found.find(|(_, setter)| is_second || names::plain(setter) != name);
            if let Some((_, setter)) = lost {
                let problem = format!("`{name}` cannot be the name of the setter of `{}`", entry.name);
                let help = match names::plain(setter) == name {
                    true => "another entry has this name: choose one for each".to_owned(),
                    false => format!("did you mean `{}`?", names::plain(setter)),
                };
                diagnostics.error(overlay.location(format!("{}.x-name", entry.at)), problem, help);
            }
        }
    }
}

/// Returns the variables of the collection after which setters are named, each with the name of the setter.
pub(crate) fn setters<'a>(
    variables: &'a [Variable],
    credentials: &'a [Credential],
) -> Vec<(&'a str, &'a str)> {
    let own = variables.iter().map(|variable| (variable.name.wire.as_str(), variable.name.rust.as_str()));
    let of_credentials = credentials.iter().flat_map(|credential| {
        credential.variables.iter().map(|variable| (variable.as_str(), credential.name.as_str()))
    });
    own.chain(of_credentials).collect()
}

/// Whether a name is one of a method, as this client writes them.
fn is_name(name: &str) -> bool {
    !name.is_empty() && names::short(&names::snake_case(name)) == name
}
