//! The client's builder.

mod check;
mod connections;
mod environment;
#[cfg(feature = "tracing")]
mod propagation;
mod settings;
mod transport;
mod variables;

use std::env::VarError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use self::transport::Layer;
use super::client::{Client, Inner};
use super::error::Error;
use super::options::Settings;
use super::service::{Credential, QuerySetting, Service};
use crate::runtime::auth::provider::CachedProvider;
use crate::runtime::auth::{Authenticate, Secret, SecretSource, TokenProvider};
use crate::runtime::policy::concurrency::ConcurrencyLimit;
use crate::runtime::policy::retry::Budget;
use crate::runtime::transport::custom::Transport;
use crate::runtime::transport::tls::Tls;
use crate::runtime::transport::trace::Propagation;

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
    user_agent: HeaderValue,
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
            user_agent: HeaderValue::from_static(concat!(
                env!("CARGO_PKG_NAME"),
                "/",
                env!("CARGO_PKG_VERSION")
            )),
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
        let inner = Inner {
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
