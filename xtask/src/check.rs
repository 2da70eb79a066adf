//! `check`: compares the files of a client on disk with the generated ones. Writes nothing.

use std::borrow::Cow;

use anyhow::Result;
use codegen::api::Counts;
use codegen::diagnostics::{Diagnostics, Location};

use crate::client::Client;
use crate::plan::{self, Write};
use crate::transaction;

/// The result of a check.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// The findings in the inputs, and in the files that generation would replace.
    pub diagnostics: Diagnostics,
    /// The counts of the collection.
    pub counts: Counts,
    /// The number of files that are up to date.
    pub unchanged: usize,
    /// The files that are not, sorted by path.
    pub drifts: Vec<Drift>,
    /// The lines that the generated code needs in the client's manifest, and that it does not have.
    pub missing: Vec<String>,
}

impl CheckResult {
    /// Whether every file is up to date and the inputs have no errors.
    pub fn is_up_to_date(&self) -> bool {
        self.drifts.is_empty() && self.missing.is_empty() && !self.diagnostics.has_errors()
    }
}

/// A file that is out of date.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Drift {
    /// The path relative to the root of the workspace, with `/`.
    pub path: String,
    /// The kind.
    pub kind: DriftKind,
}

/// The way in which a file is out of date.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DriftKind {
    /// The file differs: it was edited by hand, or is older than the inputs or the generator.
    Changed(Change),
    /// The file does not exist.
    Missing,
    /// The file was generated once, and no longer is.
    Orphaned,
}

/// The differences of a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// Whether the file on disk has lines that end in CR LF.
    pub crlf: bool,
    /// Whether the file on disk begins with a byte order mark.
    pub byte_order_mark: bool,
    /// The difference of the text, apart from the two above.
    pub text: TextDifference,
}

/// The difference between the text on disk and the generated text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TextDifference {
    /// There is none.
    None,
    /// Some lines differ.
    Lines {
        /// The text on disk, without byte order mark and CR.
        on_disk: String,
        /// The generated text.
        generated: String,
    },
    /// The file on disk is not UTF-8.
    NotUtf8,
}

/// Compares the files of a client on disk with the generated ones.
pub fn check(client: &Client) -> Result<CheckResult> {
    let plan::Comparison { mut diagnostics, counts, plan, missing } = plan::compare(client)?;
    if transaction::is_unfinished(&client.folder) || transaction::is_unfinished(&client.root) {
        let problem = "a run was killed while it changed files";
        let location = Location::new(&client.path(transaction::STAGING), "");
        diagnostics.error(location, problem, "run `generate`: it restores them first");
    }
    let path = |path: &str| client.path(path);
    let removed = plan.remove.iter().map(|file| Drift { path: path(file), kind: DriftKind::Orphaned });
    let written = plan.write.into_iter().map(|write| Drift { path: path(&write.path), kind: kind(write) });
    let mut drifts: Vec<Drift> = written.chain(removed).collect();
    drifts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(CheckResult { diagnostics, counts, unchanged: plan.unchanged, drifts, missing })
}

fn kind(write: Write) -> DriftKind {
    match write.on_disk {
        Some(bytes) => DriftKind::Changed(change(&bytes, write.text)),
        None => DriftKind::Missing,
    }
}

fn change(bytes: &[u8], generated: String) -> Change {
    let Ok(on_disk) = std::str::from_utf8(bytes) else {
        return Change { crlf: false, byte_order_mark: false, text: TextDifference::NotUtf8 };
    };
    let unmarked = on_disk.strip_prefix('\u{feff}').unwrap_or(on_disk);
    let text = match unmarked.contains("\r\n") {
        true => Cow::Owned(unmarked.replace("\r\n", "\n")),
        false => Cow::Borrowed(unmarked),
    };
    Change {
        crlf: matches!(text, Cow::Owned(_)),
        byte_order_mark: unmarked.len() < on_disk.len(),
        text: match text == generated {
            true => TextDifference::None,
            false => TextDifference::Lines { on_disk: text.into_owned(), generated },
        },
    }
}
