//! Helpers for strings.

use std::borrow::Cow;
use std::collections::HashSet;

/// Whether a character is invisible, or changes the direction of text, which rustc refuses in comments.
///
/// The joiners U+200C and U+200D are not among them: Persian, Indic scripts and emoji need them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns a text as one line, with single spaces for all white space and without invisible characters.
pub(crate) fn one_line(text: &str) -> String {
    let is_visible = |c: &char| c.is_whitespace() || !c.is_control() && !is_invisible(*c);
    let text: String = text.chars().filter(is_visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text as one line that is safe to print: control characters, line breaks and invisible characters are
/// escaped as in Rust.
pub(crate) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}') {
            visible.extend(c.escape_default());
        } else {
            visible.push(c);
        }
    }
    visible
}

/// Transliterates a text to ASCII. Characters that cannot be in an identifier, such as emoji, become spaces.
pub(crate) fn in_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let letters: String =
        text.chars().map(|c| if unicode_ident::is_xid_continue(c) { c } else { ' ' }).collect();
    let mut text = deunicode::deunicode_with_tofu(&letters, "");
    // Apostrophes and the like transliterate letters without a counterpart; they are within words.
    text.retain(|c| !matches!(c, '\'' | '`' | '"'));
    Cow::Owned(text)
}

/// Whether a file cannot have this name on Windows, whatever its extension and case.
pub(crate) fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    matches!(name.as_str(), "aux" | "con" | "nul" | "prn")
        || matches!(port.map(str::as_bytes), Some([b'1'..=b'9']))
}

/// Up to this number of strings, comparing all pairs is faster than hashing.
const FEW: usize = 24;

/// Whether no two strings are equal.
pub(crate) fn are_distinct<'t>(strings: impl ExactSizeIterator<Item = &'t str> + Clone) -> bool {
    if strings.len() > FEW {
        let mut seen = HashSet::with_capacity(strings.len());
        return strings.into_iter().all(|string| seen.insert(string));
    }
    strings.clone().enumerate().all(|(at, string)| strings.clone().take(at).all(|other| other != string))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_removed_or_escaped() {
        let text = " a\u{202e}b\r\n\u{feff} c\u{1b}[31m é\u{200d}\u{2028}";
        assert_eq!(one_line(text), "ab c[31m é\u{200d}");
        assert_eq!(visible(text), " a\\u{202e}b\\r\\n\\u{feff} c\\u{1b}[31m é\u{200d}\\u{2028}");
        assert_eq!((one_line("\u{feff}"), visible("")), (String::new(), String::new()));
    }

    #[test]
    fn devices_of_windows() {
        assert!(["aux", "CON", "nul", "prn", "com1", "COM9", "Lpt5"].into_iter().all(is_device));
        assert!(!["com", "com0", "com10", "console", "lpt", "lptx", ""].into_iter().any(is_device));
    }

    #[test]
    fn equal_strings_are_found_among_few_and_many() {
        for count in [0, 1, 2, FEW, FEW + 1, 100] {
            let mut texts: Vec<String> = (0..count).map(|number| number.to_string()).collect();
            assert!(are_distinct(texts.iter().map(String::as_str)), "{count}");
            texts.extend(texts.first().cloned());
            assert_eq!(are_distinct(texts.iter().map(String::as_str)), count == 0, "{count}");
        }
    }
}
