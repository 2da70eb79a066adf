//! Services that use HTTP against the client: the right error in bounded time.

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use common::{built, id, refused};
use generated_client::types::UpdateProfile;
use generated_client::{CallOptions, Client, ErrorKind, RetryPolicy};

const SLACK: Duration = Duration::from_millis(500);

/// The longest time of a call that waits for nothing, on a busy machine: less than its timeout.
const AT_ONCE: Duration = Duration::from_millis(950);

/// What a service does after the head of a request.
type Service = fn(&mut TcpStream) -> std::io::Result<()>;

/// Starts a service that reads the head of each request and then does this. Returns a client of it that calls once.
fn client(respond: Service) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let mut head = BufReader::new(&stream).lines();
                while head.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
                drop(head);
                // The client may close the connection first.
                let _ = respond(&mut { stream });
            });
        }
    });
    let limits = Client::builder().attempt_timeout(Duration::from_secs(1)).timeout(Duration::from_secs(2));
    built(limits.base_url(url).bearer_token("t").retry(RetryPolicy::never()))
}

#[tokio::test]
async fn endless_interim_responses_end_at_the_timeout() {
    let services: [Service; 2] = [
        |stream| loop {
            stream.write_all(&b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(5))?;
            thread::sleep(Duration::from_millis(1));
        },
        |stream| loop {
            stream.write_all(b"HTTP/1.1 102 Processing\r\n\r\n")?;
            thread::sleep(Duration::from_millis(20));
        },
    ];
    for service in services {
        assert_times_out(&client(service), SLACK).await;
    }
}

/// The HTTP stack reads them as long as there are any, so it occupies a thread. The timers of the call are on another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn interim_responses_without_a_pause_end_at_the_timeout() {
    assert_times_out(&client(flood), SLACK).await;
}

/// On the only thread of a runtime, the HTTP stack reads up to 128 times before timers are due, at most 408 KiB each time.
/// Then the connection is closed.
#[tokio::test]
async fn interim_responses_without_a_pause_delay_a_runtime_with_one_thread_by_51_mib() {
    const MOST: usize = 128 * 408 * 1024;
    static WRITTEN: AtomicUsize = AtomicUsize::new(0);
    let client = client(|stream| {
        let piece = interim();
        loop {
            stream.write_all(&piece)?;
            WRITTEN.fetch_add(piece.len(), Ordering::SeqCst);
        }
    });
    let limit = Duration::from_millis(100);
    let call = client.lifecycle().delete_account(&id()).with(CallOptions::new().timeout(limit)).send();
    let at_the_limit = thread::spawn(move || {
        thread::sleep(limit);
        WRITTEN.load(Ordering::SeqCst)
    });
    assert!(refused(call.await).is_timeout());
    let late = WRITTEN.load(Ordering::SeqCst) - at_the_limit.join().expect("no panic");
    // What is in the buffers of the system was written, too.
    assert!(late < MOST + 16 * 1024 * 1024, "{late}");
    // Then the connection is closed.
    tokio::time::sleep(SLACK).await;
    let after = WRITTEN.load(Ordering::SeqCst);
    tokio::time::sleep(SLACK).await;
    assert_eq!(WRITTEN.load(Ordering::SeqCst), after);
}

/// Panics unless a call ends at its timeout of a second, with this tolerance.
async fn assert_times_out(client: &Client, slack: Duration) {
    let start = Instant::now();
    let error = refused(client.lifecycle().delete_account(&id()).await);
    assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Connection), "{error:?}");
    assert!(error.may_have_been_applied() && error.status().is_none(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(1) + slack, "{:?}", start.elapsed());
}

/// Interim responses whose headers are large, so that they are parsed quickly.
fn interim() -> Vec<u8> {
    format!("HTTP/1.1 103 Early Hints\r\nlink: {}\r\n\r\n", "x".repeat(4000)).into_bytes().repeat(16)
}

/// Sends interim responses without a pause.
fn flood(stream: &mut TcpStream) -> std::io::Result<()> {
    let piece = interim();
    loop {
        stream.write_all(&piece)?;
    }
}

#[tokio::test]
async fn a_final_response_follows_interim_ones() {
    let client = client(|stream| {
        stream.write_all(&b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(50))?;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
    });
    client.lifecycle().delete_account(&id()).await.expect("it is a success");
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

const REFUSAL: &[u8] = b"HTTP/1.1 413 Content Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// The service responds when it has read the head of the request, and reads nothing of its body of 8 MiB.
#[tokio::test]
async fn an_early_refusal_of_a_large_body_is_its_status() {
    let services: [(&str, Service); 2] = [
        ("the connection stays open", |stream| {
            stream.write_all(REFUSAL)?;
            thread::sleep(Duration::from_secs(3));
            Ok(())
        }),
        ("the service ends its side", |stream| {
            stream.write_all(REFUSAL)?;
            stream.shutdown(Shutdown::Write)?;
            thread::sleep(Duration::from_secs(3));
            Ok(())
        }),
    ];
    for (name, service) in services {
        let client = client(service);
        let body = UpdateProfile::new().name("x".repeat(8 * 1024 * 1024));
        let start = Instant::now();
        let error = refused(client.profile().update_profile(&id(), body).await);
        let status = error.status().map(|status| status.as_u16());
        assert_eq!((status, error.may_have_been_applied()), (Some(413), false), "{name}: {error:?}");
        assert!(start.elapsed() < AT_ONCE, "{name}: {:?}", start.elapsed());
    }
}

/// A connection that is closed with unread data is reset. The HTTP stack notices the reset before the response only if it
/// is writing at that moment; while it waits, it reads first.
#[tokio::test]
async fn an_early_refusal_before_a_reset_is_its_status_or_a_broken_connection() {
    let services: [(bool, Service); 2] = [
        (true, |stream| {
            thread::sleep(Duration::from_millis(50));
            stream.write_all(REFUSAL)
        }),
        (false, |stream| stream.write_all(REFUSAL)),
    ];
    for (is_late, service) in services {
        let client = client(service);
        for mebibytes in [1, 3, 8, 20] {
            let body = UpdateProfile::new().name("x".repeat(mebibytes * 1024 * 1024));
            let start = Instant::now();
            let error = refused(client.profile().update_profile(&id(), body).await);
            let is_refusal =
                error.status().is_some_and(|status| status == 413) && !error.may_have_been_applied();
            let is_reset = error.kind() == ErrorKind::Connection && error.may_have_been_applied();
            assert!(is_refusal || is_reset && !is_late, "{mebibytes} MiB: {error:?}");
            assert!(start.elapsed() < AT_ONCE, "{mebibytes} MiB: {:?}", start.elapsed());
        }
    }
}
