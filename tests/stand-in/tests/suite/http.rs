//! A minimal HTTP client that sends requests unchanged.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;
use stand_in::{Account, StandIn};

/// The id of the account that most tests use.
pub(crate) const ID: &str = "557058:ada";

/// Returns a service with one account.
pub(crate) fn service_with(account: Account) -> StandIn {
    let service = StandIn::start();
    service.account(account);
    service
}

/// Returns an account with usual values.
pub(crate) fn ada() -> Account {
    Account::new(ID).name("Ada Example").nickname("ada").email("ada@example.com")
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }
}

/// Sends an authorized request below `/users/{ID}/manage` and reads the response.
pub(crate) fn call(service: &StandIn, method: &str, path: &str, body: &str) -> Response {
    request(service, method, &format!("/users/{ID}/manage{path}"), body)
}

/// Sends an authorized request to a raw target and reads the response.
pub(crate) fn request(service: &StandIn, method: &str, target: &str, body: &str) -> Response {
    let authorization = format!("authorization: Bearer {}\r\n", service.token());
    request_with(service, method, target, &authorization, body)
}

/// Sends a request with these header lines and reads the response.
pub(crate) fn request_with(
    service: &StandIn,
    method: &str,
    target: &str,
    headers: &str,
    body: &str,
) -> Response {
    let (bytes, ended) = exchange(service, &raw(method, target, headers, body));
    ended.expect("the response ends in an orderly way");
    parse(&bytes)
}

/// Returns the bytes of a request with `Connection: close`.
pub(crate) fn raw(method: &str, target: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
}

/// Sends bytes and returns all received bytes and how the connection ended.
pub(crate) fn exchange(service: &StandIn, bytes: &str) -> (Vec<u8>, io::Result<()>) {
    let mut stream = connect(service);
    stream.write_all(bytes.as_bytes()).expect("the request can be sent");
    let mut response = Vec::new();
    let ended = stream.read_to_end(&mut response).map(drop);
    (response, ended)
}

pub(crate) fn connect(service: &StandIn) -> TcpStream {
    let stream = TcpStream::connect(service.address()).expect("the service accepts connections");
    // No test waits this long; one that hangs should fail, not block.
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout can be set");
    stream
}

pub(crate) fn parse(bytes: &[u8]) -> Response {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("the head of a response");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let header = |line: &str| {
        let (name, value) = line.split_once(": ").expect("a header line");
        (name.to_ascii_lowercase(), value.to_owned())
    };
    Response {
        status: status.expect("a status line"),
        headers: lines.map(header).collect(),
        body: bytes[end + 4..].to_vec(),
    }
}
