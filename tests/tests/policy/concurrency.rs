//! `concurrency`: how many requests are on their way at once, and pauses that all calls keep.

use std::time::Instant;

use generated_client::{CallOptions, Client, Error, ErrorKind};
use stand_in::{Fault, StandIn};
use tokio::task::JoinSet;

use crate::{SLACK, builder, id, limited, ms, service};

fn client(service: &StandIn, requests: usize) -> Client {
    builder(service).concurrency(requests).build().expect("a client")
}

/// Begins so many calls, each on a clone of the client.
fn begin(client: &Client, calls: usize) -> JoinSet<Result<(), Error>> {
    let mut begun = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        begun.spawn(async move { client.profile().get_profile(&id()).await.map(drop) });
    }
    begun
}

async fn succeed(calls: JoinSet<Result<(), Error>>) {
    for result in calls.join_all().await {
        result.expect("a profile");
    }
}

/// How many requests the service has not answered yet.
fn on_their_way(service: &StandIn) -> usize {
    service.requests().iter().filter(|request| request.status.is_none()).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_never_more_requests_at_once_than_allowed() {
    for (allowed, most) in [(0, 1), (1, 1), (4, 4)] {
        let service = service();
        service.inject(Fault::delay(ms(20)).always());
        let client = client(&service, allowed);
        let calls = begin(&client, 12);
        let mut seen = 0;
        while service.requests().len() < 12 || on_their_way(&service) > 0 {
            seen = seen.max(on_their_way(&service));
            assert!(seen <= most, "{seen} at once, and {allowed} are allowed");
            tokio::time::sleep(ms(1)).await;
        }
        succeed(calls).await;
        assert_eq!((seen, service.executed().len()), (most, 12));
    }
}

#[tokio::test]
async fn a_pause_that_the_service_asks_for_is_kept_by_all_calls() {
    let service = service();
    let client = client(&service, 3);
    service.inject(limited(ms(200)));
    let first = begin(&client, 1);
    while service.requests().first().is_none_or(|request| request.status.is_none()) {
        tokio::time::sleep(ms(1)).await;
    }
    let paused = Instant::now();
    // The answer has to get back to the client, too.
    tokio::time::sleep(ms(20)).await;
    let others = begin(&client, 10);
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
async fn a_pause_that_is_too_long_ends_calls_before_they_are_sent() {
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
async fn without_a_bound_each_call_waits_for_itself() {
    let service = service();
    let client = crate::client(&service);
    service.inject(Fault::status(429).header("retry-after", "30"));
    assert!(client.profile().get_profile(&id()).await.is_err_and(|error| error.is_rate_limited()));
    assert!(client.profile().get_profile(&id()).await.is_ok());
}

#[tokio::test]
async fn calls_that_are_given_up_leave_their_places() {
    let service = service();
    let client = client(&service, 1);
    service.inject(Fault::hang());
    let mut calls = begin(&client, 1);
    while service.requests().is_empty() {
        tokio::time::sleep(ms(1)).await;
    }
    // One has the only place, and nine wait for it; then nobody wants an answer any more.
    let mut waiting = begin(&client, 9);
    tokio::time::sleep(ms(20)).await;
    assert_eq!(service.requests().len(), 1);
    waiting.shutdown().await;
    calls.shutdown().await;
    let start = Instant::now();
    succeed(begin(&client, 5)).await;
    assert!(start.elapsed() < SLACK, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_call_that_waits_for_its_place_for_too_long_was_not_sent() {
    let service = service();
    let client = client(&service, 1);
    service.inject(Fault::hang());
    let mut holder = begin(&client, 1);
    while service.requests().is_empty() {
        tokio::time::sleep(ms(1)).await;
    }
    let options = CallOptions::new().timeout(ms(50));
    let error = client.lifecycle().deactivate_user(&id()).with(options).await.expect_err("no place");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(!error.may_have_been_applied(), "{error:?}");
    assert_eq!(service.requests().len(), 1);
    holder.shutdown().await;
}
