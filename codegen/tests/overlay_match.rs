//! Tests of how an overlay meets a collection: which operation an entry describes, and the findings about the others.

mod common;

use codegen::api::Api;
use codegen::diagnostics::{Diagnostic, Diagnostics};
use codegen::lower;
use common::input;
use serde_json::{Value, json};

/// Lowers a collection with these requests (`METHOD URL`, or `Folder > METHOD URL`) and an overlay.
fn lowered(requests: &[&str], overlay: &str) -> (Option<Api>, Diagnostics) {
    let items = requests.iter().map(|request| {
        let (folder, request) = match request.split_once(" > ") {
            Some((folder, request)) => (Some(folder), request),
            None => (None, *request),
        };
        let (method, url) = request.split_once(' ').expect("a method and a URL");
        let item = json!({"name": "Item", "request": {"method": method, "url": url}});
        folder.map_or(item.clone(), |folder| json!({"name": folder, "item": [item]}))
    });
    let items: Vec<Value> = items.collect();
    let collection = json!({"info": {"name": "C"}, "item": items}).to_string();
    lower(&input(&collection, Some(overlay)))
}

/// Returns an overlay whose entries (`METHOD path`) have their own number as `summary`.
fn overlay(entries: &[&str], servers: &[&str]) -> String {
    let mut paths = serde_json::Map::new();
    for (number, entry) in entries.iter().enumerate() {
        let (method, path) = entry.split_once(' ').expect("a method and a path");
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[method.to_ascii_lowercase()] = json!({"summary": number.to_string()});
    }
    let servers: Vec<Value> = servers.iter().map(|url| json!({"url": url})).collect();
    json!({"servers": servers, "paths": paths}).to_string()
}

/// Returns the findings about the overlay.
fn about_overlay(diagnostics: &Diagnostics) -> Vec<&Diagnostic> {
    diagnostics.iter().filter(|diagnostic| diagnostic.location.file == "o.json").collect()
}

/// Returns the number of the entry of each request.
fn entries(api: &Api) -> Vec<Option<usize>> {
    let operations = api.all_operations().into_iter();
    operations.map(|(_, operation)| operation.summary.parse().ok()).collect()
}

#[test]
fn an_entry_matches_by_method_and_path() {
    type Case =
        (&'static [&'static str], &'static [&'static str], &'static [&'static str], &'static [Option<usize>]);
    let cases: &[Case] = &[
        // The exact path.
        (&["GET https://h.test/a/:id", "PUT https://h.test/a/:id"], &["PUT /a/{id}"], &[], &[None, Some(0)]),
        // Other names of parameters, also of a part of a segment.
        (&["GET https://h.test/a/:account_id/b"], &["GET /a/{id}/b"], &[], &[Some(0)]),
        (&["GET https://h.test/a/:x.json"], &["GET /a/{x}.json"], &[], &[Some(0)]),
        // The exact path takes precedence, and other names match what is left.
        (&["GET https://h.test/a/:x", "GET https://h.test/a/:y"], &["GET /a/{y}"], &[], &[None, Some(0)]),
        (
            &["GET https://h.test/a/:x", "GET https://h.test/a/:y"],
            &["GET /a/{z}", "GET /a/{y}"],
            &[],
            &[Some(0), Some(1)],
        ),
        // Slashes at the end.
        (&["GET https://h.test/a/"], &["GET /a"], &[], &[Some(0)]),
        (&["GET https://h.test/a"], &["GET /a/"], &[], &[Some(0)]),
        (
            &["GET https://h.test/a", "GET https://h.test/a/"],
            &["GET /a/", "GET /a"],
            &[],
            &[Some(1), Some(0)],
        ),
        // The overlay has the start of the path in its server.
        (&["GET https://h.test/v1/a/:id"], &["GET /a/{id}"], &["https://h.test/v1"], &[Some(0)]),
        (&["GET https://h.test/v1/a"], &["GET /a"], &["/v1/"], &[Some(0)]),
        (
            &["GET https://h.test/v1/a", "GET https://h.test/a"],
            &["GET /a"],
            &["https://h.test/v1"],
            &[Some(0), None],
        ),
        (&["GET https://h.test/v1/a"], &["GET /v1/a"], &["https://h.test/v1"], &[Some(0)]),
        // Percent-encoded or not.
        (&["GET https://h.test/é/ü"], &["GET /é/ü"], &[], &[Some(0)]),
        (&["GET https://h.test/%c3%A9 x/:id"], &["GET /é x/{é}"], &[], &[Some(0)]),
        (&["GET https://h.test/a%2Fb", "GET https://h.test/a/b"], &["GET /a%2fb"], &[], &[Some(0), None]),
        // The collection has it there.
        (&["GET https://{{host}}{{base_path}}/a"], &["GET /a"], &["https://h.test/v1"], &[Some(0)]),
        // The selection of one of several.
        (
            &["A > GET https://h.test/a/:x", "B > GET https://h.test/a/:x"],
            &["GET /a/{id}#B / Item"],
            &[],
            &[None, Some(0)],
        ),
    ];
    for (requests, paths, servers, expected) in cases {
        let (api, diagnostics) = lowered(requests, &overlay(paths, servers));
        let api = api.unwrap_or_else(|| panic!("{requests:?}: {diagnostics}"));
        assert_eq!(entries(&api), *expected, "{requests:?} {paths:?}");
    }
}

#[test]
fn the_path_of_an_entry_names_the_arguments() {
    let overlay = r#"{"paths": {
        "/orgs/{org}/users/{id}": {"get": {"parameters": [
            {"name": "id", "in": "path", "required": true, "description": "The user.", "schema": {"type": "integer"}}]}},
        "/{self}/{self_}": {"get": {"summary": "Keywords"}},
        "/twice/{first}/{second}": {"get": {"summary": "One variable"}}}}"#;
    let requests = [
        "GET https://h.test/orgs/:account_id/users/:user_id",
        "GET https://h.test/:a/:b",
        "GET https://h.test/twice/:a/:a",
    ];
    let (api, diagnostics) = lowered(&requests, overlay);
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    let paths = api.operations.iter().map(|operation| {
        let parameters = operation.path.parameters();
        let names = parameters
            .map(|parameter| format!("{} {}", parameter.name.rust, parameter.docs).trim().to_owned());
        (operation.path.template(), names.collect::<Vec<_>>())
    });
    let expected = [
        ("/orgs/{account_id}/users/{user_id}".to_owned(), vec!["org".to_owned(), "id The user.".to_owned()]),
        ("/{a}/{b}".to_owned(), vec!["self_".to_owned(), "self_2".to_owned()]),
        ("/twice/{a}/{a}".to_owned(), vec!["first".to_owned(), "first".to_owned()]),
    ];
    assert_eq!(paths.collect::<Vec<_>>(), expected);
    assert_eq!(api.operations[0].path.parameters().nth(1).unwrap().ty, codegen::api::Type::Integer);
}

#[test]
fn an_entry_without_an_operation_names_what_is_near_and_free() {
    let removed = "upstream removed the operation: remove the entry, or correct it if the operation is there under \
                   another path";
    let cases: &[(&[&str], &[&str], &str)] = &[
        (
            &["GET https://h.test/users/:account_id/manage"],
            &["GET /users/{id}/manages"],
            "the collection has `GET /users/{account_id}/manage`; correct the key, or remove the entry",
        ),
        (
            &["PUT https://h.test/users/:id", "DELETE https://h.test/users/:id"],
            &["GET /users/{id}", "DELETE /users/{id}"],
            "with another method, the collection has `PUT /users/{id}`; correct the entry, or remove it",
        ),
        // The same method takes precedence.
        (
            &["PUT https://h.test/users", "GET https://h.test/user"],
            &["GET /users"],
            "the collection has `GET /user`; correct the key, or remove the entry",
        ),
        // Another entry describes what is near.
        (&["PUT https://h.test/users"], &["GET /users", "PUT /users"], removed),
        (&["GET https://h.test/teams/:id"], &["GET /users/{id}"], removed),
        (
            &["A > GET https://h.test/a/:x", "B > GET https://h.test/a/:x"],
            &["GET /a/{id}#C / Item"],
            "write `/a/{id}#A / Item` or `/a/{id}#B / Item`",
        ),
    ];
    for (requests, paths, help) in cases {
        let (api, diagnostics) = lowered(requests, &overlay(paths, &[]));
        assert!(api.is_none());
        let [diagnostic] = about_overlay(&diagnostics)[..] else { panic!("{diagnostics}") };
        assert_eq!(diagnostic.problem, "the overlay entry matches no operation");
        assert_eq!(diagnostic.help.as_deref(), Some(*help), "{requests:?} {paths:?}");
    }
}

#[test]
fn entries_that_match_several_operations_or_one_twice_are_errors() {
    let several = lowered(
        &["A > GET https://h.test/a/:x", "B > GET https://h.test/a/:y"],
        &overlay(&["GET /a/{id}"], &[]),
    );
    let text = several.1.to_string();
    assert!(text.contains("the overlay entry matches 2 operations"), "{text}");
    assert!(text.contains("write `/a/{id}#A / Item` or `/a/{id}#B / Item`"), "{text}");
    let twice = lowered(&["GET https://h.test/a/:x"], &overlay(&["GET /a/{y}", "GET /a/{x}"], &[]));
    let text = twice.1.to_string();
    assert!(text.contains(r#"`paths."/a/{x}".get` describes the same operation"#), "{text}");
}

#[test]
fn every_finding_about_an_overlay_has_a_line_and_a_column() {
    let overlay = "\u{feff}{\n  \"paths\": {\n    \"/e/{id}\": {\n      \"get\": { \"r-é\": 1, \"summary\": 1, \"r-retry\": true,\n        \
                   \"parameters\": [{ \"name\": \"a\", \"in\": \"query\" }, { \"name\": \"b\" }] }\n    },\n    \
                   \"/a\\u0007\": { \"put\": { \"summary\": \"a\", \"summary\": \"b\" } }\n  }\n}";
    let (_, diagnostics) = lowered(&["GET https://h.test/e/:id?a=1", "GET https://h.test/b"], overlay);
    let found = about_overlay(&diagnostics).into_iter().map(|diagnostic| diagnostic.location.to_string());
    let mut locations: Vec<String> = found.collect();
    locations.sort();
    let expected = [
        r#"o.json:4:16: paths."/e/{id}".get."r-é""#,
        r#"o.json:4:26: paths."/e/{id}".get.summary"#,
        r#"o.json:4:40: paths."/e/{id}".get.r-retry"#,
        r#"o.json:5:56: paths."/e/{id}".get.parameters[1]"#,
        r#"o.json:7:19: paths."/a\u0007".put"#,
        r#"o.json:7:44: paths."/a\u0007".put.summary"#,
    ];
    assert_eq!(locations, expected);
}

#[test]
fn findings_about_the_overlay_and_about_the_collection_come_together() {
    let overlay = r#"{"paths": {"/gone": {"get": {"summary": 1}}, "/a": {"get": {"x-aliases": ["fn"]}}}}"#;
    let (_, diagnostics) = lowered(&["GET https://h.test/a", "GET "], overlay);
    let problems: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.problem.as_str()).collect();
    let expected = [
        "expected a string",
        "the request has no URL",
        "the overlay entry matches no operation",
        "`fn` cannot be the name of a method",
    ];
    assert_eq!(problems, expected);
}
