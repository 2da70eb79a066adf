//! The recorder: a command that makes missing recordings.

use std::fs;
use std::process::{Command, Stdio};

use super::collections::Collection;

/// Runs `COMMAND COLLECTION OUT --normalize-auth --pin-dynamic`. An error has the reason.
pub(crate) fn record(command: &str, collection: &Collection) -> Result<(), String> {
    let (path, out) = (&collection.path, &collection.recording);
    let failed = |reason: String| format!("cannot record {}: {reason}", path.display());
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
    fn a_failed_command_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let collection = Collection {
            name: "a".to_owned(),
            package: "a".to_owned(),
            path: folder.path().join("a.json"),
            overlay: None,
            recording: folder.path().join("recordings/a"),
        };
        let error = record("no-such-program --x", &collection).expect_err("it fails");
        assert!(error.contains("a.json: cannot run `no-such-program`: "), "{error}");
        assert!(record("  ", &collection).expect_err("it fails").ends_with("the command is empty"));
        // Cargo exists, and has no such command.
        let error = record("cargo", &collection).expect_err("it fails");
        assert!(error.contains("`cargo` ended with "), "{error}");
    }
}
