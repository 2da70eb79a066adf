//! Optional parameters: query parameters and headers.

use hashbrown::HashSet;

use super::variables::Variables;
use crate::api::{CollectionValue, Name, Parameter, Repeat};
use crate::lower::names;
use crate::lower::types::placeholder::{self, Placeholder};

/// The names of methods that every call has, and of common trait methods. No setter can have such a name.
pub(super) const RESERVED: &[&str] = &[
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

/// A query parameter or a header of the collection.
#[derive(Clone, Debug)]
pub(crate) struct RawParameter {
    /// The name as it is sent.
    pub(crate) name: String,
    /// The description.
    pub(crate) docs: String,
    /// Whether the values are the elements of a list, whose names have an index.
    pub(crate) is_list: bool,
    /// The values that the collection has for this name, in order.
    pub(crate) values: Vec<CollectionValue>,
    /// The type that the collection declares, as a placeholder.
    pub(crate) declared: Option<&'static str>,
}

impl RawParameter {
    /// Creates a parameter without values.
    pub(crate) fn new(name: String) -> Self {
        Self { name, docs: String::new(), is_list: false, values: Vec::new(), declared: None }
    }

    /// Adds a value, and its description if there is none yet.
    pub(crate) fn add(&mut self, value: CollectionValue, docs: impl FnOnce() -> String) {
        self.values.push(value);
        if self.docs.is_empty() {
            self.docs = docs();
        }
    }

    /// Returns the values that Postman sends.
    pub(crate) fn sent(&self) -> impl Iterator<Item = &CollectionValue> {
        self.values.iter().filter(|value| value.enabled)
    }
}

/// Converts query parameters and headers, and gives their setters distinct names.
pub(crate) fn parameters(
    query: Vec<RawParameter>,
    headers: Vec<RawParameter>,
    variables: &Variables<'_>,
) -> (Vec<Parameter>, Vec<Parameter>) {
    if query.is_empty() && headers.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut taken = RESERVED.iter().map(|name| (*name).to_owned()).collect();
    let mut parameter = |raw: RawParameter, repeat| Parameter {
        name: Name { rust: identifier(&raw.name, &mut taken), wire: raw.name },
        docs: raw.docs,
        ty: placeholder::declared_or_named(raw.declared, placeholder::texts(&raw.values)),
        repeat,
        example: first_known(&raw.values, variables),
        values: raw.values,
        default: None,
        service_default: None,
        deprecated: None,
    };
    let query = query.into_iter().map(|raw| {
        let repeat = match raw.values.len() {
            _ if raw.is_list => Repeat::Indexed,
            0 | 1 => Repeat::Never,
            _ => Repeat::Keys,
        };
        parameter(raw, repeat)
    });
    let query = query.collect();
    (query, headers.into_iter().map(|raw| parameter(raw, Repeat::Never)).collect())
}

/// Returns the first value that is not empty, is not a placeholder, and whose variables all have values.
pub(super) fn first_known(values: &[CollectionValue], variables: &Variables<'_>) -> Option<String> {
    let values = values.iter().filter_map(|value| value.value.as_deref());
    values
        .filter_map(|value| variables.resolve(value))
        .find(|value| !value.is_empty() && Placeholder::of(value).is_none())
}

/// Returns an identifier that is not in `taken`, and adds it.
pub(super) fn identifier(wire: &str, taken: &mut HashSet<String>) -> String {
    let name = names::short(&names::snake_case(wire)).to_owned();
    let name = match names::joined(&name, "_", names::LONGEST) {
        other if taken.contains(&name) && !taken.contains(&other) => other,
        _ => name,
    };
    names::identifier(names::free(name, "_", taken))
}
