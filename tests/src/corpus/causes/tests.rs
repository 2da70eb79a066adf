use codegen::api::QueryDefault;
use codegen::{Input, Source};
use serde_json::json;

use super::*;
use crate::compare::compare;

/// Returns the operation that codegen generates for a request.
fn operation(request: &Value) -> Operation {
    let collection = json!({
        "info": {"name": "Test", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "Item", "request": request}],
    });
    let text = collection.to_string();
    let input = Input {
        collection: Source { file: "c.json", text: &text }.into(),
        overlay: None,
        environment: None,
        crate_name: "test",
        command: "cargo xtask generate",
    };
    let (api, diagnostics) = codegen::lower(&input);
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    api.all_operations().first().map(|(_, operation)| (*operation).clone()).expect("an operation")
}

fn line(auth: Option<&str>, target: &str, headers: &[(&str, &str)], body: &str) -> Line {
    let auth = auth.map(str::to_owned);
    Line { auth, message: message(target, headers, body), ..Line::default() }
}

fn message(target: &str, headers: &[(&str, &str)], body: &str) -> Message {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Message::new("GET", target, &headers, body.as_bytes())
}

fn facts(operation: Option<&Operation>) -> RequestFacts<'_> {
    RequestFacts {
        operation,
        has_overlay: true,
        has_bearer_object: true,
        not_followed: None,
        has_length: true,
        has_variable_name: false,
        printed: "",
        has_client: true,
    }
}

/// Returns the causes of all differences.
fn causes(line: &Line, ours: &Message, facts: RequestFacts<'_>) -> Vec<String> {
    let differences = compare(&line.message, ours);
    differences.iter().map(|found| of_difference(found, line, ours, facts).to_string()).collect()
}

fn of_targets(url: &str, theirs: &str, ours: &str) -> Vec<String> {
    let operation = operation(&json!({"method": "GET", "url": url}));
    causes(&line(None, theirs, &[], ""), &message(ours, &[], ""), facts(Some(&operation)))
}

#[test]
fn path_arguments() {
    let encoded = "deviation 1: a path argument is encoded";
    let url = "https://x.example/a/:id/b";
    for (theirs, ours) in
        [("/a/x|y/b", "/a/x%7Cy/b"), ("/a/x%2Fy/b", "/a/x%252Fy/b"), ("/a/x/y/b", "/a/x%2Fy/b")]
    {
        assert_eq!(of_targets(url, theirs, ours), [encoded], "{theirs}");
    }
    assert_eq!(of_targets(url, "/a/x?y/b", "/a/x%3Fy/b"), [encoded, encoded]);
    let other = "other: path";
    assert_eq!(of_targets(url, "/a/x/b", "/a/y/b"), [other]);
    assert_eq!(of_targets(url, "/a/x/b", "/%61/x/b"), [other], "the literal text is not the argument");
    assert_eq!(of_targets("https://x.example/a|", "/a|", "/a%7C"), [other], "there is no argument");
    let url = "https://x.example/a/[id]/b";
    assert_eq!(of_targets(url, "/a/[id]/b", "/a/%5Bid%5D/b"), [encoded], "a placeholder is an argument");
}

#[test]
fn constants_of_the_overlay_in_the_query() {
    let mut operation = operation(&json!({"method": "GET", "url": "https://x.example/a?m=1&n=2"}));
    operation.query[0].default = Some(QueryDefault::Constant("x".to_owned()));
    let of =
        |theirs, ours| causes(&line(None, theirs, &[], ""), &message(ours, &[], ""), facts(Some(&operation)));
    let constant = ["deviation 3: a constant of the overlay in the query"];
    assert_eq!(of("/a?n=2", "/a?m=x&n=2"), constant);
    assert_eq!(of("/a", "/a?m=x"), constant);
    for (theirs, ours) in [("/a?n=2", "/a?m=x&n=3"), ("/a?m=1&n=2", "/a?n=2"), ("/a", "/a?n=2")] {
        assert_eq!(of(theirs, ours), ["other: query"], "{theirs} {ours}");
    }
}

#[test]
fn query_values() {
    let url = "https://x.example/a";
    for (theirs, ours) in [("/a?q=1%2F2", "/a?q=1%252F2"), ("/a?q=1+2", "/a?q=1%2B2")] {
        assert_eq!(of_targets(url, theirs, ours), ["deviation 6: % or + in a query value"], "{theirs}");
    }
    for (theirs, ours) in [("/a?q=1&r=2", "/a?q=1%26r=2"), ("/a?q=1", "/a?q=2"), ("/a?q=1", "/a")] {
        assert_eq!(of_targets(url, theirs, ours), ["other: query"], "{theirs}");
    }
}

#[test]
fn signatures() {
    let of = |auth: &str, theirs: (&str, &[(&str, &str)]), ours: &str| {
        causes(&line(Some(auth), theirs.0, theirs.1, ""), &message(ours, &[], ""), facts(None))
    };
    assert_eq!(of("ntlm", ("/", &[("Authorization", "NTLM x")]), "/"), ["signing: ntlm"]);
    // The replay has a hook for it.
    assert_eq!(of("hawk", ("/", &[("Authorization", "Hawk x")]), "/"), ["other: header authorization"]);
    assert_eq!(of("basic", ("/", &[("Authorization", "Basic x")]), "/"), ["other: header authorization"]);
    assert_eq!(
        of("awsv4", ("/", &[("X-Amz-Content-Sha256", "x")]), "/"),
        ["other: header x-amz-content-sha256"]
    );
    let signed = |rest: &str| format!("/?a=1{rest}&X-Amz-Signature=x");
    assert_eq!(of("awsv4", (&signed(""), &[]), &signed("&X-Amz-Expires=9")), ["signing: awsv4"]);
    assert_eq!(of("awsv4", (&signed(""), &[]), &signed("&b=1")), ["other: query"]);
    assert_eq!(of("edgegrid", ("/", &[("Authorization", "EG1 x")]), "/"), ["signing: edgegrid"]);
    assert_eq!(of("asap", ("/?a=1&x=x", &[]), "/?a=1"), ["signing: asap"]);
    assert_eq!(of("oauth1", ("/?a=1&oauth_token=x", &[]), "/?a=1"), ["other: query"]);
    assert_eq!(of("oauth1", ("/", &[("X-A", "1")]), "/"), ["other: header x-a"]);
}

#[test]
fn variables_as_names() {
    let variable = RequestFacts { has_variable_name: true, ..facts(None) };
    let cause = "deviation 14: a variable as a name";
    let key = line(Some("apikey"), "/?a=1&name=k", &[("X-Name", "k")], "");
    assert_eq!(causes(&key, &message("/?a=1", &[], ""), variable), [cause, cause]);
    assert_eq!(
        causes(&key, &message("/?a=2", &[("X-Name", "l")], ""), variable),
        ["other: query", "other: header x-name"]
    );
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let theirs = line(None, "/", &form, "name=1&b=2");
    assert_eq!(causes(&theirs, &message("/", &form, "b=2"), variable), [cause]);
    assert_eq!(causes(&theirs, &message("/", &[], ""), variable), [cause, cause]);
    assert_eq!(causes(&theirs, &message("/", &form, "b=3"), variable), ["other: body.urlencoded"]);
    assert_eq!(causes(&theirs, &message("/", &form, "b=2"), facts(None)), ["other: body.urlencoded"]);
}

#[test]
fn bearer_tokens_and_bodies() {
    let ours = message("/", &[("Authorization", "Bearer t")], "");
    let bearer = line(Some("bearer"), "/", &[], "");
    assert_eq!(causes(&bearer, &ours, facts(None)), ["deviation 2: a bearer token as one object"]);
    let without = RequestFacts { has_bearer_object: false, ..facts(None) };
    assert_eq!(causes(&bearer, &ours, without), ["other: header authorization"]);

    let body = json!({"mode": "raw", "raw": "{\"a\": 1}"});
    let operation = operation(&json!({"method": "POST", "url": "https://x.example/", "body": body}));
    let (theirs, ours) = (line(None, "/", &[], ""), message("/", &[], "{}"));
    assert_eq!(causes(&theirs, &ours, facts(Some(&operation))), ["other: body"], "the collection has one");
    let mut overlaid = operation.clone();
    overlaid.body.as_mut().expect("a body").sample = codegen::api::Sample::None;
    assert_eq!(causes(&theirs, &ours, facts(Some(&overlaid))), ["deviation 5: the body is the overlay's"]);
}

#[test]
fn absences() {
    let operation = operation(&json!({"method": "GET", "url": "https://x.example/:id"}));
    let of = |printed: &str, body: &str| {
        let facts = RequestFacts { printed, ..facts(Some(&operation)) };
        of_absence(&line(None, "/", &[], body), facts).to_string()
    };
    assert_eq!(
        of("0  a  GET  refused: the path argument `id` is empty", ""),
        "deviation 1: a path argument is refused"
    );
    let misfit = "0  a  GET  refused: the body does not fit its type: expected `,`";
    assert_eq!(of(misfit, "{}"), "other: body does not fit its type");
    let base_url = generated_client::Client::builder().bearer_token("t").base_url("https://h?x=1").build();
    let base_url = format!("0  a  GET  refused: {}", base_url.expect_err("the base URL has a query"));
    assert_eq!(of(&base_url, ""), "deviation 10: an invalid base URL");
    assert_eq!(of(misfit, "{"), "deviation 13: with these values the body is not JSON");
    assert_eq!(of("0  a  GET  refused: no header: x", ""), "refused: no header");
    assert_eq!(of("0  a  GET http://x/  connection refused", ""), "other: not sent");
    assert_eq!(
        of_absence(&line(None, "/", &[], ""), facts(None)).to_string(),
        "deviation 10: an invalid base URL"
    );
    let without = RequestFacts { has_client: false, ..facts(Some(&operation)) };
    assert_eq!(
        of_absence(&line(None, "/", &[], ""), without).to_string(),
        "refused: with these values the client cannot be built"
    );
    assert!(!of_absence(&line(None, "/", &[], ""), facts(None)).is_problem());
}

#[test]
fn values_that_are_not_of_the_declared_type() {
    let of = |url: &str, problem: &str, has_overlay: bool| {
        let operation = operation(&json!({"method": "GET", "url": url}));
        let printed = &format!("0  a  GET  refused: {problem}");
        let operation = typed(operation);
        let facts = RequestFacts { printed, has_overlay, ..facts(Some(&operation)) };
        of_absence(&line(None, "/", &[], ""), facts).to_string()
    };
    let problem = "x".parse::<i64>().expect_err("no integer").to_string();
    let declared = "deviation 21: a value that is not of the declared type";
    assert_eq!(of("https://x.example/a?b={{c}}", &problem, false), declared);
    assert_eq!(of("https://x.example/a?b={{c}}", &problem, true), format!("refused: {problem}"));
    assert_eq!(of("https://x.example/a?b=1", &problem, false), format!("refused: {problem}"));
    for problem in [
        "x".parse::<f64>().expect_err("no number").to_string(),
        "x".parse::<bool>().expect_err("no boolean").to_string(),
    ] {
        assert_eq!(of("https://x.example/a?b={{c}}", &problem, false), declared, "{problem}");
    }
}

/// Returns an operation whose query parameters are integers.
fn typed(mut operation: Operation) -> Operation {
    operation.query.iter_mut().for_each(|parameter| parameter.ty = codegen::api::Type::Integer);
    operation
}

#[test]
fn forms_without_a_file() {
    let of = |params: Value, error: &str| {
        let operation = operation(
            &json!({"method": "POST", "url": "https://x.example", "body": {"mode": "formdata", "formdata": params}}),
        );
        of_presence(error, facts(Some(&operation))).to_string()
    };
    let file = json!([{"key": "a", "type": "file", "src": "", "disabled": true}]);
    let cause = "the reference fails for a file without a path";
    assert_eq!(of(file.clone(), "no request was sent"), cause);
    assert_eq!(of(file, "no tunnel"), "other: sent, but not by the reference");
    let text = json!([{"key": "a", "type": "text", "value": "b"}]);
    assert_eq!(of(text, "no request was sent"), "other: sent, but not by the reference");
}

#[test]
fn parts_have_one_cause() {
    assert_eq!(without_numbers("body.part[12].name"), "body.part[].name");
    assert_eq!(without_numbers("path"), "path");
}

#[test]
fn rules_of_the_overlay() {
    let operation = operation(&json!({"method": "GET", "url": "https://x.example/:id"}));
    let of = |has_overlay| {
        let facts = RequestFacts {
            has_overlay,
            printed: "0  a  GET  refused: not a valid Id: it must match ^a$",
            ..facts(Some(&operation))
        };
        of_absence(&line(None, "/", &[], ""), facts).to_string()
    };
    assert_eq!(of(true), "deviation 11: an argument breaks a rule of the overlay");
    assert_eq!(of(false), "refused: not a valid Id");
}

#[test]
fn settings_that_are_not_followed() {
    let facts = |not_followed| RequestFacts { not_followed, ..facts(None) };
    let theirs = line(None, "/a", &[("X-A", "1")], "");
    let ours = message("/a", &[], "");
    assert_eq!(causes(&theirs, &ours, facts(Some("a proxy"))), ["deviation 4: a proxy is not followed"]);
    assert_eq!(causes(&theirs, &ours, facts(None)), ["other: header x-a"]);
    let presence = |not_followed| of_presence("no tunnel", facts(not_followed)).to_string();
    assert_eq!(presence(Some("a proxy")), "deviation 4: a proxy is not followed");
    assert_eq!(presence(None), "other: sent, but not by the reference");
    let raw = of_presence("runtime:extensions~request: request url is empty", facts(None));
    assert_eq!(raw.to_string(), "deviation 15: a URL that has only `raw`");
    let skipped = of_presence("skipped: GraphQL", facts(None));
    assert_eq!(skipped.to_string(), "the reference skips requests of this kind");
}

#[test]
fn objects_as_segments_and_cut_bodies() {
    let url = "https://x.example/a/b";
    let segment = ["deviation 12: a segment that is an object"];
    assert_eq!(of_targets(url, "/a/[object%20Object]", "/a/b"), segment);
    let json = [("Content-Type", "application/json")];
    let body = |theirs: &str, ours: &str| {
        causes(&line(None, "/", &json, theirs), &message("/", &json, ours), facts(None))
    };
    assert_eq!(body("{ \"a\": ", "{\"a\":1}"), ["deviation 9: the HTTP stack decides"]);
    assert_eq!(body("{ \"b\": ", "{\"a\":1}"), ["other: body"]);
    let (theirs, ours) = (line(None, "/", &json, "{ \"a\": "), message("/", &json, "{\"a\":1}"));
    let without = RequestFacts { has_length: false, ..facts(None) };
    assert_eq!(causes(&theirs, &ours, without), ["other: body"]);
}

#[test]
fn orders_forms_and_the_http_stack() {
    let url = "https://x.example/a";
    let order = ["deviation 7: the query or form has another order"];
    assert_eq!(of_targets(url, "/a?a=1&b=2&a=3", "/a?a=1&a=3&b=2"), order);
    assert_eq!(of_targets(url, "/a?a=1&b=2&a=3", "/a?a=3&a=1&b=2"), ["other: query"]);
    let stack = ["deviation 9: the HTTP stack decides"];
    assert_eq!(of_targets(url, "/a/./b/../c/..", "/a/"), stack);
    assert_eq!(of_targets(url, "/a<b>", "/a%3Cb%3E"), stack);
    assert_eq!(of_targets(url, "/a<b>", "/a%253Cb%253E"), ["other: path"]);
    let form = "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f.yaml\"\r\n\r\none\r\n--x--";
    let form = message("/", &[("Content-Type", "multipart/form-data; boundary=x")], form);
    let part = |field: &str, theirs: Option<&str>, ours: Option<&str>| {
        is_form_part(&Difference::new(field, theirs, ours), &form)
    };
    assert!(part("body.part[0].name", Some("a\"b"), Some("a%22b")));
    assert!(!part("body.part[0].name", Some("a"), Some("b")));
    assert!(part("body.part[0].content-type", Some("text/plain"), Some("application/octet-stream")));
    assert!(part("body.part[0].content-type", Some("text/yaml"), Some("text/x-yaml")));
    assert!(!part("body.part[0].content-type", Some("text/plain"), Some("text/html")));
    assert!(!part("body.part[0].content-type", Some("text/plain"), None));
    assert!(!part("body.part[0].text", Some("a"), Some("b")));
}

/// Returns a form of these fields with the boundary `x`.
fn form(media_type: &str, fields: &[(&str, &str)]) -> ([(String, String); 1], String) {
    let part = |(name, value): &(&str, &str)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    (
        [("Content-Type".to_owned(), media_type.to_owned())],
        fields.iter().map(part).collect::<String>() + "--x--",
    )
}

#[test]
fn parts_of_one_name_are_adjacent() {
    let of = |theirs: &[(&str, &str)], ours: &[(&str, &str)]| {
        let [(theirs_type, theirs), (ours_type, ours)] =
            [theirs, ours].map(|fields| form("multipart/form-data; boundary=x", fields));
        let [theirs_type, ours_type] =
            [&theirs_type, &ours_type].map(|[(name, value)]| [(name.as_str(), value.as_str())]);
        causes(&line(None, "/", &theirs_type, &theirs), &message("/", &ours_type, &ours), facts(None))
    };
    let order = ["deviation 7: the query or form has another order"; 4];
    let adjacent = of(&[("a", "1"), ("b", "2"), ("a", "3")], &[("a", "1"), ("a", "3"), ("b", "2")]);
    assert_eq!(adjacent, order, "the names and the texts of two parts");
    let changed = of(&[("a", "1"), ("b", "2"), ("a", "3")], &[("a", "3"), ("a", "1"), ("b", "2")]);
    assert!(changed.iter().all(|cause| cause.starts_with("other: ")) && !changed.is_empty(), "{changed:?}");
    let missing = of(&[("a", "1"), ("b", "2")], &[("a", "1")]);
    assert!(missing.iter().all(|cause| cause.starts_with("other: ")) && !missing.is_empty(), "{missing:?}");
}

#[test]
fn a_form_has_its_boundary() {
    let theirs = line(None, "/", &[("Content-Type", "multipart/form-data")], "--x");
    let with = message("/", &[("Content-Type", "multipart/form-data; boundary=x")], "--x--");
    let form = "deviation 8: names and media types of a form";
    assert_eq!(causes(&theirs, &with, facts(None)), [form; 2], "the body is no form without it");
    let without = message("/", &[("Content-Type", "multipart/mixed")], "--x");
    assert_eq!(causes(&theirs, &without, facts(None)), ["other: header content-type"]);
}

#[test]
fn what_has_no_value_is_not_sent() {
    let expected = ["deviation 20: nothing without a value is sent"];
    let media_type = [("Content-Type", "application/json")];
    let theirs = line(None, "/", &media_type, "");
    assert_eq!(causes(&theirs, &message("/", &[], ""), facts(None)), expected);
    // The collection has the header.
    let header = json!([{ "key": "Content-Type", "value": "application/json" }]);
    let with_header = operation(&json!({ "method": "POST", "url": "https://x.example/", "header": header }));
    let own = causes(&theirs, &message("/", &[], ""), facts(Some(&with_header)));
    assert_eq!(own, ["other: header content-type"]);
    let sent = causes(&line(None, "/", &media_type, "{}"), &message("/", &[], ""), facts(None));
    assert!(sent.iter().all(|cause| cause.starts_with("other: ")), "{sent:?}");
    let token = |value| line(None, "/", &[("Authorization", value)], "");
    assert_eq!(causes(&token("Bearer "), &message("/", &[], ""), facts(None)), expected);
    let lost = causes(&token("Bearer x"), &message("/", &[], ""), facts(None));
    assert_eq!(lost, ["other: header authorization"]);
}

#[test]
fn equal_json_that_is_written_differently_has_another_hash() {
    let sent = |hash, body| {
        let headers = [("Content-Type", "application/json"), ("X-Amz-Content-Sha256", hash)];
        (line(Some("awsv4"), "/", &headers, body), message("/", &headers, body))
    };
    let (theirs, _) = sent("1", "{ }");
    let (_, ours) = sent("2", "{}");
    assert_eq!(causes(&theirs, &ours, facts(None)), ["signing: awsv4"]);
}
