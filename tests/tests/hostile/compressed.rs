//! Compressed bodies: too large, broken, or not compressed at all.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use generated_client::{CallOptions, ErrorKind, RetryPolicy};

use crate::common::{id, refused};
use crate::{AT_ONCE, Service, service_and_client};

/// 5 MiB of spaces, compressed to a thousandth of it.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 5 * 1024 * 1024]).expect("it is written to memory");
    encoder.finish().expect("it is written to memory")
});

fn respond(stream: &mut TcpStream, status: u16, body: &[u8]) -> std::io::Result<()> {
    respond_encoded(stream, "gzip", status, body)
}

fn respond_encoded(stream: &mut TcpStream, encoding: &str, status: u16, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} x\r\ncontent-encoding: {encoding}\r\ncontent-length: {length}\r\n\r\n"
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

/// A garbage body is no broken connection: the same request would get it again. One that ends too early may be one.
#[tokio::test]
async fn a_body_that_cannot_be_decompressed_is_not_repeated_and_has_its_status() {
    let services: [(Service, ErrorKind, usize); 6] = [
        (|stream| respond(stream, 200, b"{}"), ErrorKind::Decode, 1),
        (|stream| respond(stream, 200, &[b'x'; 5000]), ErrorKind::Decode, 1),
        (|stream| respond(stream, 200, &with_wrong_checksum()), ErrorKind::Decode, 1),
        (|stream| respond_encoded(stream, "deflate", 200, &[b'x'; 5000]), ErrorKind::Decode, 1),
        // An empty body is one, whatever its encoding is.
        (|stream| respond(stream, 200, b""), ErrorKind::Decode, 1),
        (|stream| respond(stream, 200, &BOMB[..500]), ErrorKind::Connection, 3),
    ];
    LazyLock::force(&BOMB);
    for (index, (service, kind, attempts)) in services.into_iter().enumerate() {
        let (service, client) = service_and_client(service);
        let start = Instant::now();
        let error = refused(client.lifecycle().delete_account(&id()).await);
        assert_eq!(
            (error.kind(), error.status().map(|status| status.as_u16())),
            (kind, Some(200)),
            "{index}"
        );
        assert!(error.may_have_been_applied() && start.elapsed() < AT_ONCE, "{index}: {error:?}");
        assert_eq!(service.count(), 1, "{index}");
        let repeated = CallOptions::new().retry(RetryPolicy::new().base(Duration::ZERO));
        let error = refused(client.api_tokens().get_api_tokens(&id()).with(repeated).await);
        assert_eq!((error.kind(), service.count()), (kind, 1 + attempts), "{index}");
        assert_eq!(
            error.is_decode() && index < 4,
            error.to_string().contains("cannot be decompressed"),
            "{error}"
        );
    }
}

/// Compressed content whose last bytes, the checksum and the length, are not those of the content.
fn with_wrong_checksum() -> Vec<u8> {
    let mut bytes = BOMB.clone();
    bytes.iter_mut().rev().take(8).for_each(|byte| *byte ^= 1);
    bytes
}

/// A gateway may compress although the client does not accept it.
#[tokio::test]
async fn an_encoding_that_nothing_decodes_is_named() {
    let services: [(Service, &str); 3] = [
        (|stream| respond_encoded(stream, "br", 200, b"\x0b\x02\x80{}\x03"), "has the encoding `br`, which"),
        (
            |stream| respond_encoded(stream, "ZSTD", 200, b"\x28\xb5\x2f\xfd"),
            "has the encoding `zstd`, which",
        ),
        (|stream| respond_encoded(stream, "hush", 200, b"x"), "is not JSON, from line 1 column 1 on"),
    ];
    for (service, expected) in services {
        let (_, client) = service_and_client(service);
        let error = refused(client.api_tokens().get_api_tokens(&id()).await);
        assert!(error.is_decode() && error.to_string().contains(expected), "{error}");
    }
    // It is JSON after all.
    let (_, client) = service_and_client(|stream| respond_encoded(stream, "br", 200, b"[]"));
    assert!(client.api_tokens().get_api_tokens(&id()).await.is_ok_and(|tokens| tokens.is_empty()));
    let (_, client) = service_and_client(|stream| respond_encoded(stream, "br", 200, b"[1]"));
    let error = refused(client.api_tokens().get_api_tokens(&id()).await);
    assert_eq!(error.decode_path(), Some("[0]"), "{error}");
}
