//! Parts of requests that are not sent: auths of unknown types, and bodies of methods that have none.

mod common;

use codegen::lower;
use common::input;
use serde_json::{Value, json};

const KNOWN: &[&str] = &[
    "noauth", "bearer", "basic", "apikey", "oauth2", "asap", "awsv4", "digest", "edgegrid", "hawk", "jwt",
    "ntlm", "oauth1",
];

fn findings(auths: &[Value], overlay: Option<&str>) -> (String, usize) {
    let item = |(index, auth): (usize, &Value)| json!({"name": format!("R{index}"), "request": {"method": "GET", "url": format!("https://h.test/{index}"), "auth": auth}});
    let items: Vec<Value> = auths.iter().enumerate().map(item).collect();
    let collection = json!({"info": {"name": "C"}, "item": items}).to_string();
    let (api, diagnostics) = lower(&input(&collection, overlay));
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    let skipped = api.skipped.iter().filter(|part| part.kind == "auth of an unknown type").count();
    (diagnostics.to_string(), skipped)
}

#[test]
fn an_auth_of_an_unknown_type_is_reported() {
    let none = [json!(null), json!({}), json!({"type": ""})];
    let known = KNOWN.iter().map(|kind| json!({"type": kind}));
    assert_eq!(findings(&none.into_iter().chain(known).collect::<Vec<_>>(), None), (String::new(), 0));
    let (found, skipped) =
        findings(&[json!({"type": "noauth"}), json!({"type": "passkey", "passkey": []})], None);
    let expected = "warning: the auth of a request is of the type `passkey`, which is unknown, so no credential is sent\n  \
                    --> c.json: \"R1\"\n  help: Postman sends none either; `security` in the overlay declares what the service \
                    requires";
    assert_eq!((found.as_str(), skipped), (expected, 1));
    let (found, skipped) =
        findings(&[json!({"type": "inherit"}), json!({"type": "inherit"}), json!({"type": "x"})], None);
    assert!(
        found.starts_with("warning: the auths of 3 requests are of types such as `inherit`, "),
        "{found}"
    );
    assert_eq!(skipped, 3);
}

#[test]
fn an_auth_that_the_overlay_replaces_is_not_reported() {
    let overlay = json!({
        "paths": {"/0": {"get": {"security": [{"key": []}]}}},
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    });
    assert_eq!(findings(&[json!({"type": "passkey"})], Some(&overlay.to_string())), (String::new(), 0));
}

#[test]
fn a_body_that_postman_does_not_send_is_counted() {
    let bodies = [
        json!({"mode": "raw", "raw": "{}"}),
        json!({"mode": "urlencoded", "urlencoded": [{"key": "a"}]}),
        json!({"mode": "formdata", "formdata": [{"key": "a"}]}),
        json!({"mode": "graphql", "graphql": {"query": "{a}"}}),
        json!({"mode": "file"}),
    ];
    let empty = [
        json!(null),
        json!({"mode": "raw", "raw": ""}),
        json!({"mode": "raw", "raw": "{}", "disabled": true}),
        json!({}),
    ];
    let count = |method: &str, body: &Value, behavior: Value| {
        let request = json!({"method": method, "url": "https://h.test/a", "body": body});
        let item = json!({"name": "R", "request": request, "protocolProfileBehavior": behavior});
        let collection = json!({"info": {"name": "C"}, "item": [item]}).to_string();
        let (api, diagnostics) = lower(&input(&collection, None));
        let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
        api.skipped.iter().filter(|part| part.kind == "body of a method without one").count()
    };
    for method in ["GET", "get", "HEAD", "COPY", "PURGE", "UNLOCK"] {
        for body in &bodies {
            assert_eq!(count(method, body, json!({})), 1, "{method} {body}");
            assert_eq!(count(method, body, json!({"disableBodyPruning": true})), 0, "{method} {body}");
            assert_eq!(count("POST", body, json!({})), 0, "{body}");
        }
        for body in &empty {
            assert_eq!(count(method, body, json!({})), 0, "{method} {body}");
        }
    }
}
