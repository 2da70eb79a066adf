//! Retry hints of the service, in every form.
//!
//! Times are relative to the `Date` of the same response, which is in another year: a wrong clock on either side is
//! harmless.

use stand_in::Fault;

use crate::{Row, and_post, row};

/// The time of the service, as a date and as seconds since 1970.
const DATE: &str = "Thu, 01 Jan 2026 00:00:00 GMT";
const SECONDS: u64 = 1_767_225_600;

const AFTER: &str = "retry-after";
const AFTER_MS: &str = "retry-after-ms";
const RESET: &str = "x-ratelimit-reset";

pub(crate) fn rows() -> Vec<Row> {
    [waited(), too_long(), not_followed(), invalid(), after_failures()].into_iter().flatten().collect()
}

fn response(status: u16, headers: &[(&str, &str)]) -> Fault {
    let fault = Fault::status(status).header("date", DATE);
    headers.iter().fold(fault, |fault, (name, value)| fault.header(name, value))
}

fn limited(headers: &[(&str, &str)], expected: &str) -> Row {
    let names: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    row(format!("429, {}", names.join(", ")), [response(429, headers)], [expected; 4])
}

fn waited() -> Vec<Row> {
    let (past, now) = ((SECONDS - 60).to_string(), SECONDS.to_string());
    let waited = |headers: &[(&str, &str)]| limited(headers, "ok 2 2 1");
    vec![
        waited(&[(AFTER, "0")]),
        waited(&[(AFTER, DATE)]),
        waited(&[(AFTER, "Wed, 31 Dec 2025 23:50:00 GMT")]),
        waited(&[(AFTER, "0.08")]).waiting(80),
        waited(&[(AFTER_MS, "80")]).waiting(80),
        waited(&[(AFTER_MS, "80.5"), (AFTER, "9")]).waiting(80),
        waited(&[(RESET, "0.08")]).waiting(80),
        waited(&[(RESET, &format!("{SECONDS}.080"))]).waiting(80),
        waited(&[(RESET, &format!("{SECONDS}080"))]).waiting(80),
        waited(&[(RESET, "0")]),
        waited(&[(RESET, "2026-01-01T00:00:00.080Z")]).waiting(80),
        waited(&[(RESET, "2026-01-01T00:00:00.080+00:00")]).waiting(80),
        waited(&[(RESET, "2025-12-31T23:00:00Z")]),
        waited(&[(RESET, &now)]),
        waited(&[(RESET, &past)]),
        waited(&[(AFTER, "0"), (RESET, "2026-01-01T01:00:00Z")]),
    ]
}

/// Returns the rows with a wait longer than the call may take: the call ends at once, and the error has the wait.
fn too_long() -> Vec<Row> {
    let later = (SECONDS + 3600).to_string();
    vec![
        limited(&[(AFTER, "1")], "429 1 1 0 wait 1000"),
        limited(&[(AFTER, "1.5")], "429 1 1 0 wait 1500"),
        limited(&[(AFTER, "3600")], "429 1 1 0 wait 3600000"),
        limited(&[(AFTER_MS, "30000")], "429 1 1 0 wait 30000"),
        limited(&[(RESET, "30")], "429 1 1 0 wait 30000"),
        limited(&[(RESET, &format!("{later}000"))], "429 1 1 0 wait 3600000"),
        limited(&[(AFTER, "Thu, 01 Jan 2026 00:00:30 GMT")], "429 1 1 0 wait 30000"),
        limited(&[(AFTER, "Thursday, 01-Jan-26 00:00:30 GMT")], "429 1 1 0 wait 30000"),
        limited(&[(RESET, "2026-01-01T01:00:00.000Z")], "429 1 1 0 wait 3600000"),
        limited(&[(RESET, &later)], "429 1 1 0 wait 3600000"),
        limited(&[(AFTER, "soon"), (RESET, &later)], "429 1 1 0 wait 3600000"),
        limited(&[(AFTER, "30"), (AFTER, "0")], "429 1 1 0 wait 30000"),
    ]
}

/// Returns the rows of waits longer than an hour: they are facts for the caller, and the policy decides.
fn not_followed() -> Vec<Row> {
    let ignored = |name: &str, value: &str| limited(&[(name, value)], "ok 2 2 1");
    let always = |name: &str, value: &str, wait: &str| {
        let expected = format!("429 3 3 0 wait {wait}");
        row(
            format!("429, {name}: {value}, always"),
            [response(429, &[(name, value)]).always()],
            [&expected; 4],
        )
    };
    vec![
        ignored(AFTER, "3600.5"),
        ignored(AFTER, "9999999999"),
        ignored(AFTER_MS, "3600001"),
        ignored(RESET, "2026-01-01T01:00:00.500Z"),
        ignored(RESET, "3601"),
        always(AFTER, "86400", "86400000"),
        always(RESET, "2027-01-01T00:00:00Z", "31536000000"),
    ]
}

/// Returns the rows of invalid hints, which are ignored.
fn invalid() -> Vec<Row> {
    let mut rows = Vec::new();
    for value in
        ["", "soon", "-1", "1.5s", "1.5.5", "1e3", ".", "inf", "99999999999999999999999", "0x10", "31 Feb"]
    {
        rows.push(limited(&[(AFTER, value)], "ok 2 2 1"));
    }
    for value in ["", "never", "-5", "9999-99-99T99:99:99Z", "2026-01-01"] {
        rows.push(limited(&[(RESET, value)], "ok 2 2 1"));
    }
    let (twice, garbage) = (Fault::duplicate_headers(), Fault::garbage_headers());
    let limited = |fault: Fault| [fault.with_status(429).without_execution()];
    rows.push(row("429, headers twice: the first is used", limited(twice), ["ok 2 2 1"; 4]));
    rows.push(row("429, invalid headers", limited(garbage), ["ok 2 2 1"; 4]));
    rows
}

/// `Retry-After` is followed after every status. The window of the rate limit is not, because it does not concern
/// failures.
fn after_failures() -> Vec<Row> {
    let reset = (RESET, "2026-01-01T01:00:00Z");
    let (waits, later) = ("503 1 1 0 wait 2000", "503 1 1 0 maybe wait 2000");
    let at_once = and_post("ok 2 2 1", "503 1 1 0 maybe wait 0");
    let by_policy = and_post("ok 2 2 1", "503 1 1 0 maybe");
    vec![
        row("503, retry-after: 2", [response(503, &[(AFTER, "2")])], and_post(waits, later)),
        row("503, retry-after: 0", [response(503, &[(AFTER, "0")])], at_once),
        row("503, x-ratelimit-reset in an hour", [response(503, &[reset])], by_policy),
        row("409, x-ratelimit-reset in an hour", [response(409, &[reset])], ["409 1 1 0"; 4]),
    ]
}
