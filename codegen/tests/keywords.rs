//! Every keyword of OpenAPI 3.1 is accepted where the specification has it, and is an error when a letter is missing.

use codegen::diagnostics::{Diagnostics, Severity};
use codegen::overlay::Overlay;
use serde_json::{Map, Value, json};

/// A kind of object: a document with an object of this kind, and its keywords with valid values.
struct Kind {
    name: &'static str,
    document: fn(Value) -> Value,
    /// The keywords that such an object always has.
    base: Value,
    keywords: Value,
}

fn operation(operation: Value) -> Value {
    json!({ "paths": { "/a": { "post": operation } } })
}

fn components(part: &str, value: Value) -> Value {
    json!({ "components": { part: { "A": value } } })
}

fn schema(schema: Value) -> Value {
    components("schemas", schema)
}

/// The kinds of objects in the specification's order.
fn kinds() -> Vec<Kind> {
    let kind = |name, document, base, keywords| Kind { name, document, base, keywords };
    let response = json!({ "description": "…" });
    let example =
        json!({ "summary": "…", "description": "…", "value": 1, "externalValue": "https://a.example" });
    let media_type =
        json!({ "schema": {}, "example": 1, "examples": { "a": example }, "encoding": { "a": {} } });
    vec![
        kind(
            "document",
            |value| value,
            json!({}),
            json!({
                "openapi": "3.1.0", "info": {}, "jsonSchemaDialect": "https://a.example", "servers": [], "paths": {},
                "webhooks": { "a": { "post": {} } }, "components": {}, "security": [], "tags": [],
                "externalDocs": {},
            }),
        ),
        kind(
            "info",
            |value| json!({ "info": value }),
            json!({}),
            json!({
                "title": "…", "summary": "…", "description": "…", "termsOfService": "https://a.example", "contact": {},
                "license": {}, "version": "1",
            }),
        ),
        kind(
            "contact",
            |value| json!({ "info": { "contact": value } }),
            json!({}),
            json!({
                "name": "…", "url": "https://a.example", "email": "a@a.example",
            }),
        ),
        kind(
            "license",
            |value| json!({ "info": { "license": value } }),
            json!({}),
            json!({
                "name": "…", "identifier": "MIT", "url": "https://a.example",
            }),
        ),
        kind(
            "server",
            |value| json!({ "servers": [value] }),
            json!({ "url": "https://a.example" }),
            json!({
                "url": "https://a.example", "description": "…", "variables": {},
            }),
        ),
        kind(
            "server variable",
            |value| json!({ "servers": [{ "url": "https://{a}", "variables": { "a": value } }] }),
            json!({}),
            json!({ "enum": ["b"], "default": "b", "description": "…" }),
        ),
        kind(
            "components",
            |value| json!({ "components": value }),
            json!({}),
            json!({
                "schemas": {}, "responses": {}, "parameters": {}, "examples": {}, "requestBodies": {}, "headers": {},
                "securitySchemes": {}, "links": {}, "callbacks": {}, "pathItems": { "a": { "get": {} } },
            }),
        ),
        kind(
            "path item",
            |value| json!({ "paths": { "/a": value } }),
            json!({ "get": {} }),
            json!({
                "summary": "…", "description": "…", "get": {}, "put": {}, "post": {}, "delete": {}, "options": {},
                "head": {}, "patch": {}, "trace": {}, "servers": [], "parameters": [],
            }),
        ),
        kind(
            "operation",
            operation,
            json!({}),
            json!({
                "tags": ["a"], "summary": "…", "description": "…", "externalDocs": {}, "operationId": "a",
                "parameters": [], "requestBody": { "content": {} }, "responses": {}, "callbacks": {}, "deprecated": true,
                "security": [], "servers": [],
            }),
        ),
        kind(
            "external documentation",
            |value| operation(json!({ "externalDocs": value })),
            json!({}),
            json!({ "description": "…", "url": "https://a.example" }),
        ),
        kind(
            "parameter",
            |value| components("parameters", value),
            json!({ "name": "a", "in": "query" }),
            json!({
                "name": "a", "in": "query", "description": "…", "required": true, "deprecated": true,
                "allowEmptyValue": true, "style": "form", "explode": true, "allowReserved": true, "schema": {},
                "example": 1, "examples": {}, "content": { "application/json": {} },
            }),
        ),
        kind(
            "request body",
            |value| components("requestBodies", value),
            json!({ "content": {} }),
            json!({
                "description": "…", "content": {}, "required": true,
            }),
        ),
        kind(
            "media type",
            |value| operation(json!({ "requestBody": { "content": { "application/json": value } } })),
            json!({}),
            media_type,
        ),
        kind(
            "encoding",
            |value| {
                let media_type = json!({ "encoding": { "a": value } });
                operation(json!({ "requestBody": { "content": { "multipart/form-data": media_type } } }))
            },
            json!({}),
            json!({
                "contentType": "image/png", "headers": {}, "style": "form", "explode": true, "allowReserved": true,
            }),
        ),
        kind(
            "responses",
            |value| operation(json!({ "responses": value })),
            json!({}),
            json!({
                "default": response,
            }),
        ),
        kind(
            "response",
            |value| components("responses", value),
            json!({}),
            json!({
                "description": "…", "headers": {}, "content": {}, "links": {},
            }),
        ),
        kind("example", |value| components("examples", value), json!({}), example.clone()),
        kind(
            "link",
            |value| components("links", value),
            json!({}),
            json!({
                "operationRef": "#/paths/a", "operationId": "a", "parameters": {}, "requestBody": 1, "description": "…",
                "server": { "url": "https://a.example" },
            }),
        ),
        kind(
            "header",
            |value| components("headers", value),
            json!({}),
            json!({
                "description": "…", "required": true, "deprecated": true, "allowEmptyValue": true, "style": "simple",
                "explode": true, "allowReserved": true, "schema": {}, "example": 1, "examples": {}, "content": {},
            }),
        ),
        kind(
            "tag",
            |value| json!({ "tags": [value] }),
            json!({ "name": "a" }),
            json!({
                "name": "a", "description": "…", "externalDocs": {},
            }),
        ),
        kind("schema", schema, json!({}), schema_keywords()),
        kind(
            "discriminator",
            |value| schema(json!({ "discriminator": value })),
            json!({ "propertyName": "a" }),
            json!({ "propertyName": "a", "mapping": {} }),
        ),
        kind(
            "xml",
            |value| schema(json!({ "xml": value })),
            json!({}),
            json!({
                "name": "a", "namespace": "https://a.example", "prefix": "a", "attribute": true, "wrapped": true,
            }),
        ),
        kind(
            "security scheme",
            |value| components("securitySchemes", value),
            json!({ "type": "http", "scheme": "bearer" }),
            json!({
                "type": "http", "description": "…", "name": "a", "in": "header", "scheme": "bearer", "bearerFormat": "JWT",
                "flows": {}, "openIdConnectUrl": "https://a.example",
            }),
        ),
        kind(
            "flows",
            |value| components("securitySchemes", json!({ "type": "oauth2", "flows": value })),
            json!({}),
            json!({ "implicit": {}, "password": {}, "clientCredentials": {}, "authorizationCode": {} }),
        ),
        kind(
            "flow",
            |value| {
                components("securitySchemes", json!({ "type": "oauth2", "flows": { "implicit": value } }))
            },
            json!({}),
            json!({
                "authorizationUrl": "https://a.example", "tokenUrl": "https://a.example",
                "refreshUrl": "https://a.example", "scopes": { "a": "…" },
            }),
        ),
    ]
}

fn schema_keywords() -> Value {
    let keywords = r##"{
        "$schema": "https://a.example", "$id": "https://a.example", "$anchor": "a", "$dynamicAnchor": "a",
        "$vocabulary": {}, "$ref": "#/components/schemas/A", "$dynamicRef": "#/components/schemas/A", "$defs": {},
        "$comment": "…", "type": "string", "enum": ["a"], "const": "a", "format": "uri", "properties": {},
        "required": [], "additionalProperties": {}, "patternProperties": {}, "propertyNames": {},
        "unevaluatedProperties": false, "minProperties": 1, "maxProperties": 1, "dependentRequired": {},
        "dependentSchemas": {}, "items": {}, "prefixItems": [{}], "unevaluatedItems": false, "contains": {},
        "minContains": 1, "maxContains": 1, "minItems": 1, "maxItems": 1, "uniqueItems": true, "pattern": "^a$",
        "minLength": 1, "maxLength": 1, "contentEncoding": "base64", "contentMediaType": "image/png",
        "contentSchema": {}, "multipleOf": 0.1, "minimum": 1, "maximum": 1, "exclusiveMinimum": 1,
        "exclusiveMaximum": 1, "allOf": [{}], "anyOf": [{}], "oneOf": [{}], "not": {}, "if": {}, "then": {},
        "else": {}, "discriminator": { "propertyName": "a" }, "title": "…", "description": "…", "default": 1,
        "deprecated": true, "readOnly": true, "writeOnly": true, "example": 1, "examples": [1],
        "externalDocs": {}, "xml": {},"nullable": true
    }"##;
    serde_json::from_str(keywords).expect("JSON")
}

/// Returns the findings about a document, and whether one is an error.
fn findings(document: &Value) -> (bool, String) {
    let mut diagnostics = Diagnostics::new();
    Overlay::parse("overlay.json", &document.to_string(), &mut diagnostics);
    (diagnostics.count(Severity::Error) > 0, diagnostics.to_string())
}

/// Returns an object with the base, except for a key, and one more entry.
fn with(base: &Value, without: &str, key: &str, value: &Value) -> Value {
    let mut object: Map<String, Value> = base.as_object().cloned().unwrap_or_default();
    object.remove(without);
    object.insert(key.to_owned(), value.clone());
    Value::Object(object)
}

#[test]
fn every_keyword_is_accepted() {
    let mut count = 0;
    for Kind { name, document, base, keywords } in kinds() {
        for (key, value) in keywords.as_object().expect("an object") {
            let document = document(with(&base, "", key, value));
            let (has_errors, findings) = findings(&document);
            assert!(!has_errors, "{key} of {name}: {findings}");
            count += 1;
        }
    }
    assert!(count > 200, "{count} keywords");
}

/// `$id` and `$ref` leave no letter; `x-` begins an extension.
#[test]
fn every_misspelt_keyword_is_an_error() {
    for Kind { name, document, base, keywords } in kinds() {
        let keywords = keywords.as_object().expect("an object");
        for (key, value) in keywords {
            let last = key.len() - 1;
            for wrong in [key[..last].to_owned(), format!("{key}x"), format!("{}{}", &key[..last], "qq")] {
                if keywords.contains_key(&wrong) {
                    continue;
                }
                let document = document(with(&base, "", &wrong, value));
                let (has_errors, findings) = findings(&document);
                assert!(
                    has_errors && findings.contains(&format!("`{wrong}`")),
                    "{wrong} of {name}: {findings}"
                );
            }
        }
    }
}

#[test]
fn a_misspelt_keyword_has_a_suggestion() {
    for (wrong, right) in [
        ("propertis", "properties"),
        ("writeonly", "writeOnly"),
        ("anyof", "anyOf"),
        ("minLenght", "minLength"),
    ] {
        let (_, findings) = findings(&schema(json!({ wrong: {} })));
        assert!(findings.contains(&format!("did you mean `{right}`?")), "{findings}");
    }
}

#[test]
fn a_document_of_openapi_3_0_is_accepted() {
    let document = json!({
        "openapi": "3.0.3",
        "paths": { "/a": { "get": { "responses": { "200": { "content": { "application/json": { "schema": {
            "type": "integer", "nullable": true, "minimum": 0, "exclusiveMinimum": true,
        } } } } } } } },
    });
    let (has_errors, findings) = findings(&document);
    assert!(!has_errors, "{findings}");
}
