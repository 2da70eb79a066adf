//! The requests that a mock has received.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use serde::de::DeserializeOwned;

use super::SavedResponse;
use crate::runtime::api::body::decode_json;
use crate::runtime::api::error::Error;
use crate::runtime::transport::custom::RequestInfo;

/// A request that a [`Mock`](super::Mock) has received.
///
/// # Examples
///
/// ```
/// use generated_client::mock::{Mock, Reply};
/// use generated_client::{Error, http::Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let mock = Mock::new();
/// mock.reply(Reply::status(204));
/// mock.client().request::<()>(Method::PUT, "/users/7").query("notify", false).json(["admin"]).await?;
///
/// let request = &mock.requests()[0];
/// assert_eq!((request.method(), request.path()), (&Method::PUT, "/users/7"));
/// assert_eq!(request.query("notify").as_deref(), Some("false"));
/// assert_eq!(request.header("content-type"), Some("application/json"));
/// assert_eq!(request.json::<Vec<String>>()?, ["admin"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RecordedRequest {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    info: Option<RequestInfo>,
}

/// Shows the method, the path without arguments, the headers without secrets, and the size of the body.
impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("request", &self.title())
            .field("headers", &self.headers)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl RecordedRequest {
    pub(super) fn new(request: Request<Bytes>) -> Self {
        let (head, body) = request.into_parts();
        let info = head.extensions.get::<RequestInfo>().copied();
        Self { method: head.method, uri: head.uri, headers: head.headers, body, info }
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the whole URL.
    #[must_use]
    pub fn url(&self) -> String {
        self.uri.to_string()
    }

    /// Returns the path with its arguments, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the decoded value of a query parameter, the first one if there are several; `None` if there is none.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        self.query_pairs().into_iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Returns the decoded names and values of the query, in order.
    #[must_use]
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        let url = reqwest::Url::parse(&self.url());
        url.map(|url| url.query_pairs().into_owned().collect()).unwrap_or_default()
    }

    /// Returns the value of a header, also of one with a secret; `None` if there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns all headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// If the body is not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_json(&self.body)
    }

    /// Returns the operation and the number of the attempt; `None` if another transport has removed it.
    #[must_use]
    pub fn info(&self) -> Option<RequestInfo> {
        self.info
    }

    /// Returns the method and the path without arguments.
    pub(super) fn title(&self) -> String {
        match &self.info {
            Some(info) => info.to_string(),
            None => format!("{} /…", self.method),
        }
    }

    /// Returns whether the request is of the operation of a saved response.
    pub(super) fn is_of(&self, saved: &SavedResponse) -> bool {
        self.info.is_some_and(|RequestInfo { operation, .. }| {
            (operation.name, operation.method, operation.path) == (saved.operation, saved.method, saved.path)
        })
    }

    /// Returns whether the request has this path, in which `{name}` is any segment.
    pub(super) fn has_path(&self, path: &str) -> bool {
        let segments = |path: &'_ str| -> Vec<String> {
            path.trim_start_matches('/').split('/').map(str::to_owned).collect()
        };
        let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
        let has = |own: &[String], is_template: bool| {
            let wanted = segments(path);
            let is_same = |(own, wanted): (&String, &String)| {
                own == wanted || is_parameter(wanted) && (!is_template || is_parameter(own))
            };
            own.len() == wanted.len() && own.iter().zip(&wanted).all(is_same)
        };
        let own = segments(self.path());
        let template = self.info.map(|info| segments(&info.path())).unwrap_or_default();
        // The base URL may have a path, too.
        let after_base = own.get(own.len().saturating_sub(template.len())..).unwrap_or_default();
        has(&own, false) || has(&template, true) || has(after_base, false)
    }
}
