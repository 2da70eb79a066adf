//! A recording that is missing is made by a command of the caller's.

use std::fs;
use std::process::{Command, Stdio};

use super::collections::Collection;

/// Runs `COMMAND COLLECTION OUT --normalize-auth --pin-dynamic`. An error says that and why it failed.
pub(crate) fn record(command: &str, collection: &Collection) -> Result<(), String> {
    let (path, out) = (&collection.path, &collection.recording);
    let failed = |why: String| format!("cannot record {}: {why}", path.display());
    let mut words = command.split_whitespace();
    let program = words.next().ok_or_else(|| failed("the command is empty".to_owned()))?;
    fs::create_dir_all(out).map_err(|error| failed(format!("{}: {error}", out.display())))?;
    let output = Command::new(program)
        .args(words)
        .args([path, out])
        .args(["--normalize-auth", "--pin-dynamic"])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failed(format!("cannot run `{program}`: {error}")))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(failed(format!(
            "`{command}` ended with {}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_fails_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let collection = Collection {
            name: "a".to_owned(),
            package: "a".to_owned(),
            path: folder.path().join("a.json"),
            overlay: None,
            recording: folder.path().join("recordings/a"),
        };
        let said = record("no-such-program --x", &collection).expect_err("it fails");
        assert!(said.contains("a.json: cannot run `no-such-program`: "), "{said}");
        assert!(record("  ", &collection).expect_err("it fails").ends_with("the command is empty"));
        // Cargo is a program that is there, and has no such command.
        let said = record("cargo", &collection).expect_err("it fails");
        assert!(said.contains("`cargo` ended with "), "{said}");
    }
}
