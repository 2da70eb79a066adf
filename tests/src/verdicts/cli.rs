//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const HELP: &str = "\
Holds the verdicts of `codegen::diff` about the table of changes in tests/changes against three judges.

Usage: cargo run --release -p tests --bin verdicts -- [--only TEXT]... [--semver-checks PATH] [--jobs N] [--list]

  --only TEXT           only rows with TEXT in their name; can be repeated
  --semver-checks PATH  the program cargo-semver-checks; by default it is searched on the PATH, and not run if it is
                        not there
  --jobs N              runs N semver-checks at a time [default: the number of CPUs]
  --list                only compares the verdicts with the table, and runs no judge

For each row, both clients are generated. The judges are: the compiler, with a program that uses everything of the old
client, against the new one (`witness`); `cargo semver-checks`; and the requests that the same program sends with both
clients (`requests`: same, other, refused).

Code that no longer compiles, a major step of semver-checks, or a refused call must be `major`; other requests must be at
least `minor` and `silent`; everything else must be less than `major`. A row that differs needs a `disagreement` in the
table, and none that agrees may have one. `touched` is the number of generated files and lines that differ.

Exit code: 0 when all verdicts are those of the table and every disagreement is explained, 1 when not, 2 when the command
line is invalid or a judge fails.
";

/// The options.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Options {
    pub(crate) help: bool,
    pub(crate) list: bool,
    /// Strings of which the name of a row must contain one. Empty means all rows.
    pub(crate) only: Vec<String>,
    pub(crate) semver_checks: Option<PathBuf>,
    pub(crate) jobs: usize,
}

/// Parses a command line without the program's name. An error is the message to print.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, String> {
    read(&mut Parser::from_args(arguments)).map_err(|error| {
        format!("error: {error}\n  help: `cargo run -p tests --bin verdicts -- --help` lists the options")
    })
}

fn read(parser: &mut Parser) -> Result<Options, lexopt::Error> {
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let mut options = Options { help: false, list: false, only: Vec::new(), semver_checks: None, jobs };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => options.help = true,
            Arg::Long("list") => options.list = true,
            Arg::Long("only") => options.only.push(parser.value()?.string()?),
            Arg::Long("semver-checks") => options.semver_checks = Some(parser.value()?.into()),
            Arg::Long("jobs") => options.jobs = parser.value()?.parse_with(at_least_one)?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn at_least_one(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("it must be a number, 1 or more")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options() {
        let parsed = |line: &str| parse(line.split_whitespace().map(OsString::from));
        let options = parsed("--only a --only=b --semver-checks c --jobs 3").expect("a valid line");
        assert_eq!((options.only, options.jobs), (vec!["a".to_owned(), "b".to_owned()], 3));
        assert_eq!(options.semver_checks, Some(PathBuf::from("c")));
        let problem = parsed("--jobs 0").expect_err("it is no number of jobs");
        assert!(
            problem.ends_with("`cargo run -p tests --bin verdicts -- --help` lists the options"),
            "{problem}"
        );
    }
}
