//! The replies of a mock.

use std::fmt;
use std::future::pending;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use super::{Mock, RecordedRequest, example};
use crate::Client;
use crate::runtime::transport::custom::{ResponseBody, TransportError, TransportErrorKind};

/// What a [`Mock`] does with a request: a response, or a failure.
///
/// # Examples
///
/// ```
/// use generated_client::mock::Reply;
/// use std::time::Duration;
///
/// // Responses.
/// let created = Reply::status(201).with_json(["a", "b"]).with_header("x-request-id", "7");
/// let missing = Reply::status(404).with_body(r#"{"code": "unknown"}"#);
/// let limited = Reply::status(429).with_header("retry-after", "3");
/// let garbage = Reply::body("this is not JSON");
/// let slow = Reply::json(["a"]).after(Duration::from_secs(5));
///
/// // Failures.
/// let unreachable = Reply::connect_error();
/// let late = Reply::timeout();
/// let broken = Reply::reset();
/// let half = Reply::json(["a", "b"]).cut_off(3);
/// let silent = Reply::hang();
/// ```
#[derive(Clone)]
pub struct Reply {
    delay: Duration,
    outcome: Outcome,
}

#[derive(Clone)]
enum Outcome {
    Response(Head, Bytes),
    /// A response whose body breaks off after these bytes.
    CutOff(Head, Bytes),
    /// The saved response with this status, or with one of success.
    Example(Option<u16>),
    Failure(TransportErrorKind, String),
    Hang,
}

#[derive(Clone)]
struct Head {
    status: StatusCode,
    headers: HeaderMap,
}

/// Shows the status, or the kind of the failure.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Reply");
        match &self.outcome {
            Outcome::Response(head, body) => {
                shown.field("status", &head.status).field("bytes", &body.len());
            }
            Outcome::CutOff(head, body) => {
                shown.field("status", &head.status).field("cut_off_after", &body.len());
            }
            Outcome::Example(status) => {
                shown.field("example", status);
            }
            Outcome::Failure(kind, cause) => {
                shown.field("failure", kind).field("cause", cause);
            }
            Outcome::Hang => {
                shown.field("hangs", &true);
            }
        }
        shown.field("delay", &self.delay).finish()
    }
}

/// The responses.
impl Reply {
    /// Creates a response with this status and no content.
    #[must_use]
    pub fn status(status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => {
                Self::from(Outcome::Response(Head { status, headers: HeaderMap::new() }, Bytes::new()))
            }
            Err(_) => Self::invalid(format!("{status} is not an HTTP status")),
        }
    }

    /// Creates a response with the status 200 and JSON.
    #[must_use]
    pub fn json(value: impl Serialize) -> Self {
        Self::status(200).with_json(value)
    }

    /// Creates a response with the status 200 and these bytes or this string, which may be anything.
    #[must_use]
    pub fn body(bytes: impl Into<Bytes>) -> Self {
        Self::status(200).with_body(bytes)
    }

    /// Sets the body to JSON: a value of a type of this crate, a list, a map …
    #[must_use]
    pub fn with_json(self, value: impl Serialize) -> Self {
        match serde_json::to_vec(&value) {
            Ok(bytes) => self.with_header("content-type", "application/json").with_body(bytes),
            Err(_) => Self::invalid("the value cannot be serialized as JSON".to_owned()),
        }
    }

    /// Sets the body to bytes or a string, which may be anything.
    #[must_use]
    pub fn with_body(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Outcome::Response(_, body) | Outcome::CutOff(_, body) = &mut self.outcome {
            *body = bytes.into();
        }
        self
    }

    /// Adds a header; `Content-Type` replaces that of the body.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let parsed = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
        let (Ok(name), Ok(value)) = parsed else {
            return Self::invalid(format!(
                "the header `{}` has a name or a value that is not valid",
                name.escape_debug()
            ));
        };
        if let Outcome::Response(head, _) | Outcome::CutOff(head, _) = &mut self.outcome {
            if name == CONTENT_TYPE {
                head.headers.insert(name, value);
            } else {
                head.headers.append(name, value);
            }
        }
        self
    }

    /// Replies with the first successful response that is saved for the operation in the collection, or that is an example
    /// in its overlay. If there is none, the error says so.
    ///
    /// These are responses with JSON or without content. Secrets in them are redacted.
    #[must_use]
    pub fn example() -> Self {
        Self::from(Outcome::Example(None))
    }

    /// Replies with the first response with this status that is saved for the operation, as [`example`](Self::example).
    #[must_use]
    pub fn example_with_status(status: u16) -> Self {
        Self::from(Outcome::Example(Some(status)))
    }

    /// Breaks the connection after this many bytes of the body.
    #[must_use]
    pub fn cut_off(mut self, after: usize) -> Self {
        if let Outcome::Response(head, body) = self.outcome {
            let body = body.slice(..after.min(body.len()));
            self.outcome = Outcome::CutOff(head, body);
        }
        self
    }
}

/// The failures.
impl Reply {
    /// There is no connection: nothing is sent. [`Error::is_connect`](crate::Error::is_connect).
    #[must_use]
    pub fn connect_error() -> Self {
        Self::failure(TransportErrorKind::Connect, "the mock refuses the connection")
    }

    /// The attempt times out at once. [`Error::is_timeout`](crate::Error::is_timeout).
    #[must_use]
    pub fn timeout() -> Self {
        Self::failure(TransportErrorKind::Timeout, "the mock timed out")
    }

    /// The connection breaks before there is a response. [`ErrorKind::Connection`](crate::ErrorKind::Connection).
    #[must_use]
    pub fn reset() -> Self {
        Self::failure(TransportErrorKind::Broken, "the mock closed the connection")
    }

    /// There is never a response, so a time limit of the client ends the attempt.
    #[must_use]
    pub fn hang() -> Self {
        Self::from(Outcome::Hang)
    }

    fn failure(kind: TransportErrorKind, cause: &str) -> Self {
        Self::from(Outcome::Failure(kind, cause.to_owned()))
    }

    fn invalid(problem: String) -> Self {
        Self::from(Outcome::Failure(
            TransportErrorKind::Other,
            format!("the reply of the mock is not valid: {problem}"),
        ))
    }

    fn from(outcome: Outcome) -> Self {
        Self { delay: Duration::ZERO, outcome }
    }
}

impl Reply {
    /// Returns a client for which this is the reply to every request, retries included.
    ///
    /// It is a client of a [`Mock`], which also has different replies, and records the requests.
    #[must_use]
    pub fn client(self) -> Client {
        let mock = Mock::new();
        mock.answer(move |_| self.clone());
        mock.client()
    }

    /// Waits before the reply, by tokio's clock.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Does what the reply says.
    pub(super) async fn outcome(
        self,
        request: &RecordedRequest,
    ) -> Result<Response<ResponseBody>, TransportError> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        let (head, body) = match self.outcome {
            Outcome::Response(head, body) => (head, body.into()),
            Outcome::CutOff(head, body) => (head, cut_off(body)),
            Outcome::Example(status) => {
                let saved = example::find(request, status).map_err(TransportError::other)?;
                let mut reply = Self::status(saved.status).with_body(saved.body);
                if !saved.media_type.is_empty() {
                    reply = reply.with_header("content-type", saved.media_type);
                }
                return Box::pin(reply.outcome(request)).await;
            }
            Outcome::Failure(kind, cause) => return Err(TransportError::new(kind, cause)),
            Outcome::Hang => return pending().await,
        };
        let mut response = Response::new(body);
        *response.status_mut() = head.status;
        *response.headers_mut() = head.headers;
        Ok(response)
    }
}

/// Returns a body that breaks off after these bytes.
fn cut_off(bytes: Bytes) -> ResponseBody {
    ResponseBody::from_chunks(Some(bytes), |bytes| async {
        match bytes {
            Some(bytes) => Ok(Some((bytes, None))),
            None => Err(TransportError::broken("the mock closed the connection")),
        }
    })
}
