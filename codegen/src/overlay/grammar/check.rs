//! Compares a document with the grammar.

use super::super::node::{Node, child};
use super::super::reader::{OverlayReader, list, most_similar};
use super::objects::{DOCUMENT, REFERENCE};
use super::schema::SCHEMA;
use super::{Content, Effect, Object, Other};

/// Reports every unknown keyword and every value of the wrong type in a document, and counts the keywords that have no
/// effect.
pub(in crate::overlay) fn check(root: &Node, reader: &mut OverlayReader<'_>) {
    content(&Content::Object(&DOCUMENT), root, "", reader);
}

/// Like [`check`], for a schema.
pub(in crate::overlay) fn check_schema(schema: &Node, at: &str, reader: &mut OverlayReader<'_>) {
    content(&Content::Schema, schema, at, reader);
}

fn content(expected: &Content, node: &Node, at: &str, reader: &mut OverlayReader<'_>) {
    if !expected.accepts(node) {
        let (name, found) = (expected.name(), node.type_name());
        return reader.error(at, format!("expected {name}"), format!("write {name} instead of {found}"));
    }
    match (expected, node) {
        (Content::Object(kind), Node::Object(entries)) => object(kind, node, entries, at, reader),
        (Content::Schema, Node::Object(entries)) => object(&SCHEMA, node, entries, at, reader),
        (Content::Map(values), Node::Object(entries)) => {
            for (key, node) in entries {
                content(values, node, &child(at, key), reader);
            }
        }
        (Content::Strings, Node::Array(items)) => elements(&Content::String, items, at, reader),
        (Content::List(inner), Node::Array(items)) => elements(inner, items, at, reader),
        (Content::Either(types), node) => {
            if let Some(expected) = types.iter().find(|expected| expected.accepts(node)) {
                content(expected, node, at, reader);
            }
        }
        _ => {}
    }
}

fn elements(inner: &Content, items: &[Node], at: &str, reader: &mut OverlayReader<'_>) {
    for (index, node) in items.iter().enumerate() {
        content(inner, node, &format!("{at}[{index}]"), reader);
    }
}

fn object(
    kind: &'static Object,
    node: &Node,
    entries: &[(String, Node)],
    at: &str,
    reader: &mut OverlayReader<'_>,
) {
    let kind = if kind.can_be_reference && node.get("$ref").is_some() { &REFERENCE } else { kind };
    for (key, node) in entries {
        let at = child(at, key);
        if let Some(keyword) = kind.keywords.iter().find(|keyword| keyword.name == key) {
            if keyword.effect == Effect::None {
                reader.ignored.count(keyword.name);
            }
            content(&keyword.value, node, &at, reader);
            continue;
        }
        match &kind.other {
            _ if key.starts_with("x-") => extension(kind, key, &at, reader),
            Other::Any(values) => content(values, node, &at, reader),
            Other::Statuses(values) if is_status(key) => content(values, node, &at, reader),
            Other::Statuses(_) => {
                let help = "write a status such as `404`, a range such as `4XX`, or `default`";
                reader.error(&at, format!("`{key}` is not an HTTP status"), help);
            }
            Other::None => unknown(kind, key, &at, reader),
        }
    }
}

/// Whether a key of `responses` is a status or a range of them: `404`, `4XX`.
fn is_status(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X' | b'x', b'X' | b'x']
    )
}

/// Reports an extension that looks like a misspelt one of ours. All others are ignored.
fn extension(kind: &Object, key: &str, at: &str, reader: &mut OverlayReader<'_>) {
    let ours = kind.keywords.iter().map(|keyword| keyword.name).filter(|name| name.starts_with("x-"));
    let similar = ours.filter(|name| strsim::levenshtein(name, key) <= 2).min();
    if let Some(similar) = similar {
        let help = format!("did you mean `{similar}`?");
        reader.warning(at, format!("the extension `{key}` has no effect"), help);
    }
}

fn unknown(kind: &Object, key: &str, at: &str, reader: &mut OverlayReader<'_>) {
    let mut names: Vec<&str> = kind.keywords.iter().map(|keyword| keyword.name).collect();
    names.sort_unstable();
    let help = match (elsewhere(key), most_similar(key, names.iter().copied())) {
        (Some(remedy), _) => remedy.to_owned(),
        (None, Some(similar)) => format!("did you mean `{similar}`?"),
        // A list of all sixty keywords of schemas helps nobody.
        (None, None) if names.len() > 20 => "remove it, or give it a name that begins with `x-`".to_owned(),
        (None, None) => format!("{} may have {}", kind.name, list(&names)),
    };
    reader.error(at, format!("`{key}` is not a keyword of {}", kind.name), help);
}

/// Returns the remedy for a keyword of another format.
fn elsewhere(key: &str) -> Option<&'static str> {
    Some(match key {
        "swagger" => "convert the document to OpenAPI 3.1",
        "dependencies" => "write `dependentRequired` or `dependentSchemas`, as JSON Schema 2020-12 does",
        "additionalItems" => "write `items` and `prefixItems`, as JSON Schema 2020-12 does",
        _ => return None,
    })
}
