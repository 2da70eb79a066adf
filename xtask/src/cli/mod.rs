//! The command line: commands, their arguments, and the help.
//!
//! A command is a row of `ROWS` and a function that parses its arguments; `--help` is handled here for all of them.

mod inspect;
mod new;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use lexopt::Parser;

use crate::inspect::Format;

/// A parsed command line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    /// Print the help.
    Help(String),
    /// Bring the generated files up to date.
    Generate,
    /// Check that the generated files are up to date.
    Check,
    /// Print what the client of a collection has.
    Inspect {
        /// The collection; `None` for the one in `collection/`.
        collection: Option<PathBuf>,
        /// The overlay.
        overlay: Option<PathBuf>,
        /// The format of the output.
        format: Format,
    },
    /// Create a crate for a collection.
    New(New),
}

/// The arguments of `new`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct New {
    /// The collection.
    pub collection: PathBuf,
    /// The overlay.
    pub overlay: Option<PathBuf>,
    /// The folder to create.
    pub out: PathBuf,
    /// The name of the crate; `None` for one that is derived from the name of the collection.
    pub name: Option<String>,
}

/// An invalid command line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UsageError {
    problem: String,
    help: String,
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n  help: {}", self.problem, self.help)
    }
}

/// A command: its name, its help, and the function that parses its arguments.
struct Row {
    name: &'static str,
    about: &'static str,
    help: &'static str,
    parse: fn(&mut Parser) -> Result<Command, lexopt::Error>,
}

const ROWS: [Row; 4] = [
    Row {
        name: "generate",
        about: "Generate the client from the collection and the overlay",
        help: GENERATE_HELP,
        parse: generate,
    },
    Row {
        name: "check",
        about: "Check that the client is up to date; write nothing",
        help: CHECK_HELP,
        parse: check,
    },
    Row {
        name: "inspect",
        about: "Print what the client of a collection has, and what is skipped",
        help: inspect::HELP,
        parse: inspect::parse,
    },
    Row {
        name: "new",
        about: "Create a complete client crate for any collection",
        help: new::HELP,
        parse: new::parse,
    },
];

const GENERATE_HELP: &str = "\
Usage: cargo xtask generate

Reads the one collection/<name>.postman_collection.json and, if there is one, collection/<name>.overlay.json, and
writes the generated part of generated-client/:

  src/operations/            a module for each folder of the collection
  src/types/                 the types of parameters, bodies and responses
  examples/replay/items.rs   the requests of the replay, which calls every operation once

Files that are up to date are not touched. Files that were generated once and no longer are, are removed. A hand-written
file in these folders is never removed: it is an error, and the message says what to do. Hidden files are ignored.

If there is any error, nothing is written. Warnings go to standard error, the summary goes to standard output.

Exit code: 0 when the files are up to date now, 1 on an error.
";

const CHECK_HELP: &str = "\
Usage: cargo xtask check

Generates the files in memory and compares them with those on disk: files that differ (edited by hand, or older than the
collection, the overlay or the generator), files that are missing, and files that are no longer generated. Prints a diff
in which `-` is on disk and `+` is what `cargo xtask generate` would write.

The report goes to standard output, in colour on a terminal unless NO_COLOR is set; findings in the inputs go to
standard error. Nothing is written.

Exit code: 0 when every file is up to date, 1 when not.
";

/// Parses a command line without the name of the program.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut arguments = arguments.into_iter();
    let Some(name) = arguments.next() else {
        return Err(UsageError { problem: "a command is missing".to_owned(), help: names() });
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
    (row.parse)(&mut Parser::from_args(rest)).map_err(|error| UsageError {
        problem: error.to_string(),
        help: format!("`cargo xtask {} --help` lists its arguments", row.name),
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

fn find(name: &str) -> Result<&'static Row, UsageError> {
    ROWS.iter().find(|row| row.name == name).ok_or_else(|| {
        let noun = if name.starts_with('-') { "option" } else { "command" };
        UsageError {
            problem: format!("there is no {noun} `{name}`"),
            help: nearest(name).unwrap_or_else(names),
        }
    })
}

/// Returns the command that was probably meant: one that begins with this name, or one with a similar name.
fn nearest(name: &str) -> Option<String> {
    let all = ROWS.map(|row| row.name);
    let completed = all.iter().copied().find(|candidate| !name.is_empty() && candidate.starts_with(name));
    let meant = completed.or_else(|| similar::get_close_matches(name, &all, 1, 0.6).first().copied())?;
    Some(format!("did you mean `{meant}`?"))
}

fn names() -> String {
    let names = ROWS.map(|row| format!("`{}`", row.name));
    format!("the commands are {}; `cargo xtask --help` describes them", names.join(", "))
}

fn overview() -> String {
    let width = ROWS.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let commands = ROWS.iter().map(|row| format!("  {:width$}  {}\n", row.name, row.about));
    format!(
        "Generates Rust clients from Postman collections: the client in generated-client/ from the collection in collection/,\n\
         and new crates from any other.\n\n\
         Usage: cargo xtask <command>\n\n\
         Commands:\n{}\n\
         `cargo xtask <command> --help` describes a command. All commands work in any folder of the project.\n\n\
         Exit code: 0 on success, 1 on an error or when `check` finds a difference, 2 when the command line is invalid.\n",
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
        assert_eq!(parsed("inspect a.json --format overlay"), inspect(path("a.json"), None, Format::Overlay));
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
            ("inspect --format xml", "cannot parse argument \"xml\": it is `text`, `json` or `overlay`"),
        ] {
            let message = parsed(line).expect_err(line);
            assert!(message.starts_with(&format!("error: {problem}\n  help: ")), "{message}");
        }
    }

    #[test]
    fn help_can_be_asked_for_in_every_usual_way() {
        for line in ["help", "--help", "-h"] {
            assert_eq!(parsed(line), Ok(Command::Help(overview())), "{line}");
        }
        for line in ["help check", "check --help", "check -h", "--help check"] {
            assert_eq!(parsed(line), Ok(Command::Help(help_of(&ROWS[1]))), "{line}");
        }
    }

    #[test]
    fn errors_suggest_a_command() {
        let commands =
            "the commands are `generate`, `check`, `inspect`, `new`; `cargo xtask --help` describes them";
        let cases = [
            ("", format!("error: a command is missing\n  help: {commands}")),
            ("genrate", "error: there is no command `genrate`\n  help: did you mean `generate`?".to_owned()),
            ("gen", "error: there is no command `gen`\n  help: did you mean `generate`?".to_owned()),
            ("frobnicate", format!("error: there is no command `frobnicate`\n  help: {commands}")),
            ("--check", "error: there is no option `--check`\n  help: did you mean `check`?".to_owned()),
            ("help chek", "error: there is no command `chek`\n  help: did you mean `check`?".to_owned()),
            (
                "check --fix",
                "error: invalid option '--fix'\n  help: `cargo xtask check --help` lists its arguments".to_owned(),
            ),
            (
                "generate all",
                "error: unexpected argument \"all\"\n  help: `cargo xtask generate --help` lists its arguments".to_owned(),
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(parsed(line), Err(expected), "{line}");
        }
    }
}
