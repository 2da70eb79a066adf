//! The output at the end: the tables, and all details for the report.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::causes::Cause;
use super::entry::{Checked, Entry, State, share};
use super::parity::Finding;

/// Returns the tables: the collections with problems (or all of them), the sums, and the causes of differences.
pub(crate) fn tables(entries: &[Entry], all: bool) -> String {
    let shown: Vec<&Entry> = entries.iter().filter(|entry| all || !entry.is_good()).collect();
    let mut text = String::new();
    if !shown.is_empty() {
        let head = ["collection", "operations", "refused", "built", "clean", "parity", "problem"];
        let rows = shown.iter().map(|entry| row(entry));
        text += &table(&[head.map(str::to_owned)].into_iter().chain(rows).collect::<Vec<_>>());
        text.push('\n');
    }
    text += &sums(entries);
    text + &causes(entries)
}

fn row(entry: &Entry) -> [String; 7] {
    let (_, summary) = entry.summary();
    let dash = || "-".to_owned();
    let State::Checked(checked) = &entry.state else {
        return [entry.name.clone(), dash(), dash(), dash(), dash(), dash(), summary];
    };
    let Checked { counts, result, parity, .. } = checked.as_ref();
    let word = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    [
        entry.name.clone(),
        counts.operations.to_string(),
        counts.refused.to_string(),
        word(result.built),
        word(result.clean),
        parity.as_ref().map_or_else(dash, share),
        checked.problem().unwrap_or_default(),
    ]
}

/// Returns the table of the sums.
fn sums(entries: &[Entry]) -> String {
    let checked: Vec<&Checked> = checked(entries).map(|(_, checked)| checked).collect();
    let count = |holds: fn(&Checked) -> bool| checked.iter().filter(|one| holds(one)).count().to_string();
    let of =
        |holds: fn(&State) -> bool| entries.iter().filter(|entry| holds(&entry.state)).count().to_string();
    let parities: Vec<_> = checked.iter().filter_map(|one| one.parity.as_ref()).collect();
    let same: usize = parities.iter().map(|parity| parity.same).sum();
    let compared: usize = parities.iter().map(|parity| parity.compared).sum();
    let parity = match compared {
        0 => "-".to_owned(),
        _ => format!("{same}/{compared} ({:.1} %)", 100.0 * same as f64 / compared as f64),
    };
    let examples: usize = checked.iter().map(|one| one.result.examples).sum();
    let head = ["files", "generated", "refused", "failed", "built", "clean", "examples", "parity"];
    let sums = [
        entries.len().to_string(),
        checked.len().to_string(),
        of(|state| matches!(state, State::Refused(_))),
        of(|state| matches!(state, State::Failed(_))),
        count(|one| one.result.built),
        count(|one| one.result.clean),
        examples.to_string(),
        parity,
    ];
    let mut text = table(&[head.map(str::to_owned), sums]);
    let without = checked.iter().filter(|one| one.result.replayed.is_some() && one.parity.is_none()).count();
    if without > 0 {
        let _ = writeln!(text, "without a recording: {without}");
    }
    text
}

/// Returns the table of the causes, with the number of requests that differ because of each.
fn causes(entries: &[Entry]) -> String {
    let mut counts: BTreeMap<&Cause, usize> = BTreeMap::new();
    for (_, finding) in findings(entries) {
        for cause in finding.causes.keys() {
            *counts.entry(cause).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return String::new();
    }
    let head = ["requests", "differ because of"].map(str::to_owned);
    let rows = counts.iter().map(|(cause, count)| [count.to_string(), cause.to_string()]);
    format!("\n{}", table(&[head].into_iter().chain(rows).collect::<Vec<_>>()))
}

/// Returns all details: the problems of each collection, and its differences by cause.
pub(crate) fn details(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        let mut own = String::new();
        match &entry.state {
            State::Refused(reason) | State::Failed(reason) => own += &paragraph("", reason),
            State::Checked(checked) => {
                own.extend(checked.other_problems().map(|problem| paragraph("", &problem)));
                own.extend(checked.result.problems.iter().map(|(tool, problem)| paragraph(tool, problem)));
                let replay = checked.result.replayed.as_ref().and_then(|replayed| replayed.problem.as_ref());
                own.extend(replay.map(|problem| paragraph("", problem)));
                own.extend(checked.parity.iter().flat_map(|parity| &parity.findings).map(finding));
            }
        }
        if !own.is_empty() {
            let _ = write!(text, "== {}\n\n{own}", entry.name);
        }
    }
    text
}

fn paragraph(tool: &str, text: &str) -> String {
    let tool = if tool.is_empty() { String::new() } else { format!("{tool}: ") };
    format!("{tool}{}\n\n", text.trim_end())
}

fn finding(finding: &Finding) -> String {
    let mut text = format!("#{} {}\n", finding.index, finding.title);
    for (cause, differences) in &finding.causes {
        let _ = writeln!(text, "  {cause}");
        for difference in differences {
            let (field, theirs, ours) = (&difference.field, &difference.reference, &difference.ours);
            let _ = writeln!(text, "    {field}\n      Postman  {theirs}\n      ours     {ours}");
        }
    }
    text + "\n"
}

fn checked(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Checked)> {
    entries.iter().filter_map(|entry| match &entry.state {
        State::Checked(checked) => Some((entry, checked.as_ref())),
        _ => None,
    })
}

fn findings(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Finding)> {
    let parities = checked(entries).filter_map(|(entry, checked)| Some((entry, checked.parity.as_ref()?)));
    parities.flat_map(|(entry, parity)| parity.findings.iter().map(move |finding| (entry, finding)))
}

/// Formats a table. Columns are as wide as their widest cell, and numbers are aligned to the right.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| match cell.parse::<usize>().is_ok() {
            true => format!("{cell:>width$}"),
            false => format!("{cell:width$}"),
        });
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use codegen::api::Counts;

    use super::*;
    use crate::collections::Collection;
    use crate::compare::Difference;
    use crate::parity::Parity;
    use crate::results::CheckResult;

    fn entry(name: &str, state: State) -> Entry {
        let (name, path) = (name.to_owned(), PathBuf::new());
        let collection =
            Collection { name, package: String::new(), path: path.clone(), overlay: None, recording: path };
        Entry::new(&collection, state)
    }

    fn crate_with(cause: Option<Cause>, problem: Option<&str>) -> State {
        let problems: Vec<_> = problem.iter().map(|text| ("clippy".to_owned(), (*text).to_owned())).collect();
        let clean = problems.is_empty();
        let mut result = CheckResult::new(0);
        (result.built, result.clean, result.problems) = (true, clean, problems);
        let difference = Difference::new("path", "/a", None::<()>);
        let findings: Vec<_> = cause
            .into_iter()
            .map(|cause| {
                let causes = BTreeMap::from([(cause, vec![difference.clone()])]);
                Finding { index: 3, title: "F / n".to_owned(), causes }
            })
            .collect();
        let parity = Some(Parity { compared: 4, same: 4 - findings.len(), findings, stale: Vec::new() });
        let counts = Counts { requests: 4, operations: 4, ..Counts::default() };
        State::Checked(Box::new(Checked {
            counts,
            input_problems: Vec::new(),
            result,
            parity,
            is_cached: false,
        }))
    }

    fn entries() -> Vec<Entry> {
        vec![
            entry("broken", State::Failed("codegen panicked: no".to_owned())),
            entry("deviates", crate_with(Some(Cause::PathEncoded), None)),
            entry("differs", crate_with(Some(Cause::Other("path".to_owned())), None)),
            entry("lints", crate_with(None, Some("error: unused\n --> src/lib.rs"))),
            entry("none", State::Refused("warning: w\n\nerror: e\n  --> f".to_owned())),
        ]
    }

    #[test]
    fn the_tables_have_the_problems_and_the_sums() {
        let expected = "\
collection  operations  refused  built  clean  parity  problem
broken      -           -        -      -      -       failed: codegen panicked: no
differs              4        0  yes    yes    3/4     1 x other: path
lints                4        0  yes    no     4/4     clippy: error: unused

files  generated  refused  failed  built  clean  examples  parity
    5          3        1       1      3      2         0  10/12 (83.3 %)

requests  differ because of
       1  deviation 1: a path argument is encoded
       1  other: path
";
        assert_eq!(tables(&entries(), false), expected);
        let all = tables(&entries(), true);
        assert!(all.contains("\ndeviates ") && all.contains("\nnone        -  "), "{all}");
        assert!(all.contains("refused: e\n"), "{all}");
    }

    #[test]
    fn details_have_every_difference() {
        let text = details(&entries());
        let expected =
            "== differs\n\n#3 F / n\n  other: path\n    path\n      Postman  \"/a\"\n      ours     null\n\n";
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("== lints\n\nclippy: error: unused\n --> src/lib.rs\n\n"), "{text}");
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [["files", "name"], ["7", "a"]].map(|row| row.map(str::to_owned));
        assert_eq!(table(&rows), "files  name\n    7  a\n");
    }
}
