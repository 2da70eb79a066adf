//! What sends the requests of a client: its HTTP connections, or a transport of the caller.

use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use reqwest::Url;
use tokio::time::{Instant, timeout_at};

use super::custom::{RequestInfo, ResponseBody, Transport, TransportError, TransportErrorKind};
use super::pools::{Pools, check_runtime};
use crate::runtime::api::error::Error;
use crate::runtime::auth::BoxFuture;

/// What sends the requests of a client.
pub(crate) enum Sender {
    /// HTTP connections.
    Http(Pools),
    /// A transport of the caller, and the `User-Agent` of its requests.
    Custom(Box<dyn Transport>, HeaderValue),
}

impl Sender {
    /// Returns what sends the requests of a call to a URL.
    pub(crate) fn for_call(&self, url: &Url) -> Result<CallSender<'_>, Error> {
        match self {
            Self::Http(pools) => pools.current(url).map(CallSender::Http),
            Self::Custom(transport, user_agent) => {
                check_runtime()?;
                Ok(CallSender::Custom(&**transport, user_agent))
            }
        }
    }
}

/// What sends the requests of a call. The HTTP client is used directly, so that only transports of callers cost a boxed
/// future and another form of the request.
pub(crate) enum CallSender<'a> {
    Http(reqwest::Client),
    Custom(&'a dyn Transport, &'a HeaderValue),
}

/// A response whose body has not arrived.
pub(crate) struct IncomingResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: IncomingBody,
}

impl CallSender<'_> {
    /// Sends a request once, within a time limit that also applies to the body of the response.
    pub(crate) async fn send(
        &self,
        mut request: reqwest::Request,
        info: RequestInfo,
        limit: Duration,
    ) -> Result<IncomingResponse, TransportError> {
        match self {
            Self::Http(http) => {
                *request.timeout_mut() = Some(limit);
                let mut response = http.execute(request).await?;
                let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
                let body = IncomingBody { body: ResponseBody::http(response), deadline: None };
                Ok(IncomingResponse { status, headers, body })
            }
            // Boxed, so that it does not enlarge the future of each call.
            Self::Custom(transport, user_agent) => {
                Box::pin(send_custom(*transport, user_agent, request, info, limit)).await
            }
        }
    }
}

async fn send_custom(
    transport: &dyn Transport,
    user_agent: &HeaderValue,
    request: reqwest::Request,
    info: RequestInfo,
    limit: Duration,
) -> Result<IncomingResponse, TransportError> {
    let mut request = as_http(request)?;
    request.headers_mut().entry(USER_AGENT).or_insert_with(|| user_agent.clone());
    request.extensions_mut().insert(info);
    let deadline = Instant::now().checked_add(limit);
    let (head, body) = within(deadline, transport.send(request)).await?.into_parts();
    let body = IncomingBody { body, deadline };
    Ok(IncomingResponse { status: head.status, headers: head.headers, body })
}

/// The body of a response that is received.
pub(crate) struct IncomingBody {
    body: ResponseBody,
    /// The end of the attempt, unless the body ends by itself then.
    deadline: Option<Instant>,
}

impl IncomingBody {
    /// Returns the next chunk; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match self.deadline {
            None => self.body.chunk().await,
            Some(_) => Box::pin(within(self.deadline, self.body.chunk())).await,
        }
    }
}

/// Awaits a future until a deadline.
async fn within<T>(
    deadline: Option<Instant>,
    future: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    match deadline {
        None => future.await,
        Some(deadline) => match timeout_at(deadline, future).await {
            Ok(result) => result,
            Err(elapsed) => Err(TransportError::timeout(elapsed)),
        },
    }
}

/// Returns a request in the form that transports receive.
fn as_http(mut request: reqwest::Request) -> Result<http::Request<Bytes>, TransportError> {
    let uri = request.url().as_str().parse::<http::Uri>();
    let uri = uri.map_err(|source| TransportError::new(TransportErrorKind::Invalid, source))?;
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    let mut form = http::Request::new(Bytes::copy_from_slice(body));
    *form.method_mut() = request.method().clone();
    *form.uri_mut() = uri;
    *form.headers_mut() = std::mem::take(request.headers_mut());
    Ok(form)
}

/// The HTTP connections of a client as a transport, for others that hold it.
impl Transport for Pools {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request)?;
            let http = self.current(request.url()).map_err(TransportError::other)?;
            let mut response = http.execute(request).await?;
            let mut head = Response::new(ResponseBody::empty());
            *head.status_mut() = response.status();
            *head.version_mut() = response.version();
            *head.headers_mut() = std::mem::take(response.headers_mut());
            *head.extensions_mut() = std::mem::take(response.extensions_mut());
            *head.body_mut() = ResponseBody::http(response);
            Ok(head)
        })
    }
}
