//! What can be set per client and per call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::credentials::Authenticate;
use super::error::Error;
use super::retry::RetryPolicy;

/// The settings of a call.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) call_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) response_bytes: usize,
    pub(crate) retry: RetryPolicy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            call_timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            response_bytes: 10 * 1024 * 1024,
            retry: RetryPolicy::new(),
        }
    }
}

/// Settings of one call, which go before those of its client.
#[derive(Clone, Default)]
pub struct CallOptions {
    call_timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    response_bytes: Option<usize>,
    retry: Option<RetryPolicy>,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) query: Vec<(String, Option<String>)>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

/// What one call sends in place of the client's credentials.
#[derive(Clone)]
pub(crate) enum Credentials {
    /// Nothing.
    None,
    /// This, in the way of the operation.
    Secret(Zeroizing<String>),
    /// What this hook adds.
    Hook(Arc<dyn Authenticate>),
}

/// Shows the settings, and of what is sent only the names of headers.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&HeaderName> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("CallOptions")
            .field("timeout", &self.call_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_response_bytes", &self.response_bytes)
            .field("retry", &self.retry)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

impl CallOptions {
    /// No settings: the call goes by those of its client.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Bounds the whole call, with all its attempts and waits.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(timeout);
        self
    }

    /// Bounds one attempt: from connecting to the last byte of the body.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Bounds the body of the response.
    #[must_use]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.response_bytes = Some(bytes);
        self
    }

    /// Sets when the call is repeated.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sends these credentials in place of the client's: a token, a key, or `user:password`, whichever the operation
    /// takes. For a service that acts for many people, each with a token of their own.
    #[must_use]
    pub fn credentials(mut self, secret: impl Into<String>) -> Self {
        self.credentials = Some(Credentials::Secret(Zeroizing::new(secret.into())));
        self
    }

    /// Lets this hook authenticate the call, in place of the client's credentials: for signatures that are not the same
    /// for all calls.
    #[must_use]
    pub fn authenticate(mut self, hook: impl Authenticate) -> Self {
        self.credentials = Some(Credentials::Hook(Arc::new(hook)));
        self
    }

    /// Sends no credentials.
    #[must_use]
    pub fn without_credentials(mut self) -> Self {
        self.credentials = Some(Credentials::None);
        self
    }

    /// Adds `name=value` to the query, or the bare name: for what the operation has no setter for. It comes after what the
    /// setters add.
    #[must_use]
    pub fn query(mut self, name: &str, value: Option<&str>) -> Self {
        self.query.push((name.to_owned(), value.map(str::to_owned)));
        self
    }

    /// Adds a header to the request, in place of a header of that name that the operation has.
    ///
    /// # Errors
    ///
    /// When the name or the value cannot stand in an HTTP header, or when the header would say where the body ends: one
    /// that does not fit the body would spoil the next request of the connection.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let parsed = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
        let (Ok(name), Ok(mut value)) = parsed else {
            // Not shown: somebody may have taken name and value for one another.
            return Err(Error::argument("a header has a name or a value that cannot be sent".to_owned()));
        };
        if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name) {
            return Err(Error::argument(format!("header `{name}` cannot be set: it follows from the body")));
        }
        // It may be anything, a credential of a gateway for example.
        value.set_sensitive(true);
        self.headers.push((name, value));
        Ok(self)
    }

    /// The settings of a call of a client with these.
    pub(crate) fn settings(&self, client: &Settings) -> Settings {
        Settings {
            call_timeout: self.call_timeout.unwrap_or(client.call_timeout),
            attempt_timeout: self.attempt_timeout.unwrap_or(client.attempt_timeout),
            response_bytes: self.response_bytes.unwrap_or(client.response_bytes),
            retry: self.retry.as_ref().unwrap_or(&client.retry).clone(),
        }
    }
}
