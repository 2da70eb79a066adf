//! The limit on concurrent requests, and the pauses after a 429.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, SemaphorePermit};
use tokio::time::Instant;

/// The maximum length of a pause, even if the service advises a longer one.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The server and the credential that a pause belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct PauseScope(u64);

/// A limit on concurrent requests that the clones of a client share.
///
/// Dropping a call releases its permit.
#[derive(Debug)]
pub(crate) struct ConcurrencyLimit {
    permits: Semaphore,
    /// The present pauses and their ends.
    pauses: Mutex<Vec<(PauseScope, Instant)>>,
    /// Whether there are any, so that a call without one does not need the lock.
    has_pauses: AtomicBool,
    /// Notified when a pause ends early.
    ended: Notify,
    /// The key of the hashes in the scopes.
    hasher: RandomState,
}

impl ConcurrencyLimit {
    pub(crate) fn new(requests: usize) -> Self {
        let permits = requests.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            permits: Semaphore::new(permits),
            pauses: Mutex::default(),
            has_pauses: AtomicBool::new(false),
            ended: Notify::new(),
            hasher: RandomState::new(),
        }
    }

    /// Returns the scope of the pauses for calls to a server with a credential.
    pub(crate) fn scope(&self, server: impl Hash, credential: impl Hash) -> PauseScope {
        PauseScope(self.hasher.hash_one((server, credential)))
    }

    /// Starts a pause of this length, unless the present pause ends later.
    pub(crate) fn pause(&self, scope: PauseScope, wait: Duration) {
        let now = Instant::now();
        let until = now + wait.min(LONGEST_PAUSE);
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        pauses.retain(|(_, end)| *end > now);
        match pauses.iter_mut().find(|(other, _)| *other == scope) {
            Some((_, end)) => *end = until.max(*end),
            None => pauses.push((scope, until)),
        }
        self.has_pauses.store(true, Ordering::SeqCst);
    }

    /// Ends the present pause, because a call has succeeded.
    pub(crate) fn resume(&self, scope: impl FnOnce() -> PauseScope) {
        if !self.has_pauses.load(Ordering::SeqCst) {
            return;
        }
        let (scope, now) = (scope(), Instant::now());
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        let count = pauses.len();
        // Those that have ended too: without pauses, calls need no lock.
        pauses.retain(|(other, end)| *other != scope && *end > now);
        self.has_pauses.store(!pauses.is_empty(), Ordering::SeqCst);
        if pauses.len() < count {
            self.ended.notify_waiters();
        }
    }

    /// Returns the remaining time of the present pause; `None` if there is none.
    fn remaining_pause(&self, scope: impl FnOnce() -> PauseScope) -> Option<Duration> {
        if !self.has_pauses.load(Ordering::SeqCst) {
            return None;
        }
        let scope = scope();
        let pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, end) = pauses.iter().find(|(other, _)| *other == scope)?;
        end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    }

    /// Returns a permit if there is one, and no pause.
    pub(crate) fn try_acquire(&self) -> Option<SemaphorePermit<'_>> {
        let permit = self.permits.try_acquire().ok()?;
        (!self.has_pauses.load(Ordering::SeqCst)).then_some(permit)
    }

    /// Waits for a permit and for the end of a pause. If the pause would end after the deadline, returns its remaining
    /// time at once.
    pub(crate) async fn acquire(
        &self,
        scope: impl Fn() -> PauseScope,
        deadline: Instant,
    ) -> Result<SemaphorePermit<'_>, Duration> {
        loop {
            let permit = self.permits.acquire().await.ok();
            // Before the pause is looked at, so that its end is not missed.
            let ended = self.ended.notified();
            match (self.remaining_pause(&scope), permit) {
                (None, Some(permit)) => return Ok(permit),
                (Some(left), _) if Instant::now() + left >= deadline => return Err(left),
                // Other calls may take the permit while this one waits.
                (Some(left), permit) => {
                    drop(permit);
                    let _ = tokio::time::timeout(left, ended).await;
                }
                (None, None) => return Err(Duration::ZERO),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;

    use crate::ErrorKind;
    use crate::runtime::api::builder::ClientBuilder;
    use crate::runtime::api::call::Call;
    use crate::runtime::api::future::{Empty, ResponseFuture};
    use crate::runtime::api::service::{Credential, Scheme, Server, Service, Variable};
    use crate::runtime::policy::retry::RetryPolicy;

    static LIMITED: Server = Server { url: "http://{limited}", credentials: &[] };
    static OTHER: Server = Server { url: "http://{other}", credentials: &[] };
    const VARIABLES: &[Variable] = &[
        Variable { name: "limited", setter: "limited", default: None },
        Variable { name: "other", setter: "other", default: None },
    ];
    static TOKEN: Credential = Credential { setter: "token", scheme: Scheme::Bearer };
    static KEY: Credential = Credential { setter: "key", scheme: Scheme::ApiKeyHeader("x-key") };
    static SERVICE: Service =
        Service { servers: &[&LIMITED, &OTHER], variables: VARIABLES, credentials: &[&TOKEN, &KEY] };

    /// Starts a server that responds to its first connection with this head, and to all others with 204. Returns its
    /// address.
    fn server(first: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        thread::spawn(move || {
            let mut head = first;
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 4096]);
                let _ = write!(stream, "HTTP/1.1 {head}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                head = "204 No Content";
            }
        });
        address
    }

    #[tokio::test]
    async fn a_pause_concerns_one_server_and_one_credential() {
        let client = ClientBuilder::new(&SERVICE)
            .variable("limited", server("429 Too Many Requests\r\nretry-after: 30"))
            .variable("other", server("204 No Content"))
            .credential(&TOKEN, ["t".to_owned()])
            .credential(&KEY, ["k".to_owned()])
            .concurrency(2)
            .timeout(std::time::Duration::from_secs(5))
            .retry(RetryPolicy::never())
            .build()
            .expect("a client");
        let outcome = async |server, credential| {
            let call = Call::post(&client, server, "Send", "/").credential(credential);
            ResponseFuture::<()>::new::<Empty>(call).await.map(drop).map_err(|error| error.kind())
        };
        assert_eq!(outcome(&LIMITED, &TOKEN).await, Err(ErrorKind::Status));
        for _ in 0..2 {
            assert_eq!(outcome(&LIMITED, &TOKEN).await, Err(ErrorKind::Paused));
            // Their successes do not end the pause.
            assert_eq!(outcome(&OTHER, &TOKEN).await, Ok(()));
            assert_eq!(outcome(&LIMITED, &KEY).await, Ok(()));
            assert_eq!(outcome(&OTHER, &KEY).await, Ok(()));
        }
    }
}
