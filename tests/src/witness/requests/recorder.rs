//! A server that records each request and responds with 503, so that a call that may be repeated is repeated.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The requests since the last look.
#[derive(Clone, Default)]
pub struct Recorder {
    requests: Arc<Mutex<Vec<String>>>,
    origin: String,
}

impl Recorder {
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let recorder = Self { requests: Arc::default(), origin };
        let own = recorder.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let request = read(&mut stream);
                own.requests.lock().expect("no thread panics").push(request);
                // The response ends the call, so the request must be recorded before.
                let _ = stream.write_all(RESPONSE);
            }
        });
        recorder
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the requests of a call and how the call ended.
    pub fn report(&self, operation: &str, result: Result<(), Box<dyn std::error::Error>>) -> String {
        let requests = std::mem::take(&mut *self.requests.lock().expect("no thread panics"));
        let refusal = match (result, requests.is_empty()) {
            (Err(error), true) => format!("refused: {error}\n"),
            _ => String::new(),
        };
        format!("{operation}\n{refusal}{}", requests.join("\n"))
    }
}

const RESPONSE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// Reads a request, and returns it in a form that can be compared.
fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let (head, length) = loop {
        let count = stream.read(&mut buffer).unwrap_or(0);
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            break (head.to_owned(), length);
        }
        if count == 0 {
            return "a request without an end".to_owned();
        }
    };
    let start = head.len() + 4;
    while bytes.len() < start + length {
        let count = stream.read(&mut buffer).unwrap_or(0);
        bytes.extend_from_slice(&buffer[..count]);
        if count == 0 {
            break;
        }
    }
    let body = String::from_utf8_lossy(&bytes[start.min(bytes.len())..]).into_owned();
    comparable(&head, &body)
}

/// The values that differ in every run, or with the name of the crate, are left out.
fn comparable(head: &str, body: &str) -> String {
    let mut lines: Vec<&str> = head.split("\r\n").collect();
    let first = lines.remove(0).to_owned();
    lines.retain(|line| {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        !["host", "user-agent"].contains(&name.as_str())
    });
    lines.sort_unstable();
    let text = format!("{first}\n{}\n{body}\n", lines.join("\n"));
    match header(head, "content-type").and_then(|value| value.split_once("boundary=")) {
        Some((_, boundary)) => text.replace(boundary, "BOUNDARY"),
        None => text,
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.split("\r\n").find_map(|line| {
        let (own, value) = line.split_once(':')?;
        own.eq_ignore_ascii_case(name).then_some(value.trim())
    })
}
