//! Connections that are refused, break, have no valid HTTP, or get no response.

use std::time::Duration;

use stand_in::Fault;

use crate::{Row, Trouble, and_post, row};

pub(crate) fn rows() -> Vec<Row> {
    [broken(), garbled(), hanging()].into_iter().flatten().collect()
}

/// The call is repeated, and was not executed before. A POST is not repeated, and may have been applied.
const REPEATED: [&str; 4] = and_post("ok 2 2 1", "connection 1 1 0 maybe");
/// The call was executed before it is repeated.
const EXECUTED: [&str; 4] = ["ok 2 2 2", "ok 2 2 2", "404 2 2 1 maybe", "connection 1 1 1 maybe"];
/// Every attempt fails.
const FAILED: [&str; 4] = and_post("connection 3 3 0", "connection 1 1 0 maybe");

fn broken() -> Vec<Row> {
    let (reset, close) = (Fault::reset_before_head, Fault::close_before_head);
    vec![
        row("none", [], ["ok 1 1 1"; 4]),
        Row::new("refused", Trouble::Refused, ["connect 3 0 0"; 4]),
        row("reset before the head, once", [reset()], REPEATED),
        row("reset before the head, after execution", [reset().after_execution()], EXECUTED),
        row("reset before the head, always", [reset().always()], FAILED),
        row("closed before the head, once", [close()], REPEATED),
        row("closed before the head, after execution", [close().after_execution()], EXECUTED),
        row("closed before the head, always", [close().always()], FAILED),
    ]
}

fn garbled() -> Vec<Row> {
    let bytes = |name: &str, bytes: &str| row(name, [Fault::raw(bytes)], REPEATED);
    let long = format!("HTTP/1.1 200 OK\r\nx-long: {}", "x".repeat(1024 * 1024));
    vec![
        row("garbage, once", [Fault::garbage()], REPEATED),
        row("garbage, after execution", [Fault::garbage().after_execution()], EXECUTED),
        row("garbage, always", [Fault::garbage().always()], FAILED),
        bytes("a head that ends in the middle", "HTTP/1.1 200 OK\r\nContent-Le"),
        bytes("a head without an end", &long),
        bytes(
            "two lengths that differ",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}\n",
        ),
        bytes("an invalid length", "HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}"),
        bytes("another protocol", "SSH-2.0-OpenSSH_9.6\r\n"),
    ]
}

fn hanging() -> Vec<Row> {
    let delay = |milliseconds| Fault::delay(Duration::from_millis(milliseconds));
    let once = and_post("ok 2 2 1", "timeout 1 1 0 maybe");
    let executed = ["ok 2 2 2", "ok 2 2 2", "404 2 2 1 maybe", "timeout 1 1 1 maybe"];
    let always = and_post("timeout 3 3 0", "timeout 1 1 0 maybe");
    let mixed = and_post("ok 3 3 1", "connection 1 1 0 maybe");
    vec![
        row("a delay below the timeout", [delay(30)], ["ok 1 1 1"; 4]).waiting(30),
        row("a delay above the timeout", [delay(500)], once).timing_out(1),
        row("a delay above the timeout, after execution", [delay(500).after_execution()], executed)
            .timing_out(1),
        row("no response, once", [Fault::hang()], once).timing_out(1),
        row("no response, after execution", [Fault::hang().after_execution()], executed).timing_out(1),
        row("no response, always", [Fault::hang().always()], always).timing_out(3),
        row("a reset, then no response", [Fault::reset_before_head(), Fault::hang()], mixed).timing_out(1),
    ]
}
