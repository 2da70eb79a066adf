//! The request of a call.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Request, Url};

use super::call::Call;
use super::credentials::{Authenticate, Secret};
use super::error::Error;
use super::options::Credentials;
use super::payload::Payload;

/// The request, without credentials.
pub(crate) fn request(call: &Call) -> Result<Request, Error> {
    let operation = call.operation;
    let method = operation
        .http_method()
        .map_err(|_| Error::config(format!("`{}` is no HTTP method", operation.method.escape_debug())))?;
    let mut request = Request::new(method, call.url()?);
    let mut headers = headers(call)?;
    match &call.body {
        Payload::Empty if ["POST", "PUT", "PATCH"].contains(&operation.method) => {
            // RFC 9110, section 8.6: such a request says that it has no content.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Payload::Empty => {}
        Payload::Bytes(bytes, media_type) => {
            headers.entry(CONTENT_TYPE).or_insert_with(|| media_type.clone());
            *request.body_mut() = Some(bytes.clone().into());
        }
        Payload::Invalid(problem) => return Err(Error::argument(format!("{problem}; nothing was sent"))),
    }
    for (name, value) in &call.options.headers {
        headers.insert(name, value.clone());
    }
    *request.headers_mut() = headers;
    Ok(request)
}

/// The operation's own headers and the caller's.
fn headers(call: &Call) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for (name, value) in call.operation.headers {
        let (name, value) = header(name, value)?;
        headers.append(name, value);
    }
    for (name, value) in &call.headers {
        let (name, mut value) = header(name, value)?;
        value.set_sensitive(true);
        // Besides what the operation always sends under this name: a collection may have both.
        headers.append(name, value);
    }
    Ok(headers)
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(Error::argument(format!("the header `{name}` cannot be sent; nothing was sent"))),
    }
}

/// A copy of the request for one attempt, with credentials; and the generation of the secret, when it can be replaced.
///
/// `stale` is the generation that the service has refused.
pub(crate) async fn authenticated(
    call: &Call,
    request: &Request,
    stale: Option<u64>,
) -> Result<(Request, Option<u64>), Error> {
    let Some(mut request) = request.try_clone() else {
        return Err(Error::config("the body cannot be sent twice".to_owned()));
    };
    let client = &call.client.inner;
    let Some(place) = call.operation.credential else { return Ok((request, None)) };
    let scheme = &client.service.credentials[place];
    let mut generation = None;
    match (&call.options.credentials, &client.credentials[place]) {
        (Some(Credentials::None), _) => return Ok((request, None)),
        (Some(Credentials::Hook(hook)), _) => {
            sign(&**hook, &mut request).await?;
            return Ok((request, None));
        }
        (Some(Credentials::Secret(secret)), _) => match Secret::of(scheme.kind, [secret.clone()]) {
            Some(secret) => secret.apply(scheme.kind, &mut request)?,
            None => {
                let limits = scheme.kind.limits();
                return Err(Error::config(format!("the secret of the call {limits}; nothing was sent")));
            }
        },
        (None, _) if client.anonymous => return Ok((request, None)),
        (None, Some(credential)) => {
            let (secret, of) = credential.secret(scheme.kind, stale).await?;
            secret.apply(scheme.kind, &mut request)?;
            generation = credential.is_provided().then_some(of);
        }
        (None, None) if client.authenticate.is_some() => {}
        (None, None) => {
            let setter = scheme.call();
            let message = format!("the operation needs the credentials of {setter}; nothing was sent");
            return Err(Error::config(message));
        }
    }
    if let Some(hook) = &client.authenticate {
        sign(&**hook, &mut request).await?;
    }
    Ok((request, generation))
}

/// Lets the caller's hook see the request and takes over what it did to query, headers and body.
async fn sign(hook: &dyn Authenticate, request: &mut Request) -> Result<(), Error> {
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    let body = bytes::Bytes::copy_from_slice(body);
    let mut shown = http::Request::new(body.clone());
    *shown.method_mut() = request.method().clone();
    *shown.uri_mut() = match request.url().as_str().parse() {
        Ok(uri) => uri,
        Err(_) => return Err(Error::argument("the arguments make no URL; nothing was sent".to_owned())),
    };
    *shown.headers_mut() = request.headers().clone();
    hook.authenticate(&mut shown).await.map_err(|source| Error::provider(source.into()))?;
    let mut url: Url = request.url().clone();
    url.set_query(shown.uri().query());
    *request.url_mut() = url;
    for (name, value) in shown.headers_mut() {
        // What a hook adds is a credential, or may be.
        if request.headers().get(name) != Some(value) {
            value.set_sensitive(true);
        }
    }
    *request.headers_mut() = std::mem::take(shown.headers_mut());
    if *shown.body() != body {
        // The length follows from the body.
        request.headers_mut().remove(CONTENT_LENGTH);
        *request.body_mut() = Some(shown.into_body().into());
    }
    Ok(())
}
