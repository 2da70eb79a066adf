//! Renames the arguments for path parameters as the overlay's path names them.

use hashbrown::{HashMap, HashSet};

use super::parameters::identifier;
use super::path::RESERVED;
use crate::api::{PathPart, PathTemplate};

/// Renames the parameters of a path; `names` has the name for each, in order. What is sent stays the same.
pub(crate) fn rename(path: &mut PathTemplate, names: &[Option<&str>]) {
    let same = |(parameter, name): (&crate::api::Parameter, &Option<&str>)| {
        name.is_none_or(|name| name == parameter.name.wire)
    };
    if path.parameters().zip(names).all(same) {
        return;
    }
    let mut taken: HashSet<String> = RESERVED.iter().map(|name| (*name).to_owned()).collect();
    // A variable that a path has twice is one argument, with its first name.
    let mut identifiers: HashMap<String, String> = HashMap::new();
    let parameters = path.parts.iter_mut().filter_map(|part| match part {
        PathPart::Parameter(parameter) => Some(parameter),
        PathPart::Literal(_) => None,
    });
    for (parameter, name) in parameters.zip(names) {
        let wire = &parameter.name.wire;
        let new = || identifier(name.unwrap_or(wire), &mut taken);
        parameter.name.rust = identifiers.entry(wire.clone()).or_insert_with(new).clone();
    }
}
