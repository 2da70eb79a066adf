//! Tests of `openapi::import`.

mod common;

use codegen::openapi::{Import, import};
use codegen::{Source, lower};
use common::input;
use serde_json::{Value, json};

fn collection() -> String {
    let item = |name: &str, method: &str, path: &str, body: Value| json!({ "name": name, "request": { "method": method, "url": format!("https://example.com/v1{path}"), "body": body } });
    let form = json!({ "mode": "urlencoded", "urlencoded": [{ "key": "a", "value": "1" }] });
    json!({ "info": { "name": "Zoo" }, "item": [
        item("Get animal", "GET", "/animals/:animal_id", Value::Null),
        item("Feed animal", "POST", "/animals/:animal_id/food", form),
        item("Close", "POST", "/close", Value::Null),
    ] })
    .to_string()
}

const SPEC: &str = r#"
openapi: 3.0.3
info: {title: Zoo, version: "1.10"}
servers: [{url: 'https://example.com/v1'}]
paths:
  /animals/{animalId}:
    parameters:
      - {name: animalId, in: path, required: true, schema: {type: string}}
    get:
      operationId: getAnimal
      responses:
        200:
          description: Fine
          content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}
  /animals/{animalId}/food:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {204: {description: Fed}}
  /visitors:
    get: {responses: {204: {description: None}}}
components:
  schemas:
    Animal:
      type: object
      x-vendor: 1
      properties:
        name: {type: string, nullable: true}
        quiet: {type: string, enum: [no, yes]}
        owner: {$ref: '#/components/schemas/Owner'}
    Owner: {type: object, properties: {age: {type: integer}}}
    Unused: {type: object}
"#;

fn imported(overlay: Option<&str>, spec: &str) -> Import {
    import(&input(&collection(), overlay), Source { file: "s.yaml", text: spec })
}

fn overlay(import: &Import) -> Value {
    let text = import.overlay.as_ref().unwrap_or_else(|| panic!("{}", import.diagnostics));
    serde_json::from_str(text).unwrap()
}

#[test]
fn what_the_collection_has_is_taken() {
    let import = imported(None, SPEC);
    let overlay = overlay(&import);
    let get = &overlay["paths"]["/v1/animals/{animal_id}"]["get"];
    assert_eq!(get["parameters"][0]["name"], "animal_id");
    assert_eq!(get.get("operationId"), None);
    assert_eq!(
        get["responses"]["200"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/Animal"
    );
    let animal = &overlay["components"]["schemas"]["Animal"];
    assert_eq!(animal["properties"]["name"], json!({ "type": ["string", "null"] }));
    assert_eq!(animal["properties"]["quiet"]["enum"], json!(["no", "yes"]));
    assert_eq!(animal.get("x-vendor"), None);
    assert_eq!(import.schemas, ["Animal", "Owner"]);
    assert_eq!((import.matched, import.operations, import.operation_ids), (2, 2, 1));
    assert_eq!(import.missing, ["POST /v1/close"]);
    assert_eq!(import.foreign, ["GET /visitors"]);
    let left_out: Vec<String> = import
        .left_out
        .iter()
        .map(|part| format!("{}, {}: {}", part.operation, part.part, part.reason))
        .collect();
    assert_eq!(
        left_out,
        [
            "POST /v1/animals/{animal_id}/food, the request body: the collection sends a form, and the document has `application/json`"
        ]
    );
}

#[test]
fn a_second_import_changes_nothing() {
    let first = imported(None, SPEC).overlay.unwrap();
    let second = imported(Some(&first), SPEC);
    assert_eq!(second.overlay.as_deref(), Some(first.as_str()));
    assert_eq!((second.operations, second.kept), (0, Vec::new()));
}

#[test]
fn the_text_of_the_overlay_stays() {
    let own = "{\n  \"openapi\": \"3.1.0\",\n  \"info\": { \"title\": \"Own\", \"version\": \"1\" },\n  \"paths\": {\n    \
               \"/v1/animals/{animal_id}\": { \"get\": { \"responses\": { \"200\": { \"description\": \"Own.\" } } } }\n  }\n}\n";
    let import = imported(Some(own), SPEC);
    let text = import.overlay.clone().unwrap();
    assert!(
        text.starts_with(
            "{\n  \"openapi\": \"3.1.0\",\n  \"info\": { \"title\": \"Own\", \"version\": \"1\" },\n"
        ),
        "{text}"
    );
    assert_eq!(
        overlay(&import)["paths"]["/v1/animals/{animal_id}"]["get"]["responses"]["200"],
        json!({ "description": "Own." })
    );
    assert_eq!(import.kept, ["paths.\"/v1/animals/{animal_id}\".get.responses.\"200\""]);
    assert_eq!(overlay(&import).get("components"), None);
}

#[test]
fn what_the_client_cannot_be_generated_with_is_left_out() {
    let spec = SPEC.replace("#/components/schemas/Owner", "#/components/schemas/Nobody");
    let import = imported(None, &spec);
    assert_eq!(import.left_out[1].part, "the response 200");
    assert_eq!(import.left_out[1].reason, "`#/components/schemas/Nobody` refers to nothing in the document");
    let text = import.overlay.unwrap();
    let (api, diagnostics) = lower(&input(&collection(), Some(&text)));
    assert!(api.is_some(), "{diagnostics}");
}

#[test]
fn documents_that_cannot_be_read_are_errors() {
    let bomb = (1..9).fold("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, index| {
        let list = vec![format!("*a{}", index - 1); 10].join(", ");
        text + &format!("a{index}: &a{index} [{list}]\n")
    });
    for (spec, message) in [
        ("swagger: '2.0'", "the document is Swagger 2.0, not OpenAPI 3"),
        ("openapi: 2.9", "the document is OpenAPI 2.9"),
        ("a: 1", "this is not an OpenAPI document"),
        ("", "the document is empty"),
        ("a: 1\n---\na: 2", "the file has 2 YAML documents instead of one"),
        ("openapi: 3.1.0\npaths: [\n", "the document is not YAML"),
        ("{\"openapi\": }", "the document is not JSON: expected value\n  --> s.yaml:1:13"),
        (&bomb, "alias expansion exceeded"),
        (&"[".repeat(100_000), "recursion limit exceeded"),
    ] {
        let import = imported(None, spec);
        assert!(import.diagnostics.to_string().contains(message), "{message}: {}", import.diagnostics);
        assert_eq!(import.overlay, None);
    }
}
