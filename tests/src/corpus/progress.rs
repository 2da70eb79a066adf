//! The output during a run: a line for each collection and, on a terminal, the current activity.

use std::io::{self, IsTerminal, Write};

/// The verdict about a collection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    Good,
    /// The collection is refused, with a reason.
    Neutral,
    Bad,
}

/// The progress on standard error.
pub(crate) struct Progress {
    total: usize,
    finished: usize,
    width: usize,
    is_terminal: bool,
    has_colours: bool,
    /// Whether the last line is an activity, which the next line replaces.
    has_activity: bool,
}

impl Progress {
    /// Creates the progress of this number of collections. The longest name has this width.
    pub(crate) fn new(total: usize, width: usize) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let has_colours = is_terminal && !no_color;
        Self { total, finished: 0, width, is_terminal, has_colours, has_activity: false }
    }

    /// Prints the current activity.
    pub(crate) fn activity(&mut self, activity: &str) {
        if self.is_terminal {
            let text: String = activity.chars().take(100).collect();
            put(&format!("\r\x1b[K{text}"));
            self.has_activity = true;
        }
    }

    /// Prints the line of a collection.
    pub(crate) fn finished(&mut self, name: &str, verdict: Verdict, summary: &str, seconds: Option<f64>) {
        self.finished += 1;
        let digits = self.total.to_string().len();
        let colour = match verdict {
            Verdict::Good => "\x1b[32m",
            Verdict::Neutral => "\x1b[2m",
            Verdict::Bad => "\x1b[31m",
        };
        let (on, off) = if self.has_colours { (colour, "\x1b[0m") } else { ("", "") };
        let seconds = seconds.map(|seconds| format!("  {seconds:.1} s")).unwrap_or_default();
        let (finished, total, width) = (self.finished, self.total, self.width);
        self.clear();
        put(&format!("[{finished:digits$}/{total}] {name:width$}  {on}{summary}{off}{seconds}\n"));
    }

    /// Removes the current activity.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.has_activity) {
            put("\r\x1b[K");
        }
    }
}

/// Prints a string. A closed pipe is not an error.
fn put(text: &str) {
    let mut stream = io::stderr().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
