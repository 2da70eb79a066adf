//! Text for a terminal: colours, and strings of the inputs that must not control it.

use std::io::{self, IsTerminal};

/// The colouring of a report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Colour {
    /// With ANSI colours.
    On,
    /// Plain text.
    Off,
}

impl Colour {
    /// Returns the colouring for standard output: on if it is a terminal that has colours, and `NO_COLOR` is not set
    /// (<https://no-color.org>).
    pub fn of_stdout() -> Self {
        let disabled = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        if io::stdout().is_terminal() && !disabled { Self::On } else { Self::Off }
    }
}

/// The width of what is not a terminal, and of a terminal that does not say its own.
const WIDTH: usize = 100;

/// The least width that text is wrapped to.
const LEAST_WIDTH: usize = 40;

/// Returns the width of standard output in columns.
pub(crate) fn width() -> usize {
    let own = terminal_size::terminal_size_of(io::stdout());
    own.map_or(WIDTH, |(width, _)| usize::from(width.0).max(LEAST_WIDTH))
}

/// Returns the text with an ANSI colour or attribute.
pub(crate) fn paint(code: &str, text: &str, colour: Colour) -> String {
    match colour {
        Colour::On => format!("\x1b[{code}m{text}\x1b[0m"),
        Colour::Off => text.to_owned(),
    }
}

/// Escapes the characters of a text that would control a terminal, or change the order in which it shows text.
pub(crate) fn printable(text: &str) -> String {
    escaped(text, |character| format!("\\u{{{:x}}}", u32::from(character)))
}

/// Escapes the same characters in JSON, where they can only be in strings.
pub(crate) fn printable_json(json: &str) -> String {
    escaped(json, |character| format!("\\u{:04x}", u32::from(character)))
}

fn escaped(text: &str, escape: impl Fn(char) -> String) -> String {
    if !text.contains(is_control) {
        return text.to_owned();
    }
    text.chars()
        .map(|character| if is_control(character) { escape(character) } else { character.to_string() })
        .collect()
}

/// Whether a character controls a terminal, or changes the order in which it shows text. Tabs and ends of lines do not.
pub(crate) fn is_control(character: char) -> bool {
    let is_line = matches!(character, '\n' | '\t');
    let is_direction = matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    is_direction || (character.is_control() && !is_line)
}

#[cfg(test)]
mod tests {
    use super::{printable, printable_json};

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(printable("a\u{1b}[2J\u{9b}\u{202e}\tb\n"), "a\\u{1b}[2J\\u{9b}\\u{202e}\tb\n");
        let json = printable_json("{\"a\u{9b}\": \"\u{202e}\u{7f}\"}\n");
        assert_eq!(json, "{\"a\\u009b\": \"\\u202e\\u007f\"}\n");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["a\u{9b}"], "\u{202e}\u{7f}");
    }
}
