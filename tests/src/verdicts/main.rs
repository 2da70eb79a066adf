//! Holds the verdicts of `codegen::diff` against what compiles, what is sent, and `cargo semver-checks`: see `--help`.

mod cli;
mod report;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use cli::Options;
use codegen::diff::diff;
use tests::changes::agreement::{Judges, Verdict};
use tests::changes::clients::{Clients, Compilation};
use tests::changes::files::Touched;
use tests::changes::table::{self, Row};
use tests::changes::{requests, semver_checks};
use tests::{Crates, repository, target};

fn main() -> ExitCode {
    let result = match cli::parse(std::env::args_os().skip(1)) {
        Ok(options) if options.help => Ok((cli::HELP.to_owned(), true)),
        Ok(options) => run(&options).map_err(|problem| format!("error: {problem}")),
        Err(usage) => Err(usage),
    };
    match result {
        Ok((text, is_good)) => {
            print(io::stdout(), &text);
            if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(problem) => {
            print(io::stderr(), &problem);
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<(String, bool), Box<dyn std::error::Error>> {
    let rows = table::read(&repository().join("tests/changes"))?;
    let is_wanted =
        |row: &&Row| options.only.is_empty() || options.only.iter().any(|text| row.name.contains(text));
    let rows: Vec<&Row> = rows.iter().filter(is_wanted).collect();
    let judges = if options.list { vec![None; rows.len()] } else { judge(options, &rows)? };
    let results = rows.iter().zip(judges).map(|(row, judges)| {
        let verdict = Verdict::of(&diff(&row.old.api()?, &row.new.api()?));
        Ok(report::Judgement { row, verdict, judges, touched: Touched::of(row)? })
    });
    let results = results.collect::<Result<Vec<_>, String>>()?;
    Ok(report::text(&results))
}

/// Asks all judges about the rows.
fn judge(options: &Options, rows: &[&Row]) -> Result<Vec<Option<Judges>>, Box<dyn std::error::Error>> {
    let program = options.semver_checks.clone().or_else(semver_checks::installed);
    if program.is_none() {
        print(
            io::stderr(),
            "cargo-semver-checks is not installed, and not run: `cargo install cargo-semver-checks`",
        );
    }
    let (name, value) = semver_checks::UNSTABLE;
    let crates = Crates::new(target().join("verdicts")).with_env(name, value);
    let mut clients = Clients::new(crates, rows)?;
    let start = Instant::now();
    let progress = |what: &str| print(io::stderr(), &format!("{:>4} s  {what}", start.elapsed().as_secs()));
    progress(&format!("compiling the programs of {} rows", rows.len()));
    let compilations = clients.compile(rows)?;
    let steps = match &program {
        Some(program) => {
            progress("running cargo semver-checks");
            semver_checks::steps(&clients, rows, program, options.jobs)?.into_iter().map(Some).collect()
        }
        None => vec![None; rows.len()],
    };
    let compiling = rows.iter().zip(&compilations);
    let compiling: Vec<&Row> = compiling
        .filter(|(_, compilation)| **compilation == Compilation::Compiles)
        .map(|(row, _)| *row)
        .collect();
    progress(&format!("comparing the requests of {} rows", compiling.len()));
    let mut differences = requests::compare(&mut clients, &compiling)?.into_iter();
    progress("done");
    let judges = compilations.into_iter().zip(steps).map(|(compilation, semver_checks)| {
        let requests = if compilation == Compilation::Compiles { differences.next() } else { None };
        Some(Judges { compilation, semver_checks, requests })
    });
    Ok(judges.collect())
}

/// Prints a string, with a line break at its end. A closed pipe (`| head`) is not an error.
fn print(mut stream: impl Write, text: &str) {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(stream, "{text}{end}").and_then(|()| stream.flush());
}
