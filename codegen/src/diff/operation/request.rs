//! The method, URL, headers and credentials of an operation: what every call sends.

use hashbrown::HashMap;

use super::super::change::Change;
use super::super::context::Partners;
use super::super::host::{self, Move};
use super::super::{rules, sent, versions};
use super::Pair;
use crate::api::{Operation, PathPart};
use crate::emit::print::literal;
use crate::emit::signature::distinct_path;

pub(super) fn changes(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    if old.method != new.method {
        let summary = format!("The call sends {} instead of {}", new.method, old.method);
        let change = rules::HTTP_METHOD_CHANGED.change(pair.subject, summary);
        changes.push(
            change
                .before(call(old))
                .after(call(new))
                .action("Check that the calls still mean what they should"),
        );
    } else if old.idempotent != new.idempotent {
        let (rule, summary, action) = match new.idempotent {
            true => (
                &rules::IDEMPOTENCY_ADDED,
                "The call is now repeated after server errors and broken connections",
                "Check that the service may receive the call more than once",
            ),
            false => (
                &rules::IDEMPOTENCY_REMOVED,
                "The call is no longer repeated after server errors and broken connections",
                "Repeat the call in your code where it has to be repeated",
            ),
        };
        let idempotent = |is: bool| format!(".idempotent({is})");
        let change = rule.change(pair.subject, summary).action(action);
        changes.push(change.before(idempotent(old.idempotent)).after(idempotent(new.idempotent)));
    }
    path(pair, changes);
    server(pair, changes);
    constant_headers(pair, changes);
    credentials(pair, changes);
}

/// Returns the start of the call, as the method has it.
fn call(operation: &Operation) -> String {
    let path = literal(&operation.path.wire());
    match operation.method.as_str() {
        "GET" | "PUT" | "POST" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" => {
            format!("Call::{}(…, {path})", operation.method.to_ascii_lowercase())
        }
        method => format!("Call::new(…, {}, {path})", literal(method)),
    }
}

/// Compares the literal parts of the paths, and the arguments between them.
fn path(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    if old.path == new.path {
        return;
    }
    let (before, after) = (segments(old), segments(new));
    if before == after {
        return;
    }
    let (rule, summary, shared) = match versions::change(&before, &after) {
        Some((from, to)) => (
            &rules::PATH_VERSION_CHANGED,
            format!("The path has `{to}` instead of `{from}`: another version of the API responds"),
            Some(format!("{from} {to}")),
        ),
        None => (
            &rules::PATH_CHANGED,
            format!("The path is `{}` instead of `{}`", new.path.template(), old.path.template()),
            None,
        ),
    };
    // Calls with another number of arguments do not compile. A parameter that occurs twice is one argument.
    let is_silent = distinct_path(old).len() == distinct_path(new).len();
    let change = rule.change(pair.subject, summary).before(call(old)).after(call(new)).silent(is_silent);
    let change = change.action("Check that the service responds to the new path as it did to the old one");
    changes.push(match shared {
        Some(shared) => change.shared(shared),
        None => change,
    });
}

/// Returns the segments of a path, with `{}` for each argument. What distinguishes two arguments of different names is
/// compared elsewhere; here, an argument that occurs twice is not the same as two.
fn segments(operation: &Operation) -> Vec<String> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let parts = operation.path.parts.iter().map(|part| match part {
        PathPart::Literal(literal) => literal.clone(),
        PathPart::Parameter(parameter) => {
            let next = known.len();
            format!("{{{}}}", known.entry(&parameter.name.rust).or_insert(next))
        }
    });
    let path: String = parts.collect();
    path.split('/').map(str::to_owned).collect()
}

fn server(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    let context = pair.context;
    if context.servers.to_old.get(new.server).copied().flatten() == Some(old.server) {
        return;
    }
    let before = context.old.api.servers.get(old.server).map_or("", |server| &server.template);
    let after = context.new.api.servers.get(new.server).map_or("", |server| &server.template);
    let from = host::resolved(before, &context.old.api.variables);
    let to = host::resolved(after, &context.new.api.variables);
    let (rule, action) = match host::compared(&from, &to) {
        Move::Same => return,
        Move::Version => (
            &rules::PATH_VERSION_CHANGED,
            "Check that the service responds to the new path as it did to the old one",
        ),
        Move::WithinDomain => (
            &rules::SERVER_OF_OPERATION_CHANGED,
            "Check that the service at the new URL is the one that you mean",
        ),
        Move::Elsewhere => (
            &rules::SERVER_OF_OPERATION_MOVED,
            "Check that the new host may receive the credentials and data of the calls",
        ),
    };
    changes.push(
        rule.change(pair.subject, format!("The call is sent to `{to}` instead of `{from}`"))
            .before(format!("Server {{ url: {} }}", literal(before)))
            .after(format!("Server {{ url: {} }}", literal(after)))
            .action(action)
            .shared(format!("{before} {after}")),
    );
}

fn link((name, value): (&str, &str)) -> String {
    format!(".header({}, {})", literal(name), literal(value))
}

fn constant_headers(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    let [before, mut left] = sent::headers(old, new);
    if before == left {
        return;
    }
    // Headers of one name are compared in their order.
    let mut take = |matches: &dyn Fn((&str, &str)) -> bool| {
        let index = left.iter().position(|header| matches(*header))?;
        Some(left.remove(index))
    };
    let same_name = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let mut unmatched = Vec::new();
    for header in before {
        if take(&|other| same_name(other.0, header.0) && other.1 == header.1).is_none() {
            unmatched.push(header);
        }
    }
    for header in unmatched {
        let (name, value) = header;
        let change = match take(&|other| same_name(other.0, name)) {
            Some(after) => {
                let rule = match selects_a_version(name) && !sent::same_media_type(value, after.1) {
                    true => &rules::CONSTANT_HEADER_VERSION_CHANGED,
                    false => &rules::CONSTANT_HEADER_CHANGED,
                };
                let summary = format!("The header `{name}` is `{}` instead of `{value}`", after.1);
                rule.change(pair.subject, summary)
                    .after(link(after))
                    .action("Check that the service still responds as your code expects")
            }
            None if new.headers.iter().any(|header| same_name(&header.name.wire, name)) => {
                let summary = format!("The header `{name}` is no longer sent unless it is set");
                rules::CONSTANT_BECAME_HEADER
                    .change(pair.subject, summary)
                    .action(format!("Set the header where the service needs it; it was `{value}`"))
            }
            None => rules::CONSTANT_HEADER_REMOVED
                .change(pair.subject, format!("The header `{name}` is no longer sent"))
                .action("Check that the service does not need it"),
        };
        let shared = format!("{name}: {value} {:?}", change.after);
        changes.push(change.before(link(header)).shared(shared));
    }
    for header in left {
        let (name, value) = header;
        let was_setter = old.headers.iter().find(|header| same_name(&header.name.wire, name));
        let change = match was_setter {
            Some(setter) => rules::HEADER_BECAME_CONSTANT
                .change(pair.subject, format!("The header `{name}` is always `{value}`; its setter is gone"))
                .before(super::parameters::setter(setter))
                .action("Remove the calls of the setter"),
            None => rules::CONSTANT_HEADER_ADDED
                .change(pair.subject, format!("The header `{name}: {value}` is now sent"))
                .action("Check that the service still responds as your code expects"),
        };
        changes.push(change.after(link(header)).shared(format!("{name}: {value}")));
    }
}

/// Whether a header selects the version or the media type of the response.
fn selects_a_version(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "accept" || name == "content-type" || name.contains("version")
}

fn credentials(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    let Partners { to_new, to_old } = &pair.context.credentials;
    let (before, after) = (&pair.context.old.api.credentials, &pair.context.new.api.credentials);
    for own in &new.credentials {
        let Some(credential) = after.get(own.index) else { continue };
        let partner = to_old.get(own.index).copied().flatten();
        if partner.is_some_and(|partner| old.credentials.iter().any(|own| own.index == partner)) {
            continue;
        }
        let link = format!(".credential(&{})", credential.constant);
        let setter = &credential.name;
        changes.push(match partner {
            Some(_) => rules::CREDENTIAL_SENT
                .change(pair.subject, format!("The call now sends the credential `{setter}`"))
                .after(&link)
                .action("Check that the service may receive the credential with this call")
                .shared(link),
            None => rules::CREDENTIAL_REQUIRED
                .change(pair.subject, format!("The call needs the credential `{setter}`, which is new"))
                .after(&link)
                .action(format!("Set it with `ClientBuilder::{setter}`"))
                .shared(link),
        });
    }
    for own in &old.credentials {
        let Some(credential) = before.get(own.index) else { continue };
        // Where the client has lost a credential, that is one change of the client.
        let Some(partner) = to_new.get(own.index).copied().flatten() else { continue };
        if new.credentials.iter().all(|own| own.index != partner) {
            let link = format!(".credential(&{})", credential.constant);
            let summary = format!("The call no longer sends the credential `{}`", credential.name);
            let change = rules::CREDENTIAL_NOT_SENT.change(pair.subject, summary).before(&link).shared(link);
            changes.push(change.action("Check that the service responds without the credential"));
        }
    }
}
