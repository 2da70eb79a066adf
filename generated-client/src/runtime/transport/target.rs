//! The targets of requests without a generated operation: a path, or a URL of one of the client's servers.

use http::Method;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::Url;

use super::url::{ServerUrl, is_dots};
use crate::runtime::api::error::Error;

/// The characters that are encoded in a path; `%` is not, since arguments are encoded already.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'^').add(b'|');

/// The method and the target of a request without a generated operation.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) method: Method,
    /// A path, or an absolute URL.
    pub(crate) text: String,
    /// The first setting that cannot be sent.
    pub(crate) problem: Option<String>,
}

impl Target {
    /// Returns whether it is an absolute URL.
    fn is_absolute(&self) -> bool {
        let starts_with = |scheme: &str| {
            self.text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        starts_with("http://") || starts_with("https://")
    }

    /// Returns the index of the server that an absolute URL belongs to: of those with its scheme, host and port, the one
    /// whose path it has, or else the first. A path belongs to the first server.
    pub(crate) fn server(&self, base_urls: &[Result<ServerUrl, String>]) -> Option<usize> {
        if !self.is_absolute() {
            return Some(0);
        }
        let url = Url::parse(&self.text).ok()?;
        let bases = base_urls.iter().enumerate();
        let bases = bases.filter_map(|(index, base)| {
            let base = &base.as_ref().ok()?.parsed;
            (base.origin() == url.origin()).then_some((index, base))
        });
        let own_path = |base: &Url| {
            let prefix = base.path().trim_end_matches('/');
            let rest = url.path().strip_prefix(prefix);
            rest.filter(|rest| rest.is_empty() || rest.starts_with('/')).map(|_| prefix.len())
        };
        // `max_by_key` returns the last maximum.
        bases.rev().max_by_key(|(_, base)| own_path(base)).map(|(index, _)| index)
    }

    /// Returns the URL of the request to a server.
    pub(crate) fn url(&self, server: &ServerUrl) -> Result<Url, Error> {
        let refuse = |reason: &str| Error::argument(format!("{reason}; nothing was sent"));
        if let Some(problem) = &self.problem {
            return Err(refuse(problem));
        }
        if !self.is_absolute() {
            check_path(&self.text).map_err(|reason| refuse(&format!("the path of the request {reason}")))?;
            let path = utf8_percent_encode(&self.text, PATH).to_string();
            let url = Url::parse(&server.base.join(&path));
            let url = url.map_err(|_| refuse("the path of the request does not form a URL"))?;
            return match url.path().ends_with(&path) {
                true => Ok(url),
                false => Err(refuse("the path of the request forms another path")),
            };
        }
        let (before, query) = self.text.split_once('?').unwrap_or((&self.text, ""));
        let host_and_path = before.split_once("://").map_or("", |(_, rest)| rest);
        let problem = match check_path(host_and_path) {
            Err(reason) => Some(reason),
            Ok(()) if query.contains('#') => Some(FRAGMENT),
            Ok(()) if query.contains(char::is_control) => Some(CHARACTER),
            Ok(()) => None,
        };
        if let Some(reason) = problem {
            return Err(refuse(&format!("the URL of the request {reason}")));
        }
        let url = Url::parse(&self.text).map_err(|_| refuse("the URL of the request is not valid"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("the URL of the request has a user name or a password"));
        }
        match server.parsed.origin() == url.origin() {
            true => Ok(url),
            // Without the URL, which has arguments.
            false => Err(refuse("the URL of the request is of none of the client's servers")),
        }
    }
}

const CHARACTER: &str = "has a backslash or a control character";

const FRAGMENT: &str = "has `#`, which starts a fragment: encode it as `%23`";

/// Returns the reason if a path would be read as something else.
fn check_path(path: &str) -> Result<(), &'static str> {
    if path.contains('?') {
        return Err("has `?`: add the query with `query(…)`, or encode it as `%3F`");
    }
    if path.contains('#') {
        return Err(FRAGMENT);
    }
    if path.contains(|c: char| c.is_control() || c == '\\') {
        return Err(CHARACTER);
    }
    match path.split('/').any(is_dots) {
        true => Err("has a segment `.` or `..`, which would lead to another path"),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::transport::url::BaseUrl;

    fn target(text: &str) -> Target {
        Target { method: Method::GET, text: text.to_owned(), problem: None }
    }

    fn server(url: &str) -> ServerUrl {
        let base = BaseUrl::Explicit(url.to_owned());
        let parsed = Url::parse(&base.join("")).expect("a URL");
        ServerUrl { base, parsed }
    }

    fn url(text: &str) -> Result<String, String> {
        let url = target(text).url(&server("https://h.example/api"));
        url.map(String::from).map_err(|error| error.to_string())
    }

    #[test]
    fn a_path_follows_the_base_url() {
        for (path, expected) in [
            ("/users", "/users"),
            ("users/7", "/users/7"),
            ("/a%2Fb/c%20d", "/a%2Fb/c%20d"),
            ("/a b/é", "/a%20b/%C3%A9"),
            ("/a:b@c;d=e,f+g!$&'()*~", "/a:b@c;d=e,f+g!$&'()*~"),
            ("/{id}|\"<>^`", "/%7Bid%7D%7C%22%3C%3E%5E%60"),
            ("/a//b/", "/a//b/"),
            ("/...", "/..."),
            ("/[x]", "/[x]"),
            ("", "/"),
            ("//evil.example/x", "//evil.example/x"),
            ("/https://evil.example", "/https://evil.example"),
            ("ftp://evil.example", "/ftp://evil.example"),
        ] {
            assert_eq!(url(path), Ok(format!("https://h.example/api{expected}")), "{path}");
        }
    }

    #[test]
    fn a_path_that_is_read_as_something_else_is_refused() {
        for (path, reason) in [
            ("/a?b=c", "has `?`"),
            ("/a#b", "has `#`"),
            ("/a\\b", "a backslash"),
            ("/a\nb", "a control character"),
            ("/a\tb", "a control character"),
            ("/..", "`.` or `..`"),
            ("/a/../b", "`.` or `..`"),
            ("./a", "`.` or `..`"),
            ("/a/%2e%2E", "`.` or `..`"),
            ("/a/.%2e/b", "`.` or `..`"),
        ] {
            let refused = url(path).expect_err(path);
            assert!(refused.contains(reason) && refused.ends_with("nothing was sent"), "{path}: {refused}");
        }
    }

    #[test]
    fn an_absolute_url_is_of_a_server() {
        for own in ["https://h.example/x?cursor=a%2Fb&n", "HTTPS://H.example:443/api", "https://h.example"] {
            assert!(url(own).is_ok(), "{own}: {:?}", url(own));
        }
        assert_eq!(url("https://h.example/a/b?c=d").as_deref(), Ok("https://h.example/a/b?c=d"));
        for other in [
            "http://h.example/",
            "https://h.example:8443/",
            "https://evil.example/",
            "https://h.example.evil.example/",
            "https://h.example@evil.example/",
            "https://me:pw@h.example/",
            "https://h.example/a/../b",
            "https://h.example/a#b",
            "https://h.example/a?b#c",
            "https://h.example/a?b\nc",
            "https://h.example/a\tb",
            "https://h.example\\@evil.example/",
            "https://",
        ] {
            let refused = url(other).expect_err(other);
            assert!(!refused.contains("evil") && !refused.contains("pw"), "{refused}");
        }
    }

    #[test]
    fn a_url_belongs_to_the_server_whose_path_it_has() {
        let bases =
            ["https://a.example", "https://b.example/v1", "https://b.example/v2", "https://b.example/v2/x"];
        let mut bases: Vec<Result<ServerUrl, String>> = bases.iter().map(|url| Ok(server(url))).collect();
        bases.push(Err("no host".to_owned()));
        for (url, expected) in [
            ("/v2/x", Some(0)),
            ("https://a.example/v2", Some(0)),
            ("https://b.example/v1/y", Some(1)),
            ("https://b.example/v2", Some(2)),
            ("https://b.example/v2/xy", Some(2)),
            ("https://b.example/v2/x/y", Some(3)),
            ("https://b.example/v3", Some(1)),
            ("https://c.example/", None),
        ] {
            assert_eq!(target(url).server(&bases), expected, "{url}");
        }
    }
}
