//! The futures that send a call.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;

use super::body::{Body, decode_json};
use super::call::{Call, Operation};
use super::error::Error;
use super::response::{Response, Success};
use crate::runtime::transport::send::{NeededPart, send};
#[cfg(feature = "blocking")]
use crate::runtime::transport::trace::in_this_context;

/// A way to decode the body of a response.
pub(crate) trait Decode<T> {
    /// The part of the response that the decoder needs.
    const NEEDED: NeededPart;

    fn decode(success: &Success) -> Result<T, Error>;
}

/// A decoder of JSON.
pub(crate) enum Json {}

impl<T: DeserializeOwned> Decode<T> for Json {
    const NEEDED: NeededPart = NeededPart::Body;

    fn decode(success: &Success) -> Result<T, Error> {
        decode_json(&success.response.body)
    }
}

/// A decoder of JSON, or of a response without content.
pub(crate) enum OptionalJson {}

impl<T: DeserializeOwned> Decode<Option<T>> for OptionalJson {
    const NEEDED: NeededPart = NeededPart::Body;

    fn decode(success: &Success) -> Result<Option<T>, Error> {
        match success.response.body.trim_ascii().is_empty() {
            true => Ok(None),
            false => decode_json(&success.response.body),
        }
    }
}

/// A decoder that ignores the body.
pub(crate) enum Empty {}

impl Decode<()> for Empty {
    const NEEDED: NeededPart = NeededPart::Head;

    fn decode(_: &Success) -> Result<(), Error> {
        Ok(())
    }
}

/// A decoder that returns the bytes.
pub(crate) enum Bytes {}

impl Decode<Body> for Bytes {
    const NEEDED: NeededPart = NeededPart::Body;

    fn decode(success: &Success) -> Result<Body, Error> {
        Ok(Body::new(success.response.body.clone(), &success.response.headers))
    }
}

type SuccessFuture = Pin<Box<dyn Future<Output = Result<Success, Error>> + Send>>;

/// Returns the future that sends a call.
///
/// The compiler would inline it into two functions of each operation, a quarter of a release build of a large client.
#[inline(never)]
fn boxed(call: Call, needed: NeededPart) -> SuccessFuture {
    Box::pin(send(call, needed))
}

/// A future that sends a call; its output is the response.
///
/// It is `Send` and `'static`. Dropping it cancels the call; the service may still execute a request that was already
/// sent.
///
/// # Examples
///
/// ```no_run
/// use generated_client::{Client, Error, http::Method};
///
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let response = tokio::spawn(client.request::<serde_json::Value>(Method::GET, "/users").send());
/// println!("{}", response.await??.status);
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is sent only when it is awaited"]
pub struct ResponseFuture<T> {
    // One type for all operations, so that its code is compiled once, and not in every crate that awaits a call.
    success: SuccessFuture,
    operation: Operation,
    decode: fn(&Success) -> Result<T, Error>,
    body: PhantomData<fn() -> T>,
}

impl<T> ResponseFuture<T> {
    pub(crate) fn new<D: Decode<T>>(call: Call) -> Self {
        Self::with_decoder(call, D::NEEDED, D::decode)
    }

    /// Creates a future that decodes the body with a function.
    pub(crate) fn with_decoder(
        call: Call,
        needed: NeededPart,
        decode: fn(&Success) -> Result<T, Error>,
    ) -> Self {
        let operation = call.operation;
        Self { success: boxed(call, needed), operation, decode, body: PhantomData }
    }

    /// Runs the call on the client's background thread, and decodes the body on this one.
    #[cfg(feature = "blocking")]
    pub(crate) fn wait(self, client: &crate::Client) -> Result<Response<T>, Error> {
        let success = client.inner.blocking.run(in_this_context(self.success));
        finish(success, self.operation, self.decode, Success::with_body)
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let success = self.success.as_mut().poll(context);
        success.map(|success| finish(success, self.operation, self.decode, Success::with_body))
    }
}

/// Decodes the body of a response, and returns what a function makes of both.
fn finish<T, R>(
    success: Result<Success, Error>,
    operation: Operation,
    decode: fn(&Success) -> Result<T, Error>,
    output: fn(Success, T) -> R,
) -> Result<R, Error> {
    let success = success?;
    match decode(&success) {
        Ok(body) => Ok(output(success, body)),
        Err(error) => {
            let Success { response, attempts, elapsed, span } = success;
            let error = error.of_encoded(&response).with_response(response);
            let error = error.of_call(operation, attempts, elapsed);
            span.failure(&error);
            Err(error)
        }
    }
}

/// A future that sends a call; its output is the body of the response.
///
/// It is a [`ResponseFuture`] without the status and the headers.
///
/// # Examples
///
/// ```no_run
/// use generated_client::{Client, Error, http::Method};
/// use serde_json::Value;
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let users = client.request::<Value>(Method::GET, "/users").into_future();
/// let groups = client.request::<Value>(Method::GET, "/groups").into_future();
/// let (users, groups) = tokio::try_join!(users, groups)?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is sent only when it is awaited"]
pub struct BodyFuture<T> {
    response: ResponseFuture<T>,
}

impl<T> BodyFuture<T> {
    pub(crate) fn new(response: ResponseFuture<T>) -> Self {
        Self { response }
    }
}

impl<T> Future for BodyFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let ResponseFuture { success, operation, decode, .. } = &mut self.response;
        success.as_mut().poll(context).map(|success| finish(success, *operation, *decode, Success::only_body))
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::runtime::api::error::RawResponse;
    use crate::runtime::transport::trace::CallSpan;

    const OPERATION: Operation = Operation { name: "Get", method: "GET", path: "/", is_idempotent: true };

    fn decoded(status: StatusCode, body: &'static [u8]) -> Result<Option<Vec<bool>>, Error> {
        let response = RawResponse { status, headers: HeaderMap::new(), body: body.into() };
        let span = CallSpan::new(OPERATION);
        OptionalJson::decode(&Success { response, attempts: 1, elapsed: std::time::Duration::ZERO, span })
    }

    #[test]
    fn a_response_without_content_is_none() {
        assert_eq!(decoded(StatusCode::OK, b"[true]").unwrap(), Some(vec![true]));
        assert_eq!(decoded(StatusCode::OK, b"null").unwrap(), None);
        assert_eq!(decoded(StatusCode::NO_CONTENT, b"").unwrap(), None);
        assert_eq!(decoded(StatusCode::OK, b" \r\n").unwrap(), None);
        assert!(decoded(StatusCode::OK, b"[1]").is_err());
    }
}
