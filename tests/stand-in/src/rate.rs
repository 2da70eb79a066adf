//! The rate limit: fixed windows of the service's clock.

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

/// The state of the limit after a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quota {
    limit: u32,
    remaining: u32,
    resets_at: SystemTime,
    wait: Duration,
    pub(crate) exceeded: bool,
}

impl RateLimit {
    pub(crate) fn new(limit: u32, window: Duration, clock: &Clock) -> Self {
        // The first window is over already, so the first request starts a new one.
        Self { limit, window, used: 0, ends: clock.now() }
    }

    /// Counts a request.
    pub(crate) fn count(&mut self, now: SystemTime) -> Quota {
        if now >= self.ends {
            self.used = 0;
            self.ends = now.checked_add(self.window).unwrap_or(now);
        }
        let exceeded = self.used >= self.limit;
        self.used = self.used.saturating_add(1);
        Quota {
            limit: self.limit,
            remaining: self.limit.saturating_sub(self.used),
            resets_at: self.ends,
            wait: self.ends.duration_since(now).unwrap_or_default(),
            exceeded,
        }
    }
}

impl Quota {
    /// Adds the headers of the rate limit to a response.
    pub(crate) fn add_headers(&self, reply: Reply) -> Reply {
        let reply = reply
            .with("x-ratelimit-limit", &self.limit.to_string())
            .with("x-ratelimit-remaining", &self.remaining.to_string())
            .with("x-ratelimit-reset", &rfc3339(self.resets_at));
        if !self.exceeded {
            return reply;
        }
        // Whole seconds, rounded up: after this time the client is admitted.
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

/// Formats a time for the `Date` header.
pub(crate) fn http_date(time: SystemTime) -> String {
    let time = jiff::Timestamp::try_from(time).unwrap_or(jiff::Timestamp::MAX);
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
