//! Whether a URL leads to another party.

use super::versions;
use crate::api::Variable;

/// The difference between two URLs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Move {
    /// None.
    Same,
    /// The same URL with another version: `/v1`, or `v1.` in front of the host.
    Version,
    /// Another URL of the same registrable domain, with TLS if it had it before.
    WithinDomain,
    /// Another registrable domain, or no TLS any more.
    Elsewhere,
}

/// Returns a server's URL with the defaults of its variables; one without a default is the name of its setter, because
/// callers give it the value, whatever the collection calls it.
pub(super) fn resolved(template: &str, variables: &[Variable]) -> String {
    let mut url = template.to_owned();
    for Variable { name, default, .. } in variables {
        let setter = || format!("{{{}}}", name.rust.trim_start_matches("r#"));
        let value = default.clone().unwrap_or_else(setter);
        url = url.replace(&format!("{{{}}}", name.wire), &value);
    }
    url.trim_end_matches('/').to_owned()
}

/// Compares two URLs.
pub(super) fn compared(old: &str, new: &str) -> Move {
    if old == new {
        return Move::Same;
    }
    let (old_scheme, old_host) = parts(old);
    let (new_scheme, new_host) = parts(new);
    let loses_tls = new_scheme != old_scheme && new_scheme.eq_ignore_ascii_case("http");
    if loses_tls || !same_domain(&old_host, &new_host) {
        return Move::Elsewhere;
    }
    match old_scheme == new_scheme && versions::change(&segments(old), &segments(new)).is_some() {
        true => Move::Version,
        false => Move::WithinDomain,
    }
}

/// Returns the labels of a URL's host and the segments of its path.
fn segments(url: &str) -> Vec<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    authority.split('.').chain(path.split('/')).map(str::to_owned).collect()
}

/// Returns the scheme, `https` if there is none, and the host in lower case without user and port.
fn parts(url: &str) -> (&str, String) {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    (scheme, host.trim_end_matches('.').to_ascii_lowercase())
}

fn same_domain(old: &str, new: &str) -> bool {
    old == new || (domain(old).is_some() && domain(old) == domain(new))
}

/// Returns the registrable domain of a host: its last two labels, or its last three where the last one is a country and
/// the one before is a usual second level (`co.uk`, `com.au`). Addresses and names with variables in these labels have
/// none. There is no list of all public suffixes here, so two customers of a shared domain such as `github.io` count as
/// one party; the change is reported all the same.
fn domain(host: &str) -> Option<&str> {
    let labels: Vec<&str> = host.split('.').collect();
    let (last, second) = (labels.last()?, labels.iter().rev().nth(1)?);
    let is_country = last.len() == 2;
    let count = match is_country && SECOND_LEVELS.contains(second) {
        true => 3,
        false => 2,
    };
    let own = &labels[labels.len().checked_sub(count)?..];
    let length: usize = own.iter().map(|label| label.len() + 1).sum::<usize>() - 1;
    let domain = &host[host.len() - length..];
    let is_name = last.starts_with(|c: char| c.is_ascii_alphabetic()) && !domain.contains(['{', '}']);
    is_name.then_some(domain)
}

/// The labels below a country's that are not registrable themselves.
const SECOND_LEVELS: &[&str] =
    &["ac", "co", "com", "edu", "gob", "gov", "gouv", "go", "ne", "net", "or", "org"];

#[cfg(test)]
mod tests {
    use super::{Move, compared, domain};

    #[test]
    fn registrable_domains() {
        for (host, expected) in [
            ("api.example.com", Some("example.com")),
            ("example.com", Some("example.com")),
            ("a.b.example.co.uk", Some("example.co.uk")),
            ("co.uk", None),
            ("shop.example.de", Some("example.de")),
            ("10.0.0.1", None),
            ("localhost", None),
            ("{tenant}.example.com", Some("example.com")),
            ("api.{domain}", None),
        ] {
            assert_eq!(domain(host), expected, "{host}");
        }
    }

    #[test]
    fn another_party_has_another_domain_or_reads_along() {
        for (old, new, expected) in [
            ("https://api.example.com", "https://api.example.com", Move::Same),
            ("https://api.example.com", "https://api.example.com/v2", Move::WithinDomain),
            ("https://api.example.com/a/v1", "https://api.example.com/a/v2", Move::Version),
            ("https://v1.example.com/a", "https://v2.example.com/a", Move::Version),
            ("https://api.example.com/v1/a", "https://api.example.com/v2/b", Move::WithinDomain),
            ("https://eu.example.com/v1", "https://api.example.com/v2", Move::WithinDomain),
            ("http://api.example.com/v1", "https://api.example.com/v2", Move::WithinDomain),
            ("https://api.example.com/v1", "http://api.example.com/v2", Move::Elsewhere),
            ("https://api.example.com/v1", "https://api.example.org/v1", Move::Elsewhere),
            ("https://api.example.com", "https://eu.example.com:8443", Move::WithinDomain),
            ("http://api.example.com", "https://api.example.com", Move::WithinDomain),
            ("https://api.example.com", "http://api.example.com", Move::Elsewhere),
            ("https://api.example.com", "https://example.com.evil.org", Move::Elsewhere),
            ("https://api.example.com", "https://api.example.com@evil.org", Move::Elsewhere),
            ("https://10.0.0.1", "https://10.0.0.2", Move::Elsewhere),
            ("https://[::1]/a", "https://[::1]/b", Move::WithinDomain),
            ("http://localhost:1", "http://localhost:2", Move::WithinDomain),
        ] {
            assert_eq!(compared(old, new), expected, "{old} {new}");
        }
    }
}
