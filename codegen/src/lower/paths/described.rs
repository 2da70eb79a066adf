//! Applies the overlay's path parameters that make a literal an argument, or an argument a literal.

use std::borrow::Cow;

use hashbrown::{HashMap, HashSet};
use serde_json::Value;

use super::template::{Piece, by_segment, joined, segments, shape};
use crate::api::{Parameter, PathPart};
use crate::lower::request::ParsedRequest;
use crate::lower::request::path::{PathBuilder, decoded, parameter};
use crate::lower::request::url::encoded;
use crate::lower::request::variables::{Variables, value_string};
use crate::lower::tree::{self, Tree};
use crate::overlay::{OperationEntry, ParameterEntry, ParameterLocation};

/// The maximum number of parameters of one entry that may be literals of the collection.
const MOST: usize = 6;

/// Changes the paths of the requests as the overlay's path parameters say:
///
/// - A parameter with a `const` is a literal.
/// - If an entry matches no operation, its parameters with an `example` or a `const` also match that literal. One with
///   an `example` becomes an argument, and one with a `const` stays a literal that needs no warning.
pub(in crate::lower) fn apply(
    entries: &[OperationEntry],
    tree: &Tree<'_>,
    variables: &Variables<'_>,
    requests: &mut [ParsedRequest<'_>],
) {
    if !entries.iter().any(|entry| values(entry).next().is_some()) {
        return;
    }
    let mut by_shape: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, request) in requests.iter().enumerate() {
        let key = format!("{} {}", request.method, decoded(&shape(&request.template)));
        by_shape.entry(key).or_default().push(index);
    }
    let mut changed = HashSet::new();
    for entry in entries {
        let values: HashMap<&str, Fixed> = values(entry).collect();
        if values.is_empty() {
            continue;
        }
        let segments = segments(&entry.path);
        let found = literals(&values, &segments).into_iter().find_map(|literals| {
            let path = joined(&segments, |name| {
                let literal = literals.iter().find(|(other, _)| *other == name);
                literal.map_or("{}", |(_, literal)| *literal).to_owned()
            });
            let matching = by_shape.get(&format!("{} {}", entry.method, decoded(&path)))?;
            let is_item = |&index: &usize| match &entry.item {
                Some(item) => tree::one_line(item) == tree.key_of_request(requests[index].index),
                None => true,
            };
            let matching: Vec<usize> = matching.iter().copied().filter(is_item).collect();
            (!matching.is_empty()).then_some((literals, matching))
        });
        let Some((literals, matching)) = found else { continue };
        let literals: Vec<&str> = literals.into_iter().map(|(name, _)| name).collect();
        for index in matching.into_iter().filter(|index| changed.insert(*index)) {
            Change::new(&values, &literals, variables).apply(&segments, &mut requests[index]);
        }
    }
}

/// The value that an overlay entry has for a path parameter.
enum Fixed {
    /// An example, which the documentation shows unless it is personal or a secret.
    Example { text: String, is_shown: bool },
    /// A `const`.
    Constant(String),
}

impl Fixed {
    fn text(&self) -> &str {
        match self {
            Self::Example { text, .. } | Self::Constant(text) => text,
        }
    }
}

/// Returns the path parameters of an entry that have a `const` or an `example`.
fn values(entry: &OperationEntry) -> impl Iterator<Item = (&str, Fixed)> {
    let text = |value: &Value| value_string(value).filter(|text| !text.is_empty()).map(Cow::into_owned);
    let value = move |parameter: &ParameterEntry| match &parameter.constant {
        Some(text) => Some(Fixed::Constant(text.clone())),
        None => {
            let is_sensitive = parameter.schema.as_ref().is_some_and(|schema| schema.sensitive);
            let text = parameter.example.as_ref().and_then(text)?;
            Some(Fixed::Example { is_shown: !is_sensitive && !text.contains('`'), text })
        }
    };
    let in_path = entry.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Path);
    in_path.filter_map(move |parameter| Some((parameter.name.as_str(), value(parameter)?)))
}

/// Returns the sets of parameters that may be literals of the collection, from none to all, each with its literal.
fn literals<'e>(
    values: &'e HashMap<&str, Fixed>,
    segments: &[Vec<Piece<'e>>],
) -> Vec<Vec<(&'e str, &'e str)>> {
    let named = segments.iter().flatten().filter_map(|piece| match piece {
        Piece::Parameter(name) => Some((*name, values.get(name)?.text())),
        Piece::Literal(_) => None,
    });
    let mut sets = vec![Vec::new()];
    for one in named.take(MOST) {
        let with: Vec<Vec<_>> = sets.iter().map(|set| set.iter().copied().chain([one]).collect()).collect();
        sets.extend(with);
    }
    sets.sort_by_key(Vec::len);
    sets
}

/// A change of the path of a request that matches an entry.
struct Change<'c> {
    values: &'c HashMap<&'c str, Fixed>,
    /// The parameters of the entry that are literals of the collection.
    literals: &'c [&'c str],
    variables: &'c Variables<'c>,
    path: PathBuilder,
    template: String,
    /// The parameters of the collection that became literals.
    removed: Vec<String>,
}

impl<'c> Change<'c> {
    fn new(
        values: &'c HashMap<&'c str, Fixed>,
        literals: &'c [&'c str],
        variables: &'c Variables<'c>,
    ) -> Self {
        let (path, template) = (PathBuilder::new(), String::new());
        Self { values, literals, variables, path, template, removed: Vec::new() }
    }

    /// Changes the path of a request that an entry with these segments describes.
    fn apply(mut self, described: &[Vec<Piece<'_>>], request: &mut ParsedRequest<'_>) {
        let own = by_segment(&request.path);
        // After some variables of the base URL, a path does not begin with a slash.
        let described = &described[described.len().saturating_sub(own.len())..];
        for (index, (parts, pieces)) in own.into_iter().zip(described).enumerate() {
            if index > 0 {
                self.literal("/");
            }
            self.segment(parts, pieces);
        }
        if !self.template.starts_with('/') {
            self.template.insert(0, '/');
        }
        request.placeholders.retain(|placeholder| !self.removed.contains(&placeholder.name));
        (request.path, request.template) = (self.path.template(), self.template);
    }

    fn segment(&mut self, parts: Vec<PathPart>, pieces: &[Piece<'_>]) {
        let names = pieces.iter().filter_map(|piece| match *piece {
            Piece::Parameter(name) => Some(name),
            Piece::Literal(_) => None,
        });
        let is_literal = |name: &str| self.literals.contains(&name);
        let has_literal = names.clone().any(is_literal);
        if !has_literal {
            let mut names = names;
            for part in parts {
                match part {
                    PathPart::Literal(literal) => self.literal(&literal),
                    PathPart::Parameter(parameter) => self.parameter(names.next(), parameter),
                }
            }
            return;
        }
        let mut parameters = parts.into_iter().filter_map(|part| match part {
            PathPart::Parameter(parameter) => Some(parameter),
            PathPart::Literal(_) => None,
        });
        for piece in pieces {
            match *piece {
                Piece::Literal(literal) => self.literal(&encoded(literal)),
                Piece::Parameter(name) if self.literals.contains(&name) => self.described_literal(name),
                Piece::Parameter(name) => {
                    if let Some(parameter) = parameters.next() {
                        self.parameter(Some(name), parameter);
                    }
                }
            }
        }
    }

    fn literal(&mut self, literal: &str) {
        self.path.literal(literal);
        self.template.push_str(literal);
    }

    /// Adds a parameter of the collection, whose name in the entry may be another one.
    fn parameter(&mut self, name: Option<&str>, parameter: Parameter) {
        self.template.extend(["{", &parameter.name.wire, "}"]);
        match name.and_then(|name| self.values.get(name)) {
            Some(Fixed::Constant(text)) => {
                self.path.literal(&segment(text));
                self.removed.push(parameter.name.wire);
            }
            _ => self.path.parameter(parameter),
        }
    }

    /// Adds a literal of the collection that is a parameter in the entry.
    fn described_literal(&mut self, name: &str) {
        self.template.extend(["{", name, "}"]);
        match self.values.get(name) {
            Some(Fixed::Example { text, is_shown }) => {
                let docs = if *is_shown { format!("For example `{text}`.") } else { String::new() };
                let parameter = parameter(name.to_owned(), docs, Some(text.clone()), self.variables);
                self.path.parameter(Parameter { example: Some(text.clone()), ..parameter });
            }
            Some(Fixed::Constant(text)) => self.path.literal(&segment(text)),
            None => {}
        }
    }
}

/// Encodes a text as Postman does, and as one segment.
fn segment(text: &str) -> String {
    encoded(text).replace('/', "%2F")
}
