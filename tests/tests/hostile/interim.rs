//! Interim responses (1xx): a few, many, and without an end.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use generated_client::{CallOptions, Client, ErrorKind};

use crate::common::{id, refused};
use crate::{SLACK, Service, client};

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
    assert_times_out(&client(flood), SLACK * 4).await;
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
