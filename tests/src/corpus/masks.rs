//! Masks for the parts of signatures that depend on the clock or on random numbers and so differ in every run.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// Returns the value of an `Authorization` header with those parts replaced by `*`.
pub(crate) fn authorization(value: &str) -> String {
    let (scheme, rest) = value.split_once(' ').unwrap_or(("", value));
    let masked = match scheme.to_ascii_lowercase().as_str() {
        "oauth" => pairs(rest, ", ", &["oauth_nonce", "oauth_timestamp", "oauth_signature"], Order::Free),
        "hawk" => pairs(rest, ", ", &["ts", "nonce", "mac"], Order::Kept),
        "digest" => pairs(rest, ", ", &["cnonce", "response"], Order::Free),
        "eg1-hmac-sha256" => pairs(rest, ";", &["timestamp", "nonce", "signature"], Order::Kept),
        "aws4-hmac-sha256" => aws(rest),
        _ => return token(value).unwrap_or_else(|| value.to_owned()),
    };
    format!("{scheme} {masked}")
}

/// Returns a query, or a urlencoded body, with those parts replaced.
pub(crate) fn query(text: &str) -> String {
    let is_signed = ["X-Amz-Signature=", "oauth_signature="].iter().any(|name| text.contains(name));
    if !is_signed {
        return text.to_owned();
    }
    let masked = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) => format!("{name}={}", query_value(name, value)),
        None => pair.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}

fn query_value(name: &str, value: &str) -> String {
    const RANDOM: &[&str] =
        &["X-Amz-Date", "X-Amz-Signature", "oauth_nonce", "oauth_timestamp", "oauth_signature"];
    match name {
        _ if RANDOM.contains(&name) => "*".to_owned(),
        "X-Amz-Credential" => dates(value, "%2F"),
        _ => value.to_owned(),
    }
}

enum Order {
    Kept,
    Free,
}

/// Replaces the values of these names in a list of `name=value`.
fn pairs(text: &str, separator: &str, random: &[&str], order: Order) -> String {
    let mask = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if random.contains(&name) => format!("{name}=*"),
        _ => pair.to_owned(),
    };
    let mut list: Vec<String> = text.split(separator.trim()).map(|pair| mask(pair.trim())).collect();
    if let Order::Free = order {
        list.sort();
    }
    list.join(separator)
}

/// Postman signs the `Content-Type` only if the collection has one; AWS requires that it be signed.
fn aws(text: &str) -> String {
    let mask = |pair: &str| match pair.split_once('=') {
        Some(("Signature", _)) => "Signature=*".to_owned(),
        Some(("SignedHeaders", names)) => format!("SignedHeaders={}", names.replace("content-type;", "")),
        Some(("Credential", value)) => format!("Credential={}", dates(value, "/")),
        _ => pair.to_owned(),
    };
    text.split(',').map(|pair| mask(pair.trim())).collect::<Vec<_>>().join(", ")
}

/// Replaces the dates (`20260131`) in a list.
fn dates(text: &str, separator: &str) -> String {
    let is_date = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split(separator)
        .map(|part| if is_date(part) { "*" } else { part })
        .collect::<Vec<_>>()
        .join(separator)
}

/// Returns the parts of a JSON web token as JSON, without the claims that depend on the clock. The signature is kept if
/// it depends only on the parts that are compared. `None` if the value is not such a token.
fn token(value: &str) -> Option<String> {
    let (prefix, token) = value.rsplit_once(' ').map_or(("", value), |(prefix, token)| (prefix, token));
    let [head, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { return None };
    let parse = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
        serde_json::from_slice::<Map<String, Value>>(&bytes).ok()
    };
    let (header, mut payload) = (parse(head)?, parse(claims)?);
    // Signatures of these algorithms use random numbers; those of RS256 and the HMACs do not.
    let mut varies =
        matches!(header.get("alg").and_then(Value::as_str), Some(alg) if alg.starts_with(['P', 'E']));
    for claim in ["iat", "exp", "nbf", "jti"] {
        if let Some(value) = payload.get_mut(claim) {
            *value = Value::from("*");
            varies = true;
        }
    }
    let signature = if varies { "*".to_owned() } else { format!("{signature}|{head}.{claims}") };
    Some(format!("{prefix} {}.{}.{signature}", sorted(header), sorted(payload)))
}

fn sorted(map: Map<String, Value>) -> String {
    let mut list: Vec<(String, Value)> = map.into_iter().collect();
    list.sort_by(|(one, _), (other, _)| one.cmp(other));
    Value::Object(list.into_iter().collect()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) {
        assert_eq!(authorization(one), authorization(other));
    }

    #[test]
    fn clock_and_random_numbers_are_ignored() {
        same(
            r#"OAuth realm="r",oauth_nonce="a",oauth_timestamp="1",oauth_signature="x%3D""#,
            r#"OAuth oauth_nonce="b", oauth_timestamp="2", oauth_signature="y%3D", realm="r""#,
        );
        same(r#"Hawk id="i", ts="1", nonce="a", mac="x=""#, r#"Hawk id="i", ts="2", nonce="b", mac="y=""#);
        same(
            r#"Digest username="u", cnonce="a", response="x""#,
            r#"Digest response="y", username="u", cnonce="b""#,
        );
        same(
            "AWS4-HMAC-SHA256 Credential=AK/20250101/eu/s3/aws4_request, SignedHeaders=host, Signature=ab",
            "AWS4-HMAC-SHA256 Credential=AK/20260101/eu/s3/aws4_request,SignedHeaders=content-type;host,Signature=cd",
        );
        same(
            "EG1-HMAC-SHA256 client_token=a;timestamp=1;nonce=b;signature=c",
            "EG1-HMAC-SHA256 client_token=a;timestamp=2;nonce=d;signature=e",
        );
        let token = |issued: u32, subject: &str| {
            let part = |text: String| URL_SAFE_NO_PAD.encode(text);
            let (head, claims) =
                (r#"{"alg":"HS256"}"#.to_owned(), format!(r#"{{"iat":{issued},"sub":"{subject}"}}"#));
            format!("Bearer {}.{}.s{issued}", part(head), part(claims))
        };
        same(&token(1, "a"), &token(2, "a"));
        assert_ne!(authorization(&token(1, "a")), authorization(&token(1, "b")));
        assert_eq!(
            query("a=1&oauth_nonce=x&oauth_signature=y"),
            query("a=1&oauth_nonce=z&oauth_signature=u")
        );
        assert_eq!(
            query("X-Amz-Credential=AK%2F20250101%2Feu&X-Amz-Signature=a"),
            query("X-Amz-Credential=AK%2F20260101%2Feu&X-Amz-Signature=b")
        );
    }

    #[test]
    fn all_other_parts_are_compared() {
        for (one, other) in [
            (r#"OAuth realm="r",oauth_nonce="a""#, r#"OAuth realm="s",oauth_nonce="a""#),
            (r#"Hawk id="i", ts="1""#, r#"Hawk id="j", ts="1""#),
            ("AWS4-HMAC-SHA256 Credential=AK/20250101/eu", "AWS4-HMAC-SHA256 Credential=AK/20250101/us"),
            ("Bearer a", "Bearer b"),
            ("Bearer a", "a"),
            ("Basic a", "Basic a "),
        ] {
            assert_ne!(authorization(one), authorization(other), "{one}");
        }
        assert_ne!(query("nonce=1"), query("nonce=2"));
    }
}
