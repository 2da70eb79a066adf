//! Credentials: the secrets that a client's caller gives, each once.
//!
//! Two requests have one credential when they send it in the same way and the collection takes it from the same
//! variables. The one that most requests use bears the usual name of its kind (`bearer_token`), so that another one
//! takes no name away; the others are called after their variables.

use std::collections::{HashMap, HashSet};

use crate::api::{Credential, Scheme, Variable};
use crate::lower::names;
use crate::lower::names::short;
use crate::lower::request::Draft;
use crate::lower::request::auth::{self, Secret, Wanted};
use crate::lower::request::variables::Variables;
use crate::lower::servers::BUILDER;

/// What a request sends of the credentials.
#[derive(Debug, Default)]
pub(super) struct Use {
    /// The place among the credentials.
    pub(super) credential: Option<usize>,
    /// What the collection has for it, name and value as written.
    pub(super) values: Vec<(String, String)>,
    /// Why it is left to the caller's hook, although it is no signature.
    pub(super) problem: Option<String>,
}

/// All credentials, and what each draft uses of them.
pub(super) fn credentials(
    drafts: &[Draft<'_>],
    variables: &Variables<'_>,
    settings: &[Variable],
) -> (Vec<Credential>, Vec<Use>) {
    let mut found = Found::default();
    let uses = drafts.iter().map(|draft| found.add(draft, variables)).collect();
    (found.named(settings), uses)
}

/// The credentials while they are collected.
#[derive(Default)]
struct Found {
    list: Vec<Kept>,
    places: HashMap<(Scheme, Vec<String>), usize>,
}

struct Kept {
    scheme: Scheme,
    variables: Vec<String>,
    users: usize,
}

impl Found {
    fn add(&mut self, draft: &Draft<'_>, variables: &Variables<'_>) -> Use {
        let mut problem = None;
        let secret = match auth::wanted(draft.found.auth, variables) {
            Wanted::Unsupported(secret, why) => {
                problem = Some(why);
                Some(secret)
            }
            Wanted::Secret(secret) if secret.is_given() || !has_own(draft, &secret.scheme) => Some(secret),
            Wanted::Secret(_) | Wanted::Nothing => None,
        };
        let of_url =
            || draft.address.user.clone().map(|(user, password)| Secret::basic(Some(user), Some(password)));
        let Some(secret) = secret.or_else(|| of_header(draft)).or_else(of_url) else { return Use::default() };
        let names: Vec<String> = match secret.scheme {
            // One hook is there for all of them.
            Scheme::Signature(_) => Vec::new(),
            _ => secret.variables().into_iter().map(str::to_owned).collect(),
        };
        let place = *self.places.entry((secret.scheme.clone(), names.clone())).or_insert_with(|| {
            self.list.push(Kept { scheme: secret.scheme.clone(), variables: names, users: 0 });
            self.list.len() - 1
        });
        self.list[place].users += 1;
        Use { credential: Some(place), values: secret.values, problem }
    }

    fn named(self, settings: &[Variable]) -> Vec<Credential> {
        let mut taken: HashSet<String> = BUILDER.iter().map(|name| (*name).to_owned()).collect();
        taken.extend(settings.iter().map(|variable| variable.name.rust.clone()));
        // Of each kind the most used one goes first, so that it gets the usual name.
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_by_key(|&place| {
            let Kept { users, variables, .. } = &self.list[place];
            (std::cmp::Reverse(*users), variables.is_empty(), variables)
        });
        let mut names = vec![String::new(); self.list.len()];
        for place in order {
            names[place] = name(&self.list[place], &mut taken);
        }
        let named = self.list.into_iter().zip(names);
        named.map(|(Kept { scheme, variables, .. }, name)| Credential { name, scheme, variables }).collect()
    }
}

/// A name that is free together with those of the two other setters.
fn name(kept: &Kept, taken: &mut HashSet<String>) -> String {
    let usual = match &kept.scheme {
        // The hook is one for all, and has no setter of its own.
        Scheme::Signature(_) => return "authenticate".to_owned(),
        Scheme::Bearer => "bearer_token",
        Scheme::Prefixed(_) => "access_token",
        Scheme::Basic => "basic_auth",
        Scheme::ApiKeyHeader(_) | Scheme::ApiKeyQuery(_) => "api_key",
    };
    let own = match (kept.variables.first(), &kept.scheme) {
        (Some(variable), _) => variable,
        (None, Scheme::ApiKeyHeader(name) | Scheme::ApiKeyQuery(name)) => name,
        (None, _) => usual,
    };
    let own = short(&names::snake_case(own)).to_owned();
    let own = if own != usual && kept.scheme == Scheme::Basic { format!("{own}_{usual}") } else { own };
    let with_suffixes = |name: &str| ["", "_from_env", "_provider"].map(|suffix| format!("{name}{suffix}"));
    let numbered = (2..).map(|number| format!("{own}_{number}"));
    for name in [usual.to_owned(), own.clone()].into_iter().chain(numbered) {
        let all = with_suffixes(&name);
        if all.iter().all(|name| !taken.contains(name)) {
            taken.extend(all);
            return names::identifier(name);
        }
    }
    usual.to_owned()
}

/// Whether a request has a header of its own in the place of the secret.
fn has_own(draft: &Draft<'_>, scheme: &Scheme) -> bool {
    let Some(header) = scheme.header() else { return false };
    let constant = draft.headers.constant.iter().map(|(name, _)| name);
    let options = draft.headers.options.iter().filter(|choice| choice.sent().next().is_some());
    constant.chain(options.map(|choice| &choice.name)).any(|name| name.eq_ignore_ascii_case(header))
}

/// The secret in the request's own `Authorization` header.
fn of_header(draft: &Draft<'_>) -> Option<Secret> {
    let mut choices = draft.headers.options.iter();
    let choice = choices.find(|choice| choice.name.eq_ignore_ascii_case("authorization"))?;
    let mut sent = choice.sent();
    let (Some(written), None) = (sent.next(), sent.next()) else { return None };
    auth::of_header(written.text.as_deref()?)
}
