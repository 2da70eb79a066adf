//! Setters that are named after variables of the collection, and their names in the overlay (`x-variables`).

mod common;

use codegen::api::Api;
use codegen::diff::{Step, diff};
use codegen::lower;
use codegen::update::{Change, update};
use common::input;
use serde_json::{Value, json};

/// A collection whose URLs begin with this one, and whose requests have these tokens.
fn collection(base_url: &str, tokens: &[&str]) -> String {
    let item = |(index, token): (usize, &&str)| {
        let bearer = [json!({"key": "token", "value": format!("{{{{{token}}}}}")})];
        json!({"name": format!("Get {index}"), "request": {
            "method": "GET", "url": format!("{base_url}/things/{index}"), "auth": {"type": "bearer", "bearer": bearer},
        }})
    };
    let items: Vec<Value> = tokens.iter().enumerate().map(item).collect();
    json!({"info": {"name": "C"}, "item": items}).to_string()
}

fn setters(api: &Api) -> Vec<&str> {
    let variables = api.variables.iter().map(|variable| variable.name.rust.as_str());
    variables.chain(api.credentials.iter().map(|credential| credential.name.as_str())).collect()
}

const TOKENS: &[&str] = &["token", "token", "admin_token"];

#[test]
fn the_overlay_names_setters() {
    let collection = collection("https://{{hostname}}/{{apiVersion}}", TOKENS);
    let lowered = |variables: Value| {
        let overlay = json!({"x-variables": variables}).to_string();
        let (api, diagnostics) = lower(&input(&collection, Some(&overlay)));
        (api.map(|api| setters(&api).join(" ")), diagnostics.to_string())
    };
    let (names, findings) = lowered(json!({}));
    assert_eq!(
        (names.as_deref(), findings.as_str()),
        (Some("hostname api_version bearer_token admin_token"), "")
    );
    for (variables, expected) in [
        (json!({"hostname": {"x-name": "host"}}), "host api_version bearer_token admin_token"),
        (json!({"admin_token": {"x-name": "root_token"}}), "hostname api_version bearer_token root_token"),
        (json!({"token": {"x-name": "access"}}), "hostname api_version access bearer_token"),
        // A name that another setter would have.
        (
            json!({"hostname": {"x-name": "api_version"}}),
            "api_version api_version_2 bearer_token admin_token",
        ),
        (json!({"admin_token": {"x-name": "bearer_token"}}), "hostname api_version token bearer_token"),
        (
            json!({"hostname": {"x-name": "admin_token"}}),
            "admin_token api_version bearer_token admin_token_2",
        ),
        // A keyword, and a method of the builder.
        (json!({"hostname": {"x-name": "type"}}), "r#type api_version bearer_token admin_token"),
        (json!({"hostname": {"x-name": "timeout"}}), "timeout_ api_version bearer_token admin_token"),
    ] {
        let (names, findings) = lowered(variables);
        assert_eq!((names.as_deref(), findings.as_str()), (Some(expected), ""));
    }
    for (variables, expected) in [
        (
            json!({"hostnam": {"x-name": "host"}}),
            "error: no URL and no credential of the client has the variable `hostnam`\n  --> o.json:1:17: x-variables.hostnam\n  \
             help: correct the name: did you mean `hostname`?",
        ),
        (
            json!({"hostname": {"x-name": "Host"}}),
            "error: `Host` cannot be the name of the setter of `hostname`\n  --> o.json:1:29: x-variables.hostname.x-name\n  \
             help: did you mean `hostname`?",
        ),
        (
            json!({"apiVersion": {"x-name": "host"}, "hostname": {"x-name": "host"}}),
            "error: `host` cannot be the name of the setter of `hostname`\n  --> o.json:1:60: x-variables.hostname.x-name\n  \
             help: another entry has this name: choose one for each",
        ),
        (json!({"hostname": {"name": "host"}}), "error: `name` is not a keyword of a variable"),
    ] {
        let (names, findings) = lowered(variables);
        assert!(names.is_none() && findings.starts_with(expected), "{findings}");
    }
}

#[test]
fn a_setter_keeps_its_name_when_its_variable_is_renamed() {
    let old_url = "{{protocol}}://{{host}}/{{type}}";
    for (url, tokens, pinned) in [
        ("{{protocol}}://{{hostname}}/{{type}}", TOKENS, json!({"hostname": {"x-name": "host"}})),
        (
            "{{scheme}}://{{h}}/{{type}}",
            TOKENS,
            json!({"scheme": {"x-name": "protocol"}, "h": {"x-name": "host"}}),
        ),
        ("{{protocol}}://{{host}}/{{kind}}", TOKENS, json!({"kind": {"x-name": "type"}})),
        (old_url, &["token", "token", "root"], json!({"root": {"x-name": "admin_token"}})),
        // The usual name of a credential does not depend on its variable.
        (old_url, &["t", "t", "admin_token"], Value::Null),
    ] {
        let (old, new) = (collection(old_url, TOKENS), collection(url, tokens));
        let update = update(&input(&old, None), &input(&new, None));
        let (before, after) =
            (update.old.expect("an API"), update.new.unwrap_or_else(|| panic!("{}", update.diagnostics)));
        assert_eq!(setters(&after), setters(&before), "{url}");
        assert!(diff(&before, &after).step() <= Step::Patch, "{url}");
        let overlay: Value =
            update.overlay.as_deref().map_or(Value::Null, |text| serde_json::from_str(text).expect("JSON"));
        assert_eq!(overlay["x-variables"], pinned, "{url}");
        for change in &update.changes {
            assert!(
                matches!(change, Change::Pinned { name, .. } if name.starts_with("ClientBuilder::")),
                "{change:?}"
            );
        }
        // Nothing is left to do, and the same overlay serves `diff` of both versions.
        let text = update.overlay.unwrap_or_else(|| "{}".to_owned());
        let again = codegen::update::update(&input(&new, Some(&text)), &input(&new, None));
        assert_eq!((again.overlay, again.changes), (None, Vec::new()));
        let (version, _) = codegen::lower_version(&input(&old, Some(&text)));
        assert!(version.is_some(), "{url}");
    }
}

#[test]
fn a_name_follows_its_variable_and_goes_with_it() {
    let text = |variable: &str| {
        json!({"x-variables": {variable: {"x-name": "host"}}, "openapi": "3.1.0"}).to_string()
    };
    let old = collection("https://{{hostname}}/v1", TOKENS);
    let updated = |url: &str| {
        let update = update(&input(&old, Some(&text("hostname"))), &input(&collection(url, TOKENS), None));
        assert!(update.new.is_some(), "{}", update.diagnostics);
        let changes: Vec<String> = update
            .changes
            .iter()
            .map(|change| match change {
                Change::Moved { before, after, .. } => format!("{before} -> {after}"),
                Change::Removed { text, .. } => format!("removed {text}"),
                other => panic!("{other:?}"),
            })
            .collect();
        (update.overlay, changes)
    };
    assert_eq!(
        updated("https://{{server}}/v1"),
        (Some(text("server")), vec!["hostname -> server".to_owned()])
    );
    let removed = (
        Some(r#"{"openapi":"3.1.0"}"#.to_owned()),
        vec![r#"removed "hostname":{"x-name":"host"}"#.to_owned()],
    );
    assert_eq!(updated("https://h.test/v1"), removed);
    // The variable is the whole base URL, whose setter is `base_url`.
    assert_eq!(updated("{{hostname}}"), removed);
}

#[test]
fn variables_that_change_their_places_are_not_pinned() {
    let (old, new) = (collection("https://{{a}}/{{b}}", TOKENS), collection("https://{{b}}/{{a}}", TOKENS));
    let update = update(&input(&old, None), &input(&new, None));
    assert_eq!((update.overlay, update.changes), (None, Vec::new()));
}
