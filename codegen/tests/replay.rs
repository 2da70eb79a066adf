//! Tests of the generated part of the replay: a change of the collection changes only the lines of that request.

use codegen::{Input, Source, generate};

const FIRST: &str = r#"{"name": "Ping", "request": "https://api.example.com/ping"}"#;
const SECOND: &str = r#"{"name": "Get order", "request": {
    "method": "GET", "url": "https://api.example.com/orders/7"
}}"#;
const NEW: &str = r#"{"name": "List orders", "request": "https://api.example.com/orders?page=1"}"#;
const UNSUPPORTED: &str = r#"{"name": "Draft", "request": {"method": "GET", "url": ""}}"#;

/// Returns the generated part of the replay for a collection with these requests.
fn items(requests: &[&str]) -> String {
    let collection = format!(r#"{{"info": {{"name": "Orders"}}, "item": [{}]}}"#, requests.join(","));
    let output = generate(&Input {
        collection: Source { file: "orders.json", text: &collection }.into(),
        overlay: None,
        environment: None,
        crate_name: "orders",
        command: "cargo xtask generate",
    });
    let file = output.files.into_iter().find(|file| file.path == "examples/replay/items.rs");
    file.expect("a client has a replay").text
}

/// Returns the code without the part from `start` to the next `end`.
fn without(code: &str, start: &str, end: &str) -> String {
    let (before, rest) = code.split_once(start).expect("the code contains the start");
    let (_, after) = rest.split_once(end).expect("the code contains the end");
    format!("{before}{after}")
}

#[test]
fn a_new_first_request_changes_only_its_own_lines() {
    let before = items(&[FIRST, SECOND]);
    let after = items(&[NEW, FIRST, SECOND]);
    assert!(after.contains("name: \"List orders\""), "{after}");
    assert_eq!(without(&after, "    Item::Operation {\n", "\n    },\n"), before);
}

#[test]
fn a_request_that_cannot_be_sent_keeps_its_index() {
    let before = items(&[FIRST, SECOND]);
    for requests in [[UNSUPPORTED, FIRST, SECOND], [FIRST, UNSUPPORTED, SECOND], [FIRST, SECOND, UNSUPPORTED]]
    {
        let after = items(&requests);
        let index = requests.iter().position(|request| *request == UNSUPPORTED);
        let entries = after.lines().filter(|line| line.starts_with("    Item::"));
        assert_eq!(entries.into_iter().position(|line| line.contains("Unsupported")), index, "{after}");
        assert_eq!(without(&after, "    Item::Unsupported", "\n"), before);
    }
}

#[test]
fn a_hook_is_a_module_only_where_it_signs() {
    let signed = r#"{"name": "Signed", "request": {
        "url": "https://api.example.com/a",
        "auth": {"type": "hawk", "hawk": [{"key": "authId", "value": "{{id}}"}, {"key": "authKey", "value": "{{key}}"}]}
    }}"#;
    // A signature that somebody computed once is a credential of the caller.
    let copied = r#"{"name": "Copied", "request": {
        "url": "https://api.example.com/b",
        "header": [{"key": "Authorization", "value": "Hawk id=\"1\", ts=\"2\", nonce=\"3\", mac=\"4aF9+kQz7Lw=\""}]
    }}"#;
    assert!(items(&[signed, copied]).contains("\nmod hawk;\n"));
    assert!(!items(&[copied]).contains("mod hawk;"));
}
