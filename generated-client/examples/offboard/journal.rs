//! The journal: a file to which a line is appended before and after each call.
//!
//! If the program is killed between the two lines, the next run finds that the call was begun but not finished, and
//! reads the status of the account before it calls again.

use std::collections::HashMap;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The outcome for an account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    Deactivated,
    /// It is not deactivated, for this reason.
    Failed(String),
    /// It is not known whether it is deactivated, for this reason.
    Unknown(String),
}

impl Outcome {
    /// Returns whether the account is deactivated.
    pub(crate) fn is_done(&self) -> bool {
        *self == Self::Deactivated
    }
}

/// An account that is to be deactivated.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) account: String,
    /// Whether an earlier run called the service for it, with an outcome that is not known.
    pub(crate) begun_before: bool,
}

/// A journal, and the list of accounts that it is used for. Clones share the file.
#[derive(Clone)]
pub(crate) struct Journal {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    file: File,
    /// The accounts of the list, in its order and without duplicates.
    list: Vec<String>,
    /// The last state of each account in the journal; `None` if its call was begun and not finished.
    known: HashMap<String, Option<Outcome>>,
}

impl Journal {
    /// Opens the journal. Returns it with the accounts of the list that are not deactivated yet, without duplicates.
    pub(crate) fn open(path: &Path, list: &[String]) -> io::Result<(Self, Vec<Work>)> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let known: HashMap<String, Option<Outcome>> = text.lines().filter_map(parse).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        if !text.is_empty() && !text.ends_with('\n') {
            // The last run was killed while it wrote a line; the next line must not be appended to it.
            file.write_all(b"\n")?;
        }
        let mut unique = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for account in list {
            if seen.insert(account) {
                unique.push(account.clone());
            }
        }
        let work = unique.iter().filter(|account| known.get(*account) != Some(&Some(Outcome::Deactivated)));
        let work = work.map(|account| Work {
            account: account.clone(),
            begun_before: matches!(known.get(account), Some(None | Some(Outcome::Unknown(_)))),
        });
        let work = work.collect();
        let inner = Inner { file, list: unique, known };
        Ok((Self { inner: Arc::new(Mutex::new(inner)) }, work))
    }

    /// Returns the number of accounts in the list, without duplicates.
    pub(crate) fn accounts(&self) -> usize {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).list.len()
    }

    /// Records that the service is about to be called for an account.
    pub(crate) fn begun(&self, account: &str) -> io::Result<()> {
        self.write(account, None)
    }

    /// Records the outcome for an account.
    pub(crate) fn finished(&self, account: &str, outcome: &Outcome) -> io::Result<()> {
        self.write(account, Some(outcome))
    }

    fn write(&self, account: &str, outcome: Option<&Outcome>) -> io::Result<()> {
        let line = match outcome {
            None => format!("{account}\tbegun\n"),
            Some(Outcome::Deactivated) => format!("{account}\tdeactivated\n"),
            Some(Outcome::Failed(reason)) => format!("{account}\tfailed\t{}\n", one_line(reason)),
            Some(Outcome::Unknown(reason)) => format!("{account}\tunknown\t{}\n", one_line(reason)),
        };
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.file.write_all(line.as_bytes())?;
        inner.known.insert(account.to_owned(), outcome.cloned());
        Ok(())
    }

    /// Flushes the journal to the disk and returns a report on all accounts of the list.
    pub(crate) fn report(&self) -> io::Result<Report> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.file.sync_all()?;
        let accounts = inner.list.iter();
        let outcomes = accounts.map(|account| (account.clone(), inner.known.get(account).cloned().flatten()));
        Ok(Report(outcomes.collect()))
    }
}

/// Parses a line. Returns `None` if it is incomplete because a run was killed while it wrote the line.
fn parse(line: &str) -> Option<(String, Option<Outcome>)> {
    let mut parts = line.splitn(3, '\t');
    let account = parts.next()?.to_owned();
    let state = parts.next()?;
    let reason = parts.next().unwrap_or_default().to_owned();
    match state {
        "begun" => Some((account, None)),
        "deactivated" => Some((account, Some(Outcome::Deactivated))),
        "failed" => Some((account, Some(Outcome::Failed(reason)))),
        "unknown" => Some((account, Some(Outcome::Unknown(reason)))),
        _ => None,
    }
}

/// Returns a text without the characters that separate lines and columns of the journal.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// A report: the outcome for each account of the list, `None` if it has none yet.
pub(crate) struct Report(Vec<(String, Option<Outcome>)>);

impl Report {
    /// Returns whether all accounts are deactivated.
    pub(crate) fn all_done(&self) -> bool {
        self.0.iter().all(|(_, outcome)| outcome.as_ref().is_some_and(Outcome::is_done))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (account, outcome) in &self.0 {
            match outcome {
                Some(Outcome::Failed(reason)) => writeln!(f, "  {account}  not deactivated: {reason}")?,
                Some(Outcome::Unknown(reason)) => {
                    writeln!(f, "  {account}  unknown, check this account: {reason}")?;
                }
                Some(Outcome::Deactivated) | None => {}
            }
        }
        let count = |matches: fn(&Option<Outcome>) -> bool| {
            self.0.iter().filter(|(_, outcome)| matches(outcome)).count()
        };
        let done = count(|outcome| *outcome == Some(Outcome::Deactivated));
        let failed = count(|outcome| matches!(outcome, Some(Outcome::Failed(_))));
        let unknown = count(|outcome| matches!(outcome, Some(Outcome::Unknown(_))));
        let remaining = count(Option::is_none);
        writeln!(f, "{done} deactivated, {failed} not deactivated, {unknown} unknown, {remaining} remaining")
    }
}
