//! Findings about the inputs, each with a problem, a location and a remedy.
//!
//! Every step adds to one [`Diagnostics`] and continues as long as it can, so that a maintainer sees all findings of a
//! run together.

use std::fmt;

use hashbrown::HashMap;
use serde::Serialize;

use crate::text::visible;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// No file is generated.
    Error,
    /// The client is generated, but deviates from the inputs.
    Warning,
    /// A decision that a maintainer may want to know about.
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

/// A finding.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Diagnostic {
    /// The severity.
    pub severity: Severity,
    /// The problem, without a full stop.
    pub problem: String,
    /// The file and the location in it.
    pub location: Location,
    /// The remedy, without a full stop.
    pub help: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  --> {}", self.severity, self.problem, self.location)?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// A location in a file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Location {
    /// The name of the file, as the caller of this crate passed it.
    pub file: String,
    /// The line and the column, where they are known: in an overlay and in a file that is not JSON.
    #[serde(flatten)]
    pub position: Option<Position>,
    /// The location in the file; empty for the whole file, and in a file that is not JSON.
    ///
    /// In a collection it is the folder path as Postman shows it (`"Profile" > "Get profile"`), in an overlay the JSON
    /// path (`paths."/users/{id}".get`).
    pub at: String,
}

/// A position in a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Position {
    pub(crate) fn new(line: usize, column: usize) -> Self {
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: number(line), column: number(column) }
    }
}

/// The lines of a text.
pub(crate) struct Lines<'t> {
    text: &'t str,
    /// The offsets of the first bytes.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        Self { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// Returns the position of a byte.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = self.text.get(self.starts[line - 1]..offset).unwrap_or_default();
        Position::new(line, before.chars().count() + 1)
    }
}

impl Location {
    /// Creates a location in a file.
    pub fn new(file: &str, at: impl Into<String>) -> Self {
        Self { file: file.to_owned(), position: None, at: at.into() }
    }

    /// Creates the location of an error that serde_json reports, whose columns are bytes.
    pub(crate) fn of_json_error(file: &str, text: &str, error: &serde_json::Error) -> Self {
        let lines = Lines::new(text);
        let start = lines.starts.get(error.line().saturating_sub(1)).copied().unwrap_or_default();
        let bytes = text.as_bytes().get(start..).unwrap_or_default();
        let bytes = bytes.get(..error.column().saturating_sub(1)).unwrap_or(bytes);
        let column = String::from_utf8_lossy(bytes).chars().count() + 1;
        Self { position: Some(Position::new(error.line().max(1), column)), ..Self::new(file, "") }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(Position { line, column }) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        if !self.at.is_empty() {
            write!(f, ": {}", self.at)?;
        }
        Ok(())
    }
}

/// The findings of a run, in the order in which they were added.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Creates an empty list of findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error.
    pub fn error(&mut self, location: Location, problem: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Error, location, problem.into(), help.into());
    }

    /// Adds a warning.
    pub fn warning(&mut self, location: Location, problem: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Warning, location, problem.into(), help.into());
    }

    /// Adds a note.
    pub fn note(&mut self, location: Location, problem: impl Into<String>, help: impl Into<String>) {
        self.push(Severity::Note, location, problem.into(), help.into());
    }

    /// Adds a finding.
    ///
    /// Findings quote the input, so control characters and invisible characters are escaped here.
    pub fn add(&mut self, Diagnostic { severity, problem, location, help }: Diagnostic) {
        let location = Location { at: visible(&location.at), ..location };
        let (problem, help) = (visible(&problem), help.as_deref().map(visible));
        self.list.push(Diagnostic { severity, problem, location, help });
    }

    fn push(&mut self, severity: Severity, location: Location, problem: String, help: String) {
        let help = Some(help).filter(|help| !help.is_empty());
        self.add(Diagnostic { severity, problem, location, help });
    }

    /// Returns the locations in a file, to add their positions.
    pub(crate) fn locations_in(&mut self, file: &str) -> impl Iterator<Item = &mut Location> {
        let locations = self.list.iter_mut().map(|diagnostic| &mut diagnostic.location);
        locations.filter(move |location| location.file == file)
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the findings in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Returns the number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// The findings, each with the number of its locations: a habit of a collection's author is reported once.
#[derive(Default)]
pub(crate) struct Findings {
    list: Vec<(Diagnostic, usize)>,
    /// The indexes in the list.
    known: HashMap<(Severity, String), usize>,
}

impl Findings {
    /// Adds a warning.
    pub(crate) fn warning(&mut self, location: Location, problem: String, help: &str) {
        let help = Some(help.to_owned());
        self.add(Diagnostic { severity: Severity::Warning, problem, location, help });
    }

    /// Adds a finding.
    pub(crate) fn add(&mut self, finding: Diagnostic) {
        let next = self.list.len();
        let index = *self.known.entry((finding.severity, finding.problem.clone())).or_insert(next);
        match self.list.get_mut(index) {
            Some((_, count)) => *count += 1,
            None => self.list.push((finding, 1)),
        }
    }

    /// Moves the findings to those of the run.
    pub(crate) fn report(self, diagnostics: &mut Diagnostics) {
        for (mut finding, count) in self.list {
            if count > 1 {
                finding.problem.push_str(&format!(" ({count} times, the first is here)"));
            }
            diagnostics.add(finding);
        }
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
    fn findings_escape_what_they_quote() {
        let mut diagnostics = Diagnostics::new();
        let location = Location::new("c.json", "\"a\u{202e}b\"");
        diagnostics.warning(location, "`\n\u{1b}[31mé` is no name", "write `\u{0}`");
        let expected =
            "warning: `\\n\\u{1b}[31mé` is no name\n  --> c.json: \"a\\u{202e}b\"\n  help: write `\\u{0}`";
        assert_eq!(diagnostics.to_string(), expected);
    }
}
