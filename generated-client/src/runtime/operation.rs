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
use super::send::{Wanted, send};
use super::service::Operation;

/// The operations of a handle, or of the client: for each the method that makes a call, and the type of the call.
///
/// The arguments of a method are those of the path, and a body where the operation requires one. It says:
///
/// - `answer`: what `.await` returns. `()` ignores whatever body the service sends; `Body` is for bodies that nobody
///   describes; everything else is read from JSON;
/// - `link`: what links call the method where its name in code is a raw one;
/// - `name`: what messages call the operation;
/// - `request`: the HTTP method, and the path below the server;
/// - `server`, `headers`, `credential`, `idempotent`: where they are not as `Operation::new` has them;
/// - `arguments`: the methods of `Call` that take them.
macro_rules! operations {
    (impl $owner:ident {$(
        $(#[$attr:meta])*
        pub fn $method:ident(&$self:ident $($argument:tt)*) -> $call:ident $operation:tt
    )*}) => {
        impl $owner {$(
            $crate::runtime::operation::method! {
                $owner $self
                $(#[$attr])* pub fn $method(&$self $($argument)*) -> $call $operation
            }
        )*}

        $($crate::runtime::operation::call! { $owner $method $call $operation })*
    };
}

/// The method that makes a call.
macro_rules! method {
    (Client $self:ident $($method:tt)*) => {
        $crate::runtime::operation::method! { @ $self, $($method)* }
    };
    ($handle:ident $self:ident $($method:tt)*) => {
        $crate::runtime::operation::method! { @ &$self.client, $($method)* }
    };
    (@ $client:expr, $(#[$attr:meta])* pub fn $method:ident($($argument:tt)*) -> $call:ident {
        answer: $answer:ty,
        $(link: $link:literal,)?
        name: $name:literal,
        request: $verb:literal $path:literal,
        $(server: $server:literal,)?
        $(headers: $headers:tt,)?
        $(credential: $credential:literal,)?
        $(idempotent: $idempotent:literal,)?
        $(arguments: $($set:ident $value:tt).+,)?
    }) => {
        $(#[$attr])*
        pub fn $method($($argument)*) -> $call {
            const OPERATION: &$crate::runtime::service::Operation = &$crate::runtime::service::Operation {
                $(server: $server,)?
                $(headers: &$headers,)?
                $(credential: Some($credential),)?
                $(idempotent: $idempotent,)?
                ..$crate::runtime::service::Operation::new($name, $verb, $path)
            };
            #[allow(unused_mut, reason = "not every operation has arguments")]
            let mut call = $crate::runtime::call::Call::new($client, OPERATION);
            $($(call.$set $value;)+)?
            $call { call }
        }
    };
}

/// The type of a call.
macro_rules! call {
    ($owner:ident $method:ident $call:ident { answer: (), $($rest:tt)* }) => {
        $crate::runtime::operation::call! { @ $call $owner $method { $($rest)* } (), Empty }
    };
    ($owner:ident $method:ident $call:ident { answer: Body, $($rest:tt)* }) => {
        $crate::runtime::operation::call! { @ $call $owner $method { $($rest)* } $crate::Body, Bytes }
    };
    ($owner:ident $method:ident $call:ident { answer: $output:ty, $($rest:tt)* }) => {
        $crate::runtime::operation::call! { @ $call $owner $method { $($rest)* } $output, Json }
    };
    (@ $call:ident $owner:ident $method:ident { $(link: $link:literal,)? name: $($rest:tt)* }
        $output:ty, $reader:ident
    ) => {
        #[doc = concat!(
            "A call of [`", stringify!($owner), "::", $crate::runtime::operation::method_link!($method $($link)?),
            "`]; await it to send it.",
        )]
        #[must_use = "a call is sent only when it is awaited"]
        #[derive(Clone, Debug)]
        pub struct $call {
            call: $crate::runtime::call::Call,
        }

        impl $call {
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
                $crate::ResponseFuture::new::<$crate::runtime::operation::$reader>(self.call)
            }
        }

        $crate::runtime::operation::blocking_call!($call, $output);

        impl ::std::future::IntoFuture for $call {
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::BodyFuture<$output>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::BodyFuture::new(self.send())
            }
        }
    };
}

/// The call's blocking form.
#[cfg(feature = "blocking")]
macro_rules! blocking_call {
    ($name:ident, $output:ty) => {
        impl $crate::runtime::blocking::sealed::Sealed for $name {}

        impl $crate::runtime::blocking::Call for $name {
            type Output = $output;

            fn call(self) -> Result<$output, $crate::Error> {
                self.call_full().map(|response| response.body)
            }

            fn call_full(self) -> Result<$crate::Response<$output>, $crate::Error> {
                let client = self.call.client.clone();
                self.send().wait(&client)
            }
        }
    };
}

#[cfg(not(feature = "blocking"))]
macro_rules! blocking_call {
    ($name:ident, $output:ty) => {};
}

/// What a link calls a method.
macro_rules! method_link {
    ($method:ident) => {
        stringify!($method)
    };
    ($method:ident $link:literal) => {
        $link
    };
}

pub(crate) use {blocking_call, call, method, method_link, operations};

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
    operation: &'static Operation,
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
    operation: &'static Operation,
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
