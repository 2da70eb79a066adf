//! Tests of the overlay parser: the values that it returns and the errors that it reports.

use codegen::diagnostics::Diagnostics;
use codegen::overlay::{Overlay, ParameterLocation, SchemaKind, Statuses};

/// Parses an overlay; also returns the findings.
fn parse(text: &str) -> (Option<Overlay>, String) {
    let mut diagnostics = Diagnostics::new();
    let overlay = Overlay::parse("overlay.json", text, &mut diagnostics);
    (overlay, diagnostics.to_string())
}

/// Parses an overlay without errors.
fn valid(text: &str) -> Overlay {
    let (overlay, findings) = parse(text);
    assert_eq!(findings, "");
    overlay.expect("an overlay")
}

/// Checks all findings about an overlay.
fn check_findings(text: &str, expected: &str) {
    assert_eq!(parse(text).1, expected, "{text}");
}

/// Returns an overlay with one response that has this schema.
fn with_schema(schema: &str) -> String {
    format!(
        r#"{{"paths": {{"/a": {{"get": {{"responses": {{"200": {{"content": {{"application/json": {{"schema": {schema}}}}}}}}}}}}}}}}}"#
    )
}

/// The location of the schema in [`with_schema`].
const SCHEMA: &str = r#"overlay.json: paths."/a".get.responses."200".content."application/json".schema"#;

/// Checks all findings about one schema; `$SCHEMA` in `expected` is replaced by its location.
fn check_schema_findings(schema: &str, expected: &str) {
    check_findings(&with_schema(schema), &expected.replace("$SCHEMA", SCHEMA));
}

#[test]
fn a_whole_overlay_is_valid() {
    let overlay = valid(include_str!("fixtures/library.overlay.json"));
    assert_eq!(overlay.operations.len(), 2);
    assert!(overlay.operations.iter().all(|entry| entry.operation_id.is_some() && entry.reference.is_some()));
}

#[test]
fn all_keywords_of_an_operation_are_read() {
    let overlay = valid(
        r##"{
        "openapi": "3.1.0",
        "info": {"title": "x"},
        "paths": {"/a/{id}#Folder / Item": {"post": {
            "operationId": "makeIt", "summary": "Makes it.", "description": "All about it.",
            "externalDocs": {"url": "https://example.com"}, "x-deprecated": "use another", "x-idempotent": true,
            "x-aliases": ["create_it"],
            "parameters": [
                {"$ref": "#/components/parameters/Id"},
                {"name": "tag", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}},
                {"name": "X-Mode", "in": "header", "style": "simple", "deprecated": true}
            ],
            "requestBody": {"required": true, "description": "It.",
                "content": {"application/json": {"schema": {"type": "object"}, "example": {"a": 1}}}},
            "responses": {"204": {"description": "Made."}, "404": {"$ref": "#/components/responses/Missing"}}
        }}},
        "components": {
            "parameters": {"Id": {"name": "id", "in": "path", "required": true, "example": "1"}},
            "responses": {"Missing": {"description": "Not there.", "content": {"application/json": {"schema": {}}}}}
        }}"##,
    );
    let [entry] = &overlay.operations[..] else { panic!("{overlay:?}") };
    assert_eq!(
        (entry.path.as_str(), entry.item.as_deref(), entry.method.as_str()),
        ("/a/{id}", Some("Folder / Item"), "POST")
    );
    assert_eq!(entry.at, r#"paths."/a/{id}#Folder / Item".post"#);
    assert_eq!(entry.operation_id.as_deref(), Some("makeIt"));
    assert_eq!(entry.summary.as_deref(), Some("Makes it."));
    assert_eq!(entry.description.as_deref(), Some("All about it."));
    assert_eq!(entry.reference.as_deref(), Some("https://example.com"));
    assert_eq!(entry.deprecated.as_deref(), Some("use another"));
    assert_eq!(entry.idempotent, Some(true));
    assert_eq!(entry.aliases, ["create_it"]);
    let parameters: Vec<_> =
        entry.parameters.iter().map(|p| (p.name.as_str(), p.location, p.explode)).collect();
    let expected = [
        ("id", ParameterLocation::Path, false),
        ("tag", ParameterLocation::Query, false),
        ("X-Mode", ParameterLocation::Header, false),
    ];
    assert_eq!(parameters, expected);
    assert_eq!(entry.parameters[2].deprecated.as_deref(), Some("the service marks it as deprecated"));
    let body = entry.body.as_ref().expect("a body");
    assert!(body.required && body.content[0].examples.len() == 1 && body.content[0].schema.is_some());
    let responses: Vec<_> =
        entry.responses.iter().map(|r| (r.statuses, r.component.as_deref(), r.json().is_some())).collect();
    assert_eq!(responses, [(Statuses::One(204), None, false), (Statuses::One(404), Some("Missing"), true)]);
}

#[test]
fn one_of_a_reference_and_null_is_a_nullable_reference() {
    let overlay = valid(
        r##"{"paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema":
            {"oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}}}}}}}},
        "components": {"schemas": {"A": {"type": "string"}}}}"##,
    );
    let schema = overlay.operations[0].responses[0].content[0].schema.as_ref().expect("a schema");
    assert!(schema.nullable && matches!(&schema.kind, SchemaKind::Reference { name, .. } if name == "A"));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    valid("\u{feff}{}");
}

#[test]
fn a_syntax_error_is_located() {
    check_findings(
        "{\n  \"paths\" 1}",
        "error: the overlay is not JSON: expected `:`\n  --> overlay.json:2:11\n  \
         help: correct the overlay at this position",
    );
    assert!(parse("{").0.is_none());
}

#[test]
fn an_overlay_must_be_an_object() {
    check_findings(
        "[]",
        "error: expected an object\n  --> overlay.json\n  help: write an object instead of an array",
    );
}

#[test]
fn all_findings_are_reported_together() {
    check_findings(
        r#"{"openapi": "2.0", "paths": {"a": {"get": {}}, "/b": {}}, "definition": {}}"#,
        "error: `definition` is not a keyword of an overlay\n  --> overlay.json: definition\n  \
         help: an overlay may have `components`, `externalDocs`, `info`, `jsonSchemaDialect`, `openapi`, `paths`, `security`, \
         `servers`, `tags`, `webhooks` and `x-variables`\n\n\
         error: the overlay is OpenAPI 2.0, not 3.0 or 3.1\n  --> overlay.json: openapi\n  \
         help: convert it, and write `3.1.0`\n\n\
         error: `a` is not a path\n  --> overlay.json: paths.a\n  \
         help: begin with `/`; where method and path are not unique, write `/path#Folder / Item name`\n\n\
         error: the path has no method\n  --> overlay.json: paths.\"/b\"\n  \
         help: add one, such as `get`, or remove the path",
    );
}

#[test]
fn duplicate_keys_are_reported() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"summary": "a", "summary": "b"}}}}"#,
        "error: duplicate key `summary`\n  --> overlay.json: paths.\"/a\".get.summary\n  help: keep one of the two",
    );
}

#[test]
fn wrong_json_types_are_reported() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"summary": 1, "x-idempotent": "yes", "parameters": {}, "x-aliases": [true]}}}}"#,
        "error: expected a string\n  --> overlay.json: paths.\"/a\".get.summary\n  \
         help: write a string instead of a number\n\n\
         error: expected a boolean\n  --> overlay.json: paths.\"/a\".get.x-idempotent\n  \
         help: write a boolean instead of a string\n\n\
         error: expected an array\n  --> overlay.json: paths.\"/a\".get.parameters\n  \
         help: write an array instead of an object\n\n\
         error: expected a string\n  --> overlay.json: paths.\"/a\".get.x-aliases[0]\n  \
         help: write a string instead of a boolean",
    );
}

#[test]
fn extensions_of_others_are_ignored() {
    valid(
        r#"{"x-a": 1, "paths": {"x-b": {}, "/a": {"x-c": [], "get": {"x-retry": true, "responses": {"x-d": {}}}}}}"#,
    );
    check_findings(
        r#"{"paths": {"/a": {"get": {"x-idempotant": true}}}}"#,
        "warning: the extension `x-idempotant` has no effect\n  --> overlay.json: paths.\"/a\".get.x-idempotant\n  \
         help: did you mean `x-idempotent`?",
    );
}

#[test]
fn the_correction_of_a_misspelt_key_is_suggested() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"operationID": "a"}}}}"#,
        "error: `operationID` is not a keyword of an operation\n  --> overlay.json: paths.\"/a\".get.operationID\n  \
         help: did you mean `operationId`?",
    );
}

#[test]
fn incomplete_and_contradictory_parameters_are_reported() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"parameters": [
            {"in": "query"}, {"name": "a"}, {"name": "b", "in": "body"}, {"name": "c", "in": "header", "style": "deepObject"},
            {"name": "c", "in": "header"}]}}}}"#,
        "error: the parameter has no `name`\n  --> overlay.json: paths.\"/a\".get.parameters[0]\n  \
         help: add `name`, the name that is sent\n\n\
         error: the parameter has no `in`\n  --> overlay.json: paths.\"/a\".get.parameters[1]\n  \
         help: add `in` with `path`, `query`, `header` or `cookie`\n\n\
         error: `body` is not a location of parameters\n  --> overlay.json: paths.\"/a\".get.parameters[2].in\n  \
         help: write `path`, `query`, `header` or `cookie`\n\n\
         error: `deepObject` is not a style of this parameter\n  --> overlay.json: paths.\"/a\".get.parameters[3].style\n  \
         help: the styles here are `simple`\n\n\
         error: duplicate parameter `c`\n  --> overlay.json: paths.\"/a\".get.parameters[4]\n  \
         help: keep one of the two",
    );
}

#[test]
fn a_parameter_of_an_operation_replaces_that_of_its_path() {
    let overlay = valid(
        r#"{"paths": {"/a": {
            "parameters": [{"name": "p", "in": "query", "description": "Shared."}, {"name": "q", "in": "query"}],
            "get": {"parameters": [{"name": "p", "in": "query", "description": "Own."}]}}}}"#,
    );
    let parameters = &overlay.operations[0].parameters;
    let parameters: Vec<_> = parameters.iter().map(|p| (p.name.as_str(), p.description.as_deref())).collect();
    assert_eq!(parameters, [("q", None), ("p", Some("Own."))]);
}

#[test]
fn statuses_may_be_ranges() {
    let overlay =
        valid(r#"{"paths": {"/a": {"get": {"responses": {"4XX": {}, "404": {}, "default": {}}}}}}"#);
    let statuses: Vec<Statuses> =
        overlay.operations[0].responses.iter().map(|entry| entry.statuses).collect();
    assert_eq!(statuses, [Statuses::Class(4), Statuses::One(404), Statuses::Default]);
    check_findings(
        r#"{"paths": {"/a": {"get": {"responses": {"6XX": {}}}}}}"#,
        "error: `6XX` is not an HTTP status\n  --> overlay.json: paths.\"/a\".get.responses.\"6XX\"\n  \
         help: write a status such as `404`, a range such as `4XX`, or `default`",
    );
}

#[test]
fn a_body_has_media_types() {
    check_findings(
        r#"{"paths": {"/a": {"post": {"requestBody": {"content": {"json": {}}}}}, "/b": {"post": {"requestBody": {}}}}}"#,
        "error: `json` is not a media type\n  --> overlay.json: paths.\"/a\".post.requestBody.content.json\n  \
         help: write a type and a subtype, such as `application/json`\n\n\
         error: the request body has no `content`\n  --> overlay.json: paths.\"/b\".post.requestBody\n  \
         help: add `content` with a media type, such as `application/json`",
    );
}

#[test]
fn external_docs_must_have_a_url() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"externalDocs": {"url": "example.com"}}}}}"#,
        "error: `example.com` is not a URL\n  --> overlay.json: paths.\"/a\".get.externalDocs.url\n  \
         help: begin with `https://`",
    );
}

#[test]
fn references_without_a_target_are_reported() {
    check_findings(
        r##"{"paths": {"/a": {"get": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Usr"}}}},
                "404": {"$ref": "responses.json"}}}}},
        "components": {"schemas": {"User": {"type": "string"}}}}"##,
        "error: `components.schemas` has no `Usr`\n  --> overlay.json: \
         paths.\"/a\".get.responses.\"200\".content.\"application/json\".schema.$ref\n  \
         help: add it, or correct the name: did you mean `User`?\n\n\
         error: `responses.json` refers to another file\n  --> overlay.json: \
         paths.\"/a\".get.responses.\"404\".$ref\n  help: copy the target into `components`, and write `#/components/…`\n\n\
         error: `components.parameters` has no `Id`\n  --> overlay.json: paths.\"/a\".get.parameters[0].$ref\n  \
         help: add it, or correct the name\n\n\
         note: no operation uses the component `User`\n  --> overlay.json: components\n  \
         help: they have no effect on the client, and can be removed",
    );
}

#[test]
fn unused_components_are_one_note() {
    check_findings(
        r##"{"components": {
            "parameters": {"P": {"name": "p", "in": "query"}}, "responses": {"R": {}},
            "schemas": {"A": {"type": "array", "items": {"$ref": "#/components/schemas/B"}}, "B": {}}}}"##,
        "note: no operation uses 4 components: `A`, `B`, `P`, `R`\n  --> overlay.json: components\n  \
         help: they have no effect on the client, and can be removed",
    );
}

#[test]
fn keywords_without_an_effect_are_one_note() {
    valid(&with_schema(r#"{"type": "string", "nullable": true, "description": "…"}"#));
    check_findings(
        &with_schema(r#"{"type": "array", "minItems": 1, "items": {"minimum": 1, "not": {"minimum": 2}}}"#),
        "note: 4 keywords have no effect on the client: `minItems` (1), `minimum` (2), `not` (1)\n  --> overlay.json\n  \
         help: they can stay: the service checks such rules, not the client",
    );
}

#[test]
fn types_and_formats_are_checked() {
    valid(&with_schema(r#"{"type": ["string", "integer"]}"#));
    valid(&with_schema(r#"{"type": "number", "format": "money"}"#));
    check_schema_findings(
        r#"{"type": "text"}"#,
        "error: unknown type `text`\n  --> $SCHEMA.type\n  \
         help: the types are `string`, `integer`, `number`, `boolean`, `array`, `object` and `null`",
    );
    check_schema_findings(
        r#"{"type": "string", "format": "datetime"}"#,
        "warning: unknown format `datetime`\n  --> $SCHEMA.format\n  help: did you mean `date-time`?",
    );
    check_schema_findings(
        r#"{"type": "string", "maxLength": -1}"#,
        "error: expected a non-negative integer\n  --> $SCHEMA.maxLength\n  \
         help: write a non-negative integer instead of a number",
    );
}

#[test]
fn enums_are_checked() {
    valid(&with_schema(r#"{"type": ["string", "null"], "enum": ["a", null]}"#));
    valid(&with_schema(
        r#"{"oneOf": [{"const": "a", "title": "First", "description": "One."}, {"const": "b"}]}"#,
    ));
    valid(&with_schema(r#"{"enum": ["a", 1, "a"]}"#));
    check_schema_findings(
        r#"{"enum": []}"#,
        "error: the enum has no values\n  --> $SCHEMA.enum\n  help: add them, or remove `enum`",
    );
}

#[test]
fn objects_are_checked() {
    valid(&with_schema(r#"{"properties": {"a": {}}, "additionalProperties": false}"#));
    let (_, findings) = parse(&with_schema(
        r#"{"properties": {"a": true, "x-b": {}}, "additionalProperties": {"type": "string"}}"#,
    ));
    let note = "note: a keyword has no effect on the client: `additionalProperties beside properties` (1)\n";
    assert!(findings.starts_with(note), "{findings}");
    check_schema_findings(
        r#"{"properties": {"a": []}}"#,
        "error: expected an object\n  --> $SCHEMA.properties.a\n  help: write an object instead of an array",
    );
}

#[test]
fn combined_schemas_are_checked() {
    valid(&with_schema(r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#));
    valid(&with_schema(r#"{"anyOf": [{}], "allOf": [{}], "type": "string"}"#));
    check_schema_findings(
        r#"{"oneOf": [{"type": "string"}, {"type": "object"}], "discriminator": {}}"#,
        "error: `discriminator` has no `propertyName`\n  --> $SCHEMA.discriminator\n  \
         help: add `propertyName`, the key whose value selects the schema",
    );
    check_schema_findings(
        r#"{"allOf": []}"#,
        "error: the array is empty\n  --> $SCHEMA.allOf\n  help: add a schema",
    );
}
