//! A second client in this workspace: `new` adds it, and from then on the same commands check it, in CI too.

mod common;

use std::fs;
use std::path::Path;

use common::{ORDERS, output, read, write};
use tempfile::TempDir;

const GENERATED: &str = "clients/orders/src/operations/orders.rs";

/// Copies this workspace, and adds a client to the copy.
fn workspace() -> TempDir {
    let copy = tempfile::tempdir().expect("a folder can be created");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the root");
    copy_folder(root, copy.path());
    fs::create_dir(copy.path().join(".git")).expect("the folder can be created");
    write(copy.path(), "orders.json", ORDERS);
    let (code, stdout, stderr) = output(copy.path(), &["new", "orders.json", "--out", "clients/orders"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.contains("  added to the members of the workspace "), "{stdout}");
    let workflow = copy.path().join("clients/orders/.github");
    assert!(!workflow.exists(), "the repository has a workflow, which includes the client");
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be created");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let (path, name) = (entry.path(), entry.file_name());
        if name == "target" || name == ".git" {
            continue;
        }
        match path.is_dir() {
            true => copy_folder(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).expect("the file can be copied")),
        }
    }
}

#[test]
fn check_and_generate_include_it() {
    let root = workspace();
    let (code, stdout, stderr) = output(root.path(), &["check"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    assert!(stdout.starts_with("generated-client:\n\nup to date: "), "{stdout}");
    assert!(stdout.contains("\n\norders:\n\nup to date: "), "{stdout}");
    let (code, stdout, _) = output(root.path(), &["inspect"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("\n\norders:\n\nOrders\n"), "{stdout}");

    // A client that is broken does not stop the other one, and nothing is written for it.
    write(root.path(), "clients/orders/collection/orders.postman_collection.json", "{");
    fs::remove_file(root.path().join(GENERATED)).expect("the file can be removed");
    let lost = "generated-client/src/operations/profile.rs";
    let text = read(root.path(), lost);
    fs::remove_file(root.path().join(lost)).expect("the file can be removed");
    let (code, stdout, stderr) = output(root.path(), &["generate"]);
    assert_eq!(code, Some(1));
    assert!(
        stdout.starts_with("generated-client:\n\n") && stdout.contains(&format!("  wrote    {lost}\n")),
        "{stdout}"
    );
    assert!(
        stderr.contains("orders:\n\nerror: ") && stderr.contains("nothing was written: 1 error"),
        "{stderr}"
    );
    assert_eq!(read(root.path(), lost), text);
    assert!(!root.path().join(GENERATED).exists());

    // Nor does one whose table has an error.
    let manifest = read(root.path(), "clients/orders/Cargo.toml");
    write(root.path(), "clients/orders/Cargo.toml", &manifest.replace("collection = \"", "collections = \""));
    let (code, stdout, stderr) = output(root.path(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(stdout.starts_with("generated-client:\n\nup to date: "), "{stdout}");
    assert!(stderr.contains("orders:\n\nerror: unknown field `collections`"), "{stderr}");
    assert_eq!(output(root.path(), &["check", "-p", "generated-client"]).0, Some(0));
}

/// Runs the script of CI with a `cargo` that runs the commands of xtask and only lists the others.
#[cfg(unix)]
fn ci(root: &Path) -> (bool, String, String) {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    let (bin, list) = (root.join("target/bin"), root.join("target/list"));
    let script = "#!/bin/sh\nif [ \"$1\" = xtask ]; then shift; exec \"$XTASK\" \"$@\"; fi\necho \"cargo $*\" >> \"$LIST\"\n";
    write(root, "target/bin/cargo", script);
    fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755))
        .expect("permissions can be set");
    let path = std::env::var("PATH").expect("there is a path");
    let output = Command::new(root.join(".ci/run"))
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("XTASK", env!("CARGO_BIN_EXE_xtask"))
        .env("LIST", &list)
        .output()
        .expect("the script starts");
    let printed = [output.stdout, output.stderr].concat();
    let list = fs::read_to_string(list).unwrap_or_default();
    (output.status.success(), String::from_utf8_lossy(&printed).into_owned(), list)
}

#[test]
#[cfg(unix)]
fn ci_includes_it() {
    let root = workspace();
    let (is_good, printed, list) = ci(root.path());
    assert!(is_good, "{printed}");
    for command in [
        "cargo test --workspace",
        "cargo fmt --all --check",
        "cargo clippy --workspace --all-targets -- -D warnings",
        "cargo doc --workspace --no-deps",
    ] {
        assert!(list.lines().any(|line| line == command), "{command}\n{list}");
    }
    fs::remove_file(root.path().join("target/list")).expect("the file can be removed");
    write(root.path(), GENERATED, "// By hand.\n");
    let (is_good, printed, list) = ci(root.path());
    assert!(!is_good);
    assert!(printed.contains(&format!("changed   {GENERATED}\n")), "{printed}");
    assert_eq!(list, "", "nothing else has run");
}
