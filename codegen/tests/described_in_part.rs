//! Tests of operations that an overlay describes in part: aliases of schemas, and what stays as the collection has it.

mod common;

use codegen::api::{Api, Content, Operation, Sample, Success, Type, TypeKind};
use codegen::lower;
use common::input;
use serde_json::{Value, json};

/// Lowers one request and its overlay entry.
fn lowered(request: Value, entry: Value, schemas: Value) -> Api {
    let collection = json!({ "info": {}, "item": [{ "name": "Do it", "request": request }] }).to_string();
    let overlay = json!({
        "paths": { "/it": { "post": entry } },
        "components": { "schemas": schemas },
    })
    .to_string();
    let (api, diagnostics) = lower(&input(&collection, Some(&overlay)));
    assert_eq!(diagnostics.to_string(), "");
    api.unwrap()
}

fn request(body: Value) -> Value {
    json!({ "method": "POST", "url": "https://example.com/it", "body": body })
}

fn content(schema: &str) -> Value {
    json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } })
}

fn alias<'a>(api: &'a Api, name: &str) -> Option<&'a Type> {
    match &api.types.iter().find(|def| def.name == name)?.kind {
        TypeKind::Alias(target) => Some(target),
        _ => None,
    }
}

fn named(name: &str) -> Type {
    Type::Named(name.to_owned())
}

#[test]
fn a_schema_that_is_only_a_reference_to_an_object_is_an_alias() {
    let api = lowered(
        request(Value::Null),
        json!({ "requestBody": { "content": content("C") }, "responses": { "200": { "content": content("B") } } }),
        json!({
            "A": { "properties": { "text": { "$ref": "#/components/schemas/Text" } } },
            "B": { "$ref": "#/components/schemas/A" },
            "C": { "$ref": "#/components/schemas/B" },
            "Text": { "type": "string" },
        }),
    );
    assert_eq!((alias(&api, "B"), alias(&api, "C")), (Some(&named("A")), Some(&named("B"))));
    assert_eq!(api.operations[0].success, Success::Json(named("B")));
    assert!(api.types.iter().all(|def| def.in_request), "a request contains all three");
    assert!(api.types.iter().all(|def| def.name != "Text"), "a string is no type");
}

#[test]
fn responses_with_aliases_of_one_type_have_the_same_body() {
    let responses = json!({ "200": { "content": content("A") }, "201": { "content": content("B") } });
    let api = lowered(
        request(Value::Null),
        json!({ "responses": responses }),
        json!({ "A": { "properties": {} }, "B": { "$ref": "#/components/schemas/A" } }),
    );
    assert_eq!(api.operations[0].success, Success::Json(named("A")));
}

#[test]
fn an_object_that_contains_itself_by_an_alias_is_boxed_in_its_field() {
    let api = lowered(
        request(Value::Null),
        json!({ "responses": { "200": { "content": content("A") } } }),
        json!({
            "A": { "properties": { "inner": { "$ref": "#/components/schemas/B" } } },
            "B": { "$ref": "#/components/schemas/A" },
        }),
    );
    let a = api.types.iter().find(|def| def.name == "A").unwrap();
    let TypeKind::Object(fields) = &a.kind else { panic!("{a:?}") };
    assert_eq!(fields[0].ty, Type::Boxed(Box::new(named("B"))));
    assert_eq!(alias(&api, "B"), Some(&named("A")));
}

/// Returns the operation of a request whose overlay entry describes the body.
fn with_body(body: Value, media_type: Value) -> Operation {
    let entry = json!({ "requestBody": { "required": true, "content": { "application/json": media_type } } });
    lowered(request(body), entry, json!({})).operations.remove(0)
}

#[test]
fn the_example_of_a_described_body_is_that_of_the_collection_unless_the_overlay_has_one() {
    let raw = json!({ "mode": "raw", "raw": "{\"a\": 1}", "options": { "raw": { "language": "json" } } });
    let example = |media_type| with_body(raw.clone(), media_type).body.unwrap().example;
    assert_eq!(example(json!({ "schema": {} })).as_deref(), Some("{\n  \"a\": 1\n}"));
    assert_eq!(example(json!({ "schema": {}, "example": 2 })).as_deref(), Some("2"));
    assert_eq!(example(json!({ "schema": { "example": 3 } })).as_deref(), Some("3"));
}

#[test]
fn a_described_graphql_request_stays_one() {
    let body = json!({ "mode": "graphql", "graphql": { "query": "{ a }", "variables": "{\"b\": 1}" } });
    let body = with_body(body, json!({ "schema": {} })).body.unwrap();
    assert!(matches!(body.content, Content::GraphQl(_)), "{:?}", body.content);
    assert_eq!(body.sample, Sample::Text(r#"{"b": 1}"#.to_owned()));
}

#[test]
fn a_number_that_may_be_an_integer_is_kept_exactly() {
    for (names, ty) in [
        (json!(["integer", "number"]), Type::Number),
        (json!(["number", "integer", "null"]), Type::Nullable(Box::new(Type::Number))),
        (json!("number"), Type::Float),
    ] {
        let content = json!({ "application/json": { "schema": { "type": names } } });
        let api = lowered(
            request(Value::Null),
            json!({ "responses": { "200": { "content": content } } }),
            json!({}),
        );
        assert_eq!(api.operations[0].success, Success::Json(ty));
    }
}
