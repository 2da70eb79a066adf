//! The output of `cargo xtask inspect`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const COLLECTION: &str = r#"{
    "info": {"name": "Orders"},
    "event": [{"listen": "test", "script": {"exec": ["pm.test()"]}}],
    "variable": [{"key": "host", "value": "api.example.com"}],
    "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}"}]},
    "item": [
        {"name": "Orders", "item": [
            {"name": "Find orders", "request": {
                "method": "GET",
                "url": "https://{{host}}/orders?open-only=true",
                "header": [{"key": "Accept", "value": "application/json"}]
            }},
            {"name": "Change order", "request": {
                "method": "PATCH",
                "url": "https://{{host}}/orders/:orderId",
                "body": {"mode": "raw", "raw": "{\"note\": \"x\", \"tags\": [\"a\"]}", "options": {"raw": {"language": "json"}}}
            }}
        ]},
        {"name": "Broken", "request": {"method": "GET", "url": ""}}
    ]
}"#;

const TEXT: &str = r#"Orders
  orders.json

servers
  https://{host}

variables of the servers
  host  host  "api.example.com"
"#;

#[test]
fn a_starting_overlay() {
    let output = run(&["inspect", "orders.json", "--format", "overlay"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let overlay: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    let change = &overlay["paths"]["/orders/{orderId}"]["patch"];
    assert_eq!(change["operationId"], "change_order");
    assert_eq!(
        change["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/ChangeOrderBody"
    );

    let folder = tempfile::tempdir().expect("a folder can be created");
    fs::write(folder.path().join("orders.json"), COLLECTION).expect("files can be written");
    fs::write(folder.path().join("overlay.json"), &output.stdout).expect("files can be written");
    let arguments = ["inspect", "orders.json", "--overlay", "overlay.json", "--format", "overlay"];
    let again = command(folder.path(), &arguments).output().expect("xtask starts");
    assert_eq!((text(&again.stdout), text(&again.stderr)), (text(&output.stdout), ""));

    let broken = run(&["inspect", "broken.json", "--format", "overlay"]);
    assert_eq!((broken.status.code(), text(&broken.stdout)), (Some(1), ""));
    assert!(text(&broken.stderr).contains("no client can be generated"), "{}", text(&broken.stderr));
}

#[test]
fn text_for_people() {
    let output = run(&["inspect", "orders.json"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let report = text(&output.stdout);
    assert!(report.starts_with(TEXT), "{report}");
    for part in [
        "\n  bearer_token  bearer  2 operations\n",
        "\n  orders  \"Orders\"\n",
        "\n      0  GET    /orders            \"Find orders\" -> find_orders\n",
        "\n      1  PATCH  /orders/{orderId}  \"Change order\" -> change_order\n",
        "\n         path        order_id (orderId): string\n",
        "\n         query       open_only (open-only): string\n",
        "\n         body        JSON, ChangeOrderBody, inferred\n",
        "\n         overlay     paths.\"/orders/{orderId}\".patch\n",
        "\n         success     undescribed\n",
        "\n         idempotent  yes\n",
        "\ntypes: 1\n  ChangeOrderBody  object  2 fields\n",
        "\nskipped: 2\n",
        "\n  1 test script\n    the whole collection\n",
        "\n  1 request\n    \"Broken\"\n",
        "\nfindings: 1 warning\n\n  warning: ",
    ] {
        assert!(report.contains(part), "{part} is missing in\n{report}");
    }
    assert!(report.ends_with("\n3 requests = 2 operations + 1 refused\n"), "{report}");
}

#[test]
fn json_for_programs() {
    let output = run(&["inspect", "--format=json", "orders.json"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["files"], json!(["orders.json"]));
    let counts =
        json!({"requests": 3, "operations": 2, "refused": 1, "groups": 1, "types": 1, "disabled": 0});
    assert_eq!(report["counts"], counts);
    assert_eq!(report["diagnostic_counts"], json!({"errors": 0, "warnings": 1, "notes": 0}));
    assert_eq!(report["diagnostics"][0]["severity"], "warning");
    assert_eq!(report["diagnostics"][0]["location"], json!({"file": "orders.json", "at": "\"Broken\""}));
    let operation = &report["api"]["groups"][0]["operations"][1];
    assert_eq!(operation["name"], json!({"rust": "change_order", "wire": "Change order"}));
    assert_eq!(operation["path"]["template"], "/orders/{orderId}");
    assert_eq!(operation["path"]["parts"][1]["parameter"]["ty"], "string");
    assert_eq!(operation["body"]["content"], json!({"json": {"named": "ChangeOrderBody"}}));
    assert_eq!(operation["inferred"], json!({"body": true, "success": false}));
    assert_eq!(operation["overlay_key"], "/orders/{orderId}");
    assert_eq!(report["api"]["skipped"][0], json!({"location": "", "kind": "test script"}));
}

#[test]
fn scripts_that_authenticate_are_listed_and_reported() {
    let mut collection: Value = serde_json::from_str(COLLECTION).expect("JSON");
    let script = json!(["pm.request.headers.upsert({key: 'X-Signature', value: CryptoJS.HmacSHA256(a, b)})"]);
    collection["event"] = json!([{ "listen": "prerequest", "script": { "exec": script } }]);
    let login = json!(["pm.environment.set('token', fetched)"]);
    collection["item"][0]["item"][1]["event"] =
        json!([{ "listen": "prerequest", "script": { "exec": login } }]);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("orders.json"), collection.to_string()).expect("the file can be written");
    let output = command(folder.path(), &["inspect", "orders.json"]).output().expect("xtask runs");
    assert_eq!(output.status.code(), Some(0));
    for part in [
        "\nscripts that authenticate requests (callers implement the hook `Authenticate`)\n  \
         the whole collection: signs\n  \"Orders\" > \"Change order\": sets variable \"token\"\n",
        "note: 2 scripts of the collection authenticate requests\n    --> orders.json\n    help: a client runs no scripts",
    ] {
        assert!(text(&output.stdout).contains(part), "{part} is missing in\n{}", text(&output.stdout));
    }
}

#[test]
fn errors_in_the_inputs() {
    let output = run(&["inspect", "broken.json"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    let message = text(&output.stderr);
    assert!(
        message.starts_with("error: ") && message.ends_with("\n\nno client can be generated: 1 error\n"),
        "{message}"
    );

    let output = run(&["inspect", "broken.json", "--format", "json"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["api"], &report["counts"]), (&Value::Null, &Value::Null));
    assert_eq!(report["diagnostics"][0]["severity"], "error");

    let output = run(&["inspect", "missing.json"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    assert!(text(&output.stderr).starts_with("error: cannot read the file: "));
}

#[test]
fn the_default_is_the_collection_of_the_project() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = command(&root, &["inspect"]).output().expect("xtask starts");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let files = "  collection/user-management.postman_collection.json, with collection/user-management.overlay.json\n";
    assert!(text(&output.stdout).contains(files), "{}", text(&output.stdout));
    assert!(text(&output.stdout).ends_with("\n10 requests = 10 operations + 0 refused\n"));
}

#[test]
fn control_characters_of_the_input_are_escaped() {
    let url = json!({ "host": ["https://h"], "path": [":a\u{9b}31m"], "query": [{ "key": "b\u{1b}[2J\u{202e}", "value": "1" }] });
    let name = "c\u{1b}]0;title\u{7}";
    let collection = json!({ "info": { "name": name }, "item": [{ "name": name, "request": { "method": "GET", "url": url } }] });
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("control.json"), collection.to_string()).expect("the file can be written");
    for format in ["text", "json"] {
        let output = command(folder.path(), &["inspect", "control.json", "--format", format]).output();
        let output = output.expect("xtask runs");
        assert!(output.status.success());
        let raw = |c: &char| c.is_control() && *c != '\n' || *c == '\u{202e}';
        assert_eq!(text(&output.stdout).chars().find(raw), None, "{format}: {:?}", text(&output.stdout));
    }
}

/// A full disk, as Linux has one for tests.
#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("orders.json"), COLLECTION).expect("the file can be written");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let output =
        command(folder.path(), &["inspect", "orders.json"]).stdout(full).output().expect("xtask runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("error: cannot write the output: "), "{}", text(&output.stderr));
}

/// Standard output that is not open for writing. Where it is closed altogether, Rust opens `/dev/null` in its place
/// before the program starts.
#[test]
#[cfg(unix)]
fn output_to_a_file_that_is_not_open_for_writing_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("orders.json");
    fs::write(&path, COLLECTION).expect("the file can be written");
    let readable = fs::File::open(&path).expect("the file can be read");
    let mut command = command(folder.path(), &["inspect", "orders.json"]);
    let output = command.stdout(readable).output().expect("xtask runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("error: cannot write the output: "), "{}", text(&output.stderr));
}

fn run(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder can be created");
    fs::write(folder.path().join("orders.json"), COLLECTION).expect("files can be written");
    fs::write(folder.path().join("broken.json"), "[").expect("files can be written");
    command(folder.path(), arguments).output().expect("xtask starts")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder).env_remove("CARGO_MANIFEST_DIR");
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}
