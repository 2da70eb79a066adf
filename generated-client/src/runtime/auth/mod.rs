//! Credentials: the hooks that callers implement, secrets, and the sources of secrets.

pub(crate) mod provider;
pub(crate) mod secret;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

pub(crate) use provider::SecretSource;
pub(crate) use secret::Secret;

/// The error type of token providers and hooks: any error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The future type of token providers and hooks.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A token, and how long it is valid if that is known.
///
/// A string is a token whose expiry is not known: `"…".into()`.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// let token = generated_client::Token::new("of an OAuth response").expires_in(Duration::from_secs(3600));
/// ```
#[derive(Clone)]
pub struct Token {
    pub(crate) text: Zeroizing<String>,
    pub(crate) lifetime: Option<Duration>,
}

impl Token {
    /// Creates a token whose expiry is not known.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self { text: Zeroizing::new(token.into()), lifetime: None }
    }

    /// Sets the time for which the token is valid from now on.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Sets the time at which the token expires.
    #[must_use]
    pub fn expires_at(self, expiry: SystemTime) -> Self {
        self.expires_in(expiry.duration_since(SystemTime::now()).unwrap_or_default())
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}

impl From<&str> for Token {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

/// Shows how long the token is valid, but not the token.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("lifetime", &self.lifetime).finish_non_exhaustive()
    }
}

/// A source of tokens that expire.
///
/// The client calls it when it has no token yet, shortly before the token expires, and after the service has responded
/// with 401. It keeps the token in between. While one is fetched, all calls wait for it, each up to its own deadline; the
/// fetch goes on when a call is dropped, for at most 30 s. After a failure, and after a token that is not a new one, the
/// client does not ask again for 3 s.
///
/// A refused call is repeated only if the provider then has another token, and only once; a call that is not idempotent
/// is not repeated with [`RetryPolicy::never`](crate::RetryPolicy::never).
///
/// A closure that returns a future is a provider: `|| async { fetch_token().await }`. The future is polled on a thread of
/// its own, inside the async runtime of the call, so it may block.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use generated_client::{BoxError, BoxFuture, Token, TokenProvider};
///
/// /// Reads a token that another process renews.
/// struct TokenFile(std::path::PathBuf);
///
/// impl TokenProvider for TokenFile {
///     fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
///         Box::pin(async {
///             let token = std::fs::read_to_string(&self.0)?;
///             Ok(Token::new(token).expires_in(Duration::from_secs(300)))
///         })
///     }
/// }
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns a token that is valid now.
    ///
    /// # Errors
    ///
    /// If there is none; the call then fails with [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), or with the
    /// 401 because of which a new token was needed.
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>>;
}

impl<F, Fut, T, E> TokenProvider for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<T, E>> + Send + 'static,
    T: Into<Token>,
    E: Into<BoxError>,
{
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let token = self();
        Box::pin(async { token.await.map(Into::into).map_err(Into::into) })
    }
}

/// A hook that authenticates requests in ways that the client does not support, such as signatures.
///
/// It is called for each attempt of an operation that requires credentials, after all other parts of the request are
/// set.
///
/// # Examples
///
/// ```
/// use generated_client::{Authenticate, BoxError, BoxFuture, bytes::Bytes, http};
///
/// /// Adds a header with the length of the body, as an example of a signature.
/// struct Signer;
///
/// impl Authenticate for Signer {
///     fn authenticate<'a>(
///         &'a self,
///         request: &'a mut http::Request<Bytes>,
///     ) -> BoxFuture<'a, Result<(), BoxError>> {
///         Box::pin(async move {
///             let length = request.body().len();
///             request.headers_mut().insert("x-signed-length", length.into());
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait Authenticate: Send + Sync + 'static {
    /// Authenticates a request. It may change the query, the headers and the body; other changes are ignored, and so is a
    /// length that is not that of the body.
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
