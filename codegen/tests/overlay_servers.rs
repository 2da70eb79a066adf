//! Tests of the overlay's servers, which declare base URLs.

mod common;

use codegen::api::Api;
use codegen::diagnostics::Diagnostics;
use codegen::lower;
use common::input;
use serde_json::{Value, json};

/// Lowers a collection of GET requests with these URLs and variables, and an overlay.
fn lowered(urls: &[&str], variables: &[(&str, &str)], overlay: &Value) -> (Option<Api>, Diagnostics) {
    let item = |(index, url): (usize, &&str)| json!({"name": format!("Item {index}"), "request": {"method": "GET", "url": url}});
    let items: Vec<Value> = urls.iter().enumerate().map(item).collect();
    let variables: Vec<Value> =
        variables.iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
    let collection = json!({"info": {"name": "C"}, "item": items, "variable": variables}).to_string();
    lower(&input(&collection, Some(&overlay.to_string())))
}

/// Returns the API, and the findings about the overlay.
fn api(urls: &[&str], variables: &[(&str, &str)], overlay: &Value) -> (Api, Vec<String>) {
    let (api, diagnostics) = lowered(urls, variables, overlay);
    let api = api.unwrap_or_else(|| panic!("{urls:?}: {diagnostics}"));
    let findings = diagnostics.iter().filter(|finding| finding.location.file == "o.json");
    (api, findings.map(ToString::to_string).collect())
}

/// Returns the base URL and the path of each operation: `https://h.test/v1|/a`.
fn addresses(api: &Api) -> Vec<String> {
    let operations = api.all_operations().into_iter();
    let address = operations.map(|(_, operation)| {
        format!("{}|{}", api.servers[operation.server].template, operation.path.template())
    });
    address.collect()
}

/// Returns a server whose URL has these variables with defaults.
fn server(url: &str, variables: &[(&str, &str)]) -> Value {
    let variables: serde_json::Map<String, Value> =
        variables.iter().map(|(name, default)| ((*name).to_owned(), json!({"default": default}))).collect();
    json!({"url": url, "variables": variables})
}

#[test]
fn a_server_declares_where_the_base_url_ends() {
    let literal = "https://h.test/v1/a/:id";
    let variable = "https://h.test/{{v}}/{{tenant}}/a";
    let nested = "{{base}}/a";
    let cases = [
        // Literals.
        (literal, server("https://h.test/v1", &[]), "https://h.test/v1|/a/{id}"),
        (literal, server("https://h.test/v1/a/", &[]), "https://h.test/v1/a|/{id}"),
        (literal, server("https://h.test", &[]), "https://h.test|/v1/a/{id}"),
        (literal, server("HTTPS://H.test:443/v1", &[]), "https://h.test/v1|/a/{id}"),
        (literal, server("/v1", &[]), "https://h.test/v1|/a/{id}"),
        // A part of a segment, another host, another scheme.
        (literal, server("https://h.test/v", &[]), "https://h.test|/v1/a/{id}"),
        (literal, server("https://h.te", &[]), "https://h.test|/v1/a/{id}"),
        (literal, server("http://h.test/v1", &[]), "https://h.test|/v1/a/{id}"),
        // A variable of the server that is a literal in the collection.
        (literal, server("https://h.test/{v}", &[("v", "v1")]), "https://h.test/{v}|/a/{id}"),
        (
            literal,
            server("https://{host}/{v}", &[("host", "h.test"), ("v", "v1")]),
            "https://{host}/{v}|/a/{id}",
        ),
        (literal, server("https://h.test{path}", &[("path", "/v1/a")]), "https://h.test{path}|/{id}"),
        (literal, server("https://h.test/{v}", &[("v", "v2")]), "https://h.test|/v1/a/{id}"),
        // A variable of both, by name and by value.
        (variable, server("https://h.test/{v}/{tenant}", &[]), "https://h.test/{v}/{tenant}|/a"),
        (variable, server("https://h.test", &[]), "https://h.test|/{v}/{tenant}/a"),
        (
            variable,
            server("https://h.test/{version}", &[("version", "v1")]),
            "https://h.test/{version}|/{tenant}/a",
        ),
        (variable, server("https://h.test/v1", &[]), "https://h.test/{v}|/{tenant}/a"),
        // Variables in the value of a variable.
        (nested, server("https://eu.h.test/v1", &[]), "{base}|/a"),
        (nested, server("https://eu.h.test/{v}", &[]), "https://eu.h.test/{v}|/a"),
        (nested, server("https://{r}.h.test/v1", &[("r", "eu")]), "https://{r}.h.test/{v}|/a"),
        (nested, server("{base}", &[]), "{base}|/a"),
        (nested, server("{base}/a", &[]), "{base}/a|/"),
        // The boundary is in the value: the variable stays.
        (nested, server("https://eu.h.test", &[]), "{base}|/a"),
    ];
    let variables = [("v", "v1"), ("base", "https://eu.h.test/{{v}}")];
    for (url, server, expected) in cases {
        let (api, _) = api(&[url], &variables, &json!({"servers": [server]}));
        assert_eq!(addresses(&api), [expected], "{url} {server}");
    }
}

/// The URL of every request stays the same.
#[test]
fn the_whole_url_can_be_the_base_url() {
    let urls = ["https://h.test/v1", "https://h.test/v1/", "https://h.test/v1?a=1"];
    let (api, _) = api(&urls, &[], &json!({"servers": [{"url": "https://h.test/v1"}]}));
    let paths = api.operations.iter().map(|operation| operation.path.parts.len());
    assert_eq!(paths.collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!(api.servers.len(), 1);
}

#[test]
fn a_server_fixes_the_defaults_and_the_documentation_of_its_variables() {
    let servers = json!([{"url": "https://h.test/{Version}", "variables": {
        "Version": {"default": "v19.0", "enum": ["v18.0", "v19.0"], "description": "The version."}}}]);
    type Case = (&'static [&'static str], Option<(&'static str, &'static str)>);
    let cases: [Case; 3] = [
        (&["https://h.test/v19.0/me", "https://h.test/v18.0/you"], None),
        (&["https://h.test/{{Version}}/me", "https://h.test/{{Version}}/you"], None),
        (&["https://h.test/{{Version}}/me", "https://h.test/{{Version}}/you"], Some(("Version", "v2.0"))),
    ];
    for (urls, variable) in cases {
        let (api, findings) = api(urls, variable.as_slice(), &json!({"servers": servers}));
        assert_eq!(findings, [""; 0]);
        assert_eq!(addresses(&api), ["https://h.test/{Version}|/me", "https://h.test/{Version}|/you"]);
        let [version] = &api.variables[..] else { panic!("{:?}", api.variables) };
        assert_eq!((version.name.wire.as_str(), version.default.as_deref()), ("Version", Some("v19.0")));
        assert_eq!(version.docs, "The version.\n\nPossible values: `v18.0` and `v19.0`.");
        assert_eq!(version.decision, None);
    }
}

#[test]
fn a_server_replaces_a_base_url_without_a_value() {
    let plain = json!([{"url": "https://h.test/api/v1"}]);
    let with_variable = json!([server("https://{region}.h.test/v1", &[("region", "eu")])]);
    // The first server counts.
    let two = json!([{"url": "https://h.test/api/v1"}, {"url": "https://sandbox.test"}]);
    for value in [None, Some(""), Some("/api")] {
        let variables: Vec<_> = value.into_iter().map(|value| ("url", value)).collect();
        for (servers, urls, expected, default) in [
            (&plain, &["{{url}}/a", "{{url}}/b"][..], &["{url}|/a", "{url}|/b"][..], "https://h.test/api/v1"),
            (&two, &["{{url}}/a"], &["{url}|/a"], "https://h.test/api/v1"),
            // The requests have the end of the server's path.
            (
                &plain,
                &["{{url}}/v1/a", "{{url}}/v1/b"],
                &["{url}/v1|/a", "{url}/v1|/b"],
                "https://h.test/api",
            ),
            (&plain, &["{{url}}/api/v1/a"], &["{url}/api/v1|/a"], "https://h.test"),
            (&with_variable, &["{{url}}/a"], &["https://{region}.h.test/v1|/a"], "eu"),
            (&with_variable, &["{{url}}/v1/a"], &["https://{region}.h.test/v1|/a"], "eu"),
        ] {
            let (api, _) = api(urls, &variables, &json!({"servers": servers}));
            assert_eq!(addresses(&api), expected, "{value:?} {urls:?} {servers}");
            assert_eq!(api.variables[0].default.as_deref(), Some(default), "{value:?} {urls:?} {servers}");
        }
    }
}

#[test]
fn a_server_that_no_request_has_is_reported() {
    let note = "note: no request has the base URL `https://other.test`, so it is not used\n  --> o.json:1:14: \
                servers[0].url\n  help: correct the URL, or remove the server: the collection has ";
    for (urls, variables, own) in [
        (&["https://h.test/a"][..], &[][..], "`https://h.test`"),
        (&["{{url}}/a"], &[("url", "https://h.test")], "`{url}`"),
        (&["{{url}}/a", "https://h.test/a"], &[], "`{url}` and `https://h.test`"),
        (&["https://{{host}}/a"], &[], "`https://{host}`"),
    ] {
        let (api, findings) = api(urls, variables, &json!({"servers": [{"url": "https://other.test"}]}));
        assert_eq!(findings, [format!("{note}{own}")], "{urls:?}");
        assert!(!addresses(&api).join(" ").contains("other"));
    }
    let servers: Vec<Value> = (0..5).map(|n| json!({"url": format!("https://{n}.test")})).collect();
    let (_, findings) = api(&["https://h.test/a"], &[], &json!({"servers": servers}));
    let problem = "no request has the base URLs `https://0.test`, `https://1.test` and `https://2.test` and 2 others, so \
                   they are not used";
    assert!(findings.len() == 1 && findings[0].contains(problem), "{findings:?}");
    for url in ["https://h.test", "https://h.test/v1/", "/v1", "/v9", "/"] {
        let (_, findings) = api(&["https://h.test/v1/a"], &[], &json!({"servers": [{"url": url}]}));
        assert_eq!(findings, [""; 0], "{url}");
    }
}

#[test]
fn servers_of_paths_and_operations_apply_to_them() {
    let urls = ["https://h.test/v1/a", "https://h.test/v1/b", "https://upload.test/v1/c"];
    let overlay = json!({"servers": [{"url": "https://h.test/v1"}], "paths": {
        "/v1/a": {"servers": [{"url": "https://h.test"}], "get": {"operationId": "first"}},
        "/c": {"servers": [{"url": "https://unused.test"}],
            "get": {"operationId": "third", "servers": [server("https://upload.test/{v}", &[("v", "v1")])]}}
    }});
    let (found, findings) = api(&urls, &[], &overlay);
    let expected = ["https://h.test|/v1/a", "https://h.test/v1|/b", "https://upload.test/{v}|/c"];
    assert_eq!(addresses(&found), expected);
    assert_eq!(findings, [""; 0]);
    let names: Vec<&str> = found.operations.iter().map(|operation| operation.name.rust.as_str()).collect();
    assert_eq!((names[0], names[2]), ("first", "third"));
    assert_eq!(found.variables[0].default.as_deref(), Some("v1"));

    let overlay = json!({"paths": {"/v1/a": {"servers": [{"url": "https://other.test"}], "get": {}}}});
    let (found, findings) = api(&urls, &[], &overlay);
    assert_eq!(addresses(&found)[0], "https://h.test|/v1/a");
    assert!(findings[0].contains("no request has the base URL `https://other.test`"), "{findings:?}");
}

#[test]
fn a_variable_has_one_default() {
    let servers =
        json!([server("https://a.test/{v}", &[("v", "1")]), server("https://b.test/{v}", &[("v", "2")])]);
    let (found, findings) =
        api(&["https://a.test/1/x", "https://b.test/2/y"], &[], &json!({"servers": servers}));
    assert_eq!(addresses(&found), ["https://a.test/{v}|/x", "https://b.test/{v}|/y"]);
    assert!(
        findings[0].starts_with("warning: the variable `v` has another default in `servers[0]"),
        "{findings:?}"
    );
}

#[test]
fn unusual_servers_and_values_do_no_harm() {
    let wide = "{{b}}".repeat(60);
    let wider = |next: &str| wide.replace('b', next);
    let values: Vec<(String, String)> = ('a'..'k')
        .zip('b'..'l')
        .map(|(name, next)| (name.to_string(), wider(&next.to_string())))
        .chain([("k".to_owned(), String::new()), ("loop".to_owned(), "{{loop}}".to_owned())])
        .collect();
    let variables: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let urls = ["{{a}}/x", "{{loop}}/x", "https://h.test/é/{{}}/{x"];
    for url in [
        "",
        "/",
        "//h.test/v1",
        "{",
        "}",
        "{}",
        "{{a}}",
        "{a{b}}",
        "https://",
        "https://h.test/{",
        "h.test/é",
        "x y",
        "?",
    ] {
        let (found, _) = lowered(&urls, &variables, &json!({"servers": [{"url": url}]}));
        assert!(found.is_some(), "{url}");
    }
}

#[test]
fn mistakes_in_servers_are_errors() {
    let cases = [
        (json!({"variables": {}}), "the server has no `url`"),
        (server("https://h.test/{Version}", &[("version", "1")]), "the URL has no variable `version`"),
        (
            json!({"url": "https://h.test/{v}", "variables": {"v": {"default": "3", "enum": ["1", "2"]}}}),
            "the default `3` is not in `enum`",
        ),
    ];
    for (server, problem) in cases {
        let (api, diagnostics) = lowered(&["https://h.test/a"], &[], &json!({"servers": [server]}));
        assert!(api.is_none() && diagnostics.to_string().contains(problem), "{server}: {diagnostics}");
    }
}
