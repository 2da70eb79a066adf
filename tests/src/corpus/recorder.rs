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
