//! Responses with an invalid body or an unexpected media type, and redirects.

use std::time::Duration;

use serde_json::json;
use stand_in::Fault;

use crate::{Row, Trouble, and_post, row};

pub(crate) fn rows() -> Vec<Row> {
    [spoiled(), failed(), unexpected(), redirects()].into_iter().flatten().collect()
}

/// Returns the outcomes with this one for GET. The other operations do not read the body, so they succeed.
const fn only_get(get: &str) -> [&str; 4] {
    [get, "ok 1 1 1", "ok 1 1 1", "ok 1 1 1"]
}

fn drip() -> Fault {
    Fault::drip(Duration::from_millis(20))
}

fn spoiled() -> Vec<Row> {
    let spoiled = |name: &str, fault: Fault, get| row(name, [fault], only_get(get));
    vec![
        spoiled("reset inside the body, once", Fault::reset_in_body(), "ok 2 2 2"),
        spoiled("reset inside the body, always", Fault::reset_in_body().always(), "connection 3 3 3"),
        spoiled("truncated body, once", Fault::truncated_body(), "ok 2 2 2"),
        spoiled("truncated body, always", Fault::truncated_body().always(), "connection 3 3 3"),
        spoiled("over-long body", Fault::overlong_body(), "ok 1 1 1"),
        spoiled("endless body", Fault::endless_body(), "too long 1 1 1"),
        spoiled("a body above the limit", Fault::large_body(100_000).after_execution(), "too long 1 1 1"),
        spoiled("a body that drips, once", drip(), "ok 2 2 2").timing_out(1),
        spoiled("a body that drips, always", drip().always(), "timeout 3 3 3").timing_out(3),
    ]
}

/// Returns the rows of broken bodies of error responses, which do not change the kind of the error.
fn failed() -> Vec<Row> {
    let always = ["503 3 3 3", "503 3 3 3", "503 3 3 1", "503 1 1 1 maybe"];
    let once = ["ok 2 2 2", "ok 2 2 2", "404 2 2 1 maybe", "503 1 1 1 maybe"];
    let failed = |name: &str, fault: Fault| row(name, [fault.with_status(503).always()], always);
    vec![
        failed("503 with an endless body, always", Fault::endless_body()),
        failed("503 with a truncated body, always", Fault::truncated_body()),
        failed("503 with a body that is reset, always", Fault::reset_in_body()),
        row("503 with a body that drips, once", [drip().with_status(503)], once).timing_out(1),
    ]
}

fn unexpected() -> Vec<Row> {
    let unexpected = |name: &str, fault: Fault, get| row(name, [fault.after_execution()], only_get(get));
    let body = |name: &str, body: &[u8]| unexpected(name, Fault::status(200).body(body), "decode 1 1 1");
    let nested = format!(r#"{{"account":{{"more":{}{}}}}}"#, "[".repeat(20_000), "]".repeat(20_000));
    vec![
        unexpected("another media type: text/html", Fault::content_type("text/html"), "ok 1 1 1"),
        unexpected("another media type: nonsense", Fault::content_type(";;="), "ok 1 1 1"),
        unexpected("headers twice, with different values", Fault::duplicate_headers(), "ok 1 1 1"),
        unexpected("invalid headers", Fault::garbage_headers(), "ok 1 1 1"),
        unexpected("malformed JSON", Fault::malformed_json(), "decode 1 1 1"),
        unexpected("JSON nested 20,000 deep", Fault::deep_json(20_000), "decode 1 1 1"),
        body("JSON nested 20,000 deep, in an unknown field", nested.as_bytes()),
        body("JSON of another shape", json!([{"account": null}]).to_string().as_bytes()),
        body("JSON, and more", br#"{"account": {}} and more"#),
        body("bytes that are not UTF-8", &[0xff, 0xfe, 0x00]),
        unexpected("200 without a body", Fault::status(200), "decode 1 1 1"),
        unexpected("204 where a body is expected", Fault::status(204), "decode 1 1 1"),
        unexpected("200 with the page of a gateway", Fault::html(200), "decode 1 1 1"),
    ]
}

/// Returns the rows of redirects. None is followed, and a POST may have been applied.
fn redirects() -> Vec<Row> {
    let refused = and_post("redirect 1 1 0", "redirect 1 1 0 maybe");
    let executed = and_post("redirect 1 1 1", "redirect 1 1 1 maybe");
    let mut rows = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        let fault = Fault::redirect(status, "/users/other/manage/profile").always();
        rows.push(row(format!("{status} within the service"), [fault], refused));
    }
    rows.push(Row::new("308 to another origin", Trouble::Elsewhere, refused));
    rows.push(row("307 to itself, always", [Fault::redirect(307, "").always()], refused));
    rows.push(row("303 after execution", [Fault::redirect(303, "/done").after_execution()], executed));
    rows
}
