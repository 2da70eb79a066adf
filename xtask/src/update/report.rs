//! The report of an update.

use codegen::diagnostics::Diagnostics;
use codegen::update::Change;

use super::changelog::Section;
use super::{Arguments, Updated, Version};
use crate::cli::Program;
use crate::client::Client;
use crate::diff;
use crate::report::{Report, Verdict, missing_lines, number, paragraphs, problems};
use crate::terminal::{Colour, printable};
use crate::unified;

/// The consequence of an error.
const NOTHING: &str = "nothing was written";

/// Returns the report of an update that the new collection prevents.
pub(super) fn refused(diagnostics: &Diagnostics) -> Report {
    Report { problems: problems(diagnostics, NOTHING), text: String::new(), verdict: Verdict::Bad }
}

/// Returns the report of an update that the present inputs of the client prevent.
pub(super) fn refused_before(diagnostics: &Diagnostics) -> Report {
    let consequence = "the client has errors before the update, and nothing was written";
    Report { problems: problems(diagnostics, consequence), text: String::new(), verdict: Verdict::Bad }
}

/// Returns the report of an update with the collection that the client has.
pub(super) fn nothing(client: &Client, source: &str) -> Report {
    let text = format!("nothing to update: {source} is the collection that `{}` has\n", client.name);
    Report { problems: String::new(), text: printable(&text), verdict: Verdict::Good }
}

/// Returns the report of an update.
pub(super) fn updated(program: Program, updated: &Updated, arguments: &Arguments, colour: Colour) -> Report {
    let Updated { client, source, diff, changes, files, entries, version, comparison } = updated;
    let names = (client.path(&client.table.collection), source.clone());
    let mut parts = vec![diff::printed(client, names, diff.changes.clone(), colour)];
    parts.extend(overlay(changes));
    if let (true, Some((path, before, after))) = (arguments.dry_run, &files.overlay) {
        let texts = [("now", before.as_str()), ("after the update", after.as_str())];
        parts.push(unified::between(path, texts, colour));
    }
    parts.extend(log(&files.changelog, entries, arguments.dry_run));
    parts.push(step(client, version, arguments));
    parts.push(summary(program, updated, arguments.dry_run));
    let problems =
        [problems(&comparison.diagnostics, ""), missing_lines(client, "warning", &comparison.missing)];
    let text = parts.iter().map(|part| part.trim_end()).collect::<Vec<_>>().join("\n\n");
    Report { problems: paragraphs(problems), text, verdict: Verdict::Good }
}

/// Returns what changes in the overlay, in paragraphs.
fn overlay(changes: &[Change]) -> Vec<String> {
    let mut lines: [(&str, Vec<String>); 5] = [
        ("Names that stay, although upstream has other ones:", Vec::new()),
        ("Methods that stay in their old groups, deprecated:", Vec::new()),
        ("Overlay entries that moved with what they describe:", Vec::new()),
        ("Overlay entries that were removed, because upstream removed what they describe:", Vec::new()),
        ("Former names that were removed from the overlay:", Vec::new()),
    ];
    for change in changes {
        let (kind, text) = match change {
            Change::Pinned { name, before, after, entry } => {
                (0, format!("  `{name}`: {before} is now {after} ({entry})"))
            }
            Change::Kept { name, now, entry } => (1, format!("  `{name}`: now `{now}` ({entry})")),
            Change::Moved { location, before, after } => {
                (2, format!("  {before} -> {after}\n    --> {location}"))
            }
            Change::Removed { location, text } => {
                let text: String = text.lines().map(|line| format!("\n      {line}")).collect();
                let help = "    help: git keeps it; if the operation has another path now, add the entry again under that";
                (3, format!("  --> {location}\n{help}{text}"))
            }
            Change::Dropped { location, name, reason } => {
                (4, format!("  `{name}`: {reason}\n    --> {location}"))
            }
        };
        lines[kind].1.push(text);
    }
    let lines = lines.into_iter().filter(|(_, lines)| !lines.is_empty());
    lines.map(|(title, lines)| printable(&format!("{title}\n{}", lines.join("\n")))).collect()
}

/// Returns what is added to the change log.
fn log(path: &str, entries: &[Section], is_dry: bool) -> Option<String> {
    if entries.is_empty() {
        return None;
    }
    let count: usize = entries.iter().map(|section| section.entries.len()).sum();
    let verb = if is_dry { "would be added" } else { "added" };
    let mut text = format!(
        "{path}: {} {verb}",
        if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
    );
    for Section { title, entries } in entries {
        text.push_str(&format!("\n  ### {title}"));
        entries.iter().for_each(|entry| text.push_str(&format!("\n  {entry}")));
    }
    Some(printable(&text))
}

/// Returns what the version of the client is.
fn step(client: &Client, version: &Version, arguments: &Arguments) -> String {
    match version {
        Version::Same => "version: stays, because nothing changes for users".to_owned(),
        Version::Next { present, next, is_set: true } if arguments.dry_run => {
            format!("version: {present} -> {next}, which would be set in {}", client.path("Cargo.toml"))
        }
        Version::Next { present, next, is_set: true } => {
            format!("version: {present} -> {next}, set in {}", client.path("Cargo.toml"))
        }
        Version::Next { present, next, is_set: false } => {
            format!("version: {present} -> {next} when this is published; `--bump` sets it")
        }
        Version::OfWorkspace { present, next } => format!(
            "version: {present} -> {next} when this is published\n  help: the manifest has `version.workspace = true`, and other \
             packages share that version, so `--bump` does not set it: set `version = \"{next}\"` in [workspace.package] of \
             Cargo.toml"
        ),
        Version::Unknown => "version: the manifest has none that could be counted up".to_owned(),
    }
}

/// Returns the files that changed.
fn summary(program: Program, updated: &Updated, is_dry: bool) -> String {
    let Updated { client, files, comparison, .. } = updated;
    let (mut written, mut removed): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (path, content) in &files.list {
        let path = match path.strip_prefix(&client.root) {
            Ok(path) => path.to_string_lossy().into_owned(),
            Err(_) => client.file(path),
        };
        if content.is_some() { written.push(path) } else { removed.push(path) }
    }
    written.extend(comparison.plan.write.iter().map(|write| client.path(&write.path)));
    removed.extend(comparison.plan.remove.iter().map(|path| client.path(path)));
    let counts = format!("{} written, {} removed", number(written.len(), "file"), removed.len());
    if is_dry {
        let command = format!("`{program} update` without `--dry-run` writes them");
        return format!(
            "nothing was written: {} to write, {} to remove; {command}",
            written.len(),
            removed.len()
        );
    }
    let written = written.iter().map(|path| format!("  wrote    {path}\n"));
    let removed = removed.iter().map(|path| format!("  removed  {path}\n"));
    printable(&format!("{}{counts}", written.chain(removed).collect::<String>()))
}
