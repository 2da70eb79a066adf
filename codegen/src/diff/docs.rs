//! Changes of documentation.

use super::change::Change;
use crate::text::one_line;

/// Whether two descriptions differ in more than white space.
pub(super) fn differ(old: &str, new: &str) -> bool {
    old != new && one_line(old) != one_line(new)
}

/// Adds the lines of a description that differ, as comments.
pub(super) fn compared(change: Change, old: &str, new: &str) -> Change {
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(old), lines(new));
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let comment = |lines: &[&str]| {
        let lines = &lines[..lines.len() - end];
        lines.iter().map(|line| format!("/// {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    };
    let (before, after) = (comment(old), comment(new));
    Change {
        before: Some(before).filter(|text| !text.is_empty()),
        after: Some(after).filter(|text| !text.is_empty()),
        ..change
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.trim().lines().map(str::trim_end).collect()
}

/// Returns some names as a list in a sentence, each in backticks.
pub(super) fn names(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
