//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const HELP: &str = "\
Makes a client crate of every collection in a folder, and checks each.

Usage: cargo run -p tests --bin corpus -- DIR [--filter TEXT]... [--wire] [--recordings DIR] [--recorder COMMAND]
                                          [--batch N] [--fresh] [--verbose]

  DIR              holds collections: `NAME.json` (`NAME.overlay.json` is its overlay) or folders with a
                   `collection.json` (and `overlay.json`)
  --filter TEXT    only collections with TEXT in their name; several: with any of them
  --wire           runs each crate's replay against a recording server, and compares what it sends with a recording
                   made with newman
  --recordings DIR where these are, as NAME/requests.jsonl and NAME/inputs.json; without it, DIR/recordings for files
                   and NAME/recording for folders
  --recorder COMMAND
                   makes a recording that is missing: `COMMAND COLLECTION OUT --normalize-auth --pin-dynamic`
  --batch N        builds N crates at a time (8)
  --fresh          does everything again; otherwise what has not changed since its last run is not done again
  --verbose, -v    lists all collections and every difference, not only what is wrong

For each collection: it becomes a crate as `cargo xtask new` makes it, or is refused with a place and a reason; its
operations and its refused requests are its requests, counted in the JSON; clippy and rustdoc find nothing; the library
and its replay build without a warning; every example that is JSON is read into its type and written as equal JSON; and
with --wire each request is the one that Postman sends, or differs for a reason that ARCHITECTURE.md documents.

It can be interrupted at any time and goes on where it was. What it makes is below the target folder, in `corpus/`, with
a folder for each DIR; the `report.txt` there has every problem and every difference of the last run.

Progress goes to standard error, the tables go to standard output; colours only on a terminal, unless NO_COLOR is set.

Reasons that are documented: the departures in ARCHITECTURE.md, signatures that no replay has, a server that newman
cannot reach, and what the recording's `known.json` lists. Others, and what our client refuses, are wrong.

Exit code: 0 when all crates are clean and every difference has a documented reason, 1 when not, 2 when the command
line or a folder is not as it must be.
";

/// What the caller wants.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Command {
    /// Print the help.
    Help,
    /// Check a folder.
    Check(Options),
}

/// How to check a folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Options {
    pub(crate) folder: PathBuf,
    /// A collection has one of these in its name; none means any.
    pub(crate) filters: Vec<String>,
    pub(crate) wire: bool,
    pub(crate) recordings: Option<PathBuf>,
    pub(crate) recorder: Option<String>,
    pub(crate) batch: usize,
    pub(crate) fresh: bool,
    pub(crate) verbose: bool,
}

/// Reads a command line without the program's name; otherwise says what is wrong with it.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    read(&mut Parser::from_args(arguments)).map_err(|error| {
        format!("error: {error}\n  help: `cargo run -p tests --bin corpus -- --help` says what it takes")
    })
}

fn read(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let mut folder = None;
    let mut options = Options {
        folder: PathBuf::new(),
        filters: Vec::new(),
        wire: false,
        recordings: None,
        recorder: None,
        batch: 8,
        fresh: false,
        verbose: false,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("filter") => options.filters.push(parser.value()?.string()?),
            Arg::Long("wire") => options.wire = true,
            Arg::Long("recordings") => options.recordings = Some(PathBuf::from(parser.value()?)),
            Arg::Long("recorder") => options.recorder = Some(parser.value()?.string()?),
            Arg::Long("batch") => options.batch = parser.value()?.parse_with(at_least_one)?,
            Arg::Long("fresh") => options.fresh = true,
            Arg::Long("verbose") | Arg::Short('v') => options.verbose = true,
            Arg::Value(path) if folder.is_none() => folder = Some(PathBuf::from(path)),
            other => return Err(other.unexpected()),
        }
    }
    options.folder = folder.ok_or("DIR is missing: the folder with the collections")?;
    if !options.wire && (options.recordings.is_some() || options.recorder.is_some()) {
        return Err("recordings are only used with --wire".into());
    }
    Ok(Command::Check(options))
}

fn at_least_one(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("it is a number, 1 or more")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options() {
        let plain = Options {
            folder: "d".into(),
            filters: Vec::new(),
            wire: false,
            recordings: None,
            recorder: None,
            batch: 8,
            fresh: false,
            verbose: false,
        };
        assert_eq!(parsed("d"), Ok(Command::Check(plain.clone())));
        let all = Options {
            filters: vec!["a".to_owned(), "b".to_owned()],
            wire: true,
            recordings: Some("r".into()),
            recorder: Some("c".to_owned()),
            batch: 2,
            fresh: true,
            verbose: true,
            ..plain
        };
        let line = "--filter a --filter=b --wire --recordings r d --recorder c --batch 2 --fresh -v";
        assert_eq!(parsed(line), Ok(Command::Check(all)));
        assert_eq!(parsed("d --fresh --help"), Ok(Command::Help));
    }

    #[test]
    fn mistakes_are_answered_with_advice() {
        for (line, problem) in [
            ("", "DIR is missing: the folder with the collections"),
            ("a b", "unexpected argument \"b\""),
            ("a --batch 0", "cannot parse argument \"0\": it is a number, 1 or more"),
            ("a --recordings b", "recordings are only used with --wire"),
            ("a --wrie", "invalid option '--wrie'"),
        ] {
            let said = parsed(line).expect_err(line);
            assert!(said.starts_with(&format!("error: {problem}\n  help: ")), "{said}");
        }
    }
}
