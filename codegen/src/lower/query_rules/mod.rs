//! Query parameters that are sent by default.
//!
//! A value in a query is an example: it is sent only if the caller sets it. These values are not examples:
//!
//! - a value that tells the requests of one method and path apart (`?action=list`), which is a part of the operation
//!   ([`selectors`]);
//! - a version or a format that nearly all requests of a server have in common (`?api-version=2024-05-01`), which is a
//!   setting of the client ([`settings`]).

mod selectors;
mod settings;

use hashbrown::hash_map::Entry;
use hashbrown::{HashMap, HashSet};
use serde_json::Value;

use super::constants::Constants;
use super::request::ParsedRequest;
use super::request::query::decoded;
use super::request::variables::Variables;
use crate::api::{Decision, Parameter, QueryDefault, QuerySetting, Server};
use crate::overlay::{OperationEntry, ParameterLocation};
use crate::pieces::has_variable;

pub(super) use settings::setters;

/// A query parameter of a request that is sent by default.
#[derive(Clone, Debug)]
pub(super) struct InferredDefault {
    /// The name as it is sent.
    name: String,
    default: QueryDefault,
    /// The reason, as a clause about the parameter.
    reason: String,
}

/// The requests of a collection, for the rules.
pub(super) struct Requests<'r> {
    parsed: &'r [ParsedRequest<'r>],
    /// The index of the server of each request.
    servers: &'r [usize],
    /// The overlay entry of each request.
    entries: &'r [Option<&'r OperationEntry>],
    /// The names in the query of each request.
    keys: Vec<Vec<Key<'r>>>,
}

impl<'r> Requests<'r> {
    pub(super) fn new(
        parsed: &'r [ParsedRequest<'r>],
        servers: &'r [usize],
        entries: &'r [Option<&'r OperationEntry>],
        variables: &Variables<'_>,
    ) -> Self {
        Self {
            parsed,
            servers,
            entries,
            keys: parsed.iter().map(|request| keys(request, variables)).collect(),
        }
    }

    /// Returns the query parameters of each request that are sent by default, and the settings of the client among
    /// them. The names of the settings are not in `taken`.
    pub(super) fn inferred(
        &self,
        servers: &[Server],
        taken: HashSet<String>,
        constants: &mut Constants,
    ) -> (Vec<Vec<InferredDefault>>, Vec<QuerySetting>) {
        let mut inferred = vec![Vec::new(); self.parsed.len()];
        selectors::add(self, &mut inferred);
        let settings = settings::add(self, servers, taken, constants, &mut inferred);
        (inferred, settings)
    }

    /// Whether the overlay has a schema for a query parameter of a request, so that no rule applies to it.
    fn is_described(&self, request: usize, name: &str) -> bool {
        let mut parameters = self.entries[request].iter().flat_map(|entry| &entry.parameters);
        parameters.any(|parameter| {
            parameter.location == ParameterLocation::Query
                && parameter.name == name
                && (parameter.schema.is_some() || parameter.constant.is_some())
        })
    }
}

/// Sets the defaults of a request's query parameters.
pub(super) fn apply(inferred: &[InferredDefault], query: &mut [Parameter]) {
    for InferredDefault { name, default, .. } in inferred {
        if let Some(parameter) = query.iter_mut().find(|parameter| parameter.name.wire == *name) {
            parameter.default = Some(default.clone());
        }
    }
}

/// Returns the decisions about the query parameters of a request. `operation` is the location of the operation in the overlay.
pub(super) fn decisions(inferred: &[InferredDefault], query: &[Parameter], operation: &str) -> Vec<Decision> {
    let decision = |parameter: &Parameter| {
        let name = &parameter.name.wire;
        let rule = inferred.iter().find(|rule| rule.name == *name)?;
        (parameter.default.as_ref() == Some(&rule.default)).then(|| Decision {
            subject: name.clone(),
            reason: rule.reason.clone(),
            overlay: format!("{operation}.parameters: [{}]", entry(name)),
        })
    };
    query.iter().filter_map(decision).collect()
}

/// Returns the overlay entry that makes a query parameter one that is sent only if the caller sets it.
fn entry(name: &str) -> String {
    let name = Value::from(name);
    format!(r#"{{"name": {name}, "in": "query", "schema": {{"type": "string"}}}}"#)
}

/// A name in a query that Postman sends.
struct Key<'r> {
    /// The name, decoded.
    name: String,
    /// The value as it is in the collection; `None` if it is empty, has variables, or is not the only one.
    literal: Option<&'r str>,
}

/// Returns the names in the query of a request that Postman sends, each once.
fn keys<'r>(request: &'r ParsedRequest<'_>, variables: &Variables<'_>) -> Vec<Key<'r>> {
    let mut keys: Vec<Key<'r>> = Vec::new();
    let mut indexes: HashMap<String, usize> = HashMap::new();
    for entry in request.address.query.iter().filter(|entry| entry.enabled) {
        let name = variables.substitute(&entry.key);
        if name.is_empty() || has_variable(&name) {
            continue;
        }
        let name = decoded(&name);
        let literal = entry.value.as_deref().filter(|value| !value.is_empty() && !has_variable(value));
        match indexes.entry(name.clone()) {
            Entry::Occupied(index) => keys[*index.get()].literal = None,
            Entry::Vacant(index) => {
                index.insert(keys.len());
                keys.push(Key { name, literal });
            }
        }
    }
    keys
}
