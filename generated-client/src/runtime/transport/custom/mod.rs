//! The transports of callers: what sends the requests of a client instead of its HTTP connections, or around them.

mod body;
mod error;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

pub use body::ResponseBody;
pub use error::{TransportError, TransportErrorKind};

use crate::runtime::api::call::Operation;
use crate::runtime::auth::BoxFuture;

/// What sends the requests of a client and receives the responses.
///
/// A client sends its requests over HTTP connections of its own.
/// [`ClientBuilder::transport`](crate::ClientBuilder::transport) takes another transport instead of them, for example one
/// that answers in a test, and [`ClientBuilder::transport_layer`](crate::ClientBuilder::transport_layer) one around them,
/// for example one that counts requests.
///
/// A transport makes one attempt. Everything else works in the same way with each transport, since it is done before and
/// after: credentials, retries, time limits, redirects, the limit on concurrent requests, and the size of responses. The
/// request is complete; its [`extensions`](Request::extensions) have a [`RequestInfo`], which names the operation. Dropping
/// the future cancels the attempt.
///
/// The URL has arguments of the caller, and headers have credentials, which are marked as
/// [sensitive](http::HeaderValue::is_sensitive): a transport that logs requests should use the names in [`RequestInfo`].
///
/// # Examples
///
/// A transport that answers every request itself:
///
/// ```
/// use generated_client::bytes::Bytes;
/// use generated_client::http::{Method, Request, Response};
/// use generated_client::{BoxFuture, Client, Error, ResponseBody, Transport, TransportError};
///
/// struct Greeter;
///
/// impl Transport for Greeter {
///     fn send<'a>(&'a self, _: Request<Bytes>) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
///         Box::pin(async move { Ok(Response::new(r#""hello""#.into())) })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let client = Client::builder().transport(Greeter).base_url("https://greeter.invalid").without_credentials().build()?;
/// let greeting: String = client.request(Method::GET, "/").await?;
/// assert_eq!(greeting, "hello");
/// # Ok(())
/// # }
/// ```
///
/// One that holds another one, and measures it:
///
/// ```
/// use generated_client::bytes::Bytes;
/// use generated_client::http::{Request, Response};
/// use generated_client::{BoxFuture, Client, Error, RequestInfo, ResponseBody, Transport, TransportError};
///
/// struct Timed {
///     inner: Box<dyn Transport>,
/// }
///
/// impl Transport for Timed {
///     fn send<'a>(&'a self, request: Request<Bytes>) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
///         Box::pin(async move {
///             let info = request.extensions().get::<RequestInfo>().copied();
///             let start = std::time::Instant::now();
///             let response = self.inner.send(request).await;
///             println!("{info:?} took {:?}", start.elapsed());
///             response
///         })
///     }
/// }
///
/// # fn run() -> Result<(), Error> {
/// let builder = Client::builder().transport_layer(|inner| Timed { inner });
/// # let client = builder.build()?;
/// # Ok(())
/// # }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request, and returns the response as soon as its head has arrived.
    ///
    /// # Errors
    ///
    /// If there is no response. The [kind](TransportErrorKind) of the error decides whether the request is repeated.
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>>;
}

impl Transport for Box<dyn Transport> {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
        (**self).send(request)
    }
}

/// The operation that a request belongs to: names without any value, which logs and metrics can contain.
///
/// It is among the extensions of the requests that a [`Transport`] sends.
///
/// Its `Display` is the method and the path, such as `GET /users/{id}`.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct RequestInfo {
    pub(crate) operation: Operation,
    pub(crate) attempt: u32,
}

impl RequestInfo {
    /// Returns the name of the operation in the collection, after those of its folders.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation.name
    }

    /// Returns the path after the server's URL, in which `{name}` is a parameter.
    #[must_use]
    pub fn path(&self) -> String {
        self.operation.template().to_string()
    }

    /// Returns the number of the attempt, the first being 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}

impl fmt::Display for RequestInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation.method, self.operation.template())
    }
}

impl fmt::Debug for RequestInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestInfo")
            .field("operation", &self.operation.name)
            .field("method", &self.operation.method)
            .field("path", &self.path())
            .field("attempt", &self.attempt)
            .finish()
    }
}
