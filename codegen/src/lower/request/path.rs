//! The path of a request. Its parameters are the arguments of the method.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::parameters::{first_known, identifier};
use super::url::{Address, PathPiece};
use super::variables::{Variables, wire_name};
use crate::api::{CollectionValue, Name, Parameter, PathPart, PathTemplate, Repeat};
use crate::collection::Variable;
use crate::lower::tree;
use crate::lower::types::placeholder;

/// The names that an argument of a method cannot have.
pub(super) const RESERVED: &[&str] = &["body", "crate", "self", "super"];

/// Returns the path of an address with a parameter for each variable.
pub(crate) fn path(address: &Address<'_>, variables: &Variables<'_>) -> PathTemplate {
    let described: HashMap<&str, &Variable> =
        address.variables.iter().filter_map(|variable| Some((variable.name()?, variable))).collect();
    let mut identifiers: HashMap<String, String> = HashMap::new();
    let mut taken: HashSet<String> = RESERVED.iter().map(|name| (*name).to_owned()).collect();
    let mut parts = Vec::new();
    for piece in &address.path {
        let (name, (docs, value)) = match piece {
            PathPiece::Literal(literal) => {
                parts.push(PathPart::Literal(literal.clone()));
                continue;
            }
            PathPiece::Segment(name) => {
                (name, described.get(name.as_str()).map_or_else(Default::default, of_segment))
            }
            PathPiece::Variable(name) => (name, of_variable(name, variables)),
        };
        let wire = wire_name(name);
        let rust = identifiers.entry(wire.clone()).or_insert_with(|| identifier(&wire, &mut taken)).clone();
        let values: Vec<CollectionValue> = value.into_iter().collect();
        parts.push(PathPart::Parameter(Parameter {
            name: Name { rust, wire },
            docs,
            ty: placeholder::of_parameter(&values),
            repeat: Repeat::Never,
            example: first_known(&values, variables),
            values,
            default: None,
            deprecated: None,
        }));
    }
    PathTemplate { parts }
}

/// Returns the description and the value of a `:name` segment. Postman sends only values that are strings.
fn of_segment(variable: &&Variable) -> (String, Option<CollectionValue>) {
    let value = variable.value.as_ref().and_then(Value::as_str).filter(|value| !value.is_empty());
    let value = value.map(|value| CollectionValue { value: Some(value.to_owned()), enabled: true });
    (tree::docs(variable.description.as_ref()), value)
}

/// Returns the description and the value of a `{{variable}}` in the path.
fn of_variable(name: &str, variables: &Variables<'_>) -> (String, Option<CollectionValue>) {
    let docs = tree::docs(variables.get(name).and_then(|variable| variable.description.as_ref()));
    (docs, Some(CollectionValue { value: Some(format!("{{{{{name}}}}}")), enabled: true }))
}
