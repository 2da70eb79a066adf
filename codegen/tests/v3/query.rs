//! URLs, query parameters, path variables and headers: maps and lists.

use codegen::collection::{Header, UrlWithRows};

use super::{request, url};

/// Returns the query in the URL, and its rows; a disabled one is in parentheses.
fn query(text: &str) -> Vec<String> {
    let UrlWithRows { text, query, .. } = url(text);
    let typed = text.split_once('?').map(|(_, query)| query.to_owned());
    let shown = |param: codegen::collection::QueryParam| {
        let value =
            param.value.map(|value| format!("={}", value.as_str().expect("a string"))).unwrap_or_default();
        let entry = format!("{}{value}", param.key.unwrap_or_default());
        if param.disabled { format!("({entry})") } else { entry }
    };
    typed.into_iter().chain(query.into_iter().map(shown)).collect()
}

#[test]
fn rows_replace_the_entries_of_the_url() {
    for (typed, rows, expected) in [
        ("?x=1&w=2", "{x: '9', n: '3'}", vec!["w=2", "x=9", "n=3"]),
        ("?x=1&x=2&w", "[{key: x, value: '3'}, {key: x, value: '4'}]", vec!["w", "x=3", "x=4"]),
        ("?x=1&w=2", "[{key: x, value: '1', disabled: true}]", vec!["w=2", "(x=1)"]),
        ("?x=1", "[]", vec!["x=1"]),
        ("?x=1", "{}", vec!["x=1"]),
        ("", "{x: ''}", vec!["x="]),
        ("", "[{key: x}, {key: y, value: null}]", vec!["x", "y"]),
        ("?a={{b?c}}#d?e=f", "{x: '1'}", vec!["a={{b?c}}", "x=1"]),
        ("?a={{b&c}}&d=1", "{d: '2'}", vec!["a={{b&c}}", "d=2"]),
        // Names are compared without percent-encoding.
        ("?a%20b=1&c d=2&e%26f=3", "{a b: '4', c%20d: '5', e&f: '6'}", vec!["a b=4", "c%20d=5", "e&f=6"]),
    ] {
        assert_eq!(
            query(&format!("url: \"https://h/p{typed}\"\nqueryParams: {rows}\n")),
            expected,
            "{typed} {rows}"
        );
    }
}

#[test]
fn the_url_is_read_as_in_format_v2() {
    for (url, base_url, path) in [
        ("https://me:pass@h.example:81/a/b/?q=1#f", "https://h.example:81", "/a/b/"),
        ("h.example/a", "http://h.example", "/a"),
        // As Postman's command line sends them.
        (r"https:\\h.example\a\b", "https://h.example", "/a/b"),
        ("https:////h.example//a", "https://h.example", "//a"),
    ] {
        let (api, _) = super::lower(&[("R.request.yaml", &format!("$kind: http-request\nurl: {url}\n"))]);
        let api = api.expect(url);
        assert_eq!(api.servers[0].template, base_url, "{url}");
        assert_eq!(api.operations[0].path.template(), path, "{url}");
    }
}

#[test]
fn a_get_has_its_body() {
    for settings in ["", "settings: {disableBodyPruning: false}\n"] {
        let text = format!(
            "$kind: http-request\nurl: https://h.example\n{settings}body: {{type: json, content: '{{}}'}}\n"
        );
        let (api, _) = super::lower(&[("R.request.yaml", &text)]);
        assert!(api.expect("an API").operations[0].body.is_some(), "{settings}");
    }
}

#[test]
fn path_variables_are_a_map_or_a_list() {
    let variables = |rows: &str| {
        let variables = url(&format!("url: https://h/:a/:b\npathVariables: {rows}\n")).variable;
        variables
            .into_iter()
            .map(|variable| (variable.key.unwrap_or_default(), variable.value))
            .collect::<Vec<_>>()
    };
    let expected =
        |a: Option<&str>| vec![("a".to_owned(), a.map(Into::into)), ("b".to_owned(), Some("2".into()))];
    assert_eq!(variables("{a: x, b: '2'}"), expected(Some("x")));
    assert_eq!(
        variables("[{key: a, value: x, description: About}, {key: b, value: '2'}]"),
        expected(Some("x"))
    );
    assert_eq!(variables("[{key: a, value: x, disabled: true}, {key: b, value: '2'}]"), expected(None));
}

#[test]
fn headers_are_a_map_or_a_list() {
    let header = |key: &str, value: &str| Header {
        key: Some(key.to_owned()),
        value: Some(value.into()),
        ..Header::default()
    };
    let map = request("url: https://h\nheaders:\n  Accept: a/b\n  X-Y: ''\n").header;
    assert_eq!(map, [header("Accept", "a/b"), header("X-Y", "")]);
    let list =
        request("url: https://h\nheaders: [{key: A, value: '1', disabled: true}, {key: A, value: '2'}]\n")
            .header;
    assert_eq!(list, [Header { disabled: true, ..header("A", "1") }, header("A", "2")]);
}

#[test]
fn a_merge_key_is_a_header() {
    let header = request("url: https://h\nheaders:\n  <<: x\n").header.remove(0);
    assert_eq!(header.key.as_deref(), Some("<<"));
}

#[test]
fn words_that_older_yaml_converts_are_strings() {
    let headers =
        request("url: https://h\nheaders: {A: yes, B: off, C: 2020-01-01, D: 1_000, E: 1:30}\n").header;
    let values: Vec<_> = headers.iter().filter_map(|header| header.value.as_ref()?.as_str()).collect();
    assert_eq!(values, ["yes", "off", "2020-01-01", "1_000", "1:30"]);
}
