//! The policies of the client, observed at the service: timeouts, retries, concurrency and credentials.
//!
//! The test `faults` has the outcome of a single call with each kind of fault.

mod advice;
mod budget;
mod cancellation;
mod concurrency;
mod credentials;
mod deadline;
mod repetition;
mod settings;

use std::time::Duration;

use generated_client::types::AccountId;
use generated_client::{Client, ClientBuilder, RetryPolicy};
use stand_in::{Account, ApiToken, StandIn};

const ID: &str = "712020:5b10a2844c20165700ede21g";

/// The tolerance for late timers on a busy machine.
const SLACK: Duration = Duration::from_millis(250);

fn id() -> AccountId {
    AccountId::new(ID).expect("a valid id")
}

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Returns a service with one account.
fn service() -> StandIn {
    let service = StandIn::start();
    service.account(Account::new(ID).email("ada@example.com").api_token(ApiToken::new("token-1", "CI")));
    service
}

/// Returns the builder of a client whose waits take milliseconds instead of seconds.
fn builder(service: &StandIn) -> ClientBuilder {
    Client::builder()
        .origin(service.url())
        .bearer_token(service.token())
        .retry(RetryPolicy::new().base(ms(1)).cap(ms(4)))
        .attempt_timeout(ms(1000))
        .timeout(ms(4000))
}

fn client(service: &StandIn) -> Client {
    builder(service).build().expect("a client")
}

/// Returns a fault that limits the rate until a time, by the clock of the service, which differs from ours.
fn limited(pause: Duration) -> stand_in::Fault {
    let reset = format!("2026-01-01T00:00:{:02}.{:03}Z", pause.as_secs(), pause.subsec_millis());
    stand_in::Fault::status(429)
        .header("date", "Thu, 01 Jan 2026 00:00:00 GMT")
        .header("x-ratelimit-reset", reset)
}
