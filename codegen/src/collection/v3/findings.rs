//! The findings of the reader.

use super::yaml::YamlError;
use crate::diagnostics::{Diagnostic, Findings, Location, Position, Severity};

/// The reason why a file, or a part of it, cannot be read.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) position: Option<Position>,
    pub(super) problem: String,
    pub(super) help: String,
}

pub(super) type Result<T> = std::result::Result<T, Problem>;

impl Problem {
    pub(super) fn new(position: Position, problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self { position: Some(position), problem: problem.into(), help: help.into() }
    }

    /// Returns the finding about a file.
    pub(super) fn diagnostic(self, severity: Severity, file: &str) -> Diagnostic {
        let Self { position, problem, help } = self;
        let location = Location { position, ..Location::new(file, "") };
        Diagnostic { severity, problem, location, help: Some(help) }
    }
}

impl From<YamlError> for Problem {
    fn from(error: YamlError) -> Self {
        Self { position: error.position, problem: error.problem, help: error.help.to_owned() }
    }
}

/// The file that is read, and the findings.
pub(super) struct Context<'c> {
    /// The name of the file in messages.
    pub(super) file: &'c str,
    pub(super) findings: &'c mut Findings,
}

impl Context<'_> {
    /// Returns the location of a node.
    pub(super) fn location(&self, position: Position) -> Location {
        Location { position: Some(position), ..Location::new(self.file, "") }
    }

    pub(super) fn warning(
        &mut self,
        position: Position,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.add(Problem::new(position, problem, help).diagnostic(Severity::Warning, self.file));
    }

    pub(super) fn note(&mut self, position: Position, problem: impl Into<String>, help: impl Into<String>) {
        self.findings.add(Problem::new(position, problem, help).diagnostic(Severity::Note, self.file));
    }
}
