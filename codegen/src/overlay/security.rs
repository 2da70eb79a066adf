//! Reads `securitySchemes` and `security`.

use super::node::{Node, child};
use super::reader::{ObjectReader, OverlayReader, list, most_similar};

/// A named way to authenticate.
#[derive(Clone, Debug)]
pub struct SecuritySchemeEntry {
    /// The location in the file.
    pub at: String,
    /// The name in `components.securitySchemes`.
    pub name: String,
    /// The form in which the credential is sent.
    pub kind: SecurityKind,
}

/// The form in which a credential is sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SecurityKind {
    /// `Authorization: Bearer …`; also OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization:` with a token after this scheme.
    Other(String),
    /// A header with this name.
    Header(String),
    /// A query parameter with this name.
    Query(String),
    /// A form that the client does not send: a cookie, or a client certificate.
    Unsupported(&'static str),
}

/// What an operation requires: one of several alternatives, each of which is a list of names of schemes.
#[derive(Clone, Debug)]
pub struct Security {
    /// The location in the file.
    pub at: String,
    /// The alternatives; an empty one means that no credential is needed.
    pub alternatives: Vec<Vec<String>>,
}

/// Reads `components.securitySchemes`.
pub(super) fn schemes<'a>(root: &'a Node, reader: &mut OverlayReader<'a>) -> Vec<SecuritySchemeEntry> {
    let Some(node) = root.get("components") else { return Vec::new() };
    let entries = ObjectReader::new(node, "components").entries("securitySchemes").into_iter();
    entries.filter_map(|(name, node, at)| scheme(name, node, &at, reader)).collect()
}

fn scheme<'a>(
    name: &str,
    node: &'a Node,
    at: &str,
    reader: &mut OverlayReader<'a>,
) -> Option<SecuritySchemeEntry> {
    let target = reader.resolve(node, at)?;
    let object = ObjectReader::new(target.node, &target.at);
    let (kind, scheme) = (object.string("type"), object.string("scheme"));
    let (location, key) = (object.string("in"), object.string("name"));
    let kind = match (kind.as_deref(), scheme, location.as_deref(), key) {
        (Some("oauth2" | "openIdConnect"), ..) => SecurityKind::Bearer,
        (Some("mutualTLS"), ..) => SecurityKind::Unsupported("a client certificate"),
        (Some("http"), Some(scheme), ..) => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => SecurityKind::Bearer,
            "basic" => SecurityKind::Basic,
            _ => SecurityKind::Other(scheme),
        },
        (Some("apiKey"), _, Some("header"), Some(key)) => SecurityKind::Header(key),
        (Some("apiKey"), _, Some("query"), Some(key)) => SecurityKind::Query(key),
        (Some("apiKey"), _, Some("cookie"), Some(_)) => SecurityKind::Unsupported("a cookie"),
        _ => {
            let help = "write `\"type\": \"http\"` with `scheme`, `\"type\": \"apiKey\"` with `in` and `name`, or `oauth2`";
            reader.error(at, "the security scheme is not complete", help);
            return None;
        }
    };
    Some(SecuritySchemeEntry { at: at.to_owned(), name: name.to_owned(), kind })
}

/// Reads `security`; `None` if it is missing.
pub(super) fn security(object: &ObjectReader<'_>) -> Option<Security> {
    let (_, at) = object.take("security")?;
    let names = |node: &Node| match node {
        Node::Object(entries) => entries.iter().map(|(name, _)| name.clone()).collect(),
        _ => Vec::new(),
    };
    let alternatives = object.items("security").into_iter().map(|(node, _)| names(node)).collect();
    Some(Security { at, alternatives })
}

/// Reports the names in `security` that are not in `components.securitySchemes`.
pub(super) fn check<'s>(
    security: impl Iterator<Item = &'s Security>,
    schemes: &[SecuritySchemeEntry],
    reader: &mut OverlayReader<'_>,
) {
    let names: Vec<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
    for Security { at, alternatives } in security {
        for (index, alternative) in alternatives.iter().enumerate() {
            for name in alternative.iter().filter(|name| !names.contains(&name.as_str())) {
                let help = match most_similar(name, names.iter().copied()) {
                    Some(similar) => format!("did you mean `{similar}`?"),
                    None => format!("add it, or correct the name: there are {}", list(&names)),
                };
                let at = child(&format!("{at}[{index}]"), name);
                reader.error(&at, format!("`components.securitySchemes` has no `{name}`"), help);
            }
        }
    }
}
