//! The effects of deviations on the encoding of a request.

use codegen::api::{Operation, PathPart, QueryDefault};
use url::Url;

use crate::compare::{Difference, decoded};
use crate::message::{Message, header};

/// Whether the targets are equal when decoded, and the path has arguments that explain it.
pub(super) fn is_path_argument(theirs: &Message, ours: &Message, operation: Option<&Operation>) -> bool {
    let parts = operation.map(|operation| operation.path.parts.as_slice()).unwrap_or_default();
    let has_argument = parts.iter().any(|part| matches!(part, PathPart::Parameter(_)));
    let targets = [target(theirs), target(ours)];
    let has_literals = targets.iter().all(|target| {
        let mut rest = target.as_str();
        parts.iter().all(|part| match part {
            PathPart::Parameter(_) => true,
            PathPart::Literal(text) => rest.find(text.as_str()).is_some_and(|at| {
                rest = &rest[at + text.len()..];
                true
            }),
        })
    });
    let [theirs_plain, ours_plain] = targets.each_ref().map(|target| plain(target));
    theirs.path != ours.path && has_argument && has_literals && theirs_plain == ours_plain
}

/// Whether the queries are equal, pair by pair, when decoded.
pub(super) fn is_query_value(theirs: &Message, ours: &Message) -> bool {
    let (Some(theirs), Some(ours)) = (&theirs.query, &ours.query) else { return false };
    let pairs = |query: &str| query.split('&').map(plain).collect::<Vec<_>>();
    theirs.contains(['%', '+']) && pairs(theirs) == pairs(ours)
}

/// Whether the queries have the same entries, those of one name in the same order.
pub(super) fn is_query_order(theirs: &Message, ours: &Message) -> bool {
    let (Some(theirs), Some(ours)) = (&theirs.query, &ours.query) else { return false };
    let pairs = |query: &str| {
        let mut pairs: Vec<(Vec<u8>, Vec<u8>)> =
            query.split('&').map(|pair| (plain(pair.split('=').next().unwrap_or("")), plain(pair))).collect();
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        pairs
    };
    pairs(theirs) == pairs(ours)
}

/// Whether ours is the query of the reference and constants of the overlay.
pub(super) fn is_overlay_constant(theirs: &Message, ours: &Message, operation: Option<&Operation>) -> bool {
    let parameters = operation.map_or(&[][..], |operation| &operation.query);
    let constants = parameters.iter().filter(|item| matches!(item.default, Some(QueryDefault::Constant(_))));
    let constants: Vec<Vec<u8>> = constants.map(|parameter| plain(&parameter.name.wire)).collect();
    let pairs = |message: &Message| -> Vec<Vec<u8>> {
        let query = message.query.as_deref().unwrap_or_default();
        query.split('&').filter(|pair| !pair.is_empty()).map(plain).collect()
    };
    let is_constant = |pair: &Vec<u8>| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
        constants.iter().any(|constant| constant == name)
    };
    let (theirs, mut ours) = (pairs(theirs), pairs(ours));
    let sent = ours.len();
    ours.retain(|pair| theirs.contains(pair) || !is_constant(pair));
    ours.len() < sent && theirs == ours
}

/// Whether a part of a form differs in the quoting of its names, or in the media type of a file for which the
/// collection has none: Postman has another table of extensions.
pub(super) fn is_form_part(difference: &Difference, ours: &Message) -> bool {
    let Difference { field, reference, ours: value, .. } = difference;
    let is_quoted = || plain(&reference.replace('\\', "")) == plain(&value.replace('\\', ""));
    match field.rsplit_once('.') {
        Some((_, "name" | "filename")) => is_quoted(),
        Some((part, "content-type")) => [Some("application/octet-stream"), usual_type(part, ours)]
            .into_iter()
            .flatten()
            .any(|usual| value.trim_matches('"') == usual),
        _ => false,
    }
}

/// Whether both forms have the same parts in another order, in which the order of the parts of each name is the same.
pub(super) fn is_part_order(theirs: &Message, ours: &Message) -> bool {
    let [mut theirs, mut ours] = [theirs, ours].map(|message| {
        let parts = message.body.iter().flat_map(|body| &body.parts);
        parts.map(|part| (part.name.as_deref(), part.text.as_deref())).collect::<Vec<_>>()
    });
    if theirs == ours {
        return false;
    }
    theirs.sort_by_key(|(name, _)| *name);
    ours.sort_by_key(|(name, _)| *name);
    theirs == ours
}

/// Whether the reference sends a form with a media type that does not have its boundary.
pub(super) fn is_boundary(theirs: &Message, ours: &Message) -> bool {
    let boundary = |message: &Message| {
        let media_type = header(&message.headers, "content-type")?;
        media_type.starts_with("multipart/").then(|| media_type.contains("boundary="))
    };
    boundary(theirs) == Some(false) && boundary(ours) == Some(true)
}

/// Returns the media type that the extension of a file suggests, of a part such as `body.part[0]`.
fn usual_type(part: &str, message: &Message) -> Option<&'static str> {
    let index: usize = part.strip_prefix("body.part[")?.strip_suffix(']')?.parse().ok()?;
    let part = message.body.as_ref()?.parts.get(index)?;
    mime_guess::from_path(part.filename.as_ref()?).first_raw()
}

/// Whether our path or query is that of the reference after a URL parser.
pub(super) fn is_parsed(field: &str, theirs: &Message, ours: &Message) -> bool {
    let Ok(url) = Url::parse(&format!("http://host{}", target(theirs))) else { return false };
    match field {
        "path" => url.path() == ours.path,
        "query" => url.query() == ours.query.as_deref(),
        _ => false,
    }
}

/// Whether the body of the reference is ours, cut off by a `Content-Length` of the collection.
pub(super) fn is_cut(theirs: &Message, ours: &Message) -> bool {
    let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (Some(theirs), Some(ours)) = (theirs.text().map(dense), ours.text().map(dense)) else { return false };
    theirs.len() < ours.len() && ours.starts_with(&theirs)
}

fn target(message: &Message) -> String {
    let query = message.query.as_deref().map(|query| format!("?{query}"));
    format!("{}{}", message.path, query.unwrap_or_default())
}

/// Decodes a string until it has no percent-encoding, not even one of `%` itself.
pub(super) fn plain(text: &str) -> Vec<u8> {
    let mut text = text.as_bytes().to_vec();
    loop {
        // Latin-1 keeps each byte that is not UTF-8.
        let chars: String = text.iter().map(|byte| char::from(*byte)).collect();
        let once: Vec<u8> = match std::str::from_utf8(&text) {
            Ok(text) => decoded(text),
            Err(_) if chars.is_ascii() => decoded(&chars),
            Err(_) => return text,
        };
        if once == text {
            return text;
        }
        text = once;
    }
}
