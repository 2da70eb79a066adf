//! Applies the overlay to the parameters of an operation.

use std::borrow::Cow;

use serde_json::Value;

use super::variables::value_string;
use crate::api::{Parameter, PathPart, PathTemplate, Repeat, Type};
use crate::lower::types::builder::TypeBuilder;
use crate::overlay::{OperationEntry, Overlay, ParameterEntry, ParameterLocation};

/// The parameters of an operation.
pub(crate) struct Parameters<'p> {
    pub(crate) path: &'p mut PathTemplate,
    pub(crate) query: &'p mut [Parameter],
    pub(crate) headers: &'p mut [Parameter],
}

/// Adds the overlay's descriptions, types and examples to the parameters of an operation.
///
/// Reports an error for each parameter that the operation does not have; `signature` names the operation in messages.
pub(crate) fn describe<'a>(
    entry: &'a OperationEntry,
    signature: &str,
    overlay: &Overlay,
    parameters: Parameters<'_>,
    builder: &mut TypeBuilder<'_, 'a>,
) {
    let path = parameters.path.parts.iter_mut().filter_map(|part| match part {
        PathPart::Parameter(parameter) => Some(parameter),
        PathPart::Literal(_) => None,
    });
    let mut path: Vec<&mut Parameter> = path.collect();
    let mut query: Vec<&mut Parameter> = parameters.query.iter_mut().collect();
    let mut headers: Vec<&mut Parameter> = parameters.headers.iter_mut().collect();
    // A path parameter with a `const` is a literal by now.
    let is_literal = |described: &ParameterEntry| {
        described.location == ParameterLocation::Path
            && described.constant.is_some()
            && entry.path.contains(&format!("{{{}}}", described.name))
    };
    for described in entry.parameters.iter().filter(|described| !is_literal(described)) {
        let (list, location) = match described.location {
            ParameterLocation::Path => (&mut path, "path"),
            ParameterLocation::Query => (&mut query, "query"),
            ParameterLocation::Header => (&mut headers, "header"),
        };
        let has_name = |parameter: &Parameter| match described.location {
            ParameterLocation::Header => parameter.name.wire.eq_ignore_ascii_case(&described.name),
            ParameterLocation::Path | ParameterLocation::Query => parameter.name.wire == described.name,
        };
        if !list.iter().any(|parameter| has_name(parameter)) {
            let problem = format!("`{signature}` has no {location} parameter `{}`", described.name);
            builder.diagnostics.error(overlay.location(&described.at), problem, alternatives(location, list));
            continue;
        }
        let (ty, repeat) = builder.parameter(described);
        for parameter in list.iter_mut().filter(|parameter| has_name(parameter)) {
            apply(described, &ty, repeat, parameter);
        }
    }
}

/// Returns the help for a parameter that the operation does not have: a list of those that it has.
fn alternatives(location: &str, list: &[&mut Parameter]) -> String {
    let mut names: Vec<String> = list.iter().map(|parameter| format!("`{}`", parameter.name.wire)).collect();
    names.dedup();
    match &names[..] {
        [] => format!("it has no {location} parameter; remove the entry, or add the parameter in Postman"),
        [name] => format!("its only {location} parameter is {name}"),
        names => format!("its {location} parameters are {}", names.join(", ")),
    }
}

fn apply(described: &ParameterEntry, ty: &Type, repeat: Repeat, parameter: &mut Parameter) {
    if described.schema.is_some() {
        parameter.ty = ty.clone();
        parameter.repeat = repeat;
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
