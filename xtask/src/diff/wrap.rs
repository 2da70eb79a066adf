//! Lines of a limited width.

use unicode_width::UnicodeWidthStr;

/// Wraps a text at spaces, with an indent before each line and a further one before all but the first. A word that is
/// wider than a line stays whole.
pub(super) fn wrapped(text: &str, width: usize, first: &str, rest: &str) -> String {
    let mut out = String::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && columns(&line) + 1 + columns(word) > width {
            out.push_str(&line);
            out.push('\n');
            line = rest.to_owned();
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}

/// Returns the number of columns of a text on a terminal: ideographs and emoji have two, combining characters none.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks a line of code that is too wide: a comment at a space, a signature into its arguments.
pub(super) fn broken(line: &str, width: usize) -> Vec<String> {
    match line.strip_prefix("///") {
        Some(text) => wrapped(text, width, "/// ", "/// ").lines().map(str::to_owned).collect(),
        None => signature(line, width),
    }
}

/// Breaks a signature that is too wide: one line for each argument.
fn signature(line: &str, width: usize) -> Vec<String> {
    let whole = || vec![line.to_owned()];
    if columns(line) <= width {
        return whole();
    }
    let (Some(open), Some(close)) = (line.find('('), line.rfind(')')) else { return whole() };
    if open >= close || line[open + 1..close].is_empty() {
        return whole();
    }
    let mut lines = vec![line[..=open].to_owned()];
    lines.extend(arguments(&line[open + 1..close]).iter().map(|argument| format!("    {argument},")));
    lines.push(line[close..].to_owned());
    lines
}

/// Splits arguments at commas that are outside of brackets.
fn arguments(text: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0_i32, 0);
    let mut list = Vec::new();
    for (index, character) in text.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth -= 1,
            ',' if depth == 0 => {
                list.push(text[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    list.push(text[start..].trim());
    list
}

#[cfg(test)]
mod tests {
    use super::{signature, wrapped};

    #[test]
    fn nothing_is_cut() {
        assert_eq!(wrapped("one two three", 9, "- ", "  "), "- one two\n  three\n");
        assert_eq!(wrapped("注文 一覧 取得", 9, "", "  "), "注文 一覧\n  取得\n");
        assert_eq!(wrapped("e\u{301}a e\u{301}a", 5, "", "  "), "e\u{301}a e\u{301}a\n");
        assert_eq!(wrapped("a-very-long-word b", 5, "", "  "), "a-very-long-word\n  b\n");
        let line = "pub fn new(a: impl Into<BTreeMap<String, i64>>, b: (u8, u8)) -> Self";
        let lines =
            ["pub fn new(", "    a: impl Into<BTreeMap<String, i64>>,", "    b: (u8, u8),", ") -> Self"];
        assert_eq!(signature(line, 40), lines);
        assert_eq!(signature(line, 100), [line]);
    }
}
