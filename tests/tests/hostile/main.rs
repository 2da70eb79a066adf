//! Services that use HTTP against the client: the right error in bounded time and memory, and never a second request.

mod compressed;
mod early;
mod http1;
mod http2;
mod interim;

#[path = "../common/mod.rs"]
mod common;

use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use common::built;
use generated_client::{Client, ClientBuilder, RetryPolicy};

const SLACK: Duration = Duration::from_millis(500);

/// The longest time of a call that waits for nothing, on a busy machine: less than its timeout.
const AT_ONCE: Duration = Duration::from_millis(950);

/// What a service does after the head of a request.
type Service = fn(&mut TcpStream) -> std::io::Result<()>;

/// The heads of the requests that a service has received.
#[derive(Clone, Default)]
struct Heads(Arc<Mutex<Vec<String>>>);

impl Heads {
    fn count(&self) -> usize {
        self.0.lock().expect("no panic with the lock").len()
    }

    fn contain(&self, text: &str) -> bool {
        self.0.lock().expect("no panic with the lock").iter().any(|head| head.to_lowercase().contains(text))
    }
}

/// Starts a service that reads the head of each request, does this and closes the connection. Returns a client of it that
/// sends each call once.
fn client(respond: Service) -> Client {
    start(respond, false).1
}

/// Starts a service that reads the head of each request, without a body, and does this.
fn service_and_client(respond: Service) -> (Heads, Client) {
    start(respond, true)
}

fn start(respond: Service, is_kept: bool) -> (Heads, Client) {
    let heads = Heads::default();
    let received = heads.clone();
    let builder = listen(move |mut stream| {
        while let Some(head) = read_head(&stream) {
            received.0.lock().expect("no panic with the lock").push(head);
            // The client may close the connection first.
            if respond(&mut stream).is_err() || !is_kept {
                break;
            }
        }
    });
    (heads, built(builder))
}

/// Starts a service that does this with each connection, on a thread of its own. Returns the builder of a client of it
/// that sends each call once, for at most a second.
fn listen(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> ClientBuilder {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = serve.clone();
            thread::spawn(move || serve(stream));
        }
    });
    let limits = Client::builder().attempt_timeout(Duration::from_secs(1)).timeout(Duration::from_secs(2));
    limits.base_url(url).bearer_token("t").retry(RetryPolicy::never())
}

/// Reads the head of a request; `None` if the client has closed the connection.
fn read_head(stream: &TcpStream) -> Option<String> {
    let mut head = String::new();
    for line in BufReader::new(stream).lines() {
        match line.ok()?.as_str() {
            "" => return Some(head),
            line => head.extend([line, "\n"]),
        }
    }
    None
}
