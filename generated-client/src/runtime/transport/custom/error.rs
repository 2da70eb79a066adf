//! The errors of transports.

use std::error::Error as StdError;
use std::{fmt, io};

use crate::runtime::auth::BoxError;

/// The reason why a [`Transport`](crate::Transport) has no response.
///
/// # Examples
///
/// ```
/// use generated_client::{TransportError, TransportErrorKind};
///
/// let error = TransportError::connect("the tunnel is closed");
/// assert_eq!(error.kind(), TransportErrorKind::Connect);
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// The class of a [`TransportError`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection, so nothing was sent. Any call is repeated.
    Connect,
    /// The transport gave up waiting. The service may have executed the request, so only idempotent calls are repeated.
    Timeout,
    /// The connection broke. The service may have executed the request, so only idempotent calls are repeated.
    Broken,
    /// The body of the response does not have the encoding that its head names, such as gzip. The service has executed the
    /// request, and nothing is repeated.
    Decode,
    /// The request cannot be sent. Nothing was sent, and nothing is repeated.
    Invalid,
    /// Any other failure. The service may have executed the request, and nothing is repeated.
    Other,
}

impl TransportError {
    /// Creates an error of this kind with its cause, which is the [`source`](StdError::source) of the call's error.
    #[must_use]
    pub fn new(kind: TransportErrorKind, cause: impl Into<BoxError>) -> Self {
        Self { kind, source: cause.into() }
    }

    /// Creates the error of a request for which there was no connection.
    #[must_use]
    pub fn connect(cause: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::Connect, cause)
    }

    /// Creates the error of a transport that gave up waiting.
    #[must_use]
    pub fn timeout(cause: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::Timeout, cause)
    }

    /// Creates the error of a connection that broke.
    #[must_use]
    pub fn broken(cause: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::Broken, cause)
    }

    /// Creates any other error.
    #[must_use]
    pub fn other(cause: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::Other, cause)
    }

    /// Returns the error of a body. Its head has arrived, so the request was sent, whatever the transport says.
    pub(crate) fn of_body(mut self) -> Self {
        if matches!(self.kind, TransportErrorKind::Connect | TransportErrorKind::Invalid) {
            self.kind = TransportErrorKind::Broken;
        }
        self
    }

    /// Returns the class of the error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the cause.
    pub(crate) fn into_source(self) -> BoxError {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the service",
            TransportErrorKind::Timeout => "the attempt took too long",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::Decode => {
                "the body of the response cannot be decompressed: it does not have the encoding that its head names"
            }
            TransportErrorKind::Invalid => "the arguments do not form an HTTP request; nothing was sent",
            TransportErrorKind::Other => "the transport failed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        let kind = if error.is_builder() {
            // For example, a URL can be too long for HTTP.
            TransportErrorKind::Invalid
        } else if error.is_connect() {
            TransportErrorKind::Connect
        } else if error.is_timeout() {
            TransportErrorKind::Timeout
        } else if is_decompression(&error) {
            TransportErrorKind::Decode
        } else {
            TransportErrorKind::Broken
        };
        // The URL contains arguments.
        Self::new(kind, error.without_url())
    }
}

/// Returns whether a body could not be decompressed. One that ends too early is that of a broken connection: many a response
/// ends with its connection.
fn is_decompression(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    // reqwest names all failures to read a body in the same way. The cause of others is an error of hyper.
    while let Some(inner) = cause.filter(|cause| cause.is::<reqwest::Error>()) {
        cause = inner.source();
    }
    let io = cause.and_then(|cause| cause.downcast_ref::<io::Error>());
    error.is_decode() && io.is_some_and(|io| io.kind() != io::ErrorKind::UnexpectedEof)
}
