//! `concurrency`: the number of requests in flight, and pauses of all calls.

use std::time::Instant;

use generated_client::{CallOptions, Client, Error, ErrorKind, RetryPolicy};
use stand_in::{Fault, StandIn};
use tokio::task::JoinSet;

use crate::{SLACK, builder, id, limited, ms, service};

fn client(service: &StandIn, requests: usize) -> Client {
    builder(service).concurrency(requests).build().expect("a client")
}

/// Starts this number of calls, each on a clone of the client.
fn spawn_calls(client: &Client, count: usize) -> JoinSet<Result<(), Error>> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let client = client.clone();
        calls.spawn(async move { client.profile().get_profile(&id()).await.map(drop) });
    }
    calls
}

async fn succeed(calls: JoinSet<Result<(), Error>>) {
    for result in calls.join_all().await {
        result.expect("a profile");
    }
}

/// Returns the number of requests without a response.
fn in_flight(service: &StandIn) -> usize {
    service.requests().iter().filter(|request| request.status.is_none()).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_in_flight_are_limited() {
    for (allowed, expected) in [(0, 1), (1, 1), (4, 4)] {
        let service = service();
        service.inject(Fault::delay(ms(20)).always());
        let client = client(&service, allowed);
        let calls = spawn_calls(&client, 12);
        let mut seen = 0;
        while service.requests().len() < 12 || in_flight(&service) > 0 {
            seen = seen.max(in_flight(&service));
            assert!(seen <= expected, "{seen} at once, and {allowed} are allowed");
            tokio::time::sleep(ms(1)).await;
        }
        succeed(calls).await;
        assert_eq!((seen, service.executed().len()), (expected, 12));
    }
}

#[tokio::test]
async fn all_calls_wait_for_a_pause_of_the_service() {
    let service = service();
    let client = client(&service, 3);
    service.inject(limited(ms(200)));
    let first = spawn_calls(&client, 1);
    while service.requests().first().is_none_or(|request| request.status.is_none()) {
        tokio::time::sleep(ms(1)).await;
    }
    let paused = Instant::now();
    // The response has to arrive at the client.
    tokio::time::sleep(ms(20)).await;
    let others = spawn_calls(&client, 10);
    while paused.elapsed() < ms(180) {
        assert_eq!(service.requests().len(), 1, "sent after {:?} of the pause", paused.elapsed());
        tokio::time::sleep(ms(5)).await;
    }
    succeed(first).await;
    succeed(others).await;
    assert!(paused.elapsed() < ms(200) + SLACK, "{:?}", paused.elapsed());
    assert_eq!((service.requests().len(), service.executed().len()), (12, 11));
}

#[tokio::test]
async fn calls_fail_at_once_in_a_pause_that_is_too_long() {
    let service = service();
    let client = client(&service, 2);
    service.inject(Fault::status(429).header("retry-after", "30"));
    let error = client.lifecycle().deactivate_user(&id()).await.expect_err("no time");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
    for _ in 0..3 {
        let start = Instant::now();
        let error = client.lifecycle().deactivate_user(&id()).await.expect_err("no time");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Paused, 0));
        assert!(error.is_rate_limited() && !error.may_have_been_applied(), "{error:?}");
        assert!(error.retry_after().is_some_and(|wait| wait > ms(29_000) && wait <= ms(30_000)));
        assert!(start.elapsed() < SLACK);
    }
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn a_pause_is_at_most_a_minute_long_and_a_wait_above_an_hour_is_none() {
    let service = service();
    for (hint, is_paused) in [("3600", true), ("61", true), ("3601", false), ("86400", false), ("0", false)] {
        let client = client(&service, 2);
        service.inject(Fault::status(429).header("retry-after", hint).times(3));
        let once = CallOptions::new().retry(RetryPolicy::never());
        let error = client.profile().get_profile(&id()).with(once).await.expect_err("a limit");
        assert_eq!(error.retry_after().map(|wait| wait.as_secs().to_string()).as_deref(), Some(hint));
        service.clear_faults();
        match client.profile().get_profile(&id()).await {
            Ok(_) => assert!(!is_paused, "{hint}"),
            Err(error) => {
                assert!(is_paused && error.kind() == ErrorKind::Paused, "{hint}: {error:?}");
                assert!(error.retry_after().is_some_and(|left| left > ms(59_000) && left <= ms(60_000)));
            }
        }
    }
}

#[tokio::test]
async fn a_pause_concerns_only_calls_with_the_same_credentials() {
    let service = service();
    let client = client(&service, 2);
    let token = || CallOptions::new().credentials(stand_in::DEFAULT_TOKEN);
    let header =
        || CallOptions::new().header("authorization", &format!("Bearer {}", stand_in::DEFAULT_TOKEN));
    let other = || CallOptions::new().credentials("another");
    let is_paused = async |options: CallOptions| {
        let result = client.profile().get_profile(&id()).with(options).await;
        result.is_err_and(|error| error.kind() == ErrorKind::Paused)
    };
    service.inject(Fault::status(429).header("retry-after", "30"));
    assert!(
        client.profile().get_profile(&id()).with(token()).await.is_err_and(|error| error.is_rate_limited())
    );
    assert!(is_paused(token()).await);
    for options in
        [CallOptions::new(), other(), header().expect("a header"), CallOptions::new().without_credentials()]
    {
        assert!(!is_paused(options).await);
    }
    // A success with other credentials does not end it.
    assert!(is_paused(token()).await);
}

#[tokio::test]
async fn a_pause_ends_when_a_call_succeeds() {
    let service = service();
    let client = client(&service, 3);
    service.inject_all([Fault::delay(ms(150)), Fault::status(429).header("retry-after", "3")]);
    let slow = spawn_calls(&client, 1);
    while service.requests().is_empty() {
        tokio::time::sleep(ms(1)).await;
    }
    let limited =
        client.lifecycle().deactivate_user(&id()).with(CallOptions::new().retry(RetryPolicy::never()));
    assert!(limited.await.is_err_and(|error| error.is_rate_limited()));
    let start = Instant::now();
    let waiting = spawn_calls(&client, 10);
    tokio::time::sleep(ms(30)).await;
    assert_eq!(service.requests().len(), 2);
    succeed(slow).await;
    succeed(waiting).await;
    assert!(start.elapsed() < ms(150) + SLACK, "{:?}", start.elapsed());
}

#[tokio::test]
async fn without_a_limit_a_pause_concerns_only_its_own_call() {
    let service = service();
    let client = crate::client(&service);
    service.inject(Fault::status(429).header("retry-after", "30"));
    assert!(client.profile().get_profile(&id()).await.is_err_and(|error| error.is_rate_limited()));
    assert!(client.profile().get_profile(&id()).await.is_ok());
}

#[tokio::test]
async fn dropped_calls_release_their_permits() {
    let service = service();
    let client = client(&service, 1);
    service.inject(Fault::hang());
    let mut calls = spawn_calls(&client, 1);
    while service.requests().is_empty() {
        tokio::time::sleep(ms(1)).await;
    }
    // One call has the only permit, and nine wait for it; then all of them are dropped.
    let mut waiting = spawn_calls(&client, 9);
    tokio::time::sleep(ms(20)).await;
    assert_eq!(service.requests().len(), 1);
    waiting.shutdown().await;
    calls.shutdown().await;
    let start = Instant::now();
    succeed(spawn_calls(&client, 5)).await;
    assert!(start.elapsed() < SLACK, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_call_that_times_out_without_a_permit_was_not_sent() {
    let service = service();
    let client = client(&service, 1);
    service.inject(Fault::hang());
    let mut holder = spawn_calls(&client, 1);
    while service.requests().is_empty() {
        tokio::time::sleep(ms(1)).await;
    }
    let options = CallOptions::new().timeout(ms(50));
    let error = client.lifecycle().deactivate_user(&id()).with(options).await.expect_err("no permit");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(!error.may_have_been_applied(), "{error:?}");
    assert_eq!(service.requests().len(), 1);
    holder.shutdown().await;
}
