//! A comparison as Markdown, for a pull request.

use super::Comparison;
use super::text::{operations, sections, verdict};

/// Returns the comparison as Markdown.
pub(super) fn text(comparison: &Comparison) -> String {
    let mut out = format!("## API changes: {}\n\n", comparison.step());
    out.push_str(&format!("{}\n\n", escaped(&verdict(comparison))));
    out.push_str(&format!("{} → {}\n", code(&comparison.old), code(&comparison.new)));
    for section in sections(&comparison.changes) {
        out.push_str(&format!("\n### {}\n", section.title));
        for change in section.changes {
            out.push_str(&format!("\n#### {}\n\n", escaped(&change.subject)));
            out.push_str(&format!("{}.\n", escaped(&change.summary)));
            if let Some(fenced) = fenced(change.before.as_deref(), change.after.as_deref()) {
                out.push_str(&format!("\n{fenced}\n"));
            }
            if let Some(operations) = operations(change) {
                out.push_str(&format!("\n{}\n", escaped(&operations)));
            }
            if let Some(action) = &change.action {
                out.push_str(&format!("\n**What to do:** {}.\n", escaped(action)));
            }
            out.push_str(&format!(
                "\n<sub>{} · {} · `{}`</sub>\n",
                change.step,
                code(change.rule),
                change.fingerprint
            ));
        }
    }
    if !comparison.accepted.is_empty() {
        out.push_str("\n### Accepted\n\n");
        for change in &comparison.accepted {
            out.push_str(&format!(
                "- `{}` {}: {}.\n",
                change.fingerprint,
                escaped(&change.subject),
                escaped(&change.summary)
            ));
        }
    }
    out
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
                    if "\\*_{}[]<>()#|~&@".contains(character) {
                        out.push('\\');
                    }
                    out.push(if character == '\n' { ' ' } else { character });
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
        assert_eq!(escaped("one ` alone @all"), "one \\` alone \\@all");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(fenced(None, Some("/// ```")).as_deref(), Some("````rust\n/// ```\n````"));
        assert_eq!(fenced(Some("a"), Some("b")).as_deref(), Some("```diff\n- a\n+ b\n```"));
    }
}
