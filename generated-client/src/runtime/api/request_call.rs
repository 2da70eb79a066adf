//! Requests without a generated operation.

use std::any::Any;
use std::fmt::Display;
use std::future::IntoFuture;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::{Body, decode_json};
use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::future::{BodyFuture, ResponseFuture};
use super::options::{CallOptions, INVALID_HEADER_VALUE, header};
use super::response::Success;
use crate::runtime::transport::payload::Payload;
use crate::runtime::transport::send::NeededPart;

impl Client {
    /// Creates a call of any method and path, for requests that have no method in this crate.
    ///
    /// It has everything that other calls have: credentials, retries, time limits, errors. The path follows the base URL of
    /// the first server of the API. It is sent as it is, except that characters which no URL can contain are
    /// percent-encoded; arguments in it must be encoded, so that `%2F` is a slash in a segment. A path with `?`, `#`, a
    /// backslash, a control character, or a segment `.` or `..` is refused when the call is sent. An absolute URL, such as
    /// the link to a next page, may have a query; its scheme, host and port must be those of one of the client's servers.
    ///
    /// The call sends the credentials that the client has, of those that operations of the same server require. If
    /// several are sent in the same header, the first one counts, in the order of the setters of the builder.
    /// [`CallOptions::credentials`] and [`CallOptions::without_credentials`] change that.
    ///
    /// What is awaited is the [`FromResponse`] that the program expects: JSON, bytes, or `()`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::{Body, Client, Error, http::Method};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let users: serde_json::Value = client.request(Method::GET, "/orgs/1/users").query("limit", 50).await?;
    /// let picture: Body = client.request(Method::GET, "/users/7/picture").await?;
    /// client.request::<()>(Method::PUT, "/users/7/roles").json(["admin"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request<T: FromResponse>(&self, method: Method, path: &str) -> RequestCall<T> {
        RequestCall { call: Call::request(self, method, path), output: PhantomData }
    }
}

/// A call of [`Client::request`].
#[derive(Debug)]
#[must_use = "a call is sent only when it is awaited"]
pub struct RequestCall<T> {
    call: Call,
    output: PhantomData<fn() -> T>,
}

impl<T> Clone for RequestCall<T> {
    fn clone(&self) -> Self {
        Self { call: self.call.clone(), output: PhantomData }
    }
}

impl<T: FromResponse> RequestCall<T> {
    /// Adds `name=value` to the query.
    pub fn query(mut self, name: &str, value: impl Display) -> Self {
        self.call.options.query.push((name.to_owned(), Some(value.to_string())));
        self
    }

    /// Sets a header; it replaces one of the same name, also one with the client's credentials. One that cannot be sent is
    /// an error of the call.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok(header) => self.call.options.headers.push(header),
            Err(error) => self.call.set_problem(error),
        }
        self
    }

    /// Sets the body to JSON.
    pub fn json(mut self, value: impl Serialize) -> Self {
        self.call = self.call.json(&value);
        self
    }

    /// Sets the body to bytes with a media type, such as `text/csv`.
    pub fn body(mut self, bytes: impl Into<Bytes>, media_type: &str) -> Self {
        self.call.body = match HeaderValue::from_str(media_type) {
            Ok(media_type) => Payload::Bytes(bytes.into(), media_type),
            Err(_) => Payload::Invalid(format!("the media type of the body {INVALID_HEADER_VALUE}").into()),
        };
        self
    }

    /// Sets whether a repetition has the same effect as one request, so that the request is repeated after all failures
    /// that may pass. By default, GET, HEAD, OPTIONS, TRACE, PUT and DELETE are idempotent.
    pub fn idempotent(mut self, is_idempotent: bool) -> Self {
        self.call = self.call.idempotent(is_idempotent);
        self
    }

    /// Sets options of this call, which take precedence over the settings of the client and over earlier options.
    pub fn with(mut self, options: CallOptions) -> Self {
        self.call = self.call.with(options);
        self
    }

    /// Returns the URL of the request.
    ///
    /// # Errors
    ///
    /// If the path cannot be sent, or if the client has no base URL.
    pub fn url(&self) -> Result<String, Error> {
        self.call.url_text()
    }

    /// Sends the request and returns the response: the body with the status, the headers and more.
    pub fn send(self) -> ResponseFuture<T> {
        let needed = if T::needs_body() { NeededPart::Body } else { NeededPart::Head };
        let decode = |success: &Success| T::decoded(&success.response.body, &success.response.headers);
        ResponseFuture::with_decoder(self.call, needed, decode)
    }
}

impl<T: FromResponse> IntoFuture for RequestCall<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BodyFuture<T>;

    fn into_future(self) -> Self::IntoFuture {
        BodyFuture::new(self.send())
    }
}

#[cfg(feature = "blocking")]
impl<T> super::blocking::sealed::Sealed for RequestCall<T> {}

#[cfg(feature = "blocking")]
impl<T: FromResponse> super::blocking::Call for RequestCall<T> {
    type Output = T;

    fn call(self) -> Result<T, Error> {
        self.call_full().map(|response| response.body)
    }

    fn call_full(self) -> Result<crate::Response<T>, Error> {
        let client = self.call.client.clone();
        self.send().wait(&client)
    }
}

/// What a call of [`Client::request`] can return:
///
/// - any type that can be deserialized: JSON, such as `serde_json::Value` or a type of this crate;
/// - [`Body`]: the bytes, whatever they are;
/// - `()`: nothing. The body is not read.
pub trait FromResponse: Sized + 'static + sealed::Decoded {}

impl<T: sealed::Decoded + 'static> FromResponse for T {}

mod sealed {
    use super::{Bytes, Error, HeaderMap};

    /// Prevents implementations outside this crate.
    pub trait Decoded: Sized {
        #[doc(hidden)]
        fn needs_body() -> bool;

        #[doc(hidden)]
        fn decoded(bytes: &Bytes, headers: &HeaderMap) -> Result<Self, Error>;
    }
}

impl<T: DeserializeOwned + 'static> sealed::Decoded for T {
    fn needs_body() -> bool {
        unit::<T>().is_none()
    }

    fn decoded(bytes: &Bytes, _: &HeaderMap) -> Result<T, Error> {
        unit().map_or_else(|| decode_json(bytes), Ok)
    }
}

impl sealed::Decoded for Body {
    fn needs_body() -> bool {
        true
    }

    fn decoded(bytes: &Bytes, headers: &HeaderMap) -> Result<Self, Error> {
        Ok(Self::new(bytes.clone(), headers))
    }
}

/// Returns `()` if that is the type.
fn unit<T: 'static>() -> Option<T> {
    let unit: Box<dyn Any> = Box::new(());
    unit.downcast().ok().map(|unit| *unit)
}
