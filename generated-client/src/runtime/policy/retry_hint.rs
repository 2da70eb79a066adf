//! The headers in which a service advises a wait before the next call.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

/// The limit on requests that a service reports in the `X-RateLimit-…` headers.
///
/// Services differ in the headers that they send. A value that is missing or has another format is `None`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests that a window allows: `X-RateLimit-Limit`.
    pub limit: Option<u64>,
    /// The number of requests that are left in this window: `X-RateLimit-Remaining`.
    pub remaining: Option<u64>,
    /// The start of the next window: `X-RateLimit-Reset`, an RFC 3339 date and time in UTC or seconds since 1970.
    pub reset: Option<SystemTime>,
}

impl RateLimit {
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        Self {
            limit: value(headers, "x-ratelimit-limit").and_then(|text| text.parse().ok()),
            remaining: value(headers, "x-ratelimit-remaining").and_then(|text| text.parse().ok()),
            reset: value(headers, "x-ratelimit-reset").and_then(point_in_time),
        }
    }
}

/// Returns the wait that the service advises: `Retry-After`, or, after a 429, the time until `X-RateLimit-Reset`.
///
/// Services send the latter with every response. It is the start of the next window of the rate limit, so it does not
/// predict when a service that is down will be up again.
///
/// Points in time are compared with the clock of the service, which is the `Date` of the same response, so a wrong
/// clock on this machine does no harm.
pub(crate) fn retry_after(status: StatusCode, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let now =
        value(headers, DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    // A point in the past needs no wait.
    let until = |point: SystemTime| point.duration_since(now).unwrap_or_default();
    if let Some(text) = value(headers, RETRY_AFTER.as_str()) {
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        if let Ok(date) = httpdate::parse_http_date(text) {
            return Some(until(date));
        }
    }
    let limited = status == StatusCode::TOO_MANY_REQUESTS;
    RateLimit::from_headers(headers).reset.filter(|_| limited).map(until)
}

/// Returns the value of a header; the first one if there are several of that name.
fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Parses an RFC 3339 date and time in UTC, or seconds since 1970.
fn point_in_time(text: &str) -> Option<SystemTime> {
    if let Ok(seconds) = text.parse() {
        return SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    }
    let utc = text.strip_suffix("+00:00").or(text.strip_suffix("-00:00")).or(text.strip_suffix('Z'))?;
    humantime::parse_rfc3339(&format!("{utc}Z")).ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    /// 2026-01-01T00:00:00Z.
    const NOW: Duration = Duration::from_secs(1_767_225_600);

    fn hint(headers: &[(&'static str, &'static str)]) -> Option<u64> {
        hint_after(StatusCode::TOO_MANY_REQUESTS, headers)
    }

    fn hint_after(status: StatusCode, headers: &[(&'static str, &'static str)]) -> Option<u64> {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        retry_after(status, &headers, SystemTime::UNIX_EPOCH + NOW).map(|wait| wait.as_secs())
    }

    #[test]
    fn every_form_of_hint_is_understood() {
        type Row = (&'static [(&'static str, &'static str)], Option<u64>);
        let table: [Row; 17] = [
            (&[], None),
            (&[("retry-after", "120")], Some(120)),
            (&[("retry-after", " 7 ")], Some(7)),
            (&[("retry-after", "0")], Some(0)),
            (&[("retry-after", "-1")], None),
            (&[("retry-after", "1.5")], None),
            (&[("retry-after", "soon")], None),
            (&[("retry-after", "99999999999999999999999")], None),
            (&[("retry-after", "Thu, 01 Jan 2026 00:00:30 GMT")], Some(30)),
            (&[("retry-after", "Thursday, 01-Jan-26 00:00:30 GMT")], Some(30)),
            (&[("retry-after", "Wed, 31 Dec 2025 23:59:00 GMT")], Some(0)),
            (&[("x-ratelimit-reset", "2026-01-01T00:01:00Z")], Some(60)),
            (&[("x-ratelimit-reset", "2026-01-01T00:01:00.000+00:00")], Some(60)),
            (&[("x-ratelimit-reset", "1767225605")], Some(5)),
            (&[("x-ratelimit-reset", "never")], None),
            (&[("retry-after", "3"), ("x-ratelimit-reset", "1767225605")], Some(3)),
            (&[("retry-after", "soon"), ("x-ratelimit-reset", "1767225605")], Some(5)),
        ];
        for (headers, expected) in table {
            assert_eq!(hint(headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn the_next_window_is_a_hint_only_if_the_limit_is_exceeded() {
        let reset = ("x-ratelimit-reset", "2026-01-01T00:01:00Z");
        assert_eq!(hint_after(StatusCode::SERVICE_UNAVAILABLE, &[reset]), None);
        assert_eq!(hint_after(StatusCode::SERVICE_UNAVAILABLE, &[reset, ("retry-after", "7")]), Some(7));
        assert_eq!(hint_after(StatusCode::TOO_MANY_REQUESTS, &[reset]), Some(60));
    }

    #[test]
    fn points_in_time_are_compared_with_the_clock_of_the_service() {
        let date = ("date", "Thu, 01 Jan 2026 01:00:00 GMT");
        assert_eq!(hint(&[date, ("retry-after", "Thu, 01 Jan 2026 01:00:30 GMT")]), Some(30));
        assert_eq!(hint(&[date, ("x-ratelimit-reset", "2026-01-01T01:00:10Z")]), Some(10));
        assert_eq!(hint(&[date, ("retry-after", "120")]), Some(120));
        assert_eq!(hint(&[("date", "today"), ("x-ratelimit-reset", "2026-01-01T00:00:10Z")]), Some(10));
    }

    #[test]
    fn the_limit_is_read_from_its_headers() {
        let mut headers = HeaderMap::new();
        assert_eq!(RateLimit::from_headers(&headers), RateLimit::default());
        headers.insert("x-ratelimit-limit", HeaderValue::from_static("100"));
        headers.insert("x-ratelimit-remaining", HeaderValue::from_static("many"));
        headers.insert("x-ratelimit-reset", HeaderValue::from_static("1767225600"));
        let limit = RateLimit::from_headers(&headers);
        assert_eq!((limit.limit, limit.remaining), (Some(100), None));
        assert_eq!(limit.reset, Some(SystemTime::UNIX_EPOCH + NOW));
    }
}
