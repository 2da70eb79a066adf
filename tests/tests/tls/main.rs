//! TLS: trusted and untrusted servers, HTTP/2, and client certificates, with every backend of this build. The feature
//! `native-tls` of this package adds the backend of the platform.

#[path = "../common/mod.rs"]
mod common;
mod server;
mod settings;

use std::error::Error as StdError;

use common::{built, id, refused};
use generated_client::{Client, ClientBuilder, Error, ErrorKind, RetryPolicy, TlsBackend};
use server::{Authority, Running, Server, identity};
use tokio_rustls::rustls::crypto::CryptoProvider;

/// The names of the server.
const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];

/// The backends of this build, the default one first.
const BACKENDS: &[Option<TlsBackend>] = &[
    None,
    Some(TlsBackend::Rustls),
    #[cfg(feature = "native-tls")]
    Some(TlsBackend::Native),
];

/// Returns the builder of a client with this backend, for the first name of the server.
fn builder(server: &Running, backend: Option<TlsBackend>) -> ClientBuilder {
    let builder = Client::builder().base_url(server.url(NAMES[0])).bearer_token("t");
    let builder = builder.retry(RetryPolicy::never());
    match backend {
        Some(backend) => builder.tls_backend(backend),
        None => builder,
    }
}

async fn call(builder: ClientBuilder) -> Result<(), Error> {
    built(builder).profile().get_profile(&id()).await.map(drop)
}

/// Returns the messages of an error and its sources.
fn chain(error: &Error) -> String {
    let mut text = String::new();
    let mut link: Option<&dyn StdError> = Some(error);
    while let Some(error) = link {
        text += &format!("{error}\n");
        link = error.source();
    }
    text
}

/// Panics unless the certificate prevented the connection.
fn assert_distrusted(outcome: Result<(), Error>, backend: Option<TlsBackend>) {
    let error = refused(outcome);
    assert_eq!(error.kind(), ErrorKind::Connect, "{backend:?}\n{}", chain(&error));
    assert!(chain(&error).contains("certificate"), "{backend:?}\n{}", chain(&error));
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn a_server_with_an_unknown_authority_is_refused() {
    let authority = Authority::new();
    let server = Server::new(authority.certificate(&NAMES)).start();
    let other = Authority::new().pem();
    for &backend in BACKENDS {
        assert_distrusted(call(builder(&server, backend)).await, backend);
        assert_distrusted(call(builder(&server, backend).root_certificate(other.clone())).await, backend);
        let only = builder(&server, backend).root_certificate(other.clone()).only_root_certificates();
        assert_distrusted(call(only).await, backend);
    }
    assert!(server.handshakes().iter().all(|handshake| handshake.protocol.is_none()));
}

#[tokio::test]
async fn a_root_certificate_makes_a_server_trusted() {
    let authority = Authority::new();
    let server = Server::new(authority.certificate(&NAMES)).start();
    for &backend in BACKENDS {
        let trusting = || builder(&server, backend).root_certificate(authority.pem());
        call(trusting()).await.unwrap_or_else(|error| panic!("{backend:?}\n{}", chain(&error)));
        call(trusting().base_url(server.url(NAMES[1]))).await.expect("the server has two names");
        call(trusting().only_root_certificates()).await.expect("no other root certificate is needed");
        let bundle = Authority::new().pem() + "a comment\n" + &authority.pem();
        let bundled = builder(&server, backend).root_certificate(bundle);
        call(bundled).await.expect("a PEM file may have several certificates");
        let two = trusting().root_certificate(Authority::new().pem()).only_root_certificates();
        call(two).await.expect("several can be given");
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_or_another_time_is_refused() {
    let authority = Authority::new();
    let elsewhere = Server::new(authority.certificate(&["elsewhere.example"])).start();
    let named = Server::new(authority.certificate(&["localhost"])).start();
    let expired = Server::new(authority.expired(&NAMES)).start();
    for &backend in BACKENDS {
        for server in [&elsewhere, &named, &expired] {
            let trusting = || builder(server, backend).root_certificate(authority.pem());
            assert_distrusted(call(trusting()).await, backend);
            assert_distrusted(call(trusting().only_root_certificates()).await, backend);
        }
    }
}

#[tokio::test]
async fn the_checks_cannot_be_turned_off_by_accident() {
    let authority = Authority::new();
    let server = Server::new(authority.certificate(&NAMES)).start();
    let elsewhere = Server::new(authority.certificate(&["elsewhere.example"])).start();
    for &backend in BACKENDS {
        let careless = builder(&server, backend)
            .configure_http(|http| http.tls_danger_accept_invalid_certs(true).tls_certs_only([]));
        assert_distrusted(call(careless).await, backend);
        let careless = builder(&elsewhere, backend)
            .root_certificate(authority.pem())
            .configure_http(|http| http.tls_danger_accept_invalid_hostnames(true));
        assert_distrusted(call(careless).await, backend);
    }
}

#[tokio::test]
async fn http_2_is_used_if_the_server_supports_it() {
    let authority = Authority::new();
    for (protocols, expected) in [
        (&["h2", "http/1.1"] as &[&str], Some("h2")),
        (&["h2"], Some("h2")),
        (&["http/1.1"], Some("http/1.1")),
        (&[], None),
    ] {
        let server = Server::new(authority.certificate(&NAMES)).protocols(protocols).start();
        for &backend in BACKENDS {
            call(builder(&server, backend).root_certificate(authority.pem())).await.expect("it is trusted");
            let handshake = server.handshakes().pop().expect("a handshake");
            assert_eq!(handshake.protocol.as_deref(), expected, "{backend:?}");
        }
    }
}

#[tokio::test]
async fn an_identity_is_sent_to_a_server_that_requests_it() {
    let authority = Authority::new();
    let ours = authority.certificate(&["client.example"]);
    let strangers = Authority::new().certificate(&["client.example"]);
    let server = Server::new(authority.certificate(&NAMES)).clients_of(&authority).start();
    let key_first = ours.signing_key.serialize_pem() + &ours.cert.pem();
    for &backend in BACKENDS {
        let trusting = || builder(&server, backend).root_certificate(authority.pem());
        for pem in [identity(&ours), key_first.clone()] {
            call(trusting().identity(pem))
                .await
                .unwrap_or_else(|error| panic!("{backend:?} {}", chain(&error)));
            let shown = server.handshakes().pop().and_then(|handshake| handshake.client);
            assert_eq!(shown.as_deref(), Some(&**ours.cert.der()), "{backend:?}");
        }
        for refused_by_server in [trusting(), trusting().identity(identity(&strangers))] {
            let error = refused(call(refused_by_server).await);
            // In TLS 1.3 the refusal arrives after the handshake.
            assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Connection), "{error:?}");
        }
    }
}

#[tokio::test]
async fn rustls_is_the_default_with_any_features() {
    let authority = Authority::new();
    let server = Server::new(authority.certificate(&NAMES)).start();
    let mut offered = Vec::new();
    for &backend in BACKENDS {
        call(builder(&server, backend).root_certificate(authority.pem())).await.expect("it is trusted");
        offered.push(server.handshakes().pop().expect("a handshake").offered);
    }
    assert_eq!(offered[0], offered[1], "the default has the cipher suites of rustls");
    if let Some(native) = offered.get(2) {
        assert_ne!(&offered[0], native, "the platform has others");
    }
    // The client needs no default crypto provider of the process, and installs none.
    assert!(CryptoProvider::get_default().is_none());
}

#[tokio::test]
async fn without_tls_or_without_a_server_the_connection_fails() {
    let (service, _) = common::service_and_client();
    for &backend in BACKENDS {
        let url = service.url().replace("http:", "https:");
        let without_tls = Client::builder().base_url(url).bearer_token("t").retry(RetryPolicy::never());
        let without_tls = match backend {
            Some(backend) => without_tls.tls_backend(backend),
            None => without_tls,
        };
        assert_eq!(refused(call(without_tls).await).kind(), ErrorKind::Connect, "{backend:?}");
        let server = Server::new(Authority::new().certificate(&NAMES)).start();
        let stopped = builder(&server, backend);
        drop(server);
        assert_eq!(refused(call(stopped).await).kind(), ErrorKind::Connect, "{backend:?}");
    }
}
