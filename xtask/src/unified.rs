//! Unified diffs.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::terminal::{Colour, paint, printable};

/// The most lines of one diff.
const LINES: usize = 200;

/// The time after which two long and very different texts are compared roughly: an exact comparison could take minutes.
const TIMEOUT: Duration = Duration::from_millis(500);

const BOLD: &str = "1";
const CYAN: &str = "36";
const RED: &str = "31";
const GREEN: &str = "32";

/// Returns the diff from the text on disk to the generated text.
pub(crate) fn diff(path: &str, on_disk: &str, generated: &str, colour: Colour) -> String {
    between(path, [("on disk", on_disk), ("generated", generated)], colour)
}

/// Returns the diff between two versions of a file, each with a label.
pub(crate) fn between(path: &str, versions: [(&str, &str); 2], colour: Colour) -> String {
    let [(old_label, old), (new_label, new)] = versions;
    let diff = TextDiff::configure().timeout(TIMEOUT).diff_lines(old, new);
    let mut lines = Vec::new();
    for hunk in diff.unified_diff().iter_hunks() {
        lines.push(paint(CYAN, &hunk.header().to_string(), colour));
        for change in hunk.iter_changes() {
            let text = printable(change.value().trim_end_matches(['\r', '\n']));
            lines.push(match change.tag() {
                ChangeTag::Delete => paint(RED, &format!("-{text}"), colour),
                ChangeTag::Insert => paint(GREEN, &format!("+{text}"), colour),
                ChangeTag::Equal => format!(" {text}"),
            });
            if change.missing_newline() {
                lines.push("\\ No newline at end of file".to_owned());
            }
        }
    }
    let rest = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    let more = if rest > 0 { format!("… and {rest} more lines\n") } else { String::new() };
    let from = paint(BOLD, &format!("--- {path} ({old_label})"), colour);
    let to = paint(BOLD, &format!("+++ {path} ({new_label})"), colour);
    format!("{from}\n{to}\n{}\n{more}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removed_lines_are_those_on_disk() {
        let expected = "--- a.rs (on disk)\n+++ a.rs (generated)\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+zwei\n";
        assert_eq!(diff("a.rs", "one\ntwo", "one\nzwei\n", Colour::Off), expected);
    }

    #[test]
    fn colours_and_control_characters() {
        let expected = "\x1b[1m--- a.rs (on disk)\x1b[0m\n\x1b[1m+++ a.rs (generated)\x1b[0m\n\
                        \x1b[36m@@ -1 +1 @@\x1b[0m\n\x1b[31m-\\u{1b}[8m\x1b[0m\n\x1b[32m+\tone\x1b[0m\n";
        assert_eq!(diff("a.rs", "\x1b[8m\n", "\tone\n", Colour::On), expected);
    }

    #[test]
    fn long_diffs_are_cut() {
        let diff = diff("a.rs", "", &"line\n".repeat(500), Colour::Off);
        assert_eq!(diff.lines().count(), 2 + LINES + 1);
        assert!(diff.ends_with("+line\n… and 301 more lines\n"), "{diff}");
    }
}
