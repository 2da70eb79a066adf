//! Services that use HTTP/2 against the client. Frames are written by hand (RFC 9113).

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use generated_client::{Client, ErrorKind};

use crate::common::{built, id, refused};
use crate::{AT_ONCE, SLACK, listen};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

/// The header block of a response with the status 103: a literal value for the entry `:status` of the static table.
const INTERIM: &[u8] = b"\x08\x03103";
/// The same with the status 200, which is an entry of the table.
const SUCCESS: &[u8] = b"\x88";

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short payload").to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// What a service does after the head of the request on this stream.
type Service = fn(&mut TcpStream, u32) -> std::io::Result<()>;

/// Starts a service, and returns the number of requests that it has received, and a client that calls it once.
fn start(respond: Service) -> (Arc<AtomicUsize>, Client) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let builder = listen(move |mut stream| {
        // It ends with the connection, which is an error.
        let _ = serve(&mut stream, &seen, respond);
    });
    (count, built(builder.configure_http(|http| http.http2_prior_knowledge())))
}

fn serve(stream: &mut TcpStream, count: &AtomicUsize, respond: Service) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 24])?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[]))?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        stream.read_exact(&mut vec![0; length as usize])?;
        if head[3] == HEADERS {
            count.fetch_add(1, Ordering::SeqCst);
            respond(stream, u32::from_be_bytes([head[5], head[6], head[7], head[8]]))?;
        }
    }
}

fn endless(stream: &mut TcpStream, frame: &[u8]) -> std::io::Result<()> {
    let many = frame.repeat(1 + 16_000 / frame.len());
    loop {
        stream.write_all(&many)?;
    }
}

/// Resets the stream with this code.
fn reset<const CODE: u8>(stream: &mut TcpStream, id: u32) -> std::io::Result<()> {
    stream.write_all(&frame(RST_STREAM, 0, id, &[0, 0, 0, CODE]))
}

/// Ends the connection: the last stream that was processed, and a code.
fn go_away(stream: &mut TcpStream, last: u8, code: u8) -> std::io::Result<()> {
    stream.write_all(&frame(GOAWAY, 0, 0, &[0, 0, 0, last, 0, 0, 0, code]))?;
    stream.shutdown(std::net::Shutdown::Both)
}

/// The call is not idempotent: it is sent once, and its outcome is not known.
#[tokio::test]
async fn a_stream_or_connection_that_is_ended_is_a_broken_connection_at_once() {
    let rows: [(&str, Option<u16>, Service); 11] = [
        ("no error", None, reset::<0>),
        ("a protocol error", None, reset::<1>),
        ("a refused stream", None, reset::<7>),
        ("a cancelled stream", None, reset::<8>),
        ("too much traffic", None, reset::<11>),
        ("an unknown code", None, reset::<99>),
        ("the end of the connection before the request", None, |stream, _| go_away(stream, 0, 0)),
        ("the end of the connection after the request", None, |stream, _| go_away(stream, 1, 2)),
        ("data before the head", None, |stream, id| stream.write_all(&frame(DATA, 0, id, b"{}"))),
        ("data above the window", Some(200), |stream, id| {
            stream.write_all(&frame(HEADERS, 4, id, SUCCESS))?;
            endless(stream, &frame(DATA, 0, 77, &[b' '; 16_000]))
        }),
        ("a reset inside the body", Some(200), |stream, id| {
            stream.write_all(&frame(HEADERS, 4, id, SUCCESS))?;
            stream.write_all(&frame(DATA, 0, id, b"{"))?;
            reset::<2>(stream, id)
        }),
    ];
    for (name, status, service) in rows {
        let (count, client) = start(service);
        let start = Instant::now();
        let error = refused(client.lifecycle().delete_account(&id()).await);
        assert_eq!(
            (error.kind(), error.may_have_been_applied()),
            (ErrorKind::Connection, true),
            "{name}: {error:?}"
        );
        // The connection may end before the head is seen.
        let found = error.status().map(|status| status.as_u16());
        assert!(found.is_none() || found == status, "{name}: {error:?}");
        assert!(start.elapsed() < AT_ONCE, "{name}: {:?}", start.elapsed());
        assert_eq!(count.load(Ordering::SeqCst), 1, "{name}");
    }
}

/// Returns the memory of this process in bytes.
#[cfg(target_os = "linux")]
fn memory() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").expect("it is Linux");
    let resident = pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    resident.expect("a number of pages") * 4096
}

#[cfg(not(target_os = "linux"))]
fn memory() -> usize {
    0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn endless_frames_end_in_time_and_memory() {
    let rows: [(&str, Service); 5] = [
        ("interim responses", |stream, id| endless(stream, &frame(HEADERS, 4, id, INTERIM))),
        ("pings", |stream, _| endless(stream, &frame(PING, 0, 0, &[0; 8]))),
        ("settings", |stream, _| endless(stream, &frame(SETTINGS, 0, 0, &[]))),
        ("a head without an end", |stream, id| {
            stream.write_all(&frame(HEADERS, 0, id, SUCCESS))?;
            endless(stream, &frame(CONTINUATION, 0, id, b"\x00\x01x\x01y"))
        }),
        ("empty data", |stream, id| {
            stream.write_all(&frame(HEADERS, 4, id, SUCCESS))?;
            endless(stream, &frame(DATA, 0, id, &[]))
        }),
    ];
    for (name, service) in rows {
        let (count, client) = start(service);
        let (start, before) = (Instant::now(), memory());
        let error = refused(client.lifecycle().delete_account(&id()).await);
        assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Connection), "{name}: {error:?}");
        assert!(error.may_have_been_applied(), "{name}: {error:?}");
        assert!(start.elapsed() < Duration::from_secs(1) + SLACK, "{name}: {:?}", start.elapsed());
        assert_eq!(count.load(Ordering::SeqCst), 1, "{name}");
        let grown = memory().saturating_sub(before) >> 20;
        assert!(grown < 64, "{name}: {grown} MiB");
    }
}
