use codegen::{Input, Source};
use serde_json::json;

use super::*;
use crate::compare::compare;

/// The operation that codegen makes of a request.
fn operation(request: &Value) -> Operation {
    let collection = json!({
        "info": {"name": "Test", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "Item", "request": request}],
    });
    let text = collection.to_string();
    let input =
        Input { collection: Source { file: "c.json", text: &text }, overlay: None, crate_name: "test" };
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

fn facts(operation: Option<&Operation>) -> Facts<'_> {
    Facts {
        operation,
        has_overlay: true,
        has_bearer_object: true,
        not_followed: None,
        has_length: true,
        has_variable_name: false,
        said: "",
        has_client: true,
    }
}

/// The causes of all differences.
fn causes(line: &Line, ours: &Message, facts: Facts<'_>) -> Vec<String> {
    let differences = compare(&line.message, ours);
    differences.iter().map(|found| of_difference(found, line, ours, facts).to_string()).collect()
}

fn of_targets(url: &str, theirs: &str, ours: &str) -> Vec<String> {
    let operation = operation(&json!({"method": "GET", "url": url}));
    causes(&line(None, theirs, &[], ""), &message(ours, &[], ""), facts(Some(&operation)))
}

#[test]
fn path_arguments() {
    let encoded = "departure 1: a path argument is encoded";
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
}

#[test]
fn query_values() {
    let url = "https://x.example/a";
    for (theirs, ours) in [("/a?q=1%2F2", "/a?q=1%252F2"), ("/a?q=1+2", "/a?q=1%2B2")] {
        assert_eq!(of_targets(url, theirs, ours), ["departure 6: % or + in a query value"], "{theirs}");
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
    assert_eq!(of("awsv4", ("/", &[("X-Amz-Content-Sha256", "x")]), "/"), ["signing: awsv4"]);
    assert_eq!(of("awsv4", ("/?a=1&X-Amz-Signature=x", &[]), "/?a=1"), ["signing: awsv4"]);
    assert_eq!(of("awsv4", ("/?a=1&X-Amz-Signature=x", &[]), "/?a=2"), ["other: query"]);
    assert_eq!(of("oauth1", ("/?a=1&oauth_token=x", &[]), "/?a=1"), ["other: query"]);
    assert_eq!(of("oauth1", ("/", &[("X-A", "1")]), "/"), ["other: header x-a"]);
}

#[test]
fn names_that_are_variables() {
    let variable = Facts { has_variable_name: true, ..facts(None) };
    let why = "departure 14: a name that is a variable";
    let key = line(Some("apikey"), "/?a=1&name=k", &[("X-Name", "k")], "");
    assert_eq!(causes(&key, &message("/?a=1", &[], ""), variable), [why, why]);
    assert_eq!(
        causes(&key, &message("/?a=2", &[("X-Name", "l")], ""), variable),
        ["other: query", "other: header x-name"]
    );
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let theirs = line(None, "/", &form, "name=1&b=2");
    assert_eq!(causes(&theirs, &message("/", &form, "b=2"), variable), [why]);
    assert_eq!(causes(&theirs, &message("/", &[], ""), variable), [why, why]);
    assert_eq!(causes(&theirs, &message("/", &form, "b=3"), variable), ["other: body.urlencoded"]);
    assert_eq!(causes(&theirs, &message("/", &form, "b=2"), facts(None)), ["other: body.urlencoded"]);
}

#[test]
fn bearer_tokens_and_bodies() {
    let ours = message("/", &[("Authorization", "Bearer t")], "");
    let bearer = line(Some("bearer"), "/", &[], "");
    assert_eq!(causes(&bearer, &ours, facts(None)), ["departure 2: a bearer token as one object"]);
    let without = Facts { has_bearer_object: false, ..facts(None) };
    assert_eq!(causes(&bearer, &ours, without), ["other: header authorization"]);

    let body = json!({"mode": "raw", "raw": "{\"a\": 1}"});
    let operation = operation(&json!({"method": "POST", "url": "https://x.example/", "body": body}));
    let (theirs, ours) = (line(None, "/", &[], ""), message("/", &[], "{}"));
    assert_eq!(causes(&theirs, &ours, facts(Some(&operation))), ["other: body"], "the collection has one");
    let mut overlaid = operation.clone();
    overlaid.body.as_mut().expect("a body").sample = codegen::api::Sample::None;
    assert_eq!(causes(&theirs, &ours, facts(Some(&overlaid))), ["departure 5: the body is the overlay's"]);
}

#[test]
fn absences() {
    let operation = operation(&json!({"method": "GET", "url": "https://x.example/:id"}));
    let of = |said: &'static str, body: &str| {
        let facts = Facts { said, ..facts(Some(&operation)) };
        of_absence(&line(None, "/", &[], body), facts).to_string()
    };
    assert_eq!(
        of("0  a  GET  refused: the path argument `id` is empty", ""),
        "departure 1: a path argument is refused"
    );
    let misfit = "0  a  GET  refused: the body does not fit its type: expected `,`";
    assert_eq!(of(misfit, "{}"), "other: body does not fit its type");
    let front =
        "0  a  GET  refused: `http://h?x=1` cannot be called: a base URL has no query; nothing was sent";
    assert_eq!(of(front, ""), "departure 10: a front that cannot be one");
    assert_eq!(of(misfit, "{"), "departure 13: with these values the body is no JSON");
    assert_eq!(of("0  a  GET  refused: no header: x", ""), "refused: no header");
    assert_eq!(of("0  a  GET http://x/  connection refused", ""), "other: not sent");
    assert_eq!(
        of_absence(&line(None, "/", &[], ""), facts(None)).to_string(),
        "departure 10: a front that cannot be one"
    );
    let without = Facts { has_client: false, ..facts(Some(&operation)) };
    assert_eq!(
        of_absence(&line(None, "/", &[], ""), without).to_string(),
        "refused: with these values there is no client"
    );
    assert!(!of_absence(&line(None, "/", &[], ""), facts(None)).is_wrong());
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
        let facts = Facts {
            has_overlay,
            said: "0  a  GET  refused: not a valid Id: it has to match ^a$",
            ..facts(Some(&operation))
        };
        of_absence(&line(None, "/", &[], ""), facts).to_string()
    };
    assert_eq!(of(true), "departure 11: an argument breaks a rule of the overlay");
    assert_eq!(of(false), "refused: not a valid Id");
}

#[test]
fn what_is_not_followed() {
    let facts = |not_followed| Facts { not_followed, ..facts(None) };
    let theirs = line(None, "/a", &[("X-A", "1")], "");
    let ours = message("/a", &[], "");
    assert_eq!(causes(&theirs, &ours, facts(Some("a proxy"))), ["departure 4: a proxy is not followed"]);
    assert_eq!(causes(&theirs, &ours, facts(None)), ["other: header x-a"]);
    let presence = |not_followed| of_presence("no tunnel", facts(not_followed)).to_string();
    assert_eq!(presence(Some("a proxy")), "departure 4: a proxy is not followed");
    assert_eq!(presence(None), "other: sent, but not by the reference");
}

#[test]
fn objects_as_segments_and_cut_bodies() {
    let url = "https://x.example/a/b";
    let segment = ["departure 12: a segment that is an object"];
    assert_eq!(of_targets(url, "/a/[object%20Object]", "/a/b"), segment);
    let json = [("Content-Type", "application/json")];
    let body = |theirs: &str, ours: &str| {
        causes(&line(None, "/", &json, theirs), &message("/", &json, ours), facts(None))
    };
    assert_eq!(body("{ \"a\": ", "{\"a\":1}"), ["departure 9: what the HTTP stack decides"]);
    assert_eq!(body("{ \"b\": ", "{\"a\":1}"), ["other: body"]);
    let (theirs, ours) = (line(None, "/", &json, "{ \"a\": "), message("/", &json, "{\"a\":1}"));
    let without = Facts { has_length: false, ..facts(None) };
    assert_eq!(causes(&theirs, &ours, without), ["other: body"]);
}

#[test]
fn orders_forms_and_the_http_stack() {
    let url = "https://x.example/a";
    let order = ["departure 7: the query has another order"];
    assert_eq!(of_targets(url, "/a?a=1&b=2&a=3", "/a?a=1&a=3&b=2"), order);
    assert_eq!(of_targets(url, "/a?a=1&b=2&a=3", "/a?a=3&a=1&b=2"), ["other: query"]);
    let stack = ["departure 9: what the HTTP stack decides"];
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
