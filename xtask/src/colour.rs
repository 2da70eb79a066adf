//! Colours of a terminal.

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
    /// Returns the colouring for standard output: on if it is a terminal and `NO_COLOR` is not set
    /// (<https://no-color.org>).
    pub fn of_stdout() -> Self {
        let disabled = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if io::stdout().is_terminal() && !disabled { Self::On } else { Self::Off }
    }
}

/// Returns the text with an ANSI colour or attribute.
pub(crate) fn paint(code: &str, text: &str, colour: Colour) -> String {
    match colour {
        Colour::On => format!("\x1b[{code}m{text}\x1b[0m"),
        Colour::Off => text.to_owned(),
    }
}
