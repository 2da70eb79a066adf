//! Retry hints with any value: the client stays within its policy.

use std::time::{Duration, Instant};

use generated_client::{ErrorKind, RetryPolicy};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use stand_in::{Fault, StandIn};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::{SLACK, builder, id, ms, service};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// The names of the headers in which services advise waits.
const NAMES: [&str; 3] = ["retry-after", "retry-after-ms", "x-ratelimit-reset"];

/// Returns values near those that services send, and others.
fn value() -> impl Strategy<Value = String> {
    let small = (0_u32..200).prop_map(|number| number.to_string());
    let offset = -100_000_i64..100_000;
    // 2026-01-01T00:00:00Z, the time of the service.
    let now = 1_767_225_600_i64;
    let time = |seconds: i64| std::time::UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs());
    prop_oneof![
        small.clone(),
        (small, 0_u32..1000).prop_map(|(number, fraction)| format!("{number}.{fraction}")),
        any::<u64>().prop_map(|number| number.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        offset.clone().prop_map(move |offset| (now + offset).to_string()),
        offset.clone().prop_map(move |offset| ((now + offset) * 1000).to_string()),
        offset.clone().prop_map(move |offset| httpdate::fmt_http_date(time(now + offset))),
        offset.prop_map(move |offset| humantime::format_rfc3339_millis(time(now + offset)).to_string()),
        "[0-9]{1,30}",
        "[ -~]{0,20}",
    ]
}

fn headers() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    proptest::collection::vec((prop::sample::select(&NAMES[..]), value()), 1..4)
}

fn fault(status: u16, headers: &[(&'static str, String)]) -> Fault {
    let fault = Fault::status(status).header("date", "Thu, 01 Jan 2026 00:00:00 GMT");
    headers.iter().fold(fault, |fault, (name, value)| fault.header(name, value))
}

/// Makes a call to a service that always responds in this way, and checks what the client makes of the advice.
async fn check(service: &StandIn, status: u16, headers: &[(&'static str, String)]) {
    let (base, timeout) = (ms(1), ms(400));
    let policy = RetryPolicy::new().attempts(2).base(base).cap(base);
    let client = builder(service).retry(policy).timeout(timeout).concurrency(2).build().expect("a client");
    service.clear_faults();
    service.forget_requests();
    service.inject(fault(status, headers).always());
    let start = Instant::now();
    let error = client.profile().get_profile(&id()).await.expect_err("it always fails");
    let took = start.elapsed();
    assert!(error.rate_limit().is_some() && error.status().is_some_and(|found| found == status), "{error:?}");
    assert_eq!(service.requests().len(), error.attempts() as usize);
    let advised = error.retry_after();
    let followed = advised.filter(|wait| !wait.is_zero() && *wait <= HOUR);
    match (error.attempts(), followed) {
        // It was repeated, and not before the time that the service named.
        (2, None) => assert!(took < base + SLACK, "{took:?}"),
        (2, Some(wait)) => assert!(took >= wait && took < wait + base + SLACK, "{wait:?}: {took:?}"),
        // The wait would have ended after the deadline.
        (1, Some(wait)) => assert!(wait + base + SLACK >= timeout && took < SLACK, "{wait:?}: {took:?}"),
        other => panic!("{other:?}: {error:?}"),
    }
    // Only a wait that was advised with a 429 is a pause, and it is at most a minute.
    service.clear_faults();
    let is_paused = status == 429 && followed.is_some_and(|wait| wait > timeout + SLACK);
    match client.profile().get_profile(&id()).await {
        Ok(_) => assert!(!is_paused, "{advised:?}"),
        Err(error) => {
            assert!(error.kind() == ErrorKind::Paused && status == 429 && followed.is_some(), "{error:?}");
            assert!(error.retry_after().is_some_and(|left| left <= Duration::from_secs(60)), "{error:?}");
        }
    }
}

#[test]
fn no_value_of_a_header_leads_the_client_out_of_its_policy() {
    let runtime = Runtime::new().expect("a runtime");
    let service = service();
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let cases = (prop::sample::select(&[429_u16, 503][..]), headers());
    let result = runner.run(&cases, |(status, headers)| {
        runtime.block_on(check(&service, status, &headers));
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Calls that are refused together get the same advice. They wait at least that long, and do not come back together.
#[tokio::test]
async fn advised_waits_are_jittered_upwards() {
    const CALLS: usize = 30;
    let service = service();
    let (wait, base) = (ms(150), ms(600));
    let policy = RetryPolicy::new().attempts(2).base(base);
    let client = builder(&service).retry(policy).build().expect("a client");
    service.inject(Fault::status(429).header("retry-after-ms", "150").times(CALLS));
    let mut calls = JoinSet::new();
    for _ in 0..CALLS {
        calls.spawn(client.profile().get_profile(&id()).send());
    }
    let mut waits: Vec<Duration> = Vec::new();
    for response in calls.join_all().await {
        let response = response.expect("the second attempt succeeds");
        assert_eq!(response.attempts, 2);
        waits.push(response.elapsed);
    }
    waits.sort();
    let (first, last) = (waits[0], waits[CALLS - 1]);
    assert!(first >= wait && last < wait + base + SLACK, "{first:?} to {last:?}");
    // Thirty random times in a span: less than the half of it has a chance of 1 to 10 million.
    assert!(last - first > base / 2, "{first:?} to {last:?}");
}
