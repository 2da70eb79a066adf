//! `cargo xtask diff`: inputs, formats, exit codes.

mod common;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use common::{ORDERS, command, commit, git, output, text, workspace, write};
use serde_json::{Value, json};

/// [`ORDERS`] with another path, and with one more request.
fn newer() -> String {
    let more =
        r#"{"name": "List orders", "request": {"method": "GET", "url": "https://api.example.com/orders"}}"#;
    ORDERS.replace("/orders/:id", "/order/:id").replace("\n    ]}", &format!(",\n{more}\n    ]}}"))
}

const TEXT: &str = "\
old.json -> new.json

Silent: code compiles and acts differently

  Orders / Get order (minor, path-changed, FINGERPRINT)
    The path is `/order/{id}` instead of `/orders/{id}`.
    - Call::get(…, \"/orders/{id}\")
    + Call::get(…, \"/order/{id}\")
    -> Check that the service responds to the new path as it did to the old one.

Minor: additions

  Orders / List orders (minor, operation-added, FINGERPRINT)
    The request is new.
    + pub fn list_orders(&self) -> ListOrdersCall

Step: minor (2 minor, 1 of them silent).
";

/// Replaces fingerprints.
fn without_fingerprints(text: &str) -> String {
    let is_fingerprint = |word: &str| word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    words
        .map(|word| {
            let own = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if is_fingerprint(own) { word.replace(own, "FINGERPRINT") } else { word.to_owned() }
        })
        .collect()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be created");
    write(folder.path(), "old.json", ORDERS);
    write(folder.path(), "new.json", &newer());
    folder
}

fn json_of(folder: &Path, arguments: &[&str]) -> Value {
    let all: Vec<&str> = ["diff"].iter().chain(arguments).chain(&["--format", "json"]).copied().collect();
    let (_, out, err) = output(folder, &all);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}\n{out}\n{err}"))
}

#[test]
fn two_files_as_text() {
    let folder = folder();
    let (code, out, err) = output(folder.path(), &["diff", "old.json", "new.json"]);
    assert_eq!((code, without_fingerprints(&out).as_str(), err.as_str()), (Some(0), TEXT, ""));
    let (code, out, _) = output(folder.path(), &["diff", "old.json", "old.json"]);
    assert_eq!((code, out.as_str()), (Some(0), "old.json -> old.json\n\nNo changes for users.\n"));
}

#[test]
fn markdown_has_headings_and_fences() {
    let folder = folder();
    let (_, out, _) = output(folder.path(), &["diff", "old.json", "new.json", "--format", "markdown"]);
    for part in [
        "## API changes: minor\n",
        "\n### Silent: code compiles and acts differently\n",
        "\n#### Orders / Get order\n\nThe path is `/order/{id}` instead of `/orders/{id}`.\n",
        "\n```diff\n- Call::get(…, \"/orders/{id}\")\n+ Call::get(…, \"/order/{id}\")\n```\n",
        "\n**What to do:** Check that",
        "\n```rust\npub fn list_orders(&self) -> ListOrdersCall\n```\n",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
}

#[test]
fn json_has_a_version_and_these_keys() {
    let folder = folder();
    let value = json_of(folder.path(), &["old.json", "new.json"]);
    let keys = |value: &Value| -> Vec<String> {
        let mut keys: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
        keys.sort_unstable();
        keys
    };
    assert_eq!(
        keys(&value),
        ["accepted", "changes", "client", "counts", "new", "old", "stale", "step", "version"]
    );
    assert_eq!(
        (&value["version"], &value["step"], &value["client"]),
        (&json!(1), &json!("minor"), &json!(null))
    );
    assert_eq!(value["counts"], json!({"silent": 1, "major": 0, "minor": 2, "patch": 0, "none": 0}));
    let change = &value["changes"][0];
    let expected = [
        "action",
        "after",
        "before",
        "fingerprint",
        "operations",
        "rule",
        "silent",
        "step",
        "subject",
        "summary",
    ];
    assert_eq!(keys(change), expected);
    assert_eq!((&change["rule"], &change["silent"]), (&json!("path-changed"), &json!(true)));
    // CONTRIBUTING describes the schema.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let contributing = fs::read_to_string(root.join("CONTRIBUTING.md")).expect("the file can be read");
    for key in keys(&value).iter().chain(&keys(change)) {
        assert!(contributing.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn fail_on_decides_about_the_exit_code() {
    let folder = folder();
    for (step, expected) in [("patch", 1), ("minor", 1), ("major", 0)] {
        let (code, out, err) = output(folder.path(), &["diff", "old.json", "new.json", "--fail-on", step]);
        assert_eq!((code, err.as_str()), (Some(expected), ""), "{step}");
        assert!(out.ends_with("Step: minor (2 minor, 1 of them silent).\n"), "{out}");
    }
    let (code, _, err) = output(folder.path(), &["diff", "old.json", "--fail-on", "none"]);
    let message = "error: cannot parse argument \"none\": it is `patch`, `minor` or `major`\n  help: `cargo xtask diff --help` lists its arguments\n";
    assert_eq!((code, err.as_str()), (Some(2), message));
}

#[test]
fn accepted_changes_do_not_count() {
    let folder = folder();
    let value = json_of(folder.path(), &["old.json", "new.json"]);
    let fingerprint =
        |index: usize| value["changes"][index]["fingerprint"].as_str().expect("a string").to_owned();
    let accepted =
        format!("# Known.\n{}  # The new path.\n\n{}\n{}\n", fingerprint(0), fingerprint(1), "0".repeat(16));
    write(folder.path(), "accepted.txt", &accepted);
    let arguments = ["diff", "old.json", "new.json", "--accepted", "accepted.txt", "--fail-on", "patch"];
    let (code, out, err) = output(folder.path(), &arguments);
    assert_eq!(code, Some(0));
    assert!(
        out.contains("\nAccepted\n\n  ") && out.ends_with("\nNo changes for users. 2 changes accepted.\n"),
        "{out}"
    );
    let stale = "warning: no change has the fingerprint `0000000000000000`\n  --> accepted.txt:5\n  help: remove the line\n";
    assert_eq!(err, stale.to_owned() + "\n");
    let value = json_of(folder.path(), &["old.json", "new.json", "--accepted", "accepted.txt"]);
    assert_eq!((&value["step"], &value["changes"]), (&json!("none"), &json!([])));
    assert_eq!(value["accepted"].as_array().map(Vec::len), Some(2));
    assert_eq!(value["stale"], json!([{"line": 5, "fingerprint": "0000000000000000"}]));
    write(folder.path(), "accepted.txt", "path-changed\n");
    let (code, _, err) = output(folder.path(), &arguments);
    assert_eq!(code, Some(1));
    assert!(
        err.starts_with("error: this is no fingerprint: `path-changed`\n  --> accepted.txt:1\n  help: "),
        "{err}"
    );
}

#[test]
fn standard_input_is_a_collection() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        let mut child = command(folder.path(), arguments);
        let input = fs::File::open(folder.path().join("new.json")).expect("the file can be read");
        let output = child.stdin(Stdio::from(input)).output().expect("xtask starts");
        (output.status.code(), text(&output.stdout).to_owned())
    };
    let (code, out) = run(&["diff", "old.json", "-"]);
    assert_eq!((code, without_fingerprints(&out)), (Some(0), TEXT.replace("new.json", "standard input")));
    assert!(run(&["diff", "-", "old.json"]).1.starts_with("standard input -> old.json\n"));
}

#[test]
fn revisions_of_git_are_collections() {
    let root = workspace(&["orders"]);
    let folder = root.path();
    git(folder, &["init", "-q"]);
    commit(folder);
    write(folder, "inputs/orders.json", &newer());
    let (code, out, err) = output(folder, &["diff", "HEAD:inputs/orders.json"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.starts_with("HEAD:inputs/orders.json -> inputs/orders.json\n"), "{out}");
    // Below 1.0, a minor step raises the third number.
    assert!(out.ends_with("The version of orders that follows 0.1.0 is 0.1.1.\n"), "{out}");
    let (_, out, _) =
        output(&folder.join("orders"), &["diff", "HEAD:./../inputs/orders.json", "HEAD:inputs/orders.json"]);
    assert!(out.ends_with("\nNo changes for users.\n"), "{out}");
    for (argument, message) in [
        (
            "HEAD:inputs/none.json",
            "error: the revision `HEAD` has no `inputs/none.json`\n  help: `git ls-tree -r --name-only HEAD` lists its files\n",
        ),
        (
            "v9:inputs/orders.json",
            "error: `v9:inputs/orders.json` is no file, and there is no revision `v9`\n  help: `git log --oneline` lists revisions\n",
        ),
        (
            "--upload-pack=x:a",
            "error: invalid option '--upload-pack'\n  help: `cargo xtask diff --help` lists its arguments\n",
        ),
    ] {
        let (code, _, err) = output(folder, &["diff", argument]);
        assert!(matches!(code, Some(1 | 2)), "{argument}");
        assert_eq!(err, message);
    }
    // A path that is right from this folder, but not from the root of the repository.
    let (_, _, err) = output(&folder.join("inputs"), &["diff", "HEAD:orders.json", "orders.json"]);
    let help = "paths are relative to the root of the repository; write `HEAD:./orders.json`";
    assert_eq!(err, format!("error: the revision `HEAD` has no `orders.json`\n  help: {help}\n"));
    // A broken collection of a revision is named as the caller named it.
    write(folder, "broken.json", "{");
    commit(folder);
    fs::remove_file(folder.join("broken.json")).expect("the file can be removed");
    let (code, _, err) = output(folder, &["diff", "HEAD:broken.json"]);
    assert_eq!(code, Some(1));
    assert!(
        err.contains("\n  --> HEAD:broken.json") && err.ends_with("\n\nnothing was compared: 1 error\n"),
        "{err}"
    );
}

#[test]
fn without_git_the_message_says_so() {
    let folder = folder();
    let (code, _, err) = output(folder.path(), &["diff", "HEAD:old.json", "new.json"]);
    let message = "error: `HEAD:old.json` is no file, and there is no git repository here\n  help: give a file, or run the command in the repository\n";
    assert_eq!((code, err.as_str()), (Some(1), message));
    let output = command(folder.path(), &["diff", "HEAD:old.json", "new.json"]).env("PATH", "").output();
    let message = "error: cannot run git: it is not installed\n  help: install git, or give files\n";
    assert_eq!(text(&output.expect("xtask starts").stderr), message);
}

#[test]
fn one_overlay_belongs_to_both_versions() {
    let folder = folder();
    let overlay = json!({"paths": {
        "/orders/{id}": {"get": {"operationId": "readOrder"}},
        "/order/{id}": {"get": {"operationId": "readOrder"}},
        "/orders": {"get": {"operationId": "orders"}},
    }});
    write(folder.path(), "overlay.json", &overlay.to_string());
    write(folder.path(), "none.json", "{}");
    let rules = |arguments: &[&str]| -> Vec<Value> {
        let value = json_of(folder.path(), arguments);
        value["changes"].as_array().expect("a list").iter().map(|change| change["rule"].clone()).collect()
    };
    let both = ["old.json", "new.json", "--overlay", "overlay.json"];
    assert_eq!(rules(&both), ["path-changed", "operation-added"]);
    let old = ["old.json", "new.json", "--overlay", "overlay.json", "--old-overlay", "none.json"];
    assert_eq!(rules(&old), ["path-changed", "operation-renamed", "operation-added"]);
}

#[test]
fn a_missing_argument_is_named() {
    let folder = folder();
    for (arguments, problem) in [
        (&["diff"][..], "OLD is missing: the collection to compare with"),
        (&["diff", "a", "b", "c"], "unexpected argument \"c\""),
        (
            &["diff", "a", "--format", "xml"],
            "cannot parse argument \"xml\": it is `text`, `markdown` or `json`",
        ),
    ] {
        let (code, _, err) = output(folder.path(), arguments);
        assert_eq!(code, Some(2));
        assert!(err.starts_with(&format!("error: {problem}\n  help: ")), "{err}");
    }
    let (code, _, err) = output(folder.path(), &["diff", "missing.json", "new.json"]);
    assert_eq!(code, Some(1));
    assert!(
        err.starts_with("error: cannot read the file: ") && err.contains("\n  --> missing.json\n"),
        "{err}"
    );
}
