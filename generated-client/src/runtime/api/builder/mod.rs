//! The client's builder.

mod check;
mod environment;
#[cfg(feature = "tracing")]
mod propagation;
mod transport;
mod variables;

use std::env::VarError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use reqwest::Url;
use zeroize::Zeroizing;

use self::transport::Layer;
use super::client::{Client, Inner};
use super::error::Error;
use super::options::{self, Settings};
use super::service::{Credential, QuerySetting, Service};
use crate::runtime::auth::provider::CachedProvider;
use crate::runtime::auth::{Authenticate, Secret, SecretSource, TokenProvider};
use crate::runtime::policy::concurrency::ConcurrencyLimit;
use crate::runtime::policy::retry::{Budget, RetryPolicy};
use crate::runtime::transport::custom::Transport;
use crate::runtime::transport::tls::{Tls, TlsBackend};
use crate::runtime::transport::trace::Propagation;
use crate::runtime::transport::url::BaseUrl;

/// A builder of a [`Client`]. The documentation of each setter names its default.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
///
/// use generated_client::{Client, RetryPolicy};
///
/// # fn example() -> Result<(), generated_client::Error> {
/// let client = Client::builder()
///     .user_agent("reports/1.4")
///     .timeout(Duration::from_secs(20))
///     .retry(RetryPolicy::new().attempts(5))
///     .concurrency(8)
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    service: &'static Service,
    variables: Vec<Option<String>>,
    query_settings: Vec<(&'static QuerySetting, String)>,
    secrets: Vec<Option<SecretSource>>,
    authenticate: Option<Box<dyn Authenticate>>,
    is_anonymous: bool,
    base_url: Option<String>,
    origin: Option<String>,
    allow_http: bool,
    user_agent: String,
    connect_timeout: Duration,
    settings: Settings,
    retry_budget: u32,
    concurrency: Option<usize>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The proxies; empty for those of the environment, `None` for no proxies.
    proxies: Option<Vec<reqwest::Proxy>>,
    tls: Tls,
    configure_http: Option<ConfigureHttp>,
    propagation: Propagation,
    /// The transport that is used instead of HTTP connections.
    transport: Option<Box<dyn Transport>>,
    /// The transports around it, the innermost first.
    layers: Vec<Layer>,
    /// The first setting that is not valid; `build` returns it.
    problem: Option<Error>,
}

type ConfigureHttp = Box<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Shows no setting, since credentials are among them.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

impl ClientBuilder {
    pub(crate) fn new(service: &'static Service) -> Self {
        Self {
            service,
            variables: vec![None; service.variables.len()],
            query_settings: Vec::new(),
            secrets: vec![None; service.credentials.len()],
            authenticate: None,
            is_anonymous: false,
            base_url: None,
            origin: None,
            allow_http: false,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            settings: Settings::default(),
            retry_budget: Budget::TOKENS,
            concurrency: None,
            headers: Vec::new(),
            proxies: Some(Vec::new()),
            tls: Tls::default(),
            configure_http: None,
            propagation: Propagation::default(),
            transport: None,
            layers: Vec::new(),
            problem: None,
        }
    }

    /// Sets the value of a variable in the URL of a server.
    pub(crate) fn variable(mut self, name: &'static str, value: String) -> Self {
        let index = self.service.variable_index(name);
        if let Some(variable) = index.and_then(|index| self.variables.get_mut(index)) {
            *variable = Some(value);
        }
        self
    }

    /// Sets the value of a query parameter that many operations have.
    pub(crate) fn query_setting(mut self, setting: &'static QuerySetting, value: String) -> Self {
        self.query_settings.retain(|(other, _)| !std::ptr::eq(*other, setting));
        self.query_settings.push((setting, value));
        self
    }

    /// Sets a secret: its parts, which are a token or a key, or a user and a password.
    pub(crate) fn credential<const N: usize>(
        mut self,
        credential: &'static Credential,
        parts: [String; N],
    ) -> Self {
        self.parts(credential, parts, || format!("the value given to {}", credential.setter_call()));
        self
    }

    /// Sets a secret, or keeps the reason why it cannot be sent. `subject` returns what the message is about.
    fn parts<const N: usize>(
        &mut self,
        credential: &'static Credential,
        parts: [String; N],
        subject: impl FnOnce() -> String,
    ) {
        match Secret::new(credential.scheme, parts.map(Zeroizing::new)) {
            Ok(secret) => self.set_secret(credential, SecretSource::Fixed(secret)),
            Err(reason) => self.problem(format!("{} {reason}", subject())),
        }
    }

    /// Sets a secret whose parts are in environment variables.
    pub(crate) fn credential_from_env<const N: usize>(
        mut self,
        credential: &'static Credential,
        variables: [&str; N],
    ) -> Self {
        let parts = variables.map(std::env::var);
        let subject = || {
            let names: Vec<String> = variables.iter().map(|variable| environment::shown(variable)).collect();
            match &names[..] {
                [name] => format!("the content of {name}"),
                names => format!("the content of {}, joined by a colon,", names.join(" and ")),
            }
        };
        let missing = parts.iter().zip(variables).find_map(|(part, variable)| {
            let problem = match part {
                Ok(_) => return None,
                Err(VarError::NotPresent) => "is not set",
                // Without the value: it may be part of a secret.
                Err(VarError::NotUnicode(_)) => "is not valid Unicode",
            };
            Some(format!("{} {problem}", environment::shown(variable)))
        });
        match missing {
            Some(problem) => self.problem(problem),
            None => self.parts(credential, parts.map(Result::unwrap_or_default), subject),
        }
        self
    }

    /// Sets a provider of a secret.
    pub(crate) fn credential_provider(
        mut self,
        credential: &'static Credential,
        provider: impl TokenProvider,
    ) -> Self {
        let provider = Arc::new(CachedProvider::new(credential.scheme, provider));
        self.set_secret(credential, SecretSource::Provider(provider));
        self
    }

    fn set_secret(&mut self, credential: &'static Credential, source: SecretSource) {
        let index = self.service.credential_index(credential);
        if let Some(secret) = index.and_then(|index| self.secrets.get_mut(index)) {
            *secret = Some(source);
            self.is_anonymous = false;
        }
    }

    /// Keeps an error for `build`, unless there is an earlier one.
    fn problem(&mut self, message: String) {
        self.problem.get_or_insert_with(|| Error::config(message));
    }

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
    /// let builder = generated_client::Client::builder().base_url("http://127.0.0.1:8080/api");
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
    /// let builder = generated_client::Client::builder().origin("http://127.0.0.1:8080");
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
    /// let builder = generated_client::Client::builder().base_url("http://service.internal").allow_http();
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
    /// let builder = generated_client::Client::builder().base_url("http://localhost:8080").without_credentials();
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
    /// let builder = generated_client::Client::builder().user_agent(concat!("reports/", env!("CARGO_PKG_VERSION")));
    /// ```
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        if HeaderValue::from_str(&self.user_agent).is_err() {
            self.problem(format!("the value given to `user_agent(…)` {}", options::INVALID_HEADER_VALUE));
        }
        self
    }

    /// Limits the time to connect, including the TLS handshake; 10 s by default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().connect_timeout(std::time::Duration::from_secs(3));
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Limits the duration of one attempt, from connecting to the last byte of the body; 30 s by default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().attempt_timeout(std::time::Duration::from_secs(10));
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
    /// let builder = generated_client::Client::builder().timeout(std::time::Duration::from_secs(120));
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
    /// let builder = generated_client::Client::builder().header("accept-language", "de-AT");
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match options::header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(error) => self.problem = self.problem.or(Some(error)),
        }
        self
    }

    /// Sends requests through this proxy, such as `http://user:password@proxy.example:8080`, instead of those of the
    /// environment. Requests to this machine are sent directly.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().proxy("http://proxy.example:8080");
    /// ```
    pub fn proxy(mut self, url: &str) -> Self {
        match reqwest::Proxy::all(url) {
            Ok(proxy) => self.proxies.get_or_insert_default().push(proxy),
            // Without the URL and the error, which may have a password.
            Err(_) => self.problem("the value given to `proxy(…)` is not the URL of a proxy".to_owned()),
        }
        self
    }

    /// Sends requests through no proxy, also not through those of the environment.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().no_proxy();
    /// ```
    pub fn no_proxy(mut self) -> Self {
        self.proxies = None;
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
    /// let builder = generated_client::Client::builder().max_response_bytes(64 * 1024 * 1024);
    /// ```
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.response_bytes = bytes;
        self
    }

    /// Trusts these root certificates, in PEM, in addition to those that the platform trusts.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn example() -> std::io::Result<()> {
    /// let builder = generated_client::Client::builder().root_certificate(std::fs::read("ca.pem")?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(pem.into());
        self
    }

    /// Trusts only the certificates given to [`root_certificate`](Self::root_certificate).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn example() -> std::io::Result<()> {
    /// let builder = generated_client::Client::builder().root_certificate(std::fs::read("ca.pem")?);
    /// let builder = builder.only_root_certificates();
    /// # Ok(())
    /// # }
    /// ```
    pub fn only_root_certificates(mut self) -> Self {
        self.tls.only_these_roots = true;
        self
    }

    /// Sets a client certificate: the chain and its private key (PKCS #8), both in PEM, one after the other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn example() -> std::io::Result<()> {
    /// let pem = [std::fs::read("chain.pem")?, std::fs::read("key.pem")?].concat();
    /// let builder = generated_client::Client::builder().identity(pem);
    /// # Ok(())
    /// # }
    /// ```
    pub fn identity(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.identity = Some(Zeroizing::new(pem.into()));
        self
    }

    /// Sets the TLS implementation, if both features, `rustls` and `native-tls`, are enabled; rustls by default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().tls_backend(generated_client::TlsBackend::Rustls);
    /// ```
    pub fn tls_backend(mut self, backend: TlsBackend) -> Self {
        self.tls.backend = Some(backend);
        self
    }

    /// Changes settings of the HTTP client that have no setter here, such as a resolver of names.
    ///
    /// The settings of this crate are applied afterwards: its timeouts, its TLS, no redirects, no retries by reqwest,
    /// and no proxy for requests to this machine.
    /// The closure is called once for each async runtime that uses the client. No other public item exposes reqwest;
    /// because of this one, a new major version of reqwest is a breaking change of this crate.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().configure_http(|http| http.pool_max_idle_per_host(4));
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure_http = Some(Box::new(configure));
        self
    }

    /// Creates the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// If a setting is missing, contradicts another one or is not valid; the error names its setter.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn example() -> Result<(), generated_client::Error> {
    /// let client = generated_client::Client::builder().build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let base_urls = self.base_urls()?;
        self.check_credentials()?;
        let sender = self.sender(&base_urls)?;
        let parse = |base_url: &BaseUrl| Url::parse(&base_url.join("")).ok();
        let inner = Inner {
            parsed_base_urls: base_urls.iter().map(|base_url| parse(base_url.as_ref().ok()?)).collect(),
            service: self.service,
            sender,
            base_urls,
            query_settings: self.query_settings,
            secrets: self.secrets,
            authenticate: self.authenticate,
            is_anonymous: self.is_anonymous,
            settings: self.settings,
            budget: Budget::new(self.retry_budget),
            headers: self.headers,
            concurrency: self.concurrency.map(ConcurrencyLimit::new),
            propagation: self.propagation,
            #[cfg(feature = "blocking")]
            blocking: Default::default(),
        };
        Ok(Client { inner: inner.into() })
    }
}
