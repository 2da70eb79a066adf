//! Instructions, counted by callgrind: exact also on a loaded machine, but without the work of the system.

use std::io;
use std::process::Command;

use crate::server::Server;
use crate::{Row, rows};

/// Measures rows and prints a table.
pub(crate) fn table(part: &str) {
    let server = Server::start().expect("a server");
    println!("| instructions of one run | generated | by hand | ratio |");
    println!("|---|---|---|---|");
    for row in rows(part) {
        let count = |side| count(row, side, &server.address).expect("valgrind is installed");
        let (own, other) = (count("0"), count("1"));
        println!("| {} | {own:.0} | {other:.0} | {:.3} |", row.name, own / other);
    }
}

/// Counts the instructions of one run: the difference of two numbers of runs.
fn count(row: &Row, side: &str, address: &str) -> io::Result<f64> {
    let few = row.repeats / 16;
    let counts = [few, 3 * few].map(|repeats| total(row, side, repeats, address));
    let [less, more] = counts;
    Ok((more? - less?) / (2 * few) as f64)
}

/// Counts the instructions of a process that does the work of a side so many times.
fn total(row: &Row, side: &str, repeats: usize, address: &str) -> io::Result<f64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(std::env::current_exe()?).args(["--run", row.name, side, &repeats.to_string(), address]);
    let output = valgrind.output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let line = report.lines().find_map(|line| line.split_once("Collected : "));
    let total = line.and_then(|(_, count)| count.trim().parse().ok());
    total.ok_or_else(|| io::Error::other(report.into_owned()))
}

/// Does the work of one side of a row.
pub(crate) fn run(row: &str, side: &str, repeats: &str, address: &str) {
    let row = rows(row).next().expect("a row");
    let sides = (row.sides)(address);
    let side = &sides[side.parse::<usize>().expect("a side")];
    side(repeats.parse().expect("a number"));
}
