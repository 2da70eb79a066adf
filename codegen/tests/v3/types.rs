//! The types that rows declare.

use codegen::api::Type;

use super::lower;

/// Returns the types of the parameters of a request, by name: those of the path, the query and the headers.
fn types(request: &str) -> Vec<(String, Type)> {
    let text = format!("$kind: http-request\nurl: https://h/a/:p\n{request}");
    let (api, diagnostics) = lower(&[("R.request.yaml", &text)]);
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    assert_eq!(diagnostics.to_string(), "");
    let operation = api.all_operations()[0].1;
    let path = operation.path.parts.iter().filter_map(|part| match part {
        codegen::api::PathPart::Parameter(parameter) => Some(parameter),
        codegen::api::PathPart::Literal(_) => None,
    });
    let all = path.chain(&operation.query).chain(&operation.headers);
    all.map(|parameter| (parameter.name.wire.clone(), parameter.ty.clone())).collect()
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
    assert_eq!(types(&text), expected.map(|(name, ty)| (name.to_owned(), ty)));
}

#[test]
fn a_declared_type_that_the_value_contradicts_has_no_effect() {
    for (declared, value) in [
        ("integer", "1.5"),
        ("integer", "x"),
        ("number", "NaN"),
        ("boolean", "yes"),
        ("'{\"type\": 5'", "1"),
        ("array", "1"),
    ] {
        let text = format!("queryParams: [{{key: q, value: '{value}', $type: {declared}}}]\n");
        assert_eq!(types(&text)[1].1, Type::String, "{declared} {value}");
    }
}
