//! The command line of `diff`.

use std::ffi::OsString;

use codegen::diff::Step;
use lexopt::{Arg, Parser, ValueExt};

use super::Command;
use crate::diff::{Arguments, Format};

pub(super) const HELP: &str = "\
Usage: cargo xtask diff OLD [NEW] [-p CLIENT] [--old-overlay FILE] [--overlay FILE]
                        [--format text|markdown|json] [--fail-on STEP] [--accepted FILE]

Compares two versions of a collection: what changes for users of the client, in its Rust API and in the requests that it
sends, and which part of the version a release has to raise. The order of requests, ids, scripts and white space are no
changes. Writes nothing.

  OLD, NEW             a collection: a file, the folder of a v3 collection, `-` for standard input, or REVISION:PATH of
                       git, where PATH is relative to the root of the repository (`HEAD:./PATH`: to this folder). Without
                       NEW, it is the collection of the client
  -p CLIENT            the client of the workspace, if there are several. Its overlay and its environment belong to both
                       versions
  --overlay FILE       the overlay of both versions, instead of the client's; a file or REVISION:PATH. Entries whose
                       operation only one of the versions has are no errors
  --old-overlay FILE   the overlay of the old version
  --format text        for people (the default)
  --format markdown    for a pull request
  --format json        for programs: {version, old, new, client, step, counts, changes, accepted, stale}
  --fail-on STEP       exit with 1 if the step is STEP or larger: `patch`, `minor` or `major`
  --accepted FILE      a file of fingerprints, one in a line, with an optional comment after `#`: these changes are listed
                       at the end and do not count. Fingerprints that no change has are reported

Steps: `major` breaks code or calls, `minor` adds to the API or changes what is sent, `patch` only changes documentation.
Below 1.0, `major` raises the second number of the version, all others the third. Silent changes, which the compiler does
not report, come first.

Examples:

  cargo xtask diff HEAD:collection/orders.postman_collection.json
  cargo xtask diff v1.2.0:collection/orders.json collection/orders.json --format markdown
  curl -fsS https://example.com/orders.json | cargo xtask diff collection/orders.json -
  cargo xtask diff origin/main:collection/orders.json --fail-on major --accepted accepted-changes.txt

Exit code: 0; 1 on an error, or if the step is as large as --fail-on says.
";

pub(super) fn parse(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let mut arguments = Arguments::default();
    let mut collections: Vec<OsString> = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("overlay") => arguments.overlay = Some(parser.value()?),
            Arg::Long("old-overlay") => arguments.old_overlay = Some(parser.value()?),
            Arg::Short('p') | Arg::Long("package") => arguments.clients.push(parser.value()?.string()?),
            Arg::Long("format") => arguments.format = parser.value()?.parse_with(format_of)?,
            Arg::Long("fail-on") => arguments.fail_on = Some(parser.value()?.parse_with(step_of)?),
            Arg::Long("accepted") => arguments.accepted = Some(parser.value()?.into()),
            Arg::Value(path) if collections.len() < 2 => collections.push(path),
            other => return Err(other.unexpected()),
        }
    }
    let mut collections = collections.into_iter();
    arguments.old = collections.next().ok_or("OLD is missing: the collection to compare with")?;
    arguments.new = collections.next();
    if [&arguments.overlay, &arguments.old_overlay].into_iter().flatten().any(|overlay| overlay == "-") {
        return Err("an overlay cannot be standard input: write it to a file".into());
    }
    if arguments.old == "-" && arguments.new.as_ref().is_some_and(|new| new == "-") {
        return Err("OLD and NEW cannot both be standard input: write one of them to a file".into());
    }
    Ok(Command::Diff(arguments))
}

fn format_of(text: &str) -> Result<Format, &'static str> {
    match text {
        "text" => Ok(Format::Text),
        "markdown" => Ok(Format::Markdown),
        "json" => Ok(Format::Json),
        _ => Err("it is `text`, `markdown` or `json`"),
    }
}

fn step_of(text: &str) -> Result<Step, &'static str> {
    match text.parse() {
        Ok(Step::None) | Err(_) => Err("it is `patch`, `minor` or `major`"),
        Ok(step) => Ok(step),
    }
}
