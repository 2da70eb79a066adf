//! The decision whether a failed attempt is repeated.
//!
//! It is a pure function, [`decide`], of the failure and the policy; [`send`](crate::runtime::transport::send) calls
//! it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::StatusCode;

/// A retry policy: the number of attempts, and the waits between them.
///
/// | property | default |
/// |---|---|
/// | attempts, the first one included | 3 |
/// | wait before attempt *n* + 1 | a random time up to 500 ms × 2ⁿ⁻¹, at most 20 s (full jitter) |
/// | statuses that are repeated ([`statuses`](Self::statuses)) | 408, 429, 500, 502, 503, 504 |
/// | wait that the service advises (`Retry-After`, `Retry-After-Ms`; after a 429 also `X-RateLimit-Reset`) | precedes the random wait, up to an hour; a longer advice is only reported by [`Error::retry_after`](crate::Error::retry_after) |
/// | retry budget that the clones of a client share ([`retry_budget`](crate::ClientBuilder::retry_budget)) | 100 tokens: a retry takes 5, unless the service advised a wait with a 429, and a success gives 1 back |
///
/// Whether a failure is repeated also depends on the operation. An idempotent operation (GET, HEAD, OPTIONS, TRACE, PUT,
/// DELETE, or one that the overlay marks as idempotent) is repeated after all these statuses, a broken connection or a
/// timeout of the attempt. Any other operation is repeated only if it certainly had no effect: if there was no
/// connection, or after a 429. A 409 is never repeated.
///
/// A policy can be set for a client and for a single call.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
///
/// use generated_client::{Client, RetryPolicy};
///
/// let policy = RetryPolicy::new().attempts(5).base(Duration::from_secs(1));
/// let builder = Client::builder().retry(policy);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    cap: Duration,
    /// The statuses that are repeated; `None` for the default.
    statuses: Option<Arc<[u16]>>,
}

/// The statuses that are repeated by default.
const STATUSES: &[u16] = &[408, 429, 500, 502, 503, 504];

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// Creates the default policy.
    #[must_use]
    pub const fn new() -> Self {
        Self { attempts: 3, base: Duration::from_millis(500), cap: Duration::from_secs(20), statuses: None }
    }

    /// Creates a policy that sends every call once.
    ///
    /// # Examples
    ///
    /// ```
    /// let policy = generated_client::RetryPolicy::never();
    /// ```
    #[must_use]
    pub const fn never() -> Self {
        Self::new().attempts(1)
    }

    /// Sets the maximum number of attempts, the first one included; 0 counts as 1.
    ///
    /// # Examples
    ///
    /// ```
    /// let policy = generated_client::RetryPolicy::new().attempts(5);
    /// ```
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// Sets the upper bound of the first random wait; the bound doubles with each further wait.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use generated_client::RetryPolicy;
    ///
    /// let policy = RetryPolicy::new().base(Duration::from_secs(1));
    /// ```
    #[must_use]
    pub const fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the maximum of the random waits. A wait that the service advises precedes the random one.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use generated_client::RetryPolicy;
    ///
    /// let policy = RetryPolicy::new().cap(Duration::from_secs(60));
    /// ```
    #[must_use]
    pub const fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Sets the statuses that are repeated, instead of the default ones.
    ///
    /// A call that is not idempotent is repeated only after a 429, and no call after a 409.
    ///
    /// # Examples
    ///
    /// ```
    /// let policy = generated_client::RetryPolicy::new().statuses([429, 503]);
    /// ```
    #[must_use]
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = Some(statuses.into_iter().collect());
        self
    }

    fn repeats_status(&self, status: StatusCode) -> bool {
        status != StatusCode::CONFLICT
            && self.statuses.as_deref().unwrap_or(STATUSES).contains(&status.as_u16())
    }

    /// Returns whether there is more than one attempt.
    pub(crate) fn repeats(&self) -> bool {
        self.attempts > 1
    }

    /// Returns the wait after attempt `attempt`, the first being 1; `random` is between 0 and 1.
    fn backoff(&self, attempt: u32, random: f64) -> Duration {
        let doubled =
            self.base.saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX));
        doubled.min(self.cap).mul_f64(random)
    }
}

/// The outcome of an attempt that did not succeed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Failure {
    /// There was no connection: nothing was sent.
    Connect,
    /// The connection broke, or the attempt took too long: the service may have executed it.
    Broken,
    /// The service responded with this status.
    Status(StatusCode),
    /// Any other failure; repeating the request would change nothing.
    Final,
}

/// The facts about a failed attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailedAttempt {
    pub(crate) failure: Failure,
    /// Whether repeating the operation has the same effect as calling it once.
    pub(crate) is_idempotent: bool,
    /// The number of attempts so far.
    pub(crate) attempts: u32,
    /// The wait that the service advises.
    pub(crate) advised_wait: Option<Duration>,
    /// The time until the deadline of the call.
    pub(crate) time_left: Duration,
    /// A random number between 0 and 1.
    pub(crate) random: f64,
}

/// The decision after a failed attempt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Decision {
    /// Return the error.
    Stop,
    /// Wait, then repeat the request if the budget allows it.
    Retry(Duration),
}

/// The longest advised wait that the client acts on: a wrong header must not stop it.
const LONGEST_ADVICE: Duration = Duration::from_secs(60 * 60);

/// Returns an advised wait if the client acts on it.
pub(crate) fn advice(wait: Duration) -> Option<Duration> {
    (!wait.is_zero() && wait <= LONGEST_ADVICE).then_some(wait)
}

/// Decides whether a failed attempt is repeated.
pub(crate) fn decide(policy: &RetryPolicy, attempt: FailedAttempt) -> Decision {
    let FailedAttempt { failure, is_idempotent, attempts, advised_wait, time_left, random } = attempt;
    let is_repeatable = match failure {
        Failure::Connect => true,
        Failure::Broken => is_idempotent,
        Failure::Status(status) => {
            policy.repeats_status(status) && (is_idempotent || status == StatusCode::TOO_MANY_REQUESTS)
        }
        Failure::Final => false,
    };
    if !is_repeatable || attempts >= policy.attempts {
        return Decision::Stop;
    }
    // Calls that get the same advice do not all come back at the same time.
    let wait =
        policy.backoff(attempts, random).saturating_add(advised_wait.and_then(advice).unwrap_or_default());
    // Waiting past the deadline would only delay the same error.
    if wait >= time_left { Decision::Stop } else { Decision::Retry(wait) }
}

/// A retry budget that the clones of a client share, so that retries do not make an outage worse.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    tokens: Arc<AtomicU32>,
    full: u32,
}

impl Budget {
    /// The default number of tokens.
    pub(crate) const TOKENS: u32 = 100;
    const RETRY: u32 = 5;

    pub(crate) fn new(tokens: u32) -> Self {
        Self { tokens: Arc::new(AtomicU32::new(tokens)), full: tokens }
    }

    /// Takes the cost of a retry. Returns whether the budget had enough.
    pub(crate) fn take(&self) -> bool {
        let taken = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(Self::RETRY));
        taken.is_ok()
    }

    /// Adds one token, for a success.
    pub(crate) fn earn(&self) {
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
            (tokens < self.full).then(|| tokens + 1)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;

    fn attempt(failure: Failure, is_idempotent: bool) -> FailedAttempt {
        FailedAttempt {
            failure,
            is_idempotent,
            attempts: 1,
            advised_wait: None,
            time_left: MS(60_000),
            random: 1.0,
        }
    }

    fn status(code: u16) -> Failure {
        Failure::Status(StatusCode::from_u16(code).unwrap())
    }

    #[test]
    fn the_failure_and_the_operation_decide_what_is_repeated() {
        let policy = RetryPolicy::new();
        //  failure, repeated if idempotent, repeated if not
        let table = [
            (Failure::Connect, true, true),
            (Failure::Broken, true, false),
            (Failure::Final, false, false),
            (status(400), false, false),
            (status(401), false, false),
            (status(403), false, false),
            (status(404), false, false),
            (status(408), true, false),
            (status(409), false, false),
            (status(425), false, false),
            (status(429), true, true),
            (status(500), true, false),
            (status(501), false, false),
            (status(502), true, false),
            (status(503), true, false),
            (status(504), true, false),
            (status(505), false, false),
        ];
        for (failure, idempotent, otherwise) in table {
            for (is_idempotent, expected) in [(true, idempotent), (false, otherwise)] {
                let decision = decide(&policy, attempt(failure, is_idempotent));
                let expected = if expected { Decision::Retry(MS(500)) } else { Decision::Stop };
                assert_eq!(decision, expected, "{failure:?}, idempotent: {is_idempotent}");
            }
        }
    }

    #[test]
    fn the_statuses_that_are_repeated_can_be_set() {
        let policy = RetryPolicy::new().statuses([409, 425, 429]);
        for (code, is_idempotent, expected) in [
            (425, true, true),
            (425, false, false),
            (429, false, true),
            (503, true, false),
            (409, true, false),
        ] {
            let decision = decide(&policy, attempt(status(code), is_idempotent));
            assert_eq!(decision != Decision::Stop, expected, "{code}");
        }
        let none = RetryPolicy::new().statuses([]);
        assert_eq!(decide(&none, attempt(status(429), true)), Decision::Stop);
        assert_ne!(decide(&none, attempt(Failure::Connect, true)), Decision::Stop);
    }

    #[test]
    fn the_wait_doubles_up_to_the_cap_and_is_spread_over_all_of_it() {
        let policy = RetryPolicy::new().attempts(100);
        for (attempts, most) in
            [(1, 500), (2, 1000), (3, 2000), (6, 16_000), (7, 20_000), (40, 20_000), (99, 20_000)]
        {
            for (random, expected) in [(0.0, 0), (0.5, most / 2), (1.0, most)] {
                let attempt = FailedAttempt { attempts, random, ..attempt(Failure::Connect, false) };
                assert_eq!(decide(&policy, attempt), Decision::Retry(MS(expected)), "{attempts} {random}");
            }
        }
    }

    #[test]
    fn there_are_no_more_attempts_than_the_policy_allows() {
        let after = |attempts| FailedAttempt { attempts, ..attempt(Failure::Connect, true) };
        assert_eq!(decide(&RetryPolicy::new(), after(2)), Decision::Retry(MS(1000)));
        assert_eq!(decide(&RetryPolicy::new(), after(3)), Decision::Stop);
        assert_eq!(decide(&RetryPolicy::never(), after(1)), Decision::Stop);
        assert_eq!(decide(&RetryPolicy::new().attempts(0), after(1)), Decision::Stop);
    }

    #[test]
    fn an_advised_wait_precedes_the_backoff_up_to_an_hour() {
        let policy = RetryPolicy::new();
        let hour = 3_600_000;
        for (advised, expected) in
            [(0, 0), (1, 1), (45_000, 45_000), (hour, hour), (hour + 1, 0), (u64::MAX, 0)]
        {
            for random in [0.0, 0.5, 1.0] {
                let attempt = FailedAttempt {
                    advised_wait: Some(MS(advised)),
                    time_left: Duration::MAX,
                    random,
                    ..attempt(status(429), false)
                };
                let backoff = policy.backoff(1, random);
                assert_eq!(
                    decide(&policy, attempt),
                    Decision::Retry(MS(expected) + backoff),
                    "{advised} {random}"
                );
            }
        }
    }

    #[test]
    fn a_wait_past_the_deadline_is_not_slept() {
        let left = |left, advised_wait| FailedAttempt {
            time_left: MS(left),
            advised_wait,
            ..attempt(status(503), true)
        };
        assert_eq!(decide(&RetryPolicy::new(), left(501, None)), Decision::Retry(MS(500)));
        assert_eq!(decide(&RetryPolicy::new(), left(500, None)), Decision::Stop);
        assert_eq!(decide(&RetryPolicy::new(), left(1000, Some(MS(5000)))), Decision::Stop);
    }

    #[test]
    fn the_budget_is_shared_bounded_and_refilled_by_successes() {
        let budget = Budget::new(Budget::TOKENS);
        let clone = budget.clone();
        let taken = (0..1000).filter(|_| clone.take()).count();
        assert_eq!(taken, 20);
        (0..4).for_each(|_| budget.earn());
        assert!(!budget.take());
        budget.earn();
        assert!(budget.take() && !budget.take());
        (0..1000).for_each(|_| budget.earn());
        assert_eq!((0..1000).filter(|_| budget.take()).count(), 20);
    }

    #[test]
    fn a_budget_may_have_every_size() {
        for tokens in [0, 1, 4, 5, 6, u32::MAX - 5, u32::MAX - 1, u32::MAX] {
            let budget = Budget::new(tokens);
            budget.earn();
            assert_eq!(budget.take(), tokens >= 5, "{tokens}");
            (0..10).for_each(|_| budget.earn());
            assert_eq!(budget.tokens.load(Ordering::Relaxed), tokens);
        }
    }
}
