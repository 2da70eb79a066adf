//! Paths for comparison: OpenAPI documents name parameters differently than collections, and split URLs differently into
//! server and path.

use crate::api::{Server, Variable};
use crate::overlay::ServerEntry;

/// Returns a path with empty braces for each parameter, and without a slash at its end.
pub(crate) fn shape(path: &str) -> String {
    let (mut shape, mut rest) = (String::new(), path);
    while let Some((literal, after)) = rest.split_once('{')
        && let Some((_, after)) = after.split_once('}')
    {
        shape.extend([literal, "{}"]);
        rest = after;
    }
    shape.push_str(rest);
    shape.truncate(shape.trim_end_matches('/').len().max(1));
    shape
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

/// Returns the path of a server of the collection, with the defaults of the variables that contain a scheme.
pub(crate) fn prefix_of_server(server: &Server, variables: &[Variable]) -> String {
    let mut url = server.template.clone();
    for variable in variables {
        if let Some(default) = variable.default.as_deref().filter(|default| default.contains("://")) {
            url = url.replace(&format!("{{{}}}", variable.name.wire), default);
        }
    }
    path_of(&url).to_owned()
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
            ("/{", "/{"),
            ("/a}/{b", "/a}/{b"),
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
