//! What came of a collection.

use codegen::api::Counts;

use super::collections::Collection;
use super::done::Done;
use super::parity::Parity;
use super::progress::Mood;

/// What is told on one line.
const LONGEST: usize = 90;

/// A collection, and what came of it.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) state: State,
}

pub(crate) enum State {
    /// Codegen says why there is no crate.
    Refused(String),
    /// There is no crate, or no answer why.
    Failed(String),
    /// There is a crate.
    Checked(Box<Checked>),
}

/// A crate that was checked.
pub(crate) struct Checked {
    pub(crate) counts: Counts,
    /// What is wrong with the input of the checks.
    pub(crate) complaints: Vec<String>,
    pub(crate) done: Done,
    /// Nothing without a recording.
    pub(crate) parity: Option<Parity>,
    /// Whether it was checked by an earlier run.
    pub(crate) known: bool,
}

impl Entry {
    pub(crate) fn new(collection: &Collection, state: State) -> Self {
        Self { name: collection.name.clone(), state }
    }

    /// Whether nothing must be done about it.
    pub(crate) fn is_good(&self) -> bool {
        match &self.state {
            State::Refused(_) => true,
            State::Failed(_) => false,
            State::Checked(checked) => checked.problem().is_none(),
        }
    }

    /// How long it took, when it was done now.
    pub(crate) fn seconds(&self) -> Option<f64> {
        match &self.state {
            State::Checked(checked) if !checked.known => Some(checked.done.seconds),
            _ => None,
        }
    }

    /// In a few words.
    pub(crate) fn summary(&self) -> (Mood, String) {
        let mood = if self.is_good() { Mood::Good } else { Mood::Bad };
        match &self.state {
            State::Refused(why) => (Mood::Plain, format!("refused: {}", first_error(why))),
            State::Failed(why) => (mood, format!("failed: {}", first_line(why))),
            State::Checked(checked) => {
                let parity = checked.parity.as_ref().map(|parity| format!(", {} same", share(parity)));
                let what = checked.problem().unwrap_or_else(|| "clean".to_owned());
                let known = if checked.known { ", as before" } else { "" };
                (mood, format!("{what}{}{known}", parity.unwrap_or_default()))
            }
        }
    }
}

impl Checked {
    /// What is wrong besides what a tool finds.
    pub(crate) fn complaints(&self) -> impl Iterator<Item = String> {
        let gone = self.parity.iter().flat_map(|parity| &parity.gone);
        let gone = gone.map(|(index, cause)| {
            format!(
                "known.json: request {index} does not differ any more (`{cause}`)\n  help: remove it there"
            )
        });
        self.complaints.iter().cloned().chain(gone)
    }

    /// The first thing that is wrong, on one line.
    pub(crate) fn problem(&self) -> Option<String> {
        // A replay without a client has sent all there is when the reference has sent nothing.
        let is_same = self.parity.as_ref().is_some_and(|parity| parity.same == parity.compared);
        let replay = self.done.replayed.as_ref().and_then(|replayed| replayed.problem.clone());
        let replay = replay.filter(|_| !is_same);
        let tools = self.done.problems.iter().map(|(tool, text)| format!("{tool}: {text}"));
        let causes = self.parity.iter().flat_map(|parity| parity.causes());
        let causes =
            causes.filter(|(cause, _)| cause.is_wrong()).map(|(cause, count)| format!("{count} x {cause}"));
        let mut all = self.complaints().chain(tools).chain(replay).chain(causes);
        let first = all.next()?;
        let more = match all.count() {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        Some(format!("{}{more}", first_line(&first)))
    }
}

/// How many are the same, of how many.
pub(crate) fn share(parity: &Parity) -> String {
    format!("{}/{}", parity.same, parity.compared)
}

/// The first line, or what of it fits one of ours.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// The first error among findings.
fn first_error(findings: &str) -> String {
    let error = findings.lines().find_map(|line| line.strip_prefix("error: "));
    first_line(error.unwrap_or(findings))
}
