//! The short way for the texts that most descriptions are: paragraphs of plain words, in which Markdown finds nothing
//! to do. It gives what the long way gives, for a small part of the work.

use super::escape;

/// The lines of a text that surely has nothing but paragraphs of words in it.
pub(super) fn lines(text: &str, width: usize) -> Option<Vec<String>> {
    let text = text.trim_end_matches([' ', '\n', '\r']).trim_start_matches(['\n', '\r']);
    if !is_plain(text.as_bytes()) {
        return None;
    }
    let mut lines = Vec::new();
    let mut is_open = false;
    for line in text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        if line.is_empty() {
            is_open = false;
            continue;
        }
        if !is_open && !lines.is_empty() {
            lines.push(String::new());
        }
        wrap(line, width, is_open, &mut lines);
        is_open = true;
    }
    Some(lines)
}

/// Adds words to the last line while it `is_open` and they fit.
fn wrap(words: &str, width: usize, mut is_open: bool, lines: &mut Vec<String>) {
    // All characters are one byte and one column.
    for word in words.split_ascii_whitespace() {
        match lines.last_mut() {
            Some(line) if is_open && word.len() < width.saturating_sub(line.len()) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(escape::at_line_start(word).into_owned()),
        }
        is_open = true;
    }
}

/// Whether every line begins with a letter and no character does more than show.
fn is_plain(text: &[u8]) -> bool {
    let mut before = b'\n';
    for (at, &byte) in text.iter().enumerate() {
        let next = text.get(at + 1).copied().unwrap_or(b'\n');
        let is_inside = before.is_ascii_alphanumeric() && next.is_ascii_alphanumeric();
        let fits = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => true,
            b'\n' | b'\r' => before != b' ' && (byte == b'\n' || next == b'\n'),
            _ if before == b'\n' => false,
            b'0'..=b'9' | b' ' | b'(' | b')' | b'\'' | b'"' | b',' | b';' | b'?' | b'!' => true,
            // What follows a full stop in a word may make a host of it, and what follows a colon an address.
            b'.' | b':' => matches!(next, b' ' | b'\n' | b'\r' | b')' | b'\''),
            b'-' | b'_' | b'/' => is_inside,
            _ => false,
        };
        if !fits {
            return false;
        }
        before = if byte == b'\r' { before } else { byte };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::lines;

    /// All texts of so many of these pieces.
    fn texts(pieces: &[&str], count: usize) -> Vec<String> {
        let mut texts: Vec<String> = ["", "ab", "ab ", "ab\n"].map(str::to_owned).into();
        for _ in 0..count {
            texts = texts
                .iter()
                .flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}")))
                .collect();
        }
        texts
    }

    #[test]
    fn the_short_way_gives_what_the_long_way_gives() {
        let pieces = ["ab", "7", " ", "\n", "\r\n", ".", ":", "-", "_", "/", "(", ")", "'", ";", "!", "+"];
        let mut short = 0;
        for text in texts(&pieces, 3) {
            for width in [4, 80] {
                let Some(lines) = lines(&text, width) else { continue };
                assert_eq!(lines, read(&text, width).lines, "{text:?} in {width} columns");
                short += 1;
            }
        }
        assert!(short > 5_000, "{short}");
    }

    #[test]
    fn what_may_mean_something_goes_the_long_way() {
        let texts = [
            "1. a",
            " a",
            "a  \nb",
            "see example.com",
            "a:b",
            "_a_",
            "- a",
            "a\n- b",
            "<b>",
            "größe",
            "a`b`",
        ];
        for text in texts {
            assert_eq!(lines(text, 60), None, "{text:?}");
        }
    }
}
