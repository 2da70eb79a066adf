//! The last request of a service.

use stand_in::{Recorded, StandIn};

/// The `Accept-Encoding` that the client's feature `compression` adds to every request. It is skipped here, because the
/// tests enable the feature and state the requests of the default features. One test checks the header.
const COMPRESSION: &str = "gzip,deflate";

/// Returns the whole request: method and target, sorted headers, body. Host and version are placeholders.
pub(crate) fn text(service: &StandIn) -> String {
    let request = last(service);
    let host = service.address().to_string();
    let header = |(name, value): &(String, String)| match (name.as_str(), value.split_once('/')) {
        ("host", _) if *value == host => "host: {host}\n".to_owned(),
        ("accept-encoding", _) if value == COMPRESSION => String::new(),
        ("user-agent", Some((product, _))) => format!("{name}: {product}/{{version}}\n"),
        _ => format!("{name}: {value}\n"),
    };
    let mut headers: Vec<String> = request.headers.iter().map(header).collect();
    headers.sort();
    format!("{} {}\n{}\n{}", request.method, request.target, headers.concat(), body(service))
}

/// Returns the target as it was sent.
pub(crate) fn target(service: &StandIn) -> String {
    last(service).target
}

/// Returns the body.
pub(crate) fn body(service: &StandIn) -> String {
    String::from_utf8(last(service).body).expect("bodies are UTF-8")
}

/// Returns the value of a header.
pub(crate) fn header(service: &StandIn, name: &str) -> Option<String> {
    last(service).header(name).map(str::to_owned)
}

fn last(service: &StandIn) -> Recorded {
    service.last_request().expect("a request was sent")
}
