//! Workspaces for the tests, and the binaries run in them.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A collection with one folder and one request.
pub(crate) const ORDERS: &str = r#"{
    "info": {"name": "Orders"},
    "item": [{"name": "Orders", "item": [
        {"name": "Get order", "request": {"method": "GET", "url": "https://api.example.com/orders/:id"}}
    ]}]
}"#;

/// Creates a workspace with these clients, whose runtime is hand-written and whose files are not yet generated.
pub(crate) fn workspace(clients: &[&str]) -> TempDir {
    let root = tempfile::tempdir().expect("a folder can be created");
    let members: Vec<String> = clients.iter().map(|name| format!("{name:?}")).collect();
    write(
        root.path(),
        "Cargo.toml",
        &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")),
    );
    for name in clients {
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [package.metadata.postman]\ncollection = \"../inputs/{name}.json\"\nruntime = \"hand-written\"\n"
        );
        write(root.path(), &format!("{name}/Cargo.toml"), &manifest);
        write(root.path(), &format!("{name}/src/lib.rs"), "//! A client.\n");
        write(root.path(), &format!("inputs/{name}.json"), ORDERS);
    }
    root
}

pub(crate) fn write(root: &Path, path: &str, content: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be created");
    fs::write(path, content).expect("the file can be written");
}

pub(crate) fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs xtask in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("xtask starts")
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder);
    command
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the output is UTF-8")
}

/// Returns the exit code, the standard output and the standard error of a run of xtask.
pub(crate) fn output(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = run(folder, arguments);
    (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

/// Runs git in a folder.
pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    for (name, value) in [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")] {
        command.env(name, value);
    }
    let settings =
        ["user.name=a", "user.email=a@example.com", "init.defaultBranch=main", "protocol.file.allow=always"];
    let settings = settings.iter().flat_map(|setting| ["-c", setting]);
    let output = command.args(settings).args(arguments).current_dir(folder).output().expect("git starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Commits all files of a folder.
pub(crate) fn commit(folder: &Path) {
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "a commit"]);
}
