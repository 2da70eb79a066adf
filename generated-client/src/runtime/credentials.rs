//! Secrets, where they come from, and how they are put into a request.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use reqwest::Request;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::error::Error;
use super::service::SchemeKind;
use super::url::add_query;

/// Any error, as hooks of the caller return it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A boxed future, as hooks of the caller return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where tokens come from that do not last.
///
/// It is asked when the client has no token yet, and once more after the service has answered 401. The client keeps
/// the token in between, and while one call waits for a new one, the others wait for the same one.
///
/// A closure that returns a future is a provider: `|| async { fetch_token().await }`.
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns a token that is valid now.
    fn token(&self) -> BoxFuture<'_, Result<String, BoxError>>;
}

impl<F, Fut, E> TokenProvider for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<String, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn token(&self) -> BoxFuture<'_, Result<String, BoxError>> {
        let token = self();
        Box::pin(async { token.await.map_err(Into::into) })
    }
}

/// Authenticates requests in ways that the client does not know, such as signatures.
///
/// It is called for each attempt of an operation that authenticates, when everything else of the request is final.
pub trait Authenticate: Send + Sync + 'static {
    /// Adds to the request what authenticates it. Query, headers and body may be changed; nothing else is taken over.
    fn authenticate<'a>(
        &'a self,
        request: &'a mut http::Request<bytes::Bytes>,
    ) -> BoxFuture<'a, Result<(), BoxError>>;
}

/// A secret of the caller: wiped from memory when it is dropped, and never shown.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Secret {
    /// The secret of these parts: a token or a key, or a user and a password. Nothing when it cannot be sent.
    pub(crate) fn of<const N: usize>(kind: SchemeKind, parts: [Zeroizing<String>; N]) -> Option<Self> {
        let user_holds_colon = N > 1 && parts[0].contains(':');
        let text = match parts.as_slice() {
            [text] => text.clone(),
            // RFC 7617, section 2.
            [user, password] => Zeroizing::new(format!("{}:{}", **user, **password)),
            _ => return None,
        };
        Some(Self(text)).filter(|secret| !user_holds_colon && secret.fits(kind))
    }

    /// Whether there is something to send, and it can be sent.
    fn fits(&self, kind: SchemeKind) -> bool {
        match kind {
            SchemeKind::Basic => self.0.contains(':'),
            SchemeKind::ApiKeyQuery(_) => !self.0.is_empty(),
            SchemeKind::Signature(_) => false,
            _ => !self.0.is_empty() && self.header(kind).is_some(),
        }
    }

    /// Puts it into a request.
    pub(crate) fn apply(&self, kind: SchemeKind, request: &mut Request) -> Result<(), Error> {
        if let SchemeKind::ApiKeyQuery(name) = kind {
            let mut query = request.url().query().and_then(|query| without(query, name));
            add_query(&mut query, name, Some(&self.0));
            request.url_mut().set_query(query.as_deref());
            return Ok(());
        }
        let Some((name, value)) = self.header(kind) else {
            return Err(Error::config("the credentials have characters that no header can hold".to_owned()));
        };
        request.headers_mut().insert(name, value);
        Ok(())
    }

    fn header(&self, kind: SchemeKind) -> Option<(HeaderName, HeaderValue)> {
        let (name, text) = match kind {
            SchemeKind::Bearer => (AUTHORIZATION, Zeroizing::new(format!("Bearer {}", *self.0))),
            SchemeKind::Prefixed(prefix) => (AUTHORIZATION, Zeroizing::new(format!("{prefix}{}", *self.0))),
            SchemeKind::Basic => {
                let encoded = Zeroizing::new(base64(self.0.as_bytes()));
                (AUTHORIZATION, Zeroizing::new(format!("Basic {}", *encoded)))
            }
            SchemeKind::ApiKeyHeader(name) => (HeaderName::from_bytes(name.as_bytes()).ok()?, self.0.clone()),
            SchemeKind::ApiKeyQuery(_) | SchemeKind::Signature(_) => return None,
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    }
}

/// A query without the entries of a name; nothing when none is left.
fn without(query: &str, name: &str) -> Option<String> {
    let is_other = |entry: &&str| {
        let other = entry.split('=').next().unwrap_or_default();
        !percent_decode_str(other).eq(name.bytes())
    };
    let entries: Vec<&str> = query.split('&').filter(is_other).collect();
    (!entries.is_empty()).then(|| entries.join("&"))
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A credential of the client.
#[derive(Clone)]
pub(crate) enum Credential {
    /// The caller gave it.
    Fixed(Secret),
    /// It is asked for.
    Provided(Arc<Provided>),
}

/// A credential that is asked for, and the last answer.
pub(crate) struct Provided {
    provider: Box<dyn TokenProvider>,
    /// Locked while the provider is asked, so that it is asked once; a call that is given up unlocks it.
    last: Mutex<Last>,
    /// How often the provider has failed.
    failures: AtomicU64,
}

#[derive(Default)]
struct Last {
    secret: Option<Secret>,
    /// How often the provider has answered.
    generation: u64,
    /// Its last failure.
    failure: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Provided {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Self { provider: Box::new(provider), last: Mutex::default(), failures: AtomicU64::new(0) }
    }

    /// The secret and its generation; a new one when the last one is `stale`.
    async fn secret(&self, kind: SchemeKind, stale: Option<u64>) -> Result<(Secret, u64), Error> {
        let failures = self.failures.load(Ordering::Relaxed);
        let mut last = self.last.lock().await;
        if let Some(secret) = &last.secret
            && stale != Some(last.generation)
        {
            return Ok((secret.clone(), last.generation));
        }
        // Who has waited for an answer takes it when it is a failure, too, and does not ask again.
        if let Some(failure) = &last.failure
            && self.failures.load(Ordering::Relaxed) != failures
        {
            return Err(Error::provider(Arc::clone(failure)));
        }
        let secret = match self.provider.token().await {
            Ok(token) => Secret::of(kind, [Zeroizing::new(token)]),
            Err(failure) => {
                let failure = Arc::from(failure);
                last.failure = Some(Arc::clone(&failure));
                self.failures.fetch_add(1, Ordering::Relaxed);
                return Err(Error::provider(failure));
            }
        };
        let Some(secret) = secret else {
            return Err(Error::config("the token provider returned a token that cannot be sent".to_owned()));
        };
        last.secret = Some(secret.clone());
        last.generation += 1;
        Ok((secret, last.generation))
    }
}

impl Credential {
    /// Whether a new secret may help after a 401.
    pub(crate) fn is_provided(&self) -> bool {
        matches!(self, Self::Provided(_))
    }

    /// The secret to send, and its generation; a new one when that generation is `stale`.
    pub(crate) async fn secret(&self, kind: SchemeKind, stale: Option<u64>) -> Result<(Secret, u64), Error> {
        match self {
            Self::Fixed(secret) => Ok((secret.clone(), 0)),
            Self::Provided(provided) => provided.secret(kind, stale).await,
        }
    }
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
