//! The headers that every call sends.

use crate::api::{Body, Content, Operation};

const CONTENT_TYPE: &str = "Content-Type";

/// Returns the constant headers of both versions of an operation. Where their bodies are of one kind, that includes the
/// `Content-Type` that the body has without a header of this name: to write it as a header changes nothing.
pub(super) fn headers<'a>(old: &'a Operation, new: &'a Operation) -> [Vec<(&'a str, &'a str)>; 2] {
    let implicit = |operation: &'a Operation| operation.body.as_ref().and_then(media_type);
    let is_same_kind = implicit(old).is_some() && implicit(old) == implicit(new);
    [old, new].map(|operation| {
        let own = operation.constant_headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut headers: Vec<(&str, &str)> = own.collect();
        let is_content_type = |name: &str| name.eq_ignore_ascii_case(CONTENT_TYPE);
        let has_own = headers.iter().any(|(name, _)| is_content_type(name))
            || operation.headers.iter().any(|header| is_content_type(&header.name.wire));
        if let (false, true, Some(value)) = (has_own, is_same_kind, implicit(operation)) {
            headers.push((CONTENT_TYPE, value));
        }
        headers
    })
}

/// Returns the media type that is sent with a body without a header of its own, where every call has a body. That of a
/// form takes precedence over all headers.
fn media_type(body: &Body) -> Option<&'static str> {
    match body.content {
        Content::Json(_) | Content::GraphQl(_) => Some("application/json"),
        Content::Text => body.required.then_some("text/plain"),
        Content::Bytes => body.required.then_some("application/octet-stream"),
        Content::Urlencoded(_) | Content::Multipart(_) => None,
    }
}

/// Whether two media types differ only in what does not select a version or a format: case, white space, character set
/// and quality.
pub(super) fn same_media_type(old: &str, new: &str) -> bool {
    let significant = |text: &str| -> Vec<String> {
        let parts = text.split(',').map(|part| {
            let parameters = part.split(';').map(|part| part.trim().to_ascii_lowercase());
            let is_significant =
                |part: &String| !part.is_empty() && !part.starts_with("charset=") && !part.starts_with("q=");
            parameters.filter(is_significant).collect::<Vec<_>>().join(";")
        });
        parts.collect()
    };
    significant(old) == significant(new)
}

#[cfg(test)]
mod tests {
    use super::same_media_type;

    #[test]
    fn parameters_may_select_a_version() {
        for (old, new, expected) in [
            ("application/json", "Application/JSON; charset=utf-8", true),
            ("application/json, text/html;q=0.5", "application/json,text/html", true),
            ("application/json", "application/json; version=2", false),
            ("application/json", "application/vnd.a.v2+json", false),
            ("application/json", "application/json, text/html", false),
        ] {
            assert_eq!(same_media_type(old, new), expected, "{old} {new}");
        }
    }
}
