//! The command line: commands, their arguments, and the help.
//!
//! A command is a row of `ROWS` and a function that parses its arguments; `--help` is handled here for all of them.

mod diff;
mod inspect;
mod new;
mod overlay;
mod update;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use crate::inspect::Format;

/// The program that runs a command, as users call it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Program {
    /// `cargo xtask`, in the workspace of this package.
    Xtask,
    /// `cargo postman`, installed, for any crate or workspace.
    Postman,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Xtask => "cargo xtask",
            Self::Postman => "cargo postman",
        })
    }
}

/// A parsed command line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    /// Print the help.
    Help(String),
    /// Bring the generated files up to date.
    Generate {
        /// The names of the clients; empty for all.
        clients: Vec<String>,
    },
    /// Check that the generated files are up to date.
    Check {
        /// The names of the clients; empty for all.
        clients: Vec<String>,
    },
    /// Compare two versions of a collection.
    Diff(crate::diff::Arguments),
    /// Print what the client of a collection has.
    Inspect {
        /// The collection; `None` for that of a client.
        collection: Option<PathBuf>,
        /// The name of the client; empty if there is only one.
        clients: Vec<String>,
        /// The overlay.
        overlay: Option<PathBuf>,
        /// The environment that gives defaults.
        environment: Option<PathBuf>,
        /// The format of the output.
        format: Format,
    },
    /// Create a crate for a collection.
    New(New),
    /// Take a later version of a collection.
    Update(crate::update::Arguments),
    /// Add to an overlay what a full OpenAPI document says.
    Import {
        /// The document.
        spec: PathBuf,
        /// The names of the selected clients.
        clients: Vec<String>,
    },
}

/// The arguments of `new`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct New {
    /// The collection.
    pub collection: PathBuf,
    /// The overlay.
    pub overlay: Option<PathBuf>,
    /// The environment that gives defaults.
    pub environment: Option<PathBuf>,
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

const ROWS: [Row; 7] = [
    Row {
        name: "generate",
        about: "Generate clients from their collections and overlays",
        help: GENERATE_HELP,
        parse: generate,
    },
    Row {
        name: "check",
        about: "Check that clients are up to date; write nothing",
        help: CHECK_HELP,
        parse: check,
    },
    Row {
        name: "diff",
        about: "Print what a new version of a collection changes for users, and the version that follows",
        help: diff::HELP,
        parse: diff::parse,
    },
    Row {
        name: "update",
        about: "Take a later version of a collection, and keep the names of its client",
        help: update::HELP,
        parse: update::parse,
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
    Row {
        name: "overlay",
        about: "Add to an overlay what a full OpenAPI document says",
        help: overlay::HELP,
        parse: overlay::parse,
    },
];

const GENERATE_HELP: &str = "\
Usage: cargo xtask generate [-p CLIENT]...

Reads the collection of each client and, if it has one, its overlay, and writes the files that generation owns:

  src/operations/            a module for each folder of the collection
  src/types/                 the types of parameters, bodies and responses
  src/runtime/               what sends the calls; the same in every client
  examples/replay/           calls every operation once

A client is a crate of the workspace whose Cargo.toml says what it is generated from, with paths relative to it:

  [package.metadata.postman]
  collection = \"collection/orders.postman_collection.json\"   # or a folder of format v3
  overlay = \"collection/orders.overlay.json\"   # optional
  environment = \"collection/orders.environment.yaml\"   # optional: gives defaults

  -p, --package CLIENT   only this client; may be repeated. Without it, all clients of the workspace

Files that are up to date are not touched. Files that were generated once and no longer are, are removed. A hand-written
file in these folders is never removed: it is an error, and the message says what to do. Hidden files are ignored. The
manifest is never changed; lines that it lacks are printed.

If there is any error, nothing is written for that client; the others are generated. Warnings go to standard error, the
summary goes to standard output.

Exit code: 0 when the files are up to date now, 1 on an error.
";

const CHECK_HELP: &str = "\
Usage: cargo xtask check [-p CLIENT]...

Generates the files of each client in memory and compares them with those on disk: files that differ (edited by hand, or
older than the collection, the overlay or the generator), files that are missing, and files that are no longer generated.
Prints a diff in which `-` is on disk and `+` is what `cargo xtask generate` would write.

  -p, --package CLIENT   only this client; may be repeated. Without it, all clients of the workspace

The report goes to standard output, in colour on a terminal unless NO_COLOR is set; findings in the inputs go to
standard error. Nothing is written.

Exit code: 0 when every file is up to date, 1 when not.
";

/// Parses a command line without the name of the program.
pub fn parse(program: Program, arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut arguments = arguments.into_iter();
    let Some(name) = arguments.next() else {
        return Err(UsageError { problem: "a command is missing".to_owned(), help: names(program) });
    };
    let name = name.to_string_lossy();
    let rest: Vec<OsString> = arguments.collect();
    if ["--help", "-h", "help"].contains(&name.as_ref()) {
        return match rest.first() {
            Some(topic) => Ok(Command::Help(help_of(program, find(program, &topic.to_string_lossy())?))),
            None => Ok(Command::Help(overview(program))),
        };
    }
    if ["--version", "-V"].contains(&name.as_ref()) {
        return Ok(Command::Help(format!("{program} {}\n", env!("CARGO_PKG_VERSION"))));
    }
    let row = find(program, &name)?;
    if rest.iter().any(|argument| argument == "--help" || argument == "-h") {
        return Ok(Command::Help(help_of(program, row)));
    }
    (row.parse)(&mut Parser::from_args(rest)).map_err(|error| UsageError {
        problem: error.to_string(),
        help: format!("`{program} {} --help` lists its arguments", row.name),
    })
}

fn generate(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    Ok(Command::Generate { clients: clients(parser)? })
}

fn check(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    Ok(Command::Check { clients: clients(parser)? })
}

fn clients(parser: &mut Parser) -> Result<Vec<String>, lexopt::Error> {
    let mut clients = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('p') | Arg::Long("package") => clients.push(parser.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(clients)
}

fn find(program: Program, name: &str) -> Result<&'static Row, UsageError> {
    ROWS.iter().find(|row| row.name == name).ok_or_else(|| {
        let noun = if name.starts_with('-') { "option" } else { "command" };
        UsageError {
            problem: format!("there is no {noun} `{name}`"),
            help: nearest(name).unwrap_or_else(|| names(program)),
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

fn names(program: Program) -> String {
    let names = ROWS.map(|row| format!("`{}`", row.name));
    format!("the commands are {}; `{program} --help` describes them", names.join(", "))
}

fn overview(program: Program) -> String {
    let width = ROWS.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let commands = ROWS.iter().map(|row| format!("  {:width$}  {}\n", row.name, row.about));
    format!(
        "Generates Rust clients from Postman collections, and keeps them up to date.\n\n\
         Usage: {program} <command>\n\n\
         Commands:\n{}\n\
         `{program} <command> --help` describes a command; `--version` prints the version. The commands work on the clients of\n\
         the workspace around the current folder.\n\n\
         Exit code: 0 on success, 1 on an error or when `check` finds a difference, 2 when the command line is invalid, 130 when\n\
         the command is interrupted (128 and the number of the signal). A command that fails or is interrupted changes no file of\n\
         the client; `generate` goes on with the other clients after an error.\n",
        commands.collect::<String>()
    )
}

/// Returns the help of a command. The texts name `cargo xtask`.
fn help_of(program: Program, row: &Row) -> String {
    format!("{}.\n\n{}", row.about, row.help).replace("cargo xtask", &program.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(Program::Xtask, line.split_whitespace().map(OsString::from)).map_err(|usage| usage.to_string())
    }

    #[test]
    fn commands() {
        let clients = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(parsed("generate"), Ok(Command::Generate { clients: clients(&[]) }));
        assert_eq!(parsed("check"), Ok(Command::Check { clients: clients(&[]) }));
        let two = "generate -p orders --package=users";
        assert_eq!(parsed(two), Ok(Command::Generate { clients: clients(&["orders", "users"]) }));
        let version = format!("cargo xtask {}\n", env!("CARGO_PKG_VERSION"));
        assert_eq!(parsed("--version"), Ok(Command::Help(version)));
    }

    #[test]
    fn arguments() {
        let path = |text: &str| Some(PathBuf::from(text));
        let inspect = |collection, overlay, format| {
            let environment = None;
            Ok(Command::Inspect { collection, overlay, environment, clients: Vec::new(), format })
        };
        assert_eq!(parsed("inspect"), inspect(None, None, Format::Text));
        assert_eq!(parsed("inspect a.json --format=json"), inspect(path("a.json"), None, Format::Json));
        assert_eq!(parsed("inspect a.json --format overlay"), inspect(path("a.json"), None, Format::Overlay));
        assert_eq!(parsed("inspect --overlay b a"), inspect(path("a"), path("b"), Format::Text));
        let new = |overlay, environment, name: Option<&str>| {
            let (collection, out, name) = ("a".into(), "d".into(), name.map(str::to_owned));
            Ok(Command::New(New { collection, overlay, environment, out, name }))
        };
        assert_eq!(parsed("new a --out d"), new(None, None, None));
        assert_eq!(parsed("new a --environment e --out d"), new(None, path("e"), None));
        assert_eq!(parsed("new --out d --name n --overlay b a"), new(path("b"), None, Some("n")));
        let import = |clients: &[&str]| {
            let clients = clients.iter().map(|name| (*name).to_owned()).collect();
            Ok(Command::Import { spec: "s.yaml".into(), clients })
        };
        assert_eq!(parsed("overlay import s.yaml"), import(&[]));
        assert_eq!(parsed("overlay import s.yaml -p orders"), import(&["orders"]));
        let update = |source: &str, clients: &[&str], dry_run, bump| {
            let clients = clients.iter().map(|name| (*name).to_owned()).collect();
            Ok(Command::Update(crate::update::Arguments { source: source.into(), clients, dry_run, bump }))
        };
        assert_eq!(parsed("update c.json"), update("c.json", &[], false, false));
        assert_eq!(parsed("update --bump - -p orders --dry-run"), update("-", &["orders"], true, true));
        for (line, problem) in [
            ("update", "COLLECTION is missing: the new version of the collection"),
            ("overlay", "`import` is missing"),
            ("overlay export s.yaml", "there is no `overlay export`"),
            ("overlay import", "SPEC is missing: the file of the document"),
            ("new --out d", "COLLECTION is missing: the file or folder of the collection"),
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
            assert_eq!(parsed(line), Ok(Command::Help(overview(Program::Xtask))), "{line}");
        }
        for line in ["help check", "check --help", "check -h", "--help check"] {
            assert_eq!(parsed(line), Ok(Command::Help(help_of(Program::Xtask, &ROWS[1]))), "{line}");
        }
    }

    #[test]
    fn errors_suggest_a_command() {
        let commands = "the commands are `generate`, `check`, `diff`, `update`, `inspect`, `new`, `overlay`; \
                        `cargo xtask --help` describes them";
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
