//! Responses.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::error::RawResponse;
use crate::runtime::policy::retry_hint::RateLimit;
use crate::runtime::transport::trace::CallSpan;

/// A response: the body, the status, the headers, and facts about the call.
///
/// # Examples
///
/// ```no_run
/// use generated_client::{Client, Error, Response, http::Method};
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let response: Response<serde_json::Value> = client.request(Method::GET, "/users").send().await?;
/// println!("{} after {} attempts: {:?}", response.status, response.attempts, response.elapsed);
/// if response.rate_limit().remaining == Some(0) {
///     println!("no more requests in this window; request {:?}", response.request_id());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The body, as the type that the operation returns.
    pub body: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The number of times that the request was sent.
    pub attempts: u32,
    /// The duration of the call, with all its attempts and waits.
    pub elapsed: Duration,
    bytes: Bytes,
}

/// Shows everything except the headers and the bytes, which may contain secrets; of the headers only the request id.
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
    /// Returns the bytes of the body, as they were received; none if the operation returns no content, since the body is
    /// not read then.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns the id that the service gave to the request, which its support team asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the limit on requests that the service reports.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        RateLimit::from_headers(&self.headers)
    }
}

/// The headers in which services send the id of a request, the most common ones first.
const REQUEST_ID: [&str; 6] =
    ["x-request-id", "request-id", "x-requestid", "x-correlation-id", "x-trace-id", "atl-traceid"];

/// Returns the id that the service gave to a request. What is too long for an id, or cannot be printed, is none.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let mut ids = REQUEST_ID.iter().filter_map(|name| headers.get(*name)?.to_str().ok());
    ids.find(|id| is_printable(id) && !id.contains(' '))
}

/// Returns whether a text of the service can be in messages: it is short, and has only visible characters.
pub(crate) fn is_printable(text: &str) -> bool {
    /// The maximum length in bytes.
    const LONGEST: usize = 128;
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// A successful response whose body is not decoded yet.
pub(crate) struct Success {
    pub(crate) response: RawResponse,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) span: CallSpan,
}

impl Success {
    /// Returns the response with its decoded body.
    pub(crate) fn with_body<T>(self, body: T) -> Response<T> {
        let Self { response: RawResponse { status, headers, body: bytes }, attempts, elapsed, span } = self;
        span.success(status, attempts);
        Response { body, status, headers, attempts, elapsed, bytes }
    }

    /// Returns the decoded body.
    pub(crate) fn only_body<T>(self, body: T) -> T {
        self.span.success(self.response.status, self.attempts);
        body
    }
}
