//! The types that bodies declare with `$type`.

use codegen::api::{Content, Operation, Presence, Status, Success, Type, TypeDef, TypeKind};
use codegen::openapi::starting_overlay;
use codegen::{Folder, Input, Source};

use super::{files, lower};

/// Returns a request file with a body of this type and content.
fn request(kind: &str, content: &str, schema: &str) -> String {
    format!(
        "$kind: http-request\nurl: https://h/a\nmethod: POST\nbody:\n  type: {kind}\n  content: '{content}'\n  $type: '{schema}'\n"
    )
}

/// Returns an example file.
fn example(status: &str, content: &str, schema: &str) -> String {
    format!(
        "$kind: http-example\nresponse:\n  statusCode: {status}\n  statusText: ''\n  body:\n    type: json\n    content: '{content}'\n    $type: '{schema}'\n"
    )
}

struct Lowered {
    operation: Operation,
    types: Vec<TypeDef>,
    findings: String,
}

impl Lowered {
    fn of(list: &[(&str, &str)]) -> Self {
        let (api, diagnostics) = lower(list);
        let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
        let operation = api.all_operations()[0].1.clone();
        Self { operation, types: api.types, findings: diagnostics.to_string() }
    }

    /// Returns the fields of a type, with their types and whether they are required.
    fn fields(&self, ty: &Type) -> Vec<(&str, Type, bool)> {
        let Type::Named(name) = ty else { panic!("{ty:?} has no fields") };
        let def = self.types.iter().find(|def| def.name == *name).expect("a definition");
        match &def.kind {
            TypeKind::Object(fields) => fields
                .iter()
                .map(|field| {
                    (field.name.wire.as_str(), field.ty.clone(), field.presence == Presence::Required)
                })
                .collect(),
            TypeKind::Alias(target) => self.fields(target),
            other => panic!("{other:?} has no fields"),
        }
    }

    fn body(&self) -> &Type {
        match self.operation.body.as_ref().map(|body| &body.content) {
            Some(Content::Json(ty)) => ty,
            other => panic!("{other:?} has no type"),
        }
    }

    fn success(&self) -> &Type {
        match &self.operation.success {
            Success::Json(ty) | Success::Optional(ty) => ty,
            other => panic!("{other:?} has no type"),
        }
    }
}

const SCHEMA: &str = r#"{"type": "object", "properties": {"id": {"type": "integer"}, "note": {"type": "string", "description": "What to say."}}, "required": ["id"]}"#;

#[test]
fn the_body_of_a_request_has_the_declared_type() {
    let lowered = Lowered::of(&[("R.request.yaml", &request("json", r#"{"id": 7}"#, SCHEMA))]);
    assert_eq!(lowered.findings, "");
    let expected = [("id", Type::Integer, true), ("note", Type::String, false)];
    assert_eq!(lowered.fields(lowered.body()), expected);
    assert!(!lowered.operation.inferred.body);
    let TypeKind::Object(fields) = &lowered.types[0].kind else { panic!("no object") };
    assert_eq!(fields[1].docs, "What to say.");
}

#[test]
fn an_example_declares_the_type_of_its_response() {
    let text = |status: &str, schema: &str| example(status, r#"{"id": 7}"#, schema);
    let lowered = Lowered::of(&[
        ("R.request.yaml", "$kind: http-request\nurl: https://h/a\nexamples: ./e\n"),
        ("e/a.example.yaml", &text("200", SCHEMA)),
        ("e/b.example.yaml", &text("201", SCHEMA)),
        ("e/c.example.yaml", &text("404", r#"{"properties": {"id": {"type": "number"}}}"#)),
    ]);
    assert_eq!(lowered.findings, "");
    let expected = [("id", Type::Integer, true), ("note", Type::String, false)];
    assert_eq!(lowered.fields(lowered.success()), expected);
    assert!(!lowered.operation.inferred.success);
    let error = &lowered.operation.errors[0];
    assert_eq!(error.status, Status::Code(404));
    // Any number, exactly as it is sent.
    assert_eq!(lowered.fields(error.body.as_ref().expect("a type")), [("id", Type::Number, false)]);
}

#[test]
fn a_shared_error_is_one_type_and_is_named_as_such() {
    let not_found = example("404", r#"{"error": "x"}"#, r#"{"properties": {"error": {"type": "string"}}}"#);
    let request = |path: &str| format!("$kind: http-request\nurl: https://h/{path}\n");
    let list = [
        ("Get user.request.yaml", request("u")),
        (".resources/Get user.resources/examples/n.example.yaml", not_found.clone()),
        ("Get pet.request.yaml", request("p")),
        (".resources/Get pet.resources/examples/n.example.yaml", not_found),
    ];
    let list: Vec<(&str, &str)> = list.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (api, diagnostics) = lower(&list);
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    assert_eq!(api.error, Some(Type::Named("ErrorBody".to_owned())));
    let names: Vec<&str> = api.types.iter().map(|def| def.name.as_str()).collect();
    assert_eq!(names, ["ErrorBody", "GetPetError404", "GetUserError404"]);
}

#[test]
fn an_empty_body_with_a_type_is_optional() {
    let lowered = Lowered::of(&[("R.request.yaml", &request("json", "", SCHEMA))]);
    assert_eq!(lowered.findings, "");
    assert_eq!(lowered.fields(lowered.body()).len(), 2);
    assert!(lowered.operation.body.is_some_and(|body| !body.required));
}

#[test]
fn variables_and_placeholders_are_values_of_every_type() {
    let content = r#"{"id": {{id}}, "note": "{{note}} <string>"}"#;
    for content in [content, r#"{"id": "<integer>"}"#, "{{body}}"] {
        let lowered = Lowered::of(&[("R.request.yaml", &request("json", content, SCHEMA))]);
        assert_eq!((lowered.findings.as_str(), lowered.fields(lowered.body()).len()), ("", 2), "{content}");
    }
}

#[test]
fn a_type_that_the_example_contradicts_has_no_effect() {
    let object = |properties: &str| format!(r#"{{"type": "object", "properties": {{{properties}}}}}"#);
    let cases = [
        (SCHEMA.to_owned(), r#"{"id": "x"}"#, "in the example, `id` is a string, not an integer"),
        (SCHEMA.to_owned(), r#"{"id": 1.5}"#, "in the example, `id` is a number, not an integer"),
        (SCHEMA.to_owned(), r#"{"id": 1, "note": null}"#, "in the example, `note` is null, not a string"),
        (SCHEMA.to_owned(), r#"{"note": "x"}"#, "the example has no `id`"),
        (SCHEMA.to_owned(), r#"{"id": 1, "b": 1}"#, "it has no property `b`"),
        (SCHEMA.to_owned(), "[]", "the example is an array, not an object"),
        (
            object(r#""a": {"type": "array", "items": {"type": "boolean"}}"#),
            r#"{"a": [true, 1]}"#,
            "in the example, `a[1]` is a number, not a boolean",
        ),
        (
            object(r#""a": {"type": "object", "additionalProperties": {"type": "string"}}"#),
            r#"{"a": {"b": 1}}"#,
            "in the example, `a.b` is a number, not a string",
        ),
        (
            object(r#""a": {"oneOf": [{"type": "string"}, {"type": "boolean"}]}"#),
            r#"{"a": 1}"#,
            "in the example, `a` is a number, not one of the alternatives",
        ),
        (
            r#"{"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}"#.to_owned(),
            r#"{"a": 1}"#,
            "the alternatives cannot be told apart",
        ),
    ];
    for (schema, content, problem) in cases {
        let lowered = Lowered::of(&[("R.request.yaml", &request("json", content, &schema))]);
        let expected = format!(
            "warning: a `$type` is ignored, and the type is inferred: {problem}\n  --> c/R.request.yaml:7:10: $type\n"
        );
        assert!(lowered.findings.starts_with(&expected), "{}\n{expected}", lowered.findings);
        assert!(lowered.operation.inferred.body, "{content}");
        let names: Vec<&str> = lowered.types.iter().map(|def| def.name.as_str()).collect();
        assert!(names.iter().all(|name| name.starts_with("RBody")), "{names:?}");
    }
}

#[test]
fn a_type_that_cannot_be_read_has_no_effect() {
    for (schema, problem) in [
        ("{\"type\": ", "it is not JSON: EOF while parsing a value in line 1, column 9 of the string\n"),
        ("strng", "it is not JSON: expected value in line 1, column 1 of the string\n"),
        ("[]", "expected an object\n"),
        (r#"{"type": "strng"}"#, "unknown type `strng`\n"),
        (r#"{"type": "object", "proprties": {}}"#, "`proprties` is not a keyword of a schema\n"),
        (r##"{"$defs": {"a": {}}, "properties": {"a": {"$ref": "#/$defs/a"}}}"##, "it has a `$ref`, "),
        (
            r##"{"properties": {"a": {"$ref": "#/components/schemas/A"}}}"##,
            "`components.schemas` has no `A`\n",
        ),
        (r##"{"properties": {"a": {"$ref": "#"}}}"##, "it has a `$ref`, "),
        (r#"{"type": "object", "type": "string"}"#, "duplicate key `type`\n"),
    ] {
        let lowered = Lowered::of(&[("R.request.yaml", &request("json", r#"{"a": 1}"#, schema))]);
        let expected = format!("warning: a `$type` is ignored: {problem}");
        assert!(lowered.findings.starts_with(&expected), "{}\n{expected}", lowered.findings);
        assert!(lowered.findings.contains("\n  --> c/R.request.yaml:7:10: $type"), "{}", lowered.findings);
        assert!(lowered.operation.inferred.body, "{schema}");
    }
}

#[test]
fn a_type_of_a_body_that_is_not_json_has_no_effect() {
    for (kind, content) in [("xml", "<a/>"), ("json", "{"), ("xml", "")] {
        let lowered = Lowered::of(&[("R.request.yaml", &request(kind, content, SCHEMA))]);
        let problem = "warning: a `$type` is ignored, and the type is inferred: the body is not JSON\n";
        assert!(lowered.findings.contains(problem), "{}", lowered.findings);
    }
    let text = Lowered::of(&[("R.request.yaml", &request("text", "hello", "string"))]);
    assert_eq!(text.findings, "");
    assert_eq!(text.operation.body.map(|body| body.content), Some(Content::Text));
}

#[test]
fn forms_and_types_of_another_kind_are_reported() {
    let form = "$kind: http-request\nurl: https://h/a\nmethod: POST\nbody:\n  type: urlencoded\n  content: [{key: n, value: '1', $type: integer}, {key: m, value: x, $type: integer}]\n  $type: object\n";
    let lowered = Lowered::of(&[("R.request.yaml", form)]);
    let expected = [
        "warning: a `$type` is ignored, because the value in the collection is not of the type `integer`\n  --> c/R.request.yaml:6:",
        "warning: a `$type` is ignored, and the type is inferred: the body is not JSON\n  --> c/R.request.yaml:7:10: $type",
    ];
    for expected in expected {
        assert!(lowered.findings.contains(expected), "{}", lowered.findings);
    }
    let TypeKind::Form(fields) = &lowered.types[0].kind else { panic!("no form") };
    assert_eq!([&fields[0].ty, &fields[1].ty], [&Type::Integer, &Type::String]);
    let list = request("json", "{}", "x").replace("'x'", "[x]");
    let lowered = Lowered::of(&[("R.request.yaml", &list)]);
    let expected = "warning: a `$type` is ignored: it is a list, not a string\n  --> c/R.request.yaml:7:10\n";
    assert!(lowered.findings.starts_with(expected), "{}", lowered.findings);
    let map = request("json", r#"{"id": 1}"#, "x").replace("'x'", "{properties: {id: {type: integer}}}");
    let lowered = Lowered::of(&[("R.request.yaml", &map)]);
    assert!(lowered.findings.starts_with("note: a `$type` is a map, "), "{}", lowered.findings);
    assert_eq!(lowered.fields(lowered.body()), [("id", Type::Integer, false)]);
}

#[test]
fn secrets_in_a_type_are_not_documented() {
    let secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    let schema = format!(
        r#"{{"properties": {{"password": {{"type": "string", "example": "{secret}"}}, "apiKey": {{"type": "string", "default": "{secret}"}}}}}}"#
    );
    let lowered = Lowered::of(&[("R.request.yaml", &request("json", r#"{"password": "x"}"#, &schema))]);
    assert!(!format!("{:?}", lowered.types).contains(secret));
    let TypeKind::Object(fields) = &lowered.types[0].kind else { panic!("no object") };
    assert!(fields[0].sensitive);
}

#[test]
fn the_overlay_takes_precedence_and_starts_with_the_declared_types() {
    let files = files(&[
        ("R.request.yaml", &request("json", r#"{"id": 7}"#, SCHEMA)),
        (".resources/R.resources/examples/e.example.yaml", &example("200", r#"{"id": 7}"#, SCHEMA)),
    ]);
    let folder = Folder { path: "c", title: "C", files: &files };
    let lower = |overlay: Option<&str>| {
        let input = Input {
            collection: folder.into(),
            overlay: overlay.map(|text| Source { file: "o.json", text }),
            environment: None,
            crate_name: "c",
            command: "",
        };
        let (api, diagnostics) = codegen::lower(&input);
        api.unwrap_or_else(|| panic!("{diagnostics}"))
    };
    let body = r#"{"paths": {"/a": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}}}}}}"#;
    let api = lower(Some(body));
    let operation = api.all_operations()[0].1;
    assert_eq!(operation.body.as_ref().map(|body| &body.content), Some(&Content::Json(Type::String)));
    assert!(matches!(&operation.success, Success::Json(Type::Named(_))));
    // Without an overlay, the starting one has the types, and changes nothing.
    let api = lower(None);
    let overlay = starting_overlay(&api, "c", None).text;
    assert!(overlay.contains(r#""What to say.""#), "{overlay}");
    let described = lower(Some(&overlay));
    let types = |api: &codegen::api::Api| {
        let (_, operation) = api.all_operations()[0];
        let kinds: Vec<_> = api.types.iter().map(|def| (def.name.clone(), def.kind.clone())).collect();
        (operation.body.clone().map(|body| body.content), operation.success.clone(), kinds)
    };
    assert_eq!(types(&described), types(&api));
}
