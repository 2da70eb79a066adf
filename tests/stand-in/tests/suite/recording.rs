//! Recorded requests and executed operations.

use std::io::{Read, Write};

use stand_in::{Account, Fault, Operation, StandIn};

use crate::http::{ID, ada, call, connect, request, request_with, service_with};

#[test]
fn requests_are_recorded_as_they_were_sent() {
    let service = service_with(ada());
    let headers = "X-One: a\r\nAuthorization: Bearer stand-in-token\r\nx-two:  b\r\n";
    let target = format!("/users/{ID}/manage/profile?q=%20#");
    let target = target.trim_end_matches('#');
    request_with(&service, "PATCH", target, headers, r#"{"nickname":"al"}"#);
    let [request] = service.requests().try_into().expect("one request");
    assert_eq!((request.method.as_str(), request.target.as_str()), ("PATCH", target));
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["host", "connection", "x-one", "authorization", "x-two", "content-length"]);
    assert_eq!((request.header("X-Two"), request.header("none")), (Some("b"), None));
    assert_eq!(request.body, br#"{"nickname":"al"}"#);
    assert_eq!(request.json(), Some(serde_json::json!({"nickname": "al"})));
    assert_eq!((request.operation, request.account.as_deref()), (Some(Operation::UpdateProfile), Some(ID)));
    assert_eq!((request.status, request.executed, request.faulted), (Some(200), true, false));
}

#[test]
fn only_successful_operations_count_as_executed() {
    let service = service_with(ada());
    let other = service.account(Account::new("other"));
    call(&service, "GET", "/profile", "");
    call(&service, "PUT", "/email", "{}");
    request(&service, "POST", "/users/other/manage/lifecycle/disable", "");
    request(&service, "GET", "/nowhere", "");
    let executed = service.executed();
    assert_eq!(executed.len(), 2);
    assert_eq!((executed[1].operation, executed[1].request), (Operation::DeactivateUser, 2));
    assert_eq!(executed[1].account, other);
    assert_eq!(service.times_executed(Operation::GetProfile, ID), 1);
    assert_eq!(service.times_executed(Operation::GetProfile, &other), 0);
    let statuses: Vec<Option<u16>> = service.requests().iter().map(|request| request.status).collect();
    assert_eq!(statuses, [Some(200), Some(400), Some(204), Some(404)]);
    service.forget_requests();
    assert!(service.requests().is_empty() && service.executed().is_empty());
    assert!(service.last_request().is_none());
}

#[test]
fn connections_are_kept_and_counted() {
    let service = service_with(ada());
    let mut stream = connect(&service);
    for _ in 0..2 {
        let head = format!("POST /users/{ID}/manage/lifecycle/disable HTTP/1.1\r\nhost: x\r\n");
        let request = format!("{head}authorization: Bearer {}\r\ncontent-length: 0\r\n\r\n", service.token());
        stream.write_all(request.as_bytes()).expect("the connection is open");
        let mut response = Vec::new();
        while !response.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("a response");
            response.push(byte[0]);
        }
        assert!(response.starts_with(b"HTTP/1.1 204"));
    }
    call(&service, "GET", "/profile", "");
    assert_eq!(service.connections(), 2);
    let connections: Vec<usize> = service.requests().iter().map(|request| request.connection).collect();
    assert_eq!(connections, [0, 0, 1]);
}

#[test]
fn a_request_without_a_response_has_no_status() {
    let service = service_with(ada());
    service.inject(Fault::hang());
    let mut stream = connect(&service);
    stream.write_all(format!("GET /users/{ID}/manage HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).expect("sent");
    while service.requests().is_empty() {
        std::thread::yield_now();
    }
    let [request] = service.requests().try_into().expect("one request");
    assert_eq!((request.status, request.executed), (None, false));
}

#[test]
fn services_are_independent_and_stop_when_dropped() {
    let (one, two) = (service_with(ada()), StandIn::start());
    assert_ne!(one.url(), two.url());
    assert_eq!(call(&two, "GET", "/profile", "").status, 404);
    let address = one.address();
    drop(one);
    assert!(std::net::TcpStream::connect(address).is_err());
    let again = StandIn::builder().port(address.port()).try_start().expect("the port is free again");
    assert_eq!(again.url(), format!("http://{address}"));
    assert!(StandIn::builder().port(address.port()).try_start().is_err());
}
