//! The path of a request. Its parameters are the arguments of the method.

use hashbrown::{HashMap, HashSet};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::parameters::{first_known, identifier};
use super::url::{Address, PathPiece};
use super::variables::{Variables, wire_name};
use crate::api::{CollectionValue, Name, Parameter, PathPart, PathTemplate, Repeat};
use crate::collection::Variable;
use crate::lower::types::placeholder;
use crate::lower::{names, tree};

/// The names that an argument of a method cannot have.
pub(super) const RESERVED: &[&str] = &["body", "crate", "self", "super"];

/// A placeholder in a path, such as `{id}`, which is an argument.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Placeholder {
    /// The name of the parameter.
    pub(crate) name: String,
    /// The text in the collection.
    pub(crate) text: String,
}

/// Returns the path of an address with a parameter for each variable and each placeholder, and the placeholders.
pub(crate) fn path(address: &Address<'_>, variables: &Variables<'_>) -> (PathTemplate, Vec<Placeholder>) {
    let described: HashMap<&str, &Variable> =
        address.variables.iter().filter_map(|variable| Some((variable.name()?, variable))).collect();
    let declared = |name: &str| described.get(name).and_then(|variable| variable.declared);
    let described = |name: &str| described.get(name).map_or_else(Default::default, of_segment);
    let mut path = PathBuilder::new();
    let mut placeholders = Vec::new();
    for piece in &address.path {
        match piece {
            PathPiece::Literal(literal) => path.literal(literal),
            PathPiece::Segment(name) => {
                let (docs, value) = described(name);
                let own = parameter(wire_name(name), docs, value, variables);
                let ty = placeholder::declared_or_named(declared(name), placeholder::texts(&own.values));
                path.parameter(Parameter { ty, ..own });
            }
            PathPiece::Variable(name) => {
                let (docs, value) = of_variable(name, variables);
                path.parameter(parameter(wire_name(name), docs, Some(value), variables));
            }
            PathPiece::Placeholder { name, text } => {
                let name = path.free_name(name);
                // Postman sends the text, which is no example of a value.
                let docs = described(&name).0;
                let own = parameter(name.clone(), docs, Some(decoded(text)), variables);
                path.parameter(Parameter { example: None, ..own });
                placeholders.push(Placeholder { name, text: text.clone() });
            }
        }
    }
    (path.template(), placeholders)
}

/// Creates a parameter without an identifier.
pub(crate) fn parameter(
    wire: String,
    docs: String,
    value: Option<String>,
    variables: &Variables<'_>,
) -> Parameter {
    let value = value.map(|value| CollectionValue { value: Some(value), enabled: true });
    let values: Vec<CollectionValue> = value.into_iter().collect();
    Parameter {
        name: Name { rust: String::new(), wire },
        docs,
        ty: placeholder::of_parameter(&values),
        repeat: Repeat::Never,
        example: first_known(&values, variables),
        values,
        default: None,
        service_default: None,
        deprecated: None,
    }
}

/// Decodes percent-encoded text.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Returns the description and the value of a `:name` segment. Postman sends only values that are strings.
fn of_segment(variable: &&Variable) -> (String, Option<String>) {
    let value = variable.value.as_ref().and_then(Value::as_str).filter(|value| !value.is_empty());
    (tree::docs(variable.description.as_ref()), value.map(str::to_owned))
}

/// Returns the description and the value of a `{{variable}}` in the path.
fn of_variable(name: &str, variables: &Variables<'_>) -> (String, String) {
    let docs = tree::docs(variables.get(name).and_then(|variable| variable.description.as_ref()));
    (docs, format!("{{{{{name}}}}}"))
}

/// Joins literals and parameters to a path.
pub(crate) struct PathBuilder {
    parts: Vec<PathPart>,
    /// The identifiers by the names of the parameters.
    identifiers: HashMap<String, String>,
    taken: HashSet<String>,
}

impl PathBuilder {
    pub(crate) fn new() -> Self {
        let taken = RESERVED.iter().map(|name| (*name).to_owned()).collect();
        Self { parts: Vec::new(), identifiers: HashMap::new(), taken }
    }

    /// Adds a percent-encoded literal.
    pub(crate) fn literal(&mut self, literal: &str) {
        match self.parts.last_mut() {
            Some(PathPart::Literal(last)) => last.push_str(literal),
            _ => self.parts.push(PathPart::Literal(literal.to_owned())),
        }
    }

    /// Adds a parameter, and chooses its identifier. One that has the same name as another is the same argument.
    pub(crate) fn parameter(&mut self, mut parameter: Parameter) {
        let Self { parts, identifiers, taken } = self;
        let wire = &parameter.name.wire;
        parameter.name.rust =
            identifiers.entry(wire.clone()).or_insert_with(|| identifier(wire, taken)).clone();
        parts.push(PathPart::Parameter(parameter));
    }

    /// Returns a name that no parameter has: this one, or else with the noun of the segment before it.
    fn free_name(&self, name: &str) -> String {
        let is_free = |name: &String| !self.identifiers.contains_key(name);
        let literal = self.parts.iter().rev().find_map(|part| match part {
            PathPart::Literal(literal) => noun(literal),
            PathPart::Parameter(_) => None,
        });
        let with_noun = literal.map(|noun| format!("{noun}_{name}"));
        let with_number = (2..).map(|number| format!("{name}_{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(with_noun).chain(with_number);
        names.find(is_free).unwrap_or_default()
    }

    pub(crate) fn template(self) -> PathTemplate {
        PathTemplate { parts: self.parts }
    }
}

/// Returns the noun that the last segment of a literal is the plural of, in snake case: `order_line` for
/// `/order-lines/`. `None` if the segment is not a word.
pub(crate) fn noun(literal: &str) -> Option<String> {
    let segment = literal.rsplit('/').find(|segment| !segment.is_empty())?;
    let is_word = segment.len() > 2 && segment.bytes().all(|b| b.is_ascii_alphabetic() || b"-_".contains(&b));
    is_word.then(|| names::singular(&names::snake_case(segment)))
}
