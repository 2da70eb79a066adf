//! Digest access authentication (RFC 7616), with the challenge from the parameters instead of from a response.

use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderValue, Request};
use md5::{Digest as _, Md5};
use ring::digest;
use zeroize::Zeroizing;

use crate::items::client_crate::{Authenticate, BoxError, BoxFuture};

/// A hook that adds the header `Authorization: Digest …`.
pub(crate) struct Digest {
    /// `user:realm:password`.
    secret: Zeroizing<String>,
    /// The start of the header's value.
    start: String,
    hash: fn(&[u8]) -> String,
    is_session: bool,
    nonce: String,
    qop: String,
    count: String,
    client_nonce: String,
    opaque: String,
    algorithm: String,
}

impl Digest {
    /// Creates a hook from Postman's parameters: `username`, `password`, `realm`, `nonce`, `algorithm`, `qop` …
    ///
    /// # Errors
    ///
    /// If a parameter is missing, or if the algorithm is not supported.
    pub(crate) fn new(parameters: &HashMap<&str, String>) -> Result<Self, BoxError> {
        let text = |name| parameters.get(name).cloned().unwrap_or_default();
        let [user, realm, nonce] = ["username", "realm", "nonce"].map(text);
        if [&user, &realm, &nonce].into_iter().any(String::is_empty) {
            return Err("`username`, `realm` or `nonce` is missing".into());
        }
        let algorithm = Some(text("algorithm")).filter(|name| !name.is_empty());
        let algorithm = algorithm.unwrap_or_else(|| "MD5".to_owned());
        let hash = match algorithm.trim_end_matches("-sess") {
            "MD5" => |text: &[u8]| hex(&Md5::digest(text)),
            "SHA-256" => |text: &[u8]| hex(digest::digest(&digest::SHA256, text).as_ref()),
            "SHA-512-256" => |text: &[u8]| hex(digest::digest(&digest::SHA512_256, text).as_ref()),
            other => return Err(format!("the algorithm `{other}` is not supported").into()),
        };
        Ok(Self {
            secret: Zeroizing::new(format!("{user}:{realm}:{}", text("password"))),
            start: format!("username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\""),
            hash,
            is_session: algorithm.ends_with("-sess"),
            nonce,
            qop: text("qop"),
            count: text("nonceCount"),
            client_nonce: text("clientNonce"),
            opaque: text("opaque"),
            algorithm,
        })
    }

    /// Returns the value of the header for a request.
    fn header(&self, request: &Request<Bytes>) -> String {
        let Self { secret, start, hash, is_session, nonce, qop, count, client_nonce, opaque, algorithm } =
            self;
        let hash = |text: &str| hash(text.as_bytes());
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        let mut secret = hash(secret);
        if *is_session {
            secret = hash(&format!("{secret}:{nonce}:{client_nonce}"));
        }
        let mut request_hash = format!("{}:{target}", request.method());
        if qop == "auth-int" {
            request_hash = format!("{request_hash}:{}", (self.hash)(request.body()));
        }
        let request_hash = hash(&request_hash);
        let has_qop = ["auth", "auth-int"].contains(&qop.as_str());
        let response = match has_qop {
            true => hash(&format!("{secret}:{nonce}:{count}:{client_nonce}:{qop}:{request_hash}")),
            false => hash(&format!("{secret}:{nonce}:{request_hash}")),
        };
        let mut header = format!("Digest {start}, uri=\"{target}\", algorithm=\"{algorithm}\"");
        if has_qop {
            header = format!("{header}, qop={qop}");
        }
        if has_qop || *is_session {
            header = format!("{header}, nc={count}, cnonce=\"{client_nonce}\"");
        }
        header = format!("{header}, response=\"{response}\"");
        if !opaque.is_empty() {
            header = format!("{header}, opaque=\"{opaque}\"");
        }
        header
    }
}

impl Authenticate for Digest {
    fn authenticate<'a>(&'a self, request: &'a mut Request<Bytes>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let value = HeaderValue::from_str(&self.header(request))?;
            request.headers_mut().insert("authorization", value);
            Ok(())
        })
    }
}

/// Returns bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
