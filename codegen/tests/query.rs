//! Tests of query parameters: what is sent by default, and what the overlay says about it.

use codegen::api::{Api, Operation, Parameter, QueryDefault, Type};
use codegen::{Input, Output, Source, generate};
use serde_json::{Value, json};

/// Generates the client of a collection with these items.
fn output(items: &Value, overlay: Option<&Value>) -> Output {
    let collection = json!({ "info": { "name": "Test" }, "item": items }).to_string();
    let overlay = overlay.map(Value::to_string);
    generate(&Input {
        collection: Source { file: "c.json", text: &collection },
        overlay: overlay.as_deref().map(|text| Source { file: "o.json", text }),
        crate_name: "client",
    })
}

/// Returns the API of a collection with these items, about which there are no findings.
fn api(items: &Value, overlay: Option<&Value>) -> Api {
    let output = output(items, overlay);
    assert_eq!(output.diagnostics.to_string(), "");
    output.api.expect("an API")
}

/// Returns an overlay that describes the query parameters of `GET` on paths.
fn overlay(paths: &[(&str, Value)]) -> Value {
    let paths = paths.iter().map(|(path, schemas)| {
        let schemas = schemas.as_object().into_iter().flatten();
        let parameters =
            schemas.map(|(name, schema)| json!({ "name": name, "in": "query", "schema": schema }));
        ((*path).to_owned(), json!({ "get": { "parameters": parameters.collect::<Vec<_>>() } }))
    });
    json!({ "openapi": "3.1.0", "paths": Value::Object(paths.collect()) })
}

fn get(name: &str, url: &str) -> Value {
    json!({ "name": name, "request": { "method": "GET", "url": url } })
}

/// Returns what each query parameter of an operation sends by default.
fn defaults(operation: &Operation) -> Vec<(&str, Option<&QueryDefault>)> {
    let defaults = operation.query.iter().map(|parameter| {
        let Parameter { name, default, .. } = parameter;
        (name.wire.as_str(), default.as_ref())
    });
    defaults.collect()
}

fn constant(encoded: &str) -> QueryDefault {
    QueryDefault::Constant(encoded.to_owned())
}

#[test]
fn a_constant_of_the_overlay_is_sent_by_default() {
    for (schema, encoded) in [
        (json!({ "const": "list" }), "list"),
        (json!({ "type": "string", "const": "a+b%20c&d e" }), "a%2Bb%2520c%26d%20e"),
        (json!({ "const": "" }), ""),
        (json!({ "const": 2.50 }), "2.5"),
        (json!({ "const": true, "type": "boolean" }), "true"),
    ] {
        let overlay = overlay(&[("/a", json!({ "m": schema }))]);
        let api = api(&json!([get("A", "https://h.example/a?m=1&n=2")]), Some(&overlay));
        assert_eq!(defaults(&api.operations[0]), [("m", Some(&constant(encoded))), ("n", None)], "{schema}");
        assert_eq!((&api.operations[0].query[0].ty, api.types.len()), (&Type::String, 0));
    }
}

#[test]
fn a_default_is_in_the_method_in_its_documentation_and_in_that_of_the_setter() {
    let overlay = overlay(&[("/a", json!({ "m": { "const": "x y" } }))]);
    let output = output(&json!([get("A", "https://h.example/a?m=1")]), Some(&overlay));
    let file = output.files.iter().find(|file| file.path == "src/operations/client.rs").expect("a file");
    for line in [
        ".query_default(\"m\", \"x%20y\");",
        "/// Sends `GET /a?m=x%20y` and returns the body of the response,",
        "/// Sets the query parameter `m`; `x%20y` by default.",
    ] {
        assert_eq!(file.text.matches(line).count(), 1, "{line}\n{}", file.text);
    }
}
