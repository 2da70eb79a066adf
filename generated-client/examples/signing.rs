//! Signed requests: an [`Authenticate`] hook with an HMAC, which many services and gateways require.
//!
//! Each attempt has a signature of its own, which includes the time of the attempt. The service is a stand-in that runs
//! inside this program. It requires a bearer token, which the hook adds as well; the example verifies the signatures,
//! as a gateway would.

#![allow(clippy::print_stdout, reason = "this program reports to a person")]

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use generated_client::types::{AccountId, SetEmail};
use generated_client::{Authenticate, BoxError, BoxFuture, Client};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderValue;
use sha2::{Digest, Sha256};
use stand_in::{Account, Fault, Recorded, StandIn};
use zeroize::Zeroizing;

/// Signs requests with a key that only this program and the gateway know.
struct Signer {
    key_id: String,
    key: Zeroizing<Vec<u8>>,
    token: Zeroizing<String>,
}

impl Authenticate for Signer {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut http::Request<bytes::Bytes>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        // This hook awaits nothing; one that calls a signing service would.
        Box::pin(async move {
            let date = httpdate::fmt_http_date(SystemTime::now());
            let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
            let text = text_to_sign(request.method().as_str(), target, &date, request.body());
            let signature = STANDARD.encode(self.sign(&text)?.into_bytes());
            let signature = format!("keyId=\"{}\",signature=\"{signature}\"", self.key_id);
            let token = Zeroizing::new(format!("Bearer {}", *self.token));
            let mut token = HeaderValue::from_str(&token)?;
            // Keeps the token out of the `Debug` output of the request.
            token.set_sensitive(true);
            let headers = request.headers_mut();
            headers.insert("authorization", token);
            headers.insert("date", HeaderValue::from_str(&date)?);
            headers.insert("x-signature", HeaderValue::from_str(&signature)?);
            Ok(())
        })
    }
}

impl Signer {
    /// Returns the signature of a text.
    fn sign(&self, text: &str) -> Result<hmac::digest::CtOutput<Hmac<Sha256>>, BoxError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key)?;
        mac.update(text.as_bytes());
        Ok(mac.finalize())
    }
}

/// Returns the text that is signed: everything that must not change in transit, with a hash in place of the body.
fn text_to_sign(method: &str, target: &str, date: &str, body: &[u8]) -> String {
    let body = STANDARD.encode(Sha256::digest(body));
    format!("{method} {target}\ndate: {date}\nsha-256: {body}\n")
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let service = StandIn::start();
    let lila = AccountId::new(service.account(Account::new("712020:3f0c2a51-84be").name("Lila Park")))?;
    let signer = || Signer {
        key_id: "offboarding-2026".to_owned(),
        key: Zeroizing::new(b"a key of 32 bytes, from a vault.".to_vec()),
        token: Zeroizing::new(service.token().to_owned()),
    };
    let client = Client::builder().base_url(service.url()).authenticate(signer()).build()?;

    let profile = client.profile().get_profile(&lila).await?;
    println!("{} is {}.\n", profile.account.name, profile.account.account_status);
    service.inject(Fault::status(503));
    let response = client.email().set_email(&lila, SetEmail::new("lila.park@example.com")).send().await?;
    println!("The e-mail address is set, after {} attempts.\n", response.attempts);

    for request in service.requests() {
        show(&signer(), &request)?;
    }
    Ok(())
}

/// Prints a request that the service received, and verifies its signature.
///
/// # Errors
///
/// If the signature is not valid.
fn show(signer: &Signer, request: &Recorded) -> Result<(), BoxError> {
    let [date, signature] = ["date", "x-signature"].map(|name| request.header(name).unwrap_or_default());
    println!("{} {}\n  date: {date}\n  x-signature: {signature}", request.method, request.target);
    let text = text_to_sign(&request.method, &request.target, date, &request.body);
    let expected = STANDARD.encode(signer.sign(&text)?.into_bytes());
    let is_valid = signature.ends_with(&format!("signature=\"{expected}\""));
    println!("  the signature is {}", if is_valid { "valid" } else { "NOT VALID" });
    if is_valid { Ok(()) } else { Err("the signature does not match the request".into()) }
}
