//! OAuth 1.0a (RFC 5849) with a shared secret.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use ring::{digest, hmac};
use zeroize::Zeroizing;

use crate::items::client_crate::{Authenticate, BoxError, BoxFuture};

/// A hook that signs requests with the secrets of a consumer and a token.
pub(crate) struct OAuth1 {
    /// Both secrets, as RFC 5849 joins them.
    key: Zeroizing<String>,
    /// The algorithms of the signature and of the body hash; `None` if the key itself is the signature (`PLAINTEXT`).
    algorithms: Option<(hmac::Algorithm, &'static digest::Algorithm)>,
    /// The parameters of every request, in order. If the time or the nonce is empty, each request has a new one.
    parameters: Vec<(&'static str, String)>,
    hashes_body: bool,
    /// The start of the header's value; `None` if the parameters are sent in the query or the form.
    header: Option<String>,
    /// Whether values are not encoded in the header, which violates the RFC, but some services require it.
    is_header_plain: bool,
}

impl OAuth1 {
    /// Creates a hook from Postman's parameters: `consumerKey`, `consumerSecret`, `token`, `tokenSecret` …
    ///
    /// # Errors
    ///
    /// If a parameter is missing, or if the signature method is not supported.
    pub(crate) fn new(parameters: &HashMap<&str, String>) -> Result<Self, BoxError> {
        let text = |name| parameters.get(name).cloned().unwrap_or_default();
        let is_set = |name| !matches!(text(name).as_str(), "" | "false");
        if text("consumerKey").is_empty() || text("consumerSecret").is_empty() {
            return Err("`consumerKey` or `consumerSecret` is missing".into());
        }
        let name = Some(text("signatureMethod")).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "HMAC-SHA1".to_owned());
        let algorithms = match name.as_str() {
            "HMAC-SHA1" => Some((hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &digest::SHA1_FOR_LEGACY_USE_ONLY)),
            "HMAC-SHA256" => Some((hmac::HMAC_SHA256, &digest::SHA256)),
            "HMAC-SHA512" => Some((hmac::HMAC_SHA512, &digest::SHA512)),
            "PLAINTEXT" => None,
            other => return Err(format!("the signature method `{other}` is not supported").into()),
        };
        let realm = Some(text("realm")).filter(|realm| !realm.trim().is_empty());
        let realm = realm.map(|realm| format!("realm=\"{}\",", encoded(&realm))).unwrap_or_default();
        Ok(Self {
            key: Zeroizing::new(format!(
                "{}&{}",
                encoded(&text("consumerSecret")),
                encoded(&text("tokenSecret"))
            )),
            hashes_body: is_set("includeBodyHash"),
            algorithms,
            parameters: vec![
                ("oauth_consumer_key", text("consumerKey")),
                ("oauth_token", text("token")),
                ("oauth_signature_method", name),
                ("oauth_timestamp", text("timestamp")),
                ("oauth_nonce", text("nonce")),
                ("oauth_version", text("version")),
                ("oauth_callback", text("callback")),
                ("oauth_verifier", text("verifier")),
            ],
            header: is_set("addParamsToHeader").then(|| format!("OAuth {realm}")),
            is_header_plain: is_set("disableHeaderEncoding"),
        })
    }

    /// Returns the parameters of a request, without the signature.
    fn parameters(&self, request: &Request<Bytes>) -> Vec<(&'static str, String)> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut all = self.parameters.clone();
        for (name, value) in &mut all {
            match *name {
                "oauth_timestamp" if value.is_empty() => *value = now.to_string(),
                "oauth_nonce" if value.is_empty() => *value = format!("{:016x}", fastrand::u64(..)),
                _ => {}
            }
        }
        if let Some((_, algorithm)) = self.algorithms.filter(|_| self.hashes_body && !is_form(request)) {
            let hash = digest::digest(algorithm, request.body());
            all.push(("oauth_body_hash", STANDARD.encode(hash)));
        }
        all.retain(|(_, value)| !value.is_empty());
        all
    }

    /// Returns the parameters in the format of the header.
    fn entries(&self, parameters: &[(&str, String)]) -> String {
        let entries = parameters.iter().map(|(name, value)| match self.is_header_plain {
            true => format!("{name}=\"{value}\""),
            false => format!("{name}=\"{}\"", encoded(value)),
        });
        entries.collect::<Vec<_>>().join(",")
    }

    /// Returns the signature of a request with these parameters: RFC 5849, section 3.4.
    fn signature(&self, request: &Request<Bytes>, parameters: &[(&str, String)]) -> String {
        let Some((algorithm, _)) = self.algorithms else { return self.key.to_string() };
        let own = parameters.iter().map(|(name, value)| (encoded(name), encoded(value)));
        let mut all: Vec<(String, String)> = own.collect();
        all.extend(pairs(request.uri().query().unwrap_or_default()));
        if is_form(request) {
            all.extend(pairs(&String::from_utf8_lossy(request.body())));
        }
        all.sort();
        let all: Vec<String> = all.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        let url = request.uri().to_string();
        let url = url.split('?').next().unwrap_or_default();
        let text = format!("{}&{}&{}", request.method(), encoded(url), encoded(&all.join("&")));
        STANDARD.encode(hmac::sign(&hmac::Key::new(algorithm, self.key.as_bytes()), text.as_bytes()))
    }
}

impl Authenticate for OAuth1 {
    fn authenticate<'a>(&'a self, request: &'a mut Request<Bytes>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let mut parameters = self.parameters(request);
            parameters.push(("oauth_signature", self.signature(request, &parameters)));
            match &self.header {
                Some(start) => {
                    let value = HeaderValue::from_str(&format!("{start}{}", self.entries(&parameters)))?;
                    request.headers_mut().insert("authorization", value);
                    Ok(())
                }
                None => append(request, &parameters),
            }
        })
    }
}

/// Adds the parameters to a form, or to the query.
fn append(request: &mut Request<Bytes>, parameters: &[(&str, String)]) -> Result<(), BoxError> {
    request.headers_mut().remove("authorization");
    let added = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    let added = added.collect::<Vec<_>>().join("&");
    let join = |old: &str| if old.is_empty() { added.clone() } else { format!("{old}&{added}") };
    if is_form(request) && [Method::POST, Method::PUT].contains(request.method()) {
        let body = join(&String::from_utf8_lossy(request.body()));
        *request.body_mut() = body.into();
    } else {
        let url = request.uri().to_string();
        let (start, query) = url.split_once('?').unwrap_or((&url, ""));
        *request.uri_mut() = format!("{start}?{}", join(query)).parse()?;
    }
    Ok(())
}

/// Returns whether the body is a urlencoded form.
fn is_form(request: &Request<Bytes>) -> bool {
    let kind = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// Returns the pairs of a query or a form, encoded as in RFC 5849, section 3.6.
fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    let plain = |text: &str| encoded(&percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy());
    text.split('&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (plain(name), plain(value))
    })
}

/// Returns a text, percent-encoded as in RFC 5849, section 3.6.
fn encoded(text: &str) -> String {
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, PLAIN).to_string()
}
