//! Secrets, and how they are added to a request.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use reqwest::Request;
use zeroize::Zeroizing;

use crate::runtime::api::error::Error;
use crate::runtime::api::service::Scheme;
use crate::runtime::transport::url::add_query;

/// A secret of the caller. It is erased from memory when it is dropped, and no message or `Debug` output contains it.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Secret(Zeroizing<String>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Secret {
    /// Creates a secret from its parts: a token or a key, or a user and a password. Returns `None` if it cannot be
    /// sent.
    pub(crate) fn new<const N: usize>(scheme: Scheme, parts: [Zeroizing<String>; N]) -> Option<Self> {
        let user_has_colon = N > 1 && parts[0].contains(':');
        let text = match parts.as_slice() {
            [text] => text.clone(),
            // RFC 7617, section 2.
            [user, password] => Zeroizing::new(format!("{}:{}", **user, **password)),
            _ => return None,
        };
        Some(Self(text)).filter(|secret| !user_has_colon && secret.can_be_sent(scheme))
    }

    /// Returns whether the secret can be sent in this way.
    fn can_be_sent(&self, scheme: Scheme) -> bool {
        match scheme {
            Scheme::Basic => self.0.contains(':'),
            Scheme::ApiKeyQuery(_) => !self.0.is_empty(),
            Scheme::Signature(_) => false,
            _ => !self.0.is_empty() && self.header(scheme).is_some(),
        }
    }

    /// Adds the secret to a request.
    pub(crate) fn apply(&self, scheme: Scheme, request: &mut Request) -> Result<(), Error> {
        if let Scheme::ApiKeyQuery(name) = scheme {
            let mut query = request.url().query().and_then(|query| without(query, name));
            add_query(&mut query, name, Some(&self.0));
            request.url_mut().set_query(query.as_deref());
            return Ok(());
        }
        let Some((name, value)) = self.header(scheme) else {
            let problem = "the credentials have characters that a header cannot contain";
            return Err(Error::config(problem.to_owned()));
        };
        request.headers_mut().insert(name, value);
        Ok(())
    }

    /// Returns the header that contains the secret; `None` if it is not sent in a header, or cannot be.
    fn header(&self, scheme: Scheme) -> Option<(HeaderName, HeaderValue)> {
        let (name, text) = match scheme {
            Scheme::Bearer => (AUTHORIZATION, Zeroizing::new(format!("Bearer {}", *self.0))),
            Scheme::Prefixed(prefix) => (AUTHORIZATION, Zeroizing::new(format!("{prefix}{}", *self.0))),
            Scheme::Basic => {
                let encoded = Zeroizing::new(STANDARD.encode(self.0.as_bytes()));
                (AUTHORIZATION, Zeroizing::new(format!("Basic {}", *encoded)))
            }
            Scheme::ApiKeyHeader(name) => (HeaderName::from_bytes(name.as_bytes()).ok()?, self.0.clone()),
            Scheme::ApiKeyQuery(_) | Scheme::Signature(_) => return None,
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some((name, value))
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
