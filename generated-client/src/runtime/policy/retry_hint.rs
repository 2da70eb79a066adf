//! The headers in which a service advises a wait before the next call.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

use crate::runtime::model::instant::Instant;

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
    /// The start of the next window: `X-RateLimit-Reset`, an RFC 3339 date and time, seconds or milliseconds since
    /// 1970, or a small number of seconds from the `Date` of the response on.
    pub reset: Option<SystemTime>,
}

impl RateLimit {
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        Self::at(headers, clock(headers, SystemTime::now()))
    }

    fn at(headers: &HeaderMap, now: SystemTime) -> Self {
        Self {
            limit: value(headers, "x-ratelimit-limit").and_then(|text| text.parse().ok()),
            remaining: value(headers, "x-ratelimit-remaining").and_then(|text| text.parse().ok()),
            reset: value(headers, "x-ratelimit-reset").and_then(|text| point_in_time(text, now)),
        }
    }
}

/// Returns the wait that the service advises: `Retry-After-Ms`, `Retry-After`, or, after a 429, the time until
/// `X-RateLimit-Reset`. It is zero if the service names a point in the past.
///
/// Services send the last one with every response. It is the start of the next window of the rate limit, so it does not
/// predict when a service that is down will be up again.
///
/// Points in time are compared with the clock of the service, so a wrong clock on this machine does no harm.
pub(crate) fn retry_after(status: StatusCode, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let now = clock(headers, now);
    let until = |point: SystemTime| point.duration_since(now).unwrap_or_default();
    if let Some(wait) = value(headers, "retry-after-ms").and_then(|text| seconds(text, 1000.0)) {
        return Some(wait);
    }
    if let Some(text) = value(headers, RETRY_AFTER.as_str()) {
        if let Some(wait) = seconds(text, 1.0) {
            return Some(wait);
        }
        if let Ok(date) = httpdate::parse_http_date(text) {
            return Some(until(date));
        }
    }
    let limited = status == StatusCode::TOO_MANY_REQUESTS;
    RateLimit::at(headers, now).reset.filter(|_| limited).map(until)
}

/// Returns the time of the service, which is the `Date` of the response.
fn clock(headers: &HeaderMap, now: SystemTime) -> SystemTime {
    value(headers, DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now)
}

/// Returns the value of a header; the first one if there are several of that name.
fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Parses a number, which may have a fraction, in units of which a second has this many.
fn seconds(text: &str, units: f64) -> Option<Duration> {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = text.parse().ok().filter(|_| is_number)?;
    Duration::try_from_secs_f64(number / units).ok()
}

/// Parses an RFC 3339 date and time, seconds or milliseconds since 1970, or a number of seconds from now on.
fn point_in_time(text: &str, now: SystemTime) -> Option<SystemTime> {
    /// Smaller numbers are seconds from now on. As seconds since 1970, it is a day of the year 1973.
    const SECONDS: Duration = Duration::from_secs(100_000_000);
    /// Greater numbers are milliseconds. As milliseconds since 1970, it is another day of the year 1973.
    const MILLISECONDS: Duration = Duration::from_secs(100_000_000_000);
    if let Some(number) = seconds(text, 1.0) {
        return match number {
            _ if number < SECONDS => now.checked_add(number),
            _ if number < MILLISECONDS => SystemTime::UNIX_EPOCH.checked_add(number),
            _ => SystemTime::UNIX_EPOCH.checked_add(number / 1000),
        };
    }
    Instant::parse(text)?.to_system_time()
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
        let table: [Row; 32] = [
            (&[], None),
            (&[("retry-after", "120")], Some(120)),
            (&[("retry-after", " 7 ")], Some(7)),
            (&[("retry-after", "0")], Some(0)),
            (&[("retry-after", "-1")], None),
            (&[("retry-after", "1.5")], Some(1)),
            (&[("retry-after", "1e3")], None),
            (&[("retry-after", ".5")], None),
            (&[("retry-after", "1.5.2")], None),
            (&[("retry-after", "NaN")], None),
            (&[("retry-after", "infinity")], None),
            (&[("retry-after-ms", "2500"), ("retry-after", "9")], Some(2)),
            (&[("retry-after-ms", "3000.5")], Some(3)),
            (&[("retry-after-ms", "soon"), ("retry-after", "9")], Some(9)),
            (&[("x-ratelimit-reset", "1767225605000")], Some(5)),
            (&[("x-ratelimit-reset", "30")], Some(30)),
            (&[("x-ratelimit-reset", "0")], Some(0)),
            (&[("x-ratelimit-reset", "1.25")], Some(1)),
            (&[("x-ratelimit-reset", "-30")], None),
            (&[("retry-after", "soon")], None),
            (&[("retry-after", "99999999999999999999999")], None),
            (&[("x-ratelimit-reset", "99999999999999999999999")], None),
            (&[("retry-after", "Thu, 01 Jan 2026 00:00:30 GMT")], Some(30)),
            (&[("retry-after", "Thursday, 01-Jan-26 00:00:30 GMT")], Some(30)),
            (&[("retry-after", "Wed, 31 Dec 2025 23:59:00 GMT")], Some(0)),
            (&[("x-ratelimit-reset", "2026-01-01T00:01:00Z")], Some(60)),
            (&[("x-ratelimit-reset", "2026-01-01T00:01:00.000+00:00")], Some(60)),
            (&[("x-ratelimit-reset", "2026-01-01T02:01:00+02:00")], Some(60)),
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
