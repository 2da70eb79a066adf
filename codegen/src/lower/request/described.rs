//! Applies the overlay to the parameters of an operation.

use std::borrow::Cow;

use serde_json::Value;

use super::added::{Sent, add};
use super::query::encoded;
use super::variables::value_string;
use crate::api::{Parameter, PathPart, PathTemplate, QueryDefault, Repeat, Type};
use crate::lower::types::builder::TypeBuilder;
use crate::overlay::{OperationEntry, Overlay, ParameterEntry, ParameterLocation};

/// The problem with a description of what the collection does not have, before its name.
pub(crate) const NO_PATH_PARAMETER: &str = "has no path parameter";

/// The parameters of an operation.
pub(crate) struct Parameters<'p> {
    pub(crate) path: &'p mut PathTemplate,
    /// The overlay's name for each path parameter, in order.
    pub(crate) path_names: &'p [Option<&'p str>],
    pub(crate) sent: Sent<'p>,
}

/// Adds the overlay's descriptions, types and examples to the parameters of an operation.
///
/// Reports an error for each path parameter that the operation does not have; `signature` names the operation in messages.
/// Other parameters that it does not have are added.
pub(crate) fn describe<'a>(
    entry: &'a OperationEntry,
    signature: &str,
    overlay: &Overlay,
    mut parameters: Parameters<'_>,
    builder: &mut TypeBuilder<'_, 'a>,
) {
    let path = parameters.path.parts.iter_mut().filter_map(|part| match part {
        PathPart::Parameter(parameter) => Some(parameter),
        PathPart::Literal(_) => None,
    });
    let mut path: Vec<&mut Parameter> = path.collect();
    let mut query: Vec<&mut Parameter> = parameters.sent.query.iter_mut().collect();
    let mut headers: Vec<&mut Parameter> = parameters.sent.headers.iter_mut().collect();
    let mut additional = Vec::new();
    for described in &entry.parameters {
        let list = match described.location {
            ParameterLocation::Path => &mut path,
            ParameterLocation::Query => &mut query,
            ParameterLocation::Header => &mut headers,
        };
        let has_name = |index: usize, parameter: &Parameter| match described.location {
            ParameterLocation::Header => parameter.name.wire.eq_ignore_ascii_case(&described.name),
            ParameterLocation::Query => parameter.name.wire == described.name,
            ParameterLocation::Path => path_name(parameters.path_names, index, parameter) == described.name,
        };
        if !list.iter().enumerate().any(|(index, parameter)| has_name(index, parameter)) {
            if described.location != ParameterLocation::Path {
                additional.push(described);
                continue;
            }
            if entry.path.contains(&format!("{{{}}}", described.name)) {
                // It is in the base URL, so it is a setting of the client, or it has a `const` and is a literal.
                continue;
            }
            let names =
                list.iter().enumerate().map(|(index, item)| path_name(parameters.path_names, index, item));
            let names: Vec<&str> = names.collect();
            let problem = format!("`{signature}` {NO_PATH_PARAMETER} `{}`", described.name);
            builder.diagnostics.error(overlay.location(&described.at), problem, alternatives(&names));
            continue;
        }
        let is_query = described.location == ParameterLocation::Query;
        let constant = described.constant.as_ref().filter(|_| is_query);
        let (ty, repeat) = match constant {
            // The setter takes any other value.
            Some(_) => (Type::String, Repeat::Never),
            None => builder.parameter(described),
        };
        for (index, parameter) in list.iter_mut().enumerate() {
            if !has_name(index, parameter) {
                continue;
            }
            apply(described, &ty, repeat, parameter);
            if let Some(constant) = constant {
                parameter.default = Some(QueryDefault::Constant(encoded(constant)));
            }
        }
    }
    add(&additional, &entry.parameters, signature, overlay, &mut parameters.sent, builder);
}

/// Returns the name of a path parameter in the overlay: that in the path of the entry, or else that in the collection.
fn path_name<'p>(names: &[Option<&'p str>], index: usize, parameter: &'p Parameter) -> &'p str {
    names.get(index).copied().flatten().unwrap_or(&parameter.name.wire)
}

/// Returns the help for a parameter that the operation does not have: a list of those that it has.
fn alternatives(names: &[&str]) -> String {
    let mut names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.dedup();
    match &names[..] {
        [] => "it has no path parameter; remove the entry, or add the parameter in Postman".to_owned(),
        [name] => format!("its only path parameter is {name}"),
        names => format!("its path parameters are {}", names.join(", ")),
    }
}

pub(super) fn apply(described: &ParameterEntry, ty: &Type, repeat: Repeat, parameter: &mut Parameter) {
    if described.schema.is_some() {
        parameter.ty = ty.clone();
        // The names in the collection have indexes, which OpenAPI cannot say.
        parameter.repeat = if parameter.repeat == Repeat::Indexed { Repeat::Indexed } else { repeat };
    }
    if let Some(docs) = &described.description {
        parameter.docs = docs.trim().to_owned();
    }
    if let Some(example) = &described.example {
        parameter.example = example_value(example);
    }
    parameter.deprecated = described.deprecated.clone();
}

/// Returns an example as it is sent; the elements of an array are joined by commas.
fn example_value(example: &Value) -> Option<String> {
    match example {
        Value::Array(list) => Some(list.iter().filter_map(value_string).collect::<Vec<_>>().join(",")),
        value => value_string(value).map(Cow::into_owned),
    }
}
