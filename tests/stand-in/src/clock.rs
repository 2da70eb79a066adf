//! The clock of the grace period and the rate limit.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The clock of the service. It shows the system time until it is [advanced](Clock::advance) or
/// [frozen](Clock::freeze).
///
/// Clones share the same time. The grace period of a deletion, the windows of the rate limit and the `Date`
/// header use this clock; the delays of a [`Fault`](crate::Fault) are real time.
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
    /// Returns the current time of the service.
    pub fn now(&self) -> SystemTime {
        self.time.lock().unwrap_or_else(PoisonError::into_inner).now()
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let mut time = self.time.lock().unwrap_or_else(PoisonError::into_inner);
        time.ahead = time.ahead.saturating_add(by);
    }

    /// Stops the clock. From now on only [`advance`](Clock::advance) moves it.
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
        // A time that cannot be represented is ignored, because a panic would stop the service.
        base.checked_add(self.ahead).unwrap_or(base)
    }
}
