//! Puts a request on the wire, reads the answer, and repeats it when that is right.

use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use reqwest::Request;

use super::call::Call;
use super::error::{Answer, Error};
use super::options::Settings;
use super::request::{authenticated, request};
use super::response::Raw;
use super::retry::{Decision, Situation, decide};
use super::trace;

/// How much is kept of a body that is not what the call returns, such as that of an error.
const OTHER_BODY_BYTES: usize = 10 * 1024;

const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// What a call needs of the answer to succeed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wanted {
    /// The status and the headers.
    Head,
    /// The body, too.
    Body,
}

/// Sends a call and returns a success, body included.
pub(crate) async fn send(call: Call, wanted: Wanted) -> Result<Raw, Error> {
    let start = Instant::now();
    let settings = call.options.settings(&call.client.inner.settings);
    let mut progress = Progress::default();
    let sent = attempts_of(&call, &settings, wanted, start, &mut progress);
    let result = trace::call(call.operation, sent).await;
    let attempts = progress.attempts;
    match result {
        Ok(Answer { status, headers, body }) => {
            Ok(Raw { status, headers, body, attempts, elapsed: start.elapsed() })
        }
        Err(error) => Err(error.of_call(call.operation, attempts, start.elapsed())),
    }
}

/// How far a call has come, for when its time runs out.
#[derive(Default)]
struct Progress {
    attempts: u32,
    /// Whether an attempt is on its way.
    on_its_way: bool,
    /// Whether an attempt that failed may have been executed.
    ambiguous: bool,
}

/// All attempts, within the time that the call may take.
async fn attempts_of(
    call: &Call,
    settings: &Settings,
    wanted: Wanted,
    start: Instant,
    progress: &mut Progress,
) -> Result<Answer, Error> {
    let http = call.client.inner.pools.current()?;
    let request = request(call)?;
    // A limit beyond what the clock can tell is none that anybody lives to see.
    let deadline = start.checked_add(settings.call_timeout).unwrap_or(start + CENTURY);
    let run = Run { call, settings, wanted, http, request, deadline };
    match tokio::time::timeout_at(deadline.into(), run.attempts(progress)).await {
        Ok(result) => result.map_err(|error| error.after_ambiguity(progress.ambiguous)),
        Err(_) if progress.on_its_way => Err(Error::call_timeout(settings.call_timeout)),
        Err(_) => Err(Error::call_timeout(settings.call_timeout).without_effect()),
    }
}

/// A call that is being sent.
struct Run<'a> {
    call: &'a Call,
    settings: &'a Settings,
    wanted: Wanted,
    http: reqwest::Client,
    request: Request,
    deadline: Instant,
}

impl Run<'_> {
    /// Sends the request until it succeeds or must not be repeated.
    async fn attempts(&self, progress: &mut Progress) -> Result<Answer, Error> {
        let client = &self.call.client.inner;
        // Each secret is replaced at most once.
        let (mut stale, mut refreshed) = (None, false);
        loop {
            let place = match &client.gate {
                Some(gate) => Some(gate.enter(self.deadline).await.map_err(Error::paused)?),
                None => None,
            };
            // Last, because a signature may hold the time.
            let (request, generation) = authenticated(self.call, &self.request, stale.take()).await?;
            progress.attempts += 1;
            progress.on_its_way = true;
            let result = trace::attempt(progress.attempts, self.attempt(request)).await;
            progress.on_its_way = false;
            drop(place);
            let error = match result {
                Ok(answer) => {
                    client.budget.earn();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if error.is_unauthorized() && generation.is_some() && !refreshed {
                (stale, refreshed) = (generation, true);
                continue;
            }
            let error = error.with_advice(SystemTime::now());
            if let (true, Some(gate), Some(wait)) =
                (error.is_rate_limited(), &client.gate, error.retry_after())
            {
                gate.pause(wait);
            }
            match decide(&self.settings.retry, self.situation(&error, progress.attempts)) {
                Decision::Retry(wait) if error.is_invited_back() || client.budget.take() => {
                    progress.ambiguous |= error.is_ambiguous();
                    trace::wait(wait);
                    tokio::time::sleep(wait).await;
                }
                Decision::Retry(_) | Decision::Stop => return Err(error),
            }
        }
    }

    fn situation(&self, error: &Error, attempts: u32) -> Situation {
        Situation {
            failure: error.failure(),
            idempotent: self.call.operation.idempotent,
            attempts,
            advised: error.retry_after(),
            left: self.deadline.saturating_duration_since(Instant::now()),
            random: fastrand::f64(),
        }
    }

    /// Sends a request once.
    async fn attempt(&self, mut request: Request) -> Result<Answer, Error> {
        *request.timeout_mut() = Some(self.settings.attempt_timeout);
        let mut response = self.http.execute(request).await.map_err(Error::transport)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        if !status.is_success() || self.wanted == Wanted::Head {
            // What such a body is like does not change what the answer means.
            let (body, _) = read(&mut response, OTHER_BODY_BYTES).await.unwrap_or_default();
            let answer = Answer { status, headers, body };
            return if status.is_success() { Ok(answer) } else { Err(Error::unsuccessful(answer)) };
        }
        let limit = self.settings.response_bytes;
        let (body, complete) = read(&mut response, limit).await.map_err(Error::transport)?;
        let answer = Answer { status, headers, body };
        if complete { Ok(answer) } else { Err(Error::too_long(limit, answer)) }
    }
}

/// Reads a body up to a limit, and says whether that was all of it.
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
