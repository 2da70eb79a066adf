//! A request in the form of the comparison and of a recording's lines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The headers that concern only one connection (hop-by-hop).
const HOP: &[&str] = &[
    "connection",
    "proxy-connection",
    "keep-alive",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "proxy-authorization",
];

/// The header with the index of the request in the collection. Only the replay sends it.
pub(crate) const TAG: &str = "x-item-index";

/// A request.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub(crate) struct Message {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The string after the `?`; `None` without a `?`.
    pub(crate) query: Option<String>,
    /// Names and values in their order.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Body>,
    /// The framing of the body: `none`, `chunked` or `content-length:N`.
    pub(crate) framing: String,
}

/// A body: a string, bytes or parts.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub(crate) struct Body {
    /// `json`, `urlencoded`, `multipart`, `text` or `binary`.
    pub(crate) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// Bytes that are not UTF-8, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) b64: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<Part>,
}

/// A part of a multipart body.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub(crate) struct Part {
    pub(crate) name: Option<String>,
    pub(crate) filename: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) b64: Option<String>,
}

impl Message {
    /// Returns the body as a string. `None` without a body, and if it is not UTF-8.
    pub(crate) fn text(&self) -> Option<&str> {
        self.body.as_ref()?.text.as_deref()
    }

    /// Creates the message of a request on the wire, without the headers that concern only the connection.
    pub(crate) fn new(method: &str, target: &str, headers: &[(String, String)], body: &[u8]) -> Self {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
            None => (target.to_owned(), None),
        };
        let content_type = header(headers, "content-type").unwrap_or("");
        let boundary = boundary(content_type);
        let kept = headers.iter().filter(|(name, value)| {
            let name = name.to_ascii_lowercase();
            let is_length = name == "content-length" && value.parse() == Ok(body.len());
            !HOP.contains(&name.as_str()) && name != TAG && name != "host" && !is_length
        });
        let kept = kept.map(|(name, value)| match &boundary {
            Some(text) if name.eq_ignore_ascii_case("content-type") => {
                (name.clone(), value.replace(text.as_str(), "BOUNDARY"))
            }
            _ => (name.clone(), value.clone()),
        });
        let framing = match (header(headers, "transfer-encoding"), header(headers, "content-length")) {
            (Some(_), _) => "chunked".to_owned(),
            (None, Some(length)) => format!("content-length:{length}"),
            (None, None) => "none".to_owned(),
        };
        let headers = kept.collect();
        let body = Body::new(body, content_type, boundary.as_deref());
        Self { method: method.to_owned(), path, query, headers, body, framing }
    }
}

impl Body {
    fn new(bytes: &[u8], content_type: &str, boundary: Option<&str>) -> Option<Self> {
        if bytes.is_empty() {
            return None;
        }
        if let Some(parts) = boundary.and_then(|boundary| parts(bytes, boundary)) {
            return Some(Self { kind: "multipart".to_owned(), parts, ..Self::default() });
        }
        let (text, b64) = content(bytes);
        let kind = match &text {
            None => "binary",
            Some(_) if content_type.to_ascii_lowercase().contains("x-www-form-urlencoded") => "urlencoded",
            Some(text) if serde_json::from_str::<Value>(text).is_ok() => "json",
            Some(_) => "text",
        };
        Some(Self { kind: kind.to_owned(), text, b64, parts: Vec::new() })
    }
}

/// Returns the value of the first header with this name.
pub(crate) fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Returns bytes as a string or, if they are not UTF-8, in base64.
fn content(bytes: &[u8]) -> (Option<String>, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Some(text.to_owned()), None),
        Err(_) => (None, Some(STANDARD.encode(bytes))),
    }
}

/// Returns the boundary in the content type of a multipart body.
fn boundary(content_type: &str) -> Option<String> {
    let is_multipart = content_type.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("multipart/"));
    let parameter = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    });
    parameter.filter(|text| is_multipart && !text.is_empty())
}

/// Returns the parts of a multipart body. `None` if it is not one.
fn parts(bytes: &[u8], boundary: &str) -> Option<Vec<Part>> {
    let separator = format!("--{boundary}");
    let mut rest = &bytes[find(bytes, separator.as_bytes())? + separator.len()..];
    let next = format!("\r\n{separator}");
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        // The line break before a boundary is a part of it, so an empty part is found too.
        let start = find(rest, b"\r\n")?;
        let end = start + find(&rest[start..], next.as_bytes())?;
        parts.push(part(rest.get(start + 2..end).unwrap_or_default()));
        rest = &rest[end + next.len()..];
    }
    Some(parts)
}

fn part(bytes: &[u8]) -> Part {
    let (head, body) = match find(bytes, b"\r\n\r\n") {
        Some(end) => (&bytes[..end], &bytes[end + 4..]),
        None => (&[][..], bytes),
    };
    let head = String::from_utf8_lossy(head);
    let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let headers: Vec<_> = lines.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let disposition = header(&headers, "content-disposition").unwrap_or("");
    let (name, filename) = (parameter(disposition, "name"), parameter(disposition, "filename"));
    let (text, b64) = content(body);
    Part { name, filename, headers, text, b64 }
}

/// Returns a parameter of a header such as `form-data; name="a"`. In quotes, a backslash escapes the next character.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value;
    loop {
        rest = &rest[rest.find(';')? + 1..];
        let Some(text) = rest.trim_start().strip_prefix(name).and_then(|text| text.strip_prefix('=')) else {
            continue;
        };
        let Some(quoted) = text.strip_prefix('"') else {
            return Some(text.split(';').next().unwrap_or("").to_owned());
        };
        let mut escaped = false;
        let end = quoted.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        return Some(quoted[..end.unwrap_or(quoted.len())].to_owned());
    }
}

pub(crate) fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).position(|window| window == pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn headers_of_the_connection_are_skipped() {
        let all = headers(&[("Host", "a"), ("Content-Length", "2"), ("Connection", "close"), ("X-A", "1")]);
        let message = Message::new("POST", "/a?b=1", &all, b"{}");
        assert_eq!(message.headers, headers(&[("X-A", "1")]));
        assert_eq!((message.path.as_str(), message.query.as_deref()), ("/a", Some("b=1")));
        assert_eq!(message.framing, "content-length:2");
        assert_eq!(message.body.map(|body| body.kind).as_deref(), Some("json"));
    }

    #[test]
    fn kinds_of_bodies() {
        let kind =
            |content_type: &str, bytes: &[u8]| Body::new(bytes, content_type, None).map(|body| body.kind);
        assert_eq!(kind("text/plain", b""), None);
        assert_eq!(
            kind("application/x-www-form-urlencoded; charset=utf-8", b"a=1").as_deref(),
            Some("urlencoded")
        );
        assert_eq!(kind("application/json", b"{").as_deref(), Some("text"));
        assert_eq!(kind("", b"\xff").as_deref(), Some("binary"));
    }

    #[test]
    fn multipart_bodies_are_parts() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a;b\\\"\"; filename=\"f.txt\"\r\n\
            Content-Type: text/plain\r\n\r\none\r\ntwo\r\n--x\r\nContent-Disposition: form-data; name=c\r\n\r\n\r\n--x--\r\n";
        let all = headers(&[("Content-Type", "multipart/form-data; boundary=\"x\"")]);
        let message = Message::new("POST", "/", &all, body);
        assert_eq!(message.headers[0].1, "multipart/form-data; boundary=\"BOUNDARY\"");
        let parts = message.body.expect("a body").parts;
        let names: Vec<_> = parts.iter().map(|part| part.name.as_deref().unwrap_or("none")).collect();
        assert_eq!(names, ["a;b\\\"", "c"]);
        assert_eq!(parts[0].filename.as_deref(), Some("f.txt"));
        assert_eq!(parts[0].text.as_deref(), Some("one\r\ntwo"));
        assert_eq!(parts[1].text.as_deref(), Some(""));
    }

    #[test]
    fn an_invalid_multipart_body_is_text() {
        let all = headers(&[("Content-Type", "multipart/form-data; boundary=x")]);
        let kind = |body: &[u8]| Message::new("POST", "/", &all, body).body.map(|body| body.kind);
        for body in [&b"--x"[..], b"--x\r\n", b"--x\r\n\r\n", b"no parts"] {
            assert_eq!(kind(body).as_deref(), Some("text"), "{body:?}");
        }
        assert_eq!(kind(b"--x--\r\n").as_deref(), Some("multipart"));
    }
}
