//! The settings of requests: credentials, servers, limits, retries, headers.

use std::time::Duration;

use http::HeaderValue;

use super::ClientBuilder;
use crate::runtime::api::options;
use crate::runtime::auth::Authenticate;
use crate::runtime::policy::retry::RetryPolicy;

impl ClientBuilder {
    /// Sets a hook that authenticates requests, for example by signing them.
    ///
    /// It is called for each attempt of an operation that requires credentials, after other credentials are added.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::{Authenticate, BoxError, BoxFuture, Client, bytes::Bytes, http};
    ///
    /// /// Adds a header that a gateway requires.
    /// struct Gateway;
    ///
    /// impl Authenticate for Gateway {
    ///     fn authenticate<'a>(
    ///         &'a self,
    ///         request: &'a mut http::Request<Bytes>,
    ///     ) -> BoxFuture<'a, Result<(), BoxError>> {
    ///         Box::pin(async move {
    ///             request.headers_mut().insert("x-gateway-key", "a key".parse()?);
    ///             Ok(())
    ///         })
    ///     }
    /// }
    ///
    /// let builder = Client::builder().authenticate(Gateway);
    /// ```
    pub fn authenticate(mut self, hook: impl Authenticate) -> Self {
        self.authenticate = Some(Box::new(hook));
        self.is_anonymous = false;
        self
    }

    /// Sets the base URL: scheme, host, port, and the path that precedes the paths of the operations.
    ///
    /// It replaces the URLs of all servers of the API.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().base_url("http://127.0.0.1:8080/api");
    /// ```
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sends all requests to this scheme, host and port, with their paths unchanged: for a test server or a recording
    /// proxy.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().origin("http://127.0.0.1:8080");
    /// ```
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// Allows plain `http` to hosts other than this machine. Credentials and personal data are then sent unencrypted.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().base_url("http://service.internal").allow_http();
    /// ```
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// Sends no credentials, for example because a gateway adds them. Credentials that are set afterwards are sent.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().base_url("http://localhost:8080").without_credentials();
    /// ```
    pub fn without_credentials(mut self) -> Self {
        self.is_anonymous = true;
        self
    }

    /// Sets the `User-Agent` header; the name and version of this crate by default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().user_agent(concat!("reports/", env!("CARGO_PKG_VERSION")));
    /// ```
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        match HeaderValue::try_from(user_agent.into()) {
            Ok(user_agent) => self.user_agent = user_agent,
            Err(_) => {
                self.problem(format!("the value given to `user_agent(…)` {}", options::INVALID_HEADER_VALUE))
            }
        }
        self
    }

    /// Limits the duration of one attempt, from connecting to the last byte of the body; 30 s by default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().attempt_timeout(Duration::from_secs(10));
    /// ```
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// Limits the duration of a whole call, with all its attempts and waits; 60 s by default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().timeout(Duration::from_secs(120));
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.call_timeout = timeout;
        self
    }

    /// Sets the retry policy; [`RetryPolicy`] describes the default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::RetryPolicy;
    ///
    /// let builder = generated_client::Client::builder().retry(RetryPolicy::new().attempts(5));
    /// ```
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sets the size of the retry budget: 100 tokens by default.
    ///
    /// A retry takes 5 tokens, unless the service advised it with a 429, and a success gives 1 back. So an outage is not made
    /// worse by the retries of a busy client. `0` allows no other retries, and [`u32::MAX`] practically all.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().retry_budget(20);
    /// ```
    pub fn retry_budget(mut self, tokens: u32) -> Self {
        self.retry_budget = tokens;
        self
    }

    /// Follows at most this many redirects to the same scheme, host and port; 0 by default. A redirect that is not followed
    /// is an error, [`ErrorKind::Redirect`](crate::ErrorKind::Redirect), with its target.
    ///
    /// Of a GET or HEAD, any redirect is followed; of another method only a 307 or 308, with which the same request is sent
    /// again. Credentials are sent to the target, too.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().follow_redirects(3);
    /// ```
    pub fn follow_redirects(mut self, redirects: u32) -> Self {
        self.settings.redirects = redirects;
        self
    }

    /// Sends a header with every request, unless the operation or the call has one of this name.
    ///
    /// Only credentials of the client, and options of a call, take its place. [`build`](Self::build) refuses a name or a
    /// value that is not valid in HTTP, and headers that follow from the body.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().header("accept-language", "de-AT");
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match options::header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(error) => self.problem = self.problem.or(Some(error)),
        }
        self
    }

    /// Limits the number of concurrent requests of this client and its clones; no limit by default.
    ///
    /// When a server responds with 429 and a time to wait, no request is sent to it with the same credentials until then,
    /// or until one succeeds, but for at most a minute. Without a limit, each call waits on its own.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().concurrency(8);
    /// ```
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests);
        self
    }

    /// Limits the size of a response's body, in bytes; 10 MiB by default. A longer body is an error.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().max_response_bytes(64 * 1024 * 1024);
    /// ```
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.response_bytes = bytes;
        self
    }
}
