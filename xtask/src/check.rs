//! `cargo xtask check`: tells how the files on disk differ from the generated ones. Writes nothing.

use std::borrow::Cow;
use std::path::Path;

use anyhow::Result;
use codegen::api::Counts;
use codegen::diagnostics::Diagnostics;

use crate::plan::{self, Write};

/// The outcome of a check.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Everything there is to say about the inputs, and about what stands in the way of generation.
    pub diagnostics: Diagnostics,
    /// How much the collection holds.
    pub counts: Counts,
    /// How many files are right.
    pub unchanged: usize,
    /// The files that are not, sorted by path.
    pub drifted: Vec<Drifted>,
}

impl Checked {
    /// Whether there is nothing to do.
    pub fn in_step(&self) -> bool {
        self.drifted.is_empty() && !self.diagnostics.has_errors()
    }
}

/// A file out of step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Drifted {
    /// Where, relative to the root, with `/`.
    pub path: String,
    /// How.
    pub how: How,
}

/// How a file is out of step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum How {
    /// It is there and differs: edited by hand, or older than what it is made from.
    Changed(Change),
    /// It is not there.
    Missing,
    /// It was generated once, and is not made any more.
    Orphaned,
}

/// What differs in a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// It has lines that end in CR LF.
    pub crlf: bool,
    /// It begins with a byte order mark.
    pub mark: bool,
    /// The text, apart from the two above.
    pub text: Text,
}

/// How the text of a file differs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Text {
    /// Not at all.
    Same,
    /// In these lines.
    Differs {
        /// What is on disk, without mark and CR.
        on_disk: String,
        /// What is generated.
        generated: String,
    },
    /// What is on disk is not UTF-8.
    Unreadable,
}

/// Compares the files on disk with the generated ones.
pub fn check(root: &Path) -> Result<Checked> {
    let plan::Comparison { diagnostics, counts, plan } = plan::compare(root)?;
    let removed = plan.remove.into_iter().map(|path| Drifted { path, how: How::Orphaned });
    let mut drifted: Vec<Drifted> = plan.write.into_iter().map(drifted).chain(removed).collect();
    drifted.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Checked { diagnostics, counts, unchanged: plan.unchanged, drifted })
}

fn drifted(write: Write) -> Drifted {
    let how = match write.on_disk {
        Some(bytes) => How::Changed(change(&bytes, write.text)),
        None => How::Missing,
    };
    Drifted { path: write.path, how }
}

fn change(bytes: &[u8], generated: String) -> Change {
    let Ok(on_disk) = std::str::from_utf8(bytes) else {
        return Change { crlf: false, mark: false, text: Text::Unreadable };
    };
    let unmarked = on_disk.strip_prefix('\u{feff}').unwrap_or(on_disk);
    let text = match unmarked.contains("\r\n") {
        true => Cow::Owned(unmarked.replace("\r\n", "\n")),
        false => Cow::Borrowed(unmarked),
    };
    Change {
        crlf: matches!(text, Cow::Owned(_)),
        mark: unmarked.len() < on_disk.len(),
        text: match text == generated {
            true => Text::Same,
            false => Text::Differs { on_disk: text.into_owned(), generated },
        },
    }
}
