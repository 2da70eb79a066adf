//! Credentials: the distinct secrets of the requests, which callers give to the builder.
//!
//! Two requests have one credential when they send it in the same way and the collection takes it from the same
//! variables. The one that most requests use has the usual name of its kind (`bearer_token`); the others are named
//! after their variables.

use std::collections::{HashMap, HashSet};

use super::constants::Constants;
use super::names;
use super::request::ParsedRequest;
use super::request::auth::{self, Requirement, Secret};
use super::request::variables::Variables;
use super::servers::BUILDER;
use crate::api::{Credential, Scheme, Variable};

/// The credentials of all requests.
pub(super) struct Credentials {
    /// The credentials with their names.
    pub(super) list: Vec<Credential>,
    /// The credential of each request.
    pub(super) by_request: Vec<RequestCredential>,
}

/// The credential of one request.
#[derive(Debug, Default)]
pub(super) struct RequestCredential {
    /// The index of the credential.
    pub(super) credential: Option<usize>,
    /// The names and unresolved values that the collection has for it.
    pub(super) values: Vec<(String, String)>,
    /// The problem with an auth that the client cannot send. A hook of the caller may send it.
    pub(super) problem: Option<String>,
}

/// Collects the credentials of all requests. Their names differ from those of the `settings`.
pub(super) fn credentials(
    requests: &[ParsedRequest<'_>],
    variables: &Variables<'_>,
    settings: &[Variable],
    constants: &mut Constants,
) -> Credentials {
    let mut collector = Collector::default();
    let by_request = requests.iter().map(|request| collector.add(request, variables)).collect();
    Credentials { list: named(collector.list, settings, constants), by_request }
}

/// The distinct credentials of the requests so far.
#[derive(Default)]
struct Collector {
    list: Vec<Candidate>,
    indexes: HashMap<(Scheme, Vec<String>), usize>,
}

/// A credential before it has a name.
struct Candidate {
    scheme: Scheme,
    variables: Vec<String>,
    /// The number of requests that use it.
    requests: usize,
}

impl Collector {
    fn add(&mut self, request: &ParsedRequest<'_>, variables: &Variables<'_>) -> RequestCredential {
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
        let Some(secret) = secret.or_else(|| of_header(request)).or_else(of_url) else {
            return RequestCredential::default();
        };
        let names: Vec<String> = match secret.scheme {
            // One hook computes all signatures of a scheme.
            Scheme::Signature(_) => Vec::new(),
            _ => secret.variables().into_iter().map(str::to_owned).collect(),
        };
        let index = *self.indexes.entry((secret.scheme.clone(), names.clone())).or_insert_with(|| {
            self.list.push(Candidate { scheme: secret.scheme.clone(), variables: names, requests: 0 });
            self.list.len() - 1
        });
        self.list[index].requests += 1;
        RequestCredential { credential: Some(index), values: secret.values, problem }
    }
}

/// Names the credentials. The credential of each kind that most requests use gets the usual name.
fn named(candidates: Vec<Candidate>, settings: &[Variable], constants: &mut Constants) -> Vec<Credential> {
    let mut taken: HashSet<String> = BUILDER.iter().map(|name| (*name).to_owned()).collect();
    // Names are compared before they become identifiers: a keyword is `r#box` or `self_` there.
    let setter = |variable: &Variable| {
        let name = &variable.name.rust;
        [name.clone(), names::plain(name).to_owned()]
    };
    taken.extend(settings.iter().flat_map(setter));
    let mut candidates: Vec<(usize, Candidate)> = candidates.into_iter().enumerate().collect();
    candidates.sort_by_key(|(_, Candidate { requests, variables, .. })| {
        (std::cmp::Reverse(*requests), variables.is_empty(), variables.clone())
    });
    let named = candidates.into_iter().map(|(index, candidate)| {
        let name = name(&candidate, &mut taken);
        let Candidate { scheme, variables, .. } = candidate;
        let constant = constants.credential(&name, &scheme);
        (index, Credential { name, constant, scheme, variables, decision: None })
    });
    let mut named: Vec<(usize, Credential)> = named.collect();
    named.sort_by_key(|(index, _)| *index);
    named.into_iter().map(|(_, credential)| credential).collect()
}

/// The maximum length of a credential's name in bytes. It leaves room for the suffixes of the setters.
const LONGEST_NAME: usize = names::LONGEST - "_provider".len();

/// Returns a name for which the names of all three setters are free, and takes them.
fn name(candidate: &Candidate, taken: &mut HashSet<String>) -> String {
    let usual = match &candidate.scheme {
        // All signatures are computed by one hook, which has one setter.
        Scheme::Signature(_) => return "authenticate".to_owned(),
        Scheme::Bearer => "bearer_token",
        Scheme::Prefixed(_) => "access_token",
        Scheme::Basic => "basic_auth",
        Scheme::ApiKeyHeader(_) | Scheme::ApiKeyQuery(_) => "api_key",
    };
    let own = match (candidate.variables.first(), &candidate.scheme) {
        (Some(variable), _) => variable,
        (None, Scheme::ApiKeyHeader(name) | Scheme::ApiKeyQuery(name)) => name,
        (None, _) => usual,
    };
    let own = names::snake_case(own);
    let own = match &candidate.scheme {
        Scheme::Basic if own != usual => names::joined(&own, &format!("_{usual}"), LONGEST_NAME),
        _ => names::cut(&own, LONGEST_NAME).to_owned(),
    };
    let with_suffixes = |name: &str| ["", "_from_env", "_provider"].map(|suffix| format!("{name}{suffix}"));
    let numbered = (2..).map(|number| names::joined(&own, &format!("_{number}"), LONGEST_NAME));
    for name in [usual.to_owned(), own.clone()].into_iter().chain(numbered) {
        let setters = with_suffixes(&name);
        if setters.iter().all(|name| !taken.contains(name)) {
            taken.extend(setters);
            return names::identifier(name);
        }
    }
    usual.to_owned()
}

/// Whether a request has its own header for the secret.
fn has_own(request: &ParsedRequest<'_>, scheme: &Scheme) -> bool {
    let Some(header) = scheme.header() else { return false };
    let constant = request.headers.constant.iter().map(|(name, _)| name);
    let optional = request.headers.optional.iter().filter(|header| header.sent().next().is_some());
    constant.chain(optional.map(|header| &header.name)).any(|name| name.eq_ignore_ascii_case(header))
}

/// Returns the secret in the request's own `Authorization` header.
fn of_header(request: &ParsedRequest<'_>) -> Option<Secret> {
    let mut headers = request.headers.optional.iter();
    let header = headers.find(|header| header.name.eq_ignore_ascii_case("authorization"))?;
    let mut sent = header.sent();
    let (Some(value), None) = (sent.next(), sent.next()) else { return None };
    auth::of_header(value.value.as_deref()?)
}
