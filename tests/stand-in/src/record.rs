//! What the service received and what it did about it.

use std::time::SystemTime;

use axum::body::Bytes;
use axum::http::request::Parts;
use serde_json::Value;

use crate::routes::{Operation, Route};

/// A request that was received in full, in order of arrival.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The target, exactly as it was sent: nothing is decoded or normalized.
    pub target: String,
    /// The headers in the order of arrival, with lower-case names; repeated ones stand together. What is not
    /// UTF-8 in a value is replaced.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The operation that method and target lead to.
    pub operation: Option<Operation>,
    /// The decoded account id, if there is an operation.
    pub account: Option<String>,
    /// The status that was sent. `None` while the answer is outstanding, and when no head of a response was
    /// ever sent.
    pub status: Option<u16>,
    /// Whether the operation was carried out, whatever the client was told.
    pub executed: bool,
    /// Whether a [`Fault`](crate::Fault) was applied.
    pub faulted: bool,
    /// The connection it came in on, counted from 0.
    pub connection: usize,
    /// When it arrived, by the service's clock.
    pub at: SystemTime,
}

impl Recorded {
    pub(crate) fn new(parts: &Parts, body: &Bytes, route: &Route, at: SystemTime) -> Self {
        let headers = parts.headers.iter();
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let (operation, account) = match route {
            Route::Operation { operation, account, .. } => (Some(*operation), Some(account.clone())),
            _ => (None, None),
        };
        Self {
            method: parts.method.to_string(),
            target: parts.uri.to_string(),
            headers: headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
            body: body.to_vec(),
            operation,
            account,
            status: None,
            executed: false,
            faulted: false,
            connection: parts.extensions.get::<ConnectionId>().map_or(0, |id| id.0),
            at,
        }
    }

    /// The first value of a header; the name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `None` if it is not.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// An operation that was carried out: its answer was a success, whether or not the client got to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Executed {
    /// The operation.
    pub operation: Operation,
    /// The account.
    pub account: String,
    /// The place of the request in [`StandIn::requests`](crate::StandIn::requests).
    pub request: usize,
}

/// The number of a connection, handed to the service with each request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConnectionId(pub(crate) usize);
