//! Hawk authentication: a MAC over method, URL, time and body.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Request};
use ring::{digest, hmac};

use crate::items::client_crate::{Authenticate, BoxError, BoxFuture};

/// A hook that signs requests with the key of an id.
pub(crate) struct Hawk {
    id: String,
    key: hmac::Key,
    digest: &'static digest::Algorithm,
    /// The time in seconds since 1970; if empty, the time of the request.
    timestamp: String,
    /// If empty, each request has a new one.
    nonce: String,
    ext: String,
    app: String,
    delegation: String,
    hashes_body: bool,
}

impl Hawk {
    /// Creates a hook from Postman's parameters: `authId`, `authKey`, `algorithm`, `nonce`, `timestamp`, `extraData` …
    ///
    /// # Errors
    ///
    /// If a parameter is missing, or if the algorithm is not supported.
    pub(crate) fn new(parameters: &HashMap<&str, String>) -> Result<Self, BoxError> {
        let text = |name| parameters.get(name).cloned().unwrap_or_default();
        let (id, key) = (text("authId"), text("authKey"));
        if id.is_empty() || key.is_empty() {
            return Err("`authId` or `authKey` is missing".into());
        }
        let (hmac, digest) = match text("algorithm").as_str() {
            "sha1" => (hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &digest::SHA1_FOR_LEGACY_USE_ONLY),
            "sha256" => (hmac::HMAC_SHA256, &digest::SHA256),
            other => return Err(format!("the algorithm `{other}` is not supported").into()),
        };
        Ok(Self {
            id,
            key: hmac::Key::new(hmac, key.as_bytes()),
            digest,
            timestamp: text("timestamp"),
            nonce: text("nonce"),
            ext: text("extraData"),
            app: text("app"),
            delegation: text("delegation"),
            hashes_body: !matches!(text("includePayloadHash").as_str(), "" | "false"),
        })
    }

    /// Returns the value of the header `Authorization` for a request.
    fn header(&self, request: &Request<Bytes>) -> String {
        let Self { id, ext, app, delegation, .. } = self;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string();
        let time = if self.timestamp.is_empty() { &now } else { &self.timestamp };
        let new = format!("{:08x}", fastrand::u32(..));
        let nonce = if self.nonce.is_empty() { &new } else { &self.nonce };
        let uri = request.uri();
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let host = uri.host().unwrap_or_default().to_lowercase();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let hash = self.body_hash(request).unwrap_or_default();
        let escaped = ext.replace('\\', "\\\\").replace('\n', "\\n");
        let method = request.method();
        let mut text = format!(
            "hawk.1.header\n{time}\n{nonce}\n{method}\n{target}\n{host}\n{port}\n{hash}\n{escaped}\n"
        );
        if !app.is_empty() {
            text = format!("{text}{app}\n{delegation}\n");
        }
        let mac = STANDARD.encode(hmac::sign(&self.key, text.as_bytes()));
        let quoted = ext.replace('\\', "\\\\").replace('"', "\\\"");
        let entries = [
            ("id", id),
            ("ts", time),
            ("nonce", nonce),
            ("hash", &hash),
            ("ext", &quoted),
            ("mac", &mac),
            ("app", app),
            ("dlg", if app.is_empty() { app } else { delegation }),
        ];
        let entries = entries.into_iter().filter(|(_, value)| !value.is_empty());
        let entries: Vec<String> = entries.map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        format!("Hawk {}", entries.join(", "))
    }

    /// Returns the hash of the body and its media type; `None` if the body is empty or not hashed.
    fn body_hash(&self, request: &Request<Bytes>) -> Option<String> {
        let body = Some(request.body()).filter(|body| self.hashes_body && !body.is_empty())?;
        let kind = request.headers().get("content-type").and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_lowercase();
        let mut context = digest::Context::new(self.digest);
        for part in [b"hawk.1.payload\n", kind.as_bytes(), b"\n", body, b"\n"] {
            context.update(part);
        }
        Some(STANDARD.encode(context.finish()))
    }
}

impl Authenticate for Hawk {
    fn authenticate<'a>(&'a self, request: &'a mut Request<Bytes>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let value = HeaderValue::from_str(&self.header(request))?;
            request.headers_mut().insert("authorization", value);
            Ok(())
        })
    }
}
