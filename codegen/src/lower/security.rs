//! Applies `security` of the overlay to the auth of the requests.
//!
//! The overlay takes precedence over the collection. Where both require the same scheme, the collection's values stay, so
//! that its variables name the credential. What changes is reported.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::request::ParsedRequest;
use super::request::auth::{self, Requirement};
use super::request::variables::Variables;
use super::servers::Servers;
use crate::api::Scheme;
use crate::collection::{Auth, AuthParams};
use crate::diagnostics::Diagnostics;
use crate::overlay::{OperationEntry, Overlay, Security, SecurityKind, SecuritySchemeEntry, list};

/// Replaces the auth of the requests for which the overlay has `security`.
///
/// That of the document applies to the requests to the servers of described operations, or else to the server of the
/// most requests: another host must not get a secret.
pub(super) fn apply(
    overlay: &Overlay,
    requests: &mut [ParsedRequest<'_>],
    entries: &[Option<&OperationEntry>],
    servers: &Servers,
    variables: &Variables<'_>,
    diagnostics: &mut Diagnostics,
) {
    let own = described_servers(entries, servers);
    let mut replaced = Vec::new();
    for (index, request) in requests.iter_mut().enumerate() {
        let of_operation = entries[index].and_then(|entry| entry.security.as_ref());
        let of_document = overlay.security.as_ref().filter(|_| own.contains(&servers.by_request[index]));
        let Some(security) = of_operation.or(of_document) else { continue };
        let before = sent(request, variables);
        if !change(security, &overlay.security_schemes, request, before.as_ref(), overlay, diagnostics) {
            continue;
        }
        if before.is_some() {
            replaced.push((security.at.clone(), request.signature()));
        }
    }
    if let Some((at, first)) = replaced.first() {
        let problem = match replaced.len() {
            1 => format!("the overlay changes the credential of `{first}`"),
            count => {
                format!("the overlay changes the credentials of {count} operations, the first is `{first}`")
            }
        };
        let help = "the collection sends another one; remove `security` from the overlay to keep it";
        diagnostics.note(overlay.location(at), problem, help);
    }
}

/// Returns the servers of the described operations, or else that of the most requests.
fn described_servers(entries: &[Option<&OperationEntry>], servers: &Servers) -> Vec<usize> {
    let described = entries.iter().zip(&servers.by_request).filter(|(entry, _)| entry.is_some());
    let described: Vec<usize> = described.map(|(_, &server)| server).collect();
    if !described.is_empty() {
        return described;
    }
    let requests = |server: &usize| servers.by_request.iter().filter(|other| *other == server).count();
    (0..servers.list.len()).rev().max_by_key(requests).into_iter().collect()
}

/// Returns the scheme of the credential that the collection has in the auth or in the `Authorization` header.
fn sent(request: &ParsedRequest<'_>, variables: &Variables<'_>) -> Option<Scheme> {
    match auth::requirement(request.auth.as_deref(), variables) {
        Requirement::Secret(secret) if secret.is_given() => return Some(secret.scheme),
        Requirement::Unsupported(secret, _) => return Some(secret.scheme),
        Requirement::Secret(_) | Requirement::None => {}
    }
    let header =
        request.headers.optional.iter().find(|header| header.name.eq_ignore_ascii_case("authorization"))?;
    auth::of_header(header.sent().next()?.value.as_deref()?).map(|secret| secret.scheme)
}

/// Changes the auth of a request, and returns whether it is another one now.
fn change(
    security: &Security,
    schemes: &[SecuritySchemeEntry],
    request: &mut ParsedRequest<'_>,
    before: Option<&Scheme>,
    overlay: &Overlay,
    diagnostics: &mut Diagnostics,
) -> bool {
    let named = |name: &String| schemes.iter().find(|scheme| scheme.name == *name);
    let alternatives =
        security.alternatives.iter().map(|names| names.iter().filter_map(named).collect::<Vec<_>>());
    let alternatives: Vec<Vec<&SecuritySchemeEntry>> = alternatives.collect();
    let is_sent = |entry: &&SecuritySchemeEntry| scheme(&entry.kind).as_ref() == before;
    let sent = alternatives.iter().find(|alternative| before.is_some() && alternative.iter().any(is_sent));
    if let Some(alternative) = sent {
        let others = alternative.iter().copied().filter(|entry| !is_sent(entry));
        require(others, before.cloned(), security, request, overlay, diagnostics);
        return false;
    }
    if alternatives.iter().all(Vec::is_empty) {
        // No credential, unless a name is unknown.
        let is_public = security.alternatives.iter().all(Vec::is_empty);
        if is_public && before.is_some() {
            request.auth = None;
            let headers = &mut request.headers.optional;
            headers.retain(|header| !header.name.eq_ignore_ascii_case("authorization"));
        }
        return is_public;
    }
    if alternatives.iter().any(Vec::is_empty) {
        // The credential is optional: the collection decides.
        return false;
    }
    let is_supported = |entry: &&SecuritySchemeEntry| scheme(&entry.kind).is_some();
    let best = alternatives.iter().find(|alternative| alternative.iter().all(is_supported));
    let best = best.or_else(|| alternatives.iter().find(|alternative| alternative.iter().any(is_supported)));
    let first = best.and_then(|best| best.iter().position(is_supported));
    match best.zip(first) {
        Some((best, first)) => {
            let own = best[first];
            request.auth = Some(Cow::Owned(auth_of(own, request)));
            let others =
                best.iter().enumerate().filter(|(index, _)| *index != first).map(|(_, entry)| *entry);
            require(others, scheme(&own.kind), security, request, overlay, diagnostics);
            true
        }
        None => {
            if let Some(SecuritySchemeEntry { at, kind: SecurityKind::Unsupported(what), .. }) =
                alternatives.iter().flatten().next()
            {
                let problem = format!("the client does not send {what} as a credential");
                let help =
                    "callers set it themselves: a header with `CallOptions`, a certificate with the builder";
                diagnostics.warning(overlay.location(at), problem, help);
            }
            false
        }
    }
}

/// Adds the other credentials of an alternative to a request. Reports those that are not sent: the client does not
/// support them, or another one is in the same header.
fn require<'e>(
    others: impl Iterator<Item = &'e SecuritySchemeEntry>,
    own: Option<Scheme>,
    security: &Security,
    request: &mut ParsedRequest<'_>,
    overlay: &Overlay,
    diagnostics: &mut Diagnostics,
) {
    let mut sent: Vec<Scheme> = own.into_iter().collect();
    let mut missing = Vec::new();
    for entry in others {
        let is_free = |scheme: &Scheme| {
            let Some(header) = scheme.header() else { return !sent.contains(scheme) };
            let mut headers = sent.iter().filter_map(Scheme::header);
            !headers.any(|other| other.eq_ignore_ascii_case(header))
        };
        match scheme(&entry.kind).filter(is_free) {
            Some(scheme) => {
                request.further_auth.push(auth_of(entry, request));
                sent.push(scheme);
            }
            None => missing.push(entry.name.as_str()),
        }
    }
    let location = overlay.location(&security.at);
    let is_known = diagnostics.iter().any(|known| known.location == location);
    if !missing.is_empty() && !is_known {
        let problem = format!(
            "of the credentials that are required together, the client does not send {}",
            list(&missing)
        );
        let help = "callers set it themselves: a header with `CallOptions`, a certificate with the builder";
        diagnostics.warning(location, problem, help);
    }
}

/// Returns the scheme in the IR; `None` if the client does not support it.
fn scheme(kind: &SecurityKind) -> Option<Scheme> {
    Some(match kind {
        SecurityKind::Bearer => Scheme::Bearer,
        SecurityKind::Basic => Scheme::Basic,
        SecurityKind::Other(scheme) => Scheme::Prefixed(format!("{scheme} ")),
        SecurityKind::Header(name) => Scheme::ApiKeyHeader(name.clone()),
        SecurityKind::Query(name) => Scheme::ApiKeyQuery(name.clone()),
        SecurityKind::Unsupported(_) => return None,
    })
}

/// Returns a scheme in Postman's terms. Its value is that which the request has in a header or in the query, or else a
/// variable with the name of the scheme.
fn auth_of(entry: &SecuritySchemeEntry, request: &ParsedRequest<'_>) -> Auth {
    let variable = format!("{{{{{}}}}}", entry.name);
    let header = |name: &str| {
        let mut headers = request.headers.optional.iter();
        let header = headers.find(|header| header.name.eq_ignore_ascii_case(name))?;
        header.sent().next()?.value.clone()
    };
    let query = |name: &str| {
        let entry = request.address.query.iter().find(|entry| entry.enabled && entry.key == name)?;
        entry.value.as_deref().map(str::to_owned)
    };
    let (kind, params) = match &entry.kind {
        SecurityKind::Basic => (
            "basic",
            vec![("username", variable.clone()), ("password", format!("{{{{{}_password}}}}", entry.name))],
        ),
        SecurityKind::Header(name) => {
            ("apikey", vec![("key", name.clone()), ("value", header(name).unwrap_or(variable))])
        }
        SecurityKind::Query(name) => (
            "apikey",
            vec![
                ("key", name.clone()),
                ("value", query(name).unwrap_or(variable)),
                ("in", "query".to_owned()),
            ],
        ),
        SecurityKind::Other(scheme) => {
            ("oauth2", vec![("accessToken", variable), ("headerPrefix", scheme.clone())])
        }
        SecurityKind::Bearer | SecurityKind::Unsupported(_) => ("bearer", vec![("token", variable)]),
    };
    let params: Map<String, Value> =
        params.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    let params = vec![(kind.to_owned(), AuthParams::Object(params))];
    Auth { kind: Some(kind.to_owned()), params, ..Auth::default() }
}
