//! The client's builder: what can be set, what is missing, and what is refused.

use std::fmt;
use std::time::Duration;

use reqwest::Url;

use super::client::{Client, Inner, Secret};
use super::error::Error;
use super::options::Limits;
use super::service::{Scheme, Service};
use super::tls;
use super::url::Front;

/// Makes a [`Client`]; what is not set has the default that its setter names.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    service: &'static Service,
    variables: Vec<Option<String>>,
    credentials: Vec<Option<Secret>>,
    anonymous: bool,
    base_url: Option<String>,
    origin: Option<String>,
    allow_http: bool,
    user_agent: String,
    connect_timeout: Duration,
    limits: Limits,
    configure_http: Option<ConfigureHttp>,
}

type ConfigureHttp = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

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
            anonymous: false,
            base_url: None,
            origin: None,
            allow_http: false,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            limits: Limits::default(),
            configure_http: None,
        }
    }

    #[allow(dead_code, reason = "a collection may have no variables")]
    pub(crate) fn variable(mut self, place: usize, value: String) -> Self {
        self.variables[place] = Some(value);
        self
    }

    #[allow(dead_code, reason = "a collection may have no credentials")]
    pub(crate) fn credential(mut self, place: usize, secret: String) -> Self {
        self.credentials[place] = Some(Secret::new(secret));
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
        self.limits.attempt_timeout = timeout;
        self
    }

    /// Bounds a whole call; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.call_timeout = timeout;
        self
    }

    /// Bounds the body of a response; 10 MiB by default. A longer one is an error.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.response_bytes = bytes;
        self
    }

    /// Changes the HTTP client underneath, for what has no setter here.
    ///
    /// Proxies come from the environment by default, except for a client of a service on this machine, which has none.
    ///
    /// The rules of this crate are applied afterwards: its time limits, its TLS, no redirects, no retries of reqwest's
    /// own. This is the one place where reqwest shows, so its major version is part of this crate's promise.
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure_http = Some(Box::new(configure));
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// When a setting is missing, contradicts another one or cannot be used; the error names its setter.
    pub fn build(self) -> Result<Client, Error> {
        let fronts = self.fronts()?;
        self.check_credentials()?;
        let mut http = reqwest::Client::builder();
        if fronts.iter().all(is_local) {
            // A proxy of the environment is no way to this machine, and what goes there in plain text must stay here.
            http = http.no_proxy();
        }
        if let Some(configure) = self.configure_http {
            http = configure(http);
        }
        let http = tls::configure(http)?
            .user_agent(&self.user_agent)
            .connect_timeout(self.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .build()
            .map_err(Error::http_client)?;
        let inner = Inner {
            http,
            fronts,
            credentials: self.credentials,
            anonymous: self.anonymous,
            limits: self.limits,
            service: self.service,
        };
        Ok(Client { inner: inner.into() })
    }

    fn fronts(&self) -> Result<Vec<Front>, Error> {
        let fronts = self.service.servers.iter().map(|template| match &self.base_url {
            Some(url) => Ok(Front::Base(url.clone())),
            None => self.expand(template).map(Front::Text),
        });
        let fronts = fronts.map(|front| match &self.origin {
            Some(origin) => front?.with_origin(origin).ok_or_else(|| {
                let origin = presentable(origin);
                Error::config(format!(
                    "{origin} is no scheme, host and port, such as `http://127.0.0.1:8080`"
                ))
            }),
            None => front,
        });
        let fronts = fronts.collect::<Result<Vec<_>, _>>()?;
        for front in &fronts {
            self.check_url(&front.join("/"))?;
        }
        Ok(fronts)
    }

    /// The text of a server's template.
    fn expand(&self, template: &str) -> Result<String, Error> {
        let mut text = template.to_owned();
        for (variable, value) in self.service.variables.iter().zip(&self.variables) {
            let placeholder = format!("{{{}}}", variable.name);
            if !text.contains(&placeholder) {
                continue;
            }
            let Some(value) = value.as_deref().or(variable.default) else {
                let (name, setter) = (variable.name, variable.setter);
                let whole =
                    if setter == "base_url" { "" } else { ", or `base_url(…)` for the whole of it" };
                return Err(Error::config(format!("the URL needs `{name}`: call `{setter}(…)`{whole}")));
            };
            text = text.replace(&placeholder, value);
        }
        Ok(text)
    }

    fn check_url(&self, text: &str) -> Result<(), Error> {
        let refuse = |reason: &str| {
            let text = presentable(text);
            Err(Error::config(format!("{text} cannot be called: {reason}")))
        };
        let Ok(url) = Url::parse(text) else {
            return refuse("it is no absolute URL");
        };
        if !url.username().is_empty() || url.password().is_some() {
            // Not shown: what stands there is most likely a password.
            return Err(Error::config("a base URL holds no user name and no password".to_owned()));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("a base URL has no query and no fragment");
        }
        match url.scheme() {
            "https" if !tls::AVAILABLE => refuse("this build has no TLS; enable the feature `rustls`"),
            "http" if !self.allow_http && !is_loopback(&url) => refuse(
                "plain http would send credentials readable to everybody; use https, or call `allow_http()`",
            ),
            "http" | "https" => Ok(()),
            _ => refuse("its scheme is neither https nor http"),
        }
    }

    fn check_credentials(&self) -> Result<(), Error> {
        let schemes = self.service.credentials;
        for (scheme, secret) in schemes.iter().zip(&self.credentials) {
            let Some(secret) = secret else { continue };
            if secret.is_empty() || secret.header(scheme.kind).is_none() {
                let problem = "is empty or has characters that no header can hold, such as a line break";
                return Err(Error::config(format!("what was given to `{}(…)` {problem}", scheme.setter)));
            }
        }
        if self.anonymous || schemes.is_empty() || self.credentials.iter().any(Option::is_some) {
            return Ok(());
        }
        let setters: Vec<String> = schemes.iter().map(Scheme::call).collect();
        let setters = setters.join(" or ");
        Err(Error::config(format!("credentials are missing: call {setters}, or `without_credentials()`")))
    }
}

/// A refused URL, as a message shows it: without what is most likely a password or a key.
fn presentable(text: &str) -> String {
    if text.contains('@') {
        return "the base URL".to_owned();
    }
    match text.split_once(['?', '#']) {
        Some((front, _)) => format!("`{front}…`"),
        None => format!("`{text}`"),
    }
}

fn is_local(front: &Front) -> bool {
    Url::parse(&front.join("/")).is_ok_and(|url| is_loopback(&url))
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        None => false,
        Some(host) => {
            let address = host.trim_start_matches('[').trim_end_matches(']');
            address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
                || host == "localhost"
                || host.ends_with(".localhost")
        }
    }
}
