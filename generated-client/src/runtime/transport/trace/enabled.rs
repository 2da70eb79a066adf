//! The spans and events, with the names of OpenTelemetry's conventions for HTTP clients.
//!
//! An attempt is what these conventions call a client span. The span of a call is around it, because waits, fetches of
//! tokens and decoding belong to no attempt.

use std::time::Duration;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode};
use reqwest::Url;
use tokio::time::Instant;
use tracing::field::Empty;
use tracing::instrument::WithSubscriber as _;
use tracing::{Instrument as _, Span};

use crate::runtime::api::call::{METHODS, OTHER_METHOD, Operation};
use crate::runtime::api::error::{Error, ErrorKind, RawResponse};

/// The target of all spans and events: the name of the crate.
const TARGET: &str = env!("CARGO_CRATE_NAME");

/// A span with its start, and whether its outcome is recorded.
struct Timed {
    span: Span,
    /// `None` if nobody records the span.
    start: Option<Instant>,
    is_recorded: bool,
}

impl Timed {
    fn new(span: Span) -> Self {
        let start = (!span.is_disabled()).then(Instant::now);
        Self { span, start, is_recorded: false }
    }

    fn record(&mut self, status: Option<StatusCode>, error_type: Option<&str>) {
        self.is_recorded = true;
        let Some(start) = self.start else { return };
        self.span.record("duration_ms", start.elapsed().as_secs_f64() * 1000.0);
        if let Some(status) = status {
            self.span.record("http.response.status_code", status.as_u16());
        }
        if let Some(error_type) = error_type {
            self.span.record("error.type", error_type);
            self.span.record("otel.status_code", "ERROR");
        }
    }
}

impl Drop for Timed {
    fn drop(&mut self) {
        // The future was dropped, for example because the deadline of the call has come.
        if !self.is_recorded {
            self.record(None, Some("cancelled"));
        }
    }
}

/// The span of a call.
pub(crate) struct CallSpan(Timed);

impl CallSpan {
    pub(crate) fn new(operation: Operation) -> Self {
        Self(Timed::new(tracing::info_span!(
            target: TARGET,
            "call",
            "otel.name" = operation.name,
            "http.request.method" = method(operation),
            "http.request.method_original" = original_method(operation),
            "url.template" = display(operation.template()),
            "http.response.status_code" = Empty,
            "error.type" = Empty,
            "otel.status_code" = Empty,
            attempts = Empty,
            duration_ms = Empty,
        )))
    }

    /// Runs a part of the call inside the span.
    pub(crate) fn enter<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        future.instrument(self.0.span.clone())
    }

    pub(crate) fn success(mut self, status: StatusCode, attempts: u32) {
        self.0.span.record("attempts", attempts);
        self.0.record(Some(status), None);
    }

    /// Records the error that the caller gets, and emits an event. Its level is lower if the service has refused the
    /// request, which callers may expect.
    pub(crate) fn failure(mut self, error: &Error) {
        let (status, error_type) = (error.status(), error_type(error));
        self.0.span.record("attempts", error.attempts());
        self.0.record(status, Some(&error_type));
        macro_rules! emit {
            ($level:ident) => {
                tracing::event!(
                    target: TARGET,
                    parent: &self.0.span,
                    tracing::Level::$level,
                    attempts = error.attempts(),
                    "error.type" = &*error_type,
                    "http.response.status_code" = status.map(|status| status.as_u16()),
                    may_have_been_applied = error.may_have_been_applied(),
                    "{error}"
                )
            };
        }
        if is_refusal(error) {
            emit!(WARN);
        } else {
            emit!(ERROR);
        }
    }
}

/// The span of an attempt.
pub(crate) struct AttemptSpan(Timed);

impl AttemptSpan {
    pub(crate) fn new(operation: Operation, url: &Url, number: u32) -> Self {
        // The values are computed only if somebody records the span.
        Self(Timed::new(tracing::info_span!(
            target: TARGET,
            "attempt",
            "otel.kind" = "client",
            "otel.name" = display(attempt_name(operation)),
            "http.request.method" = method(operation),
            "http.request.method_original" = original_method(operation),
            "url.template" = display(operation.template()),
            "server.address" = address(url),
            "server.port" = url.port_or_known_default(),
            "http.request.resend_count" = number.checked_sub(1).filter(|count| *count > 0),
            "http.response.status_code" = Empty,
            "error.type" = Empty,
            "otel.status_code" = Empty,
            duration_ms = Empty,
        )))
    }

    /// Adds the trace context of the span to the headers of the request, unless they have headers of these names.
    pub(crate) fn propagate(&self, propagation: &Propagation, headers: &mut HeaderMap) {
        let Propagation(Some(propagate)) = propagation else { return };
        let mut context = HeaderMap::new();
        self.0.span.in_scope(|| propagate(&mut context));
        for (name, value) in &context {
            // The length follows from the body.
            if !headers.contains_key(name) && ![CONTENT_LENGTH, TRANSFER_ENCODING].contains(name) {
                headers.insert(name, value.clone());
            }
        }
    }

    /// Runs the attempt inside the span, and records its outcome.
    pub(crate) async fn record(
        mut self,
        future: impl Future<Output = Result<RawResponse, Error>>,
    ) -> Result<RawResponse, Error> {
        let result = future.instrument(self.0.span.clone()).await;
        match &result {
            Ok(response) => self.0.record(Some(response.status), None),
            // The conventions count a redirect as an error only for whoever wanted it to be followed.
            Err(error) if error.kind() == ErrorKind::Redirect => self.0.record(error.status(), None),
            Err(error) => self.0.record(error.status(), Some(&error_type(error))),
        }
        result
    }
}

/// The caller's function that adds the trace context to requests.
#[derive(Default)]
pub(crate) struct Propagation(pub(crate) Option<Box<Propagate>>);

/// A function that adds headers.
pub(crate) type Propagate = dyn Fn(&mut HeaderMap) + Send + Sync;

/// Emits the event of an attempt that is repeated.
pub(crate) fn retry(error: &Error, attempt: u32, wait: Duration) {
    tracing::warn!(
        target: TARGET,
        attempt,
        "error.type" = &*error_type(error),
        "http.response.status_code" = error.status().map(|status| status.as_u16()),
        wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
        "the attempt failed and is repeated"
    );
}

/// Emits the event of a redirect that is followed.
pub(crate) fn redirected(attempt: u32) {
    tracing::debug!(target: TARGET, attempt, "the service redirected the request, which is sent again");
}

/// Emits the event of a refused secret that was replaced.
pub(crate) fn renewed(attempt: u32) {
    tracing::debug!(target: TARGET, attempt, "the service refused the secret, and the request is sent with another one");
}

/// Runs a future on another thread in the span and with the subscriber of this one.
#[cfg_attr(not(feature = "blocking"), allow(dead_code, reason = "only blocking calls change the thread"))]
pub(crate) fn in_this_context<F: Future>(future: F) -> impl Future<Output = F::Output> + use<F> {
    future.in_current_span().with_current_subscriber()
}

/// Returns the method as the conventions have it.
fn method(operation: Operation) -> &'static str {
    if METHODS.contains(&operation.method) { operation.method } else { OTHER_METHOD }
}

/// Returns the method if the conventions do not know it.
fn original_method(operation: Operation) -> Option<&'static str> {
    Some(operation.method).filter(|own| *own != method(operation))
}

/// Returns the name of the span of an attempt.
fn attempt_name(operation: Operation) -> String {
    let method = match method(operation) {
        OTHER_METHOD => "HTTP",
        method => method,
    };
    format!("{method} {}", operation.template())
}

/// Returns the host of a URL.
fn address(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.trim_start_matches('[').trim_end_matches(']'))
}

/// Returns the class of an error: the status of a response, or the kind.
fn error_type(error: &Error) -> String {
    match error.status() {
        Some(status) if error.kind() == ErrorKind::Status => status.as_str().to_owned(),
        _ => error.kind().to_string().replace(' ', "_"),
    }
}

/// Returns whether the service understood the request and refused it.
fn is_refusal(error: &Error) -> bool {
    let is_temporary =
        |status| [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(&status);
    error.kind() == ErrorKind::Status
        && error.status().is_some_and(|status| status.is_client_error() && !is_temporary(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_the_conventions_do_not_know_is_another_one() {
        for (name, expected) in [
            ("GET", ("GET", None)),
            ("PATCH", ("PATCH", None)),
            ("PURGE", (OTHER_METHOD, Some("PURGE"))),
            (OTHER_METHOD, (OTHER_METHOD, None)),
        ] {
            let operation = Operation { name: "Do", method: name, path: "/", is_idempotent: false };
            assert_eq!((method(operation), original_method(operation)), expected);
        }
    }
}
