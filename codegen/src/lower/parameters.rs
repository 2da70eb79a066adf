//! Parameters: what the caller passes by name.

use std::collections::{HashMap, HashSet};

use super::headers::Choice;
use super::names;
use super::naming::short;
use super::schema::Schemas;
use super::servers::wire_name;
use super::tree;
use super::types::Types;
use super::url::{Address, PathPiece};
use super::variables::{Piece, Variables, has_variable, pieces, value_text};
use crate::api::{Name, Parameter, PathPart, PathTemplate, Repeat, Type, Written};
use crate::collection::Variable;
use crate::diagnostics::Diagnostics;
use crate::overlay::{OperationEntry, Overlay, ParameterEntry, ParameterLocation};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Names that the arguments of a method cannot have.
const ARGUMENTS: &[&str] = &["body", "crate", "self", "super"];

/// Names that a call has already, or that everybody calls on a value.
const SETTERS: &[&str] = &[
    "body",
    "borrow",
    "borrow_mut",
    "call",
    "clone",
    "clone_from",
    "clone_into",
    "crate",
    "fmt",
    "from",
    "into",
    "into_future",
    "new",
    "self",
    "send",
    "super",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
    "url",
    "with",
];

/// The path of an address.
pub(super) fn path(address: &Address<'_>, variables: &Variables<'_>) -> PathTemplate {
    let by_name: HashMap<&str, &Variable> =
        address.variables.iter().filter_map(|variable| Some((variable.name()?, variable))).collect();
    let mut idents: HashMap<String, String> = HashMap::new();
    let mut taken: HashSet<String> = ARGUMENTS.iter().map(|name| (*name).to_owned()).collect();
    let mut parts = Vec::new();
    for piece in &address.path {
        let (name, (docs, written)) = match piece {
            PathPiece::Literal(text) => {
                parts.push(PathPart::Literal(text.clone()));
                continue;
            }
            PathPiece::Segment(name) => {
                (name, by_name.get(name.as_str()).map_or_else(Default::default, of_segment))
            }
            PathPiece::Variable(name) => (name, of_variable(name, variables)),
        };
        let wire = wire_name(name);
        let rust = idents.entry(wire.clone()).or_insert_with(|| ident(&wire, &mut taken)).clone();
        let mut parameter = parameter(Name { rust, wire }, variables, written.into_iter().collect());
        parameter.docs = docs;
        parts.push(PathPart::Parameter(parameter));
    }
    PathTemplate { parts }
}

/// What the URL says of one of its `:name` segments; Postman sends only texts.
fn of_segment(variable: &&Variable) -> (String, Option<Written>) {
    let text = variable.value.as_ref().and_then(Value::as_str).filter(|text| !text.is_empty());
    let written = text.map(|text| Written { text: Some(text.to_owned()), enabled: true });
    (tree::docs(variable.description.as_ref()), written)
}

/// What the collection says of a variable in the path.
fn of_variable(name: &str, variables: &Variables<'_>) -> (String, Option<Written>) {
    let docs = tree::docs(variables.get(name).and_then(|variable| variable.description.as_ref()));
    (docs, Some(Written { text: Some(format!("{{{{{name}}}}}")), enabled: true }))
}

fn parameter(name: Name, variables: &Variables<'_>, written: Vec<Written>) -> Parameter {
    Parameter {
        name,
        docs: String::new(),
        ty: Type::String,
        repeat: Repeat::Never,
        example: example(&written, variables),
        written,
        deprecated: None,
    }
}

/// The first value that is known.
fn example(written: &[Written], variables: &Variables<'_>) -> Option<String> {
    let texts = written.iter().filter_map(|written| written.text.as_deref());
    texts.filter_map(|text| variables.resolve(text)).find(|text| !text.is_empty())
}

/// An identifier that no other parameter has; takes it.
fn ident(wire: &str, taken: &mut HashSet<String>) -> String {
    let name = short(&names::snake_case(wire)).to_owned();
    let name =
        if taken.contains(&name) && !taken.contains(&format!("{name}_")) { format!("{name}_") } else { name };
    names::identifier(names::free(name, "_", taken))
}

/// The query of an address.
#[derive(Default)]
pub(super) struct Query {
    /// What has a name, each name once.
    pub(super) parameters: Vec<Parameter>,
    /// All that Postman sends, in its order; empty where setters send the same.
    pub(super) exact: Vec<(String, Option<String>)>,
    /// How many entries have no name.
    pub(super) nameless: usize,
}

/// Reads the query of an address.
pub(super) fn query(address: &Address<'_>, variables: &Variables<'_>) -> Query {
    let mut query = Query::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for entry in &address.query {
        let key = variables.substitute(&entry.key);
        let is_nameless = key.is_empty() || has_variable(&key);
        query.nameless += usize::from(is_nameless);
        if entry.enabled {
            query.exact.push((decoded(&key), entry.value.as_deref().map(decoded)));
        }
        if is_nameless {
            continue;
        }
        let place = *places.entry(key.clone().into_owned()).or_insert_with(|| {
            let name = Name { rust: String::new(), wire: decoded(&key) };
            query.parameters.push(parameter(name, variables, Vec::new()));
            query.parameters.len() - 1
        });
        let Parameter { written, docs, .. } = &mut query.parameters[place];
        written.push(Written { text: entry.value.as_deref().map(decoded), enabled: entry.enabled });
        if docs.is_empty() {
            *docs = tree::docs(entry.description);
        }
    }
    for parameter in &mut query.parameters {
        parameter.repeat = if parameter.written.len() > 1 { Repeat::Keys } else { Repeat::Never };
        parameter.example = example(&parameter.written, variables);
    }
    if set_in_turn(&query.parameters)
        .eq(query.exact.iter().map(|(name, value)| (name.as_str(), value.as_deref())))
    {
        query.exact.clear();
    }
    query
}

/// What Postman's values make when each parameter is set in turn; a setter always sends a value.
fn set_in_turn(parameters: &[Parameter]) -> impl Iterator<Item = (&str, Option<&str>)> {
    parameters
        .iter()
        .flat_map(|parameter| parameter.sent().map(|value| (parameter.name.wire.as_str(), Some(value))))
}

/// Text of a query as a service reads it: callers pass that, and the client encodes it.
fn decoded(text: &str) -> String {
    if !text.contains(['%', '+']) {
        return text.to_owned();
    }
    let pieces = pieces(text).map(|piece| match piece {
        Piece::Variable(name) => format!("{{{{{name}}}}}"),
        Piece::Text(text) => {
            let spaced = text.replace('+', " ");
            match percent_decode_str(&spaced).decode_utf8() {
                Ok(decoded) => decoded.into_owned(),
                Err(_) => spaced,
            }
        }
    });
    pieces.collect()
}

/// The headers that the caller may set.
pub(super) fn headers(choices: &[Choice], variables: &Variables<'_>) -> Vec<Parameter> {
    let parameters = choices.iter().map(|choice| {
        let name = Name { rust: String::new(), wire: choice.name.clone() };
        Parameter { docs: choice.docs.clone(), ..parameter(name, variables, choice.written.clone()) }
    });
    parameters.collect()
}

/// Gives the setters of a call their names.
pub(super) fn name_setters(query: &mut [Parameter], headers: &mut [Parameter]) {
    if query.is_empty() && headers.is_empty() {
        return;
    }
    let mut taken = SETTERS.iter().map(|name| (*name).to_owned()).collect();
    for parameter in query.iter_mut().chain(headers) {
        parameter.name.rust = ident(&parameter.name.wire, &mut taken);
    }
}

/// What is needed to add what the overlay says of parameters.
pub(super) struct Describer<'d, 'a> {
    pub(super) overlay: &'a Overlay,
    pub(super) schemas: &'d mut Schemas<'a>,
    pub(super) types: &'d mut Types,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// `GET /users/{id}`, for messages.
    pub(super) operation: &'d str,
    /// What the names of the operation's types begin with.
    pub(super) type_name: &'d str,
}

impl<'a> Describer<'_, 'a> {
    /// Adds what the overlay says; an error for each parameter that the operation lacks.
    pub(super) fn describe(
        &mut self,
        entry: &'a OperationEntry,
        path: &mut PathTemplate,
        query: &mut [Parameter],
        headers: &mut [Parameter],
    ) {
        let mut path: Vec<&mut Parameter> = path
            .parts
            .iter_mut()
            .filter_map(|part| match part {
                PathPart::Parameter(parameter) => Some(parameter),
                PathPart::Literal(_) => None,
            })
            .collect();
        let mut query: Vec<&mut Parameter> = query.iter_mut().collect();
        let mut headers: Vec<&mut Parameter> = headers.iter_mut().collect();
        for described in &entry.parameters {
            let (list, place) = match described.location {
                ParameterLocation::Path => (&mut path, "path"),
                ParameterLocation::Query => (&mut query, "query"),
                ParameterLocation::Header => (&mut headers, "header"),
            };
            let is_meant = |parameter: &Parameter| match described.location {
                ParameterLocation::Header => parameter.name.wire.eq_ignore_ascii_case(&described.name),
                ParameterLocation::Path | ParameterLocation::Query => parameter.name.wire == described.name,
            };
            if !list.iter().any(|parameter| is_meant(parameter)) {
                self.missing(described, place, list);
                continue;
            }
            let name = format!("{}{}", self.type_name, names::pascal_case(&described.name));
            let (ty, repeat) = self.schemas.parameter(described, &name, self.types, self.diagnostics);
            for parameter in list.iter_mut().filter(|parameter| is_meant(parameter)) {
                apply(described, &ty, repeat, parameter);
            }
        }
    }

    fn missing(&mut self, described: &ParameterEntry, place: &str, list: &[&mut Parameter]) {
        let mut names: Vec<String> =
            list.iter().map(|parameter| format!("`{}`", parameter.name.wire)).collect();
        names.dedup();
        let help = match &names[..] {
            [] => format!("it has no {place} parameter; remove the entry, or add the parameter in Postman"),
            [name] => format!("its only {place} parameter is {name}"),
            names => format!("its {place} parameters are {}", names.join(", ")),
        };
        let problem = format!("`{}` has no {place} parameter `{}`", self.operation, described.name);
        self.diagnostics.error(self.overlay.location(&described.at), problem, help);
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
        parameter.example = example_text(example);
    }
    parameter.deprecated = described.deprecated.clone();
}

fn example_text(example: &Value) -> Option<String> {
    match example {
        Value::Array(list) => {
            let texts: Vec<_> = list.iter().filter_map(value_text).collect();
            Some(texts.join(","))
        }
        value => value_text(value).map(|text| text.into_owned()),
    }
}
