//! How errors come about. Nothing here puts a value of the caller or of the service into a message.

use std::error::Error as StdError;
use std::time::Duration;

use super::{Answer, Error, ErrorKind, Inner};
use crate::runtime::service::Operation;
use crate::runtime::text::InvalidText;

impl Error {
    fn new(kind: ErrorKind, message: String) -> Self {
        let inner = Inner {
            kind,
            message,
            operation: None,
            answer: None,
            decode_path: None,
            attempts: 0,
            elapsed: Duration::ZERO,
            source: None,
        };
        Self { inner: Box::new(inner) }
    }

    pub(crate) fn config(message: String) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn argument(message: String) -> Self {
        Self::new(ErrorKind::Argument, message)
    }

    #[cfg(feature = "rustls")]
    pub(crate) fn tls(source: impl StdError + Send + Sync + 'static) -> Self {
        Self::config("TLS cannot be set up".to_owned()).source_of(source)
    }

    pub(crate) fn http_client(source: reqwest::Error) -> Self {
        Self::config("the HTTP client cannot be set up".to_owned()).source_of(source.without_url())
    }

    /// A failure of the connection.
    pub(crate) fn transport(source: reqwest::Error) -> Self {
        let (kind, message) = if source.is_builder() {
            // A URL can be too long for HTTP, for example.
            (ErrorKind::Argument, "the arguments make no HTTP request; nothing was sent")
        } else if source.is_connect() {
            (ErrorKind::Connect, "no connection to the service")
        } else if source.is_timeout() {
            (ErrorKind::Timeout, "the attempt took too long")
        } else {
            (ErrorKind::Connection, "the connection broke")
        };
        // The URL holds arguments.
        Self::new(kind, message.to_owned()).source_of(source.without_url())
    }

    pub(crate) fn call_timeout(limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("the call took longer than {limit:?}"))
    }

    pub(crate) fn too_long(limit: usize, answer: Answer) -> Self {
        let message =
            format!("the answer is longer than {limit} bytes; `max_response_bytes(…)` raises the limit");
        Self::new(ErrorKind::TooLong, message).answer(answer)
    }

    /// An answer that is no success.
    pub(crate) fn unsuccessful(answer: Answer) -> Self {
        let status = answer.status;
        let (kind, verb) = if status.is_redirection() {
            (ErrorKind::Redirect, "redirects, which is not followed:")
        } else {
            (ErrorKind::Status, "answered")
        };
        let reason = status.canonical_reason().unwrap_or("with a status of its own");
        Self::new(kind, format!("the service {verb} {} {reason}", status.as_u16())).answer(answer)
    }

    pub(crate) fn unreadable(message: String, path: Option<String>) -> Self {
        let mut error = Self::new(ErrorKind::Decode, message);
        error.inner.decode_path = path;
        error
    }

    fn source_of(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.inner.source = Some(Box::new(source));
        self
    }

    pub(crate) fn answer(mut self, answer: Answer) -> Self {
        self.inner.answer = Some(answer);
        self
    }

    pub(crate) fn of_call(mut self, operation: &'static Operation, attempts: u32, elapsed: Duration) -> Self {
        self.inner.operation = Some(operation);
        self.inner.attempts = attempts;
        self.inner.elapsed = elapsed;
        self
    }
}

impl From<InvalidText> for Error {
    fn from(source: InvalidText) -> Self {
        Self::argument("an argument is not valid".to_owned()).source_of(source)
    }
}
