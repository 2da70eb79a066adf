//! The binaries: exit codes, output streams, and the folders in which they run.

mod common;

use std::process::{Command, Stdio};

use common::{command, output, run, text, workspace};

#[test]
fn help_and_usage() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    for arguments in [&["--help"][..], &["help", "check"], &["generate", "-h"]] {
        let output = run(folder.path(), arguments);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{arguments:?}");
        assert!(text(&output.stdout).contains("Usage: cargo xtask "), "{arguments:?}");
    }
    for arguments in [&[][..], &["chek"], &["check", "now"]] {
        let output = run(folder.path(), arguments);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{arguments:?}");
        assert!(text(&output.stderr).starts_with("error: "), "{arguments:?}");
    }
}

#[test]
fn cargo_postman_has_the_same_commands_under_its_own_name() {
    let root = workspace(&["orders"]);
    for arguments in
        [&["postman", "--help"][..], &["--help"], &["postman", "check", "--help"], &["generate", "-h"]]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-postman")).args(arguments).output();
        let output = output.expect("cargo-postman starts");
        let help = text(&output.stdout);
        assert!(help.contains("Usage: cargo postman ") && !help.contains("xtask"), "{arguments:?}\n{help}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-postman"));
    let output =
        command.args(["postman", "check"]).current_dir(root.path()).output().expect("cargo-postman starts");
    assert_eq!(output.status.code(), Some(1));
    let last = "\nrun `cargo postman generate` to bring them up to date\n";
    assert!(text(&output.stdout).ends_with(last), "{}", text(&output.stdout));
}

#[test]
fn outside_a_workspace() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let (code, stdout, stderr) = output(folder.path(), &["check"]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(
        stderr.starts_with("error: cargo cannot read the workspace: could not find `Cargo.toml` in "),
        "{stderr}"
    );
    assert!(
        stderr.ends_with("\n  help: run the command in the folder of a crate or workspace\n"),
        "{stderr}"
    );
}

#[test]
fn any_folder_of_a_workspace() {
    let root = workspace(&["orders"]);
    let (code, stdout, _) = output(&root.path().join("inputs"), &["check"]);
    assert_eq!(code, Some(1));
    assert!(stdout.ends_with("\nrun `cargo xtask generate` to bring them up to date\n"), "{stdout}");
    let (code, stdout, stderr) = output(&root.path().join("inputs"), &["generate"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(
        stdout.contains("  wrote    orders/src/operations/orders.rs\n"),
        "paths are relative to the root: {stdout}"
    );
    let (code, stdout, stderr) = output(&root.path().join("orders/src"), &["check"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with("up to date: "), "{stdout}");
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let mut child = command(folder.path(), &["--help"]).stdout(Stdio::piped()).spawn().expect("xtask starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("xtask ends").code(), Some(0));
}
