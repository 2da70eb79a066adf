//! Tests of the overlay parser: the values that it returns and the errors that it reports.

use codegen::diagnostics::Diagnostics;
use codegen::overlay::{Overlay, ParameterLocation, SchemaKind};

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
    assert!(body.required && body.example.is_some() && body.schema.is_some());
    let responses: Vec<_> =
        entry.responses.iter().map(|r| (r.status, r.component.as_deref(), r.schema.is_some())).collect();
    assert_eq!(responses, [(204, None, false), (404, Some("Missing"), true)]);
}

#[test]
fn one_of_a_reference_and_null_is_a_nullable_reference() {
    let overlay = valid(
        r##"{"paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema":
            {"oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}}}}}}}},
        "components": {"schemas": {"A": {"type": "string"}}}}"##,
    );
    let schema = overlay.operations[0].responses[0].schema.as_ref().expect("a schema");
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
        r#"{"openapi": "3.0.3", "secret": [], "paths": {"a": {"get": {}}, "/b": {}}}"#,
        "error: the overlay is OpenAPI 3.0.3, not 3.1\n  --> overlay.json: openapi\n  help: write `3.1.0`\n\n\
         error: `a` is not a path\n  --> overlay.json: paths.a\n  \
         help: begin with `/`; where method and path are not unique, write `/path#Folder / Item name`\n\n\
         error: the path has no method\n  --> overlay.json: paths.\"/b\"\n  \
         help: add one, such as `get`, or remove the path\n\n\
         error: `secret` is not supported in an overlay\n  --> overlay.json: secret\n  \
         help: an overlay may have `components`, `info`, `openapi`, `paths`, `security`, `servers` and `tags`",
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
         error: expected a string\n  --> overlay.json: paths.\"/a\".get.x-aliases[0]\n  \
         help: write a string instead of a boolean\n\n\
         error: expected an array\n  --> overlay.json: paths.\"/a\".get.parameters\n  \
         help: write an array instead of an object",
    );
}

#[test]
fn unknown_keys_are_reported() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"x-retry": true}, "parameters": []}}}"#,
        "error: `x-retry` is not supported in an operation\n  --> overlay.json: paths.\"/a\".get.x-retry\n  \
         help: an operation may have `deprecated`, `description`, `externalDocs`, `operationId`, `parameters`, \
         `requestBody`, `responses`, `security`, `servers`, `summary`, `tags`, `x-aliases`, `x-deprecated` and `x-idempotent`\n\n\
         error: `parameters` is not supported in a path item\n  --> overlay.json: paths.\"/a\".parameters\n  \
         help: a path item may have `delete`, `get`, `head`, `options`, `patch`, `post`, `put`, `servers` and `trace`",
    );
}

#[test]
fn the_correction_of_a_misspelt_key_is_suggested() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"operationID": "a"}}}}"#,
        "error: `operationID` is not supported in an operation\n  --> overlay.json: paths.\"/a\".get.operationID\n  \
         help: did you mean `operationId`?",
    );
}

#[test]
fn incomplete_and_unsupported_parameters_are_reported() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"parameters": [
            {"in": "query"}, {"name": "a"}, {"name": "b", "in": "cookie"}, {"name": "c", "in": "query", "style": "deepObject"},
            {"name": "c", "in": "query"}]}}}}"#,
        "error: the parameter has no `name`\n  --> overlay.json: paths.\"/a\".get.parameters[0]\n  \
         help: add `name`, the name that is sent\n\n\
         error: the parameter has no `in`\n  --> overlay.json: paths.\"/a\".get.parameters[1]\n  \
         help: add `in` with `path`, `query` or `header`\n\n\
         error: a parameter in `cookie` is not supported\n  --> overlay.json: paths.\"/a\".get.parameters[2].in\n  \
         help: write `path`, `query` or `header`\n\n\
         error: the style `deepObject` is not supported\n  --> overlay.json: paths.\"/a\".get.parameters[3].style\n  \
         help: only `form` is supported here: remove `style`\n\n\
         error: duplicate parameter `c`\n  --> overlay.json: paths.\"/a\".get.parameters[4]\n  \
         help: keep one of the two",
    );
}

#[test]
fn invalid_statuses_are_reported() {
    check_findings(
        r#"{"paths": {"/a": {"get": {"responses": {"4XX": {}}}}}}"#,
        "error: `4XX` is not an HTTP status\n  --> overlay.json: paths.\"/a\".get.responses.\"4XX\"\n  \
         help: write each status on its own: `200`, `404`",
    );
}

#[test]
fn other_content_types_are_reported() {
    check_findings(
        r#"{"paths": {"/a": {"post": {"requestBody": {"content": {"text/plain": {}}}}}, "/b": {"post": {"requestBody": {}}}}}"#,
        "error: `text/plain` is not supported in `content`\n  --> overlay.json: \
         paths.\"/a\".post.requestBody.content.\"text/plain\"\n  help: `content` may have `application/json`\n\n\
         error: the request body has no `content`\n  --> overlay.json: paths.\"/b\".post.requestBody\n  \
         help: add `content` with `application/json`",
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
        "error: `components.parameters` has no `Id`\n  --> overlay.json: paths.\"/a\".get.parameters[0].$ref\n  \
         help: add it, or correct the name: `components.parameters` has no entries\n\n\
         error: `responses.json` does not refer to `components.responses`\n  --> overlay.json: \
         paths.\"/a\".get.responses.\"404\".$ref\n  help: write `#/components/responses/` and a name\n\n\
         error: `components.schemas` has no `Usr`\n  --> overlay.json: \
         paths.\"/a\".get.responses.\"200\".content.\"application/json\".schema.$ref\n  \
         help: add it, or correct the name: did you mean `User`?\n\n\
         error: no operation uses the schema `User`\n  --> overlay.json: components.schemas.User\n  \
         help: remove it, or refer to it with `$ref` from a parameter, a body or a response",
    );
}

#[test]
fn unused_components_are_reported() {
    check_findings(
        r##"{"components": {
            "parameters": {"P": {"name": "p", "in": "query"}}, "responses": {"R": {}},
            "schemas": {"A": {"type": "array", "items": {"$ref": "#/components/schemas/B"}}, "B": {}}}}"##,
        "error: no operation uses the parameter `P`\n  --> overlay.json: components.parameters.P\n  \
         help: remove it, or refer to it with `$ref`\n\n\
         error: no operation uses the response `R`\n  --> overlay.json: components.responses.R\n  \
         help: remove it, or refer to it with `$ref`\n\n\
         error: no operation uses the schema `A`\n  --> overlay.json: components.schemas.A\n  \
         help: remove it, or refer to it with `$ref` from a parameter, a body or a response\n\n\
         error: no operation uses the schema `B`\n  --> overlay.json: components.schemas.B\n  \
         help: remove it, or refer to it with `$ref` from a parameter, a body or a response",
    );
}

#[test]
fn unsupported_keywords_of_json_schema_are_reported() {
    check_schema_findings(
        r#"{"type": "string", "nullable": true}"#,
        "error: `nullable` is not supported in a string schema\n  --> $SCHEMA.nullable\n  \
         help: write `\"type\": [T, \"null\"]`, as OpenAPI 3.1 does",
    );
    check_schema_findings(
        r#"{"type": "boolean", "minLength": 1}"#,
        "error: `minLength` is not supported in a boolean schema\n  --> $SCHEMA.minLength\n  \
         help: a boolean schema may have `default`, `deprecated`, `description`, `example`, `examples`, `readOnly`, \
         `title`, `type`, `x-deprecated` and `x-sensitive`",
    );
    check_schema_findings(
        r#"{"type": "integer", "minimum": 1}"#,
        "error: `minimum` is not supported in an integer schema\n  --> $SCHEMA.minimum\n  \
         help: document it in the `description`: the client does not check it",
    );
}

#[test]
fn types_and_formats_are_checked() {
    check_schema_findings(
        r#"{"type": "text"}"#,
        "error: unknown type `text`\n  --> $SCHEMA.type\n  \
         help: the types are `string`, `integer`, `number`, `boolean`, `array` and `object`",
    );
    check_schema_findings(
        r#"{"type": ["string", "integer"]}"#,
        "error: the array does not name exactly one type besides `null`\n  --> $SCHEMA.type\n  \
         help: write one type, or a type and `\"null\"`; remove `type` for any JSON",
    );
    check_schema_findings(
        r#"{"type": "number", "format": "money"}"#,
        "error: unknown format `money`\n  --> $SCHEMA.format\n  \
         help: remove it and describe it; the known formats are `float` and `double`",
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
    check_schema_findings(
        r#"{"enum": ["a", 1, "a"]}"#,
        "error: expected a string\n  --> $SCHEMA.enum[1]\n  help: write a string instead of a number\n\n\
         error: duplicate value `a`\n  --> $SCHEMA.enum[1]\n  help: keep one of the two",
    );
    check_schema_findings(
        r#"{"enum": []}"#,
        "error: the enum has no values\n  --> $SCHEMA.enum\n  help: add them, or remove `enum`",
    );
    check_schema_findings(
        r#"{"type": "integer", "enum": []}"#,
        "error: an enum of type `integer` is not supported\n  --> $SCHEMA.type\n  \
         help: remove `enum`, and describe the values\n\n\
         error: the enum has no values\n  --> $SCHEMA.enum\n  help: add them, or remove `enum`",
    );
}

#[test]
fn objects_are_checked() {
    valid(&with_schema(r#"{"properties": {"a": {}}, "additionalProperties": false}"#));
    check_schema_findings(
        r#"{"properties": {"a": {}}, "additionalProperties": {"type": "string"}}"#,
        "error: an object with both `properties` and `additionalProperties` is not supported\n  \
         --> $SCHEMA.additionalProperties\n  help: keep one of the two, or write `additionalProperties: true`: unknown keys \
         are tolerated anyway",
    );
}

#[test]
fn combined_schemas_are_checked() {
    check_schema_findings(
        r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#,
        "error: `oneOf` has no `discriminator`\n  --> $SCHEMA\n  help: name the key that selects the schema: \
         `\"discriminator\": {\"propertyName\": …}`, or write `{}` for any JSON",
    );
    check_schema_findings(
        r#"{"oneOf": [{}], "discriminator": {}}"#,
        "error: `discriminator` has no `propertyName`\n  --> $SCHEMA.discriminator\n  \
         help: add `propertyName`, the key whose value selects the schema",
    );
    check_schema_findings(
        r#"{"allOf": []}"#,
        "error: the array is empty\n  --> $SCHEMA.allOf\n  help: add a schema",
    );
    check_schema_findings(
        r#"{"anyOf": [{}]}"#,
        "error: `anyOf` is not supported in a schema without `type`\n  --> $SCHEMA.anyOf\n  \
         help: write `oneOf` with a `discriminator`, or `{}` for any JSON",
    );
    check_schema_findings(
        r#"{"allOf": [{}], "type": "string"}"#,
        "error: the type is `string`, but only `object` is possible here\n  --> $SCHEMA.type\n  help: correct or remove `type`",
    );
}
