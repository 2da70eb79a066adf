//! Responses with an error status, one or several in sequence.

use stand_in::Fault;

use crate::{Row, and_post, row};

pub(crate) fn rows() -> Vec<Row> {
    [repeated(), final_ones(), sequences()].into_iter().flatten().collect()
}

/// Statuses after which a call is repeated, if that is harmless.
fn repeated() -> Vec<Row> {
    let mut rows = Vec::new();
    for status in [408, 500, 502, 503, 504] {
        let fault = || Fault::status(status);
        let (fails, post) = (format!("{status} 3 3 0"), format!("{status} 1 1 0 maybe"));
        rows.push(row(format!("{status} once"), [fault()], and_post("ok 2 2 1", &post)));
        rows.push(row(format!("{status} twice"), [fault().times(2)], and_post("ok 3 3 1", &post)));
        rows.push(row(format!("{status} always"), [fault().always()], and_post(&fails, &post)));
        let post = format!("{status} 1 1 1 maybe");
        let executed = ["ok 2 2 2", "ok 2 2 2", "404 2 2 1 maybe", &post];
        rows.push(row(format!("{status} after execution"), [fault().after_execution()], executed));
    }
    for status in [502, 504] {
        let (name, post) = (format!("{status} with the page of a gateway"), format!("{status} 1 1 0 maybe"));
        rows.push(row(name, [Fault::html(status)], and_post("ok 2 2 1", &post)));
    }
    rows
}

/// Statuses after which no call is repeated.
fn final_ones() -> Vec<Row> {
    let mut rows = Vec::new();
    for status in [400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 418, 422, 423, 425, 451] {
        let expected = format!("{status} 1 1 0");
        rows.push(row(format!("{status}, a refusal"), [Fault::status(status).always()], [&expected; 4]));
    }
    // After a status that is not a refusal, a POST may have been applied.
    for status in [501, 505, 507, 511, 599] {
        let (others, post) = (format!("{status} 1 1 0"), format!("{status} 1 1 0 maybe"));
        rows.push(row(
            format!("{status}, final"),
            [Fault::status(status).always()],
            and_post(&others, &post),
        ));
    }
    let odd = Fault::raw("HTTP/1.1 999 Request denied\r\ncontent-length: 0\r\n\r\n").always();
    rows.push(row("999, final", [odd], and_post("999 1 1 0", "999 1 1 0 maybe")));
    rows
}

fn sequences() -> Vec<Row> {
    let s = Fault::status;
    let reset = Fault::reset_before_head;
    let (unavailable, broken) = ("503 1 1 0 maybe", "connection 1 1 0 maybe");
    let not_found = ["404 2 2 0", "404 2 2 0", "404 2 2 0 maybe", unavailable];
    let gone = ["410 2 2 0", "410 2 2 0", "410 2 2 0 maybe", unavailable];
    let not_found_later = ["404 3 3 0", "404 3 3 0", "404 3 3 0 maybe", broken];
    vec![
        row("429 once", [s(429)], ["ok 2 2 1"; 4]),
        row("429 twice", [s(429).times(2)], ["ok 3 3 1"; 4]),
        row("429 always", [s(429).always()], ["429 3 3 0"; 4]),
        row("429, 503", [s(429), s(503)], and_post("ok 3 3 1", "503 2 2 0 maybe")),
        row("429, 404", [s(429), s(404)], ["404 2 2 0"; 4]),
        row("429, 409", [s(429), s(409)], ["409 2 2 0"; 4]),
        row("429, reset", [s(429), reset()], and_post("ok 3 3 1", "connection 2 2 0 maybe")),
        row("503, 404", [s(503), s(404)], not_found),
        row("503, 410", [s(503), s(410)], gone),
        row("503, 409", [s(503), s(409)], and_post("409 2 2 0", unavailable)),
        row("reset, 429, 404", [reset(), s(429), s(404)], not_found_later),
        row("reset, 503, 500, 502", [reset(), s(503), s(500), s(502)], and_post("500 3 3 0", broken)),
    ]
}
