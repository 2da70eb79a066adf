//! Credentials.

use super::super::change::Change;
use super::super::context::Context;
use super::super::rules;
use super::builder;
use crate::api::{Api, Credential, Scheme};
use crate::emit::print::literal;

pub(super) fn changes(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (context.old.api, context.new.api);
    for (index, credential) in old.credentials.iter().enumerate() {
        if context.credentials.to_new.get(index).copied().flatten().is_none() {
            let summary = match new.credentials.is_empty() {
                true => format!(
                    "The client has no credentials any more: the setters of `{}` are gone",
                    credential.name
                ),
                false => format!("The credential `{}` and its setters are gone", credential.name),
            };
            changes.push(
                rules::CREDENTIAL_REMOVED
                    .change(builder(&credential.name), summary)
                    .before(text(credential))
                    .action(format!("Give the client the credential that it takes now{}", of(new)))
                    .operations(users(old, index)),
            );
        }
    }
    for (index, credential) in new.credentials.iter().enumerate() {
        let partner = context.credentials.to_old.get(index).copied().flatten();
        match partner.and_then(|partner| old.credentials.get(partner)) {
            Some(before) => both(before, credential, changes),
            None => changes.push(
                rules::CREDENTIAL_ADDED
                    .change(builder(&credential.name), format!("The credential `{}` is new", credential.name))
                    .after(text(credential))
                    .operations(users(new, index)),
            ),
        }
    }
}

fn of(api: &Api) -> String {
    match &api.credentials[..] {
        [credential] => format!(", `{}`", credential.name),
        _ => String::new(),
    }
}

fn users(api: &Api, index: usize) -> Vec<String> {
    let operations = api.all_operations().into_iter();
    let users =
        operations.filter(|(_, operation)| operation.credentials.iter().any(|own| own.index == index));
    users.map(|(groups, operation)| super::super::Located { groups, operation }.path()).collect()
}

fn both(old: &Credential, new: &Credential, changes: &mut Vec<Change>) {
    let Credential { name, constant: _, scheme, variables: _, decision: _ } = new;
    let subject = builder(name);
    if old.name != *name {
        let summary = format!("The setters of `{}` are now those of `{name}`", old.name);
        let change = rules::CREDENTIAL_RENAMED.change(&subject, summary).before(text(old)).after(text(new));
        changes.push(change.action(format!("Call `{name}` instead of `{}`", old.name)));
    }
    if old.scheme == *scheme {
        return;
    }
    let (from, to) = (place(&old.scheme), place(scheme));
    let change = match takes(&old.scheme) == takes(scheme) {
        true => {
            let warning = match scheme {
                Scheme::ApiKeyQuery(_) if !matches!(old.scheme, Scheme::ApiKeyQuery(_)) => {
                    ", where proxies and servers log it"
                }
                _ => "",
            };
            let summary = format!("The credential `{name}` is sent {to} instead of {from}{warning}");
            rules::CREDENTIAL_PLACE_CHANGED
                .change(subject, summary)
                .action("Check that the service takes it there")
        }
        false => {
            let summary = format!(
                "The credential `{name}` is sent {to} instead of {from}, and its setters take something else"
            );
            rules::CREDENTIAL_SCHEME_CHANGED
                .change(subject, summary)
                .action("Change the calls of the setters")
        }
    };
    changes.push(change.before(text(old)).after(text(new)));
}

/// What the setters take; none for a signature.
fn takes(scheme: &Scheme) -> u8 {
    match scheme {
        Scheme::Signature(_) => 0,
        Scheme::Basic => 2,
        _ => 1,
    }
}

fn place(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "as `Authorization: Bearer …`".to_owned(),
        Scheme::Prefixed(prefix) => format!("as `Authorization: {}…`", prefix),
        Scheme::Basic => "as `Authorization: Basic …`".to_owned(),
        Scheme::ApiKeyHeader(name) => format!("in the header `{name}`"),
        Scheme::ApiKeyQuery(name) => format!("as `{name}` in the query"),
        Scheme::Signature(kind) => format!("as a signature (`{kind}`)"),
    }
}

fn text(credential: &Credential) -> String {
    let scheme = match &credential.scheme {
        Scheme::Bearer => "Bearer".to_owned(),
        Scheme::Prefixed(prefix) => format!("Prefixed({})", literal(prefix)),
        Scheme::Basic => "Basic".to_owned(),
        Scheme::ApiKeyHeader(name) => format!("ApiKeyHeader({})", literal(name)),
        Scheme::ApiKeyQuery(name) => format!("ApiKeyQuery({})", literal(name)),
        Scheme::Signature(kind) => format!("Signature({})", literal(kind)),
    };
    format!("Credential {{ setter: {}, scheme: Scheme::{scheme} }}", literal(&credential.name))
}
