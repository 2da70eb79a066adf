//! How many requests are on their way at once, and whether any may be sent now.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit};

/// After this the service is asked again, whatever it said: a wrong date must not stop a client for good.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// What the clones of a client share when they work through many calls.
///
/// Dropping a waiting call at any point gives its place back.
#[derive(Debug)]
pub(crate) struct Gate {
    places: Semaphore,
    paused_until: Mutex<Option<Instant>>,
}

impl Gate {
    pub(crate) fn new(places: usize) -> Self {
        let places = places.clamp(1, Semaphore::MAX_PERMITS);
        Self { places: Semaphore::new(places), paused_until: Mutex::new(None) }
    }

    /// Lets nobody in for this long; a longer pause that is on stays.
    pub(crate) fn pause(&self, wait: Duration) {
        let until = Instant::now() + wait.min(LONGEST_PAUSE);
        let mut paused = self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        if paused.is_none_or(|other| other < until) {
            *paused = Some(until);
        }
    }

    /// How long the pause lasts that is on.
    fn pause_left(&self) -> Option<Duration> {
        let mut paused = self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        let left = paused.as_ref()?.checked_duration_since(Instant::now()).filter(|left| !left.is_zero());
        if left.is_none() {
            *paused = None;
        }
        left
    }

    /// Waits for a place, and for the end of a pause. When that would end after the deadline, it does not wait
    /// and returns how long the pause lasts.
    pub(crate) async fn enter(&self, deadline: Instant) -> Result<SemaphorePermit<'_>, Duration> {
        loop {
            let permit = self.places.acquire().await.ok();
            match (self.pause_left(), permit) {
                (None, Some(permit)) => return Ok(permit),
                (Some(left), _) if Instant::now() + left >= deadline => return Err(left),
                // The place is free for others while this one sleeps.
                (Some(left), permit) => {
                    drop(permit);
                    tokio::time::sleep(left).await;
                }
                (None, None) => return Err(Duration::ZERO),
            }
        }
    }
}
