//! Reports the secrets of the collection: one warning for each kind, at its first location.

use super::hide::{Holder, Kind, Secret};
use crate::diagnostics::{Diagnostics, Location};
use crate::lower::tree::Tree;

/// Adds the warnings.
pub(crate) fn report(file: &str, tree: &Tree<'_>, secrets: &[Secret], diagnostics: &mut Diagnostics) {
    let mut kinds: Vec<(&Kind, Vec<&Holder>)> = Vec::new();
    for Secret { kind, holder } in secrets {
        match kinds.iter_mut().find(|(other, _)| *other == kind) {
            Some((_, holders)) => holders.push(holder),
            None => kinds.push((kind, vec![holder])),
        }
    }
    for (kind, holders) in kinds {
        let Some(first) = holders.first() else { continue };
        let location = match first {
            Holder::Variable(_) => String::new(),
            Holder::Folder(folder) => tree.location_of_folder(*folder),
            Holder::Request(request) => tree.location_of_request(*request),
        };
        let names: Vec<String> = holders.iter().filter_map(|holder| variable(holder)).collect();
        let problem = match (holders.len(), &names[..]) {
            (1, [name]) => format!("the variable {name} has a secret as its value"),
            (count, [first, ..]) => {
                format!("{count} variables have secrets as their values, the first is {first}")
            }
            (1, _) => format!("the collection has a secret in {kind}"),
            (count, _) => format!("the collection has {count} secrets in {kind}"),
        };
        let help = "revoke it, since everybody who has the collection has it too, and use a variable without a value \
                    in Postman; it is not in the generated code, and the replay reads it from the collection";
        diagnostics.warning(Location::new(file, location), problem, help);
    }
}

fn variable(holder: &Holder) -> Option<String> {
    match holder {
        Holder::Variable(name) => Some(format!("`{name}`")),
        Holder::Folder(_) | Holder::Request(_) => None,
    }
}
