//! The retry budget: it limits the load on a service that is down.

use generated_client::{CallOptions, Client, RetryPolicy};
use stand_in::{Fault, StandIn};
use tokio::task::JoinSet;

use crate::{builder, client, id, limited, ms, service};

/// Makes a hundred calls, ten at a time, each on a clone. Returns the number of requests.
async fn requests_of_a_hundred_calls(service: &StandIn, client: &Client) -> usize {
    service.forget_requests();
    for _ in 0..10 {
        let mut calls = JoinSet::new();
        for _ in 0..10 {
            let client = client.clone();
            calls.spawn(async move { client.profile().get_profile(&id()).await });
        }
        calls.join_all().await;
    }
    service.requests().len()
}

#[tokio::test]
async fn an_outage_is_not_amplified() {
    let service = service();
    for fault in [
        Fault::status(503),
        Fault::status(503).header("retry-after", "0"),
        Fault::status(429),
        Fault::reset_before_head(),
        // None of these is an advice to come back later.
        Fault::status(429).header("retry-after", "0"),
        Fault::status(429).header("retry-after-ms", "0"),
        Fault::status(429).header("retry-after", "Wed, 31 Dec 2025 23:50:00 GMT"),
        Fault::status(429).header("x-ratelimit-reset", "0"),
        Fault::status(429).header("x-ratelimit-reset", "1767225600"),
        Fault::status(429).header("retry-after", "86400"),
    ] {
        service.inject(fault.always());
        assert_eq!(requests_of_a_hundred_calls(&service, &client(&service)).await, 120);
        service.clear_faults();
    }
}

#[tokio::test]
async fn a_policy_of_a_call_does_not_extend_the_budget_of_the_client() {
    let service = service();
    let client = client(&service);
    service.inject(Fault::status(503).always());
    requests_of_a_hundred_calls(&service, &client).await;
    let eager = CallOptions::new().retry(RetryPolicy::new().attempts(50).base(ms(1)).cap(ms(1)));
    let error = client.profile().get_profile(&id()).with(eager).await.expect_err("it is down");
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn successes_fill_the_budget_again() {
    let service = service();
    let client = client(&service);
    service.inject(Fault::status(503).always());
    requests_of_a_hundred_calls(&service, &client).await;
    service.clear_faults();
    let profile = || client.profile().get_profile(&id()).send();
    for calls in [4, 1] {
        for _ in 0..calls {
            profile().await.expect("it is up again");
        }
        service.inject(Fault::status(503));
        let result = profile().await;
        // A retry costs as much as five successes earn.
        assert_eq!(result.is_ok(), calls == 1, "{result:?}");
    }
}

#[tokio::test]
async fn retries_at_the_time_of_a_retry_hint_are_free() {
    let service = service();
    let client = builder(&service).retry(RetryPolicy::new().attempts(1000).base(ms(1)).cap(ms(1))).build();
    let client = client.expect("a client");
    service.inject(limited(ms(1)).times(200));
    let response = client.profile().get_profile(&id()).send().await.expect("the limit has ended");
    assert_eq!(response.attempts, 201);
}
