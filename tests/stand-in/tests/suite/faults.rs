//! Every kind of fault, observed by a client.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use serde_json::json;
use stand_in::{Fault, Operation, StandIn};

use crate::http::{ID, Response, ada, call, connect, exchange, parse, raw, request_with, service_with};

/// Sends one `GET` of the profile and returns the received bytes and how the connection ended.
fn get(service: &StandIn) -> (Vec<u8>, std::io::Result<()>) {
    send(service, "GET", "/profile")
}

fn send(service: &StandIn, method: &str, path: &str) -> (Vec<u8>, std::io::Result<()>) {
    let authorization = format!("authorization: Bearer {}\r\n", service.token());
    exchange(service, &raw(method, &format!("/users/{ID}/manage{path}"), &authorization, ""))
}

/// Returns the response to a request with this fault.
fn under(fault: Fault) -> (StandIn, Response) {
    let service = service_with(ada());
    service.inject(fault);
    let (bytes, ended) = get(&service);
    ended.expect("the response ends in an orderly way");
    (service, parse(&bytes))
}

fn declared(response: &Response) -> usize {
    response.header("content-length").and_then(|length| length.parse().ok()).expect("a length")
}

#[test]
fn a_status_replaces_the_response() {
    let (service, response) =
        under(Fault::status(503).header("Retry-After", "2").json(&json!({"reason": "busy"})));
    assert_eq!((response.status, response.header("retry-after")), (503, Some("2")));
    assert_eq!(response.json(), json!({"reason": "busy"}));
    assert_eq!(service.executed(), []);
    assert!(service.last_request().is_some_and(|request| request.faulted && request.status == Some(503)));
    assert_eq!(call(&service, "GET", "/profile", "").status, 200, "it strikes once");
    let (service, response) = under(Fault::truncated_body().with_status(500));
    assert_eq!((response.status, service.executed().len()), (500, 1));
    let (service, response) = under(Fault::status(500).after_execution().header("date", "yesterday"));
    assert_eq!((response.all("date"), response.header("content-type")), (vec!["yesterday"], None));
    assert_eq!((response.status, response.body.len()), (500, 0));
    assert_eq!(service.times_executed(Operation::GetProfile, ID), 1);
}

#[test]
fn faults_queue_up() {
    let service = service_with(ada());
    service.inject_all([Fault::status(503).times(2), Fault::status(429)]);
    service.inject(Fault::status(500).on(Operation::SetEmail));
    service.inject(Fault::status(502).account("other").always());
    assert_eq!(service.pending_faults(), 4);
    let statuses: Vec<u16> = (0..4).map(|_| call(&service, "GET", "/profile", "").status).collect();
    assert_eq!(statuses, [503, 503, 429, 200]);
    assert_eq!(call(&service, "PUT", "/email", "{}").status, 500);
    let other = || request_with(&service, "GET", "/users/other/manage", "", "").status;
    assert_eq!([other(), other(), other()], [502; 3]);
    service.inject(Fault::status(418).when(|request| request.header("x-odd").is_some()));
    assert_eq!(request_with(&service, "GET", "/nowhere", "", "").status, 404);
    assert_eq!(request_with(&service, "GET", "/nowhere", "x-odd: 1\r\n", "").status, 418);
    service.clear_faults();
    assert_eq!((other(), service.pending_faults()), (401, 0));
}

#[test]
fn odd_contents() {
    let (_, response) = under(Fault::html(502));
    assert_eq!((response.status, response.header("content-type")), (502, Some("text/html; charset=utf-8")));
    assert!(response.body.starts_with(b"<!DOCTYPE html>"));
    let (_, response) = under(Fault::redirect(307, "https://elsewhere.example/"));
    assert_eq!((response.status, response.header("location")), (307, Some("https://elsewhere.example/")));
    let (_, response) = under(Fault::malformed_json());
    assert!(response.status == 200 && serde_json::from_slice::<serde_json::Value>(&response.body).is_err());
    let (_, response) = under(Fault::deep_json(50_000));
    assert_eq!(response.body.len(), 100_000);
    let (_, response) = under(Fault::large_body(1_000_000));
    assert!(response.json()["message"].as_str().is_some_and(|text| text.len() == 1_000_000));
    let (service, response) = under(Fault::content_type("text/plain"));
    assert_eq!(response.all("content-type"), ["text/plain"]);
    assert_eq!(response.json()["account"]["account_id"], ID);
    assert_eq!(service.executed().len(), 1);
    let (service, response) = under(Fault::content_type("text/plain").without_execution());
    assert_eq!(response.json(), json!({"message": "Success"}));
    assert_eq!(service.executed(), []);
}

#[test]
fn odd_headers() {
    let (_, response) = under(Fault::duplicate_headers());
    assert_eq!(response.all("content-type"), ["application/json", "text/plain"]);
    assert_eq!(response.all("retry-after"), ["0", "1"]);
    let (_, response) = under(Fault::garbage_headers());
    assert_eq!(response.header("x-ratelimit-remaining"), Some("NaN"));
    assert_eq!(response.header("x-request-id"), Some("\u{fffd}\u{fffd}\u{fffd}"));
    assert_eq!(response.json()["account"]["account_id"], ID);
}

#[test]
fn delays() {
    let wait = Duration::from_millis(60);
    let started = Instant::now();
    let (service, response) = under(Fault::delay(wait));
    assert!(response.status == 200 && started.elapsed() >= wait);
    assert_eq!(service.executed().len(), 1);
    let (service, response) = under(Fault::status(504).wait(Duration::from_millis(1)));
    assert_eq!((response.status, service.executed().len()), (504, 0));
}

#[test]
fn when_the_client_gives_up_the_fault_decides_about_execution() {
    for (fault, executed) in [
        (Fault::delay(Duration::from_millis(100)), 0),
        (Fault::delay(Duration::from_millis(100)).after_execution(), 1),
        (Fault::hang(), 0),
    ] {
        let service = service_with(ada());
        service.inject(fault);
        let mut stream = connect(&service);
        let authorization = format!("authorization: Bearer {}\r\n", service.token());
        let request = raw("POST", &format!("/users/{ID}/manage/lifecycle/disable"), &authorization, "");
        stream.write_all(request.as_bytes()).expect("sent");
        stream.set_read_timeout(Some(Duration::from_millis(20))).expect("a timeout can be set");
        let error = stream.read(&mut [0]).expect_err("no response in time");
        assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
        drop(stream);
        std::thread::sleep(Duration::from_millis(150));
        assert_eq!(service.executed().len(), executed);
    }
}

#[test]
fn connections_end_before_the_head() {
    for (fault, executed) in [
        (Fault::reset_before_head(), 0),
        (Fault::reset_before_head().after_execution(), 1),
        (Fault::close_before_head(), 0),
        (Fault::close_before_head().after_execution(), 1),
    ] {
        let reset = format!("{fault:?}").contains("Reset");
        let service = service_with(ada());
        service.inject(fault);
        let (bytes, ended) = send(&service, "POST", "/lifecycle/disable");
        assert_eq!(bytes, b"");
        assert_eq!(
            ended.map_err(|error| error.kind()),
            if reset { Err(ErrorKind::ConnectionReset) } else { Ok(()) }
        );
        assert_eq!(service.times_executed(Operation::DeactivateUser, ID), executed);
        assert_eq!(service.last_request().and_then(|request| request.status), None);
        assert_eq!(call(&service, "GET", "/profile", "").status, 200);
    }
}

#[test]
fn bodies_end_too_early_or_too_late() {
    // A profile, a response without content, and a list.
    for (method, path) in [("GET", "/profile"), ("POST", "/lifecycle/disable"), ("GET", "/api-tokens")] {
        let service = service_with(ada());
        service.inject(Fault::reset_in_body());
        let (bytes, ended) = send(&service, method, path);
        let response = parse(&bytes);
        assert_eq!(ended.map_err(|error| error.kind()), Err(ErrorKind::ConnectionReset));
        assert!(response.status == 200 && response.body.len() < declared(&response));

        service.inject(Fault::truncated_body());
        let (bytes, ended) = send(&service, method, path);
        let response = parse(&bytes);
        ended.expect("closed, not reset");
        assert!(!response.body.is_empty() && response.body.len() < declared(&response));

        service.inject(Fault::overlong_body());
        let response = parse(&send(&service, method, path).0);
        assert!(response.body.len() > declared(&response));
        assert!(serde_json::from_slice::<serde_json::Value>(&response.body[..declared(&response)]).is_ok());
        assert_eq!(service.executed().len(), 3);
        assert_eq!(service.last_request().and_then(|request| request.status), Some(200));
    }
}

#[test]
fn an_endless_body_goes_on_until_the_client_gives_up() {
    let service = service_with(ada());
    service.inject(Fault::endless_body());
    let mut stream = connect(&service);
    let authorization = format!("authorization: Bearer {}\r\n", service.token());
    let request = raw("GET", &format!("/users/{ID}/manage/profile"), &authorization, "");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut bytes = vec![0; 4 * 1024 * 1024];
    stream.read_exact(&mut bytes).expect("there is always more");
    assert_eq!(parse(&bytes).header("transfer-encoding"), Some("chunked"));
    assert_eq!(call(&service, "GET", "/profile", "").status, 200, "others are served meanwhile");
}

#[test]
fn a_body_can_be_sent_byte_by_byte() {
    let service = service_with(ada());
    service.inject(Fault::status(200).body("slow").wait(Duration::ZERO));
    assert_eq!(get(&service).0.last(), Some(&b'w'));
    let started = Instant::now();
    let (service, response) = under(Fault::drip(Duration::from_millis(1)));
    assert_eq!(response.json()["account"]["account_id"], ID);
    assert!(started.elapsed() >= Duration::from_millis(response.body.len() as u64));
    assert_eq!(service.executed().len(), 1);
}

#[test]
fn raw_bytes_are_sent_as_they_are() {
    let service = service_with(ada());
    service.inject(Fault::raw("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"));
    assert!(get(&service).0.ends_with(b"2\r\n\r\nab"));
    service.inject(Fault::garbage());
    let (bytes, ended) = get(&service);
    ended.expect("closed, not reset");
    assert!(!bytes.starts_with(b"HTTP"));
    assert_eq!(service.executed(), []);
}

#[test]
fn connections_can_be_refused_for_a_while() {
    let service = service_with(ada());
    let mut open = connect(&service);
    call(&service, "GET", "/profile", "");
    service.refuse_connections();
    service.refuse_connections();
    let refused = std::net::TcpStream::connect(service.address()).expect_err("the port is closed");
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    assert!(matches!(open.read(&mut [0]), Ok(0) | Err(_)), "open connections are cut");
    service.accept_connections().expect("the port is still free");
    service.accept_connections().expect("opening twice is fine");
    assert_eq!(call(&service, "GET", "/profile", "").status, 200);
}
