//! The policy of the client, seen from the service: how long calls take, how often they are sent, how many at once, and
//! which credentials they bear.
//!
//! What becomes of a single call under each kind of fault is the matter of the test `faults`.

mod budget;
mod cancellation;
mod credentials;
mod deadline;
mod gate;
mod repetition;

use std::time::Duration;

use generated_client::types::AccountId;
use generated_client::{Client, ClientBuilder, RetryPolicy};
use stand_in::{Account, ApiToken, StandIn};

const ID: &str = "712020:5b10a2844c20165700ede21g";

/// How late a timer may be on a busy machine.
const SLACK: Duration = Duration::from_millis(250);

fn id() -> AccountId {
    AccountId::new(ID).expect("a valid id")
}

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A service that knows one account.
fn service() -> StandIn {
    let service = StandIn::start();
    service.account(Account::new(ID).email("ada@example.com").api_token(ApiToken::new("token-1", "CI")));
    service
}

/// A client of it that waits for milliseconds where others wait for seconds.
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

/// A fault that limits the rate and says until when, by a clock of the service that is not ours.
fn limited(pause: Duration) -> stand_in::Fault {
    let reset = format!("2026-01-01T00:00:{:02}.{:03}Z", pause.as_secs(), pause.subsec_millis());
    stand_in::Fault::status(429)
        .header("date", "Thu, 01 Jan 2026 00:00:00 GMT")
        .header("x-ratelimit-reset", reset)
}
