//! Runs the stand-in with a few accounts, to try a client by hand.
// This is a program for the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use stand_in::{Account, ApiToken, DEFAULT_TOKEN, LifecycleError, Reason, Restriction, StandIn, Status};

const HELP: &str = "\
Runs a stand-in for Atlassian's user-management service with a few accounts, to try a client.

Usage: stand-in [--port N] [--token T]

  --port N    the port to listen on [default: a free port]
  --token T   the bearer token to accept [default: stand-in-token]
  --help      print this help

It listens only on 127.0.0.1, keeps its data in memory, and runs until Ctrl-C.
";

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("error: {problem}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let service = match StandIn::builder().token(options.token).port(options.port).try_start() {
        Ok(service) => service,
        Err(error) => {
            eprintln!("error: cannot listen on port {}: {error}", options.port);
            return ExitCode::FAILURE;
        }
    };
    announce(&service);
    loop {
        std::thread::park();
    }
}

struct Options {
    port: u16,
    token: String,
}

impl Options {
    /// Reads the options; `None` when help is requested.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self { port: 0, token: DEFAULT_TOKEN.to_owned() };
        while let Some(argument) = arguments.next() {
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            if matches!(name.as_str(), "--help" | "-h") {
                return Ok(None);
            }
            if !matches!(name.as_str(), "--port" | "--token") {
                return Err(format!("unknown argument `{name}`"));
            }
            let value =
                inline.or_else(|| arguments.next()).ok_or_else(|| format!("`{name}` needs a value"))?;
            match name.as_str() {
                "--port" => options.port = value.parse().map_err(|_| format!("`{value}` is not a port"))?,
                _ => options.token = value,
            }
        }
        Ok(Some(options))
    }
}

/// Adds the accounts and prints how to reach them.
fn announce(service: &StandIn) {
    let accounts = accounts().map(|(account, about)| (service.account(account), about));
    let (url, token) = (service.url(), service.token());
    println!("The stand-in listens on {url}\n");
    println!("Token: {token}\n");
    println!("Accounts:");
    for (id, about) in &accounts {
        println!("  {id:<28}{about}");
    }
    println!("\nTry it:");
    println!("  curl -H 'Authorization: Bearer {token}' {url}/users/{}/manage/profile\n", accounts[0].0);
    println!("Ctrl-C stops it.");
}

fn accounts() -> [(Account, &'static str); 7] {
    let backup = ApiToken::new("token-1", "Nightly backup").last_access("2026-03-02T07:15:00.000Z");
    let ordinary = Account::new("5b10a2844c20165700ede21g")
        .name("Ada Example")
        .nickname("ada")
        .email("ada@example.com")
        .zoneinfo("Europe/Berlin")
        .locale("en-GB")
        .extended_profile("job_title", "Engineer")
        .api_token(backup)
        .api_token(ApiToken::new("token-2", "Never used").expiry("2030-01-01T00:00:00.000Z"));
    let synced = Account::new("557058:scim-managed").name("Sam Synced").email("sam@example.com");
    let inactive = Account::new("557058:inactive").name("Ina Inactive").email("ina@example.com");
    let deleted = Account::new("557058:deleted").name("Dan Deleted").email("dan@example.com");
    let unverified = Account::new("557058:unverified").name("Una Unverified").email("una@example.com");
    let blocked = Account::new("557058:export-control").name("Eve Export").email("eve@example.com");
    let owner = Account::new("557058:site-owner").name("Olga Owner").email("olga@example.com");
    let owns = LifecycleError::new("owns-sites").message("The account owns a site");
    [
        (ordinary, "an ordinary account with two API tokens"),
        (synced.restriction(Restriction::Scim), "synchronized by SCIM: much of it is read-only"),
        (inactive.status(Status::Inactive), "deactivated"),
        (deleted.status(Status::PendingDeletion), "deleted, can be restored for 14 days"),
        (unverified.unverified(), "not verified: 403 forbidden.targetUnverified"),
        (
            blocked.status(Status::Inactive).restriction(Restriction::ExportControl),
            "blocked for export control",
        ),
        (
            owner
                .lifecycle_error(owns)
                .restriction(Restriction::Field("nickname".to_owned(), Reason::MyselfOnly)),
            "owns a site: 409 on deactivation and deletion",
        ),
    ]
}
