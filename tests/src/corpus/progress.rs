//! What is told while it runs: a line for each collection, and on a terminal what is being done now.

use std::io::{self, IsTerminal, Write};

/// How a collection went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mood {
    Good,
    /// Neither.
    Plain,
    Bad,
}

/// Standard error.
pub(crate) struct Progress {
    total: usize,
    finished: usize,
    width: usize,
    is_terminal: bool,
    has_colours: bool,
    /// Whether the last line is one that will be written over.
    is_open: bool,
}

impl Progress {
    /// The progress of so many collections, the longest of whose names has this width.
    pub(crate) fn new(total: usize, width: usize) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let has_colours = is_terminal && !refused;
        Self { total, finished: 0, width, is_terminal, has_colours, is_open: false }
    }

    /// Tells what is being done now.
    pub(crate) fn now(&mut self, what: &str) {
        if self.is_terminal {
            let text: String = what.chars().take(100).collect();
            put(&format!("\r\x1b[K{text}"));
            self.is_open = true;
        }
    }

    /// Tells what came of a collection.
    pub(crate) fn finished(&mut self, name: &str, mood: Mood, what: &str, seconds: Option<f64>) {
        self.finished += 1;
        let digits = self.total.to_string().len();
        let colour = match mood {
            Mood::Good => "\x1b[32m",
            Mood::Plain => "\x1b[2m",
            Mood::Bad => "\x1b[31m",
        };
        let (on, off) = if self.has_colours { (colour, "\x1b[0m") } else { ("", "") };
        let seconds = seconds.map(|seconds| format!("  {seconds:.1} s")).unwrap_or_default();
        let (finished, total, width) = (self.finished, self.total, self.width);
        self.clear();
        put(&format!("[{finished:digits$}/{total}] {name:width$}  {on}{what}{off}{seconds}\n"));
    }

    /// Takes away what is only there for now.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.is_open) {
            put("\r\x1b[K");
        }
    }
}

/// A reader who has gone is no reason to fail.
fn put(text: &str) {
    let mut stream = io::stderr().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
