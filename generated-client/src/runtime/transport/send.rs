//! Sends a request, reads the response, and repeats the request if the retry policy allows it.

use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use reqwest::Request;

use super::request::{authenticated, request};
use super::trace;
use crate::runtime::api::call::Call;
use crate::runtime::api::error::{Error, RawResponse};
use crate::runtime::api::options::Settings;
use crate::runtime::api::response::Success;
use crate::runtime::policy::retry::{Decision, FailedAttempt, decide};

/// The number of bytes that are read of a body that the call does not return, such as that of an error.
const OTHER_BODY_BYTES: usize = 10 * 1024;

/// The deadline of calls with a longer time limit than the clock can represent.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The part of a response that a call needs to succeed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NeededPart {
    /// The status and the headers.
    Head,
    /// The body as well.
    Body,
}

/// Sends a call and returns a successful response with its body.
pub(crate) async fn send(call: Call, needed: NeededPart) -> Result<Success, Error> {
    let start = Instant::now();
    let settings = call.options.settings(&call.client.inner.settings);
    let mut progress = Progress::default();
    let sent = send_within_deadline(&call, &settings, needed, start, &mut progress);
    let result = trace::call(call.operation, sent).await;
    let attempts = progress.attempts;
    match result {
        Ok(response) => Ok(Success { response, attempts, elapsed: start.elapsed() }),
        Err(error) => Err(error.of_call(call.operation, attempts, start.elapsed())),
    }
}

/// The progress of a call, for the error if its time runs out.
#[derive(Default)]
struct Progress {
    attempts: u32,
    /// Whether an attempt is in flight.
    is_in_flight: bool,
    /// Whether the service may have executed an attempt that failed.
    may_have_been_applied: bool,
}

/// Makes all attempts, within the time limit of the call.
async fn send_within_deadline(
    call: &Call,
    settings: &Settings,
    needed: NeededPart,
    start: Instant,
    progress: &mut Progress,
) -> Result<RawResponse, Error> {
    let request = request(call)?;
    let http = call.client.inner.pools.current(request.url())?;
    // The clock cannot represent every limit that a caller may set.
    let deadline = start.checked_add(settings.call_timeout).unwrap_or(start + CENTURY);
    let attempts = Attempts { call, settings, needed, http, request, deadline };
    match tokio::time::timeout_at(deadline.into(), attempts.run(progress)).await {
        Ok(result) => result.map_err(|error| error.after_earlier_attempts(progress.may_have_been_applied)),
        Err(_) if progress.is_in_flight => Err(Error::call_timeout(settings.call_timeout)),
        Err(_) => Err(Error::call_timeout(settings.call_timeout).without_effect()),
    }
}

/// The attempts of one call.
struct Attempts<'a> {
    call: &'a Call,
    settings: &'a Settings,
    needed: NeededPart,
    http: reqwest::Client,
    request: Request,
    deadline: Instant,
}

impl Attempts<'_> {
    /// Sends the request until it succeeds or must not be repeated.
    async fn run(&self, progress: &mut Progress) -> Result<RawResponse, Error> {
        let client = &self.call.client.inner;
        // Each secret is replaced at most once.
        let (mut refused, mut is_refreshed) = (Vec::new(), false);
        loop {
            let permit = match &client.concurrency {
                Some(limit) => Some(limit.acquire(self.deadline).await.map_err(Error::paused)?),
                None => None,
            };
            // Immediately before the attempt, because a signature may contain the time.
            let (request, sent) = authenticated(self.call, &self.request, &refused).await?;
            refused.clear();
            progress.attempts += 1;
            progress.is_in_flight = true;
            let result = trace::attempt(progress.attempts, self.attempt(request)).await;
            progress.is_in_flight = false;
            drop(permit);
            let error = match result {
                Ok(response) => {
                    client.budget.earn();
                    return Ok(response);
                }
                Err(error) => error,
            };
            if error.is_unauthorized() && !sent.is_empty() && !is_refreshed {
                (refused, is_refreshed) = (sent, true);
                continue;
            }
            let error = error.with_retry_hint(SystemTime::now());
            if let (true, Some(limit), Some(wait)) =
                (error.is_rate_limited(), &client.concurrency, error.retry_after())
            {
                limit.pause(wait);
            }
            match decide(&self.settings.retry, self.failed_attempt(&error, progress.attempts)) {
                Decision::Retry(wait) if error.is_retry_advised() || client.budget.take() => {
                    progress.may_have_been_applied |= error.may_have_been_executed();
                    trace::wait(wait);
                    tokio::time::sleep(wait).await;
                }
                Decision::Retry(_) | Decision::Stop => return Err(error),
            }
        }
    }

    /// Returns the facts about a failed attempt.
    fn failed_attempt(&self, error: &Error, attempts: u32) -> FailedAttempt {
        FailedAttempt {
            failure: error.failure(),
            is_idempotent: self.call.operation.is_idempotent,
            attempts,
            advised_wait: error.retry_after(),
            time_left: self.deadline.saturating_duration_since(Instant::now()),
            random: fastrand::f64(),
        }
    }

    /// Sends a request once.
    async fn attempt(&self, mut request: Request) -> Result<RawResponse, Error> {
        *request.timeout_mut() = Some(self.settings.attempt_timeout);
        let mut response = self.http.execute(request).await.map_err(Error::transport)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        if !status.is_success() || self.needed == NeededPart::Head {
            // The call does not return this body, so a failure to read it is ignored.
            let (body, _) = read(&mut response, OTHER_BODY_BYTES).await.unwrap_or_default();
            let response = RawResponse { status, headers, body };
            return if status.is_success() { Ok(response) } else { Err(Error::unsuccessful(response)) };
        }
        let limit = self.settings.response_bytes;
        let (body, is_complete) = read(&mut response, limit).await.map_err(Error::transport)?;
        let response = RawResponse { status, headers, body };
        if is_complete { Ok(response) } else { Err(Error::too_long(limit, response)) }
    }
}

/// Reads a body up to a limit. Returns it, and whether it is complete.
async fn read(response: &mut reqwest::Response, limit: usize) -> Result<(Bytes, bool), reqwest::Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        let room = limit - body.len();
        if chunk.len() > room {
            body.extend_from_slice(&chunk[..room]);
            return Ok((body.freeze(), false));
        }
        if body.is_empty() {
            // Most bodies come in one piece, which need not be copied.
            body = BytesMut::from(chunk);
        } else {
            body.extend_from_slice(&chunk);
        }
    }
    Ok((body.freeze(), true))
}
