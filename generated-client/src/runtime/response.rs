//! Answers.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::advice::RateLimit;

/// An answer: its body, and what came with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The body, as the operation returns it.
    pub body: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// How often the request was sent.
    pub attempts: u32,
    /// How long the call took.
    pub elapsed: Duration,
}

/// Shows the body and the facts; of the headers, which may hold anything, only the request id.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("body", &self.body)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

impl<T> Response<T> {
    /// The service's own name for the request, which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// What the service says about its limit on requests.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        RateLimit::of(&self.headers)
    }
}

/// The headers in which services name a request, the most usual ones first.
const REQUEST_ID: [&str; 6] =
    ["x-request-id", "request-id", "x-requestid", "x-correlation-id", "x-trace-id", "atl-traceid"];

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

/// A success whose body is not read yet.
pub(crate) struct Raw {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl Raw {
    /// The answer with its body read.
    pub(crate) fn with_body<T>(self, body: T) -> Response<T> {
        let Self { status, headers, attempts, elapsed, .. } = self;
        Response { body, status, headers, attempts, elapsed }
    }
}
