//! The outcome of a collection.

use codegen::api::Counts;

use super::collections::Collection;
use super::parity::Parity;
use super::progress::Verdict;
use super::results::CheckResult;

/// The maximum length of a summary in characters.
const MAX_LENGTH: usize = 90;

/// A collection and its outcome.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) state: State,
}

pub(crate) enum State {
    /// There is no crate, and codegen reports why.
    Refused(String),
    /// There is no crate, although there should be, or there is no location in the report.
    Failed(String),
    /// There is a crate, and it was checked.
    Checked(Box<Checked>),
}

/// A crate that was checked.
pub(crate) struct Checked {
    pub(crate) counts: Counts,
    /// The problems with the number of requests and the recording.
    pub(crate) input_problems: Vec<String>,
    pub(crate) result: CheckResult,
    /// `None` without a recording.
    pub(crate) parity: Option<Parity>,
    /// Whether it was checked by an earlier run.
    pub(crate) is_cached: bool,
}

impl Entry {
    pub(crate) fn new(collection: &Collection, state: State) -> Self {
        Self { name: collection.name.clone(), state }
    }

    /// Whether the collection has no problem.
    pub(crate) fn is_good(&self) -> bool {
        match &self.state {
            State::Refused(_) => true,
            State::Failed(_) => false,
            State::Checked(checked) => checked.problem().is_none(),
        }
    }

    /// Returns how long the check took, if it was not an earlier one.
    pub(crate) fn seconds(&self) -> Option<f64> {
        match &self.state {
            State::Checked(checked) if !checked.is_cached => Some(checked.result.seconds),
            _ => None,
        }
    }

    /// Returns a verdict and a summary of one line.
    pub(crate) fn summary(&self) -> (Verdict, String) {
        let verdict = if self.is_good() { Verdict::Good } else { Verdict::Bad };
        match &self.state {
            State::Refused(reason) => (Verdict::Neutral, format!("refused: {}", first_error(reason))),
            State::Failed(reason) => (verdict, format!("failed: {}", first_line(reason))),
            State::Checked(checked) => {
                let parity = checked.parity.as_ref().map(|parity| format!(", {} same", share(parity)));
                let problem = checked.problem().unwrap_or_else(|| "clean".to_owned());
                let cached = if checked.is_cached { ", as before" } else { "" };
                (verdict, format!("{problem}{}{cached}", parity.unwrap_or_default()))
            }
        }
    }
}

impl Checked {
    /// Returns the problems that no tool reports.
    pub(crate) fn other_problems(&self) -> impl Iterator<Item = String> {
        let stale = self.parity.iter().flat_map(|parity| &parity.stale);
        let stale = stale.map(|(index, cause)| {
            format!(
                "known.json: request {index} does not differ any more (`{cause}`)\n  help: remove the entry"
            )
        });
        self.input_problems.iter().cloned().chain(stale)
    }

    /// Returns the first problem, on one line.
    pub(crate) fn problem(&self) -> Option<String> {
        // A replay that cannot create a client is not a problem if the reference sent no request either.
        let is_same = self.parity.as_ref().is_some_and(|parity| parity.same == parity.compared);
        let replay = self.result.replayed.as_ref().and_then(|replayed| replayed.problem.clone());
        let replay = replay.filter(|_| !is_same);
        let tools = self.result.problems.iter().map(|(tool, text)| format!("{tool}: {text}"));
        let causes = self.parity.iter().flat_map(|parity| parity.causes());
        let causes =
            causes.filter(|(cause, _)| cause.is_problem()).map(|(cause, count)| format!("{count} x {cause}"));
        let mut all = self.other_problems().chain(tools).chain(replay).chain(causes);
        let first = all.next()?;
        let more = match all.count() {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        Some(format!("{}{more}", first_line(&first)))
    }
}

/// Returns the number of equal requests of all.
pub(crate) fn share(parity: &Parity) -> String {
    format!("{}/{}", parity.same, parity.compared)
}

/// Returns the first line, shortened to the maximum length.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// Returns the first error among diagnostics.
fn first_error(diagnostics: &str) -> String {
    let error = diagnostics.lines().find_map(|line| line.strip_prefix("error: "));
    first_line(error.unwrap_or(diagnostics))
}
