//! What the client costs, beside what somebody would write by hand: calls to a server on this machine, decoding and
//! encoding.
//!
//! Both sides of a row run in turns, and the ratio of a row is the median of those of its rounds: so the load of the
//! machine hardly changes it. `-- --instructions` counts instructions with callgrind instead, which no load changes.

#![allow(clippy::print_stdout, reason = "it prints a table")]

mod call;
mod instructions;
mod json;
mod server;
mod turns;
mod types;

use std::process::exit;

/// One side of a row: runs the work a number of times.
type Side = Box<dyn Fn(usize)>;

/// A row of the table.
struct Row {
    name: &'static str,
    /// The number of times that the work is done in a round.
    repeats: usize,
    /// Creates the generated and the hand-written side. The server at the address responds to their calls.
    sides: fn(address: &str) -> [Side; 2],
}

const ROWS: &[Row] = &[
    Row { name: "call, one at a time", repeats: 1_000, sides: call::sequential },
    Row { name: "call, 64 at a time", repeats: 2_560, sides: call::concurrent },
    Row { name: "decode 1 KiB", repeats: 4_000, sides: json::decode_small },
    Row { name: "decode 700 KiB", repeats: 32, sides: json::decode_large },
    Row { name: "decode fields in another order", repeats: 4_000, sides: json::decode_shuffled },
    Row { name: "decode 1 KiB, the types alone", repeats: 4_000, sides: json::decode_types },
    Row { name: "encode 1 KiB", repeats: 8_000, sides: json::encode_small },
    Row { name: "encode 700 KiB", repeats: 32, sides: json::encode_large },
];

const USAGE: &str = "usage: cargo bench -p generated-client [-- [--instructions] [ROW]]
A ROW is a part of the name of the rows to measure.";

fn main() {
    // cargo passes `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--serve"] => server::serve(),
        ["--run", row, side, repeats, address] => instructions::run(row, side, repeats, address),
        ["--instructions"] => instructions::table(""),
        ["--instructions", part] => instructions::table(part),
        [] => turns::table(""),
        [part] if !part.starts_with('-') => turns::table(part),
        _ => {
            println!("{USAGE}");
            exit(2);
        }
    }
}

/// Returns the rows whose names have this part.
fn rows(part: &str) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.name.contains(part))
}
