//! The values of an environment, which give the client's defaults instead of those in the collection.
//!
//! Secrets give no defaults: values that the environment or the collection marks as secret, those that look like one, and
//! those of variables that the collection has for credentials.

use std::fmt::Write;

use hashbrown::{HashMap, HashSet};

use super::secrets::is_secret_value;
use super::secrets::key_names::Key;
use crate::Source;
use crate::collection::{Collection, Environment, EnvironmentValue, Variable};
use crate::diagnostics::{Diagnostics, Location};

/// An environment without its secrets, as the crate of a client carries it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CarriedEnvironment {
    /// The end of the file's name: `environment.yaml` or `globals.yaml`.
    pub extension: &'static str,
    /// The content.
    pub text: String,
}

/// Returns an environment with the values that give defaults. `credentials` are the variables that the collection has for
/// credentials.
pub(super) fn carried(
    environment: Environment,
    collection: &Collection,
    credentials: &HashSet<String>,
) -> CarriedEnvironment {
    let is_globals = environment.is_globals;
    let name = environment.name.clone();
    let (values, _) = split(environment, collection, credentials);
    let mut text =
        "# Defaults of the client: the enabled values of an environment, without secrets.\n".to_owned();
    if let Some(name) = name {
        let _ = writeln!(text, "name: {}", quoted(&name));
    }
    text.push_str(if values.is_empty() { "values: []\n" } else { "values:\n" });
    for EnvironmentValue { name, value, .. } in values {
        let _ = writeln!(text, "  - key: {}\n    value: {}", quoted(&name), quoted(&value));
    }
    let extension = if is_globals { "globals.yaml" } else { "environment.yaml" };
    CarriedEnvironment { extension, text }
}

/// Gives the variables of a collection the values of an environment, except secrets.
pub(super) fn apply(
    source: &Source<'_>,
    collection: &mut Collection,
    credentials: &HashSet<String>,
    diagnostics: &mut Diagnostics,
) {
    let Some(environment) = Environment::read(source, diagnostics) else { return };
    let is_globals = environment.is_globals;
    let (values, secrets) = split(environment, collection, credentials);
    report(source.file, &secrets, diagnostics);
    let enabled = collection.variable.iter().enumerate().filter(|(_, variable)| !variable.disabled);
    let known: HashMap<String, usize> =
        enabled.filter_map(|(index, variable)| Some((variable.key.clone()?, index))).collect();
    for EnvironmentValue { name, value, .. } in values {
        let value = Some(value.into());
        match known.get(&name).and_then(|index| collection.variable.get_mut(*index)) {
            Some(_) if is_globals => {}
            Some(variable) => variable.value = value,
            None => collection.variable.push(Variable { key: Some(name), value, ..Variable::default() }),
        }
    }
}

/// Returns the values that give defaults, and the secrets. The last of several with one name counts.
fn split(
    environment: Environment,
    collection: &Collection,
    credentials: &HashSet<String>,
) -> (Vec<EnvironmentValue>, Vec<EnvironmentValue>) {
    let marked = collection.variable.iter().filter(|variable| variable.kind.as_deref() == Some("secret"));
    let marked: HashSet<&str> = marked.filter_map(|variable| variable.key.as_deref()).collect();
    let mut known = HashSet::new();
    let mut values: Vec<EnvironmentValue> =
        environment.values.into_iter().rev().filter(|value| known.insert(value.name.clone())).collect();
    values.reverse();
    values.into_iter().partition(|EnvironmentValue { name, value, is_secret }| {
        !is_secret
            && !marked.contains(name.as_str())
            && !credentials.contains(name)
            && !is_secret_value(Key::new(name), value)
    })
}

/// The most names that a note has.
const NAMES: usize = 5;

fn report(file: &str, secrets: &[EnvironmentValue], diagnostics: &mut Diagnostics) {
    let names = secrets.iter().filter(|secret| !secret.value.trim().is_empty());
    let names: Vec<String> = names.map(|secret| format!("`{}`", secret.name)).collect();
    if names.is_empty() {
        return;
    }
    let more = names.len().saturating_sub(NAMES);
    let mut list = names.into_iter().take(NAMES).collect::<Vec<_>>().join(", ");
    if more > 0 {
        let _ = write!(list, " and {more} more");
    }
    let problem = format!("secrets of the environment give no defaults: {list}");
    let help = "callers pass them to the client; remove them from the file if it is committed";
    diagnostics.note(Location::new(file, ""), problem, help);
}

/// Returns a string as a scalar of YAML: a string of JSON whose invisible characters are escaped.
fn quoted(string: &str) -> String {
    let mut quoted = String::new();
    for c in serde_json::Value::from(string).to_string().chars() {
        match c {
            '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            _ => quoted.push(c),
        }
    }
    quoted
}
