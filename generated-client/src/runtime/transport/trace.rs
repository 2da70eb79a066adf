//! The spans of calls and attempts, with the feature `tracing`; without it, the functions have no effect.
//!
//! Spans contain names and numbers: the operation, its method and path template, statuses, attempts, durations, waits. They
//! contain no value of the caller or of the service.

use std::future::Future;
use std::time::Duration;

use crate::runtime::api::call::Operation;
use crate::runtime::api::error::{Error, RawResponse};

#[cfg(feature = "tracing")]
mod enabled {
    use std::time::Instant;

    use tracing::Instrument as _;
    use tracing::field::{Empty, display};

    use super::{Duration, Error, Future, Operation, RawResponse};

    pub(crate) async fn call(
        operation: Operation,
        sent: impl Future<Output = Result<RawResponse, Error>>,
    ) -> Result<RawResponse, Error> {
        let span = tracing::info_span!(
            "call",
            operation = operation.name,
            method = operation.method,
            path = operation.path,
            status = Empty,
            error = Empty,
            duration_ms = Empty,
        );
        let start = Instant::now();
        let result = sent.instrument(span.clone()).await;
        record(&span, &result, start);
        result
    }

    pub(crate) async fn attempt(
        number: u32,
        sent: impl Future<Output = Result<RawResponse, Error>>,
    ) -> Result<RawResponse, Error> {
        let span = tracing::debug_span!(
            "attempt",
            attempt = number,
            status = Empty,
            error = Empty,
            duration_ms = Empty
        );
        let start = Instant::now();
        let result = sent.instrument(span.clone()).await;
        record(&span, &result, start);
        result
    }

    pub(crate) fn wait(wait: Duration) {
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(wait_ms, "waiting before the next attempt");
    }

    fn record(span: &tracing::Span, result: &Result<RawResponse, Error>, start: Instant) {
        span.record("duration_ms", start.elapsed().as_secs_f64() * 1000.0);
        let status = match result {
            Ok(response) => Some(response.status),
            Err(error) => error.status(),
        };
        if let Some(status) = status {
            span.record("status", status.as_u16());
        }
        if let Err(error) = result {
            span.record("error", display(error.kind()));
        }
    }
}

#[cfg(feature = "tracing")]
pub(crate) use enabled::{attempt, call, wait};

#[cfg(not(feature = "tracing"))]
pub(crate) async fn call(
    _: Operation,
    sent: impl Future<Output = Result<RawResponse, Error>>,
) -> Result<RawResponse, Error> {
    sent.await
}

#[cfg(not(feature = "tracing"))]
pub(crate) async fn attempt(
    _: u32,
    sent: impl Future<Output = Result<RawResponse, Error>>,
) -> Result<RawResponse, Error> {
    sent.await
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn wait(_: Duration) {}
