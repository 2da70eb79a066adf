//! The deadline of a call.

use std::future::Future;
use std::time::Duration;

use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};

use crate::runtime::api::error::Error;
use crate::runtime::auth::BoxFuture;

/// The deadline of calls with a longer time limit than the clock can represent.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The deadline of a call, and the time.
pub(super) struct Deadline {
    pub(super) end: Instant,
    /// The time after the last wait. The clock is not read more often, since that costs as much as encoding an argument.
    pub(super) now: Instant,
}

impl Deadline {
    /// Creates the deadline of a call that starts now.
    pub(super) fn new(limit: Duration) -> Self {
        let now = Instant::now();
        // The clock cannot represent every limit that a caller may set.
        Self { end: now.checked_add(limit).unwrap_or(now + CENTURY), now }
    }

    /// Reads the clock. Returns whether there is time left.
    pub(super) fn has_time(&mut self) -> bool {
        self.now = Instant::now();
        self.now < self.end
    }

    /// Returns the end of what may take this long and not longer than the call.
    pub(super) fn after(&self, limit: Duration) -> Instant {
        self.now.checked_add(limit).map_or(self.end, |end| end.min(self.end))
    }

    /// Awaits a future until the deadline.
    ///
    /// The future is boxed, so that it enlarges neither the future of each call nor its code.
    #[cold]
    pub(super) fn wait<'a, F>(&'a mut self, future: F) -> BoxFuture<'a, Result<F::Output, Elapsed>>
    where
        F: Future + Send + 'a,
        F::Output: Send,
    {
        Box::pin(async move {
            let output = timeout_at(self.end, future).await;
            self.now = Instant::now();
            output
        })
    }
}

/// The reason why no further attempt is made.
pub(super) enum Stop {
    Failed(Error),
    /// The deadline of the call passed between two attempts.
    DeadlinePassed,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Elapsed> for Stop {
    fn from(_: Elapsed) -> Self {
        Self::DeadlinePassed
    }
}
