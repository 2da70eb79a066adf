//! The comparison of two requests on the wire, field by field.
//!
//! Method, path and header values are compared byte for byte; the names of headers ignoring case, and their order only
//! among those of one name. JSON is compared by value, multipart bodies part by part, and the clock and random numbers
//! in signatures are ignored ([`masks`](super::masks)). Different encodings of the same pairs in a query or a form are
//! a note, and so is `Content-Length: 0` in only one of them. Scheme and host are ignored, because the replay sends its
//! requests to another server. So are headers that clients add by themselves, unless the collection sets them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Number, Value};

use super::masks;
use super::message::{Body, Message, Part, header};

/// The headers that clients add by themselves.
const DEFAULTS: &[&str] = &[
    "host",
    "user-agent",
    "postman-token",
    "cache-control",
    "accept-encoding",
    "connection",
    "content-length",
    "accept",
    "proxy-connection",
    "transfer-encoding",
    "te",
];

/// The headers of the reference that concern only the framing.
const FRAMING: &[&str] = &["content-length", "connection", "transfer-encoding"];

/// A difference between two requests.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Difference {
    /// The field, such as `path` or `header accept`.
    pub(crate) field: String,
    /// The weight of the difference.
    pub(crate) weight: Weight,
    pub(crate) reference: String,
    pub(crate) ours: String,
}

/// The weight of a difference.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Weight {
    /// The values are equal, in another encoding.
    Note,
    /// The values differ.
    Real,
}

impl Difference {
    pub(crate) fn new(field: impl Into<String>, reference: impl Serialize, ours: impl Serialize) -> Self {
        let (reference, ours) = (shown(&reference), shown(&ours));
        Self { field: field.into(), weight: Weight::Real, reference, ours }
    }

    fn note(field: &str, reference: impl Serialize, ours: impl Serialize) -> Self {
        Self { weight: Weight::Note, ..Self::new(field, reference, ours) }
    }
}

/// Returns a value as in a recording, shortened to 300 characters.
fn shown(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    match text.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Returns the differences between a request of the reference and ours.
pub(crate) fn compare(reference: &Message, ours: &Message) -> Vec<Difference> {
    let mut found = Vec::new();
    if reference.method != ours.method {
        found.push(Difference::new("method", &reference.method, &ours.method));
    }
    if reference.path != ours.path {
        found.push(Difference::new("path", &reference.path, &ours.path));
    }
    found.extend(query("query", reference.query.as_deref(), ours.query.as_deref()));
    headers(reference, ours, &mut found);
    body(reference.body.as_ref(), ours.body.as_ref(), &mut found);
    if reference.framing != ours.framing && (reference.body.is_none() || ours.body.is_none()) {
        found.push(Difference::note("framing", &reference.framing, &ours.framing));
    }
    found
}

/// Compares two queries, or two urlencoded bodies.
fn query(field: &str, reference: Option<&str>, ours: Option<&str>) -> Option<Difference> {
    let (one, other) = (reference.map(masks::query), ours.map(masks::query));
    if one == other {
        return None;
    }
    let decoded = |text: &Option<String>| text.as_deref().map(pairs).unwrap_or_default();
    Some(match decoded(&one) == decoded(&other) {
        true => Difference::note(field, reference, ours),
        false => Difference::new(field, reference, ours),
    })
}

/// Returns the decoded pairs of a query. A name without `=` differs from one with an empty value.
pub(crate) fn pairs(text: &str) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
    if text.is_empty() {
        return Vec::new();
    }
    let plain = |text: &str| decoded(&text.replace('+', " "));
    let pair = |pair: &str| match pair.split_once('=') {
        Some((name, value)) => (plain(name), Some(plain(value))),
        None => (plain(pair), None),
    };
    text.split('&').map(pair).collect()
}

/// Decodes the percent-encoding of a string. Invalid escapes are kept.
pub(crate) fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

fn headers(reference: &Message, ours: &Message, found: &mut Vec<Difference>) {
    let values = |own: &Message, other: &Message, skipped: &[&str]| {
        let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &own.headers {
            let name = name.to_ascii_lowercase();
            if skipped.contains(&name.as_str()) && header(&other.headers, &name).is_none() {
                continue;
            }
            let value = match name.as_str() {
                "authorization" => masks::authorization(value),
                "x-amz-date" => "*".to_owned(),
                _ => value.clone(),
            };
            map.entry(name).or_default().push(value);
        }
        map
    };
    let (one, other) = (values(reference, ours, FRAMING), values(ours, reference, DEFAULTS));
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    for name in names {
        let (reference, ours) = (one.get(name), other.get(name));
        if reference != ours {
            found.push(Difference::new(format!("header {name}"), reference, ours));
        }
    }
}

fn body(reference: Option<&Body>, ours: Option<&Body>, found: &mut Vec<Difference>) {
    let (Some(one), Some(other)) = (reference, ours) else {
        if reference != ours {
            found.push(Difference::new("body", reference, ours));
        }
        return;
    };
    let json = |body: &Body| body.text.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let both = |kind: &str| one.kind == kind && other.kind == kind;
    if both("multipart") {
        return parts(&one.parts, &other.parts, found);
    }
    if let (Some(reference), Some(ours)) = (json(one), json(other)) {
        if !equal(&reference, &ours) {
            found.push(Difference::new("body.json", reference.to_string(), ours.to_string()));
        }
    } else if both("urlencoded") {
        found.extend(query("body.urlencoded", one.text.as_deref(), other.text.as_deref()));
    } else if (&one.text, &one.b64, &one.parts) != (&other.text, &other.b64, &other.parts) {
        found.push(Difference::new("body", one, other));
    }
}

fn parts(reference: &[Part], ours: &[Part], found: &mut Vec<Difference>) {
    for index in 0..reference.len().max(ours.len()) {
        let field = |name: &str| format!("body.part[{index}]{name}");
        let (Some(one), Some(other)) = (reference.get(index), ours.get(index)) else {
            found.push(Difference::new(field(""), reference.get(index), ours.get(index)));
            continue;
        };
        let content_type = |part: &Part| header(&part.headers, "content-type").map(str::to_owned);
        for (name, one, other) in [
            (".name", one.name.clone(), other.name.clone()),
            (".filename", one.filename.clone(), other.filename.clone()),
            (".text", one.text.clone(), other.text.clone()),
            (".bytes", one.b64.clone(), other.b64.clone()),
            (".content-type", content_type(one), content_type(other)),
        ] {
            if one != other {
                found.push(Difference::new(field(name), one, other));
            }
        }
    }
}

/// Whether two JSON values are equal; numbers are compared by value, so `1` is `1.0`.
pub(crate) fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => equal_numbers(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has =
                |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| equal(value, other));
            one.len() == other.len() && one.iter().all(has)
        }
        _ => one == other,
    }
}

fn equal_numbers(one: &Number, other: &Number) -> bool {
    one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
}

#[cfg(test)]
mod tests;
