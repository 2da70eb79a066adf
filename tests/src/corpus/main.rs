//! Makes a client crate of every collection in a folder, and checks each: `--help` says how.
//!
//! ```text
//! collections -> made (codegen) -> cargo (clippy, rustdoc, build) -> replay -> server
//!                                                                                |
//!                                                 recording -> parity (compare, causes) -> report
//! ```
//!
//! [`run`] has the order of things, [`done`] what is kept between runs, [`recording`] the format of a reference.

mod about;
mod cargo;
mod causes;
mod cli;
mod collections;
mod compare;
mod done;
mod entry;
mod examples;
mod made;
mod masks;
mod message;
mod parity;
mod progress;
mod recorder;
mod recording;
mod replay;
mod report;
mod run;
mod server;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cli::{Command, Options};
use entry::Entry;

fn main() -> ExitCode {
    let told = match cli::parse(std::env::args_os().skip(1)) {
        Ok(Command::Help) => {
            print(io::stdout(), cli::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Command::Check(options)) => check(&options),
        Err(usage) => Err(usage),
    };
    match told {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            print(io::stderr(), &problem);
            ExitCode::from(2)
        }
    }
}

/// Checks a folder; whether all is well.
fn check(options: &Options) -> Result<bool, String> {
    let target = target();
    let root = root(&target, &options.folder);
    let entries = run::run(options, &target, &root).map_err(|problem| format!("error: {problem}"))?;
    let details = report::details(&entries);
    let report = root.join("report.txt");
    fs::write(&report, &details)
        .map_err(|error| format!("error: cannot write {}: {error}", report.display()))?;
    let details = if options.verbose { format!("\n{details}") } else { "\n".to_owned() };
    let tables = report::tables(&entries, options.verbose);
    print(io::stdout(), &format!("{details}{tables}\nevery detail: {}", report.display()));
    Ok(entries.iter().all(Entry::is_good))
}

/// The target folder of this project: the one that this program is in.
fn target() -> PathBuf {
    let program = std::env::current_exe().ok();
    let folder = program.as_deref().and_then(Path::parent).and_then(Path::parent);
    folder.map_or_else(|| tests::repository().join("target"), Path::to_owned)
}

/// Where everything is that is made for a folder of collections: two folders do not disturb each other.
fn root(target: &Path, collections: &Path) -> PathBuf {
    let path = fs::canonicalize(collections).unwrap_or_else(|_| collections.to_owned());
    let name = path.file_name().map_or("collections".into(), |name| name.to_string_lossy().into_owned());
    target.join("corpus").join(format!("{name}-{:08x}", done::key(path) >> 32))
}

/// Prints a text as whole lines. A reader who has gone (`| head`) is no reason to fail.
fn print(mut stream: impl Write, text: &str) {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(stream, "{text}{end}").and_then(|()| stream.flush());
}
