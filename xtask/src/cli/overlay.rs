//! The command line of `overlay`.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use super::Command;

pub(super) const HELP: &str = "\
Usage: cargo xtask overlay import SPEC [-p CLIENT]

Adds to the overlay of a client what a full OpenAPI document says about the operations of its collection: parameters,
request bodies, responses, and the schemas that these need. Operations match by method and path, whatever the parameters
are called and wherever the base URL ends. What the overlay has stays as it is. Names, servers and credentials are not
taken (`operationId`, `tags`, `servers`, `security`), and documentation only where the collection has none. Whatever the
collection contradicts, or the client could not be generated with, is left out and listed.

  SPEC        a document of OpenAPI 3.0 or 3.1, JSON or YAML, or `-` for standard input
  -p CLIENT   the client of the workspace, if there are several

Only the overlay is written, and only if there are no errors. `cargo xtask generate` then changes the client.

Examples:

  cargo xtask overlay import openapi.yaml
  curl https://api.example.com/openapi.json | cargo xtask overlay import - -p orders

Exit code: 0 when the overlay has what could be taken, 1 on an error.
";

pub(super) fn parse(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let (mut action, mut spec, mut clients) = (None, None, Vec::new());
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('p') | Arg::Long("package") => clients.push(parser.value()?.string()?),
            Arg::Value(value) if action.is_none() => action = Some(value),
            Arg::Value(value) if spec.is_none() => spec = Some(PathBuf::from(value)),
            other => return Err(other.unexpected()),
        }
    }
    match action {
        Some(action) if action == "import" => {}
        Some(action) => return Err(format!("there is no `overlay {}`", action.to_string_lossy()).into()),
        None => return Err("`import` is missing".into()),
    }
    let spec = spec.ok_or("SPEC is missing: the file of the document")?;
    Ok(Command::Import { spec, clients })
}
