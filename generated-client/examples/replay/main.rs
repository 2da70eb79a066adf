//! A smoke test: sends every request of the collection once, with the values in the collection.
//!
//! `cargo run --example replay -- --help` explains the options.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this program reports to a person")]

mod item;
#[rustfmt::skip]
#[allow(deprecated, reason = "the collection has deprecated requests, too")]
#[allow(unused_variables, reason = "not every request has variables")]
mod items;
mod secrets;
mod values;
mod yaml;

use std::process::ExitCode;

use serde_json::Map;

use crate::item::{Call, Item, Prepared};
use crate::items::client_crate::{CallOptions, Client, ClientBuilder};
use crate::items::{ITEMS, SETTINGS};
use crate::values::Values;

const HELP: &str = "\
Calls every operation of the client once, in the order of the collection, with the values in the collection.

    cargo run --example replay -- [--values FILE]... [--origin URL] [--tag] [--only N]...

  --values FILE   the values of the collection's {{variables}}: an environment or the globals of Postman, as JSON or YAML,
                  or a JSON object with a value for each name; of several files, the last one with a value counts
  --origin URL    sends everything to this scheme, host and port; the paths stay the same
  --tag           adds the header `x-item-index: N`, where N is the index of the request in the collection
  --only N        sends only request N, counted from 0; may be repeated

It sends real requests, including those that change or delete something. It prints a line for each request: its index,
its name, its method and URL, and the status of the response or the error.
";

/// The parsed command line.
struct Arguments {
    values: Values,
    origin: Option<String>,
    tag: bool,
    only: Vec<usize>,
}

impl Arguments {
    /// Parses the command line. Returns `None` when it asks for help.
    fn parse() -> Result<Option<Self>, String> {
        let mut parsed = Self { values: Values::new(Map::new()), origin: None, tag: false, only: Vec::new() };
        let mut values = Map::new();
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--values" => values.extend(values::read(&value()?)?),
                "--origin" => parsed.origin = Some(value()?),
                "--tag" => parsed.tag = true,
                "--only" => {
                    let index = value()?;
                    let index = index.parse().map_err(|_| format!("`{index}` is not the index of a request"));
                    parsed.only.push(index?);
                }
                _ => return Err(format!("unknown option `{argument}`; --help lists the options")),
            }
        }
        parsed.values = Values::new(values);
        Ok(Some(parsed))
    }

    /// Returns whether the request with this index is to be sent.
    fn includes(&self, index: usize) -> bool {
        self.only.is_empty() || self.only.contains(&index)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::parse() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("error: {problem}");
            return ExitCode::from(2);
        }
    };
    let mut builder = client(&arguments.values);
    if let Some(problem) = arguments.values.secrets.problem() {
        eprintln!("error: {problem}");
        return ExitCode::FAILURE;
    }
    if let Some(origin) = &arguments.origin {
        builder = builder.origin(origin);
    }
    let client = match builder.build() {
        Ok(client) => client,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let (mut sent, mut refused) = (0, 0);
    for (index, item) in ITEMS.iter().enumerate().filter(|(index, _)| arguments.includes(*index)) {
        let Item::Operation { name, method, credentials, call } = item else { continue };
        arguments.values.secrets.select(index);
        let options = options(&arguments, index, *credentials);
        match send(&client, &arguments.values, options, *call).await {
            Ok((url, outcome)) => {
                println!("{index}  {name}  {method} {url}  {outcome}");
                sent += 1;
            }
            Err(problem) => {
                println!("{index}  {name}  {method}  refused: {problem}");
                refused += 1;
            }
        }
    }
    println!("{sent} sent, {refused} refused");
    ExitCode::SUCCESS
}

/// Returns a builder with the settings that the collection has values for. Each request has its own credentials.
fn client(values: &Values) -> ClientBuilder {
    let defaults = Values::without_secrets();
    let mut client = Client::builder().without_credentials();
    for (variable, set) in SETTINGS {
        let value = values.text(variable);
        // The collection's own value is the client's default.
        if value != defaults.text(variable) || value == *variable {
            client = set(client, value);
        }
    }
    client
}

/// Returns the options of one call: its credentials, and the tag if the command line asks for it.
fn options(arguments: &Arguments, index: usize, credentials: Option<&str>) -> CallOptions {
    // Postman, too, sends no empty credentials.
    let secret = credentials.map(|text| arguments.values.text(text)).filter(|secret| !secret.is_empty());
    let mut options = match secret {
        Some(secret) => CallOptions::new().credentials(secret),
        None => CallOptions::new(),
    };
    if arguments.tag {
        options = options.header("x-item-index", &index.to_string()).unwrap_or_default();
    }
    options
}

/// Sends one request. Returns its URL, and the status of the response or the error.
///
/// # Errors
///
/// Returns the reason why the client refuses to send the request.
async fn send(
    client: &Client,
    values: &Values,
    options: CallOptions,
    call: Call,
) -> Result<(String, String), String> {
    let prepared = call(client, values, options);
    if let Some(problem) = values.secrets.problem() {
        return Err(problem);
    }
    let Prepared { url, response } = prepared.map_err(|error| error.to_string())?;
    let outcome = match response.await {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    Ok((url, outcome))
}
