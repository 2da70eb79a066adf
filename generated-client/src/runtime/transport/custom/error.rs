//! The errors of transports.

use std::error::Error as StdError;
use std::fmt;

use crate::runtime::auth::BoxError;

/// The reason why a [`Transport`](crate::Transport) has no response.
///
/// # Examples
///
#[doc = concat!("```\nuse ", env!("CARGO_CRATE_NAME"), "::{TransportError, TransportErrorKind};")]
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
        } else {
            TransportErrorKind::Broken
        };
        // The URL contains arguments.
        Self::new(kind, error.without_url())
    }
}
