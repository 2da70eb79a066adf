//! The client: what all its calls share.

use std::fmt;
use std::sync::Arc;

use super::credentials::{Authenticate, Credential};
use super::gate::Gate;
use super::options::Settings;
use super::pools::Pools;
use super::retry::Budget;
use super::service::Service;
use super::url::Front;

/// A client of the service.
///
/// It is made by [`Client::builder`], is cheap to clone, and its clones share connections and the retry budget. Calls
/// own a clone, so they can be spawned and outlive the client they were made from. It can be used from several tokio
/// runtimes; each has connections of its own.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    pub(crate) pools: Pools,
    /// In the order of the service's servers; why a server cannot be called, where that is so.
    pub(crate) fronts: Vec<Result<Front, String>>,
    /// In the order of the service's credentials.
    pub(crate) credentials: Vec<Option<Credential>>,
    pub(crate) authenticate: Option<Box<dyn Authenticate>>,
    pub(crate) anonymous: bool,
    pub(crate) settings: Settings,
    pub(crate) budget: Budget,
    pub(crate) gate: Option<Gate>,
    #[cfg(feature = "blocking")]
    pub(crate) blocking: super::blocking::Background,
}

/// Shows where requests go, and nothing secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("servers", &self.inner.fronts)
            .field("settings", &self.inner.settings)
            .finish_non_exhaustive()
    }
}
