//! The cost of compiling generated crates: see `--help`.

#[path = "../../../codegen/benches/codegen/collection.rs"]
mod collection;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};

use codegen::package::Inputs;
use codegen::{Input, Source, lower};
use collection::{Version, collection};
use lexopt::{Arg, Parser, ValueExt};
use tests::{Crates, target};
use wait4::{ResourceUsage, Wait4};

const HELP: &str = "\
Measures what it costs to compile the client of a collection: of the crate alone, after its dependencies.

Usage: cargo run -p tests --bin compile-cost -- [--requests N]... [--tries N]

  --requests N  the requests of the collection; can be repeated [default: 100 and 1000]
  --tries N     how often each command runs; the least CPU time counts [default: 3]

For `cargo check`, a debug and a release build, it prints the CPU time (user and system) of cargo and rustc, and the most
memory that one of them has. Builds are not incremental. The CPU time of one build differs by a third on a machine that
does other things, too.
";

/// The commands that are measured.
const COMMANDS: [&[&str]; 3] = [&["check"], &["build"], &["build", "--release"]];

struct Options {
    requests: Vec<usize>,
    tries: usize,
}

fn main() -> ExitCode {
    let result = match options(&mut Parser::from_env()) {
        Ok(Some(options)) => run(&options),
        Ok(None) => print(HELP),
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the options; `None` for `--help`.
fn options(parser: &mut Parser) -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options { requests: Vec::new(), tries: 3 };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            Arg::Long("requests") => options.requests.push(parser.value()?.parse()?),
            Arg::Long("tries") => options.tries = parser.value()?.parse::<usize>()?.max(1),
            other => return Err(other.unexpected()),
        }
    }
    if options.requests.is_empty() {
        options.requests = vec![100, 1000];
    }
    Ok(Some(options))
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    print("| requests | command | CPU | memory |\n|---|---|---|---|\n")?;
    for &requests in &options.requests {
        let name = format!("synthetic-{requests}");
        let mut crates = Crates::new(target().join("compile-cost"));
        let library = write(&mut crates, &name, requests)?.join("src/lib.rs");
        for command in COMMANDS {
            // The dependencies, and the crate.
            measure(&crates, &name, command)?;
            let mut costs = Vec::new();
            for _ in 0..options.tries {
                fs::File::options().append(true).open(&library)?.set_modified(std::time::SystemTime::now())?;
                costs.push(measure(&crates, &name, command)?);
            }
            let cpu =
                costs.iter().map(|cost| (cost.utime + cost.stime).as_secs_f64()).fold(f64::MAX, f64::min);
            let memory = costs.iter().map(|cost| cost.maxrss).min().unwrap_or_default();
            let (command, megabytes) = (command.join(" "), memory / 1_000_000);
            print(&format!("| {requests} | `cargo {command}` | {cpu:.1} s | {megabytes} MB |\n"))?;
        }
    }
    Ok(())
}

/// Writes the crate of a collection with this number of requests, and returns its folder.
fn write(crates: &mut Crates, name: &str, requests: usize) -> Result<PathBuf, Box<dyn Error>> {
    let text = collection(requests, Version::Old);
    let collection = Source { file: "synthetic.json", text: &text }.into();
    let input = Input {
        collection,
        overlay: None,
        environment: None,
        crate_name: &name.replace('-', "_"),
        command: "cargo postman generate",
    };
    let (api, diagnostics) = lower(&input);
    let api = api.ok_or_else(|| diagnostics.to_string())?;
    Ok(crates.add(name, &api, Inputs { collection, overlay: None, environment: None }, &[])?)
}

/// Runs cargo, and returns what it and its children used.
fn measure(crates: &Crates, name: &str, command: &[&str]) -> Result<ResourceUsage, Box<dyn Error>> {
    let mut cargo = crates.command()?;
    // As for users: with debug information.
    cargo.env_remove("CARGO_PROFILE_DEV_DEBUG");
    cargo.args(command).args(["--quiet", "--lib", "--package", name]).stdin(Stdio::null());
    let used = cargo.spawn()?.wait4()?;
    if used.status.success() { Ok(used.rusage) } else { Err(format!("cargo {command:?} fails").into()) }
}

fn print(text: &str) -> Result<(), Box<dyn Error>> {
    let mut stdout = io::stdout();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}
