//! Credentials: the hooks that callers implement, secrets, and the sources of secrets.

pub(crate) mod provider;
pub(crate) mod secret;

use std::future::Future;
use std::pin::Pin;

pub(crate) use provider::SecretSource;
pub(crate) use secret::Secret;

/// The error type of token providers and hooks: any error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The future type of token providers and hooks.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of tokens that expire.
///
/// The client calls it when it has no token yet, and once more after the service has responded with 401. It caches the
/// token in between; while one call waits for a new token, the other calls wait for the same one.
///
/// A closure that returns a future is a provider: `|| async { fetch_token().await }`.
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns a token that is valid now.
    ///
    /// # Errors
    ///
    /// If there is none; the call then fails with [`ErrorKind::Credentials`](crate::ErrorKind::Credentials).
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

/// A hook that authenticates requests in ways that the client does not support, such as signatures.
///
/// It is called for each attempt of an operation that requires credentials, after all other parts of the request are
/// set.
pub trait Authenticate: Send + Sync + 'static {
    /// Authenticates a request. It may change the query, the headers and the body; other changes are ignored.
    ///
    /// # Errors
    ///
    /// If the request cannot be authenticated; the call then fails with
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials).
    fn authenticate<'a>(
        &'a self,
        request: &'a mut http::Request<bytes::Bytes>,
    ) -> BoxFuture<'a, Result<(), BoxError>>;
}
