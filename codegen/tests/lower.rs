//! Tests of lowering: requests and the operations that they become. One test reads the collections in the folder that
//! the environment variable `CORPUS` names.

mod common;

use codegen::api::{
    Api, Content, CredentialSource, Group, Operation, Parameter, Repeat, Scheme, Status, Success, Type,
};
use codegen::diagnostics::{Diagnostic, Diagnostics, Location};
use codegen::lower;
use common::input;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;

/// Lowers a collection and an overlay.
fn run(collection: &str, overlay: Option<&str>) -> (Option<Api>, Diagnostics) {
    lower(&input(collection, overlay))
}

/// Returns the findings as text, without lines and columns.
fn text(diagnostics: &Diagnostics) -> String {
    let text = |diagnostic: &Diagnostic| {
        let location = Location { position: None, ..diagnostic.location.clone() };
        Diagnostic { location, ..diagnostic.clone() }.to_string()
    };
    diagnostics.iter().map(text).collect::<Vec<_>>().join("\n\n")
}

/// Returns the API of a collection with these items, and the findings.
fn api_of(items: Value, overlay: Option<Value>) -> (Api, String) {
    let overlay = overlay.map(|overlay| overlay.to_string());
    let (api, diagnostics) = run(&json!({ "info": {}, "item": items }).to_string(), overlay.as_deref());
    (api.unwrap_or_else(|| panic!("{diagnostics}")), text(&diagnostics))
}

/// Returns the findings about a collection with these items, at least one of which is an error.
fn errors_of(items: Value, overlay: Value) -> String {
    let (api, diagnostics) =
        run(&json!({ "info": {}, "item": items }).to_string(), Some(&overlay.to_string()));
    assert!(api.is_none());
    text(&diagnostics)
}

/// Returns the operation of a request.
fn operation(request: Value) -> Operation {
    let (mut api, diagnostics) = api_of(json!([{ "name": "Do it", "request": request }]), None);
    assert_eq!(diagnostics, "");
    api.operations.remove(0)
}

fn item(name: &str, method: &str, url: &str) -> Value {
    json!({ "name": name, "request": { "method": method, "url": url } })
}

/// Returns the names of the operations outside folders, and the findings.
fn names(items: Value) -> (Vec<String>, String) {
    let (api, diagnostics) = api_of(items, None);
    (api.operations.into_iter().map(|operation| operation.name.rust).collect(), diagnostics)
}

fn setters(parameters: &[Parameter]) -> Vec<&str> {
    parameters.iter().map(|parameter| parameter.name.rust.as_str()).collect()
}

/// Returns all operations in the collection's order.
fn operations(api: &Api) -> Vec<&Operation> {
    fn add<'a>(groups: &'a [Group], list: &mut Vec<&'a Operation>) {
        for group in groups {
            list.extend(&group.operations);
            add(&group.groups, list);
        }
    }
    let mut list = Vec::new();
    add(&api.groups, &mut list);
    list.extend(&api.operations);
    list.sort_by_key(|operation| operation.index);
    list
}

fn refused(api: &Api) -> usize {
    api.skipped.iter().filter(|skipped| skipped.kind == "request").count()
}

// A whole collection

#[test]
fn a_collection_with_an_overlay_is_lowered() {
    let (api, diagnostics) =
        run(include_str!("fixtures/library.json"), Some(include_str!("fixtures/library.overlay.json")));
    assert_eq!(diagnostics.to_string(), "");
    let api = api.unwrap();
    let list = operations(&api);
    let paths: Vec<_> =
        list.iter().map(|operation| format!("{} {}", operation.method, operation.path.template())).collect();
    assert_eq!(paths, ["GET /books/{isbn}", "POST /books/{isbn}/copies/{number}/lend", "GET /hours"]);
    assert_eq!(
        (api.groups[0].name.rust.as_str(), api.groups[0].groups[0].name.rust.as_str()),
        ("books", "copies")
    );
    let servers: Vec<_> = api.servers.iter().map(|server| server.template.as_str()).collect();
    assert_eq!(servers, ["{scheme}://{domain}/{version}"]);
    let defaults: Vec<_> = api.variables.iter().map(|variable| variable.default.as_deref()).collect();
    assert_eq!(defaults, [Some("https"), Some("library.example"), Some("v1")]);
    assert!(list.iter().all(|operation| operation.credentials.len() == 1));
    assert_eq!(api.credentials.len(), 1);
    assert_eq!(api.error, Some(Type::Named("Problem".to_owned())));
    assert_eq!(api.skipped, []);
}

// Requests

#[test]
fn requests_that_postman_cannot_send_are_refused() {
    let (api, diagnostics) = api_of(
        json!([
            { "name": "Nothing" },
            { "name": "No URL", "request": { "method": "GET" } },
            { "name": "Header", "request": { "url": "h", "header": [{ "key": "a b", "value": "c" }] } },
            { "name": "Method", "request": { "url": "h", "method": "{{m}}" } },
            { "name": "Good", "request": "https://h/a" },
        ]),
        None,
    );
    let expected = [
        "warning: the item has no request\n  --> c.json: \"Nothing\"\n  help: remove the item in Postman, or add a \
         request to it",
        "warning: the request has no URL\n  --> c.json: \"No URL\"\n  help: enter a URL in Postman, which \
         cannot send the request either",
        "warning: the header name \"a b\" is not valid\n  --> c.json: \"Header\"\n  help: correct or disable the header in \
         Postman, which cannot send the request either",
        "warning: the method \"{{M}}\" is not valid\n  --> c.json: \"Method\"\n  help: select a method in Postman, which \
         cannot send the request either: variables are not replaced here",
    ];
    assert_eq!(diagnostics, expected.join("\n\n"));
    assert_eq!(refused(&api), 4);
    assert_eq!(api.operations[0].index, 4);
}

#[test]
fn characters_of_several_bytes_before_the_slashes_of_a_url_are_no_problem() {
    for character in ['\u{a0}', '\u{2028}', '\u{1f52d}'] {
        for url in [format!("https:{character}//h/a"), format!("{character}//h/a"), format!("{character}/a")]
        {
            let (api, diagnostics) = codegen::lower(&codegen::Input {
                collection: codegen::Source {
                    file: "c.json",
                    text: &json!({ "info": { "name": "T" }, "item": [{ "name": "A", "request": url }] })
                        .to_string(),
                }
                .into(),
                overlay: None,
                environment: None,
                crate_name: "c",
                command: "",
            });
            assert!(api.is_some() || diagnostics.has_errors(), "{url}");
        }
    }
}

#[test]
fn a_collection_without_requests_is_an_error() {
    let (api, diagnostics) = run(r#"{"info": {}, "item": [{"name": "F", "item": []}]}"#, None);
    assert_eq!(api, None);
    let expected = "error: the collection has no requests\n  --> c.json\n  help: add a request in Postman, and export \
                    the collection again";
    assert_eq!(diagnostics.to_string(), expected);
}

// The URL

#[test]
fn path_parameters_are_arguments() {
    let operation = operation(json!({ "url": {
        "host": ["{{baseUrl}}"],
        "path": ["users", ":userId", "x-{{body}}", ":user_id.json", ":userId"],
        "variable": [{ "key": "userId", "value": "7", "description": " The user. " }]
    } }));
    assert_eq!(operation.path.wire(), "/users/{userId}/x-{body}/{user_id}.json/{userId}");
    let arguments: Vec<_> =
        operation.path.parameters().map(|parameter| parameter.name.rust.as_str()).collect();
    assert_eq!(arguments, ["user_id", "body_", "user_id_", "user_id"]);
    let first = operation.path.parameters().next().unwrap();
    assert_eq!((first.docs.as_str(), first.example.as_deref()), ("The user.", Some("7")));
}

#[test]
fn delimiters_in_parts_of_a_url_have_an_effect() {
    let operation = operation(json!({ "url": {
        "protocol": "https", "host": ["h"], "port": "443", "path": ["a?x=1", "b#c"], "query": [{ "key": "y", "value": null }]
    } }));
    assert_eq!(operation.path.wire(), "/a");
    let values: Vec<_> =
        operation.query.iter().map(|parameter| parameter.values[0].value.as_deref()).collect();
    assert_eq!(values, [Some("1/b"), None]);
}

#[test]
fn variables_before_the_path_belong_to_the_client() {
    let collection = json!({ "info": {}, "item": [
        item("A", "GET", "{{base}}/{{version}}/a"), item("B", "GET", "{{base}}/b"), item("C", "GET", "{{both}}/c")
    ], "variable": [
        { "key": "base", "value": "https://{{domain}}" },
        { "key": "domain", "value": "h.example" },
        { "key": "both", "value": "{{unknown}}/{{version}}" },
        { "key": "version", "value": "v1", "disabled": true }
    ] });
    let api = run(&collection.to_string(), None).0.unwrap();
    let servers: Vec<_> =
        api.servers.iter().map(|server| (server.name.as_str(), server.template.as_str())).collect();
    let expected = [
        ("base_version", "{base}/{version}"),
        ("base", "{base}"),
        ("unknown_version", "{unknown}/{version}"),
    ];
    assert_eq!(servers, expected);
    let variables: Vec<_> = api
        .variables
        .iter()
        .map(|variable| (variable.name.wire.as_str(), variable.default.as_deref()))
        .collect();
    assert_eq!(variables, [("base", Some("https://h.example")), ("version", None), ("unknown", None)]);
}

#[test]
fn equal_base_urls_are_one_server() {
    let items =
        json!([item("A", "GET", "HTTP://H:80/a"), item("B", "GET", "h/b"), item("C", "GET", "https://h/c")]);
    let (api, _) = api_of(items, None);
    let servers: Vec<_> =
        api.servers.iter().map(|server| (server.name.as_str(), server.template.as_str())).collect();
    assert_eq!(servers, [("http_h", "http://h"), ("https_h", "https://h")]);
}

#[test]
fn query_entries_have_setters_whether_enabled_or_not() {
    let operation = operation(json!({ "url": { "host": ["h"], "query": [
        { "key": "filter[a]", "value": "1", "disabled": true },
        { "key": "with", "value": "{{x}}" },
        { "key": "filter[a]", "value": "2" },
        { "key": "type", "value": 5 }
    ] } }));
    assert_eq!(setters(&operation.query), ["filter_a", "with_", "r#type"]);
    let filter = &operation.query[0];
    assert_eq!((filter.name.wire.as_str(), filter.repeat), ("filter[a]", Repeat::Keys));
    let values: Vec<_> = filter.values.iter().map(|value| (value.value.as_deref(), value.enabled)).collect();
    assert_eq!(values, [(Some("1"), false), (Some("2"), true)]);
    assert_eq!(operation.query[2].values[0].value, None);
}

#[test]
fn query_entries_without_a_name_are_counted() {
    let url =
        json!({ "host": ["h"], "query": [{ "key": "", "value": "1" }, { "key": null, "value": null }] });
    let (api, _) = api_of(json!([{ "request": { "url": url } }]), None);
    assert_eq!(api.operations[0].query, []);
    assert_eq!(api.skipped.len(), 2);
}

#[test]
fn names_and_values_of_a_query_are_decoded() {
    let url = json!({ "host": ["h"], "query": [
        { "key": "filter%5Ba%5D", "value": "2020-01-01T00%3A00+%25 {{x%20}}" },
        { "key": "bare", "value": null },
        { "key": "", "value": "nameless" },
        { "key": "off", "value": null, "disabled": true }
    ] });
    let operation = operation(json!({ "url": url }));
    let filter = &operation.query[0];
    assert_eq!((filter.name.wire.as_str(), filter.name.rust.as_str()), ("filter[a]", "filter_a"));
    assert_eq!(filter.values[0].value.as_deref(), Some("2020-01-01T00:00 % {{x%20}}"));
    let exact: Vec<_> =
        operation.exact_query.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
    assert_eq!(
        exact,
        [("filter[a]", Some("2020-01-01T00:00 % {{x%20}}")), ("bare", None), ("", Some("nameless"))]
    );
}

// Headers and credentials

#[test]
fn headers_without_variables_are_constant_and_others_have_setters() {
    let operation = operation(json!({ "url": "h", "header": [
        { "key": "X-A", "value": "1" },
        { "key": "x-a", "value": "2" },
        { "key": "X-A", "value": "3" },
        { "key": "B", "value": " b " },
        { "key": "B", "value": "c" },
        { "key": "Tenant", "value": "{{tenant}}" },
        { "key": "Accept-Language", "value": "en", "disabled": true },
        { "key": "", "value": "", "disabled": true },
        { "key": "Content-Length", "value": "7" },
        { "key": "Host", "value": "x" }
    ] }));
    let constant: Vec<_> =
        operation.constant_headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(constant, [("x-a", "2"), ("B", "b"), ("B", "c")]);
    assert_eq!(setters(&operation.headers), ["tenant", "accept_language"]);
    assert!(operation.headers[0].values[0].enabled && !operation.headers[1].values[0].enabled);
}

#[test]
fn auth_is_inherited_from_the_innermost_folder() {
    let bearer = |value: &str| json!({ "type": "bearer", "bearer": [{ "key": "token", "value": value }] });
    let request = |auth: Value| json!({ "name": auth.to_string(), "request": { "url": "h", "auth": auth } });
    let folder = json!({ "name": "F", "auth": bearer("folder"), "item": [
        request(bearer("own")), request(Value::Null), request(json!({ "bearer": [] })), request(json!({ "type": "noauth" })),
        request(json!({ "type": "Bearer" })),
        request(json!({ "type": "bearer", "bearer": { "key": "token", "value": "{{T}}" } }))
    ] });
    let (api, _) = api_of(json!([folder]), None);
    let tokens: Vec<_> = operations(&api)
        .iter()
        .map(|operation| match &operation.credentials.first()?.source {
            CredentialSource::Auth(values) => Some(values[0].1.as_str()),
            _ => None,
        })
        .collect();
    let own = Some("{{$collection:request/auth/bearer/0/value}}");
    let folder = Some("{{$collection:auth/bearer/0/value}}");
    assert_eq!(tokens, [own, folder, folder, None, None, Some("{{T}}")]);
    let names: Vec<_> = api.credentials.iter().map(|credential| credential.name.as_str()).collect();
    assert_eq!(names, ["bearer_token"]);
}

#[test]
fn the_most_used_credential_of_a_kind_has_the_usual_name() {
    let request = |kind: &str, params: Value| json!({ "request": { "url": "h", "auth": { "type": kind, kind: params } } });
    let bearer = |token: &str| request("bearer", json!({ "token": token }));
    let key = |name: &str, value: &str| request("apikey", json!({ "key": name, "value": value }));
    let basic = |user: &str| request("basic", json!({ "username": user, "password": "p" }));
    let named = |requests: &[&Value]| {
        let (api, _) = api_of(json!(requests), None);
        api.credentials.into_iter().map(|credential| credential.name).collect::<Vec<_>>()
    };
    let (user, admin) = (bearer("{{userToken}}"), bearer("{{adminToken}}"));
    assert_eq!(named(&[&admin, &user, &user]), ["admin_token", "bearer_token"]);
    assert_eq!(named(&[&user, &user, &admin]), ["bearer_token", "admin_token"]);
    assert_eq!(named(&[&bearer("literal"), &admin]), ["bearer_token"]);
    assert_eq!(named(&[&key("A", "{{k}}"), &key("A", "{{k}}"), &key("B-c", "x")]), ["api_key", "b_c"]);
    assert_eq!(named(&[&basic("{{a}}"), &basic("{{b}}")]), ["basic_auth", "b_basic_auth"]);
}

#[test]
fn an_auth_with_a_value_replaces_the_header() {
    let header = json!([{ "key": "authorization", "value": "X" }]);
    let request = |kind: &str, params: Value| {
        let path = params.as_object().map_or("", |params| if params.is_empty() { "empty" } else { "full" });
        json!({ "request": { "url": format!("h/{kind}/{path}"), "header": header, "auth": { "type": kind, kind: params } } })
    };
    let (api, diagnostics) = api_of(
        json!([
            request("bearer", json!({ "token": "t" })),
            request("bearer", json!({})),
            request("hawk", json!({}))
        ]),
        None,
    );
    // A header without an auth is a credential itself, and one that a signature may replace can be set.
    let headers: Vec<_> = api.operations.iter().map(|operation| operation.headers.len()).collect();
    assert_eq!(headers, [0, 0, 1]);
    let schemes: Vec<_> = api.credentials.iter().map(|credential| &credential.scheme).collect();
    let raw = Scheme::Prefixed(String::new());
    assert_eq!(schemes, [&Scheme::Bearer, &raw, &Scheme::Signature("hawk".to_owned())]);
    assert_eq!(diagnostics, "");
}

// Bodies and responses

#[test]
fn raw_bodies_are_json_or_text() {
    let content = |method: &str, raw: &str, language: Value, content_type: &str| {
        let header =
            json!([{ "key": "Content-Type", "value": content_type, "disabled": content_type.is_empty() }]);
        let options = json!({ "raw": { "language": language } });
        let body = json!({ "mode": "raw", "raw": raw, "options": options });
        let request = json!({ "url": "h", "method": method, "header": header, "body": body });
        let operation = operation(request);
        let sent = operation
            .constant_headers
            .into_iter()
            .find(|(name, _)| name == "Content-Type")
            .map(|(_, value)| value);
        (operation.body.map(|body| body.content), sent)
    };
    let json = Some(Content::Json(Type::Named("DoItBody".to_owned())));
    let text = Some(Content::Text);
    let header = |value: &str| Some(value.to_owned());
    assert_eq!(content("POST", r#"{"a": 1} // x"#, json!("json"), ""), (json.clone(), None));
    assert_eq!(
        content("POST", r#"{"a": 1}"#, Value::Null, "application/json"),
        (json.clone(), header("application/json"))
    );
    assert_eq!(content("POST", r#"{"a": 1}"#, Value::Null, ""), (json, header("text/plain")));
    assert_eq!(content("POST", r#"{"a": 1}"#, json!("text"), ""), (text.clone(), header("text/plain")));
    assert_eq!(content("POST", "<a/>", json!("xml"), ""), (text.clone(), header("application/xml")));
    assert_eq!(content("POST", "hello", Value::Null, "x/y"), (text, header("x/y")));
    assert_eq!(content("POST", "", json!("json"), ""), (None, None));
    assert_eq!(content("GET", "{}", json!("json"), ""), (None, None));
}

#[test]
fn a_get_request_has_a_body_if_body_pruning_is_disabled() {
    let body = json!({ "mode": "raw", "raw": "x" });
    let item = json!({ "request": { "url": "h", "body": body }, "protocolProfileBehavior": { "disableBodyPruning": true } });
    assert!(api_of(json!([item]), None).0.operations[0].body.is_some());
}

#[test]
fn a_body_that_postman_does_not_send_is_optional() {
    let body = |body: Value| {
        let body = operation(json!({ "url": "h", "method": "POST", "body": body })).body;
        body.map(|body| (body.required, body.content))
    };
    let form = |disabled: bool| {
        body(json!({ "mode": "urlencoded", "urlencoded": [{ "key": "a", "disabled": disabled }] }))
    };
    let ty = Type::Named("DoItBody".to_owned());
    assert_eq!(form(false), Some((true, Content::Urlencoded(ty.clone()))));
    assert_eq!(form(true), Some((false, Content::Urlencoded(ty))));
    assert_eq!(body(json!({ "mode": "file", "file": { "src": "a.png" } })), Some((true, Content::Bytes)));
    assert_eq!(body(json!({ "mode": "file", "file": {} })), Some((false, Content::Bytes)));
    assert_eq!(body(json!({ "mode": "formdata", "formdata": [] })), None);
    // Postman sends `{}` here.
    let empty = Content::Json(Type::Map(Box::new(Type::Any)));
    assert_eq!(body(json!({ "mode": "graphql", "graphql": "{ a }" })), Some((true, empty)));
}

#[test]
fn the_success_is_inferred_from_saved_responses() {
    let success = |responses: Value| {
        let item = json!({ "name": "Get", "request": "h", "response": responses });
        api_of(json!([item]), None).0.operations.remove(0).success
    };
    let named = Success::Json(Type::Named("GetResponse".to_owned()));
    assert_eq!(success(json!([{ "code": 200, "body": "{\"a\": 1}" }, { "code": 404, "body": "[]" }])), named);
    assert_eq!(success(json!([{ "code": 204, "body": "" }])), Success::Empty);
    assert_eq!(success(json!([{ "code": 200, "body": "" }])), Success::Undescribed);
    assert_eq!(success(json!([{ "code": 200, "body": "OK" }])), Success::Undescribed);
    assert_eq!(success(json!([])), Success::Undescribed);
}

// Names

#[test]
fn names_come_from_items_or_from_method_and_path() {
    for (name, method, url, expected) in [
        ("Get a User's profile\n", "GET", "h", "get_users_profile"),
        ("The 2FA code", "GET", "h", "get_2fa_code"),
        ("", "GET", "h/users/:id", "get_users_by_id"),
        ("—", "POST", "h/users/:id/posts", "post_users_posts"),
        ("/", "GET", "h", "get_root"),
        ("/a/:b/c", "POST", "h/x", "post_a_c"),
        ("https://h.example/v1/users?x=1", "GET", "h", "get_v1_users"),
        ("GET {{base}}/users", "GET", "h", "get_users"),
        ("2. Create user", "POST", "h", "create_user"),
        ("2FA", "POST", "h", "post_2fa"),
        ("クライアント", "GET", "h", "kuraianto"),
        ("Delete", "DELETE", "h", "delete"),
        ("Clone", "POST", "h", "clone_"),
        ("Move", "POST", "h", "r#move"),
    ] {
        assert_eq!(
            names(json!([item(name, method, url)])),
            (vec![expected.to_owned()], String::new()),
            "{name}"
        );
    }
}

#[test]
fn names_of_standard_types_get_a_suffix() {
    let folder = json!({ "name": "Option", "item": [item("Option", "GET", "h"), item("Clone", "GET", "h")] });
    let (api, _) = api_of(json!([folder, item("Result", "GET", "h")]), None);
    let group = &api.groups[0];
    assert_eq!((group.name.rust.as_str(), group.type_name.as_str()), ("option", "OptionGroup"));
    let types: Vec<_> = operations(&api).iter().map(|operation| operation.type_name.clone()).collect();
    assert_eq!(types, ["OptionCall", "CloneCall", "ResultCall"]);
}

#[test]
fn items_with_the_same_name_become_distinct() {
    let clash = |items: Value| names(items).0.join(" ");
    let users = [
        item("Users", "GET", "h/users"),
        item("Users", "POST", "h/users"),
        item("Users", "GET", "h/users/:id"),
    ];
    assert_eq!(clash(json!(users)), "get_users post_users get_users_by_id");
    assert_eq!(clash(json!([item("Get", "GET", "h/a/x"), item("Get", "GET", "h/b/y")])), "get_x get_y");
    assert_eq!(clash(json!([item("Get", "GET", "h/a/x"), item("Get", "GET", "h/b/x")])), "get_a_x get_b_x");
    assert_eq!(clash(json!([item("Get", "GET", "h/a"), item("Get", "GET", "i/a")])), "get_h get_i");
    assert_eq!(clash(json!([item("Get", "GET", "h/a"), item("Get", "GET", "h/a")])), "get get_2");
    assert_eq!(
        clash(json!([item("Get", "GET", "h/a"), item("Other", "GET", "h/b"), item("get", "PUT", "h/a")])),
        "get other put_get"
    );
}

#[test]
fn a_name_does_not_depend_on_the_order_of_other_items() {
    let items =
        [item("Users", "GET", "h/users"), item("Users", "POST", "h/users"), item("Other", "GET", "h/o")];
    let mut forward = names(json!(items)).0;
    let mut backward = names(json!(items.iter().rev().collect::<Vec<_>>())).0;
    forward.sort();
    backward.sort();
    assert_eq!(forward, backward);
}

#[test]
fn equal_names_are_reported_with_the_location_of_the_overlay_entry() {
    let items =
        json!([{ "name": "F", "item": [item("Users", "GET", "h/users"), item("users", "POST", "h/users")] }]);
    let expected = "warning: `GET /users` and `POST /users` would both be called `users`\n  --> c.json: \"F\" > \"users\"\n  \
                    help: the client calls them `get_users` and `post_users`; to choose a name, set it in the overlay: \
                    paths.\"/users\".post.operationId";
    assert_eq!(api_of(items, None).1, expected);
}

#[test]
fn a_folder_keeps_its_name_beside_a_request() {
    let items = json!([{ "name": "Users", "item": [item("List", "GET", "h/users")] }, item("Users", "GET", "h/users")]);
    let (api, diagnostics) = api_of(items, None);
    assert_eq!(
        (api.groups[0].name.rust.as_str(), api.operations[0].name.rust.as_str()),
        ("users", "get_users")
    );
    let expected = "warning: the folder \"Users\" and `GET /users` would both be called `users`\n  --> c.json: \"Users\"\n  \
                    help: the client calls them `users` and `get_users`; to choose a name, set it in the overlay: \
                    paths.\"/users#Users\".get.operationId";
    assert_eq!(diagnostics, expected);
}

#[test]
fn types_have_the_name_of_the_folder_unless_the_request_mentions_it() {
    let request = |name: &str| {
        let body = json!({ "mode": "raw", "raw": "{\"a\": 1}" });
        json!({ "name": name, "request": { "url": "h", "method": "POST", "body": body } })
    };
    let folder = |name: &str| json!({ "name": name, "item": [request("Create"), request("Create user")] });
    let (api, _) = api_of(json!([folder("Users"), folder("Teams"), request("Create")]), None);
    let mut types: Vec<_> = api.types.iter().map(|def| def.name.as_str()).collect();
    types.sort_unstable();
    // The struct is named after its field, and the others are aliases of it.
    let expected = [
        "AObject",
        "CreateBody",
        "CreateUserBody",
        "TeamsCreateBody",
        "TeamsCreateUserBody",
        "UsersCreateBody",
    ];
    assert_eq!(types, expected);
    let modules: BTreeMap<_, _> =
        api.types.iter().map(|def| def.name.as_str()).zip(&api.type_modules).collect();
    // All five are equal: one struct, and aliases of it.
    assert_eq!((modules["AObject"].as_str(), modules["TeamsCreateBody"].as_str()), ("shared", "teams"));
}

// The overlay

#[test]
fn the_overlay_describes_an_operation() {
    let overlay = json!({
        "paths": { "/users/{id}": { "put": {
            "operationId": "replaceUser", "x-idempotent": false, "x-aliases": ["put_user"],
            "externalDocs": { "url": "https://docs.example/x" },
            "parameters": [
                { "name": "id", "in": "path", "description": "Which one.", "schema": { "type": "integer" } },
                { "name": "tag", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } }
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/User" } } } },
            "responses": {
                "204": { "description": "Done." },
                "404": { "description": "Not there.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }
            }
        } } },
        "components": { "schemas": {
            "User": { "type": "object", "properties": { "name": { "type": "string" } } },
            "Problem": { "type": "object", "properties": { "message": { "type": "string" } } }
        } }
    });
    let (api, diagnostics) = api_of(json!([item("Put", "PUT", "h/users/:id?tag=x")]), Some(overlay));
    assert_eq!(diagnostics, "");
    let operation = &api.operations[0];
    assert_eq!(
        (operation.name.rust.as_str(), operation.type_name.as_str()),
        ("replace_user", "ReplaceUserCall")
    );
    assert_eq!(
        (operation.idempotent, operation.aliases.len(), operation.reference.is_some()),
        (false, 1, true)
    );
    let id = operation.path.parameters().next().unwrap();
    assert_eq!((&id.ty, id.docs.as_str()), (&Type::Integer, "Which one."));
    assert_eq!(operation.query[0].repeat, Repeat::Keys);
    let body = operation.body.as_ref().unwrap();
    assert_eq!((body.required, &body.content), (true, &Content::Json(Type::Named("User".to_owned()))));
    assert_eq!(operation.success, Success::Empty);
    assert_eq!(operation.errors[0].status, Status::Code(404));
    assert_eq!(api.error, Some(Type::Named("Problem".to_owned())));
}

#[test]
fn an_entry_without_an_operation_is_an_error() {
    let items = json!([item("A", "GET", "h/users/:account_id/manage"), item("B", "PUT", "h/users")]);
    let expected = "error: the overlay entry matches no operation\n  --> o.json: paths.\"/user/{id}/manage\".get\n  help: \
                    the collection has `GET /users/{account_id}/manage`; correct the key, or remove the entry";
    assert_eq!(errors_of(items, json!({ "paths": { "/user/{id}/manage": { "get": {} } } })), expected);
}

#[test]
fn an_entry_that_matches_several_operations_is_reported_with_their_keys() {
    let items = json!([{ "name": "F", "item": [item("A", "GET", "h/a"), item("B", "GET", "h/a")] }]);
    let expected = "error: the overlay entry matches 2 operations\n  --> o.json: paths.\"/a\".get\n  help: write `/a#F / A` or \
                    `/a#F / B`";
    assert_eq!(errors_of(items.clone(), json!({ "paths": { "/a": { "get": {} } } })), expected);
    let expected = "error: the overlay entry matches no operation\n  --> o.json: paths.\"/a#F / C\".get\n  help: write `/a#F / A` \
                    or `/a#F / B`";
    assert_eq!(errors_of(items.clone(), json!({ "paths": { "/a#F / C": { "get": {} } } })), expected);
    let (api, _) =
        api_of(items, Some(json!({ "paths": { "/a#F / B": { "get": { "operationId": "second" } } } })));
    assert_eq!(operations(&api)[1].name.rust, "second");
}

#[test]
fn two_entries_for_one_operation_are_an_error() {
    let overlay = json!({ "paths": { "/a": { "get": {} }, "/a#A": { "get": {} } } });
    let expected = "error: `paths.\"/a\".get` describes the same operation\n  --> o.json: paths.\"/a#A\".get\n  help: merge \
                    the two entries";
    assert_eq!(errors_of(json!([item("A", "GET", "h/a")]), overlay), expected);
}

#[test]
fn an_unknown_path_parameter_is_an_error() {
    let overlay =
        json!({ "paths": { "/a/{id}": { "get": { "parameters": [{ "name": "ID", "in": "path" }] } } } });
    let expected = "error: `GET /a/{id}` has no path parameter `ID`\n  --> o.json: paths.\"/a/{id}\".get.parameters[0]\n  \
                    help: its only path parameter is `id`";
    assert_eq!(errors_of(json!([item("A", "GET", "h/a/:id")]), overlay), expected);
}

#[test]
fn an_alias_must_be_free() {
    let overlay = json!({ "paths": { "/a": { "get": { "x-aliases": ["b", "oldName"] } } } });
    let expected = "error: another method is called `b`\n  --> o.json: paths.\"/a\".get.x-aliases\n  help: remove the alias, \
                    or rename the other method with `operationId`\n\nerror: `oldName` cannot be the name of a method\n  --> o.json: \
                    paths.\"/a\".get.x-aliases\n  help: did you mean `old_name`?";
    assert_eq!(errors_of(json!([item("A", "GET", "h/a"), item("B", "GET", "h/b")]), overlay), expected);
}

#[test]
fn a_name_that_would_begin_with_the_digit_of_a_method_gets_an_underscore() {
    let (names, _) = names(json!([item("Twin", "GET", "h/a"), item("Twin", "2FA", "h/a")]));
    assert_eq!(names, ["get_twin", "_2fa_twin"]);
}

// Skipped parts

#[test]
fn a_url_that_has_only_raw_is_read_from_it() {
    let named = |name: &str, url: Value| json!({ "name": name, "request": { "method": "GET", "url": url } });
    let variable = json!([{ "key": "id", "value": "7" }]);
    let page = json!([{ "key": "page", "value": "1" }]);
    let (api, diagnostics) = api_of(
        json!([
            named("First", json!({ "raw": " https://h.example/users/:id?a=1&b#end", "variable": variable })),
            named("Second", json!({ "raw": "https://h.example/users", "port": "443", "query": page })),
            named(
                "Third",
                json!({ "raw": "https://other.example/", "host": ["https://h.example"], "path": ["parts"] })
            ),
        ]),
        None,
    );
    let requests: Vec<_> = operations(&api)
        .iter()
        .map(|operation| (operation.path.template(), setters(&operation.query)))
        .collect();
    let expected = [("/users/{id}", vec!["a", "b"]), ("/users", vec!["page"]), ("/parts", vec![])];
    assert_eq!(requests, expected.map(|(path, query)| (path.to_owned(), query)));
    assert_eq!(
        diagnostics,
        "note: the URLs of 2 requests have only `raw`\n  --> c.json: \"First\"\n  help: the URL is read from it, as the \
         Postman app does when it imports a collection; save the request in Postman to add the other parts"
    );
}

/// An overlay for `GET h/users`, with this error response, and a union of two variants.
fn error_overlay(response: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "paths": { "/users": { "get": { "responses": { "404": response } } } },
        "components": { "schemas": { "Problem": {
            "oneOf": [
                { "type": "object", "properties": { "code": { "const": "gone" } }, "required": ["code"] },
                { "type": "object", "properties": { "code": { "const": "never.seen" } }, "required": ["code"] }
            ],
            "discriminator": { "propertyName": "code" }
        } } }
    })
}

#[test]
fn examples_of_an_error_tell_the_variants_of_its_type() {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    let api_with = |media: Value| {
        let overlay =
            error_overlay(&json!({ "description": "No.", "content": { "application/json": media } }));
        api_of(json!([item("List", "GET", "h/users")]), Some(overlay))
    };
    let examples =
        json!({ "a": { "value": { "code": "never.seen" } }, "b": { "value": { "code": "gone" } } });
    let (api, diagnostics) = api_with(json!({ "schema": schema, "examples": examples }));
    assert_eq!(diagnostics, "");
    assert_eq!(api.operations[0].errors[0].variants, ["NeverSeen", "Gone"]);

    let media = json!({ "schema": schema, "example": { "code": "lost" } });
    let overlay = error_overlay(&json!({ "description": "No.", "content": { "application/json": media } }));
    assert_eq!(
        errors_of(json!([item("List", "GET", "h/users")]), overlay),
        "error: no variant of the error type has the `code` of this example\n  --> o.json: \
         paths.\"/users\".get.responses.\"404\".content.\"application/json\".example\n  help: correct the example, or add \
         the variant to the `oneOf` of the type"
    );
}

#[test]
fn scripts_and_settings_are_listed() {
    let event = json!([{ "listen": "test", "script": { "exec": ["x"] } }, { "listen": "prerequest", "script": { "exec": [""] } }]);
    let mut request = item("A", "GET", "h");
    request["event"] = event.clone();
    request["protocolProfileBehavior"] = json!({ "followRedirects": false });
    let (api, _) = api_of(json!([{ "name": "F", "event": event, "item": [request] }]), None);
    let list: Vec<_> = api.skipped.iter().map(|skipped| (skipped.location.as_str(), skipped.kind)).collect();
    let expected =
        [("\"F\"", "test script"), ("\"F\" > \"A\"", "test script"), ("\"F\" > \"A\"", "redirect setting")];
    assert_eq!(list, expected);
}

// The corpus

#[test]
#[ignore = "needs CORPUS, a folder of collections"]
fn the_corpus_is_lowered_or_refused() {
    let folder = std::env::var_os("CORPUS").expect("CORPUS is set");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut lowered, mut refusals, mut requests, mut operation_count, mut bytes) = (0, 0, 0, 0, 0);
    let mut findings: BTreeMap<String, usize> = BTreeMap::new();
    let mut contents: BTreeMap<String, usize> = BTreeMap::new();
    let mut types = 0;
    let start = std::time::Instant::now();
    for file in &files {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        bytes += text.len();
        let (api, diagnostics) = run(&text, None);
        for diagnostic in &diagnostics {
            assert_eq!(diagnostic.location.file, "c.json");
            let problem = without_quotes(&diagnostic.problem);
            *findings.entry(format!("{}: {problem}", diagnostic.severity)).or_default() += 1;
        }
        let Some(api) = api else {
            assert!(diagnostics.has_errors(), "{}", file.display());
            refusals += 1;
            continue;
        };
        let operations = operations(&api);
        let all = codegen::collection::Collection::parse("c.json", &text).unwrap();
        assert_eq!(operations.len() + refused(&api), count(&all.item), "{}", file.display());
        assert_eq!(api.types.len(), api.type_modules.len());
        check_names(&api, &file.display().to_string());
        lowered += 1;
        requests += operations.len() + refused(&api);
        operation_count += operations.len();
        types += api.types.len();
        for operation in operations {
            let body = match operation.body.as_ref().map(|body| &body.content) {
                None => "none",
                Some(Content::Text) => "text",
                Some(Content::Json(Type::Any)) => "any",
                Some(_) => "json",
            };
            let success = match operation.success {
                Success::Empty => "empty",
                Success::Json(_) | Success::Optional(_) => "json",
                _ => "undescribed",
            };
            *contents.entry(format!("body {body}")).or_default() += 1;
            *contents.entry(format!("success {success}")).or_default() += 1;
        }
        for skipped in &api.skipped {
            *contents.entry(format!("skipped: {}", skipped.kind)).or_default() += 1;
        }
    }
    let time = start.elapsed();
    let mut report = format!(
        "{} files ({bytes} bytes), {lowered} lowered, {refusals} refused in {time:?}\n\
         {requests} requests, {operation_count} operations, {types} types\n",
        files.len(),
    );
    let mut findings: Vec<_> = findings.into_iter().collect();
    findings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (name, count) in findings.iter().take(60).chain(&contents.into_iter().collect::<Vec<_>>()) {
        report.push_str(&format!("{count:6}  {name}\n"));
    }
    write!(std::io::stderr(), "{report}").unwrap();
}

fn count(items: &[codegen::collection::Item]) -> usize {
    items.iter().map(|item| item.item.as_deref().map_or(1, count)).sum()
}

/// Returns a problem without quoted strings and numbers.
fn without_quotes(problem: &str) -> String {
    let mut parts = problem.split(['`', '"']).step_by(2).collect::<Vec<_>>().join("`…`");
    parts.retain(|c| !c.is_ascii_digit());
    parts
}

/// Checks that all names are identifiers, and are distinct within their scope.
fn check_names(api: &Api, file: &str) {
    fn ident(name: &str, file: &str) {
        assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "{file}: {name:?} is not an identifier");
        assert!(name.chars().count() <= 130, "{file}: {name:?} is long");
    }
    fn distinct<'a>(names: impl Iterator<Item = &'a str>, file: &str) {
        let mut seen = std::collections::HashSet::new();
        for name in names {
            ident(name, file);
            assert!(seen.insert(name.to_owned()), "{file}: {name} is a duplicate");
        }
    }
    fn scope(operations: &[Operation], groups: &[Group], handle: &str, file: &str) {
        let methods = operations.iter().map(|operation| operation.name.rust.as_str());
        distinct(methods.chain(groups.iter().map(|group| group.name.rust.as_str())), file);
        let types = operations.iter().map(|operation| operation.type_name.as_str());
        distinct(types.chain([handle]).chain(groups.iter().map(|group| group.name.rust.as_str())), file);
        for operation in operations {
            let setters = operation.query.iter().chain(&operation.headers);
            distinct(setters.map(|parameter| parameter.name.rust.as_str()), file);
            let mut names = BTreeMap::new();
            for parameter in operation.path.parameters() {
                ident(&parameter.name.rust, file);
                let wire = names.entry(&parameter.name.rust).or_insert(&parameter.name.wire);
                assert_eq!(*wire, &parameter.name.wire, "{file}");
            }
        }
        for group in groups {
            scope(&group.operations, &group.groups, &group.type_name, file);
        }
    }
    scope(&api.operations, &api.groups, "Client", file);
    let types = api.types.iter().map(|def| def.name.clone()).collect::<Vec<_>>();
    let mut seen = std::collections::HashSet::new();
    types.iter().for_each(|name| assert!(seen.insert(name), "{file}: {name} is a duplicate"));
    distinct(api.variables.iter().map(|variable| variable.name.rust.as_str()), file);
    distinct(api.servers.iter().map(|server| server.name.as_str()), file);
}

/// RFC 9110, section 9.2.2. The generated code says so only where the overlay decides otherwise.
#[test]
fn methods_are_idempotent_as_the_standard_says() {
    let methods =
        ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH", "PROPFIND", "LOCK", "VIEW"];
    for (index, method) in methods.into_iter().enumerate() {
        let collection =
            json!({ "info": {}, "item": [item("Do", method, "https://h.example/a")] }).to_string();
        let (api, diagnostics) = run(&collection, None);
        let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
        assert_eq!(api.operations[0].idempotent, index < 6, "{method}");
        let files = codegen::generate(&input(&collection, None)).files;
        assert!(files.iter().all(|file| !file.text.contains(".idempotent(")), "{method}");
    }
}
