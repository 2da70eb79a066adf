//! The command line: what may be said, and the help.
//!
//! A command is a row of `ROWS` and a function that reads its arguments; `--help` is answered here for all of them.

mod inspect;
mod new;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use lexopt::Parser;

use crate::inspect::Format;

/// What the caller wants.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    /// Print this text.
    Help(String),
    /// Bring the generated files in step.
    Generate,
    /// Tell whether they are.
    Check,
    /// Tell what a collection holds.
    Inspect {
        /// The collection; otherwise the one in use.
        collection: Option<PathBuf>,
        /// The overlay.
        overlay: Option<PathBuf>,
        /// For whom.
        format: Format,
    },
    /// Write a crate for a collection.
    New(New),
}

/// The crate to write.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct New {
    /// The collection.
    pub collection: PathBuf,
    /// The overlay.
    pub overlay: Option<PathBuf>,
    /// The folder to make.
    pub out: PathBuf,
    /// The crate's name; otherwise it comes from the collection's.
    pub name: Option<String>,
}

/// A command line that means nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Usage {
    problem: String,
    help: String,
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n  help: {}", self.problem, self.help)
    }
}

/// A command as the help shows it, and how its arguments are read.
struct Row {
    name: &'static str,
    about: &'static str,
    help: &'static str,
    parse: fn(&mut Parser) -> Result<Command, lexopt::Error>,
}

const ROWS: [Row; 4] = [
    Row {
        name: "generate",
        about: "Write the client that the collection and the overlay describe",
        help: GENERATE_HELP,
        parse: generate,
    },
    Row {
        name: "check",
        about: "Tell whether the client is the one they describe; write nothing",
        help: CHECK_HELP,
        parse: check,
    },
    Row {
        name: "inspect",
        about: "Print what a client of a collection has, and what it does not have",
        help: inspect::HELP,
        parse: inspect::parse,
    },
    Row {
        name: "new",
        about: "Write a complete client crate for any collection",
        help: new::HELP,
        parse: new::parse,
    },
];

const GENERATE_HELP: &str = "\
Usage: cargo xtask generate

Reads the one collection/<name>.postman_collection.json and, if there is one, collection/<name>.overlay.json, and
writes the generated part of generated-client/:

  src/operations/            one module per folder of the collection
  src/types/                 the types of parameters, bodies and responses
  examples/replay/items.rs   the calls of the replay, which calls every operation once

Files that are right already are not touched. Generated files that nothing describes any more are removed. A file in
these folders that was not generated is never removed: it is an error, with advice (hidden files are left alone).

Nothing is written when anything is wrong. Warnings go to standard error, the summary goes to standard output.

Exit code: 0 when the files are in step now, 1 on an error.
";

const CHECK_HELP: &str = "\
Usage: cargo xtask check

Makes the generated files in memory and compares them with those on disk, both ways: files that differ (edited by
hand, or older than the collection, the overlay or the generator), files that are missing and files that nothing
describes any more. Prints a diff in which `-` is what is on disk and `+` is what `cargo xtask generate` would write.

The report goes to standard output, in colour on a terminal unless NO_COLOR is set; problems with the inputs go to
standard error. Nothing is written.

Exit code: 0 when everything is in step, 1 when not.
";

/// Reads a command line without the program's name.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Usage> {
    let mut arguments = arguments.into_iter();
    let Some(name) = arguments.next() else {
        return Err(Usage { problem: "a command is missing".to_owned(), help: names() });
    };
    let name = name.to_string_lossy();
    let rest: Vec<OsString> = arguments.collect();
    if ["--help", "-h", "help"].contains(&name.as_ref()) {
        return match rest.first() {
            Some(topic) => Ok(Command::Help(help_of(find(&topic.to_string_lossy())?))),
            None => Ok(Command::Help(overview())),
        };
    }
    let row = find(&name)?;
    if rest.iter().any(|argument| argument == "--help" || argument == "-h") {
        return Ok(Command::Help(help_of(row)));
    }
    (row.parse)(&mut Parser::from_args(rest)).map_err(|error| Usage {
        problem: error.to_string(),
        help: format!("`cargo xtask {} --help` says what it takes", row.name),
    })
}

fn generate(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    no_arguments(parser)?;
    Ok(Command::Generate)
}

fn check(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    no_arguments(parser)?;
    Ok(Command::Check)
}

fn no_arguments(parser: &mut Parser) -> Result<(), lexopt::Error> {
    match parser.next()? {
        Some(argument) => Err(argument.unexpected()),
        None => Ok(()),
    }
}

fn find(name: &str) -> Result<&'static Row, Usage> {
    ROWS.iter().find(|row| row.name == name).ok_or_else(|| {
        let what = if name.starts_with('-') { "option" } else { "command" };
        Usage { problem: format!("there is no {what} `{name}`"), help: nearest(name).unwrap_or_else(names) }
    })
}

/// The command that was probably meant: one that begins like this, or one with few letters changed.
fn nearest(name: &str) -> Option<String> {
    let all = ROWS.map(|row| row.name);
    let begun = all.iter().copied().find(|candidate| !name.is_empty() && candidate.starts_with(name));
    let meant = begun.or_else(|| similar::get_close_matches(name, &all, 1, 0.6).first().copied())?;
    Some(format!("did you mean `{meant}`?"))
}

fn names() -> String {
    let names = ROWS.map(|row| format!("`{}`", row.name));
    format!("the commands are {}; `cargo xtask --help` says more", names.join(", "))
}

fn overview() -> String {
    let width = ROWS.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let commands = ROWS.iter().map(|row| format!("  {:width$}  {}\n", row.name, row.about));
    format!(
        "Keeps the client in generated-client/ in step with the Postman collection in collection/.\n\n\
         Usage: cargo xtask <command>\n\n\
         Commands:\n{}\n\
         `cargo xtask <command> --help` says more about one of them. All of them work from any folder of the project.\n\n\
         Exit code: 0 when all is well, 1 when something is wrong with the project, 2 when the command line is.\n",
        commands.collect::<String>()
    )
}

fn help_of(row: &Row) -> String {
    format!("{}.\n\n{}", row.about, row.help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|usage| usage.to_string())
    }

    #[test]
    fn commands() {
        assert_eq!(parsed("generate"), Ok(Command::Generate));
        assert_eq!(parsed("check"), Ok(Command::Check));
    }

    #[test]
    fn arguments() {
        let path = |text: &str| Some(PathBuf::from(text));
        let inspect = |collection, overlay, format| Ok(Command::Inspect { collection, overlay, format });
        assert_eq!(parsed("inspect"), inspect(None, None, Format::Text));
        assert_eq!(parsed("inspect a.json --format=json"), inspect(path("a.json"), None, Format::Json));
        assert_eq!(parsed("inspect --overlay b a"), inspect(path("a"), path("b"), Format::Text));
        let new = |overlay, name: Option<&str>| {
            let (collection, out, name) = ("a".into(), "d".into(), name.map(str::to_owned));
            Ok(Command::New(New { collection, overlay, out, name }))
        };
        assert_eq!(parsed("new a --out d"), new(None, None));
        assert_eq!(parsed("new --out d --name n --overlay b a"), new(path("b"), Some("n")));
        for (line, problem) in [
            ("new --out d", "COLLECTION is missing: the file of the collection"),
            ("new a", "--out DIR is missing: the folder to create"),
            ("new a b --out d", "unexpected argument \"b\""),
            ("new a --out", "missing argument for option '--out'"),
            ("inspect --format xml", "cannot parse argument \"xml\": it is `text` or `json`"),
        ] {
            let said = parsed(line).expect_err(line);
            assert!(said.starts_with(&format!("error: {problem}\n  help: ")), "{said}");
        }
    }

    #[test]
    fn help_is_found_in_every_usual_way() {
        for line in ["help", "--help", "-h"] {
            assert_eq!(parsed(line), Ok(Command::Help(overview())), "{line}");
        }
        for line in ["help check", "check --help", "check -h", "--help check"] {
            assert_eq!(parsed(line), Ok(Command::Help(help_of(&ROWS[1]))), "{line}");
        }
    }

    #[test]
    fn mistakes_are_answered_with_advice() {
        let commands =
            "the commands are `generate`, `check`, `inspect`, `new`; `cargo xtask --help` says more";
        let cases = [
            ("", format!("error: a command is missing\n  help: {commands}")),
            ("genrate", "error: there is no command `genrate`\n  help: did you mean `generate`?".to_owned()),
            ("gen", "error: there is no command `gen`\n  help: did you mean `generate`?".to_owned()),
            ("frobnicate", format!("error: there is no command `frobnicate`\n  help: {commands}")),
            ("--check", "error: there is no option `--check`\n  help: did you mean `check`?".to_owned()),
            ("help chek", "error: there is no command `chek`\n  help: did you mean `check`?".to_owned()),
            (
                "check --fix",
                "error: invalid option '--fix'\n  help: `cargo xtask check --help` says what it takes".to_owned(),
            ),
            (
                "generate all",
                "error: unexpected argument \"all\"\n  help: `cargo xtask generate --help` says what it takes".to_owned(),
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(parsed(line), Err(expected), "{line}");
        }
    }
}
