//! Helpers for strings.

use std::borrow::Cow;

use hashbrown::HashSet;

/// Whether a character is invisible, or changes the direction of text. rustc rejects the latter in comments.
///
/// The joiners U+200C and U+200D are not among them: Persian, Indic scripts and emoji need them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns a string as one line, with single spaces for all white space and without invisible characters.
pub(crate) fn one_line(string: &str) -> String {
    if is_one_line(string) {
        return string.to_owned();
    }
    let is_visible = |c: &char| c.is_whitespace() || !c.is_control() && !is_invisible(*c);
    let visible: String = string.chars().filter(is_visible).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a string is ASCII that [`one_line`] does not change.
fn is_one_line(string: &str) -> bool {
    let mut before = b' ';
    let is_kept = |byte: u8| {
        let is_kept = byte.is_ascii_graphic() || (byte == b' ' && before != b' ');
        before = byte;
        is_kept
    };
    string.bytes().all(is_kept) && !string.ends_with(' ')
}

/// Returns a string as one line that is safe to print: control characters, line breaks and invisible characters are
/// escaped as in Rust.
pub(crate) fn visible(string: &str) -> String {
    let mut visible = String::with_capacity(string.len());
    for c in string.chars() {
        if c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}') {
            visible.extend(c.escape_default());
        } else {
            visible.push(c);
        }
    }
    visible
}

/// Transliterates a string to ASCII. Characters that cannot be in an identifier, such as emoji, become spaces.
pub(crate) fn in_ascii(string: &str) -> Cow<'_, str> {
    if string.is_ascii() {
        return Cow::Borrowed(string);
    }
    let letters: String =
        string.chars().map(|c| if unicode_ident::is_xid_continue(c) { c } else { ' ' }).collect();
    let mut ascii = deunicode::deunicode_with_tofu(&letters, "");
    // Some letters within words are transliterated to quotes, which would split the words.
    ascii.retain(|c| !matches!(c, '\'' | '`' | '"'));
    Cow::Owned(ascii)
}

/// Whether a name is reserved for a device on Windows, so that no file can have it with any extension or case.
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
    strings
        .clone()
        .enumerate()
        .all(|(index, string)| strings.clone().take(index).all(|other| other != string))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_removed_or_escaped() {
        let string = " a\u{202e}b\r\n\u{feff} c\u{1b}[31m é\u{200d}\u{2028}";
        assert_eq!(one_line(string), "ab c[31m é\u{200d}");
        assert_eq!(visible(string), " a\\u{202e}b\\r\\n\\u{feff} c\\u{1b}[31m é\u{200d}\\u{2028}");
        assert_eq!((one_line("\u{feff}"), visible("")), (String::new(), String::new()));
        for string in ["a b", " a b", "a  b", "a b ", "a\tb", "a\u{7f} b"] {
            assert_eq!(one_line(string), "a b", "{string:?}");
        }
    }

    #[test]
    fn devices_of_windows() {
        assert!(["aux", "CON", "nul", "prn", "com1", "COM9", "Lpt5"].into_iter().all(is_device));
        assert!(!["com", "com0", "com10", "console", "lpt", "lptx", ""].into_iter().any(is_device));
    }

    #[test]
    fn equal_strings_are_found_among_few_and_many() {
        for count in [0, 1, 2, FEW, FEW + 1, 100] {
            let mut strings: Vec<String> = (0..count).map(|number| number.to_string()).collect();
            assert!(are_distinct(strings.iter().map(String::as_str)), "{count}");
            strings.extend(strings.first().cloned());
            assert_eq!(are_distinct(strings.iter().map(String::as_str)), count == 0, "{count}");
        }
    }
}
