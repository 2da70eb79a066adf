//! What the tests of generated code have in common: a cargo workspace made of it.
//!
//! [`Crates`] turns files in memory into crates that compile: each is what `generated-client` is, with other generated
//! files. All of them share one target folder, so their dependencies are built once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

/// A cargo workspace of generated crates, in a folder of its own.
///
/// A file is written only when its text changes, and a crate that is not added again is removed, so that a second run
/// compiles what differs and nothing else.
#[derive(Debug)]
pub struct Crates {
    root: PathBuf,
    members: BTreeSet<String>,
    /// The `Cargo.toml` of every crate, without its name.
    manifest: String,
    /// The `src/lib.rs` of every crate, without its documentation.
    library: String,
    /// The hand-written files that every crate has.
    runtime: Vec<(String, String)>,
}

impl Crates {
    /// A workspace in this folder, which is made when it is missing.
    ///
    /// # Errors
    ///
    /// When `generated-client`, which the crates are modelled on, cannot be read.
    pub fn new(root: impl Into<PathBuf>) -> io::Result<Self> {
        let model = repository().join("generated-client");
        let mut runtime = Vec::new();
        read_folder(&model.join("src/runtime"), "src/runtime", &mut runtime)?;
        Ok(Self {
            root: root.into(),
            members: BTreeSet::new(),
            manifest: manifest(&fs::read_to_string(model.join("Cargo.toml"))?),
            library: library(&fs::read_to_string(model.join("src/lib.rs"))?),
            runtime,
        })
    }

    /// Writes a crate: the runtime and these files, paths (with `/`) and texts. Returns its folder.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn add(&mut self, name: &str, files: &[(&str, &str)]) -> io::Result<PathBuf> {
        let folder = self.root.join(name);
        let manifest = format!("[package]\nname = {name:?}\n{}", self.manifest);
        let library = format!("//! The crate of the case `{name}`.\n\n{}", self.library);
        let own = [("Cargo.toml", manifest.as_str()), ("src/lib.rs", library.as_str())];
        let runtime = self.runtime.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let mut written = BTreeSet::new();
        for (path, text) in own.into_iter().chain(runtime).chain(files.iter().copied()) {
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
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .env("CARGO_TERM_COLOR", "never")
            // Flags from outside would be part of the fingerprint, so that each way to run the tests compiles anew.
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTDOCFLAGS")
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

# Whoever generates a crate gets it without a warning, also with lints that are off by default.
[workspace.lints.rust]
warnings = "deny"
missing_docs = "deny"
unreachable_pub = "deny"
unsafe_code = "forbid"

[workspace.lints.rustdoc]
all = { level = "deny", priority = -1 }
# The documentation of the runtime says how it works inside, too.
private_doc_tests = "allow"
missing_crate_level_docs = "deny"

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

/// The dependencies and features of `generated-client`, in a package without a name.
fn manifest(model: &str) -> String {
    let rest = model.find("\n[features]").map_or("", |start| &model[start..]);
    // The only dependency on something else of this repository.
    let rest: Vec<&str> = rest.lines().filter(|line| !line.starts_with("stand-in ")).collect();
    format!("version = \"0.0.0\"\nedition = \"2024\"\npublish = false\n{}\n", rest.join("\n"))
}

/// The modules and re-exports of `generated-client`.
fn library(model: &str) -> String {
    let code = model.lines().filter(|line| !line.starts_with("//!"));
    let code: Vec<&str> = code.skip_while(|line| line.is_empty()).collect();
    format!("{}\n", code.join("\n"))
}

/// The texts of the files below a folder, by their path below `prefix`.
fn read_folder(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &path, files)?;
        } else {
            files.push((path, fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
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
