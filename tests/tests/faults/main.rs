//! What becomes of a call when something goes wrong: each fault with an operation of each kind.
//!
//! The tables are in [`connections`], [`contents`], [`statuses`] and [`advice`]; how a cell of them is tried, and what
//! it says, is in [`cell`]. To see them all with what happened:
//!
//! ```text
//! cargo test -p tests --test faults -- --nocapture
//! ```
//!
//! What is not here: a redirect from https to http, since the stand-in has no TLS. No redirect is followed, whatever
//! it leads to, so it would be one more row like the others.

mod advice;
mod cell;
mod connections;
mod contents;
mod statuses;

use std::sync::Arc;
use std::time::Duration;

use stand_in::{Fault, StandIn};

use crate::cell::{Bench, Kind, Outcome, Pool};

/// A fault, and what it comes to for each kind of operation.
struct Row {
    fault: String,
    trouble: Trouble,
    /// In the order of [`Kind::ALL`]; [`cell::Outcome`] tells the notation.
    expected: [String; 4],
    /// The times between which every cell of the row lies.
    at_least: Duration,
    within: Duration,
    /// Whether attempts may time out.
    times_out: bool,
}

enum Trouble {
    /// Nobody listens.
    Refused,
    /// A redirect to another origin.
    Elsewhere,
    /// What the service does to the requests, in this order.
    Faults(Vec<Fault>),
}

/// How long a call may take that waits for nothing: less than an attempt that times out where none may.
const AT_ONCE: Duration = Duration::from_millis(900);
/// The same where attempts may time out: less than two of them.
const BRIEFLY: Duration = Duration::from_millis(390);

impl Row {
    fn new(fault: impl Into<String>, trouble: Trouble, expected: [&str; 4]) -> Self {
        let expected = expected.map(str::to_owned);
        let at_least = Duration::ZERO;
        Self { fault: fault.into(), trouble, expected, at_least, within: AT_ONCE, times_out: false }
    }

    /// The calls of this row wait so long for the service, or for what it advises.
    fn waiting(mut self, milliseconds: u64) -> Self {
        self.at_least = Duration::from_millis(milliseconds);
        self.within = self.at_least + AT_ONCE;
        self
    }

    /// So many attempts of this row's calls may time out.
    fn timing_out(mut self, attempts: u32) -> Self {
        self.times_out = true;
        self.within = BRIEFLY + cell::ATTEMPT * attempts;
        self
    }
}

/// A row of faults.
fn row<const N: usize>(name: impl Into<String>, faults: [Fault; N], expected: [&str; 4]) -> Row {
    Row::new(name, Trouble::Faults(faults.into()), expected)
}

/// What is expected of a GET, a PUT and a DELETE, and of a POST.
const fn and_post<'a>(others: &'a str, post: &'a str) -> [&'a str; 4] {
    [others, others, others, post]
}

fn rows() -> Vec<Row> {
    let mut rows = connections::rows();
    rows.extend(contents::rows());
    rows.extend(statuses::rows());
    rows.extend(advice::rows());
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(clippy::print_stdout, reason = "the table is there to be read")]
async fn every_fault_ends_as_the_table_says_for_every_kind_of_operation() {
    let rows = Arc::new(rows());
    let columns = Kind::ALL.into_iter().flat_map(|kind| Pool::ALL.map(|pool| (kind, pool)));
    let columns = columns.map(|(kind, pool)| tokio::spawn(column(kind, pool, Arc::clone(&rows))));
    let columns: Vec<_> = columns.collect();
    let mut outcomes = Vec::new();
    for column in columns {
        outcomes.push(column.await.expect("a column ends").into_iter());
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

/// Tries one kind of operation with every fault, on a service of its own.
async fn column(kind: Kind, pool: Pool, rows: Arc<Vec<Row>>) -> Vec<Option<Outcome>> {
    let bench = Bench { kind, pool, service: StandIn::start(), elsewhere: StandIn::start() };
    let mut outcomes = Vec::new();
    for row in rows.iter() {
        outcomes.push(bench.outcome(row).await);
    }
    outcomes
}
