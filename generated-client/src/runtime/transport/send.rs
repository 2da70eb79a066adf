//! Sends a request, reads the response, and repeats the request if the retry policy allows it.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode};
use reqwest::{Request, Url};
use tokio::task::consume_budget;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};

use super::custom::{RequestInfo, ResponseBody, TransportError};
use super::request::{SentSecret, authenticate, request};
use super::sender::{CallSender, IncomingResponse};
use super::trace::{self, AttemptSpan, CallSpan};
use crate::runtime::api::call::Call;
use crate::runtime::api::error::{Error, MAX_KEPT_BYTES, RawResponse};
use crate::runtime::api::options::Settings;
use crate::runtime::api::response::Success;
use crate::runtime::auth::provider::Failure;
use crate::runtime::policy::retry::{Decision, FailedAttempt, decide};

/// The number of bytes that are read of a body that the call does not return, such as that of an error.
const OTHER_BODY_BYTES: usize = MAX_KEPT_BYTES;

/// The time in which such a body is read, since the call does not depend on it.
const OTHER_BODY_TIME: Duration = Duration::from_secs(2);

/// The deadline of calls with a longer time limit than the clock can represent.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The number of chunks of such a body that are read at once.
const MOST_CHUNKS_AT_ONCE: usize = 64;

/// The part of a response that a call needs to succeed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NeededPart {
    /// The status and the headers.
    Head,
    /// The body as well.
    Body,
}

/// Sends a call and returns a successful response with its body.
#[allow(clippy::manual_async_fn, reason = "the future of an `async fn` has room for its arguments twice")]
pub(crate) fn send(call: Call, needed: NeededPart) -> impl Future<Output = Result<Success, Error>> + Send {
    async move {
        let start = Instant::now();
        let settings = call.options.settings(&call.client.inner.settings);
        let mut progress = Progress::default();
        let span = CallSpan::new(call.operation);
        // Pinned where it is, since it is large and moving it costs time.
        let result =
            span.enter(pin!(send_within_deadline(&call, &settings, needed, start, &mut progress))).await;
        let attempts = progress.attempts;
        match result {
            Ok(response) => Ok(Success { response, attempts, elapsed: start.elapsed(), span }),
            Err(error) => {
                let error = error.of_call(call.operation, attempts, start.elapsed());
                span.failure(&error);
                Err(error)
            }
        }
    }
}

/// The progress of a call, for the error if its time runs out.
#[derive(Default)]
struct Progress {
    attempts: u32,
    /// Whether an attempt is in flight.
    is_in_flight: bool,
    /// The response to the attempt in flight, as far as it has arrived.
    response: Option<PartialResponse>,
    /// The error of the last attempt, while the call waits to repeat it.
    last: Option<Error>,
    /// Whether the service may have executed an attempt that failed.
    may_have_been_applied: bool,
}

impl Progress {
    /// Returns the error of a call that reaches its deadline now.
    fn timed_out(&mut self, limit: Duration) -> Error {
        match (self.response.take(), self.last.take()) {
            (Some(response), _) if response.status.is_success() => {
                Error::call_timeout(limit).with_response(response.into())
            }
            (Some(response), _) => Error::unsuccessful(response.into()).with_retry_hint(SystemTime::now()),
            (None, _) if self.is_in_flight => Error::call_timeout(limit),
            (None, Some(last)) => last,
            (None, None) => Error::call_timeout(limit).without_effect(),
        }
    }

    /// Returns the error of an attempt that reaches its time limit now.
    fn attempt_timed_out(&mut self, elapsed: Elapsed) -> Error {
        let error = Error::transport(TransportError::timeout(elapsed));
        match self.response.take() {
            Some(response) if response.status.is_success() => error.with_response(response.into()),
            // The status decides.
            Some(response) => Error::unsuccessful(response.into()),
            None => error,
        }
    }

    /// Returns the error of the last attempt instead of one that has prevented the next attempt: a status that has
    /// arrived says more.
    fn last_or(&mut self, error: Error) -> Error {
        self.last.take().unwrap_or(error)
    }
}

/// A response whose body has not arrived completely.
struct PartialResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Received,
}

impl From<PartialResponse> for RawResponse {
    fn from(PartialResponse { status, headers, body }: PartialResponse) -> Self {
        Self { status, headers, body: body.into_bytes() }
    }
}

/// The received part of a body. Most bodies come in one piece, which is not copied.
#[derive(Default)]
struct Received {
    first: Bytes,
    /// All pieces, if there are several.
    all: BytesMut,
}

impl Received {
    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn push(&mut self, chunk: Bytes) {
        if self.len() == 0 {
            self.first = chunk;
        } else {
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
            self.all.extend_from_slice(&chunk);
        }
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

/// Makes all attempts, within the time limit of the call.
async fn send_within_deadline(
    call: &Call,
    settings: &Settings,
    needed: NeededPart,
    start: Instant,
    progress: &mut Progress,
) -> Result<RawResponse, Error> {
    let first = request(call)?;
    let sender = call.client.inner.sender.for_call(first.url())?;
    // The clock cannot represent every limit that a caller may set.
    let deadline = start.checked_add(settings.call_timeout).unwrap_or(start + CENTURY);
    let first = Some(first);
    let mut attempts =
        Attempts { call, settings, needed, sender, first, deadline, redirects: 0, target: None };
    let error = match attempts.run(progress).await {
        Ok(response) => return Ok(response),
        Err(Stop::Failed(error)) => error,
        Err(Stop::DeadlinePassed) => progress.timed_out(settings.call_timeout),
    };
    Err(error.after_earlier_attempts(progress.may_have_been_applied))
}

/// The attempts of one call.
struct Attempts<'a> {
    call: &'a Call,
    settings: &'a Settings,
    needed: NeededPart,
    sender: CallSender<'a>,
    /// The request of the first attempt.
    first: Option<Request>,
    deadline: Instant,
    /// The number of redirects that were followed.
    redirects: u32,
    /// The target of the last one.
    target: Option<Url>,
}

/// The reason why no further attempt is made.
enum Stop {
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

impl Attempts<'_> {
    /// Sends the request until it succeeds or must not be repeated.
    async fn run(&mut self, progress: &mut Progress) -> Result<RawResponse, Stop> {
        let client = &self.call.client.inner;
        let limit = client.concurrency.as_ref();
        let call = self.call;
        // Whether a refused secret may be replaced, which is done once.
        let mut may_renew = call.operation.is_idempotent || self.settings.retry.repeats();
        loop {
            let permit = match limit {
                Some(limit) => {
                    let scope = || call.pause_scope(limit);
                    match within(self.deadline, pin!(limit.acquire(scope, self.deadline))).await? {
                        Ok(permit) => Some(permit),
                        Err(left) => return Err(progress.last_or(Error::paused(left)).into()),
                    }
                }
                None => None,
            };
            let mut request = match self.first.take() {
                Some(request) => request,
                None => self.request()?,
            };
            // Immediately before the attempt, because a signature may contain the time.
            let sent = match within(self.deadline, pin!(authenticate(call, &mut request))).await? {
                Ok(sent) => sent,
                Err(error) => return Err(progress.last_or(error).into()),
            };
            progress.last = None;
            progress.attempts += 1;
            progress.is_in_flight = true;
            let span = AttemptSpan::new(call.operation, request.url(), progress.attempts);
            span.propagate(&client.propagation, request.headers_mut());
            let result = span.record(pin!(self.attempt_within_limit(request, progress))).await;
            progress.is_in_flight = false;
            drop(permit);
            let error = match result {
                Ok(response) => {
                    client.budget.earn();
                    if let Some(limit) = limit {
                        limit.resume(|| call.pause_scope(limit));
                    }
                    return Ok(response);
                }
                Err(error) => error,
            };
            let has_time = Instant::now() < self.deadline;
            if has_time && error.is_unauthorized() && !sent.is_empty() && std::mem::take(&mut may_renew) {
                progress.last = Some(error);
                let failure = match within(self.deadline, pin!(renew(&sent))).await? {
                    Ok(true) => {
                        trace::renewed(progress.attempts);
                        continue;
                    }
                    Ok(false) => None,
                    Err(failure) => Some(failure),
                };
                let error = progress.last_or(Error::call_timeout(self.settings.call_timeout));
                return Err(error.because_of(failure).into());
            }
            if has_time
                && self.redirects < self.settings.redirects
                && let Some(target) = redirect(&self.request()?, &error)
            {
                self.target = Some(target);
                self.redirects += 1;
                trace::redirected(progress.attempts);
                continue;
            }
            let error = error.with_retry_hint(SystemTime::now());
            let advised = error.advised_pause();
            if let (Some(limit), Some(wait)) = (limit, advised) {
                limit.pause(call.pause_scope(limit), wait);
            }
            match decide(&self.settings.retry, self.failed_attempt(&error, progress.attempts)) {
                Decision::Retry(wait) if advised.is_some() || client.budget.take() => {
                    trace::retry(&error, progress.attempts, wait);
                    progress.may_have_been_applied |= error.may_have_been_executed();
                    progress.last = Some(error);
                    tokio::time::sleep(wait).await;
                }
                Decision::Retry(_) | Decision::Stop => return Err(error.into()),
            }
        }
    }

    /// Returns the request, without credentials.
    fn request(&self) -> Result<Request, Error> {
        let mut request = request(self.call)?;
        if let Some(target) = &self.target {
            *request.url_mut() = target.clone();
        }
        Ok(request)
    }

    /// Returns the facts about a failed attempt.
    fn failed_attempt(&self, error: &Error, attempts: u32) -> FailedAttempt {
        FailedAttempt {
            failure: error.failure(),
            is_idempotent: self.call.operation.is_idempotent,
            attempts: attempts - self.redirects,
            advised_wait: error.retry_after(),
            time_left: self.deadline.saturating_duration_since(Instant::now()),
            random: fastrand::f64(),
        }
    }

    /// Sends a request once, until the time limit of attempts or the deadline of the call.
    fn attempt_within_limit(
        &self,
        request: Request,
        progress: &mut Progress,
    ) -> impl Future<Output = Result<RawResponse, Error>> {
        let end = Instant::now().checked_add(self.settings.attempt_timeout);
        let end = end.map_or(self.deadline, |end| end.min(self.deadline));
        async move {
            let number = progress.attempts;
            let result = timeout_at(end, pin!(self.attempt(request, number, &mut progress.response))).await;
            match result {
                Ok(result) => result,
                Err(_) if end == self.deadline => Err(progress.timed_out(self.settings.call_timeout)),
                Err(elapsed) => Err(progress.attempt_timed_out(elapsed)),
            }
        }
    }

    /// Sends a request once. While its body is read, the response is in `partial`.
    fn attempt(
        &self,
        request: Request,
        attempt: u32,
        partial: &mut Option<PartialResponse>,
    ) -> impl Future<Output = Result<RawResponse, Error>> {
        let info = RequestInfo { operation: self.call.operation, attempt };
        let sent = self.sender.send(request, info);
        async move {
            let IncomingResponse { status, headers, mut body } = sent.await.map_err(Error::transport)?;
            if status.is_success() && self.needed == NeededPart::Head {
                drain(body).await;
                return Ok(RawResponse { status, headers, body: Bytes::new() });
            }
            let arrived = partial.insert(PartialResponse { status, headers, body: Received::default() });
            let limit = self.settings.response_bytes;
            let result = if status.is_success() {
                read(&mut body, limit, &mut arrived.body).await
            } else {
                // The status decides, so a failure to read the body is ignored.
                let read = read(&mut body, OTHER_BODY_BYTES, &mut arrived.body);
                let _ = tokio::time::timeout(OTHER_BODY_TIME, read).await;
                Ok(true)
            };
            let Some(response) = partial.take().map(RawResponse::from) else {
                return Err(Error::call_timeout(self.settings.call_timeout));
            };
            match result {
                _ if !status.is_success() => Err(Error::unsuccessful(response)),
                Ok(true) => Ok(response),
                Ok(false) => Err(Error::too_long(limit, response)),
                Err(source) => Err(Error::transport(source).with_response(response)),
            }
        }
    }
}

/// Returns the target of a redirect if it can be followed: it is in the origin of the request, and the same request can be
/// sent to it.
fn redirect(request: &Request, error: &Error) -> Option<Url> {
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    let is_same_request = match error.status()?.as_u16() {
        307 | 308 => true,
        301..=303 => is_read,
        _ => false,
    };
    let mut target = request.url().join(error.location()?).ok()?;
    let has_user = !target.username().is_empty() || target.password().is_some();
    target.set_fragment(None);
    (is_same_request && !has_user && target.origin() == request.url().origin()).then_some(target)
}

/// Awaits a future until a deadline. There is a timer only if the future has to wait.
async fn within<F: Future>(deadline: Instant, mut future: Pin<&mut F>) -> Result<F::Output, Elapsed> {
    match poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await {
        Poll::Ready(output) => Ok(output),
        Poll::Pending => timeout_at(deadline, future).await,
    }
}

/// Returns whether a provider has another secret than the one that was refused.
async fn renew(sent: &[SentSecret<'_>]) -> Result<bool, Failure> {
    let mut is_renewed = false;
    for secret in sent {
        is_renewed |= secret.renew().await?;
    }
    Ok(is_renewed)
}

/// Reads a body up to a limit. Returns whether it is complete.
async fn read(
    incoming: &mut ResponseBody,
    limit: usize,
    body: &mut Received,
) -> Result<bool, TransportError> {
    while let Some(chunk) = incoming.chunk().await.map_err(TransportError::of_body)? {
        // A body that always has a chunk would otherwise keep the timers of the call from being looked at.
        consume_budget().await;
        let room = limit - body.len();
        if chunk.len() > room {
            body.push(chunk.slice(..room));
            return Ok(false);
        }
        body.push(chunk);
    }
    Ok(true)
}

/// Reads the body of a response that nobody needs, so that the connection can be used again. What has not arrived yet is
/// read by a task of its own.
async fn drain(mut body: ResponseBody) {
    let mut length = 0;
    for _ in 0..MOST_CHUNKS_AT_ONCE {
        let mut chunk = pin!(body.chunk());
        let arrived = poll_fn(|context| Poll::Ready(chunk.as_mut().poll(context))).await;
        match arrived {
            Poll::Ready(Ok(Some(chunk))) if length + chunk.len() <= OTHER_BODY_BYTES => length += chunk.len(),
            Poll::Ready(_) => return,
            Poll::Pending => break,
        }
    }
    tokio::spawn(async move {
        let mut rest = Received::default();
        let read = read(&mut body, OTHER_BODY_BYTES - length, &mut rest);
        let _ = tokio::time::timeout(OTHER_BODY_TIME, read).await;
    });
}
