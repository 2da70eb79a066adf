//! The address of a request: base URL, path and query.
//!
//! Postman joins the parts of a URL, replaces the variables, and parses the result. This module does the same but keeps
//! the variables. So a part that contains a `/` or a `?` has the same meaning as in Postman.

mod declared;
mod leading;
mod path;
mod placeholder;

use std::borrow::Cow;

use crate::collection::{Description, PathSegment, QueryParam, Url, UrlParts, Variable};
use crate::pieces::{Piece, find, has_variable, pieces, positions, split_outside};
pub(crate) use leading::{Context, LeadingVariable};
use leading::{Leading, take_base_url};
pub(crate) use path::encoded;
use path::{Token, is_parent, path_pieces, resolved, tokens};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// The parsed URL of a request.
#[derive(Debug)]
pub(crate) struct Address<'c> {
    /// The scheme, the host, the port and the start of the path, unresolved.
    pub(crate) base_url: String,
    /// The rest of the path.
    pub(crate) path: Vec<PathPiece>,
    /// The query.
    pub(crate) query: Vec<QueryEntry<'c>>,
    /// The descriptions and values of the path's `:name` segments.
    pub(crate) variables: &'c [Variable],
    /// The user and the password in the URL, unresolved.
    pub(crate) user: Option<(String, String)>,
    /// Whether the URL has only `raw`.
    pub(crate) is_raw: bool,
    /// The variables of the base URL's path that are there because of their values or names.
    pub(crate) settings: Vec<LeadingVariable>,
    /// The variables before the first literal of the path that are arguments.
    pub(crate) arguments: Vec<LeadingVariable>,
    /// The variable of the host and the literal after it, if they are not separated.
    pub(crate) joined: Option<(String, String)>,
    /// The location of the overlay's server that declares the base URL.
    pub(crate) server: Option<String>,
}

/// A piece of the path after the base URL.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum PathPiece {
    /// A literal, percent-encoded.
    Literal(String),
    /// A `:name` segment.
    Segment(String),
    /// A `{{name}}`.
    Variable(String),
    /// A placeholder such as `{name}` or `<name>`.
    Placeholder {
        /// The name in it.
        name: String,
        /// The whole text.
        text: String,
    },
}

/// An entry of the query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct QueryEntry<'c> {
    pub(crate) key: Cow<'c, str>,
    /// The string after `=`; `None` when Postman sends none.
    pub(crate) value: Option<Cow<'c, str>>,
    pub(crate) description: Option<&'c Description>,
    pub(crate) enabled: bool,
    /// The type that the collection declares, as a placeholder.
    pub(crate) declared: Option<&'static str>,
}

/// The reason why a request cannot be sent, by Postman either.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) problem: String,
    pub(crate) help: &'static str,
}

impl Refusal {
    pub(crate) fn new(problem: impl Into<String>, help: &'static str) -> Self {
        Self { problem: problem.into(), help }
    }
}

/// Parses a URL.
pub(crate) fn address<'c>(url: Option<&'c Url>, context: Context<'_>) -> Result<Address<'c>, Refusal> {
    let mut address = match url {
        Some(Url::String(url)) if url.trim().is_empty() => return Err(no_url()),
        Some(Url::String(url)) => split(url.trim_start().to_owned(), None, context)?,
        Some(Url::WithRows(url)) if url.text.trim().is_empty() => return Err(no_url()),
        Some(Url::WithRows(url)) => {
            let mut address = split(url.text.trim_start().to_owned(), None, context)?;
            address.query.extend(url.query.iter().map(entry));
            address.variables = &url.variable;
            address
        }
        Some(Url::Parts(parts)) => {
            let joined = joined(parts);
            let is_raw = joined.is_empty();
            let raw = parts.raw.as_deref().unwrap_or_default().trim();
            if is_raw && raw.is_empty() {
                return Err(no_url());
            }
            let mut address = split(if is_raw { raw.to_owned() } else { joined }, user(parts), context)?;
            if !is_raw || address.query.is_empty() {
                address.query.extend(parts.query.iter().map(entry));
            }
            address.variables = &parts.variable;
            address.is_raw = is_raw;
            address
        }
        None => return Err(no_url()),
    };
    // If the base URL ends with a variable, its value may contain the path.
    let has_path = || scheme(&address.base_url).1.contains('/');
    if address.path.is_empty() && !address.base_url.ends_with("}}") && !has_path() {
        address.path.push(PathPiece::Literal("/".to_owned()));
    }
    Ok(address)
}

fn no_url() -> Refusal {
    Refusal::new("the request has no URL", "enter a URL in Postman, which cannot send the request either")
}

fn user(parts: &UrlParts) -> Option<(String, String)> {
    let auth = parts.auth.as_ref()?;
    let [user, password] = [&auth.user, &auth.password].map(|part| part.clone().unwrap_or_default());
    (!user.is_empty() || !password.is_empty()).then_some((user, password))
}

/// Joins the parts before the query.
fn joined(parts: &UrlParts) -> String {
    let mut url = String::new();
    if let Some(protocol) =
        parts.protocol.as_deref().map(|scheme| scheme.trim_end_matches('/').trim_end_matches(':'))
        && !protocol.is_empty()
    {
        url.extend([protocol.trim_start(), "://"]);
    }
    url.push_str(parts.host.join(".").trim_start());
    if url.is_empty() && parts.path.is_empty() {
        // A port alone is no URL.
        return url;
    }
    if let Some(port) = parts.port.as_deref().filter(|port| !port.is_empty()) {
        url.extend([":", port]);
    }
    for PathSegment { value, .. } in &parts.path {
        url.extend(["/", value]);
    }
    url
}

fn entry(param: &QueryParam) -> QueryEntry<'_> {
    QueryEntry {
        key: param.key.as_deref().unwrap_or_default().into(),
        // For a value that is not a string, Postman sends only the name.
        value: param.value.as_ref().and_then(Value::as_str).map(Cow::Borrowed),
        description: param.description.as_ref(),
        enabled: !param.disabled,
        declared: param.declared,
    }
}

/// Parses a URL.
fn split<'c>(
    mut url: String,
    mut user: Option<(String, String)>,
    context: Context<'_>,
) -> Result<Address<'c>, Refusal> {
    if let Some(hash) = find(&url, |c| c == '#') {
        url.truncate(hash);
    }
    let query = match find(&url, |c| c == '?') {
        Some(mark) => {
            let query = entries(&url[mark + 1..]);
            url.truncate(mark);
            query
        }
        None => Vec::new(),
    };
    let (scheme, rest) = scheme(&url);
    let (authority, path) = match find(rest, |c| matches!(c, '/' | '\\')) {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let (authority, path, joined) = match joined_literal(authority) {
        Some((variable, start)) => {
            let (name, literal) = (&authority[..start], &authority[start..]);
            let is_whole = name.len() == variable.len() + 4;
            let ends_with_slash = context.variables.resolve(name).is_some_and(|value| value.ends_with('/'));
            let joined = (!ends_with_slash).then(|| (variable.to_owned(), literal.to_owned()));
            match ends_with_slash || is_path(variable, scheme, is_whole, context) {
                true => (name, &rest[start..], joined),
                false => (authority, path, joined),
            }
        }
        None => (authority, path, None),
    };
    let host = match positions(authority, |c| c == '@').last() {
        Some(at) => {
            let (name, password) = authority[..at].split_once(':').unwrap_or((&authority[..at], ""));
            user = Some((name.to_owned(), password.to_owned()));
            &authority[at + 1..]
        }
        None => authority,
    };
    let mut base_url = base_url(scheme, host)?;
    let is_whole = scheme.is_some() || !host.starts_with("{{") || has_no_path(host, context);
    let mut tokens = resolved(tokens(path), is_whole);
    let has_literal_host = has_literal(host);
    let Leading { settings, arguments, server } =
        take_base_url(&mut tokens, &mut base_url, has_literal_host, context);
    let continues_variable = base_url.ends_with("}}") && matches!(tokens.first(), Some(Token::Literal(_)));
    let user = user.map(|(user, password)| (decoded(&user), decoded(&password)));
    let path = path_pieces(&tokens, continues_variable);
    let leaves = matches!(tokens[..], [Token::Slash, Token::Literal(first), ..] if is_parent(first));
    if leaves && path.iter().any(|piece| !matches!(piece, PathPiece::Literal(_))) {
        let help = "write the whole URL in Postman, without `..`";
        return Err(Refusal::new("the path leaves the base URL, which is a variable, with `..`", help));
    }
    Ok(Address {
        base_url,
        path,
        query,
        variables: &[],
        user,
        is_raw: false,
        settings,
        arguments,
        joined,
        server,
    })
}

/// Whether the value of the variable that is a base URL has no path.
fn has_no_path(base_url: &str, context: Context<'_>) -> bool {
    let value = context.variables.resolve(base_url).unwrap_or_default();
    let (_, rest) = value.split_once("://").unwrap_or(("", &value));
    !rest.is_empty() && !rest.trim_end_matches('/').contains('/')
}

/// Whether a host has a literal that is a part of a name, and not only variables and their separators.
fn has_literal(host: &str) -> bool {
    pieces(host).any(|piece| match piece {
        Piece::Literal(literal) => {
            // A port is a number.
            let name = literal.rsplit_once(':').map_or(literal, |(name, _)| name);
            name.contains(char::is_alphanumeric)
        }
        Piece::Variable(_) => false,
    })
}

/// Returns the variable and the start of the literal after it in an authority that ends like `{{host}}users`. A literal
/// with a dot or a colon continues the host.
fn joined_literal(authority: &str) -> Option<(&str, usize)> {
    let pieces: Vec<Piece<'_>> = pieces(authority).collect();
    match pieces[..] {
        [.., Piece::Variable(name), Piece::Literal(literal)]
            if literal.starts_with(char::is_alphanumeric) && !literal.contains(['.', ':', '@']) =>
        {
            Some((name, authority.len() - literal.len()))
        }
        _ => None,
    }
}

/// Decodes a user or password, which are percent-encoded in a URL.
fn decoded(string: &str) -> String {
    percent_decode_str(string).decode_utf8().map_or_else(|_| string.to_owned(), Cow::into_owned)
}

/// Whether the literal after the variable of a host begins the path although no slash is known: the variable has no value
/// and is the whole base URL.
fn is_path(variable: &str, scheme: Option<&str>, is_whole: bool, context: Context<'_>) -> bool {
    let value = context.variables.resolve(&format!("{{{{{variable}}}}}"));
    value.is_none_or(|value| value.is_empty()) && scheme.is_none() && is_whole
}

/// Splits off the scheme, if there is one, with all slashes and backslashes after it.
fn scheme(url: &str) -> (Option<&str>, &str) {
    const SLASHES: [char; 2] = ['/', '\\'];
    let end = find(url, |c| SLASHES.contains(&c)).and_then(|slash| slash.checked_sub(1));
    let Some((scheme, rest)) = end.and_then(|end| url.split_at_checked(end)) else { return (None, url) };
    let rest = rest.strip_prefix(':').map(|rest| (rest, rest.trim_start_matches(SLASHES)));
    match rest {
        Some((slashes, rest)) if slashes.len() - rest.len() > 1 => (Some(scheme), rest),
        _ => (None, url),
    }
}

/// Joins scheme, host and port in lower case, without the default port.
fn base_url(scheme: Option<&str>, host: &str) -> Result<String, Refusal> {
    let scheme = scheme.map(lower_case);
    let mut host = lower_case(host);
    if host.is_empty() {
        return Err(Refusal::new(
            "the URL has no host",
            "enter a host in Postman, which cannot send the request either",
        ));
    }
    if let Some(position) = find(&host, |c| c.is_control() || " \"<>\\^`{|}".contains(c)) {
        let found = host[position..].chars().next().unwrap_or(' ');
        let help = "correct the host in Postman; a variable has two braces on each side: `{{name}}`";
        return Err(Refusal::new(format!("the URL's host contains {found:?}"), help));
    }
    let default_port = match scheme.as_deref() {
        None | Some("http") => ":80",
        Some("https") => ":443",
        Some(scheme) if has_variable(scheme) => "",
        Some(scheme) => {
            let help =
                "use `http` or `https`: Postman does not send requests of other schemes from a collection";
            return Err(Refusal::new(format!("the URL's scheme is `{scheme}`"), help));
        }
    };
    if host.ends_with(default_port) {
        host.truncate(host.len() - default_port.len());
    }
    Ok(match scheme {
        Some(scheme) => format!("{scheme}://{host}"),
        // The value of the variable may contain the scheme.
        None if host.starts_with("{{") => host,
        None => format!("http://{host}"),
    })
}

/// Converts to lower case, except in variables.
fn lower_case(string: &str) -> String {
    let pieces = pieces(string).map(|piece| match piece {
        Piece::Literal(literal) => literal.to_lowercase(),
        Piece::Variable(name) => format!("{{{{{name}}}}}"),
    });
    pieces.collect()
}

/// Parses a query.
fn entries<'c>(query: &str) -> Vec<QueryEntry<'c>> {
    let mut entries = Vec::new();
    if query.is_empty() {
        return entries;
    }
    for entry in split_outside(query, '&') {
        let (key, value) = match find(entry, |c| c == '=') {
            Some(end) => (&entry[..end], Some(Cow::Owned(entry[end + 1..].to_owned()))),
            None => (entry, None),
        };
        entries.push(QueryEntry {
            key: Cow::Owned(key.to_owned()),
            value,
            description: None,
            enabled: true,
            declared: None,
        });
    }
    entries
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collection::Collection;
    use crate::lower::request::variables::Variables;
    use crate::overlay::ServerEntry;

    /// Parses a URL; `version`, `folder` and `host` have values.
    fn address_of(url: &str, servers: &[ServerEntry]) -> Result<Address<'static>, Refusal> {
        let collection = json!({ "info": {}, "item": [], "variable": [
            { "key": "version", "value": "v2" },
            { "key": "folder", "value": "https://s/" },
            { "key": "host", "value": "https://s" }
        ] });
        let collection = Collection::parse("c.json", &collection.to_string()).unwrap();
        let url = Box::leak(Box::new(Url::String(url.to_owned())));
        address(Some(url), Context { variables: &Variables::new(&collection), servers })
    }

    fn parsed(url: &str) -> String {
        match address_of(url, &[]) {
            Ok(address) => {
                let path = address.path.iter().map(|piece| match piece {
                    PathPiece::Literal(literal) => literal.clone(),
                    PathPiece::Segment(name) | PathPiece::Variable(name) => format!("<{name}>"),
                    PathPiece::Placeholder { name, text } => format!("<{name}={text}>"),
                });
                let query = address.query.iter().map(|entry| match &entry.value {
                    Some(value) => format!(" {}={value}", entry.key),
                    None => format!(" {}", entry.key),
                });
                [address.base_url, "|".to_owned()].into_iter().chain(path).chain(query).collect()
            }
            Err(refusal) => refusal.problem,
        }
    }

    #[test]
    fn urls_are_parsed_as_postman_does() {
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
            ("https://h/{{version}}/{{prefix}}", "https://h/{{version}}/{{prefix}}|"),
            ("https://h/{{version}}/{{w}}", "https://h/{{version}}|/<w>"),
            ("https://h/{{v}}/{{version}}/x", "https://h|/<v>/<version>/x"),
            ("https://h/{{version}}{{id}}.json", "https://h/{{version}}|<id>.json"),
            ("https://h/{{id}}.json", "https://h|/<id>.json"),
            ("https://{{x}}.h:1/{{y}}/a", "https://{{x}}.h:1|/<y>/a"),
            ("https://{{x}}:1/{{y}}/a", "https://{{x}}:1/{{y}}|/a"),
            ("{{url}}/{{v}}/{{userId}}", "{{url}}/{{v}}|/<userId>"),
            ("{{url}}/{{v}}/:id", "{{url}}/{{v}}|/<id>"),
            ("{{url}}/a/{{id}}.json/x-{{y}}", "{{url}}|/a/<id>.json/x-<y>"),
            ("h/:id.json/:a-b/x:id/:", "http://h|/<id>.json/<a-b>/x:id/:"),
            ("h/{{a{{b}}}}", "http://h|/<a{{b}}>"),
            ("h/a/{{a/b?c}}", "http://h|/a/<a/b?c>"),
            ("h/{}/a b/é/%2F\\c", "http://h|/%7B%7D/a%20b/%C3%A9/%2F/c"),
            ("h/{id}/%7bb%7D.json/x-<c>{{d}}", "http://h|/<id={id}>/<b=%7bb%7D>.json/x-<c=<c>><d>"),
            ("h/:{id}/:id.{format}", "http://h|/:<id={id}>/<id>.<format={format}>"),
            ("h/a/{{b", "http://h|/a/%7B%7Bb"),
            ("h/a//b/../c", "http://h|/a//c"),
            ("h/./a/./b/.", "http://h|/a/b/"),
            ("h/a/../b/:id/..", "http://h|/b/"),
            ("h/../../:id/.././%2E%2e/c/{{d}}", "http://h|/c/<d>"),
            ("h/..a/.../:id/b..", "http://h|/..a/.../<id>/b.."),
            ("https://{{h}}/../:id", "https://{{h}}|/<id>"),
            ("https://h/{{version}}/../:id", "https://h|/<id>"),
            ("https://h/..", "https://h|/"),
            ("{{url}}/a/../:id", "{{url}}|/<id>"),
            ("{{host}}/../:id", "{{host}}|/<id>"),
            ("{{url}}/../a", "{{url}}|/../a"),
            ("{{url}}/../:id", "the path leaves the base URL, which is a variable, with `..`"),
            ("{{url}}/../../a/../b", "{{url}}|/../../b"),
            ("  h/a  ", "http://h|/a%20%20"),
            ("h/a?b=c=d&e&&f=#g", "http://h|/a b=c=d e  f="),
            ("h/a?", "http://h|/a"),
            ("{{u}}/r/http://x", "{{u}}|/r/http://x"),
            ("https://me:pw@h/a", "https://h|/a"),
            ("{{url}}users/x", "{{url}}|users/x"),
            ("{{folder}}Users/:id", "{{folder}}|Users/<id>"),
            ("https://{{folder}}users", "https://{{folder}}|users"),
            ("{{host}}users/x", "{{host}}users|/x"),
            ("https://{{url}}users/x", "https://{{url}}users|/x"),
            ("{{url}}.x.com/a", "{{url}}.x.com|/a"),
            ("{{a}}{{b}}c/a", "{{a}}{{b}}c|/a"),
            ("/a", "the URL has no host"),
            ("", "the request has no URL"),
            ("ftp://h/a", "the URL's scheme is `ftp`"),
            ("{{h}/a", "the URL's host contains '{'"),
        ] {
            assert_eq!(parsed(url), expected, "{url}");
        }
    }

    #[test]
    fn servers_of_the_overlay_decide_where_the_base_url_ends() {
        let url = "https://h/{{version}}/{{x}}/{{y}}/a";
        for (servers, base_url) in [
            (&["https://h"][..], "https://h"),
            (&["https://h/"], "https://h"),
            (&["https://h/{version}/{x}"], "https://h/{{version}}/{{x}}"),
            (&["https://h", "https://h/{version}/{x}/{y}"], "https://h/{{version}}/{{x}}/{{y}}"),
            (&["https://other"], "https://h/{{version}}"),
            (&["https://h/{version}/a"], "https://h/{{version}}"),
        ] {
            let server =
                |url: &&str| ServerEntry { at: String::new(), url: (*url).to_owned(), variables: Vec::new() };
            let servers: Vec<ServerEntry> = servers.iter().map(server).collect();
            assert_eq!(address_of(url, &servers).unwrap().base_url, base_url, "{servers:?}");
        }
    }

    #[test]
    fn a_missing_slash_after_the_host_is_found() {
        let joined = |url: &str| address_of(url, &[]).unwrap().joined;
        for url in ["{{url}}users/x", "{{host}}users", "https://{{url}}users/x", "{{a}}{{url}}users"] {
            let (variable, literal) = joined(url).unwrap();
            assert_eq!(
                (variable.as_str(), literal.as_str()),
                (if url.contains("url") { "url" } else { "host" }, "users")
            );
        }
        for url in [
            "{{url}}/users",
            "{{folder}}users",
            "{{url}}.x.com/a",
            "{{url}}:8080/a",
            "x{{url}}/a",
            "{{url}}-a/b",
        ] {
            assert_eq!(joined(url), None, "{url}");
        }
    }

    #[test]
    fn user_and_password_are_decoded() {
        let user = |url: &str| address_of(url, &[]).ok().and_then(|address| address.user);
        assert_eq!(user("https://m%40e:p%20w@h/a"), Some(("m@e".to_owned(), "p w".to_owned())));
        assert_eq!(user("https://me:%ff@h/a"), Some(("me".to_owned(), "%ff".to_owned())));
    }
}
