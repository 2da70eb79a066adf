//! The command line of `new`.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use super::{Command, New};

pub(super) const HELP: &str = "\
Usage: cargo xtask new COLLECTION --out DIR [--name NAME] [--overlay FILE]
                       [--environment FILE]

Creates a complete client crate for a collection, which does not depend on this project: Cargo.toml, README.md,
CHANGELOG.md, licences, src/ with the runtime, operations and types, examples/replay, which calls every operation once,
collection/ with the inputs byte for byte, and a workflow for GitHub. `cargo xtask generate` and `check` keep it up to date.

  COLLECTION       a Postman collection: a file of format v2.0 or v2.1, a folder of format v3 (also the root of the
                   repository, if it has only one), or `-` for standard input
  --out DIR        the folder to create; if it exists, it must be empty, or a git repository without files
  --name NAME      the name of the crate; by default derived from the name of the collection
  --overlay FILE   adds types, errors and better names to the collection (CONTRIBUTING.md describes it)
  --environment FILE
                   an environment or globals of Postman (YAML or JSON), whose values are the defaults of the
                   collection's variables; the crate gets a copy without secrets, which have no defaults

In the folder of a cargo workspace, the crate becomes a member. On an error, DIR is not changed. Warnings go to standard error, the summary and the next steps go to standard output.

Examples:

  cargo xtask new ~/Downloads/orders.json --out ../orders-client
  cargo xtask new orders.json --overlay orders.overlay.json --name acme-orders --out ../acme-orders

Exit code: 0 when the crate was created, 1 on an error.
";

pub(super) fn parse(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let (mut collection, mut out, mut name) = (None, None, None);
    let (mut overlay, mut environment) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("overlay") => overlay = Some(PathBuf::from(parser.value()?)),
            Arg::Long("environment") => environment = Some(PathBuf::from(parser.value()?)),
            Arg::Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Arg::Long("name") => name = Some(parser.value()?.string()?),
            Arg::Value(path) if collection.is_none() => collection = Some(PathBuf::from(path)),
            other => return Err(other.unexpected()),
        }
    }
    let collection = collection.ok_or("COLLECTION is missing: the file or folder of the collection")?;
    let out = out.ok_or("--out DIR is missing: the folder to create")?;
    Ok(Command::New(New { collection, overlay, environment, out, name }))
}
