//! The saved responses that the mock of a client has: those of the collection, or else the examples of the overlay.

mod common;

use common::input;
use serde_json::{Value, json};

/// Returns the statuses, the media types and the bodies of a collection with these saved responses of one request.
fn saved(responses: &Value, overlay: Option<&Value>) -> Vec<(u16, String, String)> {
    let collection = json!({ "info": { "name": "Orders" }, "item": [{
        "name": "Get order",
        "request": { "method": "GET", "url": "https://api.example.com/orders/:id" },
        "response": responses,
    }] });
    let (collection, overlay) = (collection.to_string(), overlay.map(Value::to_string));
    let (api, diagnostics) = codegen::lower(&input(&collection, overlay.as_deref()));
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    let operation = api.operations.into_iter().next().expect("an operation");
    operation.saved.into_iter().map(|saved| (saved.status, saved.media_type, saved.body)).collect()
}

fn bodies(responses: &Value) -> Vec<String> {
    saved(responses, None).into_iter().map(|(.., body)| body).collect()
}

fn response(code: u16, body: &str) -> Value {
    json!({ "name": "Saved", "code": code, "_postman_previewlanguage": "json", "body": body })
}

#[test]
fn json_and_responses_without_content_are_saved() {
    let plain =
        json!({ "code": 200, "header": [{ "key": "Content-Type", "value": "text/html" }], "body": "<p>" });
    let problem = json!({
        "code": 404,
        "header": [{ "key": "content-type", "value": "application/problem+json" }],
        "body": "{\"title\": \"gone\"}",
    });
    let responses =
        json!([response(200, "{ \"id\": 1, }"), plain, problem, response(204, ""), { "body": "[]" }]);
    let expected = [
        (200, "application/json", "{\"id\":1}"),
        (404, "application/problem+json", "{\"title\":\"gone\"}"),
        (204, "", ""),
    ];
    let expected =
        expected.map(|(status, media_type, body)| (status, media_type.to_owned(), body.to_owned()));
    assert_eq!(saved(&responses, None), expected);
}

#[test]
fn secrets_are_redacted() {
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";
    let body = json!({
        "access_token": "hush",
        "user": { "password": "hush", "name": "Ada", "keys": [{ "client_secret": "hush" }] },
        "anything": jwt,
        "expires": 3600,
    });
    let expected = json!({
        "access_token": "[redacted]",
        "user": { "password": "[redacted]", "name": "Ada", "keys": [{ "client_secret": "[redacted]" }] },
        "anything": "[redacted]",
        "expires": 3600,
    });
    let found = bodies(&json!([response(200, &body.to_string())]));
    assert_eq!(found, [expected.to_string()]);
}

#[test]
fn placeholders_are_values_and_data_is_not_saved() {
    let body = r#"{"id": "<integer>", "ok": "<boolean>", "name": "<string>"}"#;
    assert_eq!(bodies(&json!([response(200, body)])), [r#"{"id":1,"ok":true,"name":"<string>"}"#]);
    let large = format!("[{}0]", "0,".repeat(40_000));
    assert!(bodies(&json!([response(200, &large)])).is_empty());
}

#[test]
fn the_examples_of_an_overlay_count_if_the_collection_has_none() {
    let content = json!({ "application/json": {
        "examples": { "one": { "value": { "id": 7, "token": "hush" } }, "two": { "value": { "id": 8 } } },
    } });
    let overlay = json!({ "openapi": "3.1.0", "info": { "title": "Orders", "version": "1" }, "paths": { "/orders/{id}": {
        "get": { "responses": { "200": { "description": "An order.", "content": content } } },
    } } });
    let described = saved(&json!([]), Some(&overlay));
    let described: Vec<&str> = described.iter().map(|(.., body)| body.as_str()).collect();
    assert_eq!(described.len(), 2);
    assert!(!described[0].contains("hush"), "{described:?}");
    let own = saved(&json!([response(200, "{\"id\": 1}")]), Some(&overlay));
    assert_eq!(own, [(200, "application/json".to_owned(), "{\"id\":1}".to_owned())]);
}

#[test]
fn a_change_of_one_operation_changes_only_its_saved_responses() {
    let file = |bodies: [&str; 3]| {
        let items = bodies.iter().enumerate().map(|(index, body)| {
            let url = format!("https://api.example.com/orders/{index}");
            let request = json!({ "method": "GET", "url": url });
            json!({ "name": format!("Get {index}"), "request": request, "response": [response(200, body)] })
        });
        let collection =
            json!({ "info": { "name": "Orders" }, "item": items.collect::<Vec<_>>() }).to_string();
        let files = codegen::generate(&input(&collection, None)).files;
        let file = files.into_iter().find(|file| file.path == "src/operations/examples.rs");
        file.expect("each client has it").text
    };
    let (before, after) = (file(["[1]", "[2]", "[3]"]), file(["[1]", "[2, 4]", "[3]"]));
    let differences = before.lines().zip(after.lines()).filter(|(old, new)| old != new);
    assert_eq!(differences.collect::<Vec<_>>(), [("        body: \"[2]\",", "        body: \"[2,4]\",")]);
    assert_eq!(before.lines().count(), after.lines().count());
}
