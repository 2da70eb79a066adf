//! Bodies, GraphQL, settings and scripts.

use codegen::collection::{Body, BodyOptions, FormParam, GraphQl, RawOptions};
use serde_json::json;

use super::{clean, request};

fn body(text: &str) -> Body {
    request(&format!("url: https://h\nmethod: POST\nbody:\n{text}")).body.expect("a body")
}

#[test]
fn texts_have_a_language() {
    for language in ["json", "xml", "html", "javascript"] {
        let expected = Body {
            mode: Some("raw".to_owned()),
            raw: Some("a {{b}}".into()),
            options: BodyOptions { raw: RawOptions { language: Some(language.to_owned()) } },
            ..Body::default()
        };
        assert_eq!(body(&format!("  type: {language}\n  content: a {{{{b}}}}\n")), expected);
    }
}

#[test]
fn a_text_has_no_language_so_that_its_header_counts() {
    let found = body("  type: text\n  content: |+\n    a\n\n");
    assert_eq!((found.raw, found.options.raw.language), (Some("a\n\n".into()), None));
}

#[test]
fn forms_are_maps_or_lists() {
    let param = |key: &str, value: &str| FormParam {
        key: Some(key.to_owned()),
        value: Some(value.into()),
        ..FormParam::default()
    };
    assert_eq!(
        body("  type: urlencoded\n  content: {a: x, b: ''}\n").urlencoded,
        [param("a", "x"), param("b", "")]
    );
    let list =
        body("  type: urlencoded\n  content: [{key: a, value: x, disabled: true}, {key: a, value: y}]\n")
            .urlencoded;
    assert_eq!(list, [FormParam { disabled: true, ..param("a", "x") }, param("a", "y")]);
    let form = body("  type: formdata\n  content:\n    - {type: file, key: f, src: /a, contentType: image/png}\n    - {type: file, key: g, src: [/a, /b]}\n    - {type: text, key: t, value: x}\n").formdata;
    let kinds: Vec<_> = form
        .iter()
        .map(|param| (param.kind.as_deref(), param.src.join(" "), param.content_type.as_deref()))
        .collect();
    assert_eq!(
        kinds,
        [
            (Some("file"), "/a".to_owned(), Some("image/png")),
            (Some("file"), "/a /b".to_owned(), None),
            (Some("text"), String::new(), None)
        ]
    );
}

#[test]
fn a_file_and_none_are_bodies() {
    assert_eq!(
        body("  type: file\n  content: {src: /a}\n").file.and_then(|file| file.src).as_deref(),
        Some("/a")
    );
    assert_eq!(body("  type: file\n  content: {}\n").file.map(|file| file.src), Some(None));
    assert_eq!(request("url: https://h\nbody: {type: none}\n").body, None);
    assert_eq!(request("url: https://h\nbody: {}\n").body, None);
}

#[test]
fn graphql_is_a_body_or_a_kind() {
    let expected = GraphQl {
        query: Some("{ a }".into()),
        variables: Some("{\"b\": 1}".into()),
        operation_name: Some("c".into()),
    };
    let found =
        body("  type: graphql\n  content: {query: '{ a }', variables: '{\"b\": 1}', operationName: c}\n");
    assert_eq!((found.mode.as_deref(), found.graphql), (Some("graphql"), Some(expected.clone())));
    let text = "$kind: graphql-request\nurl: https://h\nquery: '{ a }'\nvariables: '{\"b\": 1}'\noperationName: c\nschema: {source: url}\n";
    let request = clean(&[("R.request.yaml", text)]).item.remove(0).request.expect("a request");
    assert_eq!(request.method.as_deref(), Some("POST"));
    assert_eq!(request.body.and_then(|body| body.graphql), Some(expected));
}

#[test]
fn settings_are_those_of_format_v2() {
    let text = "$kind: http-request\nurl: https://h\nsettings:\n  followRedirects: false\n  disabledSystemHeaders: [accept, user-agent]\n";
    let item = clean(&[("R.request.yaml", text)]).item.remove(0);
    let expected =
        json!({"followRedirects": false, "disabledSystemHeaders": {"accept": true, "user-agent": true}});
    assert_eq!(serde_json::Value::Object(item.protocol_profile_behavior), expected);
}

#[test]
fn scripts_are_events() {
    let request = "$kind: http-request\nurl: https://h\nscripts:\n  - type: beforeRequest\n    code: |-\n      a();\n      b();\n    language: text/javascript\n  - {type: afterResponse, code: c()}\n";
    let definition = "scripts: [{type: 'http:beforeRequest', code: d()}]\n";
    let collection = clean(&[(".resources/definition.yaml", definition), ("R.request.yaml", request)]);
    let shown = |events: &[codegen::collection::Event]| {
        events
            .iter()
            .map(|event| {
                format!(
                    "{} {}",
                    event.listen.clone().unwrap_or_default(),
                    event.script.clone().unwrap_or_default().exec.join("/")
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&collection.event), ["prerequest d()"]);
    assert_eq!(shown(&collection.item[0].event), ["prerequest a();/b();", "test c()"]);
}

#[test]
fn variables_are_a_map_or_a_list() {
    let variables = |text: &str| {
        let collection = clean(&[(".resources/definition.yaml", &format!("variables: {text}\n"))]);
        collection
            .variable
            .into_iter()
            .map(|variable| (variable.key.unwrap_or_default(), variable.value, variable.kind))
            .collect::<Vec<_>>()
    };
    assert_eq!(variables("{a: x}"), [("a".to_owned(), Some("x".into()), None)]);
    let list = variables("[{key: a, value: x, secret: true}, {key: b}]");
    assert_eq!(
        list,
        [
            ("a".to_owned(), Some("x".into()), Some("secret".to_owned())),
            ("b".to_owned(), Some("".into()), None)
        ]
    );
}

/// Postman's command line leaves them out; a caller can set them.
#[test]
fn files_without_a_path_are_not_sent() {
    for src in ["", ", src: ''", ", src: []", ", src: ['']"] {
        let form = body(&format!("  type: formdata\n  content: [{{type: file, key: f{src}}}]\n")).formdata;
        assert!(form[0].disabled, "{src}");
    }
    assert!(!body("  type: formdata\n  content: [{type: text, key: f}]\n").formdata[0].disabled);
}
