//! Deactivates a list of accounts: many at once, not faster than the service allows, and so that it can be interrupted
//! and resumed.
//!
//! `cargo run -p generated-client --example offboard -- --help` says how. What is worth copying: the client's
//! `concurrency`, the journal that is written before and after each call, and the look at the account wherever nobody
//! knows what became of a call.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it talks to a person")]

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
    println!("{accounts} accounts: {} to do, {} done before", work.len(), accounts - work.len());

    let interrupted = work_through(&client, &arguments, journal.clone(), work).await?;
    let report = journal.report()?;
    print!("{report}");
    if interrupted {
        println!("interrupted: run it again with the same journal to go on");
        return Ok(ExitCode::from(130));
    }
    Ok(if report.all_done() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn client(arguments: &Arguments, stand_in: Option<&StandIn>) -> Result<Client, Error> {
    let builder = Client::builder()
        .concurrency(arguments.concurrency)
        // There is time: an account that waits for its turn is better than one that fails.
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

/// A stand-in of the service that allows 100 requests a second and fails for one account, for trying this out.
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

/// Does all the work; says whether it was interrupted before the end.
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
                // A task that panicked has its account marked as begun, so the next run looks after it.
                Some(Err(_)) => progress.done(false),
                Some(Ok(outcome)) => progress.done(outcome?.is_done()),
            },
            _ = &mut interrupt, if !interrupted => {
                interrupted = true;
                progress.note("stopping: what is on its way is finished first");
            }
        }
    }
    progress.finish();
    Ok(interrupted && work.len() > 0)
}

/// Deactivates one account and writes down what became of it.
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
    // A run that ended in the middle of this account left nobody who knows what became of its call.
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

async fn is_inactive(client: &Client, id: &AccountId) -> Result<bool, String> {
    let profile = client.profile().get_profile(id).await.map_err(|error| error.to_string())?;
    Ok(profile.account.account_status != AccountStatus::Active)
}

/// The error, with the service's own word for it.
fn describe(error: &Error) -> String {
    match error.api().as_ref().and_then(|api| api.key()) {
        Some(key) => format!("{error} ({key})"),
        None => error.to_string(),
    }
}
