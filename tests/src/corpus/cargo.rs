//! Checks of several crates at once by cargo.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ::tests::Crates;
use serde_json::Value;

/// A check by cargo.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Step {
    /// Clippy finds no problem in the library and the examples.
    Clippy,
    /// Rustdoc finds no problem in the library.
    Doc,
    /// The library and the examples build.
    Build,
}

impl Step {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Clippy => "clippy",
            Self::Doc => "doc",
            Self::Build => "build",
        }
    }

    /// Returns the number of targets of a crate that are built.
    fn targets(self) -> usize {
        match self {
            Self::Clippy | Self::Build => 2,
            Self::Doc => 1,
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Clippy => &["clippy", "--lib", "--examples"],
            Self::Doc => &["doc", "--no-deps", "--lib"],
            Self::Build => &["build", "--lib", "--examples"],
        }
    }
}

/// The result of a step for one crate.
#[derive(Clone, Debug, Default)]
pub(crate) struct StepResult {
    /// The problems, as cargo prints them.
    pub(crate) problems: Vec<String>,
    /// Whether a problem is not a lint.
    pub(crate) is_broken: bool,
    /// Whether cargo or a compiler failed without a message. Another run may have another result.
    pub(crate) crashed: bool,
    /// The number of targets that were built.
    built: usize,
    /// The programs that were built.
    pub(crate) programs: Vec<PathBuf>,
}

/// Runs a step on these crates and returns a result for each. An error says why cargo cannot be run.
pub(crate) fn run(
    crates: &Crates,
    step: Step,
    packages: &[&str],
) -> Result<BTreeMap<String, StepResult>, String> {
    let (mut results, messages) = run_together(crates, step, packages)?;
    let is_incomplete = |result: &StepResult| result.problems.is_empty() && result.built < step.targets();
    let has_no_result = |package: &&str| results.get(*package).is_none_or(is_incomplete);
    let missing: Vec<&str> = packages.iter().copied().filter(has_no_result).collect();
    match (missing.as_slice(), packages) {
        ([], _) => {}
        // There is no message of the compiler about the failure, so the problem is the output of cargo.
        ([only], [_]) => {
            let problems = vec![format!("cargo {} failed without a message\n{messages}", step.name())];
            results.insert(
                (*only).to_owned(),
                StepResult { problems, is_broken: true, crashed: true, ..StepResult::default() },
            );
        }
        // One of them, or cargo itself, crashed: running each alone shows which one.
        (several, _) => {
            for package in several {
                results.extend(run(crates, step, &[*package])?);
            }
        }
    }
    Ok(results)
}

/// Runs a step on all these crates at once. Returns the results, and the messages that are about no crate.
fn run_together(
    crates: &Crates,
    step: Step,
    packages: &[&str],
) -> Result<(BTreeMap<String, StepResult>, String), String> {
    let mut arguments = step.arguments().to_vec();
    arguments.extend(["--quiet", "--keep-going", "--message-format=json"]);
    arguments.extend(packages.iter().flat_map(|package| ["--package", package]));
    let output = crates.cargo(&arguments).map_err(|error| format!("cannot run cargo: {error}"))?;
    let mut results: BTreeMap<String, StepResult> =
        packages.iter().map(|package| ((*package).to_owned(), StepResult::default())).collect();
    let mut other_messages = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        match package(&message, crates.root()).and_then(|package| results.get_mut(package)) {
            Some(result) => result.add(&message),
            None => other_messages.extend(problem(&message)),
        }
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Ok((results, format!("{}{}", other_messages.concat(), stderr.trim())))
}

/// Returns the name of the crate that a message is about.
fn package<'m>(message: &'m Value, root: &Path) -> Option<&'m str> {
    let manifest = Path::new(message.get("manifest_path")?.as_str()?);
    let folder = manifest.parent()?;
    (folder.parent()? == root).then(|| folder.file_name().and_then(OsStr::to_str))?
}

/// Returns the error in a message of the compiler. Warnings are errors here.
fn problem(message: &Value) -> Option<String> {
    let message = message.get("message").filter(|message| message["level"] == "error")?;
    let text = message["message"].as_str()?;
    let rendered = message["rendered"].as_str().unwrap_or(text);
    (!text.starts_with("aborting due to")).then(|| rendered.to_owned())
}

impl StepResult {
    /// Returns the program whose name ends with this.
    pub(crate) fn program(&self, suffix: &str) -> Option<&Path> {
        let matches = |path: &&PathBuf| {
            path.file_stem().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(suffix))
        };
        self.programs.iter().find(matches).map(PathBuf::as_path)
    }

    fn add(&mut self, message: &Value) {
        if let Some(problem) = problem(message) {
            let code = message["message"]["code"]["code"].as_str();
            self.is_broken |= code.is_none_or(|code| code.starts_with('E'));
            self.problems.push(problem);
        }
        self.built += usize::from(message["reason"] == "compiler-artifact");
        if let Some(program) = message["executable"].as_str() {
            self.programs.push(PathBuf::from(program));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_go_to_their_crate() {
        let root = Path::new("/w");
        let of = |path: &str| json!({ "manifest_path": path });
        assert_eq!(package(&of("/w/a/Cargo.toml"), root), Some("a"));
        assert_eq!(package(&of("/elsewhere/a/Cargo.toml"), root), None);
        assert_eq!(package(&json!({"reason": "build-finished"}), root), None);
    }

    #[test]
    fn lints_are_not_errors_of_the_compiler() {
        let error = |code: Value| json!({"message": {"level": "error", "message": "m", "rendered": "r", "code": code}});
        for (code, broken) in [
            (json!({"code": "E0308"}), true),
            (Value::Null, true),
            (json!({"code": "dead_code"}), false),
            (json!({"code": "clippy::all"}), false),
        ] {
            let mut result = StepResult::default();
            result.add(&error(code.clone()));
            assert_eq!((result.problems.len(), result.is_broken), (1, broken), "{code}");
        }
        let mut result = StepResult::default();
        result.add(&json!({"message": {"level": "error", "message": "aborting due to 1 previous error"}}));
        result.add(&json!({"message": {"level": "warning", "message": "1 warning emitted"}}));
        result.add(&json!({"reason": "compiler-artifact", "executable": null}));
        result.add(&json!({"reason": "compiler-artifact", "executable": "/t/examples/replay"}));
        assert!(result.problems.is_empty());
        assert_eq!((result.built, !result.programs.is_empty()), (2, true));
    }
}
