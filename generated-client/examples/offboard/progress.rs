//! How far it is: a line that changes on a terminal, some lines elsewhere.

use std::io::{IsTerminal as _, Write as _};

pub(crate) struct Progress {
    total: usize,
    done: usize,
    failed: usize,
    on_terminal: bool,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: 0, failed: 0, on_terminal: std::io::stderr().is_terminal() }
    }

    pub(crate) fn done(&mut self, succeeded: bool) {
        self.done += 1;
        self.failed += usize::from(!succeeded);
        if self.on_terminal {
            eprint!("\r{}", self.line());
            let _ = std::io::stderr().flush();
        } else if self.done.is_multiple_of((self.total / 10).max(1)) {
            eprintln!("{}", self.line());
        }
    }

    pub(crate) fn note(&self, text: &str) {
        eprintln!("{}{text}", if self.on_terminal { "\n" } else { "" });
    }

    pub(crate) fn finish(&self) {
        if self.on_terminal {
            eprintln!();
        }
    }

    fn line(&self) -> String {
        format!("{} of {}, {} failed", self.done, self.total, self.failed)
    }
}
