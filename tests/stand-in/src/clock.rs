//! The clock that the grace period and the rate limit go by.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The service's clock: it runs with the system's until it is [advanced](Clock::advance) or
/// [frozen](Clock::freeze).
///
/// Clones share the same time. The grace period of a deletion, the windows of the rate limit and the `Date`
/// header go by it; the waits of a [`Fault`](crate::Fault) are real time.
///
/// ```
/// # use std::time::Duration;
/// let service = stand_in::StandIn::start();
/// let before = service.clock().now();
/// service.clock().advance(Duration::from_secs(14 * 24 * 60 * 60));
/// assert!(service.clock().now() >= before + Duration::from_secs(14 * 24 * 60 * 60));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Clock {
    time: Arc<Mutex<Time>>,
}

#[derive(Debug, Default)]
struct Time {
    ahead: Duration,
    frozen_at: Option<SystemTime>,
}

impl Clock {
    /// The time as the service sees it.
    pub fn now(&self) -> SystemTime {
        self.time.lock().unwrap_or_else(PoisonError::into_inner).now()
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let mut time = self.time.lock().unwrap_or_else(PoisonError::into_inner);
        time.ahead = time.ahead.saturating_add(by);
    }

    /// Stops the clock where it is; from now on only [`advance`](Clock::advance) moves it.
    pub fn freeze(&self) {
        let mut time = self.time.lock().unwrap_or_else(PoisonError::into_inner);
        if time.frozen_at.is_none() {
            time.frozen_at = Some(SystemTime::now());
        }
    }
}

impl Time {
    fn now(&self) -> SystemTime {
        let base = self.frozen_at.unwrap_or_else(SystemTime::now);
        // An absurd advance leaves the clock where it can still be expressed, rather than stopping the
        // service.
        base.checked_add(self.ahead).unwrap_or(base)
    }
}
