//! The sources of secrets: a value that the caller has set, or a [`TokenProvider`].
//!
//! Fetching a secret belongs to the client, and not to the call that needs it first: it goes on when that call is dropped
//! or reaches its deadline, and all calls wait for the same one. It runs on a thread of its own, so a provider that blocks
//! or panics disturbs neither the calls nor their runtime.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, Id};
use tokio::sync::{oneshot, watch};

use super::{BoxError, Secret, Token, TokenProvider};
use crate::runtime::api::service::Scheme;

/// The longest time that a provider may take.
const LONGEST_FETCH: Duration = Duration::from_secs(30);

/// The time in which a provider is not called again after it has failed, or has returned the secret that it returned
/// before.
const REST: Duration = Duration::from_secs(3);

/// The longest time before the expiry of a token in which the next one is fetched.
const LONGEST_AHEAD: Duration = Duration::from_secs(5 * 60);

/// The maximum number of threads on which a provider blocks forever.
const MAX_THREADS: usize = 4;

/// The source of a secret.
#[derive(Clone)]
pub(crate) enum SecretSource {
    /// The caller has given the secret.
    Fixed(Secret),
    /// The secret is fetched when it is needed.
    Provider(Arc<CachedProvider>),
}

/// The reason why a provider has not returned a secret.
pub(crate) type Failure = Arc<dyn StdError + Send + Sync>;

/// The secret that a provider has returned, and its generation: the number of different secrets so far.
pub(crate) type Fetched = (Secret, u64);

/// A token provider and its last result.
pub(crate) struct CachedProvider {
    pub(crate) scheme: Scheme,
    provider: Arc<dyn TokenProvider>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    generation: u64,
    /// The fetch that is running.
    fetch: Option<Fetch>,
    /// The number of fetches that were started.
    fetches: u64,
    /// The number of threads on which the provider has not returned.
    threads: usize,
    /// The time until which the provider is not called again, and its failure if it has failed.
    rest: Option<(Instant, Option<Failure>)>,
}

/// The secret that is sent.
struct Current {
    secret: Secret,
    /// The time from which on the next one is fetched, and the expiry.
    refresh_and_expiry: Option<(Instant, Instant)>,
}

/// A running fetch.
struct Fetch {
    number: u64,
    /// The runtime of the provider. While it is idle, calls of other runtimes would wait in vain.
    runtime: Id,
    result: watch::Receiver<Option<Result<Fetched, Failure>>>,
    end: Instant,
    /// Dropping it ends the fetch.
    _cancel: oneshot::Sender<()>,
}

impl State {
    fn fetched(&self) -> Option<Fetched> {
        self.current.as_ref().map(|current| (current.secret.clone(), self.generation))
    }

    /// Takes the result of a fetch over.
    fn finish(&mut self, scheme: Scheme, result: Result<Token, Failure>) -> Result<Fetched, Failure> {
        let now = Instant::now();
        let rest = now + REST;
        let (secret, lifetime) = match result.and_then(|token| with_lifetime(scheme, token)) {
            Ok(secret) => secret,
            Err(failure) => {
                self.rest = Some((rest, Some(Arc::clone(&failure))));
                return Err(failure);
            }
        };
        self.rest = None;
        if self.current.as_ref().is_some_and(|current| current.secret == secret) {
            self.rest = Some((rest, None));
        } else {
            self.generation += 1;
        }
        let expiry = lifetime.and_then(|lifetime| Some((lifetime, now.checked_add(lifetime)?)));
        let refresh_and_expiry =
            expiry.map(|(lifetime, end)| (end - (lifetime / 10).min(LONGEST_AHEAD), end));
        self.current = Some(Current { secret: secret.clone(), refresh_and_expiry });
        Ok((secret, self.generation))
    }
}

/// Returns the secret that a token is, and how long it lasts.
fn with_lifetime(scheme: Scheme, token: Token) -> Result<(Secret, Option<Duration>), Failure> {
    let Token { text, lifetime } = token;
    let secret = Secret::new(scheme, [text]).map_err(|reason| failure(format!("the token {reason}")))?;
    Ok((secret, lifetime))
}

fn failure(problem: impl Into<BoxError>) -> Failure {
    Arc::from(problem.into())
}

impl CachedProvider {
    pub(crate) fn new(scheme: Scheme, provider: impl TokenProvider) -> Self {
        Self { scheme, provider: Arc::new(provider), state: Arc::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the secret to send if there is one, and starts to fetch the next one if it is due.
    pub(crate) fn present(&self) -> Option<Fetched> {
        let now = Instant::now();
        let (present, is_due) = {
            let state = self.state();
            let expiry = state.current.as_ref().and_then(|current| current.refresh_and_expiry);
            let is_valid = expiry.is_none_or(|(_, end)| now < end);
            (state.fetched().filter(|_| is_valid), expiry.is_some_and(|(refresh, _)| now >= refresh))
        };
        if present.is_some() && is_due {
            // Ahead of the expiry: the call does not wait for it.
            let _ = self.fetch();
        }
        present
    }

    /// Fetches another secret than the one of this generation, which the service has refused. Returns whether there is
    /// one.
    pub(crate) async fn renew(&self, refused: u64) -> Result<bool, Failure> {
        if self.state().generation != refused {
            return Ok(true);
        }
        Ok(self.fetched().await?.1 != refused)
    }

    /// Waits for the fetch that is running, or starts one.
    pub(crate) async fn fetched(&self) -> Result<Fetched, Failure> {
        let Some((number, mut result, end)) = self.fetch()? else {
            return self.state().fetched().ok_or_else(|| failure("the token provider returned no token"));
        };
        let arrived = result.wait_for(Option::is_some);
        // A test may have another clock.
        let left = end.saturating_duration_since(Instant::now());
        match tokio::time::timeout(left, arrived).await {
            Ok(Ok(result)) => {
                result.clone().unwrap_or_else(|| Err(failure("the token provider returned no token")))
            }
            // Its sender is gone.
            Ok(Err(_)) => Err(failure("the token provider panicked")),
            Err(_) => Err(self.give_up(number)),
        }
    }

    /// Ends a fetch that takes too long.
    fn give_up(&self, number: u64) -> Failure {
        let mut state = self.state();
        let failure = failure("the token provider took too long");
        if state.fetch.as_ref().is_some_and(|fetch| fetch.number == number) {
            state.fetch = None;
            state.rest = Some((Instant::now() + REST, Some(Arc::clone(&failure))));
        }
        failure
    }

    /// Returns the fetch that is running, after starting it if necessary: its number, its result and its end. `None` if
    /// the provider rests and the present secret is all there is.
    #[allow(clippy::type_complexity, reason = "it is used once")]
    fn fetch(
        &self,
    ) -> Result<Option<(u64, watch::Receiver<Option<Result<Fetched, Failure>>>, Instant)>, Failure> {
        let handle = Handle::current();
        let now = Instant::now();
        let mut state = self.state();
        if let Some((end, failure)) = &state.rest
            && *end > now
        {
            return failure.as_ref().map_or(Ok(None), |failure| Err(Arc::clone(failure)));
        }
        if let Some(fetch) =
            state.fetch.as_ref().filter(|fetch| fetch.runtime == handle.id() && fetch.end > now)
        {
            return Ok(Some((fetch.number, fetch.result.clone(), fetch.end)));
        }
        if state.threads == MAX_THREADS {
            return Err(failure("the token provider does not return"));
        }
        let ((sender, result), (cancel, cancelled)) = (watch::channel(None), oneshot::channel());
        state.fetches += 1;
        state.threads += 1;
        let (number, end) = (state.fetches, now + LONGEST_FETCH);
        let runtime = handle.id();
        state.fetch = Some(Fetch { number, runtime, result: result.clone(), end, _cancel: cancel });
        drop(state);
        let running = Running { scheme: self.scheme, state: Arc::clone(&self.state), number, sender };
        let provider = Arc::clone(&self.provider);
        let thread = thread::Builder::new().name(concat!(env!("CARGO_PKG_NAME"), "-token").to_owned());
        let started = thread.spawn(move || {
            let token = handle.block_on(async move {
                let (mut token, mut cancelled) = (provider.token(), pin!(cancelled));
                poll_fn(|context| match cancelled.as_mut().poll(context) {
                    Poll::Ready(_) => Poll::Ready(None),
                    Poll::Pending => token.as_mut().poll(context).map(Some),
                })
                .await
            });
            if let Some(token) = token {
                running.finish(token.map_err(Arc::from));
            }
        });
        started.map_err(|source| -> Failure { Arc::new(source) })?;
        Ok(Some((number, result, end)))
    }
}

/// A fetch on its thread. Dropping it, for example in a panic, ends it.
struct Running {
    scheme: Scheme,
    state: Arc<Mutex<State>>,
    number: u64,
    sender: watch::Sender<Option<Result<Fetched, Failure>>>,
}

impl Running {
    fn finish(&self, result: Result<Token, Failure>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let result = state.finish(self.scheme, result);
        self.end(&mut state);
        drop(state);
        self.sender.send_replace(Some(result));
    }

    fn end(&self, state: &mut State) {
        if state.fetch.as_ref().is_some_and(|fetch| fetch.number == self.number) {
            state.fetch = None;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.threads -= 1;
        if thread::panicking() {
            state.rest = Some((Instant::now() + REST, Some(failure("the token provider panicked"))));
        }
        self.end(&mut state);
    }
}
