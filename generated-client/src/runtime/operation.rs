//! The two ways to send a call.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;

use super::body::{Body, decode_json};
use super::call::Call;
use super::error::{Answer, Error};
use super::response::{Raw, Response};
use super::send::{Wanted, send};
use super::service::Operation;

/// How the body of an answer is read.
pub(crate) trait Read<T> {
    /// What of an answer it looks at.
    const WANTED: Wanted;

    fn read(raw: &Raw) -> Result<T, Error>;
}

/// Reads JSON.
pub(crate) enum Json {}

impl<T: DeserializeOwned> Read<T> for Json {
    const WANTED: Wanted = Wanted::Body;

    fn read(raw: &Raw) -> Result<T, Error> {
        decode_json(&raw.body)
    }
}

/// Ignores the body.
pub(crate) enum Empty {}

impl Read<()> for Empty {
    const WANTED: Wanted = Wanted::Head;

    fn read(_: &Raw) -> Result<(), Error> {
        Ok(())
    }
}

/// Keeps the bytes.
pub(crate) enum Bytes {}

impl Read<Body> for Bytes {
    const WANTED: Wanted = Wanted::Body;

    fn read(raw: &Raw) -> Result<Body, Error> {
        Ok(Body::new(raw.body.clone(), &raw.headers))
    }
}

/// A call on its way; it returns the whole answer.
///
/// It is `Send` and owns all it needs. Dropping it gives the call up: what was sent by then stays sent.
#[must_use = "a call is sent only when it is awaited"]
pub struct ResponseFuture<T> {
    // One type for all operations, so that its code is compiled once and not in every crate that calls.
    answer: Pin<Box<dyn Future<Output = Result<Raw, Error>> + Send>>,
    operation: Operation,
    read: fn(&Raw) -> Result<T, Error>,
    body: PhantomData<fn() -> T>,
}

impl<T> ResponseFuture<T> {
    pub(crate) fn new<R: Read<T>>(call: Call) -> Self {
        let operation = call.operation;
        Self { answer: Box::pin(send(call, R::WANTED)), operation, read: R::read, body: PhantomData }
    }

    /// Runs it on the client's background thread; only the body is read on this one.
    #[cfg(feature = "blocking")]
    pub(crate) fn wait(self, client: &crate::Client) -> Result<Response<T>, Error> {
        finish(client.inner.blocking.run(self.answer), self.operation, self.read)
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = self.answer.as_mut().poll(context);
        answer.map(|answer| finish(answer, self.operation, self.read))
    }
}

/// Reads the body of an answer.
fn finish<T>(
    answer: Result<Raw, Error>,
    operation: Operation,
    read: fn(&Raw) -> Result<T, Error>,
) -> Result<Response<T>, Error> {
    let raw = answer?;
    match read(&raw) {
        Ok(body) => Ok(raw.with_body(body)),
        Err(error) => {
            let Raw { status, headers, body, attempts, elapsed } = raw;
            Err(error.answer(Answer { status, headers, body }).of_call(operation, attempts, elapsed))
        }
    }
}

/// A call on its way; it returns the body of the answer.
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
        Pin::new(&mut self.response).poll(context).map_ok(|response| response.body)
    }
}
