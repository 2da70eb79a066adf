//! AWS Signature Version 4: a MAC over the request and the time, computed by AWS's own crate.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderValue, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::items::client_crate::{Authenticate, BoxError, BoxFuture};

/// A hook that signs requests with the access key of an AWS account.
pub(crate) struct AwsV4 {
    credentials: Credentials,
    service: String,
    region: String,
    signs_query: bool,
}

/// The headers that a former signature may have left.
const REPLACED_HEADERS: &[&str] =
    &["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];

/// The headers that are not signed: proxies change them, and `x-item-index` is the tag of the replay.
const EXCLUDED_HEADERS: &[&str] =
    &["connection", "content-length", "expect", "range", "transfer-encoding", "user-agent", "x-item-index"];

/// The parameters of a signature in the query, in Postman's order.
const PARAMETERS: &[&str] = &[
    "X-Amz-Security-Token",
    "X-Amz-Expires",
    "X-Amz-Date",
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
];

/// The characters that are encoded in the value of a parameter: all that RFC 3986 does not call unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The time for which a signature in the query is valid, unless the request has `X-Amz-Expires`.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl AwsV4 {
    /// Creates a hook from Postman's parameters: `accessKey`, `secretKey`, `sessionToken`, `service`, `region` and
    /// `addAuthDataToQuery`.
    ///
    /// # Errors
    ///
    /// If `accessKey` or `secretKey` is missing.
    pub(crate) fn new(parameters: &HashMap<&str, String>) -> Result<Self, BoxError> {
        let text = |name| parameters.get(name).filter(|text| !text.is_empty()).cloned();
        let (Some(key), Some(secret)) = (text("accessKey"), text("secretKey")) else {
            return Err("`accessKey` or `secretKey` is missing".into());
        };
        Ok(Self {
            credentials: Credentials::new(key, secret, text("sessionToken"), None, "collection"),
            service: text("service").unwrap_or_else(|| "execute-api".to_owned()),
            region: text("region").unwrap_or_else(|| "us-east-1".to_owned()),
            signs_query: text("addAuthDataToQuery").is_some_and(|text| text != "false"),
        })
    }

    /// Returns the settings for a request: S3 has rules of its own.
    fn settings(&self, has_body: bool, expires_in: Duration) -> SigningSettings {
        let is_s3 = self.service == "s3";
        let mut settings = SigningSettings::default();
        settings.excluded_headers = Some(EXCLUDED_HEADERS.iter().map(|name| (*name).into()).collect());
        if is_s3 {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        if self.signs_query {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(expires_in);
        } else if is_s3 || has_body {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        settings
    }

    fn sign(&self, request: &mut Request<Bytes>) -> Result<(), BoxError> {
        for name in REPLACED_HEADERS {
            request.headers_mut().remove(*name);
        }
        let expires_in = remove_parameters(request)?;
        let identity = self.credentials.clone().into();
        let settings = self.settings(!request.body().is_empty(), expires_in.unwrap_or(DAY));
        let parameters = SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(&self.service)
            .time(time(request))
            .settings(settings)
            .build()?
            .into();
        let body = match self.signs_query && self.service == "s3" {
            true => SignableBody::UnsignedPayload,
            false => SignableBody::Bytes(request.body()),
        };
        let headers = request.headers().iter();
        let headers = headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let uri = request.uri().to_string();
        let signable = SignableRequest::new(request.method().as_str(), uri, headers, body)?;
        let (instructions, _) = sign(signable, &parameters)?.into_parts();
        let (headers, query) = instructions.into_parts();
        for header in headers {
            let mut value = HeaderValue::from_str(header.value())?;
            value.set_sensitive(true);
            request.headers_mut().insert(header.name(), value);
        }
        let query: HashMap<&str, _> = query.into_iter().collect();
        let added = PARAMETERS.iter().filter_map(|name| Some((*name, query.get(name)?)));
        let added = added.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, ENCODED)));
        change_query(request, |pairs| pairs.extend(added))
    }
}

/// Returns the time of a signature: that in the header `Date`, if the request has one.
fn time(request: &Request<Bytes>) -> SystemTime {
    let date = request.headers().get("date").and_then(|value| value.to_str().ok());
    date.and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or_else(SystemTime::now)
}

/// Removes the parameters of a former signature from the query. Returns the time for which the new one is to be valid.
fn remove_parameters(request: &mut Request<Bytes>) -> Result<Option<Duration>, BoxError> {
    let mut expires_in = None;
    change_query(request, |pairs| {
        pairs.retain(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if name == "X-Amz-Expires" {
                expires_in = value.parse().map(Duration::from_secs).ok();
            }
            !PARAMETERS.contains(&name)
        });
    })?;
    Ok(expires_in)
}

/// Changes the list of the query's `name=value`.
fn change_query(request: &mut Request<Bytes>, change: impl FnOnce(&mut Vec<String>)) -> Result<(), BoxError> {
    let mut pairs: Vec<String> =
        request.uri().query().into_iter().flat_map(|query| query.split('&')).map(str::to_owned).collect();
    change(&mut pairs);
    let mut target = request.uri().path().to_owned();
    for (index, pair) in pairs.iter().enumerate() {
        let _ = write!(target, "{}{pair}", if index == 0 { '?' } else { '&' });
    }
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target)?);
    *request.uri_mut() = http::Uri::from_parts(parts)?;
    Ok(())
}

impl Authenticate for AwsV4 {
    fn authenticate<'a>(&'a self, request: &'a mut Request<Bytes>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move { self.sign(request) })
    }
}
