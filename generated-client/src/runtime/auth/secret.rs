//! Secrets, and how they are added to a request.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use reqwest::Request;
use zeroize::Zeroizing;

use crate::runtime::api::service::Scheme;
use crate::runtime::transport::url::add_query;

/// A secret of the caller, in the form in which it is sent. It is erased from memory when it is dropped, and no message or
/// `Debug` output contains it.
#[derive(Clone, Eq, PartialEq)]
pub(crate) enum Secret {
    Header(HeaderName, HeaderValue),
    /// The value of a query parameter, which is not encoded yet.
    Query(Zeroizing<String>),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Secret {
    /// Creates a secret from its parts: a token or a key, or a user and a password. Returns `None` if it cannot be
    /// sent.
    pub(crate) fn new<const N: usize>(scheme: Scheme, parts: [Zeroizing<String>; N]) -> Option<Self> {
        let text = match parts.as_slice() {
            [text] => text.clone(),
            // RFC 7617, section 2.
            [user, password] if !user.contains(':') => Zeroizing::new(format!("{}:{}", **user, **password)),
            _ => return None,
        };
        if text.is_empty() {
            return None;
        }
        let (name, value) = match scheme {
            Scheme::Bearer => (AUTHORIZATION, Zeroizing::new(format!("Bearer {}", *text))),
            Scheme::Prefixed(prefix) => (AUTHORIZATION, Zeroizing::new(format!("{prefix}{}", *text))),
            Scheme::Basic if text.contains(':') => {
                let encoded = Zeroizing::new(STANDARD.encode(text.as_bytes()));
                (AUTHORIZATION, Zeroizing::new(format!("Basic {}", *encoded)))
            }
            Scheme::ApiKeyHeader(name) => (HeaderName::from_bytes(name.as_bytes()).ok()?, text),
            Scheme::ApiKeyQuery(_) => return Some(Self::Query(text)),
            Scheme::Basic | Scheme::Signature(_) => return None,
        };
        if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            return None;
        }
        // All requests share the value, which erases itself.
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(value)).ok()?;
        value.set_sensitive(true);
        Some(Self::Header(name, value))
    }

    /// Adds the secret to a request.
    pub(crate) fn apply(&self, scheme: Scheme, request: &mut Request) {
        match (self, scheme) {
            (Self::Header(name, value), _) => {
                request.headers_mut().insert(name, value.clone());
            }
            (Self::Query(value), Scheme::ApiKeyQuery(name)) => {
                let mut query = request.url().query().and_then(|query| without(query, name));
                add_query(&mut query, name, Some(value));
                request.url_mut().set_query(query.as_deref());
            }
            (Self::Query(_), _) => {}
        }
    }
}

/// Returns a query without the entries of a name; `None` if no entry is left.
fn without(query: &str, name: &str) -> Option<String> {
    let is_other = |entry: &&str| {
        let other = entry.split('=').next().unwrap_or_default();
        !percent_decode_str(other).eq(name.bytes())
    };
    let entries: Vec<&str> = query.split('&').filter(is_other).collect();
    (!entries.is_empty()).then(|| entries.join("&"))
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn a_key_in_the_query_replaces_entries_of_its_name() {
        assert_eq!(without("k=old&x=1&%6B=2&k", "k").as_deref(), Some("x=1"));
        assert_eq!(without("k=old", "k"), None);
        assert_eq!(without("kk=1&=k", "k").as_deref(), Some("kk=1&=k"));
    }
}
