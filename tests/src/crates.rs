//! A cargo workspace of generated crates.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

use codegen::api::Api;
use codegen::package::Inputs;

use crate::{cargo, repository};

/// A cargo workspace of generated crates, in its own folder.
///
/// Only files whose contents change are written, and crates that are not added again are removed. So a second run
/// compiles only the changes. All crates share one target folder, so their dependencies are compiled once.
#[derive(Debug)]
pub struct Crates {
    root: PathBuf,
    target: PathBuf,
    members: BTreeSet<String>,
    environment: Vec<(String, String)>,
}

impl Crates {
    /// Creates a workspace in this folder, which is created when it is missing. Build output goes to its `target`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self { target: root.join("target"), root, members: BTreeSet::new(), environment: Vec::new() }
    }

    /// Sets the folder of the build output. Workspaces that share it compile their dependencies once.
    #[must_use]
    pub fn with_target(self, target: impl Into<PathBuf>) -> Self {
        Self { target: target.into(), ..self }
    }

    /// Sets an environment variable for all runs of cargo.
    #[must_use]
    pub fn with_env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the folder of the workspace.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of the build output.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Writes the crate of this API, with its inputs and with additional files given as paths (with `/`) and contents.
    /// Returns its folder.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn add(
        &mut self,
        name: &str,
        api: &Api,
        inputs: Inputs<'_>,
        additional: &[(&str, &str)],
    ) -> io::Result<PathBuf> {
        let files = xtask::new::files(api, name, inputs);
        let files = files.iter().map(|file| (file.path.as_str(), file.text.as_str()));
        self.add_files(name, files.chain(additional.iter().copied()))
    }

    /// Writes a crate that consists of these files, given as paths (with `/`) and contents. Returns its folder.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn add_files<'f>(
        &mut self,
        name: &str,
        files: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> io::Result<PathBuf> {
        let folder = self.root.join(name);
        let mut written = BTreeSet::new();
        for (path, text) in files {
            let path = folder.join(path);
            write_changed(&path, text)?;
            written.insert(path);
        }
        remove_others(&folder, &written)?;
        self.members.insert(name.to_owned());
        Ok(folder)
    }

    /// Runs [`cargo`](cargo()) on the crates that were added, with the versions of this repository's `Cargo.lock`.
    ///
    /// # Errors
    ///
    /// When the workspace cannot be written, or cargo cannot be started.
    pub fn cargo(&self, arguments: &[&str]) -> io::Result<Output> {
        self.command()?.args(arguments).output()
    }

    /// Returns a command that runs [`cargo`](cargo()) in the same way.
    ///
    /// # Errors
    ///
    /// When the workspace cannot be written.
    pub fn command(&self) -> io::Result<Command> {
        self.write_workspace()?;
        let mut command = cargo(&self.root, &self.target);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        Ok(command)
    }

    fn write_workspace(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            let name = entry.file_name();
            let is_member = name.to_str().is_some_and(|name| name == "target" || self.members.contains(name));
            if entry.file_type()?.is_dir() && !is_member {
                fs::remove_dir_all(entry.path())?;
            }
        }
        let members: Vec<String> = self.members.iter().map(|name| format!("{name:?}")).collect();
        let text = WORKSPACE.replace("<members>", &members.join(", "));
        write_changed(&self.root.join("Cargo.toml"), &text)?;
        fs::copy(repository().join("Cargo.lock"), self.root.join("Cargo.lock"))?;
        Ok(())
    }
}

const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = [<members>]
"#;

/// Writes a file unless it already has these contents.
fn write_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Removes all files below a folder except these.
fn remove_others(folder: &Path, keep: &BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_others(&entry.path(), keep)?;
        } else if !keep.contains(&entry.path()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
