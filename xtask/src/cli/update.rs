//! The command line of `update`.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use super::Command;
use crate::update::Arguments;

pub(super) const HELP: &str = "\
Usage: cargo xtask update COLLECTION [-p CLIENT] [--dry-run] [--bump]

Takes a later version of a client's collection:

  - prints what changes for users of the client, as `cargo xtask diff` does
  - keeps names: a request or a folder that only has another name upstream keeps its name in Rust (`operationId` and
    `x-name` in the overlay), and a request in another folder keeps a deprecated method in its old group (`x-aliases`).
    To take a new name, remove the entry, and put the old name into `x-aliases`
  - moves the overlay entries of operations that have another path, method or name, and removes and prints those whose
    operation is gone. All other text of the overlay stays; without an overlay, one is created when it is needed
  - replaces the collection byte for byte, and generates the files
  - adds what users notice to CHANGELOG.md, below the heading Unreleased, and prints the version that follows

All files change, or none: not after an error, and not when the command is interrupted.

  COLLECTION             a file, the folder of a collection of format v3, or `-` for standard input. A client that has a file
                         may get a folder, and the other way round: its manifest then names the new one
  -p, --package CLIENT   the client of the workspace, if there are several
  --dry-run              print everything, with the diff of the overlay, and write nothing
  --bump                 set the version in the manifest

Examples:

  cargo xtask update ~/Downloads/orders.postman_collection.json --dry-run
  curl https://example.com/orders.json | cargo xtask update - -p orders --bump

Exit code: 0 when the client has the collection now, also if it had it before, 1 on an error.
";

pub(super) fn parse(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let (mut source, mut arguments) = (None, Arguments::default());
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('p') | Arg::Long("package") => arguments.clients.push(parser.value()?.string()?),
            Arg::Long("dry-run") => arguments.dry_run = true,
            Arg::Long("bump") => arguments.bump = true,
            Arg::Value(value) if source.is_none() => source = Some(PathBuf::from(value)),
            other => return Err(other.unexpected()),
        }
    }
    arguments.source = source.ok_or("COLLECTION is missing: the new version of the collection")?;
    Ok(Command::Update(arguments))
}
