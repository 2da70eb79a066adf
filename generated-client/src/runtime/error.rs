//! The one error of the crate.

mod make;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::advice::RateLimit;
use super::body::decode_json;
use super::retry::Failure;
use super::service::Operation;

/// A call failed, or a client could not be made.
///
/// What it is about stands in [`kind`](Self::kind), and the `is_…` methods answer the questions that programs branch
/// on. The message names the operation and never holds a value: no argument, no body, no credential. What the
/// service answered is in [`status`](Self::status), [`headers`](Self::headers) and [`body`](Self::body).
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<Operation>,
    answer: Option<Answer>,
    decode_path: Option<String>,
    attempts: u32,
    elapsed: Duration,
    retry_after: Option<Duration>,
    /// Whether it is certain that no attempt had an effect.
    without_effect: bool,
    /// Whether an attempt before the last one may have been executed.
    ambiguous_before: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What the service answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What an [`Error`] is about.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be made of its settings.
    Config,
    /// An argument cannot be sent; nothing was.
    Argument,
    /// There was no connection, so nothing was sent.
    Connect,
    /// Time ran out.
    Timeout,
    /// The connection broke before the answer was complete.
    Connection,
    /// The service answered with an error status.
    Status,
    /// The service answered with a redirect, which is not followed.
    Redirect,
    /// The answer is longer than the client reads.
    TooLong,
    /// The answer is not what the operation returns.
    Decode,
    /// The token provider or the `Authenticate` hook failed; nothing was sent.
    Credentials,
    /// The service asked for a pause that does not end in time; nothing was sent.
    Paused,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Config => "config",
            Self::Argument => "argument",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Connection => "connection",
            Self::Status => "status",
            Self::Redirect => "redirect",
            Self::TooLong => "too long",
            Self::Decode => "decode",
            Self::Credentials => "credentials",
            Self::Paused => "paused",
        })
    }
}

impl Error {
    /// What the error is about.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The name of the operation in the collection, folders first; nothing when no call was made.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.inner.operation.map(|operation| operation.name)
    }

    /// The status of the answer, when there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.answer.as_ref().map(|answer| answer.status)
    }

    /// The headers of the answer, when there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.inner.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The body of the answer, when there was one; of an error status its first 10 KiB.
    ///
    /// It may hold personal data, so it is in no message and in no `Debug` output.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.answer.as_ref().map(|answer| &*answer.body)
    }

    /// Reads the body of the answer as JSON.
    ///
    /// # Errors
    ///
    /// When there was no answer, or its body is not JSON of this type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_json(self.body().unwrap_or_default())
    }

    /// How often the request was sent, or tried to be sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// How long the call took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.inner.elapsed
    }

    /// The service's own name for the request, which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        super::response::request_id(self.headers()?)
    }

    /// Where in the JSON of the answer something else was expected: `account.email`, `[3].id`.
    #[must_use]
    pub fn decode_path(&self) -> Option<&str> {
        self.inner.decode_path.as_deref()
    }

    /// Where a redirect leads.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        if self.kind() != ErrorKind::Redirect {
            return None;
        }
        self.headers()?.get(http::header::LOCATION)?.to_str().ok()
    }

    /// How long the service advises to wait before calling again: `Retry-After`, or, after a 429, until
    /// `X-RateLimit-Reset`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// What the service says about its limit on requests.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers().map(RateLimit::of)
    }

    /// Whether the call may have had its effect although it failed.
    ///
    /// True for an operation whose repetition could do harm, after anything but a refusal (a status of 400 to 499 other
    /// than 408), a missing connection, or when nothing was sent. Look before you call again. Also true when a DELETE was repeated,
    /// because nobody knows what became of the first one, and the thing was not found then.
    #[must_use]
    pub fn may_have_been_applied(&self) -> bool {
        let Some(operation) = self.inner.operation else { return false };
        if operation.idempotent {
            let gone = self.is_not_found() || self.is_status(StatusCode::GONE);
            return operation.method == "DELETE" && gone && self.inner.ambiguous_before;
        }
        self.is_ambiguous()
    }

    /// Whether the attempt may have been executed.
    pub(crate) fn is_ambiguous(&self) -> bool {
        match self.kind() {
            ErrorKind::Config
            | ErrorKind::Argument
            | ErrorKind::Connect
            | ErrorKind::Credentials
            | ErrorKind::Paused => false,
            // Even a redirect may be what follows a success.
            ErrorKind::Status | ErrorKind::Redirect => self
                .status()
                .is_none_or(|status| !status.is_client_error() || status == StatusCode::REQUEST_TIMEOUT),
            ErrorKind::Timeout => !self.inner.without_effect,
            ErrorKind::Connection | ErrorKind::TooLong | ErrorKind::Decode => true,
        }
    }

    /// Whether the service works and said when to come back. Doing so makes no outage worse.
    pub(crate) fn is_invited_back(&self) -> bool {
        self.is_rate_limited() && self.retry_after().is_some()
    }

    /// What the retry policy makes of the error.
    pub(crate) fn failure(&self) -> Failure {
        match self.kind() {
            ErrorKind::Connect => Failure::Connect,
            ErrorKind::Connection | ErrorKind::Timeout => Failure::Broken,
            ErrorKind::Status => self.status().map_or(Failure::Final, Failure::Status),
            _ => Failure::Final,
        }
    }

    fn is_status(&self, status: StatusCode) -> bool {
        self.kind() == ErrorKind::Status && self.status() == Some(status)
    }

    /// The service takes the request for wrong: 400.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.is_status(StatusCode::BAD_REQUEST)
    }

    /// The credentials are missing, wrong or out of date: 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(StatusCode::UNAUTHORIZED)
    }

    /// The credentials do not allow it: 403.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is_status(StatusCode::FORBIDDEN)
    }

    /// There is no such thing: 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_status(StatusCode::NOT_FOUND)
    }

    /// The state of the thing does not allow it: 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_status(StatusCode::CONFLICT)
    }

    /// There were too many requests: 429, or nothing was sent because of an earlier one.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.is_status(StatusCode::TOO_MANY_REQUESTS) || self.kind() == ErrorKind::Paused
    }

    /// The service failed: 500 to 599.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.kind() == ErrorKind::Status && self.status().is_some_and(|status| status.is_server_error())
    }

    /// Time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// There was no connection, so nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// The answer is not what the operation returns.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.inner.operation {
            write!(f, "{} /{}: ", operation.method, operation.path.trim_start_matches('/'))?;
        }
        f.write_str(&self.inner.message)
    }
}

/// Shows what [`Display`](fmt::Display) shows and the facts, but neither headers nor bodies.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.inner.kind)
            .field("message", &self.to_string())
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.inner.attempts)
            .field("elapsed", &self.inner.elapsed)
            .field("source", &self.inner.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.inner.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
