//! Responses over HTTP/1.1 that are malformed, endless, or not what was asked for.

use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use generated_client::ErrorKind;
use generated_client::types::UpdateProfile;

use crate::common::{id, refused};
use crate::{AT_ONCE, SLACK, Service, client, service_and_client};

/// Writes this again and again, with a pause.
fn endless(stream: &mut TcpStream, start: &str, piece: &str, pause: u64) -> std::io::Result<()> {
    stream.write_all(start.as_bytes())?;
    loop {
        stream.write_all(piece.as_bytes())?;
        thread::sleep(Duration::from_millis(pause));
    }
}

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

/// The call is not idempotent: it is sent once, and its outcome is not known.
#[tokio::test]
async fn a_response_that_is_no_http_is_a_broken_connection_at_once() {
    let rows: [(&str, Option<u16>, Service); 15] = [
        ("a header of 1 MiB", None, |stream| {
            write!(stream, "HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(1024 * 1024))
        }),
        ("endless headers", None, |stream| {
            endless(stream, "HTTP/1.1 200 OK\r\n", &"x: y\r\n".repeat(1000), 0)
        }),
        ("an endless header", None, |stream| endless(stream, "HTTP/1.1 200 OK\r\nx: ", &"y".repeat(4000), 0)),
        ("an endless reason", None, |stream| endless(stream, "HTTP/1.1 200 ", &"y".repeat(4000), 0)),
        ("a status of two digits", None, |stream| stream.write_all(b"HTTP/1.1 20 OK\r\n\r\n")),
        ("a status below 100", None, |stream| stream.write_all(b"HTTP/1.1 099 OK\r\n\r\n")),
        ("another version", None, |stream| stream.write_all(b"HTTP/3.7 200 OK\r\n\r\n")),
        ("a length that is no number", None, |stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2x\r\n\r\n{}")
        }),
        ("a length above 2^64", None, |stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551616\r\n\r\n{}")
        }),
        ("a chunk whose size is no number", Some(200), |stream| {
            write!(stream, "{CHUNKED}zz\r\n{{}}\r\n0\r\n\r\n")
        }),
        ("a chunk with a negative size", Some(200), |stream| {
            write!(stream, "{CHUNKED}-2\r\n{{}}\r\n0\r\n\r\n")
        }),
        ("a chunk above 2^64", Some(200), |stream| {
            write!(stream, "{CHUNKED}10000000000000000\r\n{{}}\r\n0\r\n\r\n")
        }),
        ("a chunk that is longer than its size", Some(200), |stream| {
            write!(stream, "{CHUNKED}1\r\n{{}}\r\n0\r\n\r\n")
        }),
        ("a chunk with an endless extension", Some(200), |stream| {
            endless(stream, &format!("{CHUNKED}2;"), &"y".repeat(4000), 0)
        }),
        ("endless trailers", Some(200), |stream| {
            endless(stream, &format!("{CHUNKED}2\r\n{{}}\r\n0\r\n"), &"x: y\r\n".repeat(1000), 0)
        }),
    ];
    for (name, status, service) in rows {
        let (service, client) = service_and_client(service);
        let start = Instant::now();
        let error = refused(client.lifecycle().delete_account(&id()).await);
        assert_eq!(
            (error.kind(), error.status().map(|status| status.as_u16()), error.may_have_been_applied()),
            (ErrorKind::Connection, status, true),
            "{name}: {error:?}"
        );
        assert!(start.elapsed() < AT_ONCE, "{name}: {:?}", start.elapsed());
        assert_eq!(service.count(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_response_that_does_not_come_to_an_end_times_out() {
    let rows: [(&str, Option<u16>, Service); 5] = [
        ("a head, byte by byte", None, |stream| endless(stream, "HTTP/1.1 200 OK\r\nx: ", "y", 20)),
        ("headers, one by one", None, |stream| endless(stream, "HTTP/1.1 200 OK\r\n", "x: y\r\n", 50)),
        ("empty lines", None, |stream| endless(stream, "\r\n", "\r\n", 20)),
        ("a body, byte by byte", Some(200), |stream| {
            endless(stream, "HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", " ", 20)
        }),
        ("a chunk's size, byte by byte", Some(200), |stream| endless(stream, CHUNKED, "0", 100)),
    ];
    for (name, status, service) in rows {
        let (service, client) = service_and_client(service);
        let start = Instant::now();
        let error = refused(client.lifecycle().delete_account(&id()).await);
        assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Connection), "{name}: {error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), status, "{name}");
        assert!(start.elapsed() < Duration::from_secs(1) + SLACK, "{name}: {:?}", start.elapsed());
        assert_eq!((service.count(), error.may_have_been_applied()), (1, true), "{name}");
    }
}

#[tokio::test]
async fn a_service_that_reads_nothing_of_a_large_body_times_out() {
    let client = client(|_| {
        thread::sleep(Duration::from_secs(5));
        Ok(())
    });
    let body = UpdateProfile::new().name("x".repeat(20 * 1024 * 1024));
    let call = client.profile().update_profile(&id(), body);
    let start = Instant::now();
    let error = refused(call.await);
    assert!(error.is_timeout() && error.may_have_been_applied(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(1) + SLACK, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_switch_to_another_protocol_is_its_status() {
    let (service, client) = service_and_client(|stream| {
        stream.write_all(
            b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nhello",
        )?;
        thread::sleep(Duration::from_secs(3));
        Ok(())
    });
    let start = Instant::now();
    let error = refused(client.lifecycle().delete_account(&id()).await);
    let status = error.status().map(|status| status.as_u16());
    assert_eq!((error.kind(), status, service.count()), (ErrorKind::Status, Some(101), 1), "{error:?}");
    assert!(error.may_have_been_applied() && start.elapsed() < AT_ONCE, "{:?}", start.elapsed());
}

/// What arrives with a response that has no body is not the response to the next request. What arrives later cannot be told
/// from it.
#[tokio::test]
async fn a_second_response_is_not_that_of_the_next_request() {
    let (service, client) = service_and_client(|stream| {
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 409 Forged\r\ncontent-length: 2\r\n\r\n{}")
    });
    for number in 0..50 {
        let result = client.lifecycle().activate_user(&id()).await;
        assert!(result.is_ok(), "{number}: {result:?}");
    }
    assert_eq!(service.count(), 50);
}

#[tokio::test]
async fn cookies_are_not_kept() {
    let (service, client) = service_and_client(|stream| {
        stream.write_all(b"HTTP/1.1 204 No Content\r\nset-cookie: session=1; path=/\r\n\r\n")
    });
    for _ in 0..2 {
        let response = client.lifecycle().activate_user(&id()).send().await.expect("it succeeds");
        assert!(response.headers.contains_key("set-cookie"));
    }
    assert!(service.count() == 2 && !service.contain("cookie"));
}

#[tokio::test]
async fn thousands_of_headers_are_an_error() {
    for status in [200, 409] {
        let service: Service = match status {
            200 => |stream| many_headers(stream, 200),
            _ => |stream| many_headers(stream, 409),
        };
        let client = client(service);
        let start = Instant::now();
        let error = refused(client.lifecycle().delete_account(&id()).await);
        assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Connection, true), "{error:?}");
        assert!(start.elapsed() < SLACK, "{:?}", start.elapsed());
    }
}

fn many_headers(stream: &mut TcpStream, status: u16) -> std::io::Result<()> {
    let headers: String = (0..5000).map(|number| format!("x-{number}: value\r\n")).collect();
    stream.write_all(format!("HTTP/1.1 {status} x\r\ncontent-length: 2\r\n{headers}\r\n{{}}").as_bytes())
}
