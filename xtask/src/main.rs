//! `cargo xtask`: see `cargo xtask --help`.

use std::process::ExitCode;

use anyhow::Context;

use xtask::cli::{self, Command};
use xtask::report::{self, Verdict};
use xtask::terminal::Colour;
use xtask::{check, generate, inspect, new, project};

fn main() -> ExitCode {
    let command = match cli::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(usage) => {
            report::print_error(&usage.to_string());
            return ExitCode::from(2);
        }
    };
    match run(&command) {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Bad) => ExitCode::FAILURE,
        Err(error) => {
            report::print_error(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> anyhow::Result<Verdict> {
    let report = match command {
        Command::Help(text) => report::text(text),
        Command::Generate => report::generated(&generate(&project::find_root()?)?),
        Command::Check => report::checked(&check(&project::find_root()?)?, Colour::of_stdout()),
        Command::Inspect { collection, overlay, format } => {
            report::inspected(&inspect(collection.as_deref(), overlay.as_deref())?, *format)?
        }
        Command::New(arguments) => report::created(&new(arguments)?),
    };
    report.print().context("cannot write the output")?;
    Ok(report.verdict)
}
