//! Puts a request on the wire and reads the answer.

use std::time::Instant;

use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Request;

use super::call::{Call, Payload};
use super::error::{Answer, Error};
use super::options::Limits;
use super::response::Raw;
use super::service::SchemeKind;

/// How much of the body of an error is kept.
const ERROR_BODY_BYTES: usize = 10 * 1024;

/// Sends a call and returns a success, body included.
pub(crate) async fn send(call: Call) -> Result<Raw, Error> {
    let start = Instant::now();
    let limits = call.options.limits(&call.client.inner.limits);
    let request = match request(&call) {
        Ok(request) => request,
        Err(error) => return Err(error.of_call(call.operation, 0, start.elapsed())),
    };
    // One attempt. A retry policy goes around this: it needs `request.try_clone()` and the time that is left.
    let answer = tokio::time::timeout(limits.call_timeout, attempt(&call, request, &limits));
    let answer = match answer.await {
        Ok(answer) => answer,
        Err(_) => Err(Error::call_timeout(limits.call_timeout)),
    };
    match answer {
        Ok(Answer { status, headers, body }) => {
            Ok(Raw { status, headers, body, attempts: 1, elapsed: start.elapsed() })
        }
        Err(error) => Err(error.of_call(call.operation, 1, start.elapsed())),
    }
}

/// The request of a call.
fn request(call: &Call) -> Result<Request, Error> {
    let operation = call.operation;
    let method = operation
        .http_method()
        .map_err(|_| Error::config(format!("`{}` is no HTTP method", operation.method.escape_debug())))?;
    let url = call.url()?;
    let mut headers = headers(call)?;
    let mut body = None;
    match &call.body {
        Payload::Empty if ["POST", "PUT", "PATCH"].contains(&operation.method) => {
            // RFC 9110, section 8.6: such a request says that it has no content.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Payload::Empty => {}
        Payload::Bytes(bytes, media_type) => {
            headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(media_type));
            body = Some(bytes.clone().into());
        }
        Payload::Invalid => {
            return Err(Error::argument("the body cannot be written as JSON; nothing was sent".to_owned()));
        }
    }
    for (name, value) in &call.options.headers {
        headers.insert(name, value.clone());
    }
    let mut request = Request::new(method, url);
    *request.headers_mut() = headers;
    *request.body_mut() = body;
    Ok(request)
}

/// The operation's own headers, the caller's and the credentials.
fn headers(call: &Call) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for (name, value) in call.operation.headers {
        let (name, value) = header(name, value)?;
        headers.append(name, value);
    }
    for (name, value) in &call.headers {
        let (name, mut value) = header(name, value)?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    let client = &call.client.inner;
    if let Some(place) = call.operation.credential
        && !client.anonymous
    {
        let scheme = &client.service.credentials[place];
        let secret = client.credentials[place].as_ref().and_then(|secret| secret.header(scheme.kind));
        let Some(secret) = secret else {
            let setter = scheme.call();
            return Err(Error::config(format!(
                "the operation needs the credentials of {setter}; nothing was sent"
            )));
        };
        match scheme.kind {
            SchemeKind::Bearer => headers.insert(AUTHORIZATION, secret),
        };
    }
    Ok(headers)
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(Error::argument(format!("the header `{name}` cannot be sent; nothing was sent"))),
    }
}

/// Sends a request once.
async fn attempt(call: &Call, mut request: Request, limits: &Limits) -> Result<Answer, Error> {
    *request.timeout_mut() = Some(limits.attempt_timeout);
    let mut response = call.client.inner.http.execute(request).await.map_err(Error::transport)?;
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    if !status.is_success() {
        // What the body of an error is like does not change what the error is.
        let (body, _) = read(&mut response, ERROR_BODY_BYTES).await.unwrap_or_default();
        return Err(Error::unsuccessful(Answer { status, headers, body }));
    }
    let (body, complete) = read(&mut response, limits.response_bytes).await.map_err(Error::transport)?;
    let answer = Answer { status, headers, body };
    if complete { Ok(answer) } else { Err(Error::too_long(limits.response_bytes, answer)) }
}

/// Reads a body up to a limit, and says whether that was all of it.
async fn read(response: &mut reqwest::Response, limit: usize) -> Result<(Bytes, bool), reqwest::Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        let room = limit - body.len();
        if chunk.len() > room {
            body.extend_from_slice(&chunk[..room]);
            return Ok((body.freeze(), false));
        }
        if body.is_empty() {
            // Most bodies come in one piece, which need not be copied.
            body = BytesMut::from(chunk);
        } else {
            body.extend_from_slice(&chunk);
        }
    }
    Ok((body.freeze(), true))
}
