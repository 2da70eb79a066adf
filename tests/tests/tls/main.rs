//! TLS: which servers are trusted, which are not, and what a client shows of itself; with every backend that this
//! build has. The feature `native-tls` of this package adds that of the platform.

#[path = "../common/mod.rs"]
mod common;
mod server;
mod settings;

use std::error::Error as StdError;

use common::{built, id, refused};
use generated_client::{Client, ClientBuilder, Error, ErrorKind, RetryPolicy, TlsBackend};
use server::{Authority, Running, Server, identity};
use tokio_rustls::rustls::crypto::CryptoProvider;

/// What the server is called here.
const HERE: [&str; 2] = ["127.0.0.1", "localhost"];

/// The backends of this build, the default one first.
const BACKENDS: &[Option<TlsBackend>] = &[
    None,
    Some(TlsBackend::Rustls),
    #[cfg(feature = "native-tls")]
    Some(TlsBackend::Native),
];

/// A builder with a backend that calls a server by its first name.
fn builder(server: &Running, backend: Option<TlsBackend>) -> ClientBuilder {
    let builder = Client::builder().base_url(server.url(HERE[0])).bearer_token("t");
    let builder = builder.retry(RetryPolicy::never());
    match backend {
        Some(backend) => builder.tls_backend(backend),
        None => builder,
    }
}

async fn call(builder: ClientBuilder) -> Result<(), Error> {
    built(builder).profile().get_profile(&id()).await.map(drop)
}

/// All that an error and what is behind it say.
fn chain(error: &Error) -> String {
    let mut text = String::new();
    let mut link: Option<&dyn StdError> = Some(error);
    while let Some(error) = link {
        text += &format!("{error}\n");
        link = error.source();
    }
    text
}

/// There was no connection, and the reason is the certificate.
fn is_distrust(outcome: Result<(), Error>, backend: Option<TlsBackend>) {
    let error = refused(outcome);
    assert_eq!(error.kind(), ErrorKind::Connect, "{backend:?}\n{}", chain(&error));
    assert!(chain(&error).contains("certificate"), "{backend:?}\n{}", chain(&error));
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_refused() {
    let authority = Authority::new();
    let server = Server::new(authority.certificate(&HERE)).start();
    let other = Authority::new().pem();
    for &backend in BACKENDS {
        is_distrust(call(builder(&server, backend)).await, backend);
        is_distrust(call(builder(&server, backend).root_certificate(other.clone())).await, backend);
        let only = builder(&server, backend).root_certificate(other.clone()).only_root_certificates();
        is_distrust(call(only).await, backend);
    }
    assert!(server.handshakes().iter().all(|handshake| handshake.protocol.is_none()));
}

#[tokio::test]
async fn a_root_certificate_makes_a_server_trusted() {
    let authority = Authority::new();
    let server = Server::new(authority.certificate(&HERE)).start();
    for &backend in BACKENDS {
        let trusting = || builder(&server, backend).root_certificate(authority.pem());
        call(trusting()).await.unwrap_or_else(|error| panic!("{backend:?}\n{}", chain(&error)));
        call(trusting().base_url(server.url(HERE[1]))).await.expect("it has two names");
        call(trusting().only_root_certificates()).await.expect("it is the only one that is needed");
        let bundle = Authority::new().pem() + "a comment\n" + &authority.pem();
        let bundled = builder(&server, backend).root_certificate(bundle);
        call(bundled).await.expect("a PEM text may hold several");
        let two = trusting().root_certificate(Authority::new().pem()).only_root_certificates();
        call(two).await.expect("several can be given");
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_or_another_time_is_refused() {
    let authority = Authority::new();
    let elsewhere = Server::new(authority.certificate(&["elsewhere.example"])).start();
    let named = Server::new(authority.certificate(&["localhost"])).start();
    let expired = Server::new(authority.expired(&HERE)).start();
    for &backend in BACKENDS {
        for server in [&elsewhere, &named, &expired] {
            let trusting = || builder(server, backend).root_certificate(authority.pem());
            is_distrust(call(trusting()).await, backend);
            is_distrust(call(trusting().only_root_certificates()).await, backend);
        }
    }
}

#[tokio::test]
async fn the_checks_cannot_be_turned_off_by_accident() {
    let authority = Authority::new();
    let server = Server::new(authority.certificate(&HERE)).start();
    let elsewhere = Server::new(authority.certificate(&["elsewhere.example"])).start();
    for &backend in BACKENDS {
        let careless = builder(&server, backend)
            .configure_http(|http| http.tls_danger_accept_invalid_certs(true).tls_certs_only([]));
        is_distrust(call(careless).await, backend);
        let careless = builder(&elsewhere, backend)
            .root_certificate(authority.pem())
            .configure_http(|http| http.tls_danger_accept_invalid_hostnames(true));
        is_distrust(call(careless).await, backend);
    }
}

#[tokio::test]
async fn http_2_is_spoken_where_the_server_does() {
    let authority = Authority::new();
    for (protocols, expected) in [
        (&["h2", "http/1.1"] as &[&str], Some("h2")),
        (&["h2"], Some("h2")),
        (&["http/1.1"], Some("http/1.1")),
        (&[], None),
    ] {
        let server = Server::new(authority.certificate(&HERE)).protocols(protocols).start();
        for &backend in BACKENDS {
            call(builder(&server, backend).root_certificate(authority.pem())).await.expect("it is trusted");
            let handshake = server.handshakes().pop().expect("there was one");
            assert_eq!(handshake.protocol.as_deref(), expected, "{backend:?}");
        }
    }
}

#[tokio::test]
async fn an_identity_is_shown_to_a_server_that_asks() {
    let authority = Authority::new();
    let ours = authority.certificate(&["client.example"]);
    let strangers = Authority::new().certificate(&["client.example"]);
    let server = Server::new(authority.certificate(&HERE)).clients_of(&authority).start();
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
            // In TLS 1.3 the client learns of it when the connection is already made.
            assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Connection), "{error:?}");
        }
    }
}

#[tokio::test]
async fn rustls_is_the_default_whatever_else_is_on() {
    let authority = Authority::new();
    let server = Server::new(authority.certificate(&HERE)).start();
    let mut offered = Vec::new();
    for &backend in BACKENDS {
        call(builder(&server, backend).root_certificate(authority.pem())).await.expect("it is trusted");
        offered.push(server.handshakes().pop().expect("there was one").offered);
    }
    assert_eq!(offered[0], offered[1], "the default offers what rustls offers");
    if let Some(native) = offered.get(2) {
        assert_ne!(&offered[0], native, "and the platform something else");
    }
    // It needs no crypto provider of the process, and chooses none for others.
    assert!(CryptoProvider::get_default().is_none());
}

#[tokio::test]
async fn a_server_without_tls_and_one_that_is_not_there_are_no_connection() {
    let (service, _) = common::service_and_client();
    for &backend in BACKENDS {
        let url = service.url().replace("http:", "https:");
        let there = Client::builder().base_url(url).bearer_token("t").retry(RetryPolicy::never());
        let there = match backend {
            Some(backend) => there.tls_backend(backend),
            None => there,
        };
        assert_eq!(refused(call(there).await).kind(), ErrorKind::Connect, "{backend:?}");
        let server = Server::new(Authority::new().certificate(&HERE)).start();
        let gone = builder(&server, backend);
        drop(server);
        assert_eq!(refused(call(gone).await).kind(), ErrorKind::Connect, "{backend:?}");
    }
}
