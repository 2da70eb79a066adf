//! The placeholders for values that are not strings, such as `<integer>`, and the values that the replay sends instead.

use serde_json::{Value, json};

use super::compare::{decoded, equal, pairs};
use super::message::{Message, header};

/// Returns the value that the replay sends for a placeholder.
fn value(placeholder: &str) -> Option<Value> {
    Some(match placeholder.strip_prefix('<')?.strip_suffix('>')? {
        "integer" | "int" | "int32" | "long" | "int64" | "uint32" | "uint64" => json!(1),
        "number" | "float" | "double" => json!(1.5),
        "boolean" | "bool" => json!(true),
        "array" => json!([]),
        "object" => json!({}),
        _ => return None,
    })
}

/// Replaces the placeholders in a JSON value.
pub(crate) fn replaced(json: &Value) -> Value {
    match json {
        Value::String(string) => value(string).unwrap_or_else(|| json.clone()),
        Value::Array(list) => list.iter().map(replaced).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), replaced(value))).collect(),
        other => other.clone(),
    }
}

/// Whether the strings of the reference are ours, or placeholders for them, of which there is at least one.
fn are_explained<'v>(values: impl Iterator<Item = (&'v [u8], &'v [u8])>) -> bool {
    let mut has_placeholder = false;
    for (theirs, ours) in values.filter(|(theirs, ours)| theirs != ours) {
        let value = std::str::from_utf8(theirs).ok().and_then(value);
        if value.is_none_or(|value| value.to_string().as_bytes() != ours) {
            return false;
        }
        has_placeholder = true;
    }
    has_placeholder
}

/// Whether the reference has placeholders where our request has values of their types, and is otherwise equal in this
/// field.
pub(crate) fn explain(field: &str, theirs: &Message, ours: &Message) -> bool {
    match field {
        "path" => {
            let segments = |message: &Message| message.path.split('/').map(decoded).collect::<Vec<_>>();
            let (theirs, ours) = (segments(theirs), segments(ours));
            theirs.len() == ours.len()
                && are_explained(theirs.iter().map(Vec::as_slice).zip(ours.iter().map(Vec::as_slice)))
        }
        "query" => are_explained_pairs(theirs.query.as_deref(), ours.query.as_deref()),
        "body.urlencoded" => are_explained_pairs(theirs.text(), ours.text()),
        "body.json" => {
            let json =
                |message: &Message| message.text().and_then(|text| serde_json::from_str::<Value>(text).ok());
            json(theirs).zip(json(ours)).is_some_and(|(theirs, ours)| equal(&replaced(&theirs), &ours))
        }
        _ => {
            let text = |message: &Message| match field.strip_prefix("header ") {
                Some(name) => header(&message.headers, name).map(str::to_owned),
                None => message.body.as_ref()?.parts.get(part(field)?)?.text.clone(),
            };
            let (theirs, ours) = (text(theirs), text(ours));
            theirs.zip(ours).is_some_and(|(theirs, ours)| {
                are_explained(std::iter::once((theirs.as_bytes(), ours.as_bytes())))
            })
        }
    }
}

fn are_explained_pairs(theirs: Option<&str>, ours: Option<&str>) -> bool {
    let [theirs, ours] = [theirs, ours].map(|text| pairs(text.unwrap_or_default()));
    let has_same_names = theirs.iter().map(|(name, _)| name).eq(ours.iter().map(|(name, _)| name));
    let values = theirs.iter().zip(&ours).map(|((_, one), (_, other))| {
        (one.as_deref().unwrap_or_default(), other.as_deref().unwrap_or_default())
    });
    has_same_names && are_explained(values)
}

/// Returns the index of the part whose text differs: `body.part[2].text`.
fn part(field: &str) -> Option<usize> {
    field.strip_prefix("body.part[")?.strip_suffix("].text")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(target: &str, content_type: &str, body: &str) -> Message {
        Message::new("POST", target, &[("content-type".to_owned(), content_type.to_owned())], body.as_bytes())
    }

    #[test]
    fn placeholders_explain_values_of_their_types() {
        let explained = |field, theirs: [&str; 3], ours: [&str; 3]| {
            let [theirs, ours] =
                [theirs, ours].map(|[target, media_type, body]| message(target, media_type, body));
            explain(field, &theirs, &ours)
        };
        let of_target = |field, theirs, ours| explained(field, [theirs, "", ""], [ours, "", ""]);
        assert!(of_target("path", "/a/%3Clong%3E/b", "/a/1/b"));
        assert!(!of_target("path", "/a/%3Clong%3E/b", "/a/2/b"));
        assert!(!of_target("path", "/a/%3Clong%3E/b", "/a/1/c"));
        assert!(!of_target("path", "/a/x%7Cy", "/a/x|y"));
        assert!(of_target("query", "/a?p=%3Cinteger%3E&q=<boolean>&r=x", "/a?p=1&q=true&r=x"));
        assert!(!of_target("query", "/a?p=%3Cinteger%3E", "/a?q=1"));
        assert!(!of_target("query", "/a?p=%3Cstring%3E", "/a?p=1"));
        let of_body = |field, media_type, theirs, ours| {
            explained(field, ["/", media_type, theirs], ["/", media_type, ours])
        };
        let json = "application/json";
        assert!(of_body(
            "body.json",
            json,
            r#"{"a": ["<number>"], "b": "<string>"}"#,
            r#"{"a": [1.5], "b": "<string>"}"#
        ));
        assert!(!of_body("body.json", json, r#"{"a": "<number>"}"#, r#"{"a": 2}"#));
        let form = "application/x-www-form-urlencoded";
        assert!(of_body("body.urlencoded", form, "a=%3Cboolean%3E&b=1", "a=true&b=1"));
        assert!(!of_body("body.urlencoded", form, "a=%3Cboolean%3E&b=1", "a=true&b=2"));
    }
}
