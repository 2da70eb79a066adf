//! Timeouts of attempts and calls, and waits that are too long.

use std::time::{Duration, Instant};

use generated_client::{Authenticate, BoxError, BoxFuture, CallOptions, ErrorKind, RetryPolicy, bytes, http};
use stand_in::Fault;

use crate::{SLACK, builder, client, id, limited, ms, service};

#[tokio::test]
async fn every_call_ends_at_its_timeout() {
    let service = service();
    let limit = ms(120);
    let client = || {
        let endless = RetryPolicy::new().attempts(u32::MAX).base(ms(30)).cap(ms(30));
        let builder = builder(&service).timeout(limit).max_response_bytes(usize::MAX).retry(endless);
        // Each has a full retry budget.
        builder.build().expect("a client")
    };
    let faults = [
        ("no response", Fault::hang()),
        ("a body that drips", Fault::drip(ms(5))),
        ("a failure that drips", Fault::drip(ms(20)).with_status(500)),
        ("an endless body", Fault::endless_body()),
        ("endless failures", Fault::status(503)),
        ("a limit without a retry hint", Fault::status(429)),
        ("endless short waits", limited(ms(30))),
        ("endless resets", Fault::reset_before_head()),
    ];
    for (name, fault) in faults {
        service.inject(fault.always());
        let start = Instant::now();
        let error = client().profile().get_profile(&id()).await.expect_err(name);
        let took = start.elapsed();
        service.clear_faults();
        assert!(took < limit + SLACK, "{name}: {took:?}");
        // The remaining time has ended, or is too short for another wait.
        assert!(error.is_timeout() || took >= limit - ms(40), "{name}: {took:?} {error:?}");
        assert!(error.elapsed() <= took && error.attempts() >= 1, "{name}: {error:?}");
    }
}

#[tokio::test]
async fn an_attempt_that_times_out_is_repeated() {
    let service = service();
    service.inject(Fault::hang());
    let options = CallOptions::new().attempt_timeout(ms(60));
    let response =
        client(&service).profile().get_profile(&id()).with(options).send().await.expect("a response");
    assert_eq!(response.attempts, 2);
    assert!(response.elapsed >= ms(60) && response.elapsed < ms(60) + SLACK, "{:?}", response.elapsed);
}

/// A hook that takes its time.
struct Slow(Duration);

impl Authenticate for Slow {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut http::Request<bytes::Bytes>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            tokio::time::sleep(self.0).await;
            let token = format!("Bearer {}", stand_in::DEFAULT_TOKEN);
            request.headers_mut().insert("authorization", token.parse()?);
            Ok(())
        })
    }
}

#[tokio::test]
async fn what_an_attempt_waits_for_is_not_part_of_it() {
    let service = service();
    let (wait, limit) = (ms(400), ms(600));
    let slow_token = move || async move {
        tokio::time::sleep(wait).await;
        Ok::<_, BoxError>(stand_in::DEFAULT_TOKEN.to_owned())
    };
    let builder = || builder(&service).attempt_timeout(limit).retry(RetryPolicy::never());
    for (name, builder) in [
        ("the call before has the permit", builder().concurrency(1)),
        ("the provider fetches a token", builder().bearer_token_provider(slow_token)),
        ("the hook takes its time", builder().authenticate(Slow(wait))),
    ] {
        let client = builder.build().expect("a client");
        service.inject(Fault::delay(wait).always());
        let call = || client.lifecycle().activate_user(&id()).send();
        let (first, second) = tokio::join!(call(), call());
        service.clear_faults();
        for response in [first, second] {
            assert_eq!(response.expect(name).attempts, 1, "{name}");
        }
    }
}

/// The rest of a failed attempt does not shorten the next one.
#[tokio::test]
async fn each_attempt_has_the_whole_time_limit() {
    let service = service();
    service.inject(Fault::status(503).header("retry-after", "1"));
    service.inject(Fault::delay(ms(400)));
    let options = CallOptions::new().attempt_timeout(ms(600));
    let response =
        client(&service).profile().get_profile(&id()).with(options).send().await.expect("a response");
    assert_eq!(response.attempts, 2);
    assert!(response.elapsed >= ms(1400), "{:?}", response.elapsed);
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let service = service();
    let client = client(&service);
    for _ in 0..3 {
        // With a body, without a body that is needed, and with that of an error.
        client.profile().get_profile(&id()).await.expect("a profile");
        client.lifecycle().activate_user(&id()).await.expect("a status");
        service.inject(Fault::status(404));
        client.profile().get_profile(&id()).await.expect_err("a failure");
    }
    assert_eq!((service.requests().len(), service.connections()), (9, 1));
}

#[tokio::test]
async fn a_wait_past_the_deadline_is_not_begun_and_is_in_the_error() {
    let service = service();
    let client = client(&service);
    for (hint, wait) in [("4", 4), ("30", 30), ("3600", 3600)] {
        service.inject(Fault::status(429).header("retry-after", hint));
        let start = Instant::now();
        let error = client.lifecycle().deactivate_user(&id()).await.expect_err("no time");
        assert!(start.elapsed() < SLACK, "it waited {:?}", start.elapsed());
        assert!(error.is_rate_limited() && !error.may_have_been_applied(), "{error:?}");
        assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(wait)), 1));
    }
    assert_eq!((service.requests().len(), service.executed().len()), (3, 0));
}

#[tokio::test]
async fn a_wait_that_ends_before_the_deadline_is_waited_completely() {
    let service = service();
    service.inject(Fault::status(503).header("retry-after", "1"));
    let response = client(&service).profile().get_profile(&id()).send().await.expect("a response");
    assert_eq!(response.attempts, 2);
    assert!(response.elapsed >= ms(1000) && response.elapsed < ms(1000) + SLACK, "{:?}", response.elapsed);
}

#[tokio::test]
async fn waits_follow_the_clock_of_the_service() {
    let service = service();
    service.clock().freeze();
    service.clock().advance(Duration::from_secs(90 * 24 * 60 * 60));
    service.rate_limit(1, Duration::from_secs(3600));
    let client = client(&service);
    client.profile().get_profile(&id()).await.expect("the first is allowed");
    let error = client.profile().get_profile(&id()).await.expect_err("the second is not");
    let wait = error.retry_after().expect("a retry hint");
    assert!(wait <= Duration::from_secs(3600) && wait >= Duration::from_secs(3599), "{wait:?}");
    let limit = error.rate_limit().expect("the limit");
    assert_eq!((limit.limit, limit.remaining), (Some(1), Some(0)));
    // 30 s by the service's clock; ours is irrelevant.
    service.lift_rate_limit();
    let date = ("Tue, 19 Jan 2038 03:14:00 GMT", "Tue, 19 Jan 2038 03:14:30 GMT");
    service.inject(Fault::status(429).header("date", date.0).header("retry-after", date.1));
    let error = client.profile().get_profile(&id()).await.expect_err("not yet");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
}

#[tokio::test]
async fn timeouts_may_be_unlimited() {
    let service = service();
    let client = builder(&service)
        .timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .build()
        .expect("a client");
    service.inject(Fault::status(503));
    assert!(client.profile().get_profile(&id()).await.is_ok());
}

#[tokio::test]
async fn a_timeout_of_zero_ends_at_once() {
    let service = service();
    // Timers have a resolution of milliseconds, in which a service on the same machine can respond.
    service.inject(Fault::hang());
    let options = CallOptions::new().timeout(Duration::ZERO);
    let call = client(&service).profile().get_profile(&id()).with(options);
    let error = call.await.expect_err("there is no time");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.elapsed() < SLACK, "{:?}", error.elapsed());
}
