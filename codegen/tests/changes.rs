//! The verdict of `diff` about every row of the table of changes in `tests/changes`.
//!
//! `cargo run -p tests --bin verdicts` holds the same verdicts against the compiler, `cargo semver-checks` and the
//! requests that the clients send.

#[path = "../../tests/src/changes/table.rs"]
#[allow(dead_code, unreachable_pub, reason = "the table is part of another package too")]
mod table;

use std::collections::BTreeSet;
use std::path::Path;

use codegen::diff::{Step, diff};
use table::Row;

fn rows() -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/changes");
    table::read(&folder).unwrap_or_else(|problem| panic!("{problem}"))
}

#[test]
fn every_row_has_a_name_of_its_own_and_two_clients() {
    let rows = rows();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names.len(), rows.len());
    assert!(rows.len() > 60, "{} rows", rows.len());
    let inputs = rows.iter().flat_map(|row| [&row.old, &row.new]);
    let problems: BTreeSet<String> = inputs.filter_map(|inputs| inputs.api().err()).collect();
    assert!(problems.is_empty(), "{}", problems.into_iter().collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn the_verdicts_are_as_expected() {
    let mut problems = Vec::new();
    let rows = rows();
    for row in &rows {
        let (Ok(old), Ok(new)) = (row.old.api(), row.new.api()) else { continue };
        let result = diff(&old, &new);
        let actual = (result.step().to_string(), result.changes.iter().any(|change| change.silent));
        let expected = (row.expected.step.clone(), row.expected.silent);
        if actual != expected {
            let changes = result.changes.iter();
            let changes = changes.map(|change| {
                format!(
                    "\n      {}{}: {} {}",
                    change.step,
                    if change.silent { ", silent" } else { "" },
                    change.rule,
                    change.summary
                )
            });
            let changes: String = changes.collect();
            problems.push(format!(
                "{}: {} instead of {}{changes}",
                row.name,
                verdict(&actual),
                verdict(&expected)
            ));
        }
    }
    assert!(problems.is_empty(), "{} of {} rows:\n{}", problems.len(), rows.len(), problems.join("\n"));
}

/// The compiler reports neither what to do instead nor silent changes.
#[test]
fn what_breaks_or_is_silent_says_what_to_do() {
    let mut without = BTreeSet::new();
    for row in rows() {
        let (Ok(old), Ok(new)) = (row.old.api(), row.new.api()) else { continue };
        for change in diff(&old, &new).changes {
            if change.action.is_none() && (change.silent || change.step == Step::Major) {
                without.insert(format!("{}: {}", change.rule, change.summary));
            }
        }
    }
    assert!(without.is_empty(), "{}", without.into_iter().collect::<Vec<_>>().join("\n"));
}

fn verdict((step, silent): &(String, bool)) -> String {
    if *silent { format!("{step}, silent") } else { step.clone() }
}
