//! The spans and events of the client: names, fields, levels, nesting, and the trace context of requests.
//!
//! The test `canary` searches them for values.

mod collected;
mod events;
mod opentelemetry;
mod propagation;
mod shape;

#[path = "../common/mod.rs"]
mod common;

use std::time::Duration;

use generated_client::{Client, ClientBuilder, RetryPolicy};
use stand_in::{Account, StandIn};

/// Returns a service with one account, and the builder of a client of it that waits only for milliseconds.
fn service_and_builder() -> (StandIn, ClientBuilder) {
    let service = StandIn::start();
    service.account(Account::new(common::ID));
    let builder = builder(&service);
    (service, builder)
}

/// Returns the builder of a client of a service that waits only for milliseconds.
fn builder(service: &StandIn) -> ClientBuilder {
    let policy = RetryPolicy::new().base(Duration::from_millis(1)).cap(Duration::from_millis(2));
    common::builder(service).retry(policy)
}

fn service_and_client() -> (StandIn, Client) {
    let (service, builder) = service_and_builder();
    (service, common::built(builder))
}
