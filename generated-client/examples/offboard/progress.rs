//! The progress: one line that is updated on a terminal, a few lines elsewhere.

use std::io::{IsTerminal as _, Write as _};

/// The progress of a run, printed to standard error.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    failed: usize,
    is_terminal: bool,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: 0, failed: 0, is_terminal: std::io::stderr().is_terminal() }
    }

    /// Counts an account and prints the progress.
    pub(crate) fn done(&mut self, succeeded: bool) {
        self.done += 1;
        self.failed += usize::from(!succeeded);
        if self.is_terminal {
            eprint!("\r{}", self.line());
            let _ = std::io::stderr().flush();
        } else if self.done.is_multiple_of((self.total / 10).max(1)) {
            eprintln!("{}", self.line());
        }
    }

    /// Prints a message on a line of its own.
    pub(crate) fn note(&self, text: &str) {
        eprintln!("{}{text}", if self.is_terminal { "\n" } else { "" });
    }

    /// Ends the line.
    pub(crate) fn finish(&self) {
        if self.is_terminal {
            eprintln!();
        }
    }

    fn line(&self) -> String {
        format!("{} of {}, {} failed", self.done, self.total, self.failed)
    }
}
