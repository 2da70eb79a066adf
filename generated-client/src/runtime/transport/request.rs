//! The request of a call.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, InvalidHeaderValue, TRANSFER_ENCODING};
use http::uri::InvalidUri;
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Request, Url};

use super::deadline::{Deadline, Stop};
use super::payload::Payload;
use crate::runtime::api::call::Call;
use crate::runtime::api::error::Error;
use crate::runtime::api::options::{CallCredentials, INVALID_HEADER_VALUE};
use crate::runtime::auth::provider::{CachedProvider, Failure, Fetched};
use crate::runtime::auth::{Authenticate, Secret, SecretSource};

/// Creates the request, without credentials.
///
/// It is boxed, since it is large and moved several times.
pub(crate) fn request(call: &Call) -> Result<Box<Request>, Error> {
    let mut request = Box::new(Request::new(call.http_method()?, call.url()?));
    let headers = request.headers_mut();
    add_headers(call, headers)?;
    let mut body = None;
    match &call.body {
        Payload::Empty if matches!(call.operation.method, "POST" | "PUT" | "PATCH") => {
            // RFC 9110, section 8.6: a request with such a method states that it has no content.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Payload::Empty => {}
        Payload::Bytes(bytes, media_type) => {
            headers.entry(CONTENT_TYPE).or_insert_with(|| media_type.clone());
            body = Some(bytes.clone().into());
        }
        Payload::Form(bytes, media_type) => {
            // The same media type with parameters, such as a charset, stays.
            let is_own = |value: &HeaderValue| value.as_bytes().starts_with(media_type.as_bytes());
            if !headers.get(CONTENT_TYPE).is_some_and(is_own) {
                headers.insert(CONTENT_TYPE, media_type.clone());
            }
            body = Some(bytes.clone().into());
        }
        Payload::Invalid(problem) => return Err(Error::argument(format!("{problem}; nothing was sent"))),
    }
    for (name, value) in &call.client.inner.headers {
        if !headers.contains_key(name) {
            headers.insert(name, value.clone());
        }
    }
    for (name, value) in &call.options.headers {
        headers.insert(name, value.clone());
    }
    *request.body_mut() = body;
    Ok(request)
}

/// Adds the headers that the operation always sends and those that the caller has set.
fn add_headers(call: &Call, headers: &mut HeaderMap) -> Result<(), Error> {
    for (name, value) in &call.constant_headers {
        // Not copied.
        let value = HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes()));
        let (name, value) = header(name, value)?;
        headers.append(name, value);
    }
    for (name, value) in &call.headers {
        let value = value.as_deref().map_err(|reason| {
            Error::argument(format!("the value of the header `{name}` {reason}; nothing was sent"))
        })?;
        let (name, mut value) = header(name, HeaderValue::from_str(value))?;
        value.set_sensitive(true);
        if name == CONTENT_TYPE {
            // A body has one media type: the caller's replaces that of the operation.
            headers.insert(name, value);
        } else {
            // Appended: a collection may have a constant header and a parameter of the same name.
            headers.append(name, value);
        }
    }
    Ok(())
}

/// Returns the name and the value of a header.
fn header(
    name: &str,
    value: Result<HeaderValue, InvalidHeaderValue>,
) -> Result<(HeaderName, HeaderValue), Error> {
    match (HeaderName::from_bytes(name.as_bytes()), value) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        (Err(_), _) => Err(Error::argument(format!(
            "`{}` is not a name that a header can have; nothing was sent",
            name.escape_debug()
        ))),
        (_, Err(_)) => {
            let problem =
                format!("the value of the header `{name}` {INVALID_HEADER_VALUE}; nothing was sent");
            Err(Error::argument(problem))
        }
    }
}

/// The secret of a provider that an attempt has sent.
pub(crate) struct SentSecret<'a> {
    provider: &'a CachedProvider,
    generation: u64,
}

impl<'a> SentSecret<'a> {
    /// Adds a secret of a provider to a request.
    fn new(provider: &'a CachedProvider, (secret, generation): Fetched, request: &mut Request) -> Self {
        secret.apply(provider.scheme, request);
        Self { provider, generation }
    }

    /// Returns whether the provider has another secret, after it was refused.
    pub(crate) async fn renew(&self) -> Result<bool, Failure> {
        self.provider.renew(self.generation).await
    }
}

/// Adds the credentials to the request of one attempt. Returns the secrets that providers can replace.
pub(super) async fn authenticate<'a>(
    call: &'a Call,
    request: &mut Request,
    deadline: &mut Deadline,
) -> Result<Vec<SentSecret<'a>>, Stop> {
    let client = &call.client.inner;
    let mut sent = Vec::new();
    let mut secret_of_call = None;
    match &call.options.credentials {
        _ if call.credentials().next().is_none() => return Ok(sent),
        Some(CallCredentials::None) => return Ok(sent),
        Some(CallCredentials::Hook(hook)) => {
            deadline.wait(sign(&**hook, request)).await??;
            return Ok(sent);
        }
        Some(CallCredentials::Secret(secret)) => secret_of_call = Some(secret),
        None if client.is_anonymous => return Ok(sent),
        None => {}
    }
    let mut missing = Vec::new();
    for credential in call.credentials() {
        let scheme = credential.scheme;
        if let Some(secret) = secret_of_call.take() {
            let secret = Secret::new(scheme, [secret.clone()]).map_err(|reason| {
                Error::config(format!("the secret of the call {reason}; nothing was sent"))
            })?;
            secret.apply(scheme, request);
        } else if call.options.replaces(scheme) {
            // The request has it already.
        } else if let Some(source) = client.secret(credential) {
            match source {
                SecretSource::Fixed(secret) => secret.apply(scheme, request),
                SecretSource::Provider(provider) => {
                    // In two branches, so that the future has no room for the secret.
                    if let Some(present) = provider.present() {
                        sent.push(SentSecret::new(provider, present, request));
                    } else {
                        let fetched = deadline.wait(provider.fetched()).await?.map_err(Error::provider)?;
                        sent.push(SentSecret::new(provider, fetched, request));
                    }
                }
            }
        } else if client.authenticate.is_none() && !client.is_anonymous {
            missing.push(credential.setter_call());
        }
    }
    if !missing.is_empty() {
        let setters = missing.join(" and ");
        let message = format!("the operation needs the credentials of {setters}; nothing was sent");
        return Err(Error::config(message).into());
    }
    if let Some(hook) = &client.authenticate {
        deadline.wait(sign(&**hook, request)).await??;
    }
    Ok(sent)
}

/// Returns a request in the form that hooks and transports of callers receive.
pub(super) fn as_http(request: &Request) -> Result<http::Request<Bytes>, InvalidUri> {
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    let mut form = http::Request::new(Bytes::copy_from_slice(body));
    *form.method_mut() = request.method().clone();
    *form.uri_mut() = request.url().as_str().parse()?;
    *form.headers_mut() = request.headers().clone();
    Ok(form)
}

/// Calls the caller's hook and applies its changes of the query, the headers and the body.
async fn sign(hook: &dyn Authenticate, request: &mut Request) -> Result<(), Error> {
    let signed = as_http(request);
    let mut signed = signed
        .map_err(|_| Error::argument("the arguments do not form a URL; nothing was sent".to_owned()))?;
    let body = signed.body().clone();
    hook.authenticate(&mut signed).await.map_err(|source| Error::provider(source.into()))?;
    let mut url: Url = request.url().clone();
    url.set_query(signed.uri().query());
    *request.url_mut() = url;
    for (name, value) in signed.headers_mut() {
        // A header that a hook adds is a credential, or may be one.
        if request.headers().get(name) != Some(value) {
            value.set_sensitive(true);
        }
    }
    *request.headers_mut() = std::mem::take(signed.headers_mut());
    remove_wrong_length(request.headers_mut(), signed.body().len());
    if *signed.body() != body {
        *request.body_mut() = Some(signed.into_body().into());
    }
    Ok(())
}

/// Removes headers about the length of the body that are wrong: they would corrupt the next request on the connection.
fn remove_wrong_length(headers: &mut HeaderMap, length: usize) {
    headers.remove(TRANSFER_ENCODING);
    let mut own = headers.get_all(CONTENT_LENGTH).iter();
    let is_right = own.next().is_none_or(|value| value.as_bytes() == length.to_string().as_bytes());
    if !is_right || own.next().is_some() {
        headers.remove(CONTENT_LENGTH);
    }
}
