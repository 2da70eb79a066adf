//! The journal: what was begun and what became of it, one line each, appended as it happens.
//!
//! A line goes out before a call and another one after it. When the program is killed in between, the next run sees
//! that the account was begun and looks at it before it does anything.

use std::collections::HashMap;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// What became of an account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    Deactivated,
    /// It is not, and why.
    Failed(String),
    /// Nobody knows, and why.
    Unknown(String),
}

impl Outcome {
    pub(crate) fn is_done(&self) -> bool {
        *self == Self::Deactivated
    }
}

/// An account to work on.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) account: String,
    /// A run before this one began it and did not finish.
    pub(crate) begun_before: bool,
}

#[derive(Clone)]
pub(crate) struct Journal {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    file: File,
    /// The accounts of this list in its order, and what is known of each.
    list: Vec<String>,
    known: HashMap<String, Option<Outcome>>,
}

impl Journal {
    /// Opens the journal, and says which accounts of the list are left; each is there once.
    pub(crate) fn open(path: &Path, list: &[String]) -> io::Result<(Self, Vec<Work>)> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let known: HashMap<String, Option<Outcome>> = text.lines().filter_map(parse).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        if !text.is_empty() && !text.ends_with('\n') {
            // The last run was killed while it wrote; its half line must not spoil ours.
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

    /// How many accounts the list has, each counted once.
    pub(crate) fn accounts(&self) -> usize {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).list.len()
    }

    pub(crate) fn begun(&self, account: &str) -> io::Result<()> {
        self.write(account, None)
    }

    pub(crate) fn finished(&self, account: &str, outcome: &Outcome) -> io::Result<()> {
        self.write(account, Some(outcome))
    }

    fn write(&self, account: &str, outcome: Option<&Outcome>) -> io::Result<()> {
        let line = match outcome {
            None => format!("{account}\tbegun\n"),
            Some(Outcome::Deactivated) => format!("{account}\tdeactivated\n"),
            Some(Outcome::Failed(why)) => format!("{account}\tfailed\t{}\n", one_line(why)),
            Some(Outcome::Unknown(why)) => format!("{account}\tunknown\t{}\n", one_line(why)),
        };
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.file.write_all(line.as_bytes())?;
        inner.known.insert(account.to_owned(), outcome.cloned());
        Ok(())
    }

    /// What is known of each account of the list.
    pub(crate) fn report(&self) -> io::Result<Report> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.file.sync_all()?;
        let accounts = inner.list.iter();
        let outcomes = accounts.map(|account| (account.clone(), inner.known.get(account).cloned().flatten()));
        Ok(Report(outcomes.collect()))
    }
}

/// Nothing for a line that a killed run left unfinished.
fn parse(line: &str) -> Option<(String, Option<Outcome>)> {
    let mut parts = line.splitn(3, '\t');
    let account = parts.next()?.to_owned();
    let state = parts.next()?;
    let why = parts.next().unwrap_or_default().to_owned();
    match state {
        "begun" => Some((account, None)),
        "deactivated" => Some((account, Some(Outcome::Deactivated))),
        "failed" => Some((account, Some(Outcome::Failed(why)))),
        "unknown" => Some((account, Some(Outcome::Unknown(why)))),
        _ => None,
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// What is known of each account of the list; nothing for one that was not reached.
pub(crate) struct Report(Vec<(String, Option<Outcome>)>);

impl Report {
    pub(crate) fn all_done(&self) -> bool {
        self.0.iter().all(|(_, outcome)| outcome.as_ref().is_some_and(Outcome::is_done))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (account, outcome) in &self.0 {
            match outcome {
                Some(Outcome::Failed(why)) => writeln!(f, "  {account}  not deactivated: {why}")?,
                Some(Outcome::Unknown(why)) => writeln!(f, "  {account}  look at it, nobody knows: {why}")?,
                Some(Outcome::Deactivated) | None => {}
            }
        }
        let count = |wanted: fn(&Option<Outcome>) -> bool| {
            self.0.iter().filter(|(_, outcome)| wanted(outcome)).count()
        };
        let done = count(|outcome| *outcome == Some(Outcome::Deactivated));
        let failed = count(|outcome| matches!(outcome, Some(Outcome::Failed(_))));
        let unknown = count(|outcome| matches!(outcome, Some(Outcome::Unknown(_))));
        let left = count(Option::is_none);
        writeln!(f, "{done} deactivated, {failed} not, {unknown} unknown, {left} left")
    }
}
