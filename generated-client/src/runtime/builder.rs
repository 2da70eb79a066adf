//! The client's builder: what can be set.

mod check;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use zeroize::Zeroizing;

use super::client::{Client, Inner};
use super::credentials::{Authenticate, Credential, Provided, Secret, TokenProvider};
use super::error::Error;
use super::gate::Gate;
use super::options::Settings;
use super::pools::Pools;
use super::retry::{Budget, RetryPolicy};
use super::service::Service;
use super::tls::{Tls, TlsBackend};
use check::is_loopback;

/// Makes a [`Client`]; what is not set has the default that its setter names.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    service: &'static Service,
    variables: Vec<Option<String>>,
    credentials: Vec<Option<Credential>>,
    authenticate: Option<Box<dyn Authenticate>>,
    anonymous: bool,
    base_url: Option<String>,
    origin: Option<String>,
    allow_http: bool,
    user_agent: String,
    connect_timeout: Duration,
    settings: Settings,
    concurrency: Option<usize>,
    tls: Tls,
    configure_http: Option<ConfigureHttp>,
    /// The first setting that cannot be; `build` returns it.
    problem: Option<Error>,
}

type ConfigureHttp = Box<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Shows nothing of what was set, since credentials are among it.
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
            credentials: vec![None; service.credentials.len()],
            authenticate: None,
            anonymous: false,
            base_url: None,
            origin: None,
            allow_http: false,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            settings: Settings::default(),
            concurrency: None,
            tls: Tls::default(),
            configure_http: None,
            problem: None,
        }
    }

    pub(crate) fn variable(mut self, place: usize, value: String) -> Self {
        self.variables[place] = Some(value);
        self
    }

    /// Sets a secret, from its parts.
    pub(crate) fn credential<const N: usize>(mut self, place: usize, parts: [String; N]) -> Self {
        let scheme = &self.service.credentials[place];
        match Secret::of(scheme.kind, parts.map(Zeroizing::new)) {
            Some(secret) => self.credentials[place] = Some(Credential::Fixed(secret)),
            None => self.problem(format!("what was given to {} {}", scheme.call(), scheme.kind.limits())),
        }
        self
    }

    pub(crate) fn credential_from_env<const N: usize>(mut self, place: usize, variables: [&str; N]) -> Self {
        let parts = variables.map(|variable| std::env::var(variable).ok());
        match parts.iter().position(Option::is_none) {
            None => self.credential(place, parts.map(Option::unwrap_or_default)),
            // Not its text: it may be most of a secret.
            Some(missing) => {
                let variable = variables[missing];
                self.problem(format!("the environment variable `{variable}` is not set, or is not text"));
                self
            }
        }
    }

    pub(crate) fn credential_provider(mut self, place: usize, provider: impl TokenProvider) -> Self {
        self.credentials[place] = Some(Credential::Provided(Arc::new(Provided::new(provider))));
        self
    }

    fn problem(&mut self, message: String) {
        self.problem.get_or_insert_with(|| Error::config(message));
    }

    /// Lets a hook authenticate the requests of operations that authenticate, after what else is set does.
    pub fn authenticate(mut self, hook: impl Authenticate) -> Self {
        self.authenticate = Some(Box::new(hook));
        self
    }

    /// Sends everything to this URL: scheme, host, port and what precedes the paths of the operations.
    ///
    /// Goes before the variables that otherwise make it.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sends everything to this scheme, host and port, with the same paths: for a test server or a recorder.
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// Allows plain `http` to hosts other than this machine. Credentials and personal data then go out readable.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// Makes a client that sends no credentials, for example behind a gateway that adds them.
    pub fn without_credentials(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Sets the `User-Agent` header; by default the name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Bounds connecting, TLS included; 10 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Bounds one attempt, from connecting to the last byte of the body; 30 s by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// Bounds a whole call with all its attempts and waits; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.call_timeout = timeout;
        self
    }

    /// Sets when calls are repeated; [`RetryPolicy`] has the defaults.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sends at most this many requests at once, and none while the service asks for a pause (429 with a time): for
    /// bulk work. No bound by default, and each call waits for itself.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests);
        self
    }

    /// Bounds the body of a response; 10 MiB by default. A longer one is an error.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.response_bytes = bytes;
        self
    }

    /// Trusts the certificates in this PEM text, besides those that the platform trusts.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(pem.into());
        self
    }

    /// Trusts the certificates given to [`root_certificate`](Self::root_certificate) and no others.
    pub fn only_root_certificates(mut self) -> Self {
        self.tls.only_these_roots = true;
        self
    }

    /// Shows the service a client certificate: a chain and its private key (PKCS #8), in one PEM text.
    pub fn identity(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.identity = Some(Zeroizing::new(pem.into()));
        self
    }

    /// Chooses who does TLS, where more than one feature for it is on.
    pub fn tls_backend(mut self, backend: TlsBackend) -> Self {
        self.tls.backend = Some(backend);
        self
    }

    /// Changes the HTTP client underneath, for what has no setter here, such as a proxy.
    ///
    /// The rules of this crate are applied afterwards: its time limits, its TLS, no redirects, no retries of reqwest's
    /// own. It is called once for each async runtime that the client is used in. This is the one place where reqwest
    /// shows, so its major version is part of this crate's promise.
    pub fn configure_http(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure_http = Some(Box::new(configure));
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// When a setting is missing, contradicts another one or cannot be used; the error names its setter.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let fronts = self.fronts()?;
        self.check_credentials()?;
        let Self { user_agent, connect_timeout, configure_http, .. } = self;
        let urls = fronts.iter().flatten().filter_map(|front| Url::parse(&front.join("")).ok());
        let urls: Vec<Url> = urls.collect();
        let tls =
            self.tls.ready(configure_http.is_some() || urls.iter().any(|url| url.scheme() == "https"))?;
        // A proxy that the environment names would get, readable, what is meant for this machine.
        let proxies = !urls.iter().all(is_loopback);
        let pools = Pools::new(Box::new(move || {
            let mut http = reqwest::Client::builder();
            if !proxies {
                http = http.no_proxy();
            }
            if let Some(configure) = &configure_http {
                http = configure(http);
            }
            tls.apply(http)
                .user_agent(&user_agent)
                .connect_timeout(connect_timeout)
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .build()
                .map_err(Error::http_client)
        }))?;
        let inner = Inner {
            service: self.service,
            pools,
            fronts,
            credentials: self.credentials,
            authenticate: self.authenticate,
            anonymous: self.anonymous,
            settings: self.settings,
            budget: Budget::new(),
            gate: self.concurrency.map(Gate::new),
            #[cfg(feature = "blocking")]
            blocking: Default::default(),
        };
        Ok(Client { inner: inner.into() })
    }
}
