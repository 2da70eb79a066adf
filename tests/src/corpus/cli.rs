//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const HELP: &str = "\
Generates a client crate for every collection in a folder, and checks each.

Usage: cargo run -p tests --bin corpus -- DIR [--filter TEXT]... [--wire] [--recordings DIR] [--recorder COMMAND]
                                          [--batch N] [--fresh] [--verbose]
       cargo run -p tests --bin corpus -- DIR --migrated-from DIR [--filter TEXT]...

  DIR              the folder with the collections: `NAME.json` (with `NAME.overlay.json` as its overlay), folders
                   with a `collection.json` (and `overlay.json`), and folders of YAML: `NAME/`, or `NAME/collection/`
  --filter TEXT    only collections with TEXT in their name; can be repeated
  --wire           runs each crate's replay against a recording server, and compares its requests with a recording
                   made with newman, or with Postman's command line for folders of YAML
  --recordings DIR the folder of the recordings, with NAME/requests.jsonl and NAME/inputs.json; by default
                   DIR/recordings for files and NAME/recording for folders
  --recorder COMMAND
                   makes missing recordings: it is run as
                   `COMMAND COLLECTION OUT --normalize-auth --pin-dynamic`
  --batch N        builds N crates at a time [default: 8]
  --fresh          checks everything again; otherwise a crate that has not changed since the last run is not checked
  --migrated-from DIR
                   instead of these checks, compares each folder of YAML with `NAME.json` in this folder, from which
                   Postman's `collection migrate` made it: both are the same API, but for what the migration is known
                   to lose, which is counted by name
  --verbose, -v    lists all collections and every difference, not only problems

Checks of each collection: `cargo xtask new` generates a crate, or refuses the collection with a location and a reason;
the number of operations and refused requests is the number of requests in the JSON; clippy and rustdoc find no problem;
the library and its replay build without a warning; every example that is JSON can be deserialized into its type and
serialized as equal JSON; and with --wire each request is the one that Postman sends, or differs for a documented
reason.

It can be interrupted at any time, and the next run continues. Its files are in the target folder, in `corpus/`, with a
folder for each DIR; the `report.txt` there has every problem and every difference of the last run.

Progress is printed to standard error, the tables to standard output, with colours only on a terminal and unless
NO_COLOR is set.

Documented reasons: the deviations from Postman in ARCHITECTURE.md, signatures that no replay has, a server that newman
cannot reach, and the differences in the recording's `known.json`. All other reasons, and refusals of the client, are
problems.

Exit code: 0 when all crates are clean and every difference has a documented reason, 1 when not, 2 when the command
line or a folder is invalid.
";

/// A command.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Command {
    /// Prints the help.
    Help,
    /// Checks a folder.
    Check(Options),
}

/// The options of a check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Options {
    pub(crate) folder: PathBuf,
    /// Strings of which the name of a collection must contain one. Empty means all collections.
    pub(crate) filters: Vec<String>,
    pub(crate) wire: bool,
    pub(crate) recordings: Option<PathBuf>,
    pub(crate) recorder: Option<String>,
    pub(crate) batch: usize,
    pub(crate) fresh: bool,
    pub(crate) verbose: bool,
    /// The folder of the JSON files that the folders of YAML were made from.
    pub(crate) migrated_from: Option<PathBuf>,
}

/// Parses a command line without the program's name. An error is the message to print.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    read(&mut Parser::from_args(arguments)).map_err(|error| {
        format!("error: {error}\n  help: `cargo run -p tests --bin corpus -- --help` lists the options")
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
        migrated_from: None,
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
            Arg::Long("migrated-from") => options.migrated_from = Some(PathBuf::from(parser.value()?)),
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
    text.parse().ok().filter(|number| *number > 0).ok_or("it must be a number, 1 or more")
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
            migrated_from: None,
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
            migrated_from: Some("m".into()),
            ..plain
        };
        let line = "--filter a --filter=b --wire --recordings r d --recorder c --batch 2 --fresh -v --migrated-from m";
        assert_eq!(parsed(line), Ok(Command::Check(all)));
        assert_eq!(parsed("d --fresh --help"), Ok(Command::Help));
    }

    #[test]
    fn invalid_command_lines_are_refused_with_help() {
        for (line, problem) in [
            ("", "DIR is missing: the folder with the collections"),
            ("a b", "unexpected argument \"b\""),
            ("a --batch 0", "cannot parse argument \"0\": it must be a number, 1 or more"),
            ("a --recordings b", "recordings are only used with --wire"),
            ("a --wrie", "invalid option '--wrie'"),
        ] {
            let message = parsed(line).expect_err(line);
            assert!(message.starts_with(&format!("error: {problem}\n  help: ")), "{message}");
        }
    }
}
