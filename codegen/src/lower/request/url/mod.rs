//! The address of a request: its front, its path and its query.
//!
//! Postman makes one text of a URL's parts, replaces the variables in it and takes the result apart again. So do we,
//! except that the variables stay: a part that holds a `/` or a `?` means what it means on the wire.

mod path;

use std::borrow::Cow;

use crate::collection::{Description, PathSegment, QueryParam, Url, UrlParts, Variable};
use crate::lower::request::variables::{Piece, pieces};
use path::{Token, path_pieces, take_front, tokens};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// An address that can be sent to.
#[derive(Debug)]
pub(crate) struct Address<'c> {
    /// Scheme, host, port and what precedes the first literal text of the path, as written.
    pub(crate) front: String,
    /// The rest of the path.
    pub(crate) path: Vec<PathPiece>,
    /// The query.
    pub(crate) query: Vec<Entry<'c>>,
    /// What the collection says of the path's `:name` segments.
    pub(crate) variables: &'c [Variable],
    /// The user and the password that the URL holds, as written.
    pub(crate) user: Option<(String, String)>,
}

/// A piece of the path after the front.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum PathPiece {
    /// Text, percent-encoded.
    Literal(String),
    /// A `:name` segment.
    Segment(String),
    /// A `{{name}}`.
    Variable(String),
}

/// An entry of the query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry<'c> {
    pub(crate) key: Cow<'c, str>,
    /// The text after `=`; nothing when Postman sends none.
    pub(crate) value: Option<Cow<'c, str>>,
    pub(crate) description: Option<&'c Description>,
    pub(crate) enabled: bool,
}

/// Why Postman sends nothing.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Refused {
    pub(crate) problem: String,
    pub(crate) help: &'static str,
}

impl Refused {
    pub(crate) fn new(problem: impl Into<String>, help: &'static str) -> Self {
        Self { problem: problem.into(), help }
    }
}

/// Takes a URL apart.
pub(crate) fn address(url: Option<&Url>) -> Result<Address<'_>, Refused> {
    let mut address = match url {
        Some(Url::Text(text)) if text.trim().is_empty() => return Err(no_url()),
        Some(Url::Text(text)) => split(text.trim_start().to_owned(), None)?,
        Some(Url::Parts(parts)) => {
            let mut address = split(joined(parts)?, user(parts))?;
            address.query.extend(parts.query.iter().map(entry));
            address.variables = &parts.variable;
            address
        }
        None => return Err(no_url()),
    };
    // A variable at the end of the front may bring the path.
    if address.path.is_empty() && !address.front.ends_with("}}") {
        address.path.push(PathPiece::Literal("/".to_owned()));
    }
    Ok(address)
}

fn no_url() -> Refused {
    Refused::new("the request has no URL", "enter one in Postman; it sends nothing either")
}

fn user(parts: &UrlParts) -> Option<(String, String)> {
    let auth = parts.auth.as_ref()?;
    let [user, password] = [&auth.user, &auth.password].map(|text| text.clone().unwrap_or_default());
    (!user.is_empty() || !password.is_empty()).then_some((user, password))
}

/// The text of the parts up to the query.
fn joined(parts: &UrlParts) -> Result<String, Refused> {
    let mut text = String::new();
    if let Some(protocol) =
        parts.protocol.as_deref().map(|text| text.trim_end_matches('/').trim_end_matches(':'))
        && !protocol.is_empty()
    {
        text.extend([protocol.trim_start(), "://"]);
    }
    text.push_str(parts.host.join(".").trim_start());
    if text.is_empty() && parts.path.is_empty() {
        return Err(match &parts.raw {
            Some(raw) if !raw.trim().is_empty() => Refused::new(
                "the URL has only its `raw` text, which Postman does not send",
                "open the request in Postman and save it: that fills in the other parts",
            ),
            _ => no_url(),
        });
    }
    if let Some(port) = parts.port.as_deref().filter(|port| !port.is_empty()) {
        text.extend([":", port]);
    }
    for PathSegment { value, .. } in &parts.path {
        text.extend(["/", value]);
    }
    Ok(text)
}

fn entry(param: &QueryParam) -> Entry<'_> {
    Entry {
        key: param.key.as_deref().unwrap_or_default().into(),
        // Postman sends the bare name for every value that is no text.
        value: param.value.as_ref().and_then(Value::as_str).map(Cow::Borrowed),
        description: param.description.as_ref(),
        enabled: !param.disabled,
    }
}

/// Takes the text of a URL apart.
fn split<'c>(mut text: String, mut user: Option<(String, String)>) -> Result<Address<'c>, Refused> {
    if let Some(hash) = find(&text, |c| c == '#') {
        text.truncate(hash);
    }
    let query = match find(&text, |c| c == '?') {
        Some(mark) => {
            let query = entries(&text[mark + 1..]);
            text.truncate(mark);
            query
        }
        None => Vec::new(),
    };
    let (scheme, rest) = scheme(&text);
    let (authority, path) = match find(rest, |c| matches!(c, '/' | '\\')) {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let host = match positions(authority, |c| c == '@').last() {
        Some(at) => {
            let (name, password) = authority[..at].split_once(':').unwrap_or((&authority[..at], ""));
            user = Some((name.to_owned(), password.to_owned()));
            &authority[at + 1..]
        }
        None => authority,
    };
    let mut front = front(scheme, host)?;
    let mut tokens = tokens(path);
    take_front(&mut tokens, &mut front);
    let is_glued = front.ends_with("}}") && matches!(tokens.first(), Some(Token::Text(_)));
    let user = user.map(|(user, password)| (decoded(&user), decoded(&password)));
    Ok(Address { front, path: path_pieces(&tokens, is_glued), query, variables: &[], user })
}

/// User or password as they are sent: in a URL they are encoded.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// The places of characters outside variables.
fn positions(text: &str, is_wanted: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = usize> {
    let mut end = 0;
    pieces(text).flat_map(move |piece| {
        let start = end;
        let text = match piece {
            Piece::Text(text) => text,
            Piece::Variable(_) => "",
        };
        end += match piece {
            Piece::Text(text) => text.len(),
            Piece::Variable(name) => name.len() + 4,
        };
        text.match_indices(is_wanted).map(move |(at, _)| start + at)
    })
}

/// The first place of a character outside variables.
fn find(text: &str, is_wanted: impl Fn(char) -> bool + Copy) -> Option<usize> {
    positions(text, is_wanted).next()
}

/// The scheme, when there is one, and what follows it.
fn scheme(text: &str) -> (Option<&str>, &str) {
    let end = find(text, |c| c == '/').and_then(|slash| slash.checked_sub(1));
    let Some(end) = end.filter(|&end| text.as_bytes()[end..].starts_with(b"://")) else {
        return (None, text);
    };
    (Some(&text[..end]), &text[end + 3..])
}

/// Scheme, host and port, as they are compared: in lower case, without a port that says nothing.
fn front(scheme: Option<&str>, host: &str) -> Result<String, Refused> {
    let scheme = scheme.map(lower_case);
    let mut host = lower_case(host);
    if host.is_empty() {
        return Err(Refused::new(
            "the URL has no host",
            "enter the host in Postman; it sends nothing either",
        ));
    }
    if let Some(found) = find(&host, |c| c.is_control() || " \"<>\\^`{|}".contains(c)) {
        let found = host[found..].chars().next().unwrap_or(' ');
        let help = "correct the host in Postman; a variable is written `{{name}}`";
        return Err(Refused::new(format!("the URL's host holds {found:?}"), help));
    }
    let default_port = match scheme.as_deref() {
        None | Some("http") => ":80",
        Some("https") => ":443",
        Some(scheme) if crate::lower::request::variables::has_variable(scheme) => "",
        Some(scheme) => {
            let help =
                "only `http` and `https` URLs become operations; Postman sends no others from a collection";
            return Err(Refused::new(format!("the URL's scheme is `{scheme}`"), help));
        }
    };
    if host.ends_with(default_port) {
        host.truncate(host.len() - default_port.len());
    }
    Ok(match scheme {
        Some(scheme) => format!("{scheme}://{host}"),
        // The variable may bring its scheme.
        None if host.starts_with("{{") => host,
        None => format!("http://{host}"),
    })
}

/// The text in lower case, its variables as they are.
fn lower_case(text: &str) -> String {
    let pieces = pieces(text).map(|piece| match piece {
        Piece::Text(text) => text.to_lowercase(),
        Piece::Variable(name) => format!("{{{{{name}}}}}"),
    });
    pieces.collect()
}

/// The entries of a query in a text.
fn entries<'c>(query: &str) -> Vec<Entry<'c>> {
    let mut entries = Vec::new();
    if query.is_empty() {
        return entries;
    }
    let mut start = 0;
    for end in positions(query, |c| c == '&').chain([query.len()]) {
        let entry = &query[start..end];
        start = end + 1;
        let (key, value) = match find(entry, |c| c == '=') {
            Some(end) => (&entry[..end], Some(Cow::Owned(entry[end + 1..].to_owned()))),
            None => (entry, None),
        };
        entries.push(Entry { key: Cow::Owned(key.to_owned()), value, description: None, enabled: true });
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken_apart(url: &str) -> String {
        match address(Some(&Url::Text(url.to_owned()))) {
            Ok(address) => {
                let path = address.path.iter().map(|piece| match piece {
                    PathPiece::Literal(text) => text.clone(),
                    PathPiece::Segment(name) | PathPiece::Variable(name) => format!("<{name}>"),
                });
                let query = address.query.iter().map(|entry| match &entry.value {
                    Some(value) => format!(" {}={value}", entry.key),
                    None => format!(" {}", entry.key),
                });
                [address.front, "|".to_owned()].into_iter().chain(path).chain(query).collect()
            }
            Err(refused) => refused.problem,
        }
    }

    #[test]
    fn a_url_is_taken_apart_as_postman_does() {
        for (url, expected) in [
            ("{{baseUrl}}/users", "{{baseUrl}}|/users"),
            (
                "{{protocol}}://{{host}}/{{basePath}}users/:id/x",
                "{{protocol}}://{{host}}/{{basePath}}|users/<id>/x",
            ),
            ("HTTPS://API.x.com:443/A", "https://api.x.com|/A"),
            ("localhost:8080/a/", "http://localhost:8080|/a/"),
            ("https://h", "https://h|/"),
            ("{{url}}", "{{url}}|"),
            ("{{url}}?a", "{{url}}| a"),
            ("https://h/{{v}}/{{w}}", "https://h/{{v}}/{{w}}|"),
            ("{{url}}/{{v}}/:id", "{{url}}/{{v}}|/<id>"),
            ("{{url}}/a/{{id}}.json/x-{{y}}", "{{url}}|/a/<id>.json/x-<y>"),
            ("h/:id.json/:a-b/x:id/:", "http://h|/<id>.json/<a-b>/x:id/:"),
            ("h/{{a{{b}}}}", "http://h/{{a{{b}}}}|"),
            ("h/a/{{a/b?c}}", "http://h|/a/<a/b?c>"),
            ("h/{id}/a b/é/%2F\\c", "http://h|/%7Bid%7D/a%20b/%C3%A9/%2F/c"),
            ("h/a/{{b", "http://h|/a/%7B%7Bb"),
            ("h/a//b/../c", "http://h|/a//b/../c"),
            ("  h/a  ", "http://h|/a%20%20"),
            ("h/a?b=c=d&e&&f=#g", "http://h|/a b=c=d e  f="),
            ("h/a?", "http://h|/a"),
            ("{{u}}/r/http://x", "{{u}}|/r/http://x"),
            ("https://me:pw@h/a", "https://h|/a"),
            ("{{url}}users/x", "{{url}}users|/x"),
            ("/a", "the URL has no host"),
            ("", "the request has no URL"),
            ("ftp://h/a", "the URL's scheme is `ftp`"),
            ("{{h}/a", "the URL's host holds '{'"),
        ] {
            assert_eq!(taken_apart(url), expected, "{url}");
        }
    }

    #[test]
    fn user_and_password_are_decoded() {
        let user =
            |url: &str| address(Some(&Url::Text(url.to_owned()))).ok().and_then(|address| address.user);
        assert_eq!(user("https://m%40e:p%20w@h/a"), Some(("m@e".to_owned(), "p w".to_owned())));
        assert_eq!(user("https://me:%ff@h/a"), Some(("me".to_owned(), "%ff".to_owned())));
    }
}
