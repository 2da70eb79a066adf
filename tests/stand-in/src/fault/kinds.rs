//! The kinds of faults.

use std::time::Duration;

use axum::http::header::{CONTENT_TYPE, LOCATION};

use super::{Delivery, Execution, Fault};

/// Longer than any test: the wait ends only when the client gives up.
const FOREVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// # Faults that replace the response
impl Fault {
    /// Responds with a status and no body; add [`header`](Fault::header), [`body`](Fault::body) or
    /// [`json`](Fault::json).
    ///
    /// # Panics
    ///
    /// If the status is not between 200 and 599.
    pub fn status(status: u16) -> Self {
        Self::replacing(Delivery::Complete).with_status(status).body(Vec::new())
    }

    /// Responds with a status and an HTML page, as a proxy does.
    ///
    /// # Panics
    ///
    /// Like [`status`](Fault::status).
    pub fn html(status: u16) -> Self {
        let page = "<!DOCTYPE html>\n<html><head><title>Error</title></head>\
                    <body><h1>The request could not be served</h1></body></html>\n";
        Self::status(status).header("content-type", "text/html; charset=utf-8").body(page)
    }

    /// Responds with a redirect to a location.
    ///
    /// # Panics
    ///
    /// Like [`status`](Fault::status), and if the location cannot be the value of a header.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::status(status).header(LOCATION.as_str(), location)
    }

    /// Responds with 200 and a JSON body that ends in the middle of a value. The framing is correct.
    pub fn malformed_json() -> Self {
        Self::status(200).header("content-type", "application/json").body(r#"{"account": {"name": "#)
    }

    /// Responds with 200 and JSON arrays that are nested this deep.
    pub fn deep_json(depth: usize) -> Self {
        let body = "[".repeat(depth) + &"]".repeat(depth);
        Self::status(200).header("content-type", "application/json").body(body)
    }

    /// Responds with 200 and a JSON body of at least this many bytes, correctly framed.
    pub fn large_body(bytes: usize) -> Self {
        let body = format!(r#"{{"message":"{}"}}"#, "x".repeat(bytes));
        Self::status(200).header("content-type", "application/json").body(body)
    }

    /// Resets the connection before anything is sent.
    pub fn reset_before_head() -> Self {
        Self::replacing(Delivery::ResetBeforeHead)
    }

    /// Closes the connection without a reset before anything is sent.
    pub fn close_before_head() -> Self {
        Self::replacing(Delivery::CloseBeforeHead)
    }

    /// Sends something that is not HTTP, and closes the connection.
    pub fn garbage() -> Self {
        Self::raw("\u{16}\u{3}\u{1} this is not HTTP\r\n\r\n")
    }

    /// Sends these bytes, and closes the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::replacing(Delivery::Raw(bytes.into()))
    }

    /// Never responds. The connection stays open until the client gives up.
    pub fn hang() -> Self {
        Self::replacing(Delivery::Complete).wait(FOREVER)
    }
}

/// # Faults that change the response
impl Fault {
    /// Waits, executes, and responds. With [`after_execution`](Fault::after_execution) it executes first and
    /// then waits.
    pub fn delay(wait: Duration) -> Self {
        Self { execution: Execution::AfterWait, ..Self::changing(Delivery::Complete) }.wait(wait)
    }

    /// Sends another content type.
    ///
    /// # Panics
    ///
    /// If the content type cannot be the value of a header.
    pub fn content_type(content_type: &str) -> Self {
        Self::changing(Delivery::Complete).header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Sends headers twice with different values: content type, rate limit and `Retry-After`.
    pub fn duplicate_headers() -> Self {
        Self::changing(Delivery::Complete)
            .header("content-type", "application/json")
            .header("content-type", "text/plain")
            .header("x-ratelimit-remaining", "7")
            .header("x-ratelimit-remaining", "8")
            .header("retry-after", "0")
            .header("retry-after", "1")
    }

    /// Sends headers that are valid HTTP but make no sense: bytes that are not UTF-8, invalid numbers and dates,
    /// and a very long value.
    pub fn garbage_headers() -> Self {
        let long = "x".repeat(8 * 1024);
        Self::changing(Delivery::Complete)
            .header("x-request-id", b"\xff\xfe\x80".as_slice())
            .header("retry-after", "-1.5e99 fortnights")
            .header("x-ratelimit-limit", "99999999999999999999999")
            .header("x-ratelimit-remaining", "NaN")
            .header("x-ratelimit-reset", "9999-99-99T99:99:99Z")
            .header("x-long", long.as_str())
    }

    /// Resets the connection in the middle of the body.
    pub fn reset_in_body() -> Self {
        Self::changing(Delivery::ResetInBody)
    }

    /// Closes the connection in the middle of the body, before `Content-Length` is reached.
    pub fn truncated_body() -> Self {
        Self::changing(Delivery::Truncated)
    }

    /// Sends more than the `Content-Length`, and closes the connection.
    pub fn overlong_body() -> Self {
        Self::changing(Delivery::Overlong)
    }

    /// Sends the body and then chunks of white space until the client gives up.
    pub fn endless_body() -> Self {
        Self::changing(Delivery::Endless)
    }

    /// Sends the head at once and the body byte by byte, with a wait before each byte.
    pub fn drip(wait: Duration) -> Self {
        Self::changing(Delivery::Drip(wait))
    }
}
