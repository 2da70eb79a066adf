//! The binaries: parses the command line, runs the command and prints its report.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{self, Command, Program};
use crate::client::{self, Client};
use crate::failure::cannot;
use crate::input::Additions;
use crate::inspect::{Format, inspect_client};
use crate::report::{self, Report, Verdict};
use crate::terminal::Colour;
use crate::{check, diff, generate, inspect, interrupt, new, overlay, update};

/// Runs a program with its arguments, without its own name, and returns its exit code.
pub fn run(program: Program, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = match cli::parse(program, arguments) {
        Ok(command) => command,
        Err(usage) => {
            report::print_error(&usage.to_string());
            return ExitCode::from(2);
        }
    };
    let printed = report(program, &command)
        .and_then(|report| report.print().map(|()| report.verdict).map_err(unprinted));
    let code = match printed {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Bad) => ExitCode::FAILURE,
        Err(error) => {
            report::print_error(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    };
    interrupt::noted().map_or(code, |interrupted| ExitCode::from(interrupted.code))
}

fn unprinted(error: std::io::Error) -> anyhow::Error {
    cannot("write the output", "standard output", &error)
}

fn report(program: Program, command: &Command) -> Result<Report> {
    Ok(match command {
        Command::Help(text) => report::text(text),
        Command::Generate { clients } => {
            for_each(clients, |client| Ok(report::generated(client, &generate(client)?)))?
        }
        Command::Check { clients } => {
            let colour = Colour::of_stdout();
            for_each(clients, |client| Ok(report::checked(program, client, &check(client)?, colour)))?
        }
        Command::Inspect {
            collection: None,
            overlay: None,
            environment: None,
            clients,
            format: Format::Text,
        } => for_each(clients, |client| report::inspected(&inspect_client(client), Format::Text))?,
        Command::Diff(arguments) => diff(arguments)?,
        Command::Inspect { collection, overlay, environment, clients, format } => {
            let additions = Additions { overlay: overlay.as_deref(), environment: environment.as_deref() };
            let inspection = inspect(collection.as_deref(), additions, clients)?;
            report::inspected(&inspection, *format)?
        }
        Command::Import { spec, clients } => report::imported(program, &overlay::import(spec, clients)?),
        Command::Update(arguments) => update::update(program, arguments)?,
        Command::New(arguments) => report::created(program, &new(arguments)?),
    })
}

/// Runs a command for each of the selected clients of the workspace. One that fails does not stop the others, unlike an
/// interruption.
fn for_each(selected: &[String], command: impl Fn(&Client) -> Result<Report>) -> Result<Report> {
    let clients = client::find(&client::here()?, selected)?;
    let clients = clients.iter().take_while(|_| interrupt::noted().is_none());
    let reports = clients.map(|(name, client)| {
        let report = match client {
            Ok(client) => command(client).unwrap_or_else(|error| report::failed(&error)),
            Err(error) => report::failed(error),
        };
        (name.as_str(), report)
    });
    Ok(report::joined(reports.collect()))
}
