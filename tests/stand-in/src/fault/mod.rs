//! Faults: what goes wrong between the client and the service, on demand.

mod kinds;

use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use crate::record::Recorded;
use crate::reply::Reply;
use crate::routes::Operation;

/// Something that goes wrong with a request.
///
/// A fault is queued with [`StandIn::inject`](crate::StandIn::inject). Each request takes the first queued
/// fault that fits it, once; [`times`](Fault::times) and [`always`](Fault::always) keep a fault in the queue
/// for longer, [`on`](Fault::on), [`account`](Fault::account) and [`when`](Fault::when) limit what it fits.
///
/// ```
/// # use std::time::Duration;
/// # use stand_in::{Fault, Operation, StandIn};
/// # let service = StandIn::start();
/// // Two failures of the gateway, then a slow answer, then all is well.
/// service.inject(Fault::status(503).times(2));
/// service.inject(Fault::delay(Duration::from_millis(50)));
/// // The deletion is carried out, and the client never hears of it.
/// service.inject(Fault::reset_before_head().after_execution().on(Operation::DeleteAccount));
/// ```
///
/// # Executed or not
///
/// Faults that *replace* the answer (a status, a redirect, a reset before the head …) keep the request from
/// the service: nothing is executed, unless [`after_execution`](Fault::after_execution) says so. Faults that
/// *spoil* the answer (a delay, a wrong content type, a truncated body …) let the service execute the request
/// and spoil what it says; with [`without_execution`](Fault::without_execution) they spoil a made-up `200
/// {"message":"Success"}`. That also stands in where an answer without content leaves nothing to spoil.
///
/// Not a fault of one request but of the service:
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
    /// How many more requests it applies to; `None` is no limit.
    remaining: Option<usize>,
}

/// How an answer reaches the client, or does not.
#[derive(Clone, Debug)]
pub(crate) enum Delivery {
    Whole,
    ResetBeforeHead,
    CloseBeforeHead,
    ResetInBody,
    Truncated,
    Overlong,
    Endless,
    Drip(Duration),
    Raw(Vec<u8>),
}

/// Whether the service executes the request, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Execution {
    Never,
    BeforeWait,
    AfterWait,
}

/// # Details
impl Fault {
    /// Sets the status of the answer and leaves the rest of it alone:
    /// `Fault::endless_body().with_status(500)`.
    ///
    /// # Panics
    ///
    /// If the status is not between 200 and 599.
    pub fn with_status(mut self, status: u16) -> Self {
        let valid = StatusCode::from_u16(status).ok().filter(|_| (200..600).contains(&status));
        let Some(status) = valid else { panic!("{status} is not a status that a response can end with") };
        self.status = Some(status);
        self
    }

    /// Sets a header of the answer. It takes the place of the service's own of that name; set several times,
    /// it is sent as often.
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

    /// Sets the body of the answer.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sets a JSON body and its content type.
    pub fn json(self, body: &Value) -> Self {
        self.header(CONTENT_TYPE.as_str(), "application/json").body(body.to_string())
    }

    /// Waits before the answer, in real time.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Executes the request at once, before the fault strikes (and before any wait).
    pub fn after_execution(mut self) -> Self {
        self.execution = Execution::BeforeWait;
        self
    }

    /// Keeps the request from being executed.
    pub fn without_execution(mut self) -> Self {
        self.execution = Execution::Never;
        self
    }

    /// Strikes only this operation.
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Strikes only this account.
    pub fn account(mut self, id: impl Into<String>) -> Self {
        self.account = Some(id.into());
        self
    }

    /// Strikes only requests that pass a test of their own, such as `|request| request.method == "GET"`.
    pub fn when(mut self, test: fn(&Recorded) -> bool) -> Self {
        self.test = Some(test);
        self
    }

    /// Strikes this many requests instead of one.
    pub fn times(mut self, times: usize) -> Self {
        self.remaining = Some(times);
        self
    }

    /// Strikes every request that it fits, until [`StandIn::clear_faults`](crate::StandIn::clear_faults).
    pub fn always(mut self) -> Self {
        self.remaining = None;
        self
    }
}

/// # What the service does with it
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

    fn spoiling(delivery: Delivery) -> Self {
        Self { execution: Execution::BeforeWait, ..Self::replacing(delivery) }
    }

    fn fits(&self, request: &Recorded) -> bool {
        self.remaining != Some(0)
            && self.operation.is_none_or(|operation| request.operation == Some(operation))
            && self.account.as_ref().is_none_or(|account| request.account.as_ref() == Some(account))
            && self.test.is_none_or(|test| test(request))
    }

    /// Takes the first fault that fits off the queue, or one use of it.
    pub(crate) fn take(queue: &mut Vec<Self>, request: &Recorded) -> Option<Self> {
        let fault = queue.iter_mut().find(|fault| fault.fits(request))?;
        if let Some(remaining) = &mut fault.remaining {
            *remaining -= 1;
        }
        let taken = fault.clone();
        queue.retain(|fault| fault.remaining != Some(0));
        Some(taken)
    }

    /// The answer with this fault's status, headers and body.
    pub(crate) fn alter(&self, own: Option<Reply>) -> Reply {
        let mut reply = own.unwrap_or_else(Reply::made_up);
        if let Some(status) = self.status {
            reply.status = status;
        }
        if let Some(body) = &self.body {
            reply.body.clone_from(body);
        }
        // The content type of a body that is not sent would describe nothing.
        let obsolete = |name: &HeaderName| self.body.is_some() && name == CONTENT_TYPE;
        let named = |name: &HeaderName| self.headers.iter().any(|(own, _)| own == name);
        reply.headers.retain(|(name, _)| !named(name) && !obsolete(name));
        reply.headers.extend(self.headers.iter().cloned());
        reply
    }
}
