//! The values of the variables in the URL of a server.
//!
//! A value stays in its part of the URL: it cannot end a host or move it, and it cannot lead to another path. Values in
//! the collection are not checked, and a value may have what the one in the collection has.

use crate::runtime::api::service::Variable;
use crate::runtime::transport::url::is_dots;

/// The reason why a URL cannot be made.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    /// A variable has no value.
    Missing(String),
    /// The value of a variable cannot be in its place.
    Invalid(String),
}

/// Replaces the variables of a server's URL with their values, which are in the order of the variables.
pub(super) fn expand(
    template: &str,
    variables: &[Variable],
    values: &[Option<String>],
) -> Result<String, Refusal> {
    let mut url = String::new();
    let mut set = Vec::new();
    let mut rest = template;
    while let Some((literal, variable, value, after)) = next(rest, variables, values) {
        url.push_str(literal);
        let name = variable.name;
        let Some(text) = value.or(variable.default) else {
            let setter = variable.setter;
            let alternative = if setter == "base_url" { "" } else { ", or `base_url(…)`" };
            return Err(Refusal::Missing(format!("the URL needs `{name}`: call `{setter}(…)`{alternative}")));
        };
        if value.is_some() && value != variable.default {
            let ends_authority = after.is_empty()
                || after.starts_with('/')
                || next(after, variables, values).is_some_and(|(literal, next, value, _)| {
                    literal.is_empty() && value.or(next.default).is_some_and(|text| text.starts_with('/'))
                });
            let follows_variable = literal.is_empty() && !url.is_empty();
            let default = variable.default;
            let context = Context { before: &url, after, follows_variable, ends_authority, default };
            context.check(text).map_err(|reason| invalid(variable, reason))?;
            set.push((variable, url.len(), url.len() + text.len()));
        }
        url.push_str(text);
        rest = after;
    }
    url.push_str(rest);
    let path = path_start(&url);
    for (start, segment) in segments(&url, path) {
        let made_by =
            |(_, from, to): &&(&Variable, usize, usize)| *from <= start + segment.len() && start <= *to;
        if let (true, Some((variable, ..))) = (is_dots(segment), set.iter().find(made_by)) {
            return Err(invalid(variable, "makes a segment `.` or `..`, which would lead to another path"));
        }
    }
    Ok(url)
}

fn invalid(variable: &Variable, reason: &str) -> Refusal {
    let Variable { name, setter, .. } = variable;
    // Without the value: it may be a secret.
    Refusal::Invalid(format!("the value that `{setter}(…)` sets for `{name}` in the URL {reason}"))
}

/// Splits a template at its first variable. Returns the text before it, the variable, its value and the text after it.
fn next<'t>(
    template: &'t str,
    variables: &'t [Variable],
    values: &'t [Option<String>],
) -> Option<(&'t str, &'t Variable, Option<&'t str>, &'t str)> {
    template.match_indices('{').find_map(|(start, _)| {
        let text = &template[start + 1..];
        let mut pairs = variables.iter().zip(values);
        pairs.find_map(|(variable, value)| {
            let after = text.strip_prefix(variable.name)?.strip_prefix('}')?;
            Some((&template[..start], variable, value.as_deref(), after))
        })
    })
}

/// The surroundings of a variable in a URL.
struct Context<'a> {
    /// The URL before it, with the values of variables.
    before: &'a str,
    /// The template after it.
    after: &'a str,
    /// Whether another variable directly precedes it.
    follows_variable: bool,
    /// Whether nothing of the host follows.
    ends_authority: bool,
    /// The value in the collection.
    default: Option<&'a str>,
}

impl Context<'_> {
    /// Returns the reason if a value cannot be in this place.
    fn check(&self, value: &str) -> Result<(), &'static str> {
        if value.contains(|c: char| c.is_control() || c == '\\') {
            return Err("has a backslash or a control character");
        }
        if value.contains(['?', '#']) {
            return Err("has `?` or `#`, which would end the path");
        }
        if self.before.is_empty() && self.after.starts_with("://") {
            let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
            let is_valid = !value.is_empty() && value.chars().all(is_scheme);
            return if is_valid { Ok(()) } else { Err("is not a scheme, such as `https`") };
        }
        match self.before.split_once("://") {
            Some((_, rest)) if rest.contains('/') => self.check_path(value),
            Some((_, rest)) => self.check_host(rest, value),
            None => match value.split_once("://") {
                Some((_, rest)) if self.before.is_empty() => self.check_host("", rest),
                _ => self.check_host(self.before, value),
            },
        }
    }

    /// Checks a value in the host and the port, of which `before` precedes it.
    fn check_host(&self, before: &str, value: &str) -> Result<(), &'static str> {
        if before.ends_with(':') && !before.ends_with("::") {
            let is_port =
                !value.is_empty() && value.len() <= 5 && value.bytes().all(|byte| byte.is_ascii_digit());
            return if is_port { Ok(()) } else { Err("is not the number of a port") };
        }
        let default = self.default.unwrap_or_default();
        let default = default.split_once("://").map_or(default, |(_, rest)| rest);
        let (host, path) = match value.find('/') {
            Some(slash) => value.split_at(slash),
            None => (value, ""),
        };
        if path.contains('%') && !default.contains('%') {
            return Err("has `%`, which could lead to another path");
        }
        if default.starts_with('/') {
            let begins_path = value.is_empty() || host.is_empty();
            return if begins_path {
                Ok(())
            } else {
                Err("does not begin with a slash, and would be a part of the host")
            };
        }
        let follows_host = self.follows_variable && self.ends_authority && default.is_empty();
        if follows_host && host.is_empty() && !path.is_empty() {
            return Ok(());
        }
        // A path may follow a host that is complete, or be where the collection has one.
        let is_complete = before.is_empty() && self.ends_authority;
        if !path.is_empty() && !is_complete && !default.contains('/') {
            return Err("has a slash, which would end the host");
        }
        let has_port = is_complete && !host.starts_with('[');
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if has_port => (name, port),
            _ => (host, ""),
        };
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("has a port that is not a number");
        }
        let is_address =
            before.is_empty() && (is_complete || self.after.starts_with(':')) && name.starts_with('[');
        let is_allowed = |c: char| match is_address {
            true => c.is_ascii_hexdigit() || "[]:.".contains(c),
            false => c.is_alphanumeric() || "-_.".contains(c),
        };
        if name.is_empty() {
            return Err("is empty, and so is the host or a part of it");
        }
        if !name.chars().all(is_allowed) {
            return Err("has a character that would end the host or move it");
        }
        let follows_dot = before.is_empty() || before.ends_with('.');
        if name.contains("..")
            || (name.starts_with('.') && follows_dot)
            || (name.ends_with('.') && self.after.starts_with('.'))
        {
            return Err("makes a part of the host empty");
        }
        Ok(())
    }

    /// Checks a value in the path.
    fn check_path(&self, value: &str) -> Result<(), &'static str> {
        let default = self.default.unwrap_or_default();
        if value.contains('%') && !default.contains('%') {
            return Err("has `%`, which could lead to another path");
        }
        // A prefix that the collection leaves empty may be any.
        if default.is_empty() && self.default.is_some() && self.after.is_empty() {
            return Ok(());
        }
        let mut inner = value;
        if default.starts_with('/') {
            inner = inner.strip_prefix('/').unwrap_or(inner);
        }
        if self.after.is_empty() || default.ends_with('/') {
            inner = inner.strip_suffix('/').unwrap_or(inner);
        }
        if inner.is_empty()
            && self.before.ends_with('/')
            && self.after.starts_with('/')
            && !default.is_empty()
        {
            return Err("is empty, and so is a segment of the path");
        }
        if inner.contains('/') && !default.trim_matches('/').contains('/') {
            return Err(
                "has several segments, and the path has one here: set the whole URL with `base_url(…)`",
            );
        }
        Ok(())
    }
}

/// Returns the position where the path of a URL starts.
fn path_start(url: &str) -> usize {
    let authority = url.find("://").map_or(0, |position| position + 3);
    url[authority..].find('/').map_or(url.len(), |position| authority + position)
}

/// Returns the segments of a path that starts at a position, each with its own position.
fn segments(url: &str, path: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut start = path;
    url[path..].split('/').map(move |segment| {
        let position = start;
        start += segment.len() + 1;
        (position, segment)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(template: &str, default: Option<&'static str>, value: &str) -> Result<String, Refusal> {
        let variables = [
            Variable { name: "x", setter: "x", default },
            Variable { name: "host", setter: "host", default: Some("api.example.com") },
            Variable { name: "base", setter: "base", default: Some("/v1") },
        ];
        expand(template, &variables, &[Some(value.to_owned()), None, None])
    }

    /// The values that would leave a part of a host.
    const HOSTILE: &[&str] = &[
        "evil.com/",
        "evil.com:443/",
        "evil.com:443",
        "evil.com\\",
        "evil.com?",
        "evil.com#",
        "me@evil.com",
        "me:pw@evil.com/",
        "",
        ".",
        "..",
        ".evil",
        "a..b",
        "a.",
        "evil%2ecom",
        "evil.com%2f",
        "%2e",
        "evil.com\t/",
        "evil\n",
        "/",
        "//evil.com",
        "/x",
        " ",
        "a b",
        "evil.com／",
        "[::1]",
        "{host}",
    ];

    #[test]
    fn a_part_of_a_host_stays_one() {
        for template in
            ["https://{x}.acme.example/users", "https://api.{x}.acme.example", "{x}.acme.example/a"]
        {
            for value in HOSTILE {
                let refused = expanded(template, None, value);
                let Err(Refusal::Invalid(message)) = refused else {
                    panic!("{template} {value}: {refused:?}")
                };
                assert!(message.contains("`x(…)` sets for `x`"), "{message}");
                assert!(value.len() < 4 || !message.contains(value), "{message}");
            }
            for value in ["shop", "eu-west-1", "a.b", "my_shop", "bücher", "10"] {
                assert!(expanded(template, None, value).is_ok(), "{template} {value}");
            }
        }
        // What the collection has itself may be set.
        assert!(expanded("https://{x}api.example/", Some(""), "").is_ok());
    }

    #[test]
    fn a_whole_authority_may_have_a_port_and_a_path() {
        for value in ["h", "h:8080", "[::1]", "[::1]:80", "10.0.0.1:1", "h/api", "h:1/a/b", "h/"] {
            for template in ["https://{x}", "https://{x}/users", "https://{x}{base}/users"] {
                assert!(expanded(template, None, value).is_ok(), "{template} {value}");
            }
        }
        for value in
            ["", ":80", "h:x", "me@h", "h\\", "h?a", "h#a", "h/../x", "h/.", "h/%2e%2E", "[h]", "h\u{7}"]
        {
            assert!(expanded("https://{x}/users", None, value).is_err(), "{value}");
        }
        for value in ["https://h", "http://h:1/a"] {
            assert!(expanded("{x}/users", None, value).is_ok(), "{value}");
            assert!(expanded("{x}", Some("https://d"), value).is_ok(), "{value}");
        }
        for value in ["https://me:pw@h", "https://h/..", "https://", "https:///x"] {
            assert!(expanded("{x}/users", None, value).is_err(), "{value}");
        }
        assert!(expanded("{x}.acme.example/users", None, "https://evil.com/").is_err());
    }

    #[test]
    fn scheme_and_port_are_what_they_are() {
        for (template, valid, invalid) in [
            ("{x}://h/", &["http", "https"][..], &["https://evil.com/", "https:", "", "ht tp", "//"][..]),
            ("https://h:{x}/", &["1", "65535"], &["", "443/", "80@evil.com", "1:2", "x", "123456"]),
        ] {
            for value in valid {
                assert!(expanded(template, None, value).is_ok(), "{template} {value}");
            }
            for value in invalid {
                assert!(
                    matches!(expanded(template, None, value), Err(Refusal::Invalid(_))),
                    "{template} {value}"
                );
            }
        }
        assert!(expanded("https://{x}:{base}/", None, "[::1]").is_ok());
        assert!(expanded("https://{x}:80/", None, "h:1").is_err());
    }

    #[test]
    fn a_value_in_a_path_is_one_segment() {
        for value in
            [".", "..", "../x", "a/b", "a\\b", "a?b", "a#b", "%2e%2e", "a%2Fb", "/", "/a", "", ".\t."]
        {
            let refused = expanded("https://h/{x}/users", Some("v1"), value);
            assert!(matches!(refused, Err(Refusal::Invalid(_))), "{value}: {refused:?}");
        }
        assert_eq!(expanded("https://h/{x}/u", Some("v1"), "v2").as_deref(), Ok("https://h/v2/u"));
        assert_eq!(expanded("https://h/{x}/u", None, "a b").as_deref(), Ok("https://h/a b/u"));
        // The path of an operation may follow without a slash.
        assert_eq!(expanded("https://h/{x}", Some(""), "v2/").as_deref(), Ok("https://h/v2/"));
        assert!(expanded("https://h/{x}", Some("v1"), "a/b").is_err());
        assert!(expanded("https://h/{x}", None, "a/b").is_err());
        assert_eq!(expanded("https://h/{x}", Some(""), "a/b/").as_deref(), Ok("https://h/a/b/"));
        assert!(expanded("https://h/{x}", Some(""), "a/../b/").is_err());
        assert!(expanded("https://h/.{x}/u", None, ".").is_err());
        assert!(expanded("https://h/{x}{x}/u", None, ".").is_err());
    }

    #[test]
    fn a_value_may_have_what_that_of_the_collection_has() {
        assert!(expanded("https://h/{x}/u", Some("a/b"), "a/b/c").is_ok());
        assert!(expanded("https://h/{x}/u", Some("a/b"), "a/../c").is_err());
        assert!(expanded("https://h/{x}/u", Some("a%20b"), "c%20d").is_ok());
        assert!(expanded("https://h/{x}/u", Some("a%20b"), "%2e%2E").is_err());
        assert_eq!(
            expanded("https://{host}{x}/u", Some("/v1"), "/v2").as_deref(),
            Ok("https://api.example.com/v2/u")
        );
        assert_eq!(
            expanded("https://{host}{x}/u", None, "/v2").as_deref(),
            Ok("https://api.example.com/v2/u")
        );
        for value in ["v2", ".evil.com", "@evil.com", ":80", "/..", "/a?b"] {
            assert!(expanded("https://{host}{x}/u", Some("/v1"), value).is_err(), "{value}");
        }
    }
}
