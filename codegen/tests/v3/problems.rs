//! Files and keys that cannot be read: each is reported with its file and position.

use codegen::diagnostics::Severity;

use super::{lower, read};

const GET: &str = "$kind: http-request\nurl: https://h\n";

/// Returns the reason why a request file is refused, and its position.
fn refusal(text: &str) -> (String, String) {
    let (api, diagnostics) = lower(&[("A.request.yaml", GET), ("B/R.request.yaml", text)]);
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    assert_eq!((api.counts().operations, api.counts().refused), (1, 1), "{text}: {diagnostics}");
    let finding =
        diagnostics.iter().find(|finding| finding.severity == Severity::Warning).expect("a warning");
    (finding.problem.clone(), finding.location.to_string())
}

#[test]
fn a_request_file_that_cannot_be_read_is_refused() {
    for (text, problem, position) in [
        ("$kind: http-request\nurl: a\nurl: b\n", "a key is in the map twice", "3:1"),
        ("$kind: http-request\nurl: {{base}}/a\n", "this is not YAML: ", "2:14"),
        ("$kind: http-request\nurl: {{base}}\n", "`url` is a map, not a string", "2:6"),
        (
            "$kind: http-request\nurl: https://h\nheaders: x\n",
            "`headers` is a string, not a map or a list",
            "3:10",
        ),
        ("$kind: http-request\nurl: https://h\nheaders: {a: {b: c}}\n", "`a` is a map, not a string", "3:14"),
        (
            "$kind: http-request\nurl: https://h\nauth: [{type: bearer}]\n",
            "the `auth` of a request is a list",
            "3:7",
        ),
        ("$kind: http-request\nurl: https://h\nauth: {credentials: {}}\n", "`auth` has no `type`", "3:7"),
        (
            "$kind: http-request\nurl: https://h\nbody: {type: yaml, content: ''}\n",
            "the body is of the type `yaml`",
            "3:14",
        ),
        (
            "$kind: http-request\nurl: https://h\nbody: {type: file, content: /a}\n",
            "the `content` of a body of the type `file` is a string",
            "3:29",
        ),
        ("$kind: grpc-request\nurl: https://h\n", "the request is of the kind `grpc-request`", "1:8"),
        ("$kind: websocket-request\n", "the request is of the kind `websocket-request`", "1:8"),
        (
            "type: http\nurl: https://h\n",
            "the file is of an older format, which has `type` instead of `$kind`",
            "1:7",
        ),
        ("- a\n", "the file is a list, not a map", "1:1"),
        ("a: 1\n---\nb: 2\n", "the file has several YAML documents", "2:1"),
    ] {
        let (found, location) = refusal(text);
        assert!(found.starts_with(problem), "{text}: {found}");
        assert_eq!(location, format!("c/B/R.request.yaml:{position}"), "{text}");
    }
    assert_eq!(refusal("").0, "the file is empty");
}

#[test]
fn a_definition_that_cannot_be_read_is_an_error() {
    for (text, problem) in [
        ("auth: {type: bearer\n", "this is not YAML: "),
        (
            "auth: {type: bearer, credentials: x}\n",
            "`credentials` is a string, not a map or a list\n  --> c/.resources/definition.yaml:1:35\n",
        ),
        (
            "$kind: environment\n",
            "the definition is of the kind `environment`\n  --> c/.resources/definition.yaml:1:8\n",
        ),
        ("variables: {a: [b]}\n", "`a` is a list, not a string\n  --> c/.resources/definition.yaml:1:16\n"),
    ] {
        let (api, diagnostics) = lower(&[(".resources/definition.yaml", text), ("A.request.yaml", GET)]);
        assert!(api.is_none());
        assert!(diagnostics.to_string().starts_with(&format!("error: {problem}")), "{diagnostics}");
    }
}

#[test]
fn unknown_keys_are_reported_with_what_they_may_mean() {
    for (key, meant) in [
        ("header", Some("headers")),
        ("params", Some("queryParams")),
        ("events", Some("scripts")),
        ("ulr", Some("url")),
        ("responses", Some("examples")),
        ("somethingElse", None),
    ] {
        let findings = read(&[("R.request.yaml", &format!("$kind: http-request\n{key}: x\n"))]).1;
        let help = meant.map_or("remove the key: Postman ignores it, too".to_owned(), |meant| {
            format!("did you mean `{meant}`? Postman ignores the key, too")
        });
        let expected = format!(
            "warning: a request has no key `{key}`, so it is ignored\n  --> c/R.request.yaml:2:1\n  help: {help}"
        );
        assert_eq!(findings, expected);
    }
    let findings =
        read(&[("R.request.yaml", &format!("{GET}headers: [{{key: a, value: b, enabled: true}}]\n"))]).1;
    assert!(findings.starts_with("warning: a row of `headers` has no key `enabled`, so it is ignored\n  --> c/R.request.yaml:3:30\n"), "{findings}");
}

#[test]
fn a_number_where_a_string_belongs_is_its_text() {
    let (collection, findings) =
        read(&[("R.request.yaml", &format!("{GET}headers: {{a: 0123, b: 1.50, c: true}}\n"))]);
    let values: Vec<_> = collection.item[0]
        .request
        .as_ref()
        .expect("a request")
        .header
        .iter()
        .filter_map(|header| header.value.as_ref()?.as_str())
        .collect();
    assert_eq!(values, ["0123", "1.50", "true"]);
    assert!(
        findings.starts_with(
            "note: `a` is a number; its text is used\n  --> c/R.request.yaml:3:14\n  help: quote the value"
        ),
        "{findings}"
    );
}

#[test]
fn mistakes_in_what_is_not_sent_do_not_refuse_a_request() {
    for (text, expected) in [
        ("description: {content: x}\n", "warning: `description` is a map, not a string"),
        ("examples: [{name: x}]\n", "warning: `examples` is a list, so it is ignored"),
        ("scripts: {a: b}\n", "warning: `scripts` is a map, not a list"),
        ("scripts: [{type: beforeRequest, code: [a, b]}]\n", "warning: the `code` of a script is a list"),
        ("settings: x\n", "warning: `settings` is a string, not a map"),
        (
            "settings: {strictSsl: false}\n",
            "warning: `settings` has no key `strictSsl`, so it is ignored\n  --> c/R.request.yaml:3:12\n  help: did you mean `strictSSL`?",
        ),
        (
            "body: {type: none, content: x}\n",
            "warning: the `content` of a body of the type `none` is ignored\n  --> c/R.request.yaml:3:29\n",
        ),
        (
            "headers: [{key: a, value: b, disabled: 'true'}]\n",
            "warning: `disabled` is a string, not a boolean",
        ),
        ("description:\n", "note: `description` has no value"),
    ] {
        let (collection, findings) = read(&[("R.request.yaml", &format!("{GET}{text}"))]);
        assert!(collection.item[0].request.is_some(), "{text}");
        assert!(findings.starts_with(expected), "{text}: {findings}");
    }
}

#[test]
fn a_file_without_a_kind_is_a_request_of_http() {
    let (collection, findings) = read(&[("R.request.yaml", "url: https://h\n")]);
    assert!(collection.item[0].request.is_some());
    assert!(
        findings.starts_with(
            "warning: the file has no `$kind`, and is read as a request of HTTP\n  --> c/R.request.yaml:1:1\n"
        ),
        "{findings}"
    );
}
