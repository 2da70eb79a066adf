//! Deactivates a list of accounts: several at a time, not faster than the service allows. It can be interrupted and
//! resumed.
//!
//! `cargo run -p generated-client --example offboard -- --help` explains the options. Three techniques are worth
//! copying: the `concurrency` of the client, the journal that is written before and after each call, and the request
//! for the status of an account if the outcome of a call is not known.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this program reports to a person")]

mod arguments;
mod journal;
mod progress;

use std::process::ExitCode;
use std::time::Duration;

use generated_client::types::{AccountId, AccountStatus, DeactivateUser};
use generated_client::{Client, Error, RetryPolicy};
use stand_in::{Account, Fault, Operation, StandIn};
use tokio::task::JoinSet;

use arguments::{Arguments, HELP, Service};
use journal::{Journal, Outcome, Work};
use progress::Progress;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
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
    match run(arguments).await {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::from(2)
        }
    }
}

/// Runs the program and returns its exit code.
async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let stand_in = match &arguments.service {
        Service::StandIn(accounts) => Some(stand_in(*accounts)),
        Service::Real { .. } => None,
    };
    let client = client(&arguments, stand_in.as_ref().map(|(service, _)| service))?;
    let list = match &stand_in {
        Some((_, accounts)) => accounts.clone(),
        None => arguments.accounts()?,
    };
    let journal = Journal::open(&arguments.journal, &list);
    let (journal, work) = journal.map_err(|error| format!("{}: {error}", arguments.journal.display()))?;
    let accounts = journal.accounts();
    println!(
        "{accounts} accounts: {} to deactivate, {} already deactivated",
        work.len(),
        accounts - work.len()
    );

    let interrupted = work_through(&client, &arguments, journal.clone(), work).await?;
    let report = journal.report()?;
    print!("{report}");
    if interrupted {
        println!("interrupted: to continue, run it again with the same journal");
        return Ok(ExitCode::from(130));
    }
    Ok(if report.all_done() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Creates the client of the service on the command line.
fn client(arguments: &Arguments, stand_in: Option<&StandIn>) -> Result<Client, Error> {
    let builder = Client::builder()
        .concurrency(arguments.concurrency)
        // More attempts and time than by default: an account that waits is better than one that fails.
        .retry(RetryPolicy::new().attempts(10))
        .timeout(Duration::from_secs(15 * 60));
    match (&arguments.service, stand_in) {
        (Service::Real { base_url: Some(url), token_variable }, _) => {
            builder.base_url(url).bearer_token_from_env(token_variable).build()
        }
        (Service::Real { base_url: None, token_variable }, _) => {
            builder.bearer_token_from_env(token_variable).build()
        }
        (Service::StandIn(_), Some(service)) => {
            builder.base_url(service.url()).bearer_token(service.token()).build()
        }
        (Service::StandIn(_), None) => builder.build(),
    }
}

/// Starts a stand-in service that allows 100 requests per second and fails for its last account. Returns it with the
/// ids of its accounts.
fn stand_in(accounts: usize) -> (StandIn, Vec<String>) {
    let service = StandIn::start();
    let ids: Vec<String> =
        (0..accounts).map(|n| service.account(Account::new(format!("712020:{n:06}")))).collect();
    service.rate_limit(100, Duration::from_secs(1));
    if let Some(unlucky) = ids.last() {
        service.inject(Fault::status(503).on(Operation::DeactivateUser).account(unlucky));
    }
    (service, ids)
}

/// Deactivates all accounts. Returns whether it was interrupted before the end.
async fn work_through(
    client: &Client,
    arguments: &Arguments,
    journal: Journal,
    work: Vec<Work>,
) -> Result<bool, std::io::Error> {
    let mut progress = Progress::new(work.len());
    let mut interrupt = std::pin::pin!(tokio::signal::ctrl_c());
    let mut interrupted = false;
    let mut work = work.into_iter();
    let mut running = JoinSet::new();
    loop {
        while running.len() < arguments.concurrency && !interrupted {
            let Some(next) = work.next() else { break };
            let (client, journal, message) = (client.clone(), journal.clone(), arguments.message.clone());
            running.spawn(async move { offboard(&client, &journal, next, message).await });
        }
        tokio::select! {
            finished = running.join_next() => match finished {
                None => break,
                // The task panicked. The journal has its account as begun, so the next run reads its status.
                Some(Err(_)) => progress.done(false),
                Some(Ok(outcome)) => progress.done(outcome?.is_done()),
            },
            _ = &mut interrupt, if !interrupted => {
                interrupted = true;
                progress.note("interrupted: waiting for the calls in flight");
            }
        }
    }
    progress.finish();
    Ok(interrupted && work.len() > 0)
}

/// Deactivates one account and records the outcome.
async fn offboard(
    client: &Client,
    journal: &Journal,
    work: Work,
    message: Option<String>,
) -> Result<Outcome, std::io::Error> {
    let id = match AccountId::new(work.account.as_str()) {
        Ok(id) => id,
        Err(problem) => {
            let outcome = Outcome::Failed(problem.to_string());
            journal.finished(&work.account, &outcome)?;
            return Ok(outcome);
        }
    };
    // The outcome of the call of an earlier run is not known.
    if work.begun_before && is_inactive(client, &id).await == Ok(true) {
        journal.finished(&work.account, &Outcome::Deactivated)?;
        return Ok(Outcome::Deactivated);
    }
    journal.begun(&work.account)?;
    let mut body = DeactivateUser::new();
    if let Some(message) = message {
        body = body.message(message);
    }
    let outcome = match client.lifecycle().deactivate_user(&id).body(body).await {
        Ok(()) => Outcome::Deactivated,
        Err(error) if error.may_have_been_applied() => match is_inactive(client, &id).await {
            Ok(true) => Outcome::Deactivated,
            Ok(false) => Outcome::Failed(error.to_string()),
            Err(_) => Outcome::Unknown(error.to_string()),
        },
        Err(error) => Outcome::Failed(describe(&error)),
    };
    journal.finished(&work.account, &outcome)?;
    Ok(outcome)
}

/// Returns whether the status of an account is another one than active.
async fn is_inactive(client: &Client, id: &AccountId) -> Result<bool, String> {
    let profile = client.profile().get_profile(id).await.map_err(|error| error.to_string())?;
    Ok(profile.account.account_status != AccountStatus::Active)
}

/// Returns the message of an error, with the service's key for it.
fn describe(error: &Error) -> String {
    match error.api().as_ref().and_then(|api| api.key()) {
        Some(key) => format!("{error} ({key})"),
        None => error.to_string(),
    }
}
