//! A comparison as text, for the terminal.

use codegen::diff::{Change, Step};

use super::Comparison;
use super::wrap::{broken, columns, wrapped};
use crate::report::number;
use crate::terminal::{Colour, paint, printable};

const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const DIM: &str = "2";
const BOLD: &str = "1";

/// The most operations that are listed at a change; JSON has them all.
pub(super) const LISTED: usize = 8;

/// Returns the comparison as text of this width.
pub(super) fn text(comparison: &Comparison, colour: Colour, width: usize) -> String {
    let mut out = format!("{} -> {}\n", printable(&comparison.old), printable(&comparison.new));
    for section in sections(&comparison.changes) {
        out.push_str(&format!("\n{}\n", paint(BOLD, section.title, colour)));
        for entry in &section.changes {
            out.push('\n');
            change(entry, colour, width, &mut out);
        }
    }
    if !comparison.accepted.is_empty() {
        out.push_str(&format!("\n{}\n\n", paint(BOLD, "Accepted", colour)));
        for change in &comparison.accepted {
            let line = format!("{} {}: {}", change.fingerprint, change.subject, change.summary);
            out.push_str(&wrapped(&printable(&line), width, "  ", "    "));
        }
    }
    out.push('\n');
    out.push_str(&wrapped(&verdict(comparison), width, "", "  "));
    out
}

/// Changes under one heading.
pub(super) struct Section<'a> {
    pub(super) title: &'static str,
    pub(super) changes: Vec<&'a Change>,
}

/// Returns the changes under their headings: the silent ones first.
pub(super) fn sections(changes: &[Change]) -> Vec<Section<'_>> {
    type Is = fn(&Change) -> bool;
    let sections: [(&str, Is); 5] = [
        ("Silent: code compiles and acts differently", |change| change.silent),
        ("Major: code or calls break", |change| !change.silent && change.step == Step::Major),
        ("Minor: additions", |change| !change.silent && change.step == Step::Minor),
        ("Patch: documentation", |change| !change.silent && change.step == Step::Patch),
        ("No change for users", |change| !change.silent && change.step == Step::None),
    ];
    let sections = sections
        .into_iter()
        .map(|(title, is)| Section { title, changes: changes.iter().filter(|change| is(change)).collect() });
    sections.filter(|section| !section.changes.is_empty()).collect()
}

fn change(change: &Change, colour: Colour, width: usize, out: &mut String) {
    let code = match change.step {
        Step::Major => RED,
        Step::Minor => YELLOW,
        Step::Patch | Step::None => DIM,
    };
    let label = format!("({}, {}, {})", change.step, change.rule, change.fingerprint);
    let subject = printable(&change.subject);
    let (bold, coloured) = (paint(BOLD, &subject, colour), paint(code, &label, colour));
    match 3 + columns(&subject) + columns(&label) <= width {
        true => out.push_str(&format!("  {bold} {coloured}\n")),
        false => out.push_str(&format!("  {bold}\n  {coloured}\n")),
    }
    out.push_str(&wrapped(&format!("{}.", printable(&change.summary)), width, "    ", "    "));
    for (item, mark, code) in [(&change.before, '-', RED), (&change.after, '+', GREEN)] {
        let Some(item) = item else { continue };
        for line in printable(item).lines() {
            for line in broken(line, width.saturating_sub(6)) {
                out.push_str(&format!("    {}\n", paint(code, &format!("{mark} {line}"), colour)));
            }
        }
    }
    if let Some(operations) = operations(change) {
        out.push_str(&wrapped(&printable(&operations), width, "    ", "    "));
    }
    if let Some(action) = &change.action {
        out.push_str(&wrapped(&format!("-> {}.", printable(action)), width, "    ", "       "));
    }
}

/// Returns the sentence about the operations of a change; `None` if it is about none in particular.
pub(super) fn operations(change: &Change) -> Option<String> {
    let operations = &change.operations;
    if operations.is_empty() {
        return None;
    }
    let listed: Vec<&str> = operations.iter().take(LISTED).map(String::as_str).collect();
    let more = match operations.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more, which `--format json` lists"),
    };
    Some(format!("In {}: {}{more}.", number(operations.len(), "operation"), listed.join(", ")))
}

/// Returns the sentence about the step.
pub(super) fn verdict(comparison: &Comparison) -> String {
    let changes = &comparison.changes;
    let silent = changes.iter().filter(|change| change.silent).count();
    let steps = [Step::Major, Step::Minor, Step::Patch, Step::None].map(|step| {
        let count = changes.iter().filter(|change| change.step == step).count();
        (count, step.to_string().replace("none", "without effect"))
    });
    let mut parts: Vec<String> =
        steps.iter().filter(|(count, _)| *count > 0).map(|(count, step)| format!("{count} {step}")).collect();
    if silent > 0 {
        parts.push(format!("{silent} of them silent"));
    }
    let accepted = match comparison.accepted.len() {
        0 => String::new(),
        count => format!(" {} accepted.", number(count, "change")),
    };
    let step = comparison.step();
    if changes.is_empty() {
        return format!("No changes for users.{accepted}");
    }
    let version = match (comparison.next_version(), &comparison.client) {
        (Some((old, new)), Some((client, _))) => {
            let below = if old.starts_with("0.") && step == Step::Major {
                ", because below 1.0 `major` raises the second number"
            } else {
                ""
            };
            format!(" The version of {client} that follows {old} is {new}{below}.")
        }
        _ => String::new(),
    };
    format!("Step: {step} ({}).{version}{accepted}", parts.join(", "))
}
