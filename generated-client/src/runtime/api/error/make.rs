//! The constructors of errors. No message contains a value of the caller or of the service.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::header::CONTENT_ENCODING;

use super::{Error, ErrorKind, Inner, RawResponse};
use crate::runtime::api::call::Operation;
use crate::runtime::auth::BoxError;
use crate::runtime::model::string::InvalidText;
use crate::runtime::policy::retry_hint::retry_after;
use crate::runtime::transport::custom::{TransportError, TransportErrorKind};

impl Error {
    /// Creates an error. As it is cold, the code for errors is placed behind that of a successful call.
    #[cold]
    fn new(kind: ErrorKind, message: String) -> Self {
        let inner = Inner {
            kind,
            message,
            operation: None,
            response: None,
            decode_path: None,
            attempts: 0,
            elapsed: Duration::ZERO,
            retry_after: None,
            without_effect: false,
            earlier_may_have_been_applied: false,
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
        let message = "the value given to `root_certificate(…)` is not a certificate in PEM";
        Self::config(message.to_owned()).caused_by(source)
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn identity(source: Option<BoxError>) -> Self {
        let message = "the value given to `identity(…)` is not a certificate chain with its private key (PKCS #8) in PEM";
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

    /// Creates the error of an attempt without a response.
    #[cold]
    pub(crate) fn transport(source: TransportError) -> Self {
        let (kind, message) = (source.kind(), source.to_string());
        let kind = match kind {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Broken => ErrorKind::Connection,
            TransportErrorKind::Decode => ErrorKind::Decode,
            TransportErrorKind::Invalid => ErrorKind::Argument,
            TransportErrorKind::Other => ErrorKind::Transport,
        };
        match source.into_source().downcast::<Self>() {
            // That of the client's own connections.
            Ok(own) => *own,
            Err(source) => Self::new(kind, message).caused_by(Some(source)),
        }
    }

    /// Creates the error of a call that reached its deadline.
    pub(crate) fn call_timeout(limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("the call took longer than {limit:?}"))
    }

    /// Creates the error of a call whose deadline precedes the end of a pause.
    pub(crate) fn paused(left: Duration) -> Self {
        let message =
            "the service requested a pause that ends after the deadline of the call; nothing was sent";
        Self::new(ErrorKind::Paused, message.to_owned()).with_retry_after(Some(left))
    }

    /// Creates the error of a token provider or a hook of the caller that failed.
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

    /// Creates the error of a response that is longer than the limit.
    pub(crate) fn too_long(limit: usize, response: RawResponse) -> Self {
        let message =
            format!("the response is longer than {limit} bytes; `max_response_bytes(…)` raises the limit");
        Self::new(ErrorKind::TooLong, message).with_response(response)
    }

    /// Creates the error of a response whose status is not a success.
    pub(crate) fn unsuccessful(response: RawResponse) -> Self {
        let status = response.status;
        let (kind, verb) = if status.is_redirection() {
            (ErrorKind::Redirect, "responded with a redirect, which is not followed:")
        } else {
            (ErrorKind::Status, "responded with")
        };
        let reason = status.canonical_reason().unwrap_or("(not a standard status)");
        Self::new(kind, format!("the service {verb} {} {reason}", status.as_u16())).with_response(response)
    }

    /// Creates the error of a body that is not of the expected type; the path is that of the value in the JSON.
    pub(crate) fn unreadable(message: String, path: Option<String>) -> Self {
        let mut error = Self::new(ErrorKind::Decode, message);
        error.inner.decode_path = path;
        error
    }

    /// Replaces the reason why the body of a response is no JSON if the response has an encoding that nothing has decoded.
    pub(crate) fn of_encoded(mut self, response: &RawResponse) -> Self {
        const KNOWN: [&str; 7] = ["br", "compress", "deflate", "gzip", "x-compress", "x-gzip", "zstd"];

        let is_no_json = self.inner.kind == ErrorKind::Decode && self.inner.decode_path.is_none();
        let encoding = response.headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
        let encoding =
            encoding.and_then(|own| KNOWN.into_iter().find(|known| own.eq_ignore_ascii_case(known)));
        if let Some(encoding) = encoding.filter(|_| is_no_json && !response.body.is_empty()) {
            let remedy = match encoding {
                "deflate" | "gzip" if !cfg!(feature = "compression") => "; enable the feature `compression`",
                _ => "",
            };
            let problem = "which this client does not decode";
            self.inner.message = format!("the response has the encoding `{encoding}`, {problem}{remedy}");
        }
        self
    }

    fn source_of(self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.caused_by(Some(Box::new(source)))
    }

    fn caused_by(mut self, source: Option<BoxError>) -> Self {
        self.inner.source = source.map(Arc::from);
        self
    }

    /// Sets the failure because of which a refused secret was not replaced.
    pub(crate) fn because_of(mut self, failure: Option<Arc<dyn StdError + Send + Sync>>) -> Self {
        self.inner.source = failure.or(self.inner.source);
        self
    }

    /// Adds the response, as far as an error keeps it.
    #[cold]
    pub(crate) fn with_response(mut self, response: RawResponse) -> Self {
        self.inner.response = Some(response.bounded());
        self
    }

    /// Adds the wait that the service advises.
    pub(crate) fn with_retry_hint(self, now: SystemTime) -> Self {
        let response = self.inner.response.as_ref();
        let wait = response.and_then(|response| retry_after(response.status, &response.headers, now));
        self.with_retry_after(wait)
    }

    fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.inner.retry_after = wait;
        self
    }

    /// Records that certainly no attempt had an effect.
    pub(crate) fn without_effect(mut self) -> Self {
        self.inner.without_effect = true;
        self
    }

    /// Records whether the service may have executed an attempt before the last one.
    pub(crate) fn after_earlier_attempts(mut self, may_have_been_applied: bool) -> Self {
        self.inner.earlier_may_have_been_applied = may_have_been_applied;
        self
    }

    /// Adds the facts about the call.
    #[cold]
    pub(crate) fn of_call(mut self, operation: Operation, attempts: u32, elapsed: Duration) -> Self {
        self.inner.operation = Some(operation);
        self.inner.attempts = attempts;
        self.inner.elapsed = elapsed;
        self
    }
}

impl From<InvalidText> for Error {
    fn from(source: InvalidText) -> Self {
        Self::argument(format!("an argument is {source}")).source_of(source)
    }
}
