//! The names of the credentials.

use std::cmp::Reverse;

use hashbrown::HashSet;

use super::Candidate;
use crate::api::{Credential, Scheme, Variable};
use crate::lower::constants::Constants;
use crate::lower::names;
use crate::lower::secrets::key_names::{KeyName, key_name};
use crate::lower::servers::BUILDER;
use crate::lower::variable_names::VariableNames;

/// Names the credentials. Those that the overlay names come first; then the credential of each kind that most requests
/// use gets the usual name.
pub(super) fn named(
    candidates: Vec<Candidate>,
    settings: &[Variable],
    given: VariableNames<'_>,
    constants: &mut Constants,
) -> Vec<Credential> {
    let mut taken: HashSet<String> = BUILDER.iter().map(|name| (*name).to_owned()).collect();
    // Names are compared before they become identifiers: a keyword is `r#box` or `self_` there.
    let setter = |variable: &Variable| {
        let name = &variable.name.rust;
        [name.clone(), names::plain(name).to_owned()]
    };
    taken.extend(settings.iter().flat_map(setter));
    let mut candidates: Vec<(usize, Candidate)> = candidates.into_iter().enumerate().collect();
    let given = |candidate: &Candidate| candidate.variables.iter().find_map(|variable| given.of(variable));
    candidates.sort_by_key(|(_, candidate)| {
        let Candidate { requests, variables, .. } = candidate;
        (given(candidate).is_none(), Reverse(*requests), variables.is_empty(), variables.clone())
    });
    let named = candidates.into_iter().map(|(index, candidate)| {
        let name = name(&candidate, given(&candidate), &mut taken);
        let Candidate { scheme, variables, decision, .. } = candidate;
        let constant = constants.credential(&name, &scheme);
        (index, Credential { name, constant, scheme, variables, decision })
    });
    let mut named: Vec<(usize, Credential)> = named.collect();
    named.sort_by_key(|(index, _)| *index);
    named.into_iter().map(|(_, credential)| credential).collect()
}

/// The maximum length of a credential's name in bytes. It leaves room for the suffixes of the setters.
const LONGEST_NAME: usize = names::LONGEST - "_provider".len();

/// Returns a name for which the names of all three setters are free, and takes them; if possible, the `given` one.
fn name(candidate: &Candidate, given: Option<&str>, taken: &mut HashSet<String>) -> String {
    let usual = match &candidate.scheme {
        // All signatures are computed by one hook, which has one setter.
        Scheme::Signature(_) => return "authenticate".to_owned(),
        Scheme::Bearer => "bearer_token",
        Scheme::Prefixed(_) => "access_token",
        Scheme::Basic => "basic_auth",
        Scheme::ApiKeyHeader(name) if name.eq_ignore_ascii_case("cookie") => "cookie",
        // A header of the collection, such as `X-Shop-Id`, is named after its variable.
        Scheme::ApiKeyHeader(name) | Scheme::ApiKeyQuery(name)
            if candidate.decision.is_some() && key_name(name) != KeyName::Credential =>
        {
            ""
        }
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
    let usual = Some(usual).filter(|usual| !usual.is_empty()).unwrap_or(&own);
    let given = given.map(|given| names::cut(given, LONGEST_NAME).to_owned());
    for name in given.into_iter().chain([usual.to_owned(), own.clone()]).chain(numbered) {
        let setters = with_suffixes(&name);
        if setters.iter().all(|name| !taken.contains(name)) {
            taken.extend(setters);
            return names::identifier(name);
        }
    }
    usual.to_owned()
}
