//! The client.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};

use super::error::Error;
use super::options::Settings;
use super::service::{Credential, QuerySetting, Server, Service};
use crate::runtime::auth::{Authenticate, SecretSource};
use crate::runtime::policy::concurrency::ConcurrencyLimit;
use crate::runtime::policy::retry::Budget;
use crate::runtime::transport::sender::Sender;
use crate::runtime::transport::trace::Propagation;
use crate::runtime::transport::url::ServerUrl;

/// A client of the service.
///
/// [`Client::builder`] configures and creates one. A client is cheap to clone; its clones share its connections, its
/// retry budget and its limit on concurrent requests. A call owns a clone, so it can be spawned as a task and outlive
/// the client that created it. A client can be used from several tokio runtimes; each has connections of its own.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

/// The parts of a client that its clones share.
pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    pub(crate) sender: Sender,
    /// The base URLs, in the order of the service's servers; the reason if a server cannot be called.
    pub(crate) base_urls: Vec<Result<ServerUrl, String>>,
    /// The values that the caller has set for query parameters.
    pub(crate) query_settings: Vec<(&'static QuerySetting, String)>,
    /// The secrets, in the order of the service's credentials; `None` if the caller has set none.
    pub(crate) secrets: Vec<Option<SecretSource>>,
    pub(crate) authenticate: Option<Box<dyn Authenticate>>,
    pub(crate) is_anonymous: bool,
    pub(crate) settings: Settings,
    pub(crate) budget: Budget,
    /// The headers of every request.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) concurrency: Option<ConcurrencyLimit>,
    pub(crate) propagation: Propagation,
    #[cfg(feature = "blocking")]
    pub(crate) blocking: super::blocking::Background,
}

impl Inner {
    /// Returns the base URL of a server.
    pub(crate) fn base_url(&self, server: &'static Server) -> Result<&ServerUrl, Error> {
        match self.service.server_index(server).and_then(|index| self.base_urls.get(index)) {
            Some(Ok(url)) => Ok(url),
            Some(Err(problem)) => Err(Error::config(format!("{problem}; nothing was sent"))),
            None => Err(Error::config("the server of the operation is not one of the client's".to_owned())),
        }
    }

    /// Returns the value that the caller has set for a query parameter.
    pub(crate) fn query_setting(&self, setting: &'static QuerySetting) -> Option<&str> {
        let mut settings = self.query_settings.iter();
        settings.find(|(other, _)| std::ptr::eq(*other, setting)).map(|(_, value)| value.as_str())
    }

    /// Returns the secret that the caller has set for a credential.
    pub(crate) fn secret(&self, credential: &'static Credential) -> Option<&SecretSource> {
        self.secrets.get(self.service.credential_index(credential)?)?.as_ref()
    }
}

/// Shows scheme and host of the base URLs and the settings, but no secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("servers", &self.inner.base_urls)
            .field("settings", &self.inner.settings)
            .finish_non_exhaustive()
    }
}
