//! Query parameters and headers that only the overlay has.

use hashbrown::HashSet;

use super::described::apply;
use super::parameters::{self, identifier};
use super::query::encoded;
use crate::api::{Name, Parameter, QueryDefault, Repeat, Scheme, Type};
use crate::lower::names;
use crate::lower::types::builder::TypeBuilder;
use crate::overlay::{Overlay, ParameterEntry, ParameterLocation, most_similar};

/// The headers that OpenAPI describes elsewhere; it ignores parameters with these names.
const DESCRIBED_ELSEWHERE: &[&str] = &["accept", "authorization", "content-type"];

/// The query parameters and headers of an operation.
pub(crate) struct Sent<'p> {
    pub(crate) query: &'p mut Vec<Parameter>,
    pub(crate) headers: &'p mut Vec<Parameter>,
    /// The headers that are always sent.
    pub(crate) constant: &'p mut Vec<(String, String)>,
    /// The schemes of the credentials.
    pub(crate) schemes: Vec<&'p Scheme>,
}

impl Sent<'_> {
    /// Whether the client sends the parameter anyway, so that the caller has no setter for it.
    fn is_sent(&self, entry: &ParameterEntry) -> bool {
        let name = entry.name.as_str();
        match entry.location {
            ParameterLocation::Header => {
                let constant = self.constant.iter().map(|(name, _)| name.as_str());
                let credentials = self.schemes.iter().filter_map(|scheme| scheme.header());
                let mut sent = constant.chain(credentials).chain(DESCRIBED_ELSEWHERE.iter().copied());
                sent.any(|other| other.eq_ignore_ascii_case(name))
            }
            _ => self
                .schemes
                .iter()
                .any(|scheme| matches!(scheme, Scheme::ApiKeyQuery(other) if other == name)),
        }
    }
}

/// Adds the query parameters and headers of overlay entries that the collection does not have.
///
/// `described` are all entries of the operation. A name that is similar to one of the collection without an entry is
/// reported; `signature` names the operation in messages.
pub(crate) fn add<'a>(
    entries: &[&'a ParameterEntry],
    described: &[ParameterEntry],
    signature: &str,
    overlay: &Overlay,
    sent: &mut Sent<'_>,
    builder: &mut TypeBuilder<'_, 'a>,
) {
    let mut taken: HashSet<String> = parameters::RESERVED.iter().map(|name| (*name).to_owned()).collect();
    for parameter in sent.query.iter().chain(&*sent.headers) {
        taken.extend([parameter.name.rust.clone(), names::plain(&parameter.name.rust).to_owned()]);
    }
    for &entry in entries {
        if sent.is_sent(entry) {
            continue;
        }
        let is_header = entry.location == ParameterLocation::Header;
        let existing = if is_header { &*sent.headers } else { &*sent.query };
        let undescribed = existing.iter().map(|parameter| parameter.name.wire.as_str());
        let undescribed =
            undescribed.filter(|name| !described.iter().any(|entry| entry.name.eq_ignore_ascii_case(name)));
        if let Some(similar) = most_similar(&entry.name, undescribed) {
            let location = if is_header { "header" } else { "query parameter" };
            let problem = format!("`{signature}` has no {location} `{}`, so it gets one", entry.name);
            let help = format!("if this is a mistake, correct the name: the collection has `{similar}`");
            builder.diagnostics.warning(overlay.location(&entry.at), problem, help);
        }
        match &entry.constant {
            Some(constant) if is_header => sent.constant.push((entry.name.clone(), constant.clone())),
            _ => {
                let parameter = parameter(entry, &mut taken, builder);
                if is_header { &mut *sent.headers } else { &mut *sent.query }.push(parameter);
            }
        }
    }
}

fn parameter<'a>(
    entry: &'a ParameterEntry,
    taken: &mut HashSet<String>,
    builder: &mut TypeBuilder<'_, 'a>,
) -> Parameter {
    let (ty, repeat) = match entry.constant {
        // The setter takes any other value.
        Some(_) => (Type::String, Repeat::Never),
        None => builder.parameter(entry),
    };
    let name = Name { rust: identifier(&entry.name, taken), wire: entry.name.clone() };
    let default = entry.constant.as_deref().map(|constant| QueryDefault::Constant(encoded(constant)));
    let mut parameter = Parameter {
        name,
        docs: String::new(),
        ty: Type::String,
        repeat: Repeat::Never,
        example: None,
        values: Vec::new(),
        default,
        service_default: None,
        deprecated: None,
    };
    apply(entry, &ty, repeat, &mut parameter);
    if entry.required && entry.constant.is_none() {
        parameter.docs = format!("The service requires it. {}", parameter.docs).trim().to_owned();
    }
    parameter
}
