//! Settings of the client that only have another name.

use super::super::context::Context;
use super::super::matching::Matching;
use crate::api::{Api, BASE_URL, Credential, Server, Variable};

/// The settings of both versions that are the same and have different names in Rust: the old ones and the new ones.
#[derive(Debug)]
pub(crate) struct RenamedSettings<'a> {
    /// The variables of URLs.
    pub(crate) variables: Vec<(&'a Variable, &'a Variable)>,
    /// The credentials.
    pub(crate) credentials: Vec<(&'a Credential, &'a Credential)>,
}

impl<'a> RenamedSettings<'a> {
    /// Finds the settings of an old version in a new one.
    pub(crate) fn of(old: &'a Api, new: &'a Api, matching: &Matching<'a>) -> Self {
        let context = Context::new(old, new, matching);
        let find = |list: &'a [Variable], name: &str| {
            let is_setter =
                |variable: &&Variable| variable.name.wire == name && variable.name.rust != BASE_URL;
            list.iter().find(is_setter)
        };
        let mut variables: Vec<(&Variable, &Variable)> = Vec::new();
        for (before, after) in variables_in_place(&context) {
            let is_known = variables.iter().any(|(_, known)| known.name.wire == after);
            let stays = old.variables.iter().any(|variable| variable.name.wire == after);
            let pair = find(&old.variables, before).zip(find(&new.variables, after));
            if let Some((before, after)) = pair.filter(|_| !is_known && !stays)
                && before.name.rust != after.name.rust
            {
                variables.push((before, after));
            }
        }
        let pairs = new.credentials.iter().zip(&context.credentials.to_old);
        let credentials = pairs.filter_map(|(after, before)| Some((old.credentials.get((*before)?)?, after)));
        let is_renamed = |(before, after): &(&Credential, &Credential)| {
            before.name != after.name && before.scheme == after.scheme && before.variables != after.variables
        };
        Self { variables, credentials: credentials.filter(is_renamed).collect() }
    }
}

/// Returns the variables that have another name in the same place of the same server: the old names and the new ones.
pub(super) fn variables_in_place<'a>(context: &Context<'a>) -> Vec<(&'a str, &'a str)> {
    // The parts of a URL are literals and names in turn.
    fn parts(server: &Server) -> (Vec<&str>, Vec<&str>) {
        let all: Vec<&str> = server.template.split(['{', '}']).collect();
        (all.iter().step_by(2).copied().collect(), all.iter().skip(1).step_by(2).copied().collect())
    }
    let mut renamed = Vec::new();
    for (old, partner) in context.old.api.servers.iter().zip(&context.servers.to_new) {
        let Some(new) = partner.and_then(|partner| context.new.api.servers.get(partner)) else { continue };
        let ((old_literals, old_names), (new_literals, new_names)) = (parts(old), parts(new));
        if old_literals == new_literals {
            renamed.extend(old_names.into_iter().zip(new_names).filter(|(old, new)| old != new));
        }
    }
    renamed
}
