//! The error type of the crate.

mod make;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;

use crate::runtime::api::body::decode_json;
use crate::runtime::api::call::Operation;
use crate::runtime::policy::retry::{Failure, advice};
use crate::runtime::policy::retry_hint::RateLimit;

/// The error of a call that failed, or of a client that could not be created.
///
/// [`kind`](Self::kind) classifies it, and the `is_…` methods are the conditions that programs branch on. The message
/// names the operation and never contains a value: no argument, no body, no credential. [`status`](Self::status),
/// [`headers`](Self::headers) and [`body`](Self::body) return the parts of the response.
///
/// # Examples
///
/// ```no_run
/// use generated_client::{Client, Error, ErrorKind, http::Method};
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// match client.request::<serde_json::Value>(Method::POST, "/orders").await {
///     Ok(order) => println!("{order}"),
///     Err(error) if error.may_have_been_applied() => println!("look whether there is an order: {error}"),
///     Err(error) if error.is_rate_limited() => println!("try again in {:?}", error.retry_after()),
///     Err(error) if error.kind() == ErrorKind::Connect => println!("the service cannot be reached"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<Operation>,
    response: Option<RawResponse>,
    decode_path: Option<String>,
    attempts: u32,
    elapsed: Duration,
    retry_after: Option<Duration>,
    /// Whether certainly no attempt had an effect.
    without_effect: bool,
    /// Whether the service may have executed an attempt before the last one.
    earlier_may_have_been_applied: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// A response whose body is not decoded.
#[derive(Debug)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The number of bytes that an error keeps of the body of a response, and of its headers.
pub(crate) const MAX_KEPT_BYTES: usize = 10 * 1024;

impl RawResponse {
    /// Returns the response without what is too long to be kept.
    fn bounded(mut self) -> Self {
        // A slice would keep all that was received with it in memory.
        self.body = Bytes::copy_from_slice(&self.body[..self.body.len().min(MAX_KEPT_BYTES)]);
        let length = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
        if self.headers.iter().map(length).sum::<usize>() > MAX_KEPT_BYTES {
            let mut room = MAX_KEPT_BYTES;
            let fits = |header: &(&HeaderName, &HeaderValue)| {
                let left = room.checked_sub(length(*header));
                room = left.unwrap_or(room);
                left.is_some()
            };
            let kept = self.headers.iter().filter(fits);
            self.headers = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
        }
        self
    }
}

/// The class of an [`Error`].
///
/// # Examples
///
/// ```
/// use generated_client::ErrorKind;
///
/// fn advice(kind: ErrorKind) -> &'static str {
///     match kind {
///         ErrorKind::Config | ErrorKind::Argument => "correct the program",
///         ErrorKind::Credentials => "check the credentials",
///         _ => "try again later",
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings of the client do not allow it to be created, or a call to be sent.
    Config,
    /// An argument cannot be sent. Nothing was sent.
    Argument,
    /// There was no connection, so nothing was sent.
    Connect,
    /// The attempt or the call took too long.
    Timeout,
    /// The connection broke before the response was complete.
    Connection,
    /// The transport that the client was given failed in another way.
    Transport,
    /// The service responded with an error status.
    Status,
    /// The service responded with a redirect, which is not followed.
    Redirect,
    /// The response is longer than the limit.
    TooLong,
    /// The body of the response is not of the type that the operation returns, or cannot be decompressed.
    Decode,
    /// The token provider or the `Authenticate` hook failed. Nothing was sent.
    Credentials,
    /// The service requested a pause that ends after the deadline of the call. Nothing was sent.
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
            Self::Transport => "transport",
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
    /// Returns the class of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns the name of the operation in the collection, after those of its folders; `None` if the error is not that
    /// of a call.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.inner.operation.map(|operation| operation.name)
    }

    /// Returns the status of the response, if there was one; also if its body did not arrive completely.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.response.as_ref().map(|response| response.status)
    }

    /// Returns the headers of the response, if there was one; at most 10 KiB of them.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.inner.response.as_ref().map(|response| &response.headers)
    }

    /// Returns the body of the response, if there was one; at most its first 10 KiB.
    ///
    /// It may contain personal data, so it is in no message and in no `Debug` output.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.response.as_ref().map(|response| &*response.body)
    }

    /// Decodes the body of the response as JSON.
    ///
    /// # Errors
    ///
    /// If there was no response, or its body is not JSON of this type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_json(self.body().unwrap_or_default())
    }

    /// Returns the number of attempts to send the request.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Returns the duration of the call, with all its attempts and waits.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.inner.elapsed
    }

    /// Returns the id that the service gave to the request, which its support team asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        super::response::request_id(self.headers()?)
    }

    /// Returns the path of the value in the JSON of the response that is not of the expected type, such as
    /// `account.email` or `[3].id`.
    #[must_use]
    pub fn decode_path(&self) -> Option<&str> {
        self.inner.decode_path.as_deref()
    }

    /// Returns the target of a redirect; `None` for any other error.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        if self.kind() != ErrorKind::Redirect {
            return None;
        }
        self.headers()?.get(http::header::LOCATION)?.to_str().ok()
    }

    /// Returns the wait that the service advises before the next call: `Retry-After-Ms`, `Retry-After`, or, after a 429,
    /// the time until `X-RateLimit-Reset`.
    ///
    /// The client itself acts only on an advice of at most an hour.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Returns the limit on requests that the service reports.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers().map(RateLimit::from_headers)
    }

    /// Returns whether the call may have had its effect although it failed.
    ///
    /// It is `true` for an operation that is not idempotent, unless the service refused the request (a status of 400 to
    /// 499 other than 408), there was no connection, or nothing was sent. Check the state of the resource before you
    /// call again.
    ///
    /// It is also `true` for a DELETE that was repeated and then failed with 404 or 410: an earlier attempt, whose
    /// outcome is not known, may have deleted the resource.
    #[must_use]
    pub fn may_have_been_applied(&self) -> bool {
        let Some(operation) = self.inner.operation else { return false };
        if operation.is_idempotent {
            let is_gone = self.is_not_found() || self.is_status(StatusCode::GONE);
            return operation.method == "DELETE" && is_gone && self.inner.earlier_may_have_been_applied;
        }
        self.may_have_been_executed()
    }

    /// Returns whether the service may have executed the attempt.
    pub(crate) fn may_have_been_executed(&self) -> bool {
        match self.kind() {
            ErrorKind::Config
            | ErrorKind::Argument
            | ErrorKind::Connect
            | ErrorKind::Credentials
            | ErrorKind::Paused => false,
            // A service may execute the request and then redirect.
            ErrorKind::Status | ErrorKind::Redirect => self
                .status()
                .is_none_or(|status| !status.is_client_error() || status == StatusCode::REQUEST_TIMEOUT),
            ErrorKind::Timeout => !self.inner.without_effect,
            ErrorKind::Connection | ErrorKind::Transport | ErrorKind::TooLong | ErrorKind::Decode => true,
        }
    }

    /// Returns the wait that the service advised with a 429. A retry after it does not make an outage worse.
    pub(crate) fn advised_pause(&self) -> Option<Duration> {
        self.retry_after().and_then(advice).filter(|_| self.is_rate_limited())
    }

    /// Returns the error as the retry policy classifies it.
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

    /// Returns whether the service considers the request invalid (400).
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.is_status(StatusCode::BAD_REQUEST)
    }

    /// Returns whether the credentials are missing, wrong or expired (401).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the credentials do not allow the call (403).
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is_status(StatusCode::FORBIDDEN)
    }

    /// Returns whether the resource does not exist (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_status(StatusCode::NOT_FOUND)
    }

    /// Returns whether the state of the resource does not allow the call (409).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_status(StatusCode::CONFLICT)
    }

    /// Returns whether there were too many requests: the service responded with 429, or nothing was sent because of an
    /// earlier 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.is_status(StatusCode::TOO_MANY_REQUESTS) || self.kind() == ErrorKind::Paused
    }

    /// Returns whether the service failed (500 to 599).
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.kind() == ErrorKind::Status && self.status().is_some_and(|status| status.is_server_error())
    }

    /// Returns whether the attempt or the call took too long.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns whether there was no connection, so that nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Returns whether the body of the response is not of the type that the operation returns, or cannot be decompressed.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.inner.operation {
            write!(f, "{} {}: ", operation.method, operation.template())?;
        }
        f.write_str(&self.inner.message)
    }
}

/// Shows the message and all facts except headers and bodies.
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
