//! The command line of `inspect`.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use super::Command;
use crate::inspect::Format;

pub(super) const HELP: &str = "\
Usage: cargo xtask inspect [COLLECTION] [-p CLIENT] [--overlay FILE]
                           [--environment FILE] [--format text|json|overlay]

Prints what the client of a collection has: servers and their variables, credentials, types, and every operation (its
index in the collection, method, path, names, parameters, body, success, errors); and the parts of the collection that
are skipped (scripts, settings of Postman, requests that cannot be sent), with counts and locations. Writes nothing.

  COLLECTION       a Postman collection: a file of format v2.0 or v2.1, a folder of format v3 (also the root of the
                   repository, if it has only one), or `-` for standard input; without it, those of the clients
  -p CLIENT        only this client; may be repeated. Without it, all clients of the workspace; the formats json and
                   overlay are of one client
  --overlay FILE   the overlay of the collection; without it, a COLLECTION has none
  --environment FILE
                   an environment or globals of Postman (YAML or JSON), whose values are the defaults of the
                   collection's variables, except secrets; without it, a COLLECTION has none
  --format text    for people (the default)
  --format json    for programs: {files, counts, diagnostic_counts, diagnostics, api}, complete
  --format overlay a starting overlay: every operation with its parameters, bodies, responses and the types that are
                   inferred from the collection, to be edited; what the present overlay has stays as it is

The last line has the totals: `N requests = M operations + K refused`. Findings are part of the report; errors in the
inputs go to standard error (with `--format json` they are in the JSON, and `api` is null).

Examples:

  cargo xtask inspect
  cargo xtask inspect ~/Downloads/orders.json
  cargo xtask inspect postman/collections/Orders
  cargo xtask inspect orders.json --format overlay > orders.overlay.json
  cargo xtask inspect --format json | jq '.api.types | map(.name)'

Exit code: 0 when the inputs have no errors, 1 when they have.
";

pub(super) fn parse(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let (mut collection, mut format) = (None, Format::Text);
    let (mut overlay, mut environment) = (None, None);
    let mut clients = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("overlay") => overlay = Some(PathBuf::from(parser.value()?)),
            Arg::Long("environment") => environment = Some(PathBuf::from(parser.value()?)),
            Arg::Short('p') | Arg::Long("package") => clients.push(parser.value()?.string()?),
            Arg::Long("format") => format = parser.value()?.parse_with(format_of)?,
            Arg::Value(path) if collection.is_none() => collection = Some(PathBuf::from(path)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Inspect { collection, overlay, environment, clients, format })
}

fn format_of(text: &str) -> Result<Format, &'static str> {
    match text {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        "overlay" => Ok(Format::Overlay),
        _ => Err("it is `text`, `json` or `overlay`"),
    }
}
