//! A few rows of the table of changes with the compiler and real requests, and the generated lines that all rows touch.
//!
//! `cargo run --release -p tests --bin verdicts` asks all judges about all rows; `codegen/tests/changes.rs` compares the
//! verdicts with the table.

use std::path::Path;

use tests::changes::agreement::{Judges, Verdict};
use tests::changes::clients::{Clients, Compilation};
use tests::changes::files::Touched;
use tests::changes::requests::{self, Difference};
use tests::changes::table::{self, Row};
use tests::{Crates, repository};

/// The rows, with what the compiler and the requests show.
const ROWS: [(&str, Option<&str>); 6] = [
    ("parameters/query-parameter-added", Some("same")),
    ("parameters/query-parameter-removed", None),
    ("parameters/constant-header-changed", Some("other")),
    ("parameters/query-parameter-made-constant", Some("other")),
    ("parameters/array-sent-as-one-value", Some("other")),
    ("parameters/type-of-a-query-parameter-changed", None),
];

fn rows() -> Vec<Row> {
    table::read(&repository().join("tests/changes")).unwrap_or_else(|problem| panic!("{problem}"))
}

#[test]
fn the_judges_confirm_some_verdicts() {
    let all = rows();
    let find =
        |name: &str| all.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no row {name}"));
    let rows: Vec<&Row> = ROWS.iter().map(|(name, _)| find(name)).collect();
    let crates = Crates::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("verdicts"));
    let mut clients = Clients::new(crates, &rows).expect("the clients can be written");
    let compilations = clients.compile(&rows).expect("cargo runs");
    let compiling: Vec<&Row> =
        ROWS.iter().zip(&rows).filter(|((_, requests), _)| requests.is_some()).map(|(_, row)| *row).collect();
    let mut differences = requests::compare(&mut clients, &compiling).expect("the programs run").into_iter();
    for (((name, expected), row), compilation) in ROWS.iter().zip(&rows).zip(compilations) {
        assert_eq!(compilation == Compilation::Compiles, expected.is_some(), "{name}: {compilation:?}");
        let requests = expected.and_then(|_| differences.next());
        let actual = requests.as_ref().map(|requests| match requests {
            Difference::Same => "same",
            Difference::Other(_) => "other",
            Difference::Refused(_) => "refused",
        });
        assert_eq!(actual, *expected, "{name}: {requests:?}");
        let step = row.expected.step.parse().expect("a step");
        let judges = Judges { compilation, semver_checks: None, requests };
        assert_eq!(judges.objection(Verdict { step, silent: row.expected.silent }), None, "{name}");
    }
}

/// The greatest number of lines that a change may touch in files that both clients have.
const MOST_LINES: usize = 100;

/// A change touches the files of its folders, the settings of the client and the lists of operations and types, and few
/// lines of them.
#[test]
fn every_change_touches_only_what_it_is_about() {
    let mut problems = Vec::new();
    for row in rows() {
        let touched = Touched::of(&row).unwrap_or_else(|problem| panic!("{problem}"));
        let unexpected = touched.unexpected(&row.expected.folders);
        if !unexpected.is_empty() {
            problems.push(format!("{}: touches {}", row.name, unexpected.join(", ")));
        }
        if touched.lines() > MOST_LINES {
            problems.push(format!("{}: touches {} lines: {:?}", row.name, touched.lines(), touched.0));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
