//! Nothing is recorded.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use reqwest::Url;

use crate::runtime::api::call::Operation;
use crate::runtime::api::error::{Error, RawResponse};

/// The span of a call.
pub(crate) struct CallSpan;

impl CallSpan {
    pub(crate) fn new(_: Operation) -> Self {
        Self
    }

    pub(crate) fn enter<F: Future>(&self, future: F) -> F {
        future
    }

    pub(crate) fn success(self, _: StatusCode, _: u32) {}

    pub(crate) fn failure(self, _: &Error) {}
}

/// The span of an attempt.
pub(crate) struct AttemptSpan;

impl AttemptSpan {
    pub(crate) fn new(_: Operation, _: &Url, _: u32) -> Self {
        Self
    }

    pub(crate) fn propagate(&self, _: &Propagation, _: &mut HeaderMap) {}

    pub(crate) fn record<F: Future<Output = Result<RawResponse, Error>>>(self, future: F) -> F {
        future
    }
}

/// The caller's function that adds the trace context to requests.
#[derive(Default)]
pub(crate) struct Propagation {}

pub(crate) fn retry(_: &Error, _: u32, _: Duration) {}

pub(crate) fn redirected(_: u32) {}

pub(crate) fn renewed(_: u32) {}

/// Returns the future as it is.
#[cfg(feature = "blocking")]
pub(crate) fn in_this_context<F: Future>(future: F) -> F {
    future
}
