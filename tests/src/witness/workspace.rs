//! A cargo workspace of clients and of witnesses, which cargo checks together.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::path::Path;

use codegen::api::Api;
use codegen::package::Inputs;
use serde_json::Value;

use super::witness;
use crate::Crates;

/// A cargo workspace of clients and of witnesses.
#[derive(Debug)]
pub struct Workspace {
    crates: Crates,
    witnesses: Vec<String>,
}

/// An error of the compiler.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// The error's code or the name of the lint; `None` for a syntax error.
    pub code: Option<String>,
    /// The message.
    pub message: String,
    /// The message with its location and the source, as the compiler prints it.
    pub rendered: String,
}

impl Problem {
    /// Whether the code does not compile. A warning, which is an error in the tests, is none.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.code.as_deref().is_none_or(|code| code.starts_with('E'))
    }
}

impl Workspace {
    /// Creates a workspace of these crates.
    #[must_use]
    pub fn new(crates: Crates) -> Self {
        Self { crates, witnesses: Vec::new() }
    }

    /// Returns the crates.
    #[must_use]
    pub fn crates(&self) -> &Crates {
        &self.crates
    }

    /// Returns the crates, to add one.
    pub fn crates_mut(&mut self) -> &mut Crates {
        &mut self.crates
    }

    /// Adds the crate of a client, without its examples; `change` may change the text of each file, given its path.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn add_client(
        &mut self,
        package: &str,
        api: &Api,
        inputs: Inputs<'_>,
        change: impl Fn(&str, String) -> String,
    ) -> io::Result<()> {
        let files = xtask::new::files(api, package, inputs).into_iter();
        let files = files.filter(|file| file.path.starts_with("src/") || !file.path.contains('/'));
        let files: Vec<(String, String)> =
            files.map(|file| (file.path.clone(), change(&file.path, file.text))).collect();
        let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        self.crates.add_files(package, files).map(drop)
    }

    /// Adds the witness of an API, which is compiled against a client that was added.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn add_witness(&mut self, package: &str, of: &Api, against: &str) -> io::Result<()> {
        let program = witness(of, "client").map_err(io::Error::other)?;
        self.add_program(package, against, &program)
    }

    /// Adds a program that is compiled against a client that was added, which it has as `client`.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn add_program(&mut self, package: &str, against: &str, program: &str) -> io::Result<()> {
        let manifest = MANIFEST.replace("<package>", package).replace("<client>", against);
        let files = [("Cargo.toml", manifest.as_str()), ("src/lib.rs", program)];
        self.crates.add_files(package, files)?;
        self.witnesses.push(package.to_owned());
        Ok(())
    }

    /// Checks all witnesses, and the clients that they need.
    ///
    /// # Errors
    ///
    /// When cargo cannot be started, or fails without a message about a package.
    pub fn check(&self) -> io::Result<Checked> {
        let mut arguments = vec!["check", "--quiet", "--keep-going", "--message-format=json"];
        arguments.extend(self.witnesses.iter().flat_map(|package| ["--package", package]));
        let output = self.crates.cargo(&arguments)?;
        let mut checked = Checked::default();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            let Some(package) = package(&message, self.crates.root()) else { continue };
            if let Some(problem) = problem(&message) {
                checked.problems.entry(package.to_owned()).or_default().push(problem);
            } else if message["reason"] == "compiler-artifact" {
                checked.built.insert(package.to_owned());
            }
        }
        if checked.problems.is_empty() && !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
        }
        Ok(checked)
    }
}

/// The result of a check.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The problems of each package that has some.
    pub problems: BTreeMap<String, Vec<Problem>>,
    /// The packages that compile.
    pub built: BTreeSet<String>,
}

const MANIFEST: &str = r#"[package]
name = "<package>"
version = "0.1.0"
edition = "2024"
publish = false

[lib]
doctest = false
test = false

[dependencies]
client = { package = "<client>", path = "../<client>" }
serde = "1"
serde_json = "1"
"#;

/// Returns the package that a message of cargo is about.
fn package<'m>(message: &'m Value, root: &Path) -> Option<&'m str> {
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?;
    (folder.parent()? == root).then(|| folder.file_name().and_then(OsStr::to_str))?
}

/// Returns the error in a message of cargo. Warnings are errors in the tests.
fn problem(message: &Value) -> Option<Problem> {
    let message = message.get("message").filter(|message| message["level"] == "error")?;
    let text = message["message"].as_str().filter(|text| !text.starts_with("aborting due to"))?;
    Some(Problem {
        code: message["code"]["code"].as_str().map(str::to_owned),
        message: text.to_owned(),
        rendered: message["rendered"].as_str().unwrap_or(text).to_owned(),
    })
}
