//! The types that rows declare.

use codegen::api::Type;

use super::lower;

/// Returns the types of the parameters of a request, by name: those of the path, the query and the headers; and the
/// findings.
fn types(request: &str) -> (Vec<(String, Type)>, String) {
    let text = format!("$kind: http-request\nurl: https://h/a/:p\n{request}");
    let (api, diagnostics) = lower(&[("R.request.yaml", &text)]);
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    let operation = api.all_operations()[0].1;
    let path = operation.path.parts.iter().filter_map(|part| match part {
        codegen::api::PathPart::Parameter(parameter) => Some(parameter),
        codegen::api::PathPart::Literal(_) => None,
    });
    let all = path.chain(&operation.query).chain(&operation.headers);
    let types = all.map(|parameter| (parameter.name.wire.clone(), parameter.ty.clone())).collect();
    (types, diagnostics.to_string())
}

#[test]
fn rows_declare_the_types_of_parameters() {
    let schema = r#"'{"type": "object", "properties": {"value": {"type": "integer", "default": 1}}}'"#;
    let text = format!(
        "pathVariables: [{{key: p, value: '7', $type: {schema}}}]\n\
         queryParams:\n  - {{key: q, value: '1.5', $type: number}}\n  - {{key: r, value: 'true', $type: '{{\"type\": \"boolean\"}}'}}\n  - {{key: s, value: x, $type: string}}\n\
         headers: [{{key: X-T, value: '{{{{t}}}}', $type: integer}}]\n"
    );
    let expected = [
        ("p", Type::Integer),
        ("q", Type::Float),
        ("r", Type::Bool),
        ("s", Type::String),
        ("X-T", Type::Integer),
    ];
    let expected = expected.map(|(name, ty)| (name.to_owned(), ty)).to_vec();
    assert_eq!(types(&text), (expected, String::new()));
}

#[test]
fn a_declared_type_that_has_no_effect_is_reported() {
    let not = |kind: &str| {
        format!(
            "warning: a `$type` is ignored, because the value in the collection is not of the type `{kind}`\n"
        )
    };
    let unusable =
        "note: a `$type` has no effect: a parameter is a string, an integer, a number or a boolean\n"
            .to_owned();
    let not_json = |reason: &str| format!("warning: a `$type` is ignored: it is not JSON: {reason}\n");
    for (declared, value, finding) in [
        ("integer", "1.5", not("integer")),
        ("integer", "x", not("integer")),
        ("number", "NaN", not("number")),
        ("boolean", "yes", not("boolean")),
        ("'{\"type\": 5'", "1", not_json("EOF while parsing an object at line 1 column 10")),
        ("word", "1", not_json("expected value at line 1 column 1")),
        ("array", "1", unusable.clone()),
        ("'{}'", "1", unusable.clone()),
        ("'[]'", "1", unusable),
    ] {
        let text = format!("queryParams: [{{key: q, value: '{value}', $type: {declared}}}]\n");
        let (types, findings) = types(&text);
        assert_eq!(types[1].1, Type::String, "{declared} {value}");
        let location = "  --> c/R.request.yaml:3:";
        assert!(findings.starts_with(&format!("{finding}{location}")), "{findings}\n{finding}");
    }
}

#[test]
fn values_and_points_in_time_of_strings() {
    let row = |name: &str, schema: &str| {
        format!("{{key: {name}, value: x, $type: '{{\"type\": \"string\", {schema}}}'}}")
    };
    let (types, findings) = types(&format!("queryParams: [{}]\n", row("q", r#""format": "date-time""#)));
    assert_eq!((&types[1].1, findings.as_str()), (&Type::DateTime, ""));
}

/// The values of an enum, by the name of the parameter; `None` for another type.
fn enums(request: &str, overlay: Option<&str>) -> (Vec<(String, Option<String>)>, String) {
    let text = format!("$kind: http-request\nurl: https://h/a/:p\n{request}");
    let files = super::files(&[("R.request.yaml", &text)]);
    let folder = codegen::Folder { path: "c", title: "C", files: &files };
    let overlay = overlay.map(|text| codegen::Source { file: "o.json", text });
    let input = codegen::Input {
        collection: folder.into(),
        overlay,
        environment: None,
        crate_name: "c",
        command: "",
    };
    let (api, diagnostics) = codegen::lower(&input);
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    let operation = api.all_operations()[0].1;
    let all = operation.path.parameters().chain(&operation.query).chain(&operation.headers);
    let values = |ty: &Type| {
        let def = api.types.iter().find(|def| Some(def.name.as_str()) == ty.name())?;
        let codegen::api::TypeKind::Enum(values) = &def.kind else { return None };
        let values: Vec<&str> = values.iter().map(|value| value.name.wire.as_str()).collect();
        Some(format!("{}: {}", def.name, values.join(" ")))
    };
    let found = all.map(|parameter| (parameter.name.wire.clone(), values(&parameter.ty))).collect();
    (found, diagnostics.to_string())
}

#[test]
fn a_list_of_strings_is_an_enum_as_in_bodies() {
    let of_row = r#"{"type": "object", "properties": {"value": {"type": "string", "enum": ["a", "b"]}}}"#;
    let of_value = r#"{"enum": ["a", "b"]}"#;
    for schema in [of_row, of_value, r#"{"type": "string", "enum": ["a", "b"], "default": "a"}"#] {
        // A value that is not in the list stays one: the enum is open.
        for value in ["a", "x", "{{v}}"] {
            let row = |name: &str| format!("{{key: {name}, value: '{value}', $type: '{schema}'}}");
            let (p, q) = (row("p"), row("q"));
            let text = format!(
                "pathVariables: [{p}]\nqueryParams: [{q}, {{key: r, value: x}}]\n\
                 headers: [{{key: X-Literal, value: l, $type: '{schema}'}}, {{key: X-H, value: '{{{{h}}}}', $type: '{schema}'}}]\n",
            );
            let (found, findings) = enums(&text, None);
            let enumerated = |wire: &str, name: &str| (wire.to_owned(), Some(format!("{name}: a b")));
            let expected = [
                enumerated("p", "RP"),
                enumerated("q", "RQ"),
                ("r".to_owned(), None),
                enumerated("X-H", "RXH"),
            ];
            assert_eq!((found, findings.as_str()), (expected.to_vec(), ""), "{text}");
        }
    }
}

#[test]
fn other_lists_have_no_effect_and_the_overlay_takes_precedence() {
    for schema in [r#"{"type": "integer", "enum": [1, 2]}"#, r#"{"type": "number", "const": 1}"#] {
        let (found, findings) =
            enums(&format!("queryParams: [{{key: q, value: '1', $type: '{schema}'}}]\n"), None);
        assert_eq!(found[1].1, None);
        assert!(
            findings.starts_with("note: the values that a `$type` lists have no effect on a parameter"),
            "{findings}"
        );
    }
    for kind in ["urlencoded", "formdata"] {
        let row = r#"{key: f, value: a, $type: '{"enum": ["a"]}'}"#;
        let text = format!("method: POST\nbody: {{type: {kind}, content: [{row}]}}\n");
        let (_, findings) = enums(&text, None);
        assert!(
            findings.starts_with("note: the values that a `$type` lists have no effect on a form field"),
            "{findings}"
        );
    }
    let text = r#"queryParams: [{key: q, value: a, $type: '{"enum": ["a"]}'}, {key: s, value: a, $type: '{"enum": ["a"]}'}]"#;
    let overlay = r#"{"paths": {"/a/{p}": {"get": {"parameters": [
        {"name": "q", "in": "query", "schema": {"type": "string"}},
        {"name": "s", "in": "query", "description": "The state."}]}}}}"#;
    let (found, findings) = enums(&format!("{text}\n"), Some(overlay));
    assert_eq!((&found[1].1, &found[2].1, findings.as_str()), (&None, &Some("RS: a".to_owned()), ""));
}
