//! How many requests are in flight at once, and the pause after a 429.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit};

/// The longest pause: afterwards the service is asked again, whatever it said. A wrong date must not stop a client for
/// good.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// A limit on concurrent requests that the clones of a client share.
///
/// Dropping a call that waits gives its permit back.
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

    /// Starts a pause of this length; a longer one that has already started stays.
    pub(crate) fn pause(&self, wait: Duration) {
        let until = Instant::now() + wait.min(LONGEST_PAUSE);
        let mut paused = self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        if paused.is_none_or(|other| other < until) {
            *paused = Some(until);
        }
    }

    /// Returns how long the present pause still lasts.
    fn remaining_pause(&self) -> Option<Duration> {
        let mut paused = self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        let left = paused.as_ref()?.checked_duration_since(Instant::now()).filter(|left| !left.is_zero());
        if left.is_none() {
            *paused = None;
        }
        left
    }

    /// Waits for a permit and for the end of a pause. If the pause would end after the deadline, returns at once how
    /// long it lasts.
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
