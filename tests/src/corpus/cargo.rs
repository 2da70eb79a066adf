//! What cargo says of several crates at once.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ::tests::Crates;
use serde_json::Value;

/// A question to cargo.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Step {
    /// Does clippy find anything in the library and the examples?
    Clippy,
    /// Does rustdoc?
    Doc,
    /// Does the library build, and the replay with it?
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

    /// How many targets of a crate it is about.
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

/// The answer for one crate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    /// What is wrong, as cargo prints it.
    pub(crate) problems: Vec<String>,
    /// Whether something is wrong that is no lint.
    pub(crate) is_broken: bool,
    /// Whether that is no answer but the end of cargo or a compiler: the next run may know better.
    pub(crate) broke_down: bool,
    /// How many targets were made.
    made: usize,
    /// The programs.
    pub(crate) programs: Vec<PathBuf>,
}

/// Asks about these crates; every one gets an answer. An error says why cargo cannot be asked.
pub(crate) fn ask(
    crates: &Crates,
    step: Step,
    packages: &[&str],
) -> Result<BTreeMap<String, Answer>, String> {
    let (mut answers, said) = ask_together(crates, step, packages)?;
    let is_open = |answer: &Answer| answer.problems.is_empty() && answer.made < step.targets();
    let is_unanswered = |package: &&str| answers.get(*package).is_none_or(is_open);
    let unanswered: Vec<&str> = packages.iter().copied().filter(is_unanswered).collect();
    match (unanswered.as_slice(), packages) {
        ([], _) => {}
        // Whatever went wrong is not told as a message of the compiler, so this is all that is known.
        ([only], [_]) => {
            let problems = vec![format!("cargo {} failed without a message\n{said}", step.name())];
            answers.insert(
                (*only).to_owned(),
                Answer { problems, is_broken: true, broke_down: true, ..Answer::default() },
            );
        }
        // One of them, or cargo itself, broke down: each alone shows which one.
        (several, _) => {
            for package in several {
                answers.extend(ask(crates, step, &[*package])?);
            }
        }
    }
    Ok(answers)
}

/// The answers, and what else cargo said.
fn ask_together(
    crates: &Crates,
    step: Step,
    packages: &[&str],
) -> Result<(BTreeMap<String, Answer>, String), String> {
    let mut arguments = step.arguments().to_vec();
    arguments.extend(["--quiet", "--keep-going", "--message-format=json"]);
    arguments.extend(packages.iter().flat_map(|package| ["--package", package]));
    let output = crates.cargo(&arguments).map_err(|error| format!("cannot run cargo: {error}"))?;
    let mut answers: BTreeMap<String, Answer> =
        packages.iter().map(|package| ((*package).to_owned(), Answer::default())).collect();
    let mut elsewhere = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        match package(&message, crates.root()).and_then(|package| answers.get_mut(package)) {
            Some(answer) => answer.hear(&message),
            None => elsewhere.extend(problem(&message)),
        }
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Ok((answers, format!("{}{}", elsewhere.concat(), said.trim())))
}

/// Which of our crates a message is about.
fn package<'m>(message: &'m Value, root: &Path) -> Option<&'m str> {
    let manifest = Path::new(message.get("manifest_path")?.as_str()?);
    let folder = manifest.parent()?;
    (folder.parent()? == root).then(|| folder.file_name().and_then(OsStr::to_str))?
}

/// What a message of the compiler complains of. Warnings are errors here.
fn problem(message: &Value) -> Option<String> {
    let message = message.get("message").filter(|message| message["level"] == "error")?;
    let text = message["message"].as_str()?;
    let rendered = message["rendered"].as_str().unwrap_or(text);
    (!text.starts_with("aborting due to")).then(|| rendered.to_owned())
}

impl Answer {
    /// The program whose name ends so.
    pub(crate) fn program(&self, end: &str) -> Option<&Path> {
        let is_meant = |path: &&PathBuf| {
            path.file_stem().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(end))
        };
        self.programs.iter().find(is_meant).map(PathBuf::as_path)
    }

    fn hear(&mut self, message: &Value) {
        if let Some(problem) = problem(message) {
            let code = message["message"]["code"]["code"].as_str();
            self.is_broken |= code.is_none_or(|code| code.starts_with('E'));
            self.problems.push(problem);
        }
        self.made += usize::from(message["reason"] == "compiler-artifact");
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
            let mut answer = Answer::default();
            answer.hear(&error(code.clone()));
            assert_eq!((answer.problems.len(), answer.is_broken), (1, broken), "{code}");
        }
        let mut answer = Answer::default();
        answer.hear(&json!({"message": {"level": "error", "message": "aborting due to 1 previous error"}}));
        answer.hear(&json!({"message": {"level": "warning", "message": "1 warning emitted"}}));
        answer.hear(&json!({"reason": "compiler-artifact", "executable": null}));
        answer.hear(&json!({"reason": "compiler-artifact", "executable": "/t/examples/replay"}));
        assert!(answer.problems.is_empty());
        assert_eq!((answer.made, !answer.programs.is_empty()), (2, true));
    }
}
