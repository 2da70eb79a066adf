//! The workspace around a new crate.

use std::env;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The relation of a new crate to the cargo workspace that its folder is in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Workspace {
    /// The crate is a member of the workspace with this manifest.
    Member(PathBuf),
    /// The workspace does not have the crate as a member, so the crate became a workspace of its own.
    Separate,
}

/// Makes cargo accept a crate in the folder of another workspace; `None` if there is no such workspace.
///
/// # Errors
///
/// If the manifest of the crate cannot be changed.
pub(crate) fn settle(folder: &Path) -> io::Result<Option<Workspace>> {
    let folder = folder.canonicalize()?;
    let manifest = folder.join("Cargo.toml");
    if !folder.ancestors().skip(1).any(|parent| parent.join("Cargo.toml").is_file()) {
        return Ok(None);
    }
    // Only cargo knows the members of a workspace: lists, globs, path dependencies, exclusions.
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["locate-project", "--workspace", "--message-format", "plain", "--manifest-path"])
        .arg(&manifest)
        .output()?;
    if output.status.success() {
        let root = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        return Ok((root != manifest).then_some(Workspace::Member(root)));
    }
    OpenOptions::new().append(true).open(manifest)?.write_all(b"\n[workspace]\n")?;
    Ok(Some(Workspace::Separate))
}
