//! What sends the requests of a client: its HTTP connections, or a transport of the caller.

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use reqwest::Url;

use super::custom::{RequestInfo, ResponseBody, Transport, TransportError, TransportErrorKind};
use super::pools::{Pools, check_runtime};
use super::request::as_http;
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
    pub(crate) body: ResponseBody,
}

/// A request that is being sent.
pub(crate) enum Sending<'a, F> {
    Http(F),
    // Boxed, so that it does not enlarge the future of each call.
    Custom(BoxFuture<'a, Result<IncomingResponse, TransportError>>),
}

impl<F: Future<Output = reqwest::Result<reqwest::Response>>> Sending<'_, F> {
    /// Waits for the status and the headers of the response.
    pub(crate) async fn response(self) -> Result<IncomingResponse, TransportError> {
        match self {
            Self::Http(sending) => {
                let mut response = sending.await?;
                let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
                Ok(IncomingResponse { status, headers, body: ResponseBody::http(response) })
            }
            Self::Custom(sending) => sending.await,
        }
    }
}

impl<'a> CallSender<'a> {
    /// Sends a request once.
    pub(crate) fn send(
        self,
        request: reqwest::Request,
        info: RequestInfo,
    ) -> Sending<'a, impl Future<Output = reqwest::Result<reqwest::Response>> + use<>> {
        match self {
            Self::Http(http) => Sending::Http(http.execute(request)),
            Self::Custom(transport, user_agent) => {
                Sending::Custom(Box::pin(send_custom(transport, user_agent, request, info)))
            }
        }
    }
}

async fn send_custom(
    transport: &dyn Transport,
    user_agent: &HeaderValue,
    request: reqwest::Request,
    info: RequestInfo,
) -> Result<IncomingResponse, TransportError> {
    let request = as_http(&request);
    let mut request = request.map_err(|source| TransportError::new(TransportErrorKind::Invalid, source))?;
    request.headers_mut().entry(USER_AGENT).or_insert_with(|| user_agent.clone());
    request.extensions_mut().insert(info);
    let (head, body) = transport.send(request).await?.into_parts();
    Ok(IncomingResponse { status: head.status, headers: head.headers, body })
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
