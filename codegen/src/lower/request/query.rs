//! The query of a request.

use std::borrow::Cow;

use hashbrown::HashMap;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::lists::{Element, lists};
use super::parameters::RawParameter;
use super::url::{Address, QueryEntry};
use super::variables::Variables;
use crate::api::{CollectionValue, CredentialSource, OperationCredential};
use crate::lower::tree;
use crate::pieces::{Piece, has_variable, pieces};

/// The characters that Postman encodes in the value of a query entry.
const LITERAL: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'\'').add(b'<').add(b'>').add(b'&');

/// The characters that are encoded in a value that is not encoded yet.
const VALUE: &AsciiSet = &LITERAL.add(b'+').add(b'%');

/// The query of a request.
#[derive(Default)]
pub(crate) struct Query {
    /// The parameters, each name once.
    pub(crate) parameters: Vec<RawParameter>,
    /// The entries that Postman sends, in order; empty if setters send the same query.
    pub(crate) exact: Vec<(String, Option<String>)>,
    /// The number of entries without a known name.
    pub(crate) unnamed: usize,
}

/// Reads the query of an address.
pub(crate) fn query(address: &Address<'_>, variables: &Variables<'_>) -> Query {
    let mut query = Query::default();
    let mut indexes: HashMap<String, usize> = HashMap::new();
    let names: Vec<String> =
        address.query.iter().map(|entry| decoded(&variables.substitute(&entry.key))).collect();
    let elements = address.query.iter().zip(&names);
    let elements = elements.map(|(entry, name)| Element {
        name,
        enabled: entry.enabled,
        is_single: !has_variable(name),
    });
    let lists = lists(&elements.collect::<Vec<_>>());
    for (entry, list) in address.query.iter().zip(lists) {
        let key = variables.substitute(&entry.key);
        let is_unnamed = key.is_empty() || has_variable(&key);
        query.unnamed += usize::from(is_unnamed);
        query.exact.extend(sent(entry, variables));
        if is_unnamed {
            continue;
        }
        let is_list = list.is_some();
        let key = list.unwrap_or_else(|| key.into_owned());
        let index = *indexes.entry(key.clone()).or_insert_with(|| {
            query.parameters.push(RawParameter { is_list, ..RawParameter::new(decoded(&key)) });
            query.parameters.len() - 1
        });
        let value = CollectionValue { value: entry.value.as_deref().map(decoded), enabled: entry.enabled };
        query.parameters[index].add(value, || tree::docs(entry.description));
        query.parameters[index].declared = query.parameters[index].declared.or(entry.declared);
    }
    let exact = query.exact.iter().map(|(name, value)| (Cow::from(name), value.as_deref()));
    if sent_by_setters(&query.parameters).eq(exact) {
        query.exact.clear();
    }
    query
}

/// Returns an entry as Postman sends it, decoded.
fn sent(entry: &QueryEntry<'_>, variables: &Variables<'_>) -> Option<(String, Option<String>)> {
    let sent = || (decoded(&variables.substitute(&entry.key)), entry.value.as_deref().map(decoded));
    entry.enabled.then(sent)
}

/// Returns the exact query of a request with credentials in its query. A client sends them last; if they are elsewhere
/// in the collection, setters do not send the same query.
pub(crate) fn with_credentials(
    exact: Vec<(String, Option<String>)>,
    address: &Address<'_>,
    variables: &Variables<'_>,
    credentials: &[OperationCredential],
) -> Vec<(String, Option<String>)> {
    if !exact.is_empty() {
        return exact;
    }
    let all: Vec<_> = address.query.iter().filter_map(|entry| sent(entry, variables)).collect();
    let is_credential = |name: &str| {
        credentials
            .iter()
            .any(|own| matches!(&own.source, CredentialSource::Query(other, _) if other == name))
    };
    let mut after = all.iter().skip_while(|(name, _)| !is_credential(name));
    if after.all(|(name, _)| is_credential(name)) { Vec::new() } else { all }
}

/// Returns the query that is sent if callers set each parameter once per enabled value. A setter always sends a value.
fn sent_by_setters(parameters: &[RawParameter]) -> impl Iterator<Item = (Cow<'_, str>, Option<&str>)> {
    parameters.iter().flat_map(|parameter| {
        let values = parameter.sent().filter_map(|value| value.value.as_deref());
        values.enumerate().map(|(index, value)| match parameter.is_list {
            true => (format!("{}[{index}]", parameter.name).into(), Some(value)),
            false => (parameter.name.as_str().into(), Some(value)),
        })
    })
}

/// Decodes a name or a value, except for its variables. Callers pass decoded values, and the client encodes them.
pub(crate) fn decoded(string: &str) -> String {
    if !string.contains(['%', '+']) {
        return string.to_owned();
    }
    let pieces = pieces(string).map(|piece| match piece {
        Piece::Variable(name) => format!("{{{{{name}}}}}"),
        Piece::Literal(literal) => {
            let spaced = literal.replace('+', " ");
            match percent_decode_str(&spaced).decode_utf8() {
                Ok(decoded) => decoded.into_owned(),
                Err(_) => spaced,
            }
        }
    });
    pieces.collect()
}

/// Encodes a value, which may contain any character.
pub(crate) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// Encodes a value of the collection without variables, as Postman does: what is already encoded is unchanged.
pub(crate) fn encoded_literal(value: &str) -> String {
    utf8_percent_encode(value, LITERAL).to_string()
}
