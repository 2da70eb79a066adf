//! The sources of secrets: a value that the caller has set, or a [`TokenProvider`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::{Secret, TokenProvider};
use crate::runtime::api::error::Error;
use crate::runtime::api::service::Scheme;

/// The source of a secret.
#[derive(Clone)]
pub(crate) enum SecretSource {
    /// The caller has given the secret.
    Fixed(Secret),
    /// The secret is fetched when it is needed.
    Provider(Arc<CachedProvider>),
}

impl SecretSource {
    /// Returns whether another secret can be fetched after a 401.
    pub(crate) fn is_provider(&self) -> bool {
        matches!(self, Self::Provider(_))
    }

    /// Returns the secret to send and its generation.
    ///
    /// `refused` is the generation that the service has refused; a secret of this generation is replaced by a new one.
    pub(crate) async fn secret(&self, scheme: Scheme, refused: Option<u64>) -> Result<(Secret, u64), Error> {
        match self {
            Self::Fixed(secret) => Ok((secret.clone(), 0)),
            Self::Provider(provider) => provider.secret(scheme, refused).await,
        }
    }
}

/// A token provider and its last result.
pub(crate) struct CachedProvider {
    provider: Box<dyn TokenProvider>,
    /// Locked while the provider is called, so that concurrent calls do not call it again.
    last: Mutex<LastResult>,
    /// The number of times that the provider has failed.
    failures: AtomicU64,
}

/// The last results of a provider.
#[derive(Default)]
struct LastResult {
    secret: Option<Secret>,
    /// The number of times that the provider has returned a token.
    generation: u64,
    failure: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl CachedProvider {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Self { provider: Box::new(provider), last: Mutex::default(), failures: AtomicU64::new(0) }
    }

    /// Returns the secret to send and its generation, as [`SecretSource::secret`] does.
    async fn secret(&self, scheme: Scheme, refused: Option<u64>) -> Result<(Secret, u64), Error> {
        let failures = self.failures.load(Ordering::Relaxed);
        let mut last = self.last.lock().await;
        if let Some(secret) = &last.secret
            && refused != Some(last.generation)
        {
            return Ok((secret.clone(), last.generation));
        }
        // The provider failed while this call waited for the lock: it returns that failure and does not call again.
        if let Some(failure) = &last.failure
            && self.failures.load(Ordering::Relaxed) != failures
        {
            return Err(Error::provider(Arc::clone(failure)));
        }
        let secret = match self.provider.token().await {
            Ok(token) => Secret::new(scheme, [Zeroizing::new(token)]),
            Err(failure) => {
                let failure = Arc::from(failure);
                last.failure = Some(Arc::clone(&failure));
                self.failures.fetch_add(1, Ordering::Relaxed);
                return Err(Error::provider(failure));
            }
        };
        let Some(secret) = secret else {
            return Err(Error::config("the token provider returned a token that cannot be sent".to_owned()));
        };
        last.secret = Some(secret.clone());
        last.generation += 1;
        Ok((secret, last.generation))
    }
}
