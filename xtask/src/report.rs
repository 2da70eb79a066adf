//! What the commands say. The only place that prints.

use std::io::{self, IsTerminal, Write};

use codegen::api::Counts;
use codegen::diagnostics::{Diagnostics, Severity};

use crate::check::{Change, Checked, Drifted, How, Text};
use crate::inspect::{Format, Inspected};
use crate::new::{Created, Summary};
use crate::plan::Comparison;
use crate::unified;

const GENERATE: &str = "`cargo xtask generate`";

/// Of so many files the diff is shown; a new generator changes them all in the same way.
const DIFFS: usize = 20;

/// What to do with a new crate.
const NEXT: &[&str] = &["cargo test", "cargo doc --no-deps --open", "cargo run --example replay -- --help"];

/// What a command has to say.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    /// For standard error: what is wrong or deserves a look.
    pub problems: String,
    /// For standard output: what the caller asked for.
    pub text: String,
    /// How it went.
    pub verdict: Verdict,
}

impl Report {
    /// Prints both texts, each to its stream.
    pub fn print(&self) {
        complain(&self.problems);
        if !self.problems.is_empty() && !self.text.is_empty() {
            complain("\n");
        }
        print(io::stdout().lock(), &self.text);
    }
}

/// How a command went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// As the caller hoped.
    Good,
    /// Not so: exit code 1.
    Bad,
}

/// Whether a report is coloured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Colour {
    /// With ANSI colours.
    On,
    /// Plain text.
    Off,
}

impl Colour {
    /// What suits standard output: colours on a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
    pub fn of_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if io::stdout().is_terminal() && !refused { Self::On } else { Self::Off }
    }
}

/// Prints to standard error.
pub fn complain(text: &str) {
    print(io::stderr().lock(), text);
}

/// Prints a text as whole lines. A reader who has gone (`| head`) is no reason to fail.
fn print(mut stream: impl Write, text: &str) {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(stream, "{text}{end}").and_then(|()| stream.flush());
}

/// A report that is just a text.
pub fn text(text: &str) -> Report {
    Report { problems: String::new(), text: text.to_owned(), verdict: Verdict::Good }
}

/// What generate did.
pub fn generated(comparison: &Comparison) -> Report {
    let Comparison { diagnostics, counts, plan } = comparison;
    if diagnostics.has_errors() {
        return Report {
            problems: problems(diagnostics, "nothing was written"),
            text: String::new(),
            verdict: Verdict::Bad,
        };
    }
    let mut lines = vec![format!("{}, {}", scope(counts), number(counts.types, "type"))];
    lines.extend(plan.write.iter().map(|write| format!("  wrote    {}", write.path)));
    lines.extend(plan.remove.iter().map(|path| format!("  removed  {path}")));
    lines.push(match (plan.write.len(), plan.remove.len()) {
        (0, 0) => format!("up to date: {}", number(plan.unchanged, "file")),
        (written, removed) => {
            format!("{} written, {removed} removed, {} unchanged", number(written, "file"), plan.unchanged)
        }
    });
    Report { problems: problems(diagnostics, ""), text: lines.join("\n"), verdict: Verdict::Good }
}

/// What check found.
pub fn checked(checked: &Checked, colour: Colour) -> Report {
    let Checked { diagnostics, counts, unchanged, drifted } = checked;
    if checked.in_step() {
        let text = format!("in step: {}, {}", number(*unchanged, "file"), scope(counts));
        return Report { problems: problems(diagnostics, ""), text, verdict: Verdict::Good };
    }
    let cure = match diagnostics.has_errors() {
        true => format!("correct the errors, then run {GENERATE} to bring them up to date"),
        false => format!("run {GENERATE} to bring them up to date"),
    };
    let text = match drifted[..] {
        [] => String::new(),
        _ => [list(drifted), diffs(drifted, colour), format!("{}\n{cure}", summary(drifted, *unchanged))]
            .concat(),
    };
    Report { problems: problems(diagnostics, "not in step"), text, verdict: Verdict::Bad }
}

/// What is known of a collection.
pub fn inspected(inspected: &Inspected, format: Format) -> anyhow::Result<Report> {
    let verdict = if inspected.diagnostics.has_errors() { Verdict::Bad } else { Verdict::Good };
    let (problems, text) = match format {
        Format::Json => (String::new(), inspected.json()?),
        Format::Text if verdict == Verdict::Bad => {
            (problems(&inspected.diagnostics, "there is no client of it"), String::new())
        }
        Format::Text => (String::new(), inspected.text()),
    };
    Ok(Report { problems, text, verdict })
}

/// What new did.
pub fn created(created: &Created) -> Report {
    let Created { package, diagnostics } = created;
    let problems = problems(diagnostics, "nothing was written");
    let Some(package) = package else {
        return Report { problems, text: String::new(), verdict: Verdict::Bad };
    };
    let folder = package.folder.display();
    let Summary { name, files, counts, skipped, .. } = package;
    let mut lines = vec![format!("made {name} in {folder}: {}", number(*files, "file"))];
    lines.push(format!("  {}, {}", scope(counts), number(counts.types, "type")));
    let found = [
        (counts.refused, number(counts.refused, "request") + " refused"),
        (*skipped, number(*skipped, "other thing") + " left out; `cargo xtask inspect` lists them"),
        (diagnostics.count(Severity::Warning), number(diagnostics.count(Severity::Warning), "warning")),
        (diagnostics.count(Severity::Note), number(diagnostics.count(Severity::Note), "note")),
    ];
    lines.extend(found.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| format!("  {text}")));
    lines.extend(["".to_owned(), "next:".to_owned(), format!("  cd {folder}")]);
    lines.extend(NEXT.iter().map(|command| format!("  {command}")));
    Report { problems, text: lines.join("\n"), verdict: Verdict::Good }
}

/// The findings and, when there are errors, what they prevented.
fn problems(diagnostics: &Diagnostics, consequence: &str) -> String {
    let (errors, warnings) = (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
    let total = match (errors, warnings) {
        (0, _) => String::new(),
        (_, 0) => format!("\n\n{consequence}: {}", number(errors, "error")),
        _ => format!("\n\n{consequence}: {}, {}", number(errors, "error"), number(warnings, "warning")),
    };
    format!("{diagnostics}{total}")
}

/// One line per file.
fn list(drifted: &[Drifted]) -> String {
    let lines = drifted.iter().map(|Drifted { path, how }| match how {
        How::Changed(change) => format!("changed   {path}{}\n", remark(change)),
        How::Missing => format!("missing   {path}\n"),
        How::Orphaned => format!("orphaned  {path}\n"),
    });
    format!("{}\n", lines.collect::<String>())
}

/// What a diff cannot show.
fn remark(change: &Change) -> String {
    let crlf = "line endings differ: CR LF on disk, LF generated; let your editor and .gitattributes keep LF";
    let remarks = [
        (change.crlf, crlf),
        (change.mark, "begins with a byte order mark"),
        (change.text == Text::Unreadable, "not UTF-8, so there is no diff"),
    ];
    let remarks: Vec<&str> = remarks.into_iter().filter(|(holds, _)| *holds).map(|(_, text)| text).collect();
    if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join("; ")) }
}

fn diffs(drifted: &[Drifted], colour: Colour) -> String {
    let texts = drifted.iter().filter_map(|Drifted { path, how }| match how {
        How::Changed(Change { text: Text::Differs { on_disk, generated }, .. }) => {
            Some((path, on_disk, generated))
        }
        _ => None,
    });
    let shown = texts.clone().take(DIFFS);
    let mut out: String =
        shown.map(|(path, old, new)| unified::diff(path, old, new, colour) + "\n").collect();
    let rest = texts.count().saturating_sub(DIFFS);
    if rest > 0 {
        out.push_str(&format!("… and the diffs of {}\n\n", number(rest, "more file")));
    }
    out
}

fn summary(drifted: &[Drifted], unchanged: usize) -> String {
    let count = |wanted: fn(&How) -> bool| drifted.iter().filter(|file| wanted(&file.how)).count();
    let kinds = [
        (count(|how| matches!(how, How::Changed(_))), "changed"),
        (count(|how| matches!(how, How::Missing)), "missing"),
        (count(|how| matches!(how, How::Orphaned)), "orphaned"),
        (unchanged, "unchanged"),
    ];
    let kinds = kinds.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    format!("out of step: {}", kinds.collect::<Vec<_>>().join(", "))
}

fn scope(counts: &Counts) -> String {
    let operations = number(counts.operations, "operation");
    match counts.groups {
        0 => operations,
        groups => format!("{operations} in {}", number(groups, "group")),
    }
}

pub(crate) fn number(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        let scope_of = |operations, groups| scope(&Counts { operations, groups, ..Counts::default() });
        assert_eq!(scope_of(1, 1), "1 operation in 1 group");
        assert_eq!(scope_of(10, 5), "10 operations in 5 groups");
        assert_eq!(scope_of(0, 0), "0 operations");
    }
}
