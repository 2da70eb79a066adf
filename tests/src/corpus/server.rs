//! A server that records all requests, and responds to each with `200 {}`.
//!
//! It reads the socket itself, because an HTTP library would normalize the requests. Invalid HTTP, or a request that is
//! too long, ends the connection.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::message::{Message, TAG, find, header};

const MAX_HEAD: usize = 256 * 1024;
const MAX_BODY: usize = 32 * 1024 * 1024;
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

/// A request, and its index in the collection according to its tag.
pub(crate) type Recorded = (Option<usize>, Message);

/// The server. It runs until [`stop`](Self::stop).
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    recorded: Mutex<Vec<Recorded>>,
    stopped: AtomicBool,
}

impl Server {
    /// Starts a server on a free port of this machine.
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let thread = thread::Builder::new().name("recorder".to_owned()).spawn(move || {
            for stream in listener.incoming() {
                if own.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let own = Arc::clone(&own);
                // An error ends the connection; the requests before it are recorded.
                thread::spawn(move || drop(serve(&stream, &own)));
            }
        })?;
        Ok(Self { address, shared, thread })
    }

    /// Returns the scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops the server, and returns the recorded requests.
    pub(crate) fn stop(self) -> Vec<Recorded> {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread, which waits for a connection.
        if TcpStream::connect(self.address).is_ok() {
            let _ = self.thread.join();
        }
        let mut recorded = self.shared.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *recorded)
    }
}

fn serve(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE_TIMEOUT))?;
    stream.set_nodelay(true)?;
    let mut connection = Connection { stream, buffer: Vec::new() };
    while let Some(head) = connection.head()? {
        let Head { method, target, headers } = &head;
        if head.has("expect", "100-continue") {
            connection.write(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        let body = connection.body(&head)?;
        let tag = header(headers, TAG).and_then(|text| text.parse().ok());
        let message = Message::new(method, target, headers, &body);
        shared.recorded.lock().unwrap_or_else(PoisonError::into_inner).push((tag, message));
        let content = if method == "HEAD" { "" } else { "{}" };
        let response = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n";
        connection.write(format!("{response}{content}").as_bytes())?;
        if head.has("connection", "close") {
            return Ok(());
        }
    }
    Ok(())
}

/// The request line and the headers, in their order.
struct Head {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
}

impl Head {
    /// Parses a head. Returns `None` if the first line is not a request line.
    fn new(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.split("\r\n");
        let (method, rest) = lines.next()?.split_once(' ')?;
        let (target, _version) = rest.rsplit_once(' ')?;
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.to_owned(), value.trim_matches([' ', '\t']).to_owned())
        });
        Some(Self { method: method.to_owned(), target: target.to_owned(), headers: headers.collect() })
    }

    fn has(&self, name: &str, word: &str) -> bool {
        header(&self.headers, name).is_some_and(|value| value.to_ascii_lowercase().contains(word))
    }
}

/// A connection, and the bytes that have arrived and are not parsed yet.
struct Connection<'s> {
    stream: &'s TcpStream,
    buffer: Vec<u8>,
}

impl Connection<'_> {
    /// Reads the next head. Returns `None` if the client has closed the connection.
    fn head(&mut self) -> io::Result<Option<Head>> {
        loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                let head: Vec<u8> = self.buffer.drain(..end + 4).take(end).collect();
                return Head::new(&head).map(Some).ok_or_else(|| invalid("the first line is not a request"));
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(invalid("the head is too long"));
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn body(&mut self, head: &Head) -> io::Result<Vec<u8>> {
        if head.has("transfer-encoding", "chunked") {
            return self.chunks();
        }
        let Some(length) = header(&head.headers, "content-length") else { return Ok(Vec::new()) };
        self.take(length.parse().map_err(|_| invalid("the length is not a number"))?)
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or("").trim();
            let size = usize::from_str_radix(size, 16)
                .map_err(|_| invalid("the size of a chunk is not a number"))?;
            if size == 0 {
                // Trailers, up to an empty line.
                while !self.line()?.is_empty() {}
                return Ok(body);
            }
            body.extend(self.take(size)?);
            if body.len() > MAX_BODY {
                return Err(invalid("the body is too long"));
            }
            self.line()?;
        }
    }

    fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = find(&self.buffer, b"\r\n") {
                let line: Vec<u8> = self.buffer.drain(..end + 2).take(end).collect();
                return Ok(String::from_utf8_lossy(&line).into_owned());
            }
            if self.buffer.len() > MAX_HEAD || !self.fill()? {
                return Err(invalid("a line has no end"));
            }
        }
    }

    /// Reads this number of bytes.
    fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        if length > MAX_BODY {
            return Err(invalid("the body is too long"));
        }
        while self.buffer.len() < length {
            if !self.fill()? {
                return Err(invalid("the body is cut off"));
            }
        }
        Ok(self.buffer.drain(..length).collect())
    }

    /// Reads the bytes that have arrived. Returns whether the connection is still open.
    fn fill(&mut self) -> io::Result<bool> {
        let mut bytes = [0; 16 * 1024];
        let count = self.stream.read(&mut bytes)?;
        self.buffer.extend_from_slice(&bytes[..count]);
        Ok(count > 0)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }
}

fn invalid(problem: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends bytes piece by piece over one connection. Returns the responses and the recorded requests.
    fn sent(pieces: &[&[u8]]) -> (String, Vec<Recorded>) {
        let server = Server::start().expect("the server starts");
        let mut stream = TcpStream::connect(server.address).expect("it listens");
        for piece in pieces {
            // The server may have closed the connection.
            let _ = stream.write_all(piece);
            thread::sleep(Duration::from_millis(5));
        }
        stream.shutdown(std::net::Shutdown::Write).expect("our side can be closed");
        let mut responses = String::new();
        let _ = stream.read_to_string(&mut responses);
        (responses, server.stop())
    }

    #[test]
    fn a_request_is_recorded_unchanged() {
        let (responses, recorded) = sent(&[
            b"PATCH /a%2F..//b?c|d HTTP/1.1\r\nHost: x\r\nX-b: 1\r\nx-A:  2 \r\nX-",
            b"b: 3\r\nX-Item-Index: 7\r\nContent-Length: 4\r\n\r\n{\"",
            b"\"}",
        ]);
        assert!(responses.ends_with("\r\n\r\n{}"), "{responses}");
        let [(tag, message)] = &recorded[..] else { panic!("{recorded:?}") };
        assert_eq!(*tag, Some(7));
        assert_eq!((message.method.as_str(), message.path.as_str()), ("PATCH", "/a%2F..//b"));
        assert_eq!(message.query.as_deref(), Some("c|d"));
        let headers: Vec<_> = message.headers.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(headers, ["X-b=1", "x-A=2", "X-b=3"]);
        assert_eq!(message.text(), Some("{\"\"}"));
    }

    #[test]
    fn a_connection_serves_several_requests() {
        let (responses, recorded) = sent(&[
            b"HEAD /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n",
            b"2\r\nde\r\n0\r\nTrailer: 1\r\n\r\nPUT /3 HTTP/1.1\r\nConnection: close\r\n\r\nGET /4 HTTP/1.1\r\n\r\n",
        ]);
        let paths: Vec<_> = recorded.iter().map(|(_, message)| message.path.as_str()).collect();
        assert_eq!(paths, ["/1", "/2", "/3"]);
        assert_eq!(recorded[1].1.text(), Some("abcde"));
        assert_eq!(recorded[1].1.framing, "chunked");
        assert_eq!(responses.matches("HTTP/1.1 200 OK").count(), 3);
        assert_eq!(responses.matches("{}").count(), 2, "the response to HEAD has no content: {responses}");
    }

    #[test]
    fn a_request_that_expects_100_continue_gets_it() {
        let head = b"PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
        let (responses, recorded) = sent(&[head, b"x"]);
        assert!(responses.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), "{responses}");
        assert_eq!(recorded.len(), 1);
    }

    #[test]
    fn invalid_http_is_not_recorded() {
        let cases: &[&[u8]] = &[
            b"nonsense\r\n\r\n",
            b"GET / HTTP/1.1\r\n",
            b"PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc",
            b"PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
            b"PUT / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
            b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
            b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ];
        for case in cases {
            let (_, recorded) = sent(&[case]);
            assert_eq!(recorded, [], "{}", String::from_utf8_lossy(case));
        }
    }
}
