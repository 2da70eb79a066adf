//! Settings of clients and of single calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use crate::runtime::api::error::Error;
use crate::runtime::api::service::Scheme;
use crate::runtime::auth::Authenticate;
use crate::runtime::policy::retry::RetryPolicy;

/// The settings of a call.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) call_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) response_bytes: usize,
    pub(crate) retry: RetryPolicy,
    /// The maximum number of redirects within the origin that are followed.
    pub(crate) redirects: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            call_timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            response_bytes: 10 * 1024 * 1024,
            retry: RetryPolicy::new(),
            redirects: 0,
        }
    }
}

/// Options of one call, which take precedence over the settings of its client.
///
/// All calls have the method `with`, which takes them. If it is called several times, the options add up, and of two that
/// set the same, the later one counts: a time limit, a policy, the credentials, a header or the entries of the query with
/// one name.
///
/// # Examples
///
/// ```no_run
/// use generated_client::{CallOptions, Client, Error, RetryPolicy, http::Method};
/// use std::time::Duration;
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let quick = CallOptions::new().timeout(Duration::from_secs(5)).retry(RetryPolicy::never());
/// let traced = CallOptions::new().header("x-request-id", "7")?;
/// let users: serde_json::Value = client.request(Method::GET, "/users").with(quick).with(traced).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct CallOptions {
    call_timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    response_bytes: Option<usize>,
    retry: Option<RetryPolicy>,
    redirects: Option<u32>,
    pub(crate) credentials: Option<CallCredentials>,
    pub(crate) query: Vec<(String, Option<String>)>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

/// The credentials of one call, which replace those of the client.
#[derive(Clone)]
pub(crate) enum CallCredentials {
    /// No credentials.
    None,
    /// A secret, sent as the operation requires.
    Secret(Zeroizing<String>),
    /// A hook that authenticates the request.
    Hook(Arc<dyn Authenticate>),
}

/// Shows the settings and the names of headers, but no value that is sent.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&HeaderName> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("CallOptions")
            .field("timeout", &self.call_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_response_bytes", &self.response_bytes)
            .field("retry", &self.retry)
            .field("follow_redirects", &self.redirects)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

impl CallOptions {
    /// Creates options that change nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the duration of a whole call, with all its attempts and waits.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use generated_client::CallOptions;
    ///
    /// let options = CallOptions::new().timeout(Duration::from_secs(5));
    /// ```
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(timeout);
        self
    }

    /// Limits the duration of one attempt, from connecting to the last byte of the body.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use generated_client::CallOptions;
    ///
    /// let options = CallOptions::new().attempt_timeout(Duration::from_secs(2));
    /// ```
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Limits the size of a response's body, in bytes. A longer body is an error.
    ///
    /// # Examples
    ///
    /// ```
    /// use generated_client::CallOptions;
    ///
    /// let options = CallOptions::new().max_response_bytes(64 * 1024 * 1024);
    /// ```
    #[must_use]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.response_bytes = Some(bytes);
        self
    }

    /// Sets the retry policy.
    ///
    /// # Examples
    ///
    /// ```
    /// use generated_client::{CallOptions, RetryPolicy};
    ///
    /// let options = CallOptions::new().retry(RetryPolicy::never());
    /// ```
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Follows at most this many redirects, as [`ClientBuilder::follow_redirects`](crate::ClientBuilder::follow_redirects)
    /// does.
    ///
    /// # Examples
    ///
    /// ```
    /// let options = generated_client::CallOptions::new().follow_redirects(3);
    /// ```
    #[must_use]
    pub fn follow_redirects(mut self, redirects: u32) -> Self {
        self.redirects = Some(redirects);
        self
    }

    /// Sends these credentials instead of the client's: a token, a key, or `user:password`, as the operation requires.
    ///
    /// White space around a token or a key, such as the line break at the end of a file, is not sent.
    ///
    /// This is for programs that act for many users, each with a token of their own. Of an operation that requires
    /// several credentials, it replaces the first one; [`header`](Self::header) and [`query`](Self::query) replace the
    /// others.
    ///
    /// # Examples
    ///
    /// ```
    /// use generated_client::CallOptions;
    ///
    /// # let token_of_the_user = String::new();
    /// let options = CallOptions::new().credentials(token_of_the_user);
    /// ```
    #[must_use]
    pub fn credentials(mut self, secret: impl Into<String>) -> Self {
        self.credentials = Some(CallCredentials::Secret(Zeroizing::new(secret.into())));
        self
    }

    /// Authenticates the call with this hook instead of the client's credentials.
    ///
    /// # Examples
    ///
    /// ```
    /// use generated_client::{Authenticate, CallOptions};
    ///
    /// fn signed(signer: impl Authenticate) -> CallOptions {
    ///     CallOptions::new().authenticate(signer)
    /// }
    /// ```
    #[must_use]
    pub fn authenticate(mut self, hook: impl Authenticate) -> Self {
        self.credentials = Some(CallCredentials::Hook(Arc::new(hook)));
        self
    }

    /// Sends the call without credentials.
    ///
    /// # Examples
    ///
    /// ```
    /// let options = generated_client::CallOptions::new().without_credentials();
    /// ```
    #[must_use]
    pub fn without_credentials(mut self) -> Self {
        self.credentials = Some(CallCredentials::None);
        self
    }

    /// Adds `name=value` to the query, or only the name if the value is `None`.
    ///
    /// This is for parameters without a setter; they follow those that have one. It replaces a parameter that the operation
    /// sends by default, and a credential of the client that is sent under this name.
    ///
    /// # Examples
    ///
    /// ```
    /// use generated_client::CallOptions;
    ///
    /// let options = CallOptions::new().query("expand", Some("groups")).query("debug", None);
    /// ```
    #[must_use]
    pub fn query(mut self, name: &str, value: Option<&str>) -> Self {
        self.query.push((name.to_owned(), value.map(str::to_owned)));
        self
    }

    /// Sets a header of the request; it replaces all headers of the same name, also one with the client's credentials.
    ///
    /// # Errors
    ///
    /// If the name or the value is not valid in HTTP, or if the header is `Content-Length` or `Transfer-Encoding`,
    /// since a value that does not match the body would corrupt the next request on the connection.
    ///
    /// # Examples
    ///
    /// ```
    /// use generated_client::{CallOptions, Error};
    ///
    /// # fn example() -> Result<(), Error> {
    /// let options = CallOptions::new().header("x-request-id", "7f3a")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        self.headers.push(header(name, value)?);
        Ok(self)
    }

    /// Returns whether the options have the header or the query parameter of a credential.
    pub(crate) fn replaces(&self, scheme: Scheme) -> bool {
        match scheme {
            Scheme::Bearer | Scheme::Prefixed(_) | Scheme::Basic => {
                self.headers.iter().any(|(name, _)| *name == AUTHORIZATION)
            }
            Scheme::ApiKeyHeader(own) => {
                self.headers.iter().any(|(name, _)| name.as_str().eq_ignore_ascii_case(own))
            }
            Scheme::ApiKeyQuery(own) => self.query.iter().any(|(name, _)| name == own),
            Scheme::Signature(_) => false,
        }
    }

    /// Returns these options, changed by later ones. The entries of a query stay, unless the later options have entries of
    /// their name; so do headers.
    pub(crate) fn merged(mut self, later: Self) -> Self {
        self.query.retain(|(name, _)| later.query.iter().all(|(other, _)| other != name));
        self.query.extend(later.query);
        self.headers.retain(|(name, _)| later.headers.iter().all(|(other, _)| other != name));
        self.headers.extend(later.headers);
        Self {
            call_timeout: later.call_timeout.or(self.call_timeout),
            attempt_timeout: later.attempt_timeout.or(self.attempt_timeout),
            response_bytes: later.response_bytes.or(self.response_bytes),
            retry: later.retry.or(self.retry),
            redirects: later.redirects.or(self.redirects),
            credentials: later.credentials.or(self.credentials),
            query: self.query,
            headers: self.headers,
        }
    }

    /// Returns the settings of a call, given those of its client.
    pub(crate) fn settings(&self, client: &Settings) -> Settings {
        Settings {
            call_timeout: self.call_timeout.unwrap_or(client.call_timeout),
            attempt_timeout: self.attempt_timeout.unwrap_or(client.attempt_timeout),
            response_bytes: self.response_bytes.unwrap_or(client.response_bytes),
            retry: self.retry.as_ref().unwrap_or(&client.retry).clone(),
            redirects: self.redirects.unwrap_or(client.redirects),
        }
    }
}

/// The reason why a text cannot be the value of a header, after the words for the text.
pub(crate) const INVALID_HEADER_VALUE: &str = "has a control character, such as a line break";

/// Parses a header that the caller sets.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    // Without the name: the caller may have swapped it with a secret value.
    let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
        let problem =
            "the name given to `header(…)` is empty or has a character that the name of a header cannot have";
        return Err(Error::argument(problem.to_owned()));
    };
    let Ok(mut value) = HeaderValue::from_str(value) else {
        return Err(Error::argument(format!("the value given to `header(…)` {INVALID_HEADER_VALUE}")));
    };
    if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name) {
        return Err(Error::argument(format!("header `{name}` cannot be set: it follows from the body")));
    }
    // It may be a credential, for example of a gateway.
    value.set_sensitive(true);
    Ok((name, value))
}
