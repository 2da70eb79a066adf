//! Several clients in one workspace, and what is wrong with a client.

mod common;

use std::fs;
use std::process::Stdio;

use common::{ORDERS, command, output, read, workspace, write};

#[test]
fn a_client_that_fails_does_not_stop_the_others() {
    let root = workspace(&["orders", "parcels", "users"]);
    write(root.path(), "inputs/parcels.json", "{\"info\": {}");
    let (code, stdout, stderr) = output(root.path(), &["generate"]);
    assert_eq!(code, Some(1));
    for name in ["orders", "users"] {
        let report = format!(
            "{name}:\n\n1 operation in 1 group, 0 types\n  wrote    {name}/examples/replay/items.rs\n"
        );
        assert!(stdout.contains(&report), "{stdout}");
    }
    assert!(!stdout.contains("parcels"), "{stdout}");
    assert!(stderr.starts_with("parcels:\n\nerror: ") && stderr.contains("inputs/parcels.json"), "{stderr}");
    assert!(stderr.trim_end().ends_with("\nnothing was written: 1 error"), "{stderr}");
    assert!(!root.path().join("parcels/src/operations").exists());

    let (code, stdout, _) = output(root.path(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(
        stdout.starts_with("orders:\n\nup to date: ") && stdout.contains("\n\nusers:\n\nup to date: "),
        "{stdout}"
    );
    assert_eq!(output(root.path(), &["check", "-p", "users", "-p", "orders"]).0, Some(0));
}

#[test]
fn clients_are_selected_by_name() {
    let root = workspace(&["orders", "users"]);
    assert_eq!(output(root.path(), &["generate", "-p", "users"]).0, Some(0));
    assert!(!root.path().join("orders/src/operations").exists());
    let (code, _, stderr) = output(root.path(), &["check", "-p", "user"]);
    let expected = "error: there is no client `user`\n  help: the clients are `orders`, `users`\n";
    assert_eq!((code, stderr.as_str()), (Some(1), expected));
    let (code, _, stderr) = output(root.path(), &["inspect", "--format", "json"]);
    let expected = "error: there are 2 clients\n  help: choose one with `-p orders` or `-p users`\n";
    assert_eq!((code, stderr.as_str()), (Some(1), expected));
    let (code, stdout, _) = output(root.path(), &["inspect", "-p", "users"]);
    assert_eq!(code, Some(0));
    assert!(stdout.starts_with("Orders\n  inputs/users.json\n"), "{stdout}");
}

#[test]
fn the_table_is_checked() {
    let root = workspace(&["orders"]);
    let manifest = read(root.path(), "orders/Cargo.toml");
    write(root.path(), "orders/Cargo.toml", &manifest.replace("collection = ", "collections = "));
    let (code, _, stderr) = output(root.path(), &["check"]);
    assert_eq!(code, Some(1));
    for part in [
        "error: unknown field `collections`",
        "\n  --> orders/Cargo.toml: package.metadata.postman\n  help: ",
    ] {
        assert!(stderr.contains(part), "{stderr}");
    }
    write(root.path(), "orders/Cargo.toml", manifest.split("[package.metadata").next().expect("a manifest"));
    let (code, _, stderr) = output(root.path(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("has a table [package.metadata.postman]\n  help: "), "{stderr}");
}

#[test]
fn a_collection_from_standard_input() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let file = folder.path().join("orders.json");
    fs::write(&file, ORDERS).expect("the file can be written");
    let input = fs::File::open(&file).expect("the file can be read");
    let output =
        command(folder.path(), &["inspect", "-"]).stdin(Stdio::from(input)).output().expect("xtask starts");
    let text = common::text(&output.stdout);
    assert!(text.starts_with("Orders\n  standard input\n"), "{text}");
}

#[test]
fn of_two_runs_at_once_one_waits() {
    let root = workspace(&["orders"]);
    let start = || command(root.path(), &["generate"]).stdout(Stdio::piped()).spawn().expect("xtask starts");
    let runs: Vec<_> = (0..8).map(|_| start()).collect();
    let mut written = 0;
    for run in runs {
        let output = run.wait_with_output().expect("xtask ends");
        assert_eq!(output.status.code(), Some(0));
        written += usize::from(common::text(&output.stdout).contains("  wrote    "));
    }
    assert_eq!(written, 1, "the others find the files up to date");
    assert_eq!(output(root.path(), &["check"]).0, Some(0));
}

#[test]
fn what_a_killed_run_left_is_removed() {
    let root = workspace(&["orders"]);
    assert_eq!(output(root.path(), &["generate"]).0, Some(0));
    write(root.path(), "orders/.staging/0", "half a fi");
    assert_eq!(output(root.path(), &["check"]).0, Some(0));
    assert_eq!(output(root.path(), &["generate"]).0, Some(0));
    assert!(!root.path().join("orders/.staging").exists());
}
