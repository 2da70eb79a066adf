//! The replay example as a program: its output, requests and exit codes.

use std::process::{Command, Output};

use stand_in::{Account, ApiToken, StandIn, Status};

const ACCOUNT: &str = "5b10a2844c20165700ede21g";
const DELETED: &str = "557058:deleted";

fn replay(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_replay")).args(arguments).output().expect("the replay runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}

/// Returns a service with an account that all operations can be called on, and the arguments for it.
fn service() -> (StandIn, Vec<String>, tempfile::NamedTempFile) {
    let service = StandIn::start();
    service.account(Account::new(ACCOUNT).api_token(ApiToken::new("token-1", "Backup")));
    service.account(Account::new(DELETED).status(Status::PendingDeletion));
    service.claim_domain("example.com");
    let (arguments, values) = values(&service, ACCOUNT);
    (service, arguments, values)
}

/// Returns the arguments for this account.
fn values(service: &StandIn, account: &str) -> (Vec<String>, tempfile::NamedTempFile) {
    let values = serde_json::json!({
        "BEARER_TOKEN": service.token(),
        "account_id": account,
        "tokenId": "token-1",
    });
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), values.to_string()).expect("the file can be written");
    let path = file.path().to_str().expect("a path").to_owned();
    (vec!["--values".to_owned(), path, "--origin".to_owned(), service.url()], file)
}

fn run(arguments: &[String], more: &[&str]) -> Output {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
    replay(&arguments)
}

#[test]
fn every_operation_is_sent_once_in_order() {
    let (service, arguments, _file) = service();
    let output = run(&arguments, &["--tag"]);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(lines.last(), Some(&"10 sent, 0 refused"), "{lines:#?}");
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "");
    let url = service.url();
    let expected =
        format!("0  Manage / Get user management permissions  GET {url}/users/{ACCOUNT}/manage  200 OK");
    assert_eq!(lines[0], expected);
    assert_eq!(lines.len(), 11);
    let requests = service.requests();
    let tags: Vec<_> =
        requests.iter().map(|request| request.header("x-item-index").unwrap_or("none")).collect();
    assert_eq!(tags, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert_eq!(requests[3].json(), Some(serde_json::json!({ "email": "ada@example.com" })));
    let statuses: Vec<_> = requests.iter().filter_map(|request| request.status).collect();
    assert_eq!(statuses, [200, 200, 200, 204, 200, 204, 204, 204, 200, 200], "{lines:#?}");
}

#[test]
fn without_a_tag_no_header_is_added() {
    let (service, arguments, _file) = service();
    let output = run(&arguments, &["--only", "1"]);
    assert!(text(&output.stdout).ends_with("\n1 sent, 0 refused\n"));
    assert_eq!(service.last_request().expect("a request").header("x-item-index"), None);
}

#[test]
fn only_sends_the_selected_requests() {
    let (service, arguments, _file) = service();
    let output = run(&arguments, &["--only", "4", "--only", "1", "--tag"]);
    assert!(text(&output.stdout).ends_with("\n2 sent, 0 refused\n"));
    let requests = service.requests();
    let tags: Vec<_> = requests.iter().filter_map(|request| request.header("x-item-index")).collect();
    assert_eq!(tags, ["1", "4"], "in the collection's order");
}

#[test]
fn an_argument_that_cannot_be_sent_is_refused() {
    let (service, ..) = service();
    let (arguments, _file) = values(&service, "..");
    let output = run(&arguments, &[]);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(lines.last(), Some(&"0 sent, 10 refused"), "{lines:#?}");
    assert!(
        lines[0].starts_with("0  Manage / Get user management permissions  GET  refused: "),
        "{}",
        lines[0]
    );
    assert!(service.requests().is_empty());
}

#[test]
fn an_error_of_the_service_counts_as_sent() {
    let (service, ..) = service();
    let (arguments, _file) = values(&service, DELETED);
    let output = run(&arguments, &["--only", "6"]);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert!(lines[0].contains("409"), "{}", lines[0]);
    assert_eq!(lines[1], "1 sent, 0 refused");
}

#[test]
fn values_come_from_an_environment_of_postman() {
    let (service, arguments, file) = service();
    let environment = serde_json::json!({
        "id": "0f6c", "name": "Test", "_postman_variable_scope": "environment",
        "values": [
            { "key": "BEARER_TOKEN", "value": service.token(), "type": "secret", "enabled": true },
            { "key": "account_id", "value": ACCOUNT },
            { "key": "account_id", "value": "disabled", "enabled": false },
        ],
    });
    std::fs::write(file.path(), environment.to_string()).expect("the file can be written");
    let output = run(&arguments, &["--only", "0"]);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert!(lines[0].ends_with(&format!("/users/{ACCOUNT}/manage  200 OK")), "{}", lines[0]);
}

#[test]
fn values_come_from_environments_and_globals_of_yaml() {
    let (service, arguments, _file) = service();
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("the file can be written");
        path.display().to_string()
    };
    let globals = "values:\n  - key: account_id\n    value: nobody\n  - {key: BEARER_TOKEN, value: none}\n";
    let globals = write("workspace.globals.yaml", globals.to_owned());
    let environment = format!(
        "name: Test\nvalues:\n  - key: BEARER_TOKEN\n    value: {}\n    secret: true\n  - key: account_id\n    value: {ACCOUNT}\n    enabled: true\n  - key: account_id\n    value: x\n    enabled: false\n  - key: account_id\n    source: {{vault: v}}\n",
        service.token()
    );
    let environment = write("Test.environment.YAML", environment);
    let output = run(&arguments, &["--only", "0", "--values", &globals, "--values", &environment]);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert!(lines[0].ends_with(&format!("/users/{ACCOUNT}/manage  200 OK")), "{}", lines[0]);
    for (content, problem) in [
        ("name: x\n", "is no environment: it has no list `values` with a `key` in each row"),
        ("a: b\n- c\n", "is not YAML: "),
    ] {
        let file = write("other.yaml", content.to_owned());
        let output = run(&arguments, &["--values", &file]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            text(&output.stderr).starts_with(&format!("error: {file} {problem}")),
            "{}",
            text(&output.stderr)
        );
    }
}

#[test]
fn other_files_are_no_values() {
    let (_service, arguments, file) = service();
    let files = [
        (r#"{"info": {"name": "A collection"}, "item": []}"#, "info"),
        (r#"{"values": [{"name": "x"}]}"#, "values"),
        (r#"{"version": 1, "environments": [{"values": []}]}"#, "environments"),
        (r#"{"openapi": "3.1.0", "paths": {}}"#, "paths"),
    ];
    for (contents, name) in files {
        std::fs::write(file.path(), contents).expect("the file can be written");
        let output = run(&arguments, &[]);
        let path = file.path().display();
        let expected = format!(
            "error: {path} is neither an environment exported by Postman nor an object with a string for each variable: \
             `{name}` is an object or an array\n"
        );
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), expected.as_str()));
    }
}

#[test]
fn help_lists_the_options() {
    for option in ["--help", "-h"] {
        let output = replay(&[option]);
        assert!(output.status.success());
        for word in ["--values FILE", "--origin URL", "--tag", "--only N", "cargo run --example replay"] {
            assert!(text(&output.stdout).contains(word), "{word}");
        }
    }
}

#[test]
fn invalid_options_are_errors() {
    let cases: &[(&[&str], &str)] = &[
        (&["--fast"], "error: unknown option `--fast`; --help lists the options\n"),
        (&["--only"], "error: --only needs a value\n"),
        (&["--only", "ten"], "error: `ten` is not the index of a request\n"),
        (&["--values", "no-such-file.json"], "error: no-such-file.json: "),
        (&["--values", "Cargo.toml"], "error: Cargo.toml is not a JSON object: "),
    ];
    for (arguments, expected) in cases {
        let output = replay(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).starts_with(expected), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
    }
}
