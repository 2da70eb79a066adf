//! The rate limit and its headers.

use std::time::Duration;

use crate::http::{ada, call, request_with, service_with};

#[test]
fn requests_beyond_the_limit_get_retry_after() {
    let service = service_with(ada());
    service.clock().freeze();
    service.rate_limit(2, Duration::from_millis(59_500));
    assert_eq!(request_with(&service, "GET", "/users/x/manage", "", "").status, 401);
    for remaining in ["1", "0"] {
        let response = call(&service, "GET", "/profile", "");
        assert_eq!(response.status, 200, "requests without credentials do not count");
        assert_eq!(response.header("x-ratelimit-limit"), Some("2"));
        assert_eq!(response.header("x-ratelimit-remaining"), Some(remaining));
        assert_eq!(response.header("retry-after"), None);
    }
    let refused = call(&service, "GET", "/profile", "");
    assert_eq!((refused.status, refused.body.len()), (429, 0));
    assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(refused.header("retry-after"), Some("60"));
    let reset = refused.header("x-ratelimit-reset").expect("it has a time");
    assert!(reset.len() == "2026-01-01T00:00:00.000Z".len() && reset.ends_with('Z'), "{reset}");
    assert_eq!(service.executed().len(), 2);

    service.clock().advance(Duration::from_secs(60));
    assert_eq!(call(&service, "GET", "/profile", "").status, 200);
    service.rate_limit(0, Duration::from_secs(1));
    assert_eq!(call(&service, "GET", "/profile", "").status, 429);
    service.lift_rate_limit();
    let response = call(&service, "GET", "/profile", "");
    assert_eq!((response.status, response.header("x-ratelimit-limit")), (200, None));
}

#[test]
fn the_date_header_uses_the_clock() {
    let service = service_with(ada());
    service.clock().advance(Duration::from_secs(u64::MAX));
    let far = call(&service, "GET", "/profile", "");
    assert_eq!(far.status, 200, "a clock far in the future is no problem");
    assert_eq!(far.all("date").len(), 1);
    assert!(far.header("date").is_some_and(|date| date.ends_with(" GMT")));
}
