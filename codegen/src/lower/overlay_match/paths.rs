//! Paths for comparison: OpenAPI documents name parameters differently than collections, and split URLs differently into
//! server and path.

use crate::api::{Server, Variable};
use crate::lower::request::url::encoded;
use crate::overlay::ServerEntry;

/// Returns a path with empty braces for each parameter, percent-encoded, and without a slash at its end.
pub(crate) fn shape(path: &str) -> String {
    let (mut shape, mut rest) = (String::new(), path);
    while let Some((literal, after)) = rest.split_once('{')
        && let Some((_, after)) = after.split_once('}')
    {
        shape.extend([&escaped(literal), "{}"]);
        rest = after;
    }
    shape.push_str(&escaped(rest));
    shape.truncate(shape.trim_end_matches('/').len().max(1));
    shape
}

/// Percent-encodes a literal with upper-case digits; what is encoded stays so.
fn escaped(literal: &str) -> String {
    let literal = encoded(literal);
    let mut parts = literal.split('%');
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.char_indices().nth(2).map_or(part.len(), |(end, _)| end);
        result.extend(["%", &part[..end].to_ascii_uppercase(), &part[end..]]);
    }
    result
}

/// Returns the names of the parameters in a path, in order.
pub(crate) fn parameter_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// Returns the path in the URL of a server, without a slash at its end.
pub(crate) fn path_of(url: &str) -> &str {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
        None if url.starts_with('/') => url,
        None => "",
    };
    path.trim_end_matches('/')
}

/// Returns the paths of a server of the collection: with the defaults of the variables that contain a scheme, and with
/// all defaults.
pub(crate) fn prefixes_of_server(server: &Server, variables: &[Variable]) -> Vec<String> {
    let path = |is_replaced: fn(&str) -> bool| {
        let mut url = server.template.clone();
        for variable in variables {
            if let Some(default) = variable.default.as_deref().filter(|default| is_replaced(default)) {
                url = url.replace(&format!("{{{}}}", variable.name.wire), default);
            }
        }
        path_of(&url).to_owned()
    };
    let mut paths = vec![path(|default| default.contains("://")), path(|_| true)];
    paths.dedup();
    paths.retain(|path| !path.is_empty());
    paths
}

/// Returns the distinct paths of servers in the overlay, as they are and with the defaults of their variables.
pub(super) fn prefixes_of_entries(servers: &[ServerEntry]) -> Vec<String> {
    let mut prefixes: Vec<String> = Vec::new();
    for server in servers {
        for url in [server.url.clone(), server.resolved()] {
            let prefix = path_of(&url);
            if !prefix.is_empty() && prefixes.iter().all(|other| other != prefix) {
                prefixes.push(prefix.to_owned());
            }
        }
    }
    prefixes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_have_no_names() {
        let cases = [
            ("/users/{id}", "/users/{}"),
            ("/users/{}/", "/users/{}"),
            ("/a/{b}.json/{c}:{d}//", "/a/{}.json/{}:{}"),
            ("/", "/"),
            ("", ""),
            ("/{", "/%7B"),
            ("/a}/{b", "/a%7D/%7Bb"),
            ("/é/{ü}/%c3%a9 %2f%é", "/%C3%A9/{}/%C3%A9%20%2F%%C3%A9"),
        ];
        for (path, expected) in cases {
            assert_eq!(shape(path), expected, "{path}");
        }
        assert_eq!(parameter_names("/a/{b}/{c}.{d}/{e"), ["b", "c", "d"]);
    }

    #[test]
    fn servers_have_paths() {
        let cases = [
            ("https://a.example.com/v1/", "/v1"),
            ("https://a.example.com", ""),
            ("{baseUrl}/v1", ""),
            ("/v1", "/v1"),
            ("https://a.example.com/{tenant}/v1", "/{tenant}/v1"),
        ];
        for (url, expected) in cases {
            assert_eq!(path_of(url), expected, "{url}");
        }
    }
}
