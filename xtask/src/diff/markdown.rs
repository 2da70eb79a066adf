//! A comparison as Markdown, for a pull request.

use codegen::diff::Change;

use super::Comparison;
use super::text::{operations, sections, verdict};
use crate::report::number;

/// The most bytes of the whole text: a comment and a pull request have at most 65,536 characters, of which some are left
/// for what is written around it.
const LONGEST: usize = 60_000;

/// The bytes that are left for the changes without details, and for the number of the others.
const FOR_SHORT: usize = 15_000;

/// The most bytes of one change with its details: a larger one is listed without them.
const LONGEST_CHANGE: usize = 8_000;

/// The most characters of a subject and of a summary in a list.
const LONGEST_SUMMARY: usize = 300;

/// Returns the comparison as Markdown. What does not fit is listed without details, and then counted.
pub(super) fn text(comparison: &Comparison) -> String {
    let mut out = format!("## API changes: {}\n\n", comparison.step());
    out.push_str(&format!("{}\n\n", escaped(&verdict(comparison))));
    out.push_str(&format!("{} → {}\n", code(&comparison.old), code(&comparison.new)));
    let (mut is_full, mut is_short, mut omitted) = (false, false, 0);
    for section in sections(&comparison.changes) {
        let mut title = format!("\n### {}\n", section.title);
        for change in section.changes {
            let details = detailed(change);
            is_full |= out.len() + details.len() > LONGEST - FOR_SHORT;
            let is_listed = is_full || details.len() > LONGEST_CHANGE;
            is_short |= is_listed;
            let text = if is_listed { short(change) } else { details };
            omitted += usize::from(!add(&mut out, &mut title, &text));
        }
    }
    let mut title = "\n### Accepted\n".to_owned();
    for change in &comparison.accepted {
        omitted += usize::from(!add(&mut out, &mut title, &short(change)));
    }
    if omitted > 0 || is_short {
        let more = match omitted {
            0 => "Details".to_owned(),
            _ => format!("{} and details", number(omitted, "more change")),
        };
        out.push_str(&format!("\n{more} are in the output of `--format text` and `--format json`.\n"));
    }
    out
}

/// Adds a change, after the title of its section if it is the first one of it. Returns whether there is room for it.
fn add(out: &mut String, title: &mut String, text: &str) -> bool {
    let has_room = out.len() + title.len() + text.len() + 100 <= LONGEST;
    if has_room {
        out.push_str(&std::mem::take(title));
        out.push_str(text);
    }
    has_room
}

fn detailed(change: &Change) -> String {
    let mut out = format!("\n#### {}\n\n{}.\n", escaped(&change.subject), escaped(&change.summary));
    if let Some(fenced) = fenced(change.before.as_deref(), change.after.as_deref()) {
        out.push_str(&format!("\n{fenced}\n"));
    }
    if let Some(operations) = operations(change) {
        out.push_str(&format!("\n{}\n", escaped(&operations)));
    }
    if let Some(action) = &change.action {
        out.push_str(&format!("\n**What to do:** {}.\n", escaped(action)));
    }
    out.push_str(&format!("\n{}\n", label(change)));
    out
}

fn short(change: &Change) -> String {
    let cut = |text: &str| match text.char_indices().nth(LONGEST_SUMMARY) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    };
    let (subject, summary) = (escaped(&cut(&change.subject)), escaped(&cut(&change.summary)));
    format!("\n- {subject}: {summary}. {}\n", label(change))
}

/// Returns the step, the rule and the fingerprint of a change.
fn label(change: &Change) -> String {
    format!("<sub>{} · {} · `{}`</sub>", change.step, code(change.rule), change.fingerprint)
}

/// Returns both versions of an item in a fenced block, which no line of them can end.
fn fenced(before: Option<&str>, after: Option<&str>) -> Option<String> {
    let (language, lines) = match (before, after) {
        (None, None) => return None,
        (None, Some(item)) | (Some(item), None) => ("rust", item.to_owned()),
        (Some(before), Some(after)) => {
            let marked =
                |item: &str, mark| item.lines().map(|line| format!("{mark}{line}\n")).collect::<String>();
            ("diff", format!("{}{}", marked(before, "- "), marked(after, "+ ")))
        }
    };
    let longest = lines.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    Some(format!("{fence}{language}\n{}\n{fence}", lines.trim_end()))
}

/// Returns a text in which only the code in backticks is Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        // Every second part is code; the last one is not if its end is missing.
        let is_code = index % 2 == 1 && text.split('`').count() > index + 1;
        match is_code {
            true => out.push_str(&code(part)),
            false => {
                if index % 2 == 1 {
                    out.push_str("\\`");
                }
                part.chars().for_each(|character| {
                    if "\\*_{}[]<>#|~&@".contains(character) {
                        out.push('\\');
                    }
                    out.push(if character == '\n' { ' ' } else { character });
                    // Names of people and numbers of issues are found in the text after it is rendered.
                    if "#@".contains(character) {
                        out.push_str("<!-- -->");
                    }
                });
            }
        }
    }
    out
}

/// Returns a text as code, with as many backticks around it as it needs.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::{code, escaped, fenced};

    #[test]
    fn texts_are_no_markup() {
        assert_eq!(escaped("The field `a_b` of <img> is *new*"), "The field `a_b` of \\<img\\> is \\*new\\*");
        assert_eq!(escaped("one ` alone @all"), "one \\` alone \\@<!-- -->all");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(fenced(None, Some("/// ```")).as_deref(), Some("````rust\n/// ```\n````"));
        assert_eq!(fenced(Some("a"), Some("b")).as_deref(), Some("```diff\n- a\n+ b\n```"));
    }
}
