//! The limit on concurrent requests, and the pause after a 429.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit};

/// The maximum length of a pause, even if the service advises a longer one: a wrong date must not stop a client
/// forever.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// A limit on concurrent requests that the clones of a client share.
///
/// Dropping a call releases its permit.
#[derive(Debug)]
pub(crate) struct ConcurrencyLimit {
    permits: Semaphore,
    paused_until: Mutex<Option<Instant>>,
}

impl ConcurrencyLimit {
    pub(crate) fn new(requests: usize) -> Self {
        let permits = requests.clamp(1, Semaphore::MAX_PERMITS);
        Self { permits: Semaphore::new(permits), paused_until: Mutex::new(None) }
    }

    /// Starts a pause of this length, unless the present pause ends later.
    pub(crate) fn pause(&self, wait: Duration) {
        let until = Instant::now() + wait.min(LONGEST_PAUSE);
        let mut paused = self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        if paused.is_none_or(|other| other < until) {
            *paused = Some(until);
        }
    }

    /// Returns the remaining time of the present pause; `None` if there is none.
    fn remaining_pause(&self) -> Option<Duration> {
        let mut paused = self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        let left = paused.as_ref()?.checked_duration_since(Instant::now()).filter(|left| !left.is_zero());
        if left.is_none() {
            *paused = None;
        }
        left
    }

    /// Waits for a permit and for the end of a pause. If the pause would end after the deadline, returns its remaining
    /// time at once.
    pub(crate) async fn acquire(&self, deadline: Instant) -> Result<SemaphorePermit<'_>, Duration> {
        loop {
            let permit = self.permits.acquire().await.ok();
            match (self.remaining_pause(), permit) {
                (None, Some(permit)) => return Ok(permit),
                (Some(left), _) if Instant::now() + left >= deadline => return Err(left),
                // Other calls may take the permit while this one sleeps.
                (Some(left), permit) => {
                    drop(permit);
                    tokio::time::sleep(left).await;
                }
                (None, None) => return Err(Duration::ZERO),
            }
        }
    }
}
