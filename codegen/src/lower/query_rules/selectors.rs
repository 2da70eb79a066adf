//! Values that select the operation: `?action=list` and `?action=get`.
//!
//! A name that every request of one server, method and path has, each with another literal value, tells these requests
//! apart. So its value is a part of the operation.

use hashbrown::{HashMap, HashSet};

use super::{InferredDefault, Key, Requests};
use crate::api::{PathPart, QueryDefault};
use crate::lower::names::snake_case;
use crate::lower::request::ParsedRequest;
use crate::lower::request::query::{decoded, encoded_literal};
use crate::lower::tree;
use crate::lower::types::sensitivity::is_sensitive;

/// Adds the values that select one of several requests.
pub(super) fn add(requests: &Requests<'_>, inferred: &mut [Vec<InferredDefault>]) {
    let mut groups: HashMap<(usize, &str, String), Vec<usize>> = HashMap::new();
    for (index, (request, &server)) in requests.parsed.iter().zip(requests.servers).enumerate() {
        groups.entry((server, &request.method, shape(request))).or_default().push(index);
    }
    for group in groups.values().filter(|group| group.len() > 1) {
        let mut values: HashMap<&str, Vec<(usize, &str)>> = HashMap::new();
        for &index in group {
            for Key { name, literal } in &requests.keys[index] {
                values.entry(name).or_default().extend(literal.map(|literal| (index, literal)));
            }
        }
        for (name, values) in values {
            let titled = values.iter().map(|&(index, literal)| {
                (tree::name(requests.parsed[index].item.item).trim(), decoded(literal))
            });
            let is_selector = values.len() == group.len()
                && are_operations(titled)
                // A secret does not become source code.
                && !is_sensitive(&snake_case(name));
            if is_selector {
                let values = values.iter().filter(|(index, _)| !requests.is_described(*index, name));
                values.for_each(|&(index, literal)| inferred[index].push(selector(name, literal)));
            }
        }
    }
}

/// Returns the path of a request without the names of its parameters.
fn shape(request: &ParsedRequest<'_>) -> String {
    let parts = request.path.parts.iter().map(|part| match part {
        PathPart::Literal(literal) => literal,
        PathPart::Parameter(_) => "{}",
    });
    parts.collect()
}

/// Whether requests with these names and values are different operations. Copies of a request, in other folders, have
/// its name and its value.
fn are_operations<'t>(requests: impl ExactSizeIterator<Item = (&'t str, String)>) -> bool {
    let count = requests.len();
    let distinct: HashSet<(&str, String)> = requests.collect();
    let names: HashSet<&str> = distinct.iter().map(|(name, _)| *name).collect();
    let values: HashSet<&str> = distinct.iter().map(|(_, value)| value.as_str()).collect();
    let has_copies = distinct.len() < count;
    values.len() > 1 && values.len() == distinct.len() && (!has_copies || names.len() == distinct.len())
}

fn selector(name: &str, literal: &str) -> InferredDefault {
    let reason = format!(
        "is sent as `{}` by default, because it tells this request from the others of its path",
        decoded(literal)
    );
    InferredDefault {
        name: name.to_owned(),
        default: QueryDefault::Collection(encoded_literal(literal)),
        reason,
    }
}
