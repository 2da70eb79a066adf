//! An environment, whose values are the defaults of a client: `--environment`, and the key of the manifest.

mod common;

use std::fs;
use std::path::Path;

use common::{output, read, workspace, write};

const COLLECTION: &str = r#"{
    "info": {"name": "Orders"},
    "variable": [{"key": "host", "value": "api.example.com"}],
    "item": [{"name": "Get order", "request": {"method": "GET", "url": "https://{{host}}/orders/:id"}}]
}"#;

const ENVIRONMENT: &str = "\
name: Test
values:
  - key: host
    value: test.example.com
  - key: off
    value: LEAK1
    enabled: false
  - key: password
    value: LEAK2
";

const GENERATED: &str = "src/operations/client.rs";

/// A workspace with a client that is up to date and has an environment in its manifest.
fn client() -> tempfile::TempDir {
    let root = workspace(&["orders"]);
    write(root.path(), "inputs/orders.json", COLLECTION);
    write(root.path(), "orders/collection/test.environment.yaml", ENVIRONMENT);
    let manifest = read(root.path(), "orders/Cargo.toml");
    let key = "environment = \"collection/test.environment.yaml\"\nruntime";
    write(root.path(), "orders/Cargo.toml", &manifest.replace("runtime", key));
    assert_eq!(output(root.path(), &["generate"]).0, Some(0));
    root
}

fn host(root: &Path, folder: &str) -> &'static str {
    let client = read(root, &format!("{folder}/{GENERATED}"));
    let hosts = ["api.example.com", "test.example.com", "other.example.com"];
    hosts.into_iter().find(|host| client.contains(host)).expect("a default")
}

/// Returns the text of all files in a folder.
fn everything(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .map(|path| match path.is_dir() {
            true => everything(&path),
            false => fs::read_to_string(path).expect("the file is text"),
        })
        .collect()
}

#[test]
fn a_new_client_carries_its_environment_without_secrets() {
    let root = tempfile::tempdir().expect("a folder can be created");
    write(root.path(), "orders.json", COLLECTION);
    let export = r#"{"values": [{"key": "host", "value": "other.example.com"}, {"key": "s", "value": "LEAK", "type": "secret"}]}"#;
    for (file, text, carried, expected) in [
        ("t.environment.yaml", ENVIRONMENT, "environment.yaml", "test.example.com"),
        ("t.postman_environment.json", export, "environment.yaml", "other.example.com"),
        ("t.globals.yaml", ENVIRONMENT, "globals.yaml", "api.example.com"),
    ] {
        write(root.path(), file, text);
        let (code, _, stderr) =
            output(root.path(), &["new", "orders.json", "--environment", file, "--out", carried]);
        assert_eq!(code, Some(0), "{stderr}");
        assert!(stderr.contains("secrets of the environment give no defaults: `"), "{stderr}");
        assert_eq!(host(root.path(), carried), expected, "{file}");
        let manifest = read(root.path(), &format!("{carried}/Cargo.toml"));
        assert!(
            manifest.contains(&format!("\nenvironment = \"collection/orders.{carried}\"\n")),
            "{manifest}"
        );
        let created = root.path().join(carried);
        assert!(created.join(format!("collection/orders.{carried}")).is_file());
        assert!(!everything(&created).contains("LEAK"), "{file}");
        let (code, stdout, stderr) = output(&created, &["check"]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
        fs::remove_dir_all(created).expect("the folder can be removed");
    }
    let (code, ..) = output(root.path(), &["new", "orders.json", "--out", "plain"]);
    assert_eq!(
        (code, host(root.path(), "plain")),
        (Some(0), "api.example.com"),
        "nothing is read unless asked"
    );
    assert!(!read(root.path(), "plain/Cargo.toml").contains("environment ="));
}

#[test]
fn a_client_follows_the_environment_of_its_manifest() {
    let root = client();
    assert_eq!(host(root.path(), "orders"), "test.example.com");
    assert_eq!(output(root.path(), &["check"]).0, Some(0));
    let before = read(root.path(), &format!("orders/{GENERATED}"));
    assert_eq!(output(root.path(), &["generate"]).0, Some(0));
    assert_eq!(read(root.path(), &format!("orders/{GENERATED}")), before);

    let other = ENVIRONMENT.replace("test.example.com", "other.example.com");
    write(root.path(), "orders/collection/test.environment.yaml", &other);
    let (code, stdout, _) = output(root.path(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("other.example.com"), "{stdout}");
    assert_eq!(output(root.path(), &["generate"]).0, Some(0));
    assert_eq!(host(root.path(), "orders"), "other.example.com");
}

#[test]
fn commands_use_the_environment_of_the_client_or_another() {
    let root = client();
    let inspected = |arguments: &[&str]| output(root.path(), &[&["inspect"], arguments].concat()).1;
    assert!(inspected(&[]).contains("\"test.example.com\""));
    assert!(inspected(&["inputs/orders.json"]).contains("\"api.example.com\""));
    let other = ENVIRONMENT.replace("test.example.com", "other.example.com");
    write(root.path(), "other.environment.yaml", &other);
    let stdout = inspected(&["inputs/orders.json", "--environment", "other.environment.yaml"]);
    assert!(stdout.starts_with("Orders\n  inputs/orders.json, with other.environment.yaml\n"), "{stdout}");
    assert!(stdout.contains("\"other.example.com\""), "{stdout}");
    assert!(inspected(&["--environment", "other.environment.yaml"]).contains("\"other.example.com\""));

    // The collection's own default does not matter, because the environment has one.
    write(root.path(), "new.json", &COLLECTION.replace("api.example.com", "v2.example.com"));
    let (code, stdout, _) = output(root.path(), &["diff", "new.json"]);
    assert_eq!(
        (code, stdout.as_str()),
        (Some(0), "new.json -> inputs/orders.json\n\nNo changes for users.\n")
    );
    let (code, stdout, stderr) = output(root.path(), &["update", "new.json"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    assert_eq!(host(root.path(), "orders"), "test.example.com");
    assert_eq!(output(root.path(), &["check"]).0, Some(0));
}

#[test]
fn a_file_that_is_no_environment_is_refused() {
    let root = client();
    write(root.path(), "orders/collection/test.environment.yaml", "name: x\nvalues:\n  host: a\n");
    let (code, _, stderr) = output(root.path(), &["generate"]);
    assert_eq!(code, Some(1));
    let message = "this is no environment: `values` is a map, not a list\n  --> orders/collection/test.environment.yaml:3:3\n";
    assert!(stderr.contains(message), "{stderr}");
    assert_eq!(host(root.path(), "orders"), "test.example.com");
    fs::remove_file(root.path().join("orders/collection/test.environment.yaml"))
        .expect("the file can be removed");
    let (code, _, stderr) = output(root.path(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("cannot read the environment: "), "{stderr}");

    let (code, _, stderr) = output(
        root.path(),
        &["new", "inputs/orders.json", "--environment", "inputs/orders.json", "--out", "n"],
    );
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("error: this is no environment: it has no `values`\n  --> inputs/orders.json:1:1\n"),
        "{stderr}"
    );
    assert!(!root.path().join("n").exists());
}
