//! The commands that are printed, run by a shell.

#![cfg(unix)]

mod common;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

use common::{ORDERS, command, text};

/// Names of folders that mean something to a shell, to an option parser or to a terminal.
const NAMES: &[&[u8]] = &[
    b"orders",
    b"my orders",
    b"-orders",
    b"--help",
    b"it's",
    b"\"quoted\"",
    b"$HOME",
    b"$(touch owned)",
    b"`touch owned`",
    b"a;touch owned",
    b"a&b|c>d<e",
    b"*?[a]",
    b"~",
    b"back\\slash",
    b"two\nlines",
    b"\x1b[31mred",
    b"not\xffUTF-8",
    "déjà vu".as_bytes(),
];

/// Returns what a shell prints for a script, in a folder.
fn shell(folder: &Path, script: &str) -> Vec<u8> {
    let output =
        Command::new("sh").args(["-c", script]).current_dir(folder).output().expect("the shell starts");
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn the_next_steps_after_new_work_for_every_folder() {
    for name in NAMES {
        let folder = tempfile::tempdir().expect("a folder can be created");
        let root = folder.path().canonicalize().expect("the folder exists");
        let name = OsStr::from_bytes(name);
        let script =
            r#"{ "info": {"name": "Orders"}, "event": [{"listen": "test", "script": {"exec": ["pass"]}}],"#;
        fs::write(
            root.join(name).with_extension("json"),
            ORDERS.replacen('{', script, 1).replacen("\"info\": {\"name\": \"Orders\"},\n", "", 1),
        )
        .expect("the file can be written");
        let collection = Path::new(".").join(name).with_extension("json");
        let mut new = command(&root, &["new"]);
        let output =
            new.arg(&collection).arg("--out").arg(Path::new(".").join("clients").join(name)).output();
        let output = output.expect("xtask starts");
        assert_eq!(output.status.code(), Some(0), "{name:?}: {}", String::from_utf8_lossy(&output.stderr));
        let printed = text(&output.stdout);
        assert!(!printed.contains('\x1b'), "{printed:?}");

        let (_, steps) = printed.split_once("\nnext:\n  ").expect("there are next steps");
        let (step, _) = steps.split_once("\n  cargo test\n").expect("there is a command in each line");
        let found = shell(&root, &format!("{step} && pwd -P && ls Cargo.toml"));
        let expected = [root.join("clients").join(name).as_os_str().as_bytes(), b"\nCargo.toml\n"].concat();
        assert_eq!(found, expected, "{step}");

        // The other command has the path of the collection.
        let (_, inspect) =
            printed.split_once("`cargo xtask inspect ").expect("a part of the collection is skipped");
        let (argument, _) = inspect.rsplit_once("` lists them").expect("the command ends");
        let passed = shell(&root, &format!("printf %s\\\\n {argument}"));
        assert_eq!(passed, [collection.as_os_str().as_bytes(), b"\n"].concat(), "{argument}");
        assert!(!root.join("owned").exists(), "{step}");
    }
}
