//! Credentials: the distinct secrets of the requests, which callers give to the builder.
//!
//! A request has that of its auth, or else of its `Authorization` header, those of other headers and of query parameters
//! ([`carried`]), and those that the overlay requires beside them.
//!
//! Two requests have one credential when they send it in the same way and the collection takes it from the same
//! variables. A literal of the collection is the credential of the requests that send it from a variable. The
//! credential that most requests use has the usual name of its kind (`bearer_token`); the others are named after their
//! variables.

mod carried;
mod naming;

use hashbrown::HashMap;

use super::constants::Constants;
use super::request::ParsedRequest;
use super::request::auth::{self, Requirement, Secret};
use super::request::variables::Variables;
use super::variable_names::VariableNames;
use crate::api::{Credential, CredentialSource, Decision, OperationCredential, Scheme, Variable};
use crate::overlay::OperationEntry;
use carried::Carried;

/// The credentials of all requests.
pub(super) struct Credentials {
    /// The credentials with their names.
    pub(super) list: Vec<Credential>,
    /// The credentials of each request.
    pub(super) by_request: Vec<RequestCredentials>,
}

/// The credentials of one request.
#[derive(Debug, Default)]
pub(super) struct RequestCredentials {
    /// The credentials, that of the auth first.
    pub(super) required: Vec<OperationCredential>,
    /// The problem with an auth that the client cannot send. A hook of the caller may send it.
    pub(super) problem: Option<String>,
}

/// Collects the credentials of all requests, each of which may have an overlay entry. Their names differ from those of
/// the `settings`; `names` are those that the overlay gives.
pub(super) fn credentials(
    requests: &[ParsedRequest<'_>],
    entries: &[Option<&OperationEntry>],
    variables: &Variables<'_>,
    (settings, names): (&[Variable], VariableNames<'_>),
    constants: &mut Constants,
) -> Credentials {
    let carried = Carried::new(requests, variables);
    let mut collector = Collector::default();
    let all = requests.iter().zip(entries);
    let by_request =
        all.map(|(request, entry)| collector.add(request, *entry, &carried, variables)).collect();
    let (list, by_request) = collector.merged(by_request);
    Credentials { list: naming::named(list, settings, names, constants), by_request }
}

/// The distinct credentials of the requests so far.
#[derive(Default)]
struct Collector {
    list: Vec<Candidate>,
    indexes: HashMap<(Scheme, Vec<String>), usize>,
}

/// A credential before it has a name.
#[derive(Clone)]
struct Candidate {
    scheme: Scheme,
    variables: Vec<String>,
    /// The number of requests that use it.
    requests: usize,
    /// The rule that made it a credential; `None` for that of an auth.
    decision: Option<Decision>,
}

/// A credential of a request.
struct Found {
    scheme: Scheme,
    variables: Vec<String>,
    source: CredentialSource,
    decision: Option<Decision>,
}

impl Collector {
    fn add(
        &mut self,
        request: &ParsedRequest<'_>,
        entry: Option<&OperationEntry>,
        carried: &Carried,
        variables: &Variables<'_>,
    ) -> RequestCredentials {
        let mut problem = None;
        let secret = match auth::requirement(request.auth.as_deref(), variables) {
            Requirement::Unsupported(secret, reason) => {
                problem = Some(reason);
                Some(secret)
            }
            Requirement::Secret(secret) if secret.is_given() || !has_own(request, &secret.scheme) => {
                Some(secret)
            }
            Requirement::Secret(_) | Requirement::None => None,
        };
        let of_url = || {
            let (user, password) = request.address.user.clone()?;
            Some(Secret::basic(Some(user), Some(password)))
        };
        let of_secret = |secret: Secret| Found {
            variables: secret.variables().into_iter().map(str::to_owned).collect(),
            scheme: secret.scheme,
            source: secret.source.unwrap_or(CredentialSource::Auth(secret.values)),
            decision: None,
        };
        let main = secret.map(of_secret);
        let main = main.or_else(|| of_authorization(request)).or_else(|| of_url().map(of_secret));
        let further =
            request.further_auth.iter().filter_map(|auth| match auth::requirement(Some(auth), variables) {
                Requirement::Secret(secret) | Requirement::Unsupported(secret, _) => Some(of_secret(secret)),
                Requirement::None => None,
            });
        let mut required: Vec<OperationCredential> = Vec::new();
        for found in main.into_iter().chain(carried.of_request(request, entry, variables)).chain(further) {
            let is_cookie = found.scheme.header().is_some_and(|name| name.eq_ignore_ascii_case("cookie"));
            // A cookie next to a credential was sent by a browser, and the service may do without it.
            if is_cookie && !required.is_empty() {
                continue;
            }
            let key = key(&found.scheme);
            if required.iter().any(|other| self::key(&self.list[other.index].scheme) == key) {
                continue;
            }
            let index = self.index(key, &found);
            required.push(OperationCredential { index, source: found.source });
        }
        RequestCredentials { required, problem }
    }

    /// Returns the index of a credential, and counts the request that has it.
    fn index(&mut self, key: Scheme, found: &Found) -> usize {
        let Found { scheme, variables, decision, .. } = found;
        let variables = match scheme {
            // One hook computes all signatures of a scheme.
            Scheme::Signature(_) => Vec::new(),
            _ => variables.clone(),
        };
        let index = *self.indexes.entry((key, variables.clone())).or_insert_with(|| {
            let (scheme, decision) = (scheme.clone(), decision.clone());
            self.list.push(Candidate { scheme, variables, requests: 0, decision });
            self.list.len() - 1
        });
        let candidate = &mut self.list[index];
        candidate.requests += 1;
        if decision.is_none() {
            candidate.decision = None;
        }
        index
    }

    /// Merges each credential that is a literal in the collection with the one that most requests send in the same way
    /// from a variable.
    fn merged(self, mut by_request: Vec<RequestCredentials>) -> (Vec<Candidate>, Vec<RequestCredentials>) {
        let mut most_used: HashMap<Scheme, usize> = HashMap::new();
        for (index, candidate) in
            self.list.iter().enumerate().filter(|(_, other)| !other.variables.is_empty())
        {
            let best = most_used.entry(key(&candidate.scheme)).or_insert(index);
            if candidate.requests > self.list[*best].requests {
                *best = index;
            }
        }
        let target = |(index, candidate): (usize, &Candidate)| match candidate.variables.is_empty() {
            true => most_used.get(&key(&candidate.scheme)).copied().unwrap_or(index),
            false => index,
        };
        let targets: Vec<usize> = self.list.iter().enumerate().map(target).collect();
        let mut new_indexes = vec![0; targets.len()];
        let mut list: Vec<Candidate> = Vec::new();
        for (index, candidate) in self.list.iter().enumerate().filter(|(index, _)| targets[*index] == *index)
        {
            new_indexes[index] = list.len();
            list.push(candidate.clone());
        }
        for (index, target) in targets.iter().enumerate().filter(|(index, target)| index != *target) {
            let (literal, merged) = (&self.list[index], &mut list[new_indexes[*target]]);
            merged.requests += literal.requests;
            if literal.decision.is_none() {
                merged.decision = None;
            }
        }
        let credentials = by_request.iter_mut().flat_map(|request| &mut request.required);
        credentials.for_each(|credential| credential.index = new_indexes[targets[credential.index]]);
        (list, by_request)
    }
}

/// Returns a scheme that is equal for all spellings of a header.
fn key(scheme: &Scheme) -> Scheme {
    match scheme {
        Scheme::ApiKeyHeader(name) => Scheme::ApiKeyHeader(name.to_ascii_lowercase()),
        _ => scheme.clone(),
    }
}

/// Whether a request has its own header for the secret.
fn has_own(request: &ParsedRequest<'_>, scheme: &Scheme) -> bool {
    let Some(header) = scheme.header() else { return false };
    let constant = request.headers.constant.iter().map(|(name, _)| name);
    let optional = request.headers.optional.iter().filter(|header| header.sent().next().is_some());
    constant.chain(optional.map(|header| &header.name)).any(|name| name.eq_ignore_ascii_case(header))
}

/// Returns the credential in the request's own `Authorization` header.
fn of_authorization(request: &ParsedRequest<'_>) -> Option<Found> {
    let mut headers = request.headers.optional.iter();
    let header = headers.find(|header| header.name.eq_ignore_ascii_case("authorization"))?;
    let mut sent = header.sent();
    let (Some(value), None) = (sent.next(), sent.next()) else { return None };
    let value = value.value.as_deref()?;
    let secret = auth::of_header(value)?;
    let variables: Vec<String> = secret.variables().into_iter().map(str::to_owned).collect();
    let source = match variables.is_empty() {
        // The value is a literal of the collection.
        true => CredentialSource::Header(header.name.clone(), value.to_owned()),
        false => CredentialSource::Auth(secret.values),
    };
    Some(Found { scheme: secret.scheme, variables, source, decision: None })
}
