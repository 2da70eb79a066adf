//! CPU time and allocations.

use std::time::Duration;

use allocation_counter::measure;
use cpu_time::ProcessTime;

use crate::server::Server;
use crate::{Row, Side, rows};

/// The number of rounds. In each, both sides run once.
const ROUNDS: usize = 101;

/// Measures rows and prints a table.
pub(crate) fn table(part: &str) {
    let server = Server::start().expect("a server");
    println!(
        "| CPU time (user and system), {ROUNDS} rounds in turns | generated | by hand | ratio | allocations |"
    );
    println!("|---|---|---|---|---|");
    for row in rows(part) {
        let sides = (row.sides)(&server.address);
        let [allocations, other_allocations] = sides.each_ref().map(|side| allocations(row, side));
        let mut rounds: Vec<[Duration; 2]> = (0..ROUNDS).map(|round| times(row, &sides, round)).collect();
        rounds.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
        let median = rounds[ROUNDS / 2];
        println!(
            "| {} | {:.2} µs | {:.2} µs | {:.3} | {allocations} : {other_allocations} |",
            row.name,
            micros(median[0], row),
            micros(median[1], row),
            ratio(&median),
        );
    }
}

/// Returns the number of allocations of one run, after others.
fn allocations(row: &Row, side: &Side) -> u64 {
    side(row.repeats);
    let all = measure(|| side(row.repeats)).count_total;
    all / row.repeats as u64
}

/// Returns the CPU times of both sides, which begin in turns.
fn times(row: &Row, [own, other]: &[Side; 2], round: usize) -> [Duration; 2] {
    if round.is_multiple_of(2) {
        [cpu_time(row, own), cpu_time(row, other)]
    } else {
        let other = cpu_time(row, other);
        [cpu_time(row, own), other]
    }
}

fn cpu_time(row: &Row, side: &Side) -> Duration {
    let start = ProcessTime::now();
    side(row.repeats);
    start.elapsed()
}

fn ratio([own, other]: &[Duration; 2]) -> f64 {
    own.as_secs_f64() / other.as_secs_f64()
}

fn micros(time: Duration, row: &Row) -> f64 {
    time.as_secs_f64() * 1e6 / row.repeats as f64
}
