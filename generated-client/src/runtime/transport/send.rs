//! Sends a request, reads the response, and repeats the request if the retry policy allows it.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode};
use reqwest::{Request, Url};
use tokio::sync::SemaphorePermit;
use tokio::task::consume_budget;
use tokio::time::error::Elapsed;
use tokio::time::timeout_at;

use super::custom::{RequestInfo, ResponseBody, TransportError};
use super::deadline::{Deadline, Stop};
use super::request::{SentSecret, authenticate, request};
use super::sender::{CallSender, IncomingResponse, Sending};
use super::trace::{self, AttemptSpan, CallSpan};
use crate::runtime::api::call::Call;
use crate::runtime::api::error::{Error, MAX_KEPT_BYTES, RawResponse};
use crate::runtime::api::options::Settings;
use crate::runtime::api::response::Success;
use crate::runtime::auth::BoxFuture;
use crate::runtime::auth::provider::Failure;
use crate::runtime::policy::retry::{Decision, FailedAttempt, decide};

/// The number of bytes that are read of a body that the call does not return, such as that of an error.
const OTHER_BODY_BYTES: usize = MAX_KEPT_BYTES;

/// The time in which such a body is read, since the call does not depend on it.
const OTHER_BODY_TIME: Duration = Duration::from_secs(2);

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
        let settings = call.options.settings(&call.client.inner.settings);
        let deadline = Deadline::new(settings.call_timeout);
        let start = deadline.now;
        let mut progress = Progress::default();
        let span = CallSpan::new(call.operation);
        let mut attempts = Attempts::new(&call, &settings, needed, deadline);
        // Pinned where it is, since it is large and moving it costs time.
        let result = span.enter(pin!(attempts.run(&mut progress))).await;
        let number = progress.attempts;
        match result {
            Ok(response) => Ok(Success { response, attempts: number, elapsed: start.elapsed(), span }),
            Err(stop) => {
                let error = match stop {
                    Stop::Failed(error) => error,
                    Stop::DeadlinePassed => progress.timed_out(settings.call_timeout),
                };
                let error = error.after_earlier_attempts(progress.may_have_been_applied);
                let error = error.of_call(call.operation, number, start.elapsed());
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
    #[cold]
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
    #[cold]
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
    #[cold]
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
enum Received {
    Piece(Bytes),
    Pieces(BytesMut),
}

impl Received {
    fn len(&self) -> usize {
        match self {
            Self::Piece(piece) => piece.len(),
            Self::Pieces(pieces) => pieces.len(),
        }
    }

    fn push(&mut self, chunk: Bytes) {
        match self {
            Self::Piece(piece) if piece.is_empty() => *piece = chunk,
            Self::Piece(piece) => {
                let mut pieces = BytesMut::with_capacity(piece.len() + chunk.len());
                pieces.extend_from_slice(piece);
                pieces.extend_from_slice(&chunk);
                *self = Self::Pieces(pieces);
            }
            Self::Pieces(pieces) => pieces.extend_from_slice(&chunk),
        }
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::Piece(piece) => piece,
            Self::Pieces(pieces) => pieces.freeze(),
        }
    }
}

impl Default for Received {
    fn default() -> Self {
        Self::Piece(Bytes::new())
    }
}

/// The attempts of one call.
struct Attempts<'a> {
    call: &'a Call,
    settings: &'a Settings,
    needed: NeededPart,
    deadline: Deadline,
    /// The number of redirects that were followed.
    redirects: u32,
    /// The target of the last one.
    target: Option<Box<Url>>,
    /// Whether a refused secret may be replaced, which is done once.
    may_renew: bool,
}

/// What an attempt needs.
struct Ready<'a> {
    request: Box<Request>,
    sender: CallSender<'a>,
    permit: Option<SemaphorePermit<'a>>,
    /// The secrets that providers can replace.
    secrets: Vec<SentSecret<'a>>,
}

impl<'a> Attempts<'a> {
    fn new(call: &'a Call, settings: &'a Settings, needed: NeededPart, deadline: Deadline) -> Self {
        let may_renew = call.operation.is_idempotent || settings.retry.repeats();
        Self { call, settings, needed, deadline, redirects: 0, target: None, may_renew }
    }

    /// Sends the request until it succeeds or must not be repeated.
    async fn run(&mut self, progress: &mut Progress) -> Result<RawResponse, Stop> {
        loop {
            let Ready { request, sender, permit, secrets } = self.prepare(progress).await?;
            let (span, attempt) = self.attempt(request, sender, permit, progress);
            let error = match span.record(pin!(attempt)).await {
                Ok(response) => {
                    self.succeed();
                    return Ok(response);
                }
                Err(error) => error,
            };
            let recovery: BoxFuture<'_, _> = Box::pin(self.recover(error, &secrets, progress));
            recovery.await?;
        }
    }

    /// Prepares an attempt.
    async fn prepare(&mut self, progress: &mut Progress) -> Result<Ready<'a>, Stop> {
        let call = self.call;
        let client = &call.client.inner;
        let mut request = self.request()?;
        let sender = client.sender.for_call(request.url())?;
        let permit = match &client.concurrency {
            Some(limit) => {
                let scope = || call.pause_scope(limit);
                let permit = match limit.try_acquire() {
                    Some(permit) => Ok(permit),
                    None => self.deadline.wait(limit.acquire(scope, self.deadline.end)).await?,
                };
                Some(permit.map_err(|left| progress.last_or(Error::paused(left)))?)
            }
            None => None,
        };
        // Immediately before the attempt, because a signature may contain the time.
        match authenticate(call, &mut request, &mut self.deadline).await {
            Ok(secrets) => Ok(Ready { request, sender, permit, secrets }),
            Err(Stop::Failed(error)) => Err(progress.last_or(error).into()),
            Err(stop) => Err(stop),
        }
    }

    /// Returns the request, without credentials.
    fn request(&self) -> Result<Box<Request>, Error> {
        let mut request = request(self.call)?;
        if let Some(target) = &self.target {
            request.url_mut().clone_from(target);
        }
        Ok(request)
    }

    /// Sends a request once, until the time limit of attempts or the deadline of the call.
    fn attempt(
        &self,
        mut request: Box<Request>,
        sender: CallSender<'_>,
        permit: Option<SemaphorePermit<'_>>,
        progress: &mut Progress,
    ) -> (AttemptSpan, impl Future<Output = Result<RawResponse, Error>>) {
        progress.last = None;
        progress.attempts += 1;
        progress.is_in_flight = true;
        let operation = self.call.operation;
        let span = AttemptSpan::new(operation, request.url(), progress.attempts);
        span.propagate(&self.call.client.inner.propagation, request.headers_mut());
        let end = self.deadline.after(self.settings.attempt_timeout);
        let sending = sender.send(*request, RequestInfo { operation, attempt: progress.attempts });
        let attempt = async move {
            let result = timeout_at(end, pin!(self.receive(sending, &mut progress.response))).await;
            let result = match result {
                Ok(result) => result,
                Err(_) if end == self.deadline.end => Err(progress.timed_out(self.settings.call_timeout)),
                Err(elapsed) => Err(progress.attempt_timed_out(elapsed)),
            };
            progress.is_in_flight = false;
            drop(permit);
            result
        };
        (span, attempt)
    }

    /// Receives a response. While its body is read, the response is in `partial`.
    async fn receive(
        &self,
        sending: Sending<'_, impl Future<Output = reqwest::Result<reqwest::Response>>>,
        partial: &mut Option<PartialResponse>,
    ) -> Result<RawResponse, Error> {
        let IncomingResponse { status, headers, mut body } =
            sending.response().await.map_err(Error::transport)?;
        let arrived = partial.insert(PartialResponse { status, headers, body: Received::default() });
        let limit = self.settings.response_bytes;
        let result = if !status.is_success() {
            let read = read(&mut body, OTHER_BODY_BYTES, &mut arrived.body);
            let read: BoxFuture<'_, _> = Box::pin(tokio::time::timeout(OTHER_BODY_TIME, read));
            // The status decides, so a failure to read the body is ignored.
            let _ = read.await;
            Ok(true)
        } else if self.needed == NeededPart::Body {
            read(&mut body, limit, &mut arrived.body).await
        } else {
            drain(&mut body).await;
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

    /// Takes note of a success.
    fn succeed(&self) {
        let client = &self.call.client.inner;
        client.budget.earn();
        if let Some(limit) = &client.concurrency {
            limit.resume(|| self.call.pause_scope(limit));
        }
    }

    /// Returns when the request may be repeated, or why it is not.
    async fn recover(
        &mut self,
        error: Error,
        secrets: &[SentSecret<'_>],
        progress: &mut Progress,
    ) -> Result<(), Stop> {
        let client = &self.call.client.inner;
        let has_time = self.deadline.has_time();
        if has_time && error.is_unauthorized() && !secrets.is_empty() && std::mem::take(&mut self.may_renew) {
            progress.last = Some(error);
            let failure = match self.deadline.wait(renew(secrets)).await? {
                Ok(true) => {
                    trace::renewed(progress.attempts);
                    return Ok(());
                }
                Ok(false) => None,
                Err(failure) => Some(failure),
            };
            let error = progress.last_or(Error::call_timeout(self.settings.call_timeout));
            return Err(error.because_of(failure).into());
        }
        if has_time
            && self.redirects < self.settings.redirects
            && let Some(target) = redirect(&*self.request()?, &error)
        {
            self.target = Some(Box::new(target));
            self.redirects += 1;
            trace::redirected(progress.attempts);
            return Ok(());
        }
        let error = error.with_retry_hint(SystemTime::now());
        let advised = error.advised_pause();
        if let (Some(limit), Some(wait)) = (&client.concurrency, advised) {
            limit.pause(self.call.pause_scope(limit), wait);
        }
        match decide(&self.settings.retry, self.failed_attempt(&error, progress.attempts)) {
            Decision::Retry(wait) if advised.is_some() || client.budget.take() => {
                trace::retry(&error, progress.attempts, wait);
                progress.may_have_been_applied |= error.may_have_been_executed();
                progress.last = Some(error);
                Ok(self.deadline.wait(tokio::time::sleep(wait)).await?)
            }
            Decision::Retry(_) | Decision::Stop => Err(error.into()),
        }
    }

    /// Returns the facts about a failed attempt.
    fn failed_attempt(&self, error: &Error, attempts: u32) -> FailedAttempt {
        FailedAttempt {
            failure: error.failure(),
            is_idempotent: self.call.operation.is_idempotent,
            attempts: attempts - self.redirects,
            advised_wait: error.retry_after(),
            time_left: self.deadline.end.saturating_duration_since(self.deadline.now),
            random: fastrand::f64(),
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
        let room = limit - body.len();
        if chunk.len() > room {
            body.push(chunk.slice(..room));
            return Ok(false);
        }
        body.push(chunk);
        // A body that always has a chunk would otherwise keep the timers of the call from being looked at.
        consume_budget().await;
    }
    Ok(true)
}

/// Reads the body of a response that nobody needs, so that the connection can be used again. What has not arrived yet is
/// read by a task of its own.
async fn drain(body: &mut ResponseBody) {
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
    let mut body = std::mem::take(body);
    tokio::spawn(async move {
        let mut rest = Received::default();
        let read = read(&mut body, OTHER_BODY_BYTES - length, &mut rest);
        let _ = tokio::time::timeout(OTHER_BODY_TIME, read).await;
    });
}
