//! Environments and globals, whose values are the defaults of the collection's variables.

use codegen::api::Api;
use codegen::diagnostics::{Diagnostics, Severity};
use codegen::{Input, Source, carried_environment, generate, lower};
use serde_json::json;

/// A collection whose base URL is the variables `host` and `version`, with a bearer token in `access`.
fn collection() -> String {
    json!({
        "info": { "name": "Orders" },
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{access}}" }] },
        "variable": [
            { "key": "host", "value": "api.example.com" },
            { "key": "version", "value": "v1" },
            { "key": "marked", "value": "", "type": "secret" },
            { "key": "off", "value": "x", "disabled": true }
        ],
        "item": [{ "name": "List", "request": { "method": "GET", "url": "https://{{host}}/{{version}}/orders" } }]
    })
    .to_string()
}

fn input<'a>(collection: &'a str, file: &'a str, text: &'a str) -> Input<'a> {
    Input {
        collection: Source { file: "c.json", text: collection }.into(),
        overlay: None,
        environment: Some(Source { file, text }),
        crate_name: "orders",
        command: "cargo postman generate",
    }
}

fn lowered(file: &str, text: &str) -> (Api, Diagnostics) {
    let collection = collection();
    let (api, diagnostics) = lower(&input(&collection, file, text));
    (api.unwrap_or_else(|| panic!("{diagnostics}")), diagnostics)
}

/// Returns the defaults of the host and the version.
fn defaults(file: &str, text: &str) -> [Option<String>; 2] {
    let (api, _) = lowered(file, text);
    ["host", "version"].map(|name| {
        let variable = api.variables.iter().find(|variable| variable.name.wire == name);
        variable.unwrap_or_else(|| panic!("{name} is a setting")).default.clone()
    })
}

fn some(values: [&str; 2]) -> [Option<String>; 2] {
    values.map(|value| Some(value.to_owned()))
}

#[test]
fn a_value_of_the_environment_takes_precedence() {
    for (text, expected) in [
        ("values: []\n", ["api.example.com", "v1"]),
        ("values:\n  - key: host\n    value: test.example.com\n", ["test.example.com", "v1"]),
        (
            "values:\n  - {key: host, value: a.example.com}\n  - {key: host, value: b.example.com}\n",
            ["b.example.com", "v1"],
        ),
        ("values:\n  - {key: version, value: 2, enabled: true}\n", ["api.example.com", "2"]),
        (
            "values:\n  - {key: host, value: '{{name}}.example.com'}\n  - {key: name, value: eu}\n",
            ["eu.example.com", "v1"],
        ),
    ] {
        assert_eq!(defaults("test.environment.yaml", text), some(expected), "{text}");
    }
}

#[test]
fn a_disabled_value_does_not_count() {
    for enabled in ["false", "False", "'false'"] {
        let text = format!("values:\n  - {{key: host, value: b.example.com, enabled: {enabled}}}\n");
        assert_eq!(defaults("test.environment.yaml", &text), some(["api.example.com", "v1"]), "{enabled}");
    }
}

#[test]
fn globals_are_for_variables_that_the_collection_has_not() {
    let values = json!([{ "key": "host", "value": "g.example.com" }, { "key": "off", "value": "g" }]);
    let yaml = json!({ "values": values }).to_string();
    let scope = json!({ "values": values, "_postman_variable_scope": "globals" }).to_string();
    for (file, text, host) in [
        ("workspace.globals.yaml", &yaml, "api.example.com"),
        ("w.postman_globals.json", &yaml, "api.example.com"),
        ("any.json", &scope, "api.example.com"),
        ("w.environment.yaml", &yaml, "g.example.com"),
    ] {
        let (api, _) = lowered(file, text);
        let value =
            |name: &str| api.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!((value("host"), value("off")), (Some(host), Some("g")), "{file}");
    }
}

#[test]
fn an_export_of_format_v2_is_an_environment() {
    let text = "{\n\t\"id\": \"1\",\n\t\"name\": \"Test \\ud83d\\ude00\",\n\t\"values\": [\n\t\t{ \"key\": \"host\", \"value\": \"t.example.com\", \
                \"type\": \"default\", \"enabled\": true },\n\t\t{ \"key\": \"version\", \"value\": \"v9\", \"enabled\": false }\n\t],\n\t\
                \"_postman_variable_scope\": \"environment\"\n}";
    assert_eq!(defaults("t.postman_environment.json", text), some(["t.example.com", "v1"]));
    let (_, diagnostics) = lowered("t.postman_environment.json", text);
    assert_eq!(diagnostics.to_string(), "");
}

/// Rows that are secrets for each of the reasons, with a value that must not be anywhere.
const SECRETS: &str = "\
name: Test
values:
  - {key: version, value: v2}
  - {key: plain, value: kept}
  - {key: a, value: LEAK1, type: secret}
  - {key: b, value: LEAK2, secret: true}
  - {key: c, value: LEAK3, source: {provider: postman}}
  - {key: d, source: {provider: postman}}
  - {key: client_secret, value: LEAK4}
  - {key: api-key, value: LEAK5}
  - {key: e, value: 'eyJLEAK6hbGciOiJ.eyJzdWIiOiJhZGEi.c2ln'}
  - {key: f, value: 'https://me:LEAK7@example.com/'}
  - {key: g, value: 'https://example.com/?x=1&api_key=LEAK8'}
  - {key: access, value: LEAK9}
  - {key: marked, value: LEAK10}
  - {key: host, value: LEAK11, type: secret}
";

#[test]
fn secrets_give_no_defaults() {
    let (api, diagnostics) = lowered("t.environment.yaml", SECRETS);
    assert!(!format!("{api:?}").contains("LEAK"), "{api:?}");
    assert!(api.values.contains(&("plain".to_owned(), "kept".to_owned())));
    assert_eq!(defaults("t.environment.yaml", SECRETS), some(["api.example.com", "v2"]));
    let note = "note: secrets of the environment give no defaults: `a`, `b`, `c`, `client_secret`, `api-key` and 6 more\n  \
                --> t.environment.yaml\n";
    assert!(diagnostics.to_string().starts_with(note), "{diagnostics}");

    let collection = collection();
    let output = generate(&input(&collection, "t.environment.yaml", SECRETS));
    for file in &output.files {
        assert!(!file.text.contains("LEAK"), "{}", file.path);
    }
}

#[test]
fn the_carried_environment_has_no_secrets_and_gives_the_same_client() {
    let collection = collection();
    for (file, text, extension) in [
        ("t.environment.yaml", SECRETS, "environment.yaml"),
        ("t.globals.yaml", SECRETS, "globals.yaml"),
        (
            "t.json",
            r#"{"values": [{"key": "host", "value": "h\u0085\u2028\ufeff\"\\\n\ud83d\ude00: #"}, {"key": " - ", "value": 1.50}]}"#,
            "environment.yaml",
        ),
        ("t.json", r#"{"values": []}"#, "environment.yaml"),
    ] {
        let given = input(&collection, file, text);
        let carried = carried_environment(&given).expect("an environment");
        assert_eq!(carried.extension, extension);
        assert!(!carried.text.contains("LEAK"), "{}", carried.text);
        let file = format!("t.{extension}");
        let again = input(&collection, &file, &carried.text);
        assert_eq!(carried_environment(&again), Some(carried.clone()));
        let (before, after) = (generate(&given), generate(&again));
        assert_eq!(before.files, after.files, "{}", carried.text);
        assert_eq!(after.diagnostics.to_string(), "", "{}", carried.text);
    }
    let carried =
        carried_environment(&input(&collection, "t.environment.yaml", SECRETS)).expect("an environment");
    let expected = "name: \"Test\"\nvalues:\n  - key: \"version\"\n    value: \"v2\"\n  - key: \"plain\"\n    value: \"kept\"\n";
    let (comment, content) = carried.text.split_once('\n').expect("lines");
    assert!(comment.starts_with("# "));
    assert_eq!(content, expected);
}

#[test]
fn a_file_of_another_form_is_refused() {
    let collection = collection();
    for (file, text, expected) in [
        ("e.yaml", "# none\nname: x\n", "this is no environment: it has no `values`\n  --> e.yaml:2:1"),
        (
            "e.yaml",
            "name: x\nvalues:\n  host: a\n",
            "this is no environment: `values` is a map, not a list\n  --> e.yaml:3:3",
        ),
        ("e.yaml", "- a\n", "this is no environment: it is a list\n  --> e.yaml:1:1"),
        ("e.yaml", "values:\n  - host\n", "a row of `values` is a string, not a map\n  --> e.yaml:2:5"),
        ("e.json", "{\n  \"host\": \"a\"\n}", "this is no environment: it has no `values`\n  --> e.json:1:1"),
        (
            "e.json",
            "{\n  \"values\": {}\n}",
            "this is no environment: `values` is a map, not a list\n  --> e.json:2:13",
        ),
        (".env", "HOST=a\n", "this is not JSON: expected value\n  --> .env:1:1"),
    ] {
        let (api, diagnostics) = lower(&input(&collection, file, text));
        assert!(api.is_none(), "{text}");
        let message = diagnostics.to_string();
        assert!(message.starts_with(&format!("error: {expected}\n  help: ")), "{text}: {message}");
    }
    let (_, diagnostics) = lowered("e.yaml", "values:\n  - {value: a}\n  - {key: host, value: [a]}\n");
    let found: Vec<String> = diagnostics
        .iter()
        .map(|finding| format!("{} {} {}", finding.severity, finding.problem, finding.location))
        .collect();
    let expected = [
        "note a row of `values` has no `key` e.yaml:2:5",
        "warning the value of `host` is a list, so it is ignored e.yaml:3:24",
    ];
    assert_eq!(found, expected);
    assert_eq!(diagnostics.count(Severity::Error), 0);
}
