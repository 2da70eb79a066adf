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
    let rows = [row("q", r#""format": "date-time""#), row("r", r#""enum": ["x"]"#)].join(", ");
    let (types, findings) = types(&format!("queryParams: [{rows}]\n"));
    assert_eq!([&types[1].1, &types[2].1], [&Type::DateTime, &Type::String]);
    let expected = "note: the values that a `$type` lists have no effect on a parameter\n";
    assert!(findings.starts_with(expected), "{findings}");
}
