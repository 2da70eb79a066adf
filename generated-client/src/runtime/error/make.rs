//! How errors come about. Nothing here puts a value of the caller or of the service into a message.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{Answer, Error, ErrorKind, Inner};
use crate::runtime::advice::retry_after;
use crate::runtime::credentials::BoxError;
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
            retry_after: None,
            without_effect: false,
            ambiguous_before: false,
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

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn root_certificate(source: Option<BoxError>) -> Self {
        let message = "what was given to `root_certificate(…)` is no certificate in PEM";
        Self::config(message.to_owned()).caused_by(source)
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn identity(source: Option<BoxError>) -> Self {
        let message =
            "what was given to `identity(…)` is no certificate chain with its private key (PKCS #8) in PEM";
        Self::config(message.to_owned()).caused_by(source)
    }

    #[cfg(feature = "rustls")]
    pub(crate) fn platform_roots(source: rustls::Error) -> Self {
        let message = "the platform has no certificates to trust: install them (on Linux the package \
                       `ca-certificates`), or call `root_certificate(…)`";
        Self::config(message.to_owned()).source_of(source)
    }

    #[cfg(feature = "rustls")]
    pub(crate) fn tls(source: rustls::Error) -> Self {
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

    /// The time for the whole call ran out.
    pub(crate) fn call_timeout(limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("the call took longer than {limit:?}"))
    }

    /// The service wants a pause that ends after the call would have to.
    pub(crate) fn paused(left: Duration) -> Self {
        let message = "the service asked for a pause that is longer than the call may take; nothing was sent";
        Self::new(ErrorKind::Paused, message.to_owned()).advised(Some(left))
    }

    /// A hook of the caller failed.
    pub(crate) fn provider(source: Arc<dyn StdError + Send + Sync>) -> Self {
        let message = "the credentials could not be obtained";
        let mut error = Self::new(ErrorKind::Credentials, message.to_owned());
        error.inner.source = Some(source);
        error
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn background(source: std::io::Error) -> Self {
        Self::config("the background thread for blocking calls cannot be started".to_owned())
            .source_of(source)
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

    fn source_of(self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.caused_by(Some(Box::new(source)))
    }

    fn caused_by(mut self, source: Option<BoxError>) -> Self {
        self.inner.source = source.map(Arc::from);
        self
    }

    pub(crate) fn answer(mut self, answer: Answer) -> Self {
        self.inner.answer = Some(answer);
        self
    }

    /// With what the service advises to wait.
    pub(crate) fn with_advice(self, now: SystemTime) -> Self {
        let advice =
            self.inner.answer.as_ref().and_then(|answer| retry_after(answer.status, &answer.headers, now));
        self.advised(advice)
    }

    fn advised(mut self, wait: Option<Duration>) -> Self {
        self.inner.retry_after = wait;
        self
    }

    /// With the certainty that no attempt had an effect.
    pub(crate) fn without_effect(mut self) -> Self {
        self.inner.without_effect = true;
        self
    }

    /// With whether an attempt before the last one may have been executed.
    pub(crate) fn after_ambiguity(mut self, ambiguous: bool) -> Self {
        self.inner.ambiguous_before = ambiguous;
        self
    }

    pub(crate) fn of_call(mut self, operation: Operation, attempts: u32, elapsed: Duration) -> Self {
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
