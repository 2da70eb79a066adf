//! What the tests of generated code have in common: a cargo workspace made of it.
//!
//! [`Crates`] writes the crates that `cargo xtask new` would make. All of them share one target folder, so their
//! dependencies are built once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

use codegen::api::Api;

/// A cargo workspace of generated crates, in a folder of its own.
///
/// A file is written only when its text changes, and a crate that is not added again is removed, so that a second run
/// compiles what differs and nothing else.
#[derive(Debug)]
pub struct Crates {
    root: PathBuf,
    target: PathBuf,
    members: BTreeSet<String>,
}

impl Crates {
    /// A workspace in this folder, which is made when it is missing. What cargo makes goes into its `target`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self { target: root.join("target"), root, members: BTreeSet::new() }
    }

    /// The same, with another folder for what cargo makes: workspaces that share it build their dependencies once.
    #[must_use]
    pub fn with_target(self, target: impl Into<PathBuf>) -> Self {
        Self { target: target.into(), ..self }
    }

    /// The folder of the workspace.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of what cargo makes.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Writes the crate of this name, and besides these files, paths (with `/`) and texts. Returns its folder.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn add(&mut self, name: &str, api: &Api, more: &[(&str, &str)]) -> io::Result<PathBuf> {
        let made = xtask::new::files(api, name);
        let made = made.iter().map(|file| (file.path.as_str(), file.text.as_str()));
        self.add_files(name, made.chain(more.iter().copied()))
    }

    /// Writes the crate of this name, made of these files, paths (with `/`) and texts. Returns its folder.
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

    /// Runs cargo on the crates that were added, without network, and returns what it said.
    ///
    /// Warnings are errors. The workspace has the versions of this repository's `Cargo.lock`.
    ///
    /// # Errors
    ///
    /// When the workspace cannot be written, or cargo cannot be started.
    pub fn cargo(&self, arguments: &[&str]) -> io::Result<Output> {
        self.write_workspace()?;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Command::new(cargo)
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            // Flags are part of the fingerprint: with those from outside, each way to run the tests would compile anew.
            .env("RUSTFLAGS", "-Dwarnings")
            .env("RUSTDOCFLAGS", "-Dwarnings -Wrustdoc::all -Arustdoc::private_doc_tests")
            .output()
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

[profile.dev]
debug = false
incremental = false
"#;

/// The repository's root.
#[must_use]
pub fn repository() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}

/// Writes a text where it is not there already.
fn write_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Removes all files below a folder but these.
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
