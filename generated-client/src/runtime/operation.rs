//! What every call has: options, and the two ways to send it.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;

use super::body::{Body, decode_json};
use super::call::Call;
use super::error::{Answer, Error};
use super::response::{Raw, Response};
use super::send::send;
use super::service::Operation;

/// The type of a call: `operation! { /** … */ GetUser -> User }`.
///
/// What follows the arrow is what `.await` returns. `-> ()` ignores whatever body the service sends; `-> Body` is for
/// bodies that nobody describes; everything else is read from JSON.
macro_rules! operation {
    ($(#[$attr:meta])* $name:ident -> ()) => {
        $crate::runtime::operation!(@ $(#[$attr])* $name, (), $crate::runtime::operation::Empty);
    };
    ($(#[$attr:meta])* $name:ident -> Body) => {
        $crate::runtime::operation!(@ $(#[$attr])* $name, $crate::Body, $crate::runtime::operation::Bytes);
    };
    ($(#[$attr:meta])* $name:ident -> $output:ty) => {
        $crate::runtime::operation!(@ $(#[$attr])* $name, $output, $crate::runtime::operation::Json);
    };
    (@ $(#[$attr:meta])* $name:ident, $output:ty, $reader:ty) => {
        $(#[$attr])*
        #[must_use = "a call is sent only when it is awaited"]
        #[derive(Clone, Debug)]
        pub struct $name {
            call: $crate::runtime::call::Call,
        }

        impl $name {
            /// Sets options for this call, in place of those of the client.
            pub fn with(mut self, options: $crate::CallOptions) -> Self {
                self.call.options = options;
                self
            }

            /// The URL that the call goes to, arguments included.
            ///
            /// # Errors
            ///
            /// When an argument cannot be sent.
            pub fn url(&self) -> Result<String, $crate::Error> {
                self.call.url().map(String::from)
            }

            /// Sends the call and returns the body together with status, headers and the rest of the answer.
            ///
            /// `.await` on the call itself returns the body alone.
            pub fn send(self) -> $crate::ResponseFuture<$output> {
                $crate::ResponseFuture::new::<$reader>(self.call)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::BodyFuture<$output>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::BodyFuture::new(self.send())
            }
        }
    };
}

pub(crate) use operation;

/// How the body of an answer is read.
pub(crate) trait Read<T> {
    fn read(raw: &Raw) -> Result<T, Error>;
}

/// Reads JSON.
pub(crate) enum Json {}

impl<T: DeserializeOwned> Read<T> for Json {
    fn read(raw: &Raw) -> Result<T, Error> {
        decode_json(&raw.body)
    }
}

/// Ignores the body.
pub(crate) enum Empty {}

impl Read<()> for Empty {
    fn read(_: &Raw) -> Result<(), Error> {
        Ok(())
    }
}

/// Keeps the bytes.
pub(crate) enum Bytes {}

impl Read<Body> for Bytes {
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
    operation: &'static Operation,
    read: fn(&Raw) -> Result<T, Error>,
    body: PhantomData<fn() -> T>,
}

impl<T> ResponseFuture<T> {
    pub(crate) fn new<R: Read<T>>(call: Call) -> Self {
        let operation = call.operation;
        Self { answer: Box::pin(send(call)), operation, read: R::read, body: PhantomData }
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(answer) = self.answer.as_mut().poll(context) else {
            return Poll::Pending;
        };
        let raw = match answer {
            Ok(raw) => raw,
            Err(error) => return Poll::Ready(Err(error)),
        };
        Poll::Ready(match (self.read)(&raw) {
            Ok(body) => Ok(raw.with_body(body)),
            Err(error) => {
                let Raw { status, headers, body, attempts, elapsed } = raw;
                let error = error.answer(Answer { status, headers, body });
                Err(error.of_call(self.operation, attempts, elapsed))
            }
        })
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
