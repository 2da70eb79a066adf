//! The outcome of a call with each fault, for each kind of operation.
//!
//! The tables are in [`connections`], [`contents`], [`statuses`] and [`retry_hints`]; [`cell`] tries their cells and
//! documents the notation. This prints all outcomes:
//!
//! ```text
//! cargo test -p tests --test faults -- --nocapture
//! ```
//!
//! A redirect from https to http is not tested, because the stand-in has no TLS. No redirect is followed, whatever its
//! target is.

mod cell;
mod connections;
mod contents;
mod retry_hints;
mod statuses;

use std::sync::Arc;
use std::time::Duration;

use stand_in::{Fault, StandIn};

use crate::cell::{Bench, Kind, Outcome, Pool};

/// A fault, and the expected outcome for each kind of operation.
struct Row {
    fault: String,
    trouble: Trouble,
    /// In the order of [`Kind::ALL`]; [`cell::Outcome`] has the notation.
    expected: [String; 4],
    /// The minimum duration of a call.
    at_least: Duration,
    /// The maximum duration of a call.
    within: Duration,
    /// Whether attempts may time out.
    times_out: bool,
}

enum Trouble {
    /// The port is closed.
    Refused,
    /// A redirect to another origin.
    Elsewhere,
    /// Faults of the service, in this order.
    Faults(Vec<Fault>),
}

/// The maximum duration of a call without a wait, in rows whose attempts do not time out.
const AT_ONCE: Duration = Duration::from_millis(900);
/// The same in rows whose attempts time out: less than the time of two attempts.
const BRIEFLY: Duration = Duration::from_millis(390);

impl Row {
    fn new(fault: impl Into<String>, trouble: Trouble, expected: [&str; 4]) -> Self {
        let expected = expected.map(str::to_owned);
        let at_least = Duration::ZERO;
        Self { fault: fault.into(), trouble, expected, at_least, within: AT_ONCE, times_out: false }
    }

    /// Sets the wait of the calls of this row, for the service or because of its retry hint.
    fn waiting(mut self, milliseconds: u64) -> Self {
        self.at_least = Duration::from_millis(milliseconds);
        self.within = self.at_least + AT_ONCE;
        self
    }

    /// Sets the number of attempts that time out.
    fn timing_out(mut self, attempts: u32) -> Self {
        self.times_out = true;
        self.within = BRIEFLY + cell::ATTEMPT * attempts;
        self
    }
}

/// Creates a row with faults of the service.
fn row<const N: usize>(name: impl Into<String>, faults: [Fault; N], expected: [&str; 4]) -> Row {
    Row::new(name, Trouble::Faults(faults.into()), expected)
}

/// Returns the outcomes with one for GET, PUT and DELETE, and one for POST.
const fn and_post<'a>(others: &'a str, post: &'a str) -> [&'a str; 4] {
    [others, others, others, post]
}

fn rows() -> Vec<Row> {
    let mut rows = connections::rows();
    rows.extend(contents::rows());
    rows.extend(statuses::rows());
    rows.extend(retry_hints::rows());
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(clippy::print_stdout, reason = "--nocapture shows the table")]
async fn every_fault_has_the_expected_outcome_for_every_kind_of_operation() {
    let rows = Arc::new(rows());
    let columns = Kind::ALL.into_iter().flat_map(|kind| Pool::ALL.map(|pool| (kind, pool)));
    let columns = columns.map(|(kind, pool)| tokio::spawn(column(kind, pool, Arc::clone(&rows))));
    let columns: Vec<_> = columns.collect();
    let mut outcomes = Vec::new();
    for column in columns {
        outcomes.push(column.await.expect("no panic").into_iter());
    }
    let mut wrong = Vec::new();
    println!("{}", Outcome::HEADING);
    for row in rows.iter() {
        for outcome in outcomes.iter_mut().filter_map(|column| column.next().flatten()) {
            let line = outcome.line(row);
            println!("{line}");
            wrong.extend(outcome.problems(row).map(|problem| format!("{line}\n    {problem}")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong cells:\n{}\n{}", wrong.len(), Outcome::HEADING, wrong.join("\n"));
}

/// Tries one kind of operation with every fault, on its own service.
async fn column(kind: Kind, pool: Pool, rows: Arc<Vec<Row>>) -> Vec<Option<Outcome>> {
    let bench = Bench { kind, pool, service: StandIn::start(), elsewhere: StandIn::start() };
    let mut outcomes = Vec::new();
    for row in rows.iter() {
        outcomes.push(bench.outcome(row).await);
    }
    outcomes
}
