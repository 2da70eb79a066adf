//! Time: attempts, calls, and waits that are not begun.

use std::time::{Duration, Instant};

use generated_client::{CallOptions, ErrorKind, RetryPolicy};
use stand_in::Fault;

use crate::{SLACK, builder, client, id, limited, ms, service};

#[tokio::test]
async fn no_call_takes_longer_than_it_may() {
    let service = service();
    let limit = ms(120);
    let client = || {
        let endless = RetryPolicy::new().attempts(u32::MAX).base(ms(30)).cap(ms(30));
        let builder = builder(&service).timeout(limit).max_response_bytes(usize::MAX).retry(endless);
        // Each has a full retry budget.
        builder.build().expect("a client")
    };
    let faults = [
        ("silence", Fault::hang()),
        ("a body that drips", Fault::drip(ms(5))),
        ("a failure that drips", Fault::drip(ms(20)).with_status(500)),
        ("an endless body", Fault::endless_body()),
        ("failures without end", Fault::status(503)),
        ("a limit without advice", Fault::status(429)),
        ("short waits without end", limited(ms(30))),
        ("resets without end", Fault::reset_before_head()),
    ];
    for (name, fault) in faults {
        service.inject(fault.always());
        let start = Instant::now();
        let error = client().profile().get_profile(&id()).await.expect_err(name);
        let took = start.elapsed();
        service.clear_faults();
        assert!(took < limit + SLACK, "{name}: {took:?}");
        // What is left is either too little for another wait, or ran out.
        assert!(error.is_timeout() || took >= limit - ms(40), "{name}: {took:?} {error:?}");
        assert!(error.elapsed() <= took && error.attempts() >= 1, "{name}: {error:?}");
    }
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_makes_room_for_another() {
    let service = service();
    service.inject(Fault::hang());
    let options = CallOptions::new().attempt_timeout(ms(60));
    let answer = client(&service).profile().get_profile(&id()).with(options).send().await.expect("an answer");
    assert_eq!(answer.attempts, 2);
    assert!(answer.elapsed >= ms(60) && answer.elapsed < ms(60) + SLACK, "{:?}", answer.elapsed);
}

#[tokio::test]
async fn a_wait_past_the_deadline_is_not_begun_and_the_error_tells_it() {
    let service = service();
    let client = client(&service);
    for (advice, wait) in [("4", 4), ("30", 30), ("86400", 86_400)] {
        service.inject(Fault::status(429).header("retry-after", advice));
        let start = Instant::now();
        let error = client.lifecycle().deactivate_user(&id()).await.expect_err("no time");
        assert!(start.elapsed() < SLACK, "it waited {:?}", start.elapsed());
        assert!(error.is_rate_limited() && !error.may_have_been_applied(), "{error:?}");
        assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(wait)), 1));
    }
    assert_eq!((service.requests().len(), service.executed().len()), (3, 0));
}

#[tokio::test]
async fn a_wait_that_ends_in_time_is_waited_in_full() {
    let service = service();
    service.inject(Fault::status(503).header("retry-after", "1"));
    let answer = client(&service).profile().get_profile(&id()).send().await.expect("an answer");
    assert_eq!(answer.attempts, 2);
    assert!(answer.elapsed >= ms(1000) && answer.elapsed < ms(1000) + SLACK, "{:?}", answer.elapsed);
}

#[tokio::test]
async fn a_service_whose_clock_is_wrong_is_waited_for_by_its_own_clock() {
    let service = service();
    service.clock().freeze();
    service.clock().advance(Duration::from_secs(90 * 24 * 60 * 60));
    service.rate_limit(1, Duration::from_secs(3600));
    let client = client(&service);
    client.profile().get_profile(&id()).await.expect("the first is let in");
    let error = client.profile().get_profile(&id()).await.expect_err("the second is not");
    let wait = error.retry_after().expect("an advice");
    assert!(wait <= Duration::from_secs(3600) && wait >= Duration::from_secs(3599), "{wait:?}");
    let limit = error.rate_limit().expect("the limit");
    assert_eq!((limit.limit, limit.remaining), (Some(1), Some(0)));
    // 30 s by the service's clock, and ours does not matter.
    service.lift_rate_limit();
    let date = ("Tue, 19 Jan 2038 03:14:00 GMT", "Tue, 19 Jan 2038 03:14:30 GMT");
    service.inject(Fault::status(429).header("date", date.0).header("retry-after", date.1));
    let error = client.profile().get_profile(&id()).await.expect_err("not yet");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
}

#[tokio::test]
async fn no_limit_at_all_is_a_limit_that_never_comes() {
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
async fn no_time_at_all_is_over_at_once() {
    let service = service();
    // Timers go by milliseconds, in which a service on the same machine may well answer.
    service.inject(Fault::hang());
    let options = CallOptions::new().timeout(Duration::ZERO);
    let call = client(&service).profile().get_profile(&id()).with(options);
    let error = call.await.expect_err("there is no time");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.elapsed() < SLACK, "{:?}", error.elapsed());
}
