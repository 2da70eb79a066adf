//! The last request that a service received.

use stand_in::{Recorded, StandIn};

/// What every request says when the client has its feature `compression`. Features add up over a whole build, so a test
/// cannot know whether it has: here the header is left out, and the test of the feature states it.
const COMPRESSION: &str = "gzip,deflate";

/// All of it: method and target, the sorted headers, the body. Host and version, which vary, are placeholders.
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

/// The target, as it was sent.
pub(crate) fn target(service: &StandIn) -> String {
    last(service).target
}

/// The body.
pub(crate) fn body(service: &StandIn) -> String {
    String::from_utf8(last(service).body).expect("bodies are UTF-8")
}

/// A header.
pub(crate) fn header(service: &StandIn, name: &str) -> Option<String> {
    last(service).header(name).map(str::to_owned)
}

fn last(service: &StandIn) -> Recorded {
    service.last_request().expect("a request was sent")
}
