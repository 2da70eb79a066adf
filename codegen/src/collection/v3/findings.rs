//! The findings of the reader.

use hashbrown::HashMap;

use super::yaml::YamlError;
use crate::diagnostics::{Diagnostic, Diagnostics, Location, Position, Severity};

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

/// The findings, each with the number of its locations: a habit of a collection's author is reported once.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<(Diagnostic, usize)>,
    /// The indexes in the list.
    known: HashMap<(Severity, String), usize>,
}

impl Findings {
    pub(super) fn add(&mut self, finding: Diagnostic) {
        let next = self.list.len();
        let index = *self.known.entry((finding.severity, finding.problem.clone())).or_insert(next);
        match self.list.get_mut(index) {
            Some((_, count)) => *count += 1,
            None => self.list.push((finding, 1)),
        }
    }

    /// Moves the findings to those of the run.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for (mut finding, count) in self.list {
            if count > 1 {
                finding.problem.push_str(&format!(" ({count} times, the first is here)"));
            }
            diagnostics.add(finding);
        }
    }
}

/// The file that is read, and the findings.
pub(super) struct Context<'c> {
    /// The name of the file in messages.
    pub(super) file: &'c str,
    pub(super) findings: &'c mut Findings,
}

impl Context<'_> {
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
