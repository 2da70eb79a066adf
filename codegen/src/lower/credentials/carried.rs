//! Credentials in headers and query parameters that are in the request itself, not in its auth.

use hashbrown::HashMap;

use super::Found;
use crate::api::{CredentialSource, Decision, Scheme};
use crate::lower::request::ParsedRequest;
use crate::lower::request::query::query;
use crate::lower::request::variables::Variables;
use crate::lower::secrets::is_reference;
use crate::lower::secrets::key_names::{Key, KeyName, is_of_one_call, key_name};
use crate::lower::secrets::literals::is_key_of_header;
use crate::overlay::{OperationEntry, ParameterLocation};
use crate::pieces::{Piece, pieces};

/// The headers and query parameters that most requests send with the same variable.
///
/// In public collections these are API keys, and the organization or the environment that all calls belong to. Headers of
/// content negotiation and those that differ from call to call are excepted. Query parameters are paging, filters and
/// other arguments of the operations, so only those with the name of a key count.
pub(super) struct Carried {
    headers: HashMap<String, Usage>,
    query: HashMap<String, Usage>,
    requests: usize,
}

/// The variables that a header or parameter has as its value, with the number of requests.
type Usage = HashMap<String, usize>;

/// A part of a request that may be a credential.
struct Part {
    name: String,
    /// The value that is sent.
    value: String,
    /// The variable that is the whole value; empty for a literal of the collection.
    variable: Option<String>,
}

impl Carried {
    /// Counts the headers and query parameters of all requests.
    pub(super) fn new(requests: &[ParsedRequest<'_>], variables: &Variables<'_>) -> Self {
        let mut carried = Self { headers: HashMap::new(), query: HashMap::new(), requests: requests.len() };
        for request in requests {
            for Part { name, variable, .. } in headers(request) {
                count(&mut carried.headers, name.to_ascii_lowercase(), variable);
            }
            for Part { name, variable, .. } in parameters(request, variables) {
                count(&mut carried.query, name, variable);
            }
        }
        carried
    }

    /// Returns the credentials of a request: the headers, then the query parameters, then the cookie.
    ///
    /// A header or query parameter that its overlay entry describes stays a parameter of the call.
    pub(super) fn of_request(
        &self,
        request: &ParsedRequest<'_>,
        entry: Option<&OperationEntry>,
        variables: &Variables<'_>,
    ) -> Vec<Found> {
        let is_described = |location: ParameterLocation, name: &str| {
            let mut described = entry.into_iter().flat_map(|entry| &entry.parameters);
            described.any(|other| other.location == location && other.name.eq_ignore_ascii_case(name))
        };
        let headers = headers(request).filter(|part| !is_described(ParameterLocation::Header, &part.name));
        let (cookies, headers): (Vec<Part>, Vec<Part>) =
            headers.partition(|part| part.name.eq_ignore_ascii_case("cookie"));
        let header = |part: Part| {
            let reason = self.reason(&self.headers, &part, is_key_of_header(Key::new(&part.name)), true)?;
            Some(found(part, "header", reason, Scheme::ApiKeyHeader, |name, value| {
                CredentialSource::Header(name, value)
            }))
        };
        let query = parameters(request, variables)
            .filter(|part| !is_described(ParameterLocation::Query, &part.name))
            .filter_map(|part| {
                let is_key = key_name(&part.name) == KeyName::Credential;
                let reason = self.reason(&self.query, &part, is_key, false)?;
                Some(found(part, "query", reason, Scheme::ApiKeyQuery, |name, value| {
                    CredentialSource::Query(name, Some(value))
                }))
            });
        let mut list: Vec<Found> = headers.into_iter().filter_map(header).collect();
        list.extend(query);
        list.extend(cookies.into_iter().filter_map(header));
        list
    }

    /// Returns the reason why a part is a credential; `None` if it is not.
    fn reason(
        &self,
        usage: &HashMap<String, Usage>,
        part: &Part,
        is_key: bool,
        is_header: bool,
    ) -> Option<&'static str> {
        if is_argument(&part.name) {
            return None;
        }
        if is_key {
            return Some("is a credential of the client, because it has the name of one");
        }
        let variable = part.variable.as_deref()?;
        let key = if is_header { part.name.to_ascii_lowercase() } else { part.name.clone() };
        let requests = usage.get(&key).and_then(|usage| usage.get(variable)).copied().unwrap_or_default();
        let is_carried = requests >= 2 && requests * 2 > self.requests;
        let is_setting = match is_header {
            true => !is_of_one_call(&part.name),
            false => key_name(&part.name) != KeyName::Other || key_name(variable) == KeyName::Credential,
        };
        (is_carried && is_setting)
            .then_some("is a credential of the client, because most requests send it with the same value")
    }
}

/// Whether a secret is an argument of single calls, such as the password of a user who logs in.
fn is_argument(name: &str) -> bool {
    let name = crate::lower::names::snake_case(name);
    let endings = ["passphrase", "passwd", "password", "pwd", "refresh_token", "client_secret"];
    name == "secret" || endings.iter().any(|ending| name.ends_with(ending))
}

fn count(usage: &mut HashMap<String, Usage>, name: String, variable: Option<String>) {
    if let Some(variable) = variable {
        *usage.entry(name).or_default().entry(variable).or_default() += 1;
    }
}

/// Returns the headers of a request that are sent once, except `Authorization`.
fn headers<'r>(request: &'r ParsedRequest<'_>) -> impl Iterator<Item = Part> + 'r {
    let optional = request.headers.optional.iter().filter_map(|header| {
        let mut values = header.sent().filter_map(|value| value.value.as_deref());
        let first = values.next()?;
        let value = if header.name.eq_ignore_ascii_case("cookie") {
            // Cookies share one line (RFC 6265, section 5.4).
            std::iter::once(first).chain(values).collect::<Vec<_>>().join("; ")
        } else if values.next().is_none() {
            first.to_owned()
        } else {
            return None;
        };
        Some(Part { name: header.name.clone(), variable: variable(&value), value })
    });
    // An API key that the collection leaves empty.
    let empty = request.headers.constant.iter().filter(|(_, value)| value.is_empty());
    let empty = empty.map(|(name, _)| Part { name: name.clone(), value: String::new(), variable: None });
    optional.chain(empty).filter(|part| !part.name.eq_ignore_ascii_case("authorization"))
}

/// Returns the query parameters of a request that are sent once, with a value.
fn parameters(request: &ParsedRequest<'_>, variables: &Variables<'_>) -> impl Iterator<Item = Part> {
    let parameters = match request.address.query.is_empty() {
        true => Vec::new(),
        false => query(&request.address, variables).parameters,
    };
    parameters.into_iter().filter_map(|parameter| {
        let mut sent = parameter.sent().map(|value| value.value.clone());
        let (Some(Some(value)), None) = (sent.next(), sent.next()) else { return None };
        drop(sent);
        Some(Part { variable: variable(&value), value, name: parameter.name })
    })
}

/// Returns the variable that is a whole value: empty for a literal of the collection, `None` for one that Postman
/// generates and for any other value.
fn variable(value: &str) -> Option<String> {
    let mut pieces = pieces(value.trim());
    match (pieces.next()?, pieces.next()) {
        (Piece::Variable(name), None) if is_reference(name) => Some(String::new()),
        (Piece::Variable(name), None) if !name.starts_with('$') => Some(name.to_owned()),
        _ => None,
    }
}

fn found(
    part: Part,
    location: &str,
    reason: &str,
    scheme: impl Fn(String) -> Scheme,
    source: impl Fn(String, String) -> CredentialSource,
) -> Found {
    let Part { name, value, .. } = part;
    let variables = pieces(&value).filter_map(|piece| match piece {
        Piece::Variable(name) if !is_reference(name) => Some(name.to_owned()),
        _ => None,
    });
    let quoted = serde_json::Value::from(name.as_str());
    let decision = Decision {
        subject: name.clone(),
        reason: reason.to_owned(),
        overlay: format!(
            "\"parameters\": [{{\"name\": {quoted}, \"in\": \"{location}\", \"schema\": {{\"type\": \"string\"}}}}]"
        ),
    };
    Found {
        variables: variables.collect(),
        scheme: scheme(name.clone()),
        source: source(name, value),
        decision: Some(decision),
    }
}
