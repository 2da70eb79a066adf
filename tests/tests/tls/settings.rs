//! Invalid settings of TLS: the error of `build` names the setter, and shows no part of a key.

use generated_client::{Client, ClientBuilder, ErrorKind};

use super::common::refused;
use super::server::{Authority, identity};
use super::{BACKENDS, chain};

fn builder(backend: usize) -> ClientBuilder {
    let builder = Client::builder().bearer_token("t");
    match BACKENDS[backend] {
        Some(backend) => builder.tls_backend(backend),
        None => builder,
    }
}

/// Panics unless `build` fails with an error that names the setter.
fn assert_names(builder: ClientBuilder, setter: &str, case: &str) {
    let error = refused(builder.build());
    assert_eq!(error.kind(), ErrorKind::Config, "{case}");
    assert!(error.to_string().contains(setter), "{case}: {error}");
    assert!(!chain(&error).contains("MIG") && !format!("{error:?}").contains("MIG"), "{case}: {error:?}");
}

#[test]
fn an_invalid_certificate_is_refused_with_the_setter() {
    let authority = Authority::new();
    let key = authority.certificate(&["a.example"]).signing_key.serialize_pem();
    let good = authority.pem();
    let broken = good.replacen("MII", "AAA", 1);
    let unreadable = good.replacen("MII", "???", 1);
    let cases = [
        ("empty", String::new()),
        ("a word", "certificate".to_owned()),
        ("a key", key),
        ("cut off", good[..good.len() / 2].to_owned()),
        ("not DER", broken),
        ("not base64", unreadable.clone()),
        ("one of two", good + &unreadable),
    ];
    for backend in 0..BACKENDS.len() {
        for (case, pem) in &cases {
            assert_names(builder(backend).root_certificate(pem.clone()), "`root_certificate(…)`", case);
        }
        assert_names(builder(backend).root_certificate([0xff, 0xfe, 0]), "`root_certificate(…)`", "bytes");
        assert_names(builder(backend).only_root_certificates(), "`only_root_certificates()`", "none at all");
    }
}

#[test]
fn an_invalid_identity_is_refused_with_the_setter() {
    let authority = Authority::new();
    let (one, other) = (authority.certificate(&["a.example"]), authority.certificate(&["a.example"]));
    let cases = [
        ("empty", String::new()),
        ("a word", "identity".to_owned()),
        ("no key", one.cert.pem()),
        ("no certificate", one.signing_key.serialize_pem()),
        ("the key of another", one.cert.pem() + &other.signing_key.serialize_pem()),
        ("a broken key", identity(&one).replacen("MIG", "AAA", 1)),
        ("a key that is not base64", identity(&one).replacen("MIG", "???", 1)),
    ];
    for backend in 0..BACKENDS.len() {
        for (case, pem) in &cases {
            assert_names(builder(backend).identity(pem.clone()), "`identity(…)`", case);
        }
        assert_names(builder(backend).identity([0xff, 0xfe, 0]), "`identity(…)`", "bytes");
    }
}

#[test]
fn clients_can_be_built_in_many_threads() {
    // Without a default crypto provider of the process, reqwest's own setup of rustls panics.
    let threads: Vec<_> = (0..BACKENDS.len() * 2)
        .map(|number| std::thread::spawn(move || builder(number % BACKENDS.len()).build()))
        .collect();
    for thread in threads {
        thread.join().expect("no panic").expect("the settings are valid");
    }
}
