//! Tests of placeholders such as `<integer>`, which Postman writes when it converts an OpenAPI document: in the path, the
//! query, headers, forms, bodies and responses.

mod common;

use codegen::api::{Api, Decision, Field, FormField, Operation, Type, TypeKind};
use codegen::{generate, lower};
use common::input;
use serde_json::{Value, json};

/// The placeholders that name a type, with the types of parameters.
const TYPED: [(&str, Type); 7] = [
    ("<integer>", Type::Integer),
    ("<long>", Type::Integer),
    ("<number>", Type::Float),
    ("<float>", Type::Float),
    ("<double>", Type::Float),
    ("<boolean>", Type::Bool),
    ("<dateTime>", Type::DateTime),
];

/// Placeholders for strings, and what is none.
const STRINGS: [&str; 7] = ["<string>", "<uuid>", "<email>", "<uri>", "<date>", "<array>", "5"];

fn collection(item: &Value) -> String {
    json!({ "info": {}, "item": [item] }).to_string()
}

fn api(item: &Value, overlay: Option<Value>) -> Api {
    let overlay = overlay.map(|overlay| overlay.to_string());
    let (api, diagnostics) = lower(&input(&collection(item), overlay.as_deref()));
    api.unwrap_or_else(|| panic!("{diagnostics}"))
}

/// Returns an item with this value in its path, its query and a header.
fn item(value: &str) -> Value {
    json!({ "name": "Get pet", "request": {
        "method": "GET",
        "header": [{ "key": "X-Size", "value": value }],
        "url": {
            "host": ["https://h"], "path": ["pets", ":id"],
            "query": [{ "key": "page", "value": value }],
            "variable": [{ "key": "id", "value": value }]
        }
    }})
}

fn parameter_types(operation: &Operation) -> Vec<&Type> {
    operation.path.parameters().chain(&operation.query).chain(&operation.headers).map(|it| &it.ty).collect()
}

#[test]
fn parameters_have_the_type_that_their_placeholder_names() {
    for (placeholder, ty) in TYPED {
        let api = api(&item(placeholder), None);
        assert_eq!(parameter_types(&api.operations[0]), [&ty, &ty, &ty], "{placeholder}");
        assert_eq!(api.operations[0].query[0].example, None, "{placeholder}");
    }
    for string in STRINGS {
        let api = api(&item(string), None);
        let operation = &api.operations[0];
        assert!(parameter_types(operation).iter().all(|ty| **ty == Type::String), "{string}");
        assert_eq!(operation.decisions, []);
        // A header with a value is always sent.
        assert_eq!(operation.headers.is_empty(), string == "5", "{string}");
    }
}

fn form(value: &Value) -> Vec<FormField> {
    let fields = json!([{ "key": "a", "value": value }]);
    let body = json!({ "mode": "urlencoded", "urlencoded": fields });
    let item = json!({ "name": "Send", "request": { "method": "POST", "url": "h/a", "body": body } });
    match api(&item, None).types.remove(0).kind {
        TypeKind::Form(fields) => fields,
        other => panic!("{other:?}"),
    }
}

#[test]
fn form_fields_have_the_type_that_their_placeholder_names() {
    for (placeholder, ty) in TYPED {
        assert_eq!(form(&json!(placeholder))[0].ty, ty, "{placeholder}");
    }
    for string in STRINGS {
        assert_eq!(form(&json!(string))[0].ty, Type::String, "{string}");
    }
}

fn fields(api: &Api) -> Vec<(&str, &Type)> {
    let TypeKind::Object(fields) = &api.types[0].kind else { panic!("no object") };
    fields.iter().map(|Field { name, ty, .. }| (name.wire.as_str(), ty)).collect()
}

#[test]
fn bodies_and_responses_have_the_types_that_their_placeholders_name() {
    let json =
        r#"{"id": "<long>", "name": "<string>", "at": "<dateTime>", "price": "<double>", "tags": "<array>"}"#;
    let request = json!({ "method": "POST", "url": "h/a", "body": { "mode": "raw", "raw": json } });
    let body = api(&json!({ "name": "Add", "request": request }), None);
    let responses = json!([{ "code": 200, "body": json }]);
    let response = api(&json!({ "name": "Get", "request": "h/a", "response": responses }), None);
    let tags = Type::Array(Box::new(Type::Any));
    for api in [&body, &response] {
        let expected = [
            ("id", &Type::Integer),
            ("name", &Type::String),
            ("at", &Type::DateTime),
            ("price", &Type::Float),
            ("tags", &tags),
        ];
        assert_eq!(fields(api), expected);
    }
    assert_eq!(
        serde_json::from_str::<Value>(body.operations[0].body.as_ref().unwrap().example.as_ref().unwrap())
            .unwrap(),
        json!({ "id": 1, "name": "<string>", "at": "2025-01-31T12:00:00Z", "price": 1.5, "tags": [] })
    );
}

#[test]
fn an_operation_says_which_types_come_from_placeholders() {
    let mut item = item("<integer>");
    item["response"] = json!([
        { "code": 200, "body": r#"{"id": "<long>", "name": "<string>", "ok": "<boolean>"}"# },
        { "code": 404, "body": r#"{"code": "<number>"}"# },
    ]);
    let decision = |overlay| api(&item, overlay).operations.remove(0).decisions;
    assert_eq!(
        decision(None),
        [Decision {
            subject: "<integer>, <long>, <boolean>".to_owned(),
            reason: "give `id`, `page`, `X-Size` and the response the types that they name".to_owned(),
            overlay: r#"paths."/pets/{id}".get.parameters: [{"name": "id", "in": "path", "schema": {"type": "string"}}]"#
                .to_owned(),
        }]
    );
    let string = |name, location| json!({ "name": name, "in": location, "schema": { "type": "string" } });
    let overlay = json!({ "paths": { "/pets/{id}": { "get": {
        "parameters": [string("id", "path"), string("page", "query"), string("X-Size", "header")],
        "responses": { "200": {} }
    } } } });
    assert_eq!(decision(Some(overlay)), []);
}

#[test]
fn generated_code_takes_typed_values() {
    let fields = json!([{ "key": "age", "value": "<integer>" }, { "key": "at", "value": "<dateTime>" }]);
    let mut item = item("<boolean>");
    item["request"]["method"] = json!("POST");
    item["request"]["body"] = json!({ "mode": "urlencoded", "urlencoded": fields });
    let collection = collection(&item);
    let output = generate(&input(&collection, None));
    let text =
        |path: &str| output.files.iter().find(|file| file.path.ends_with(path)).expect(path).text.clone();
    let operations = text("operations/client.rs");
    assert!(
        operations.contains("pub fn get_pet(&self, id: bool, body: types::GetPetBody) -> GetPetCall"),
        "{operations}"
    );
    assert!(operations.contains("pub fn page(self, page: bool) -> Self"), "{operations}");
    let types = text("types/client.rs");
    assert!(types.contains("pub fn age(mut self, age: i64) -> Self"), "{types}");
    assert!(types.contains("self.form.value(\"age\", age);"), "{types}");
    assert!(types.contains("pub fn at(mut self, at: crate::DateTime) -> Self"), "{types}");
}
