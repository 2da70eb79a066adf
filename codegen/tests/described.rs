//! The bodies and responses that an overlay describes, held against those of the collection.

mod common;

use codegen::api::{Api, Content, FormContent, Operation, Repeat, Status, Success, Type, TypeKind};
use codegen::lower;
use common::input;
use serde_json::{Value, json};

/// Lowers one `POST /a` with this body and these headers, and an overlay for it; also returns the findings.
fn run(request: Value, described: Value) -> (Option<Api>, String) {
    let mut source = json!({ "method": "POST", "url": "https://h.example/a" });
    for (key, value) in request.as_object().expect("an object") {
        source[key] = value.clone();
    }
    let collection = json!({ "info": {}, "item": [{ "name": "A", "request": source }] }).to_string();
    let overlay = json!({ "paths": { "/a": { "post": described } } }).to_string();
    let (api, diagnostics) = lower(&input(&collection, Some(&overlay)));
    (api, diagnostics.to_string())
}

/// Returns the operation of [`run`], and the API.
fn operation(request: Value, described: Value) -> (Operation, Api) {
    let (api, findings) = run(request, described);
    let api = api.unwrap_or_else(|| panic!("{findings}"));
    (api.operations[0].clone(), api)
}

/// Returns an overlay entry with a body of each of these media types.
fn body(media_types: &[&str]) -> Value {
    let schema = json!({ "type": "object", "properties": { "a": { "type": "integer" } } });
    let media = |media_type: &&str| ((*media_type).to_owned(), json!({ "schema": schema }));
    let content: serde_json::Map<String, Value> = media_types.iter().map(media).collect();
    json!({ "requestBody": { "content": content } })
}

fn raw(text: &str, language: Option<&str>) -> Value {
    json!({ "body": { "mode": "raw", "raw": text, "options": { "raw": { "language": language } } } })
}

fn urlencoded() -> Value {
    json!({ "body": { "mode": "urlencoded", "urlencoded": [{ "key": "a", "value": "1" }, { "key": "z", "value": "x" }] } })
}

fn multipart() -> Value {
    json!({ "body": { "mode": "formdata", "formdata": [{ "key": "a", "value": "1", "type": "text" }] } })
}

fn file() -> Value {
    json!({ "body": { "mode": "file", "file": { "src": "a.pdf" } } })
}

fn header(media_type: &str) -> Value {
    json!({ "header": [{ "key": "Content-Type", "value": media_type }] })
}

fn kind(content: &Content) -> &'static str {
    match content {
        Content::Json(_) => "json",
        Content::Text => "text",
        Content::Bytes => "bytes",
        Content::Urlencoded(_) => "urlencoded",
        Content::Multipart(_) => "multipart",
        Content::GraphQl(_) => "graphql",
    }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// An overlay describes a body; it does not change how it is sent.
#[test]
fn a_body_is_sent_as_in_the_collection() {
    let empty = || json!({});
    for (request, media_types, expected) in [
        // No body in the collection: the overlay decides.
        (empty(), &[JSON][..], Some("json")),
        (empty(), &[FORM], Some("urlencoded")),
        (empty(), &[MULTIPART], Some("multipart")),
        (empty(), &["text/plain"], Some("text")),
        (empty(), &["application/octet-stream"], Some("bytes")),
        (empty(), &["*/*"], Some("json")),
        (empty(), &[FORM, JSON], Some("json")),
        // A header without a body.
        (header("application/json"), &[JSON], Some("json")),
        (header("application/json"), &["application/vnd.a+json; charset=utf-8"], Some("json")),
        (header(FORM), &[JSON], None),
        (header(FORM), &[JSON, FORM], Some("urlencoded")),
        (header("text/xml"), &[JSON], None),
        // JSON
        (raw("{}", Some("json")), &[JSON], Some("json")),
        (raw("{}", Some("json")), &["application/problem+json"], Some("json")),
        (raw("{}", Some("json")), &[FORM], None),
        (raw("{}", Some("json")), &["text/plain"], None),
        (raw("{}", Some("json")), &[FORM, JSON], Some("json")),
        // Other text
        (raw("<a/>", Some("xml")), &["application/xml"], Some("text")),
        (raw("<a/>", Some("xml")), &[JSON], None),
        (raw("{}", Some("text")), &[JSON], None),
        // Text whose language the collection does not declare
        (raw("{\"a\": 1}", None), &[JSON], Some("json")),
        (raw("{{body}}", None), &[JSON], Some("json")),
        (raw("hello", None), &[JSON], None),
        (raw("hello", None), &["text/plain"], Some("text")),
        // Forms and files
        (urlencoded(), &[FORM], Some("urlencoded")),
        (urlencoded(), &[JSON], None),
        (urlencoded(), &[MULTIPART], None),
        (urlencoded(), &[JSON, FORM], Some("urlencoded")),
        (multipart(), &[MULTIPART], Some("multipart")),
        (multipart(), &[FORM], None),
        (file(), &["application/octet-stream"], Some("bytes")),
        (file(), &["application/pdf"], Some("bytes")),
        (file(), &["*/*"], Some("bytes")),
        (file(), &[JSON], None),
    ] {
        let (api, findings) = run(request.clone(), body(media_types));
        let found = api.as_ref().map(|api| kind(&api.operations[0].body.as_ref().expect("a body").content));
        assert_eq!(found, expected, "{request} as {media_types:?}: {findings}");
        if expected.is_none() {
            assert!(findings.starts_with("error: `POST /a` sends "), "{findings}");
            assert!(findings.contains("--> o.json:1:"), "{findings}");
        }
    }
}

#[test]
fn the_help_for_a_form_is_to_describe_the_form() {
    let (_, findings) = run(urlencoded(), body(&[JSON]));
    let expected = "error: `POST /a` sends a urlencoded form, but the overlay describes `application/json`\n  --> o.json:1:25: \
                    paths.\"/a\".post.requestBody\n  help: describe `application/x-www-form-urlencoded`, whose properties are \
                    its fields";
    assert_eq!(findings, expected);
}

#[test]
fn the_media_type_is_the_overlays_only_if_the_collection_has_none() {
    let content_type = |request: Value, media_type: &str| {
        let (operation, _) = operation(request, body(&[media_type]));
        let headers = operation.constant_headers.into_iter();
        let value = headers.filter(|(name, _)| name == "Content-Type").map(|(_, value)| value).next();
        (value, operation.decisions.len())
    };
    let vendor = "application/vnd.a+json";
    assert_eq!(content_type(json!({}), JSON), (None, 0));
    assert_eq!(content_type(json!({}), vendor), (Some(vendor.to_owned()), 0));
    assert_eq!(content_type(header("application/json"), vendor), (Some(JSON.to_owned()), 0));
    // Postman sends `text/plain`, so the documentation says that the client does not.
    assert_eq!(content_type(raw("{}", None), JSON), (None, 1));
    assert_eq!(content_type(raw("<a/>", Some("xml")), "text/xml"), (Some("application/xml".to_owned()), 0));
}

#[test]
fn the_schema_of_a_form_describes_its_fields() {
    let schema = json!({
        "type": "object",
        "required": ["color", "z"],
        "properties": {
            "color": { "enum": ["red"] },
            "a": { "type": "integer", "description": "How many." },
            "list": { "type": "array", "items": { "type": "boolean" } },
            "object": { "type": "object" },
            "id": { "type": "string", "readOnly": true },
        },
    });
    let described = json!({ "requestBody": { "content": { FORM: { "schema": schema } } } });
    let mut described_with_z = described.clone();
    described_with_z["requestBody"]["content"][FORM]["schema"]["properties"]["z"] =
        json!({ "type": "string" });
    let (operation, api) = operation(urlencoded(), described_with_z);
    let Some(Content::Urlencoded(Type::Named(name))) = operation.body.map(|body| body.content) else {
        panic!("no form")
    };
    let def = api.types.iter().find(|def| def.name == name).expect("a type");
    let TypeKind::Form(fields) = &def.kind else { panic!("{def:?}") };
    let fields: Vec<_> = fields
        .iter()
        .map(|field| {
            (field.name.wire.as_str(), field.ty.clone(), field.required, field.repeat != Repeat::Never)
        })
        .collect();
    let color = Type::Named("ABodyColor".to_owned());
    let expected = [
        ("a", Type::Integer, false, false),
        ("z", Type::String, true, false),
        ("color", color, true, false),
        ("list", Type::Bool, false, true),
        ("object", Type::String, false, false),
    ];
    assert_eq!(fields, expected);
}

#[test]
fn binary_properties_are_files() {
    let schema = json!({ "type": "object", "properties": {
        "a": { "type": "string" },
        "old": { "type": "string", "format": "binary" },
        "new": { "type": "string", "contentMediaType": "image/png" },
        "many": { "type": "array", "items": { "type": "string", "format": "binary" } },
        "meta": { "type": "string" },
    } });
    let encoding = json!({ "meta": { "contentType": "application/json" } });
    let content = json!({ MULTIPART: { "schema": schema, "encoding": encoding } });
    let (_, api) = operation(multipart(), json!({ "requestBody": { "content": content } }));
    let TypeKind::Form(fields) = &api.types[0].kind else { panic!("{:?}", api.types) };
    let fields: Vec<_> = fields
        .iter()
        .map(|field| (field.name.wire.as_str(), field.content.clone(), field.repeat != Repeat::Never))
        .collect();
    let expected = [
        ("a", FormContent::Text(None), false),
        ("old", FormContent::File, false),
        ("new", FormContent::File, false),
        ("many", FormContent::File, true),
        ("meta", FormContent::Text(Some("application/json".to_owned())), false),
    ];
    assert_eq!(fields, expected);
}

fn responses(responses: Value) -> (Operation, Api) {
    operation(json!({}), json!({ "responses": responses }))
}

#[test]
fn responses_have_any_media_type() {
    let of = |media_type: &str, schema: Value| {
        responses(json!({ "200": { "content": { media_type: { "schema": schema } } } })).0.success
    };
    let string = || json!({ "type": "string" });
    for media_type in [JSON, "application/json; charset=utf-8", "application/hal+json", "*/*"] {
        assert_eq!(of(media_type, string()), Success::Json(Type::String), "{media_type}");
    }
    for media_type in ["text/plain", "image/png", "application/octet-stream"] {
        assert_eq!(of(media_type, string()), Success::Undescribed, "{media_type}");
    }
    assert_eq!(of("*/*", json!({ "type": "string", "format": "binary" })), Success::Undescribed);
}

#[test]
fn several_successful_responses_are_a_union() {
    let json = |schema: Value| json!({ "content": { JSON: { "schema": schema } } });
    let (operation, api) = responses(json!({
        "200": json(json!({ "type": "string" })), "202": json(json!({ "type": "boolean" })), "204": {},
    }));
    assert_eq!(operation.success, Success::Optional(Type::Named("AResponse".to_owned())));
    assert!(matches!(&api.types[0].kind, TypeKind::Untagged(variants) if variants.len() == 2));
}

#[test]
fn ranges_and_default_are_errors_beside_a_success() {
    let (operation, _) = responses(json!({ "default": {}, "4XX": {}, "404": {}, "200": {}, "5XX": {} }));
    let statuses: Vec<Status> = operation.errors.iter().map(|error| error.status).collect();
    assert_eq!(statuses, [Status::Code(404), Status::Class(4), Status::Class(5), Status::Default]);
    assert_eq!(operation.success, Success::Empty);
}

#[test]
fn a_mere_default_is_the_successful_response() {
    let (operation, _) =
        responses(json!({ "default": { "content": { JSON: { "schema": { "type": "string" } } } } }));
    assert_eq!(operation.success, Success::Json(Type::String));
    assert!(operation.errors.is_empty());
    assert_eq!(operation.decisions[0].subject, "default");
}

#[test]
fn headers_of_responses_are_documented() {
    let headers = json!({ "Location": { "description": "Where it is." }, "ETag": {} });
    let (operation, _) = responses(json!({
        "201": { "headers": headers }, "429": { "description": "Too many", "headers": { "Retry-After": {} } },
    }));
    assert_eq!(operation.docs, "Headers of the response:\n\n- `Location`: Where it is.\n- `ETag`");
    assert_eq!(operation.errors[0].docs, "Too many. The response has the header `Retry-After`.");
}
