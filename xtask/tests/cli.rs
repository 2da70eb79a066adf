//! The binary: exit codes, output streams, and the folders in which it runs.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

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
fn outside_a_project() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    let expected =
        "error: no `collection/` here or in a folder above\n  help: run `cargo xtask` inside the project\n";
    assert_eq!(text(&output.stderr), expected);
}

#[test]
fn any_folder_of_a_project() {
    let project = project();
    let collection = project.path().join("collection");
    let output = run(&collection, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).ends_with("\nrun `cargo xtask generate` to bring them up to date\n"));
    let output = run(&collection, &["generate"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let output = run(&project.path().join("generated-client/src"), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("up to date: "));
    assert!(!project.path().join("generated-client/.staging").exists());
}

#[test]
fn the_project_is_that_of_cargo() {
    let project = project();
    let elsewhere = tempfile::tempdir().expect("a folder can be created");
    let mut command = command(elsewhere.path(), &["generate"]);
    command.env("CARGO_MANIFEST_DIR", project.path().join("xtask"));
    let output = command.output().expect("xtask starts");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(project.path().join("generated-client/examples/replay/items.rs").is_file());
    assert!(
        !text(&output.stdout).contains(&*project.path().to_string_lossy()),
        "paths are relative to the root"
    );
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let folder = tempfile::tempdir().expect("a folder can be created");
    let mut child = command(folder.path(), &["--help"]).stdout(Stdio::piped()).spawn().expect("xtask starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("xtask ends").code(), Some(0));
}

/// Creates a project with the inputs of this repository and without generated files.
fn project() -> TempDir {
    let project = tempfile::tempdir().expect("a folder can be created");
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../collection");
    let copies = project.path().join("collection");
    fs::create_dir(&copies).expect("the folder can be created");
    for entry in fs::read_dir(inputs).expect("the inputs can be read") {
        let entry = entry.expect("the inputs can be read");
        fs::copy(entry.path(), copies.join(entry.file_name())).expect("files can be copied");
    }
    project
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("xtask starts")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder).env_remove("CARGO_MANIFEST_DIR");
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}
