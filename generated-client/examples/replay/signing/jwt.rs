//! JSON web tokens, signed with a secret (HS256 …) or a private key (RS256, PS256, ES256 …).

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::{HeaderValue, Request, Uri};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, EcdsaSigningAlgorithm, RsaEncoding, RsaKeyPair};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::items::client_crate::{Authenticate, BoxError, BoxFuture};

/// A hook that adds a JSON web token (RFC 7519).
///
/// The token is created once. When its claims expire, create another hook.
pub(crate) struct Jwt {
    token: Zeroizing<String>,
    target: Target,
}

/// The part of the request that has the token.
enum Target {
    /// The header `Authorization`, with this prefix.
    Header(String),
    /// The query parameter of this name.
    Query(String),
}

impl Jwt {
    /// Creates a hook from Postman's parameters: `algorithm`, `secret` or `privateKey`, `header`, `payload` …
    ///
    /// # Errors
    ///
    /// If a parameter is missing or not valid, or if the algorithm is not supported.
    pub(crate) fn new(parameters: &HashMap<&str, String>) -> Result<Self, BoxError> {
        let algorithm = parameters.get("algorithm").ok_or("`algorithm` is missing")?;
        let mut header = object(parameters.get("header"))?;
        header.insert("alg".to_owned(), Value::from(algorithm.as_str()));
        let claims = object(parameters.get("payload"))?;
        let [header, claims] =
            [header, claims].map(|part| URL_SAFE_NO_PAD.encode(Value::Object(part).to_string()));
        let text = format!("{header}.{claims}");
        let signature = URL_SAFE_NO_PAD.encode(sign(algorithm, text.as_bytes(), parameters)?);
        let parameter = |name| parameters.get(name).map(String::as_str);
        let target = match parameter("addTokenTo") {
            Some("queryParam") => {
                let name = parameter("queryParamKey").filter(|name| !name.is_empty());
                Target::Query(name.unwrap_or("token").to_owned())
            }
            _ => Target::Header(match parameter("headerPrefix") {
                Some("") => String::new(),
                prefix => format!("{} ", prefix.unwrap_or("Bearer")),
            }),
        };
        Ok(Self { token: Zeroizing::new(format!("{text}.{signature}")), target })
    }
}

impl Authenticate for Jwt {
    fn authenticate<'a>(&'a self, request: &'a mut Request<Bytes>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            match &self.target {
                Target::Header(prefix) => {
                    let value = HeaderValue::from_str(&format!("{prefix}{}", *self.token))?;
                    request.headers_mut().insert("authorization", value);
                }
                Target::Query(name) => *request.uri_mut() = with_token(request.uri(), name, &self.token)?,
            }
            Ok(())
        })
    }
}

/// Returns the URL with the token as the only query parameter of this name.
fn with_token(uri: &Uri, name: &str, token: &str) -> Result<Uri, BoxError> {
    let text = uri.to_string();
    let start = text.split('?').next().unwrap_or_default();
    let entries = uri.query().unwrap_or_default().split('&').filter(|entry| !entry.is_empty());
    let others =
        entries.filter(|entry| entry.split('=').next() != Some(name)).map(|entry| format!("{entry}&"));
    Ok(format!("{start}?{}{name}={token}", others.collect::<String>()).parse()?)
}

/// Parses a JSON object; an empty string is an empty object.
fn object(text: Option<&String>) -> Result<Map<String, Value>, BoxError> {
    match text.map(|text| text.trim()) {
        None | Some("") => Ok(Map::new()),
        Some(text) => Ok(serde_json::from_str(text)?),
    }
}

/// Returns the signature of a text, with the key in the parameters.
fn sign(algorithm: &str, text: &[u8], parameters: &HashMap<&str, String>) -> Result<Vec<u8>, BoxError> {
    let filled = |name| {
        let key = parameters.get(name).filter(|key| !key.is_empty());
        key.ok_or_else(|| format!("`{name}` is missing"))
    };
    let rsa: &dyn RsaEncoding = match algorithm {
        "HS256" | "HS384" | "HS512" => {
            let algorithm = match algorithm {
                "HS256" => hmac::HMAC_SHA256,
                "HS384" => hmac::HMAC_SHA384,
                _ => hmac::HMAC_SHA512,
            };
            let secret = filled("secret")?;
            let secret = match parameters.get("isSecretBase64Encoded").map(String::as_str) {
                Some("true") => STANDARD.decode(secret)?,
                _ => secret.clone().into_bytes(),
            };
            return Ok(hmac::sign(&hmac::Key::new(algorithm, &secret), text).as_ref().to_vec());
        }
        "ES256" => return ecdsa(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, filled("privateKey")?, text),
        "ES384" => return ecdsa(&signature::ECDSA_P384_SHA384_FIXED_SIGNING, filled("privateKey")?, text),
        "RS256" => &signature::RSA_PKCS1_SHA256,
        "RS384" => &signature::RSA_PKCS1_SHA384,
        "RS512" => &signature::RSA_PKCS1_SHA512,
        "PS256" => &signature::RSA_PSS_SHA256,
        "PS384" => &signature::RSA_PSS_SHA384,
        "PS512" => &signature::RSA_PSS_SHA512,
        other => return Err(format!("the algorithm `{other}` is not supported").into()),
    };
    let key = RsaKeyPair::from_pkcs8(&pkcs8(filled("privateKey")?)?)?;
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(rsa, &SystemRandom::new(), text, &mut signature)?;
    Ok(signature)
}

/// Returns the ECDSA signature of a text.
fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm, key: &str, text: &[u8]) -> Result<Vec<u8>, BoxError> {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::from_pkcs8(algorithm, &pkcs8(key)?, &random)?;
    Ok(key.sign(&random, text)?.as_ref().to_vec())
}

/// Decodes a private key in PEM (`-----BEGIN PRIVATE KEY-----`).
fn pkcs8(pem: &str) -> Result<Vec<u8>, BoxError> {
    let lines = pem.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    Ok(STANDARD.decode(lines.collect::<String>())?)
}
