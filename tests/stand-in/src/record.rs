//! The requests that the service received, and the operations that it executed.

use std::time::SystemTime;

use axum::body::Bytes;
use axum::http::request::Parts;
use serde_json::Value;

use crate::routes::{Operation, Route};

/// A request that was received completely.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The target exactly as it was sent: nothing is decoded or normalized.
    pub target: String,
    /// The headers in the order of arrival, with lower-case names; repeated headers are adjacent. Bytes that are not
    /// UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The operation that method and target select.
    pub operation: Option<Operation>,
    /// The decoded account id, when there is an operation.
    pub account: Option<String>,
    /// The status that was sent. `None` as long as no head of a response was sent.
    pub status: Option<u16>,
    /// Whether the operation was executed, whatever response the client got.
    pub executed: bool,
    /// Whether a [`Fault`](crate::Fault) was applied.
    pub faulted: bool,
    /// The number of the connection, from 0.
    pub connection: usize,
    /// The time of arrival, from the service's clock.
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

    /// Returns the first value of a header. The name is case-insensitive.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the body as JSON; `None` when it is not JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// An operation that was executed successfully, whether or not the client got the response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Executed {
    /// The operation.
    pub operation: Operation,
    /// The account.
    pub account: String,
    /// The index of the request in [`StandIn::requests`](crate::StandIn::requests).
    pub request: usize,
}

/// The number of a connection, which each request has as an extension.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConnectionId(pub(crate) usize);
