//! The client: what all its calls share.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use zeroize::Zeroizing;

use super::options::Limits;
use super::service::{SchemeKind, Service};
use super::url::Front;

/// A client of the service.
///
/// It is made by [`Client::builder`], is cheap to clone, and its clones share one connection pool. Calls own a clone,
/// so they can be spawned and outlive the client they were made from.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    /// In the order of the service's servers.
    pub(crate) fronts: Vec<Front>,
    /// In the order of the service's credentials.
    pub(crate) credentials: Vec<Option<Secret>>,
    pub(crate) anonymous: bool,
    pub(crate) service: &'static Service,
    pub(crate) limits: Limits,
}

/// Shows where requests go, and nothing secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("servers", &self.inner.fronts)
            .field("limits", &self.inner.limits)
            .finish_non_exhaustive()
    }
}

/// A secret of the caller: wiped from memory when it is dropped, and never shown.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    #[allow(dead_code, reason = "a collection may have no credentials")]
    pub(crate) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The value of the `Authorization` header; nothing when the secret has characters that no header can hold.
    pub(crate) fn header(&self, kind: SchemeKind) -> Option<HeaderValue> {
        let text = match kind {
            SchemeKind::Bearer => Zeroizing::new(format!("Bearer {}", *self.0)),
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
