//! What can be set per client and per call.

use std::time::Duration;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue};

use super::error::Error;

/// The bounds of a call.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) call_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) response_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            call_timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            response_bytes: 10 * 1024 * 1024,
        }
    }
}

/// Settings of one call, which go before those of its client.
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    pub(crate) call_timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

impl CallOptions {
    /// No settings: the call goes by those of its client.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Bounds the whole call.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(timeout);
        self
    }

    /// Bounds one attempt: from connecting to the last byte of the body.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Adds a header to the request, in place of a header of that name that the operation has.
    ///
    /// # Errors
    ///
    /// When the name or the value cannot stand in an HTTP header, or when the header would say where the body ends: one
    /// that does not fit the body would spoil the next request of the connection.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let parsed = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
        let (Ok(name), Ok(mut value)) = parsed else {
            return Err(Error::argument(format!("header `{}` cannot be sent", name.escape_debug())));
        };
        if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name) {
            return Err(Error::argument(format!("header `{name}` cannot be set: it follows from the body")));
        }
        // It may be anything, a credential of a gateway for example.
        value.set_sensitive(true);
        self.headers.push((name, value));
        Ok(self)
    }

    /// The bounds of a call of a client with these limits.
    pub(crate) fn limits(&self, client: &Limits) -> Limits {
        Limits {
            call_timeout: self.call_timeout.unwrap_or(client.call_timeout),
            attempt_timeout: self.attempt_timeout.unwrap_or(client.attempt_timeout),
            response_bytes: client.response_bytes,
        }
    }
}
