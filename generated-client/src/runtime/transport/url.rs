//! URLs and the arguments in them.
//!
//! A path argument is one segment, whatever it contains: `..` as an id must not reach another operation. Encoding alone
//! does not prevent that, since a URL parser reads `%2E%2E` as `..`. So `%` itself is encoded, too, and an argument is
//! refused if it is empty or if its segment would be `.` or `..`.

use std::fmt;
use std::net::IpAddr;
use std::slice::Iter;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use crate::runtime::model::argument::Text;

/// All characters except RFC 3986 `pchar`; `%` is encoded too.
const PATH_ARGUMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The characters that are encoded in a query: those that have a meaning in a query or are not allowed in one. Postman
/// does not encode any others.
const QUERY_VALUE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'\'').add(b'<').add(b'>').add(b'&').add(b'+').add(b'%');

/// The characters that are encoded in the name of a query parameter.
const QUERY_NAME: &AsciiSet = &QUERY_VALUE.add(b'=');

/// Appends a template, such as `/users/{id}/manage`, to a path, with arguments instead of its parameters, in their order.
///
/// The literal text of a template is already encoded, braces included, so `{` always starts a parameter.
fn push_path(path: &mut String, template: &str, arguments: &[Text]) -> Result<(), InvalidArgument> {
    let (mut arguments, mut segments) = (arguments.iter(), template);
    while !segments.is_empty() {
        let end = position(segments, b'/').map_or(segments.len(), |slash| slash + 1);
        let (segment, rest) = segments.split_at(end);
        push_segment(path, segment, &mut arguments)?;
        segments = rest;
    }
    Ok(())
}

/// Appends a segment of a template, with the slash at its end.
fn push_segment(
    path: &mut String,
    segment: &str,
    arguments: &mut Iter<'_, Text>,
) -> Result<(), InvalidArgument> {
    let (start, mut rest, mut first_parameter) = (path.len(), segment, None);
    while let Some((literal, (name, after))) = parameter(rest) {
        path.push_str(literal);
        let reason = match arguments.next() {
            Some(Ok(argument)) if !argument.is_empty() => {
                path.extend(utf8_percent_encode(argument, PATH_ARGUMENT));
                None
            }
            Some(Err(reason)) => Some(*reason),
            _ => Some("is empty"),
        };
        if let Some(reason) = reason {
            return Err(InvalidArgument { parameter: name.to_owned(), reason });
        }
        first_parameter.get_or_insert(name);
        rest = after;
    }
    path.push_str(rest);
    if let (Some(name), "." | ".." | "./" | "../") = (first_parameter, &path[start..]) {
        return Err(InvalidArgument { parameter: name.to_owned(), reason: "would lead to another path" });
    }
    Ok(())
}

/// Splits a template at its first parameter. Returns the text before it, its name and the text after it.
fn parameter(template: &str) -> Option<(&str, (&str, &str))> {
    let start = position(template, b'{')?;
    let end = start + position(&template[start..], b'}')?;
    Some((&template[..start], (&template[start + 1..end], &template[end + 1..])))
}

/// Returns the position of an ASCII character in a short text, for which `str::find` takes longer.
fn position(text: &str, character: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == character)
}

/// An argument that cannot be sent, and the reason.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct InvalidArgument {
    pub(crate) parameter: String,
    pub(crate) reason: &'static str,
}

/// Adds `name=value` to a query, or only the name if the value is `None`. A query of `None` has no entries.
pub(crate) fn add_query(query: &mut Option<String>, name: &str, value: Option<&str>) {
    let query = add_name(query, name);
    if let Some(value) = value {
        query.push('=');
        query.extend(utf8_percent_encode(value, QUERY_VALUE));
    }
}

/// Adds `name=value` to a query, with a value that is already percent-encoded.
pub(crate) fn add_encoded_query(query: &mut Option<String>, name: &str, value: &str) {
    add_name(query, name).extend(["=", value]);
}

/// Adds a name to a query, and returns the query.
fn add_name<'q>(query: &'q mut Option<String>, name: &str) -> &'q mut String {
    let query = match query {
        Some(query) => {
            query.push('&');
            query
        }
        None => query.insert(String::new()),
    };
    query.extend(utf8_percent_encode(name, QUERY_NAME));
    query
}

/// The URL that paths are appended to.
#[derive(Clone, Eq, PartialEq)]
pub(crate) enum BaseUrl {
    /// A URL that the caller has set. There is one slash between it and the path.
    Explicit(String),
    /// The URL of a server with the values of its variables. The path is appended to it unchanged, as in Postman.
    Expanded(String),
}

/// Shows scheme and host, since a path may have a secret.
impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.join("")))
    }
}

/// The base URL of a server that can be called, also after parsing, so that a call only parses its path.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct ServerUrl {
    pub(crate) base: BaseUrl,
    pub(crate) parsed: Url,
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.base.fmt(f)
    }
}

/// Parses the text of a URL that begins with a base URL, of which only the path is new then.
pub(crate) fn parse(text: &str, base: &Url) -> Option<Url> {
    let origin = base.as_str().strip_suffix(base.path());
    match origin.and_then(|origin| text.strip_prefix(origin)) {
        Some(path) if path.starts_with('/') && !path.bytes().any(|byte| byte == b'?' || byte == b'#') => {
            let mut url = base.clone();
            url.set_path(path);
            Some(url)
        }
        _ => Url::parse(text).ok(),
    }
}

/// Returns a URL as messages show it: the scheme and the host, since all other parts may have a secret.
pub(crate) fn shown(text: &str) -> String {
    let url = Url::parse(text).ok();
    let host = url.as_ref().and_then(|url| Some((url.scheme(), url.host_str()?)));
    match host {
        Some((scheme, host)) => format!("`{scheme}://{host}`"),
        None => "the base URL".to_owned(),
    }
}

/// Returns whether a URL parser resolves a segment.
pub(crate) fn is_dots(segment: &str) -> bool {
    let decoded = segment.replace("%2e", ".").replace("%2E", ".");
    decoded == "." || decoded == ".."
}

/// Returns whether the host of a URL is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    // A name may end in a dot.
    let name = host.strip_suffix('.').unwrap_or(host);
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_address = address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
    is_address || name == "localhost" || name.ends_with(".localhost")
}

impl BaseUrl {
    /// Returns the same URL with another scheme, host and port. The origin does not end with a slash.
    pub(crate) fn with_origin(self, origin: &str) -> Self {
        let moved = |text: &str| {
            let path = text.split_once("://").map_or(text, |(_, rest)| rest);
            let path = path.find(['/', '?', '#']).map_or("", |start| &path[start..]);
            format!("{origin}{path}")
        };
        match self {
            Self::Explicit(url) => Self::Explicit(moved(&url)),
            Self::Expanded(url) => Self::Expanded(moved(&url)),
        }
    }

    /// Returns the absolute URL of a path, without a query.
    pub(crate) fn join(&self, path: &str) -> String {
        let (mut url, path) = self.start(path, 0);
        url.push_str(path);
        url
    }

    /// Returns the absolute URL of the path that a template and its arguments form, without a query, and the position at
    /// which that path starts.
    pub(crate) fn expand(
        &self,
        template: &str,
        arguments: &[Text],
    ) -> Result<(String, usize), InvalidArgument> {
        // Most arguments are not changed by their encoding.
        let (mut url, template) = self.start(template, arguments.iter().flatten().map(String::len).sum());
        let start = url.len();
        push_path(&mut url, template, arguments)?;
        Ok((url, start))
    }

    /// Returns the text in front of a path, with room for the path and more, and the rest of the path.
    fn start<'p>(&self, path: &'p str, more: usize) -> (String, &'p str) {
        let (base, slash, path) = match self {
            Self::Explicit(url) => (url.trim_end_matches('/'), "/", path.strip_prefix('/').unwrap_or(path)),
            Self::Expanded(url) => (url.as_str(), "", path),
        };
        let mut url = String::with_capacity(base.len() + slash.len() + path.len() + more);
        url.extend([base, slash]);
        (url, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(template: &str, arguments: &[&str]) -> Result<String, InvalidArgument> {
        let arguments: Vec<Text> = arguments.iter().map(|&text| Ok(text.to_owned())).collect();
        let mut path = String::new();
        push_path(&mut path, template, &arguments).map(|()| path)
    }

    #[test]
    fn an_argument_stays_in_its_segment() {
        let cases = [
            ("5b10", "/u/5b10/m"),
            ("557057:4f9a", "/u/557057:4f9a/m"),
            ("a|b", "/u/a%7Cb/m"),
            ("a b", "/u/a%20b/m"),
            ("a/b", "/u/a%2Fb/m"),
            ("%2F", "/u/%252F/m"),
            ("../x", "/u/..%2Fx/m"),
            ("%2E%2E", "/u/%252E%252E/m"),
            ("a?b#c", "/u/a%3Fb%23c/m"),
            ("é☃", "/u/%C3%A9%E2%98%83/m"),
            ("{x}", "/u/%7Bx%7D/m"),
            ("\\", "/u/%5C/m"),
        ];
        for (argument, expected) in cases {
            assert_eq!(expanded("/u/{id}/m", &[argument]).as_deref(), Ok(expected), "{argument}");
        }
    }

    #[test]
    fn an_argument_that_would_leave_its_segment_is_refused() {
        for argument in ["", ".", ".."] {
            let refused = expanded("/u/{id}", &[argument]).unwrap_err();
            assert_eq!(refused.parameter, "id", "{argument:?}");
        }
        assert!(expanded("/u/{a}{b}", &[".", "."]).is_err());
        assert!(expanded("/u/.{a}", &["."]).is_err());
        assert_eq!(expanded("/u/{a}...{b}", &[".", "."]).as_deref(), Ok("/u/....."));
    }

    #[test]
    fn a_query_value_arrives_as_it_was_given() {
        let mut query = None;
        add_query(&mut query, "filter[x]=", Some("a&b=c d+e%20#'é"));
        add_query(&mut query, "q", Some(""));
        add_query(&mut query, "bare", None);
        add_query(&mut query, "", None);
        assert_eq!(query.as_deref(), Some("filter[x]%3D=a%26b=c%20d%2Be%2520%23%27%C3%A9&q=&bare&"));
        let mut query = None;
        add_query(&mut query, "", None);
        add_query(&mut query, "a", None);
        assert_eq!(query.as_deref(), Some("&a"));
    }

    #[test]
    fn a_url_on_a_parsed_base_url_is_the_same_as_one_that_is_parsed() {
        for base in [
            "https://h",
            "https://h/",
            "https://H:443/a/b",
            "http://u:p@127.0.0.1:80",
            "http://h:8080/a%20b/",
        ] {
            let parsed = Url::parse(base).expect("a URL");
            for path in [
                "",
                "/",
                "x",
                "/users/712020:3f%2F/m",
                "//evil/x",
                "/\\evil",
                "/a/../b/./c/..",
                "/é ü",
                "/a?b#c",
                "\t/x",
                "@evil/",
                ":1/",
            ] {
                let text = format!("{base}{path}");
                assert_eq!(parse(&text, &parsed), Url::parse(&text).ok(), "{text}");
            }
        }
    }

    #[test]
    fn only_scheme_and_host_of_a_url_are_shown() {
        for (url, expected) in [
            ("https://h.example:8443/hush?hush#hush", "`https://h.example`"),
            ("https://hush:hush@h/", "`https://h`"),
            ("hush", "the base URL"),
            ("hush://", "the base URL"),
            ("https://hu sh/", "the base URL"),
        ] {
            assert_eq!(shown(url), expected, "{url}");
            assert_eq!(format!("{:?}", BaseUrl::Explicit(url.to_owned())), expected, "{url}");
        }
    }

    #[test]
    fn every_name_of_this_machine_is_recognized() {
        let is_local = |host: &str| is_loopback(&Url::parse(&format!("http://{host}/")).expect("a URL"));
        for host in [
            "127.0.0.1:80",
            "127.9.9.9",
            "[::1]:1",
            "[::ffff:127.0.0.1]",
            "localhost",
            "LOCALHOST",
            "a.localhost",
            "localhost.",
            "0x7f.1",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com",
            "127.0.0.1.example.com",
            "10.0.0.1",
            "[::2]",
            "notlocalhost",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }

    #[test]
    fn a_base_url_may_end_in_a_slash() {
        for base in ["https://h/api", "https://h/api/"] {
            for path in ["/users", "users"] {
                let base = BaseUrl::Explicit(base.to_owned());
                assert_eq!(base.join(path), "https://h/api/users");
                assert_eq!(base.expand(path, &[]), Ok(("https://h/api/users".to_owned(), 14)));
            }
        }
        assert_eq!(BaseUrl::Expanded("https://h/".to_owned()).join("users"), "https://h/users");
        assert_eq!(BaseUrl::Explicit("https://h".to_owned()).join(""), "https://h/");
    }
}
