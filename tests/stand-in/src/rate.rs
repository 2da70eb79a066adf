//! The rate limit: fixed windows by the service's clock.

use std::time::{Duration, SystemTime};

use crate::clock::Clock;
use crate::reply::Reply;

#[derive(Debug)]
pub(crate) struct RateLimit {
    limit: u32,
    window: Duration,
    used: u32,
    ends: SystemTime,
}

/// Where the limit stands after a request was counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    limit: u32,
    remaining: u32,
    resets_at: SystemTime,
    wait: Duration,
    pub(crate) exceeded: bool,
}

impl RateLimit {
    pub(crate) fn new(limit: u32, window: Duration, clock: &Clock) -> Self {
        // A first window that is already over: the first request opens the real one.
        Self { limit, window, used: 0, ends: clock.now() }
    }

    /// Counts a request.
    pub(crate) fn count(&mut self, now: SystemTime) -> Standing {
        if now >= self.ends {
            self.used = 0;
            self.ends = now.checked_add(self.window).unwrap_or(now);
        }
        let exceeded = self.used >= self.limit;
        self.used = self.used.saturating_add(1);
        Standing {
            limit: self.limit,
            remaining: self.limit.saturating_sub(self.used),
            resets_at: self.ends,
            wait: self.ends.duration_since(now).unwrap_or_default(),
            exceeded,
        }
    }
}

impl Standing {
    /// Tells the client where the limit stands.
    pub(crate) fn announce(&self, reply: Reply) -> Reply {
        let reply = reply
            .with("x-ratelimit-limit", &self.limit.to_string())
            .with("x-ratelimit-remaining", &self.remaining.to_string())
            .with("x-ratelimit-reset", &rfc3339(self.resets_at));
        if !self.exceeded {
            return reply;
        }
        // Whole seconds, rounded up: a client that waits this long is let in.
        let seconds = self.wait.as_secs() + u64::from(self.wait.subsec_nanos() > 0);
        reply.with("retry-after", &seconds.to_string())
    }
}

fn rfc3339(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time)
        .unwrap_or(jiff::Timestamp::MAX)
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// A time as the `Date` header has it.
pub(crate) fn http_date(time: SystemTime) -> String {
    let time = jiff::Timestamp::try_from(time).unwrap_or(jiff::Timestamp::MAX);
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
