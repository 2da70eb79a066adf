//! Tests of the response to a successful call: from saved responses, and from the overlay.

mod common;

use codegen::api::{Api, Success, Type, TypeKind};
use codegen::lower;
use common::input;
use serde_json::{Value, json};

/// Returns the API of one request with these saved responses.
fn api(responses: Value, overlay: Option<Value>) -> Api {
    let item = json!({ "name": "Get", "request": "h/a", "response": responses });
    let collection = json!({ "info": {}, "item": [item] }).to_string();
    let overlay = overlay.map(|overlay| overlay.to_string());
    let (api, diagnostics) = lower(&input(&collection, overlay.as_deref()));
    api.unwrap_or_else(|| panic!("{diagnostics}"))
}

fn saved(responses: Value) -> Success {
    api(responses, None).operations.remove(0).success
}

fn described(responses: Value) -> Success {
    let overlay = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
    api(json!([]), Some(overlay)).operations.remove(0).success
}

fn response() -> Type {
    Type::Named("GetResponse".to_owned())
}

#[test]
fn saved_responses_with_and_without_content_are_optional() {
    let object = json!({ "code": 200, "body": "{\"a\": true}" });
    for empty in [
        json!({ "code": 204, "body": "" }),
        json!({ "code": 204 }),
        json!({ "code": 205, "body": null }),
        json!({ "code": 202, "body": "" }),
        json!({ "code": 200, "body": "", "header": [{ "key": "Content-Length", "value": "0" }] }),
    ] {
        assert_eq!(saved(json!([object, empty])), Success::Optional(response()), "{empty}");
        assert_eq!(saved(json!([empty, object])), Success::Optional(response()), "{empty}");
    }
}

#[test]
fn a_saved_body_that_was_cleared_does_not_make_the_response_optional() {
    let object = json!({ "code": 200, "body": "{\"a\": true}" });
    assert_eq!(saved(json!([object, { "code": 200, "body": "" }])), Success::Json(response()));
    assert_eq!(saved(json!([object, { "code": 404, "body": "" }])), Success::Json(response()));
}

#[test]
fn saved_null_and_no_content_are_one_none() {
    let of_json = json!([{ "key": "Content-Type", "value": "application/json" }]);
    let absent = json!({ "code": 200, "body": "null", "header": of_json });
    let object = json!({ "code": 200, "body": "{\"a\": true}" });
    assert_eq!(saved(json!([absent, object, { "code": 204 }])), Success::Optional(response()));
}

#[test]
fn saved_objects_of_several_statuses_are_one_type_with_all_fields() {
    let api = api(
        json!([
            { "code": 200, "body": "{\"id\": \"a\", \"state\": \"done\"}" },
            { "code": 202, "body": "{\"job\": \"j\"}" },
            { "code": 204 },
        ]),
        None,
    );
    assert_eq!(api.operations[0].success, Success::Optional(response()));
    let TypeKind::Object(fields) = &api.types[0].kind else { panic!("no object") };
    assert_eq!(fields.iter().map(|field| &*field.name.wire).collect::<Vec<_>>(), ["id", "state", "job"]);
}

#[test]
fn described_responses_with_and_without_content_are_optional() {
    let json = |ty: Value| json!({ "content": { "application/json": { "schema": { "type": ty } } } });
    let string = Success::Optional(Type::String);
    assert_eq!(described(json!({ "200": json(json!("string")), "204": {} })), string);
    assert_eq!(described(json!({ "202": {}, "200": json(json!("string")) })), string);
    assert_eq!(described(json!({ "200": json(json!(["string", "null"])), "204": {} })), string);
    let list = json!({ "200": json(json!("string")), "201": json(json!("string")) });
    assert_eq!(described(list), Success::Json(Type::String));
    assert_eq!(described(json!({ "202": {}, "204": {} })), Success::Empty);
}
