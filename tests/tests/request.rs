//! Requests without a generated operation: what is sent, and that all policies apply. The tests of the runtime's module
//! `target` have the paths that are refused.

mod common;

use std::time::Duration;

use common::{builder, built, recorded, service_and_client};
use generated_client::blocking::Call as _;
use generated_client::http::Method;
use generated_client::mock::{Mock, Reply};
use generated_client::types::Profile;
use generated_client::{Body, CallOptions, Client, ErrorKind, RetryPolicy};
use serde_json::{Value, json};
use stand_in::Fault;

const PATH: &str = "/users/712020:4c7e1d20-aa11/manage/profile";

#[tokio::test]
async fn a_request_is_sent_like_a_call() {
    let (service, client) = service_and_client();
    let profile: Profile =
        client.request(Method::GET, PATH).query("a b", 1).query("c", "d&e").await.expect("a profile");
    assert_eq!(profile.account.account_id, common::id());
    assert_eq!(
        recorded::text(&service),
        format!(
            "GET {PATH}?a%20b=1&c=d%26e\naccept: */*\nauthorization: Bearer {}\nhost: {{host}}\n\
             user-agent: generated-client/{{version}}\n\n",
            service.token()
        )
    );
    client
        .request::<Value>(Method::PATCH, PATH)
        .header("x-trace", "7")
        .json(json!({ "name": "Ada" }))
        .with(CallOptions::new().without_credentials())
        .await
        .expect_err("there are no credentials");
    assert_eq!(
        recorded::text(&service),
        format!(
            "PATCH {PATH}\naccept: */*\ncontent-length: 14\ncontent-type: application/json\nhost: {{host}}\n\
             user-agent: generated-client/{{version}}\nx-trace: 7\n\n{{\"name\":\"Ada\"}}"
        )
    );
}

#[tokio::test]
async fn what_is_expected_decides_how_a_body_is_read() {
    let (_service, client) = service_and_client();
    let response = client.request::<Value>(Method::GET, PATH).send().await.expect("JSON");
    assert_eq!(response.body, serde_json::from_slice::<Value>(response.bytes()).expect("the same JSON"));
    let body: Body = client.request(Method::GET, PATH).await.expect("bytes");
    assert_eq!(body.as_bytes(), response.bytes());
    client.request::<()>(Method::GET, PATH).await.expect("nothing");
    let error = client.request::<Vec<bool>>(Method::GET, PATH).await.expect_err("it is an object");
    assert!(error.is_decode());
    assert_eq!(error.operation(), Some("request"));
    assert_eq!(error.to_string(), "GET /…: the response is not a sequence");
}

#[tokio::test]
async fn a_request_is_repeated_if_that_is_safe() {
    let (service, _) = service_and_client();
    let client = built(builder(&service).retry(RetryPolicy::new().base(Duration::ZERO)));
    service.inject(Fault::status(503));
    let response = client.request::<Value>(Method::GET, PATH).send().await.expect("the second attempt");
    assert_eq!(response.attempts, 2);
    for (is_idempotent, attempts) in [(None, 1), (Some(true), 2)] {
        service.inject(Fault::status(503));
        let call = client.request::<Value>(Method::PATCH, PATH).json(json!({ "name": "Ada" }));
        let call =
            if let Some(is_idempotent) = is_idempotent { call.idempotent(is_idempotent) } else { call };
        match call.send().await {
            Ok(response) => assert_eq!(response.attempts, attempts),
            Err(error) => {
                assert_eq!((error.attempts(), error.may_have_been_applied()), (attempts, true));
            }
        }
    }
}

/// RFC 9110, section 9.2.2. Methods are case-sensitive.
#[tokio::test]
async fn a_method_is_idempotent_as_the_standard_says_and_as_in_generated_code() {
    let idempotent = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];
    let others = ["POST", "PATCH", "CONNECT", "COPY", "LINK", "UNLINK", "PURGE", "LOCK", "UNLOCK", "VIEW"];
    let more = ["PROPFIND", "QUERY", "REPORT", "get", "Put", "GETS", "G", "_OTHER"];
    for name in idempotent.iter().chain(&others).chain(&more) {
        let expected = idempotent.contains(name);
        let client = Reply::status(503).client();
        let method = Method::from_bytes(name.as_bytes()).expect("a method");
        let error = client.request::<()>(method, "/").await.expect_err("a failure");
        let outcome = (error.attempts(), error.may_have_been_applied());
        assert_eq!(outcome, if expected { (3, false) } else { (1, true) }, "{name}");
        assert_eq!(codegen::api::is_idempotent(name), expected, "{name}");
    }
}

#[tokio::test]
async fn nothing_is_sent_if_the_path_is_refused() {
    let (service, client) = service_and_client();
    let before = service.last_request().map(|request| request.target);
    for path in ["/users/../x", "/users?x", "https://evil.example/users", "http://localhost:1/users"] {
        let error = client.request::<()>(Method::GET, path).await.expect_err(path);
        assert_eq!(error.kind(), ErrorKind::Argument, "{error}");
        assert!(!error.to_string().contains("evil"), "{error}");
    }
    let call = client.request::<()>(Method::GET, "/users").header("hush hush", "x").header("x", "hush\n");
    let error = call.await.expect_err("the headers are not valid");
    assert_eq!(
        error.to_string(),
        "GET /…: the name given to `header(…)` is empty or has a character that the name of a header cannot have; \
         nothing was sent"
    );
    let error =
        client.request::<()>(Method::PUT, "/users").body("a", "hush\n").await.expect_err("no media type");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert_eq!(service.last_request().map(|request| request.target), before);
}

#[tokio::test]
async fn the_link_to_a_next_page_can_be_followed() {
    let mock = Mock::new();
    mock.answer(|request| Reply::json(request.query_pairs()));
    let link = "https://mock.invalid/users?cursor=a%2Fb&limit=2";
    let pairs: Value = mock.client().request(Method::GET, link).query("c", "d").await.expect("pairs");
    assert_eq!(pairs, json!([["cursor", "a/b"], ["limit", "2"], ["c", "d"]]));
}

#[tokio::test]
async fn any_method_and_body_can_be_sent() {
    let mock = Mock::new();
    mock.answer(|_| Reply::status(204));
    let purge = Method::from_bytes(b"PURGE").expect("a method");
    mock.client().request::<()>(purge, "/cache").body("a,b", "text/csv").await.expect("no content");
    let requests = mock.requests();
    assert_eq!((requests[0].method().as_str(), requests[0].path()), ("PURGE", "/cache"));
    assert_eq!(
        (requests[0].header("content-type"), requests[0].body().as_ref()),
        (Some("text/csv"), &b"a,b"[..])
    );
}

/// The message has no argument, since paths have them.
#[tokio::test]
async fn a_message_has_no_path() {
    let mock = Mock::new();
    mock.answer(|_| Reply::status(404));
    let error = mock.client().request::<()>(Method::GET, "/users/hush").await.expect_err("404");
    assert_eq!(error.to_string(), "GET /…: the service responded with 404 Not Found");
    assert!(!format!("{error:?} {mock:?} {:?}", mock.requests()).contains("hush"));
}

#[test]
fn a_request_can_be_sent_from_code_that_is_not_async() {
    let (_service, client) = service_and_client();
    let profile: Profile = client.request(Method::GET, PATH).call().expect("a profile");
    assert_eq!(profile.account.account_id, common::id());
}

#[tokio::test]
async fn options_add_up_and_the_later_one_counts() {
    let mock = Mock::new();
    mock.answer(|_| Reply::status(204));
    let client = built(Client::builder().transport(mock.clone()).bearer_token("own"));
    let first = CallOptions::new().query("a", Some("1")).query("a", Some("2")).query("b", None);
    let first = first.header("x-one", "1").and_then(|options| options.header("x-two", "1")).expect("headers");
    let first = first.credentials("first").retry(RetryPolicy::never());
    let second = CallOptions::new().query("a", Some("3")).header("X-Two", "2").expect("a header");
    let call = client.lifecycle().activate_user(&common::id()).with(first.clone()).with(second.clone());
    call.clone().await.expect("no content");
    call.with(CallOptions::new().credentials("last")).await.expect("no content");
    let requests = mock.requests();
    let expected = [("b".to_owned(), String::new()), ("a".to_owned(), "3".to_owned())];
    assert_eq!(requests[0].query_pairs(), expected);
    let headers = |index: usize| ["x-one", "x-two", "authorization"].map(|name| requests[index].header(name));
    assert_eq!(headers(0), [Some("1"), Some("2"), Some("Bearer first")]);
    assert_eq!(headers(1), [Some("1"), Some("2"), Some("Bearer last")]);
    // The policy of the first options stays.
    mock.answer(|_| Reply::connect_error());
    let call = client.lifecycle().activate_user(&common::id()).with(first).with(second);
    assert_eq!(call.await.expect_err("no connection").attempts(), 1);
}
