//! Faults: failures between the client and the service, on demand.

mod kinds;

use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use crate::record::Recorded;
use crate::reply::Reply;
use crate::routes::Operation;

/// A failure of a request.
///
/// A fault is queued with [`StandIn::inject`](crate::StandIn::inject). Each request takes the first queued
/// fault that matches it. A fault applies once; [`times`](Fault::times) and [`always`](Fault::always) make it
/// apply more often. [`on`](Fault::on), [`account`](Fault::account) and [`when`](Fault::when) restrict which
/// requests it matches.
///
/// ```
/// # use std::time::Duration;
/// # use stand_in::{Fault, Operation, StandIn};
/// # let service = StandIn::start();
/// // Two failures of the gateway, then a slow response, then no more faults.
/// service.inject(Fault::status(503).times(2));
/// service.inject(Fault::delay(Duration::from_millis(50)));
/// // The deletion is executed, but the client gets no response.
/// service.inject(Fault::reset_before_head().after_execution().on(Operation::DeleteAccount));
/// ```
///
/// # Execution
///
/// A fault that *replaces* the response (a status, a redirect, a reset before the head …) prevents the execution
/// of the request, unless [`after_execution`](Fault::after_execution) is called. A fault that *changes* the
/// response (a delay, a wrong content type, a truncated body …) lets the service execute the request and
/// changes its response. With [`without_execution`](Fault::without_execution), or when the response has no
/// content, it changes the default response `200 {"message":"Success"}` instead.
///
/// Failures that concern the whole service are
/// [`StandIn::refuse_connections`](crate::StandIn::refuse_connections) and
/// [`StandIn::rate_limit`](crate::StandIn::rate_limit).
#[derive(Clone, Debug)]
pub struct Fault {
    status: Option<StatusCode>,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Option<Vec<u8>>,
    pub(crate) delivery: Delivery,
    pub(crate) wait: Duration,
    pub(crate) execution: Execution,
    operation: Option<Operation>,
    account: Option<String>,
    test: Option<fn(&Recorded) -> bool>,
    /// The number of requests that it still applies to; `None` is no limit.
    remaining: Option<usize>,
}

/// The way in which a response is sent, or not sent.
#[derive(Clone, Debug)]
pub(crate) enum Delivery {
    Complete,
    ResetBeforeHead,
    CloseBeforeHead,
    ResetInBody,
    Truncated,
    Overlong,
    Endless,
    Drip(Duration),
    Raw(Vec<u8>),
}

/// Whether and when the service executes the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Execution {
    Never,
    BeforeWait,
    AfterWait,
}

/// # Settings
impl Fault {
    /// Sets only the status of the response: `Fault::endless_body().with_status(500)`.
    ///
    /// # Panics
    ///
    /// If the status is not between 200 and 599.
    pub fn with_status(mut self, status: u16) -> Self {
        let valid = StatusCode::from_u16(status).ok().filter(|_| (200..600).contains(&status));
        let Some(status) = valid else { panic!("{status} is not the status of a final response") };
        self.status = Some(status);
        self
    }

    /// Adds a header to the response. It replaces the service's own header of this name. A name that is added
    /// several times is sent several times.
    ///
    /// # Panics
    ///
    /// If name or value cannot be those of a header.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let Ok(key) = HeaderName::from_bytes(name.as_bytes()) else {
            panic!("{name:?} cannot name a header")
        };
        let Ok(value) = HeaderValue::from_bytes(value.as_ref()) else {
            panic!("{name}: not a header's value")
        };
        self.headers.push((key, value));
        self
    }

    /// Sets the body of the response.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sets a JSON body and its content type.
    pub fn json(self, body: &Value) -> Self {
        self.header(CONTENT_TYPE.as_str(), "application/json").body(body.to_string())
    }

    /// Waits before the response, in real time.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Executes the request before the fault and before any wait.
    pub fn after_execution(mut self) -> Self {
        self.execution = Execution::BeforeWait;
        self
    }

    /// Prevents the execution of the request.
    pub fn without_execution(mut self) -> Self {
        self.execution = Execution::Never;
        self
    }

    /// Applies only to this operation.
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Applies only to this account.
    pub fn account(mut self, id: impl Into<String>) -> Self {
        self.account = Some(id.into());
        self
    }

    /// Applies only to requests for which this function returns true, such as `|request| request.method == "GET"`.
    pub fn when(mut self, test: fn(&Recorded) -> bool) -> Self {
        self.test = Some(test);
        self
    }

    /// Applies to this many requests instead of one.
    pub fn times(mut self, times: usize) -> Self {
        self.remaining = Some(times);
        self
    }

    /// Applies to every request that it matches, until [`StandIn::clear_faults`](crate::StandIn::clear_faults).
    pub fn always(mut self) -> Self {
        self.remaining = None;
        self
    }
}

impl Fault {
    fn replacing(delivery: Delivery) -> Self {
        Self {
            status: None,
            headers: Vec::new(),
            body: None,
            delivery,
            wait: Duration::ZERO,
            execution: Execution::Never,
            operation: None,
            account: None,
            test: None,
            remaining: Some(1),
        }
    }

    fn changing(delivery: Delivery) -> Self {
        Self { execution: Execution::BeforeWait, ..Self::replacing(delivery) }
    }

    fn matches(&self, request: &Recorded) -> bool {
        self.remaining != Some(0)
            && self.operation.is_none_or(|operation| request.operation == Some(operation))
            && self.account.as_ref().is_none_or(|account| request.account.as_ref() == Some(account))
            && self.test.is_none_or(|test| test(request))
    }

    /// Returns the first fault in the queue that matches, and removes it when it does not apply again.
    pub(crate) fn take(queue: &mut Vec<Self>, request: &Recorded) -> Option<Self> {
        let fault = queue.iter_mut().find(|fault| fault.matches(request))?;
        if let Some(remaining) = &mut fault.remaining {
            *remaining -= 1;
        }
        let taken = fault.clone();
        queue.retain(|fault| fault.remaining != Some(0));
        Some(taken)
    }

    /// Returns the response with the status, headers and body of this fault.
    pub(crate) fn alter(&self, own: Option<Reply>) -> Reply {
        let mut reply = own.unwrap_or_else(Reply::default_success);
        if let Some(status) = self.status {
            reply.status = status;
        }
        if let Some(body) = &self.body {
            reply.body.clone_from(body);
        }
        // The content type of the replaced body does not describe the new one.
        let obsolete = |name: &HeaderName| self.body.is_some() && name == CONTENT_TYPE;
        let named = |name: &HeaderName| self.headers.iter().any(|(own, _)| own == name);
        reply.headers.retain(|(name, _)| !named(name) && !obsolete(name));
        reply.headers.extend(self.headers.iter().cloned());
        reply
    }
}
