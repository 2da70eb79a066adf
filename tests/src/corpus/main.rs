//! Generates a client crate for every collection in a folder, and checks each: see `--help`.
//!
//! ```text
//! collections -> generation (codegen) -> cargo (clippy, rustdoc, build) -> replay -> server
//!                                                                                      |
//!                                                       recording -> parity (compare, causes) -> report
//! ```
//!
//! [`run`] has the order of the steps, [`results`] the results that are kept between runs, [`recording`] the format of
//! a recording.

mod cargo;
mod causes;
mod cli;
mod collection_facts;
mod collections;
mod compare;
mod entry;
mod examples;
mod generation;
mod masks;
mod message;
mod migrated;
mod parity;
mod placeholders;
mod progress;
mod recorder;
mod recording;
mod replay;
mod report;
mod results;
mod run;
mod server;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cli::{Command, Options};
use entry::Entry;
use tests::target;

fn main() -> ExitCode {
    let is_good = match cli::parse(std::env::args_os().skip(1)) {
        Ok(Command::Help) => {
            print(io::stdout(), cli::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Command::Check(options)) => match &options.migrated_from {
            Some(files) => compare(&options, files),
            None => check(&options),
        },
        Err(usage) => Err(usage),
    };
    match is_good {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            print(io::stderr(), &problem);
            ExitCode::from(2)
        }
    }
}

/// Checks a folder. Returns whether there are no problems.
fn check(options: &Options) -> Result<bool, String> {
    let target = target();
    let root = root(&target, &options.folder);
    let entries = run::run(options, &target, &root).map_err(|problem| format!("error: {problem}"))?;
    let details = report::details(&entries);
    let report = root.join("report.txt");
    fs::write(&report, &details)
        .map_err(|error| format!("error: cannot write {}: {error}", report.display()))?;
    let details = if options.verbose { format!("\n{details}") } else { "\n".to_owned() };
    let tables = report::tables(&entries, options.verbose);
    print(io::stdout(), &format!("{details}{tables}\nall details: {}", report.display()));
    Ok(entries.iter().all(Entry::is_good))
}

/// Compares folders of YAML with the files that they were made from. Returns whether all are equal.
fn compare(options: &Options, files: &Path) -> Result<bool, String> {
    let all = run::selected(options).map_err(|problem| format!("error: {problem}"))?;
    let (report, is_equal) = migrated::compare(&all, files).map_err(|problem| format!("error: {problem}"))?;
    print(io::stdout(), &report);
    Ok(is_equal)
}

/// Returns the folder for the files of a run: each folder of collections has its own.
fn root(target: &Path, collections: &Path) -> PathBuf {
    let path = fs::canonicalize(collections).unwrap_or_else(|_| collections.to_owned());
    let name = path.file_name().map_or("collections".into(), |name| name.to_string_lossy().into_owned());
    target.join("corpus").join(format!("{name}-{:08x}", results::key(path) >> 32))
}

/// Prints a string, with a line break at its end. A closed pipe (`| head`) is not an error.
fn print(mut stream: impl Write, text: &str) {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(stream, "{text}{end}").and_then(|()| stream.flush());
}
