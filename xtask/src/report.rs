//! The output of the commands. No other module prints.

use std::io::{self, Write};
use std::path::Path;

use codegen::api::Counts;
use codegen::diagnostics::{Diagnostics, Severity};
use codegen::openapi::LeftOut;

use crate::check::{Change, CheckResult, Drift, DriftKind, TextDifference};
use crate::cli::Program;
use crate::client::Client;
use crate::inspect::{Format, Inspection};
use crate::new::{NewResult, Summary};
use crate::overlay::Imported;
use crate::plan::Comparison;
use crate::shell;
use crate::terminal::{Colour, printable, printable_json};
use crate::unified;
use crate::workspace::Workspace;

/// The most files whose diff is shown: a new version of the generator changes them all in the same way.
const DIFFS: usize = 20;

/// The most items of one kind that are listed.
const LISTED: usize = 20;

/// The next steps after `new`.
const NEXT_STEPS: &[&str] =
    &["cargo test", "cargo doc --no-deps --open", "cargo run --example replay -- --help"];

/// The output of a command.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    /// Findings and errors, for standard error.
    pub problems: String,
    /// The result, for standard output.
    pub text: String,
    /// The verdict.
    pub verdict: Verdict,
}

impl Report {
    /// Prints both texts, each to its stream.
    ///
    /// # Errors
    ///
    /// If standard output cannot be written, for example because a disk is full. A closed pipe (`| head`) is not an error.
    pub fn print(&self) -> io::Result<()> {
        print_error(&self.problems);
        if !self.problems.is_empty() && !self.text.is_empty() {
            print_error("\n");
        }
        match stdout().and_then(|stdout| print(stdout, &self.text)) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }
}

/// Returns standard output. [`io::Stdout`] ignores all output where the file is not open for writing; the file itself
/// does not.
#[cfg(unix)]
fn stdout() -> io::Result<impl Write> {
    use std::os::fd::AsFd;

    Ok(std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

#[cfg(not(unix))]
fn stdout() -> io::Result<impl Write> {
    Ok(io::stdout().lock())
}

/// The verdict of a command, which decides its exit code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Exit code 0.
    Good,
    /// Exit code 1.
    Bad,
}

/// Prints to standard error.
pub fn print_error(text: &str) {
    // Nothing is left to report the error to.
    let _ = print(io::stderr().lock(), text);
}

/// Prints text as whole lines.
fn print(mut stream: impl Write, text: &str) -> io::Result<()> {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    write!(stream, "{text}{end}").and_then(|()| stream.flush())
}

/// Returns a report that has only text.
pub fn text(text: &str) -> Report {
    Report { problems: String::new(), text: text.to_owned(), verdict: Verdict::Good }
}

/// Returns the report of a command that failed.
pub fn failed(error: &anyhow::Error) -> Report {
    Report { problems: format!("error: {error:#}"), text: String::new(), verdict: Verdict::Bad }
}

/// Returns one report of several clients, each below its name. The verdict is bad if one of them is.
pub fn joined(mut reports: Vec<(&str, Report)>) -> Report {
    if let [(_, report)] = &mut reports[..] {
        return std::mem::replace(report, text(""));
    }
    let named = |part: fn(&Report) -> &str| {
        let parts = reports.iter().filter(|(_, report)| !part(report).is_empty());
        parts
            .map(|(name, report)| format!("{name}:\n\n{}", part(report).trim_end()))
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    let is_bad = reports.iter().any(|(_, report)| report.verdict == Verdict::Bad);
    Report {
        problems: named(|report| &report.problems),
        text: named(|report| &report.text),
        verdict: if is_bad { Verdict::Bad } else { Verdict::Good },
    }
}

/// Returns the report of `generate`.
pub fn generated(client: &Client, comparison: &Comparison) -> Report {
    let Comparison { diagnostics, counts, plan, missing } = comparison;
    if diagnostics.has_errors() {
        return Report {
            problems: problems(diagnostics, "nothing was written"),
            text: String::new(),
            verdict: Verdict::Bad,
        };
    }
    let mut lines = vec![format!("{}, {}", scope(counts), number(counts.types, "type"))];
    lines.extend(plan.write.iter().map(|write| format!("  wrote    {}", client.path(&write.path))));
    lines.extend(plan.remove.iter().map(|path| format!("  removed  {}", client.path(path))));
    lines.push(match (plan.write.len(), plan.remove.len()) {
        (0, 0) => format!("up to date: {}", number(plan.unchanged, "file")),
        (written, removed) => {
            format!("{} written, {removed} removed, {} unchanged", number(written, "file"), plan.unchanged)
        }
    });
    let problems = [problems(diagnostics, ""), missing_lines(client, "warning", missing)];
    Report { problems: paragraphs(problems), text: lines.join("\n"), verdict: Verdict::Good }
}

/// Returns the finding about lines that the manifest of a client lacks.
pub(crate) fn missing_lines(client: &Client, severity: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let manifest = client.path("Cargo.toml");
    let lines: String = lines.iter().map(|line| format!("\n    {line}")).collect();
    format!(
        "{severity}: the manifest lacks what the generated code needs\n  --> {manifest}\n  help: add these lines\n{lines}"
    )
}

/// Joins texts that are not empty.
pub(crate) fn paragraphs<const N: usize>(texts: [String; N]) -> String {
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Returns the report of `check`.
pub fn checked(program: Program, client: &Client, result: &CheckResult, colour: Colour) -> Report {
    let CheckResult { diagnostics, counts, unchanged, drifts, missing } = result;
    if result.is_up_to_date() {
        let text = format!("up to date: {}, {}", number(*unchanged, "file"), scope(counts));
        return Report { problems: problems(diagnostics, ""), text, verdict: Verdict::Good };
    }
    let remedy = match diagnostics.has_errors() {
        true => format!("correct the errors, then run `{program} generate` to bring them up to date"),
        false => format!("run `{program} generate` to bring them up to date"),
    };
    let text = match drifts[..] {
        [] => String::new(),
        _ => [list(drifts), diffs(drifts, colour), format!("{}\n{remedy}", summary(drifts, *unchanged))]
            .concat(),
    };
    let problems = [problems(diagnostics, "not up to date"), missing_lines(client, "error", missing)];
    Report { problems: paragraphs(problems), text, verdict: Verdict::Bad }
}

/// Returns the report of `inspect`.
pub fn inspected(inspection: &Inspection, format: Format) -> anyhow::Result<Report> {
    let verdict = if inspection.diagnostics.has_errors() { Verdict::Bad } else { Verdict::Good };
    let (problems, text) = match format {
        Format::Json => (String::new(), printable_json(&inspection.json()?)),
        Format::Text | Format::Overlay if verdict == Verdict::Bad => {
            (problems(&inspection.diagnostics, "no client can be generated"), String::new())
        }
        Format::Text => (String::new(), printable(&inspection.text())),
        Format::Overlay => match inspection.starting_overlay() {
            Some(overlay) => (problems(&overlay.diagnostics, ""), printable_json(&overlay.text)),
            None => (String::new(), String::new()),
        },
    };
    Ok(Report { problems, text, verdict })
}

/// Returns the report of `new`.
pub fn created(program: Program, result: &NewResult) -> Report {
    let NewResult { package, diagnostics } = result;
    let problems = problems(diagnostics, "nothing was written");
    let Some(package) = package else {
        return Report { problems, text: String::new(), verdict: Verdict::Bad };
    };
    let folder = printable(&package.folder.to_string_lossy());
    let Summary { name, files, counts, skipped, .. } = package;
    let mut lines = vec![format!("created {name} in {folder}: {}", number(*files, "file"))];
    lines.push(format!("  {}, {}", scope(counts), number(counts.types, "type")));
    let rows = [
        (counts.refused, number(counts.refused, "request") + " refused"),
        (
            *skipped,
            format!(
                "{} of the collection skipped; `{program} inspect {}` lists them",
                number(*skipped, "other part"),
                shell::path(&package.collection)
            ),
        ),
        (diagnostics.count(Severity::Warning), number(diagnostics.count(Severity::Warning), "warning")),
        (diagnostics.count(Severity::Note), number(diagnostics.count(Severity::Note), "note")),
    ];
    lines.extend(rows.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| format!("  {text}")));
    lines.extend(package.workspace.as_ref().map(|workspace| match workspace {
        Workspace::Member(root) => format!("  a member of the workspace {}", root.display()),
        Workspace::Joined(root) => format!("  added to the members of the workspace {}", root.display()),
        Workspace::Separate => "  the workspace around it cannot have it as a member, so Cargo.toml has a `[workspace]` table"
            .to_owned(),
    }));
    lines.extend(["".to_owned(), "next:".to_owned()]);
    let is_here = package.folder == Path::new(".");
    lines.extend((!is_here).then(|| format!("  cd {}", shell::path(&package.folder))));
    lines.extend(NEXT_STEPS.iter().map(|command| format!("  {command}")));
    Report { problems, text: lines.join("\n"), verdict: Verdict::Good }
}

/// Returns the report of `overlay import`.
pub fn imported(program: Program, result: &Imported) -> Report {
    let Imported { client, overlay, import, is_written } = result;
    if import.diagnostics.has_errors() {
        let problems = problems(&import.diagnostics, "nothing was written");
        return Report { problems, text: String::new(), verdict: Verdict::Bad };
    }
    let (operations, schemas) =
        (number(import.operations, "operation"), number(import.schemas.len(), "schema"));
    let mut lines = vec![match is_written {
        true => format!("{overlay}: added to {operations}, {schemas} added"),
        false => format!("{overlay}: nothing to add to {}", number(import.matched, "operation")),
    }];
    let left_out: Vec<String> = import
        .left_out
        .iter()
        .map(|LeftOut { operation, part, reason }| format!("{operation}, {part}: {reason}"))
        .collect();
    for (list, title) in [
        (&left_out, "left out"),
        (&import.kept, "in the overlay already, and different in the document"),
        (&import.missing, "in the collection, and not in the document"),
        (&import.foreign, "in the document, and not in the collection"),
    ] {
        if list.is_empty() {
            continue;
        }
        lines.push(format!("\n{title}: {}", list.len()));
        lines.extend(list.iter().take(LISTED).map(|item| format!("  {item}")));
        let more = list.len().saturating_sub(LISTED);
        lines.extend((more > 0).then(|| format!("  … and {more} more")));
    }
    if import.operation_ids > 0 {
        let ids = number(import.operation_ids, "operation");
        lines.push(format!("\nnames stay those of the collection: the `operationId` of {ids} was not taken"));
    }
    lines.extend(is_written.then(|| format!("\nnext: run `{program} generate -p {client}`")));
    Report { problems: String::new(), text: printable(&lines.join("\n")), verdict: Verdict::Good }
}

/// Returns the findings and, if there are errors, their consequence.
pub(crate) fn problems(diagnostics: &Diagnostics, consequence: &str) -> String {
    let (errors, warnings) = (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
    let total = match (errors, warnings) {
        (0, _) => String::new(),
        (_, 0) => format!("\n\n{consequence}: {}", number(errors, "error")),
        _ => format!("\n\n{consequence}: {}, {}", number(errors, "error"), number(warnings, "warning")),
    };
    format!("{diagnostics}{total}")
}

/// Returns a line for each file.
fn list(drifts: &[Drift]) -> String {
    let lines = drifts.iter().map(|Drift { path, kind }| match kind {
        DriftKind::Changed(change) => format!("changed   {path}{}\n", remark(change)),
        DriftKind::Missing => format!("missing   {path}\n"),
        DriftKind::Orphaned => format!("orphaned  {path}\n"),
    });
    format!("{}\n", lines.collect::<String>())
}

/// Returns the differences that a diff does not show.
fn remark(change: &Change) -> String {
    let crlf = "line endings differ: CR LF on disk, LF generated; let your editor and .gitattributes keep LF";
    let remarks = [
        (change.crlf, crlf),
        (change.byte_order_mark, "begins with a byte order mark"),
        (change.text == TextDifference::NotUtf8, "not UTF-8, so there is no diff"),
    ];
    let remarks: Vec<&str> = remarks.into_iter().filter(|(holds, _)| *holds).map(|(_, text)| text).collect();
    if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join("; ")) }
}

fn diffs(drifts: &[Drift], colour: Colour) -> String {
    let texts = drifts.iter().filter_map(|Drift { path, kind }| match kind {
        DriftKind::Changed(Change { text: TextDifference::Lines { on_disk, generated }, .. }) => {
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

fn summary(drifts: &[Drift], unchanged: usize) -> String {
    let count = |is_kind: fn(&DriftKind) -> bool| drifts.iter().filter(|file| is_kind(&file.kind)).count();
    let kinds = [
        (count(|kind| matches!(kind, DriftKind::Changed(_))), "changed"),
        (count(|kind| matches!(kind, DriftKind::Missing)), "missing"),
        (count(|kind| matches!(kind, DriftKind::Orphaned)), "orphaned"),
        (unchanged, "unchanged"),
    ];
    let kinds = kinds.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    format!("out of date: {}", kinds.collect::<Vec<_>>().join(", "))
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
