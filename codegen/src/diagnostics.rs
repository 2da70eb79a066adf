//! What is wrong with an input, where, and what to do about it.
//!
//! Every step adds to one [`Diagnostics`] and goes on as long as it can, so that a maintainer sees all findings of a
//! run together.

use std::fmt;

use serde::Serialize;

use crate::text::visible;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something was generated that deserves a look.
    Warning,
    /// A decision that a maintainer may want to know of.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// One finding.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, without a full stop.
    pub problem: String,
    /// The file and the place in it.
    pub place: Place,
    /// What to do about it, without a full stop.
    pub help: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  --> {}", self.severity, self.problem, self.place)?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// Where something is: a file, as the caller of codegen named it, and a place in it.
///
/// In a collection the place is the folder path as Postman shows it (`"Profile" > "Get profile"`), in an overlay it is
/// the JSON path (`paths."/users/{id}".get`).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Place {
    /// The name of the file.
    pub file: String,
    /// The place in the file; empty for the whole of it.
    pub at: String,
}

impl Place {
    /// A place in a file.
    pub fn new(file: &str, at: impl Into<String>) -> Self {
        Self { file: file.to_owned(), at: at.into() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.at.is_empty() {
            write!(f, ": {}", self.at)?;
        }
        Ok(())
    }
}

/// The findings of a run, in the order in which they were made.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No findings yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error.
    pub fn error(&mut self, place: Place, problem: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Error, place, problem.into(), help.into());
    }

    /// Adds a warning.
    pub fn warning(&mut self, place: Place, problem: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Warning, place, problem.into(), help.into());
    }

    /// Adds a note.
    pub fn note(&mut self, place: Place, problem: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Note, place, problem.into(), help.into());
    }

    /// Adds a finding that somebody else has made.
    ///
    /// Findings quote the input, so this is where it is made sure that they can be shown.
    pub(crate) fn add(&mut self, Diagnostic { severity, problem, place, help }: Diagnostic) {
        let place = Place { at: visible(&place.at), ..place };
        let (problem, help) = (visible(&problem), help.as_deref().map(visible));
        self.list.push(Diagnostic { severity, problem, place, help });
    }

    fn push(&mut self, severity: Severity, place: Place, problem: String, help: String) {
        let help = Some(help).filter(|help| !help.is_empty());
        self.add(Diagnostic { severity, problem, place, help });
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The findings in the order in which they were made.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_quote_the_input_visibly() {
        let mut diagnostics = Diagnostics::new();
        let place = Place::new("c.json", "\"a\u{202e}b\"");
        diagnostics.warning(place, "`\n\u{1b}[31mé` is no name", "write `\u{0}`");
        let expected =
            "warning: `\\n\\u{1b}[31mé` is no name\n  --> c.json: \"a\\u{202e}b\"\n  help: write `\\u{0}`";
        assert_eq!(diagnostics.to_string(), expected);
    }
}
