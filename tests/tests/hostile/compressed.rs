//! Compressed bodies: too large, broken, or not compressed at all.

use std::io::Write as _;
use std::sync::LazyLock;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use generated_client::{CallOptions, ErrorKind};

use crate::common::{id, refused};
use crate::{AT_ONCE, Service, service_and_client};

/// 5 MiB of spaces, compressed to a thousandth of it.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 5 * 1024 * 1024]).expect("it is written to memory");
    encoder.finish().expect("it is written to memory")
});

fn respond(stream: &mut std::net::TcpStream, status: u16, body: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status} x\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)
}

/// The limit is that of the content, not of what is sent.
#[tokio::test]
async fn a_body_that_grows_above_the_limit_is_too_long() {
    assert!(BOMB.len() < 10_000);
    let (_, client) = service_and_client(|stream| respond(stream, 200, &BOMB));
    let start = Instant::now();
    let limited = CallOptions::new().max_response_bytes(1024 * 1024);
    let error = refused(client.lifecycle().delete_account(&id()).with(limited).await);
    assert_eq!(error.kind(), ErrorKind::TooLong, "{error:?}");
    assert!(error.body().is_some_and(|body| body.len() == 10 * 1024));
    // Of an error, only the start is decompressed.
    let (_, client) = service_and_client(|stream| respond(stream, 409, &BOMB));
    let error = refused(client.lifecycle().delete_account(&id()).await);
    assert!(error.is_conflict() && error.body().is_some_and(|body| body.len() == 10 * 1024), "{error:?}");
    assert!(start.elapsed() < AT_ONCE * 2, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_body_that_cannot_be_decompressed_has_its_status() {
    let services: [Service; 3] = [
        |stream| respond(stream, 200, b"{}"),
        |stream| respond(stream, 200, b""),
        |stream| respond(stream, 200, &BOMB[..500]),
    ];
    for service in services {
        let (service, client) = service_and_client(service);
        LazyLock::force(&BOMB);
        let start = Instant::now();
        let error = refused(client.lifecycle().delete_account(&id()).await);
        assert!(matches!(error.kind(), ErrorKind::Connection | ErrorKind::Decode), "{error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert!(error.may_have_been_applied() && start.elapsed() < AT_ONCE, "{error:?}");
        assert_eq!(service.count(), 1);
    }
}
