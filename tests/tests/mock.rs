//! The mock: requests are recorded, replies have their order, and failures are those of real connections.

mod common;

use std::time::Duration;

use common::{built, id};
use generated_client::http::Method;
use generated_client::mock::{Mock, Reply};
use generated_client::types::{ApiToken, SetEmail};
use generated_client::{Client, ErrorKind, RetryPolicy};

#[tokio::test]
async fn a_client_of_a_mock_needs_no_settings() {
    let mock = Mock::new();
    mock.reply(Reply::json([] as [ApiToken; 0]));
    mock.client().api_tokens().get_api_tokens(&id()).await.expect("no tokens");
    let request = &mock.requests()[0];
    assert_eq!(request.url(), "https://mock.invalid/users/712020:4c7e1d20-aa11/manage/api-tokens");
    assert_eq!((request.header("authorization"), request.header("accept")), (None, Some("application/json")));
    assert_eq!(request.info().map(|info| info.operation()), Some("Api Tokens / Get API tokens"));
}

#[tokio::test]
async fn credentials_can_be_asserted_and_are_not_shown() {
    let mock = Mock::new();
    mock.answer(|_| Reply::status(204));
    let own = Client::builder().transport(mock.clone()).bearer_token("hush");
    for client in [built(own), built(mock.builder().bearer_token("hush"))] {
        client.email().set_email(&id(), SetEmail::new("ada@example.com")).await.expect("no content");
        let requests = mock.requests();
        let request = requests.last().expect("a request");
        assert_eq!(request.header("authorization"), Some("Bearer hush"));
        assert_eq!(request.json::<serde_json::Value>().expect("JSON")["email"], "ada@example.com");
        let shown = format!("{request:?} {requests:?}");
        assert!(!shown.contains("hush") && !shown.contains("ada") && !shown.contains("712020"), "{shown}");
        assert!(shown.contains("PUT /users/{account_id}/manage/email"), "{shown}");
    }
    assert_eq!(mock.requests()[0].url().split('/').nth(2), Some("api.atlassian.com"));
}

#[tokio::test]
async fn the_list_precedes_the_paths_and_these_precede_the_function() {
    let mock = Mock::new();
    mock.answer(|request| Reply::status(if request.path().ends_with("enable") { 418 } else { 204 }));
    mock.on(Method::POST, "/users/{id}/manage/lifecycle/disable", Reply::status(409));
    mock.on(Method::GET, "/users/{id}/manage/lifecycle/enable", Reply::status(500));
    mock.reply(Reply::status(404)).reply(Reply::status(403));
    let client = mock.client();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(client.lifecycle().deactivate_user(&id()).await.expect_err("an error").status());
    }
    statuses.push(client.lifecycle().activate_user(&id()).await.expect_err("an error").status());
    let statuses: Vec<u16> = statuses.into_iter().flatten().map(|status| status.as_u16()).collect();
    assert_eq!(statuses, [404, 403, 409, 418]);
    assert_eq!(mock.unused_replies(), 0);
    // The last one with the path counts, and one with an argument has it, too.
    for (path, status) in [
        ("/users/712020:4c7e1d20-aa11/manage/lifecycle/disable", 410),
        ("/users/other/manage/lifecycle/disable", 411),
    ] {
        mock.on(Method::POST, path, Reply::status(status));
        let error = client.lifecycle().deactivate_user(&id()).await.expect_err("an error");
        assert!(error.status().is_some_and(|status| status == 410), "{path}: {error:?}");
    }
}

#[tokio::test]
async fn a_path_is_that_of_the_operation_also_with_a_base_path() {
    let mock = Mock::new();
    mock.on(Method::POST, "/users/{account_id}/manage/lifecycle/enable", Reply::status(204));
    let client = built(mock.builder().base_url("https://gateway.example/atlassian/v1"));
    client.lifecycle().activate_user(&id()).await.expect("no content");
}

#[tokio::test]
async fn a_request_without_a_reply_is_an_error_that_names_it() {
    let mock = Mock::new();
    mock.reply(Reply::status(204));
    let client = mock.client();
    client.lifecycle().activate_user(&id()).await.expect("no content");
    let error = client.api_tokens().get_api_tokens(&id()).await.expect_err("no reply");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    let expected = "the mock has no reply to `GET /users/{account_id}/manage/api-tokens`: all 1 of its list are used, and no \
                    other applies; call `reply(…)`, `on(…)` or `answer(…)` before";
    assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some(expected));
    // `unwrap` shows it.
    assert!(format!("{error:?}").contains("has no reply to"));
}

/// The README tests one operation in this way.
#[tokio::test]
async fn a_reply_makes_a_client_of_which_every_request_gets_it() {
    let start = std::time::Instant::now();
    for status in 100..1000 {
        let client = Reply::status(status).with_body("[]").client();
        let outcome = client.api_tokens().get_api_tokens(&id()).await;
        if (200..300).contains(&status) {
            assert!(outcome.is_ok_and(|tokens| tokens.is_empty()), "{status}");
            continue;
        }
        let error = outcome.expect_err("no success");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        // It is repeated without a wait.
        let attempts = if [408, 429, 500, 502, 503, 504].contains(&status) { 3 } else { 1 };
        assert_eq!(error.attempts(), attempts, "{status}");
    }
    for status in [0, 99, 1000, u16::MAX] {
        let error =
            Reply::status(status).client().lifecycle().activate_user(&id()).await.expect_err("no status");
        assert_eq!(error.kind(), ErrorKind::Transport, "{status}");
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

/// The failures, the kind of the error, and how often the client sends an idempotent operation.
fn failures() -> [(Reply, ErrorKind, u32); 9] {
    let tokens = || Reply::json([ApiToken::new("1", "a", "b")]);
    [
        (Reply::connect_error(), ErrorKind::Connect, 3),
        (Reply::timeout(), ErrorKind::Timeout, 3),
        (Reply::reset(), ErrorKind::Connection, 3),
        (Reply::hang(), ErrorKind::Timeout, 2),
        (tokens().cut_off(3), ErrorKind::Connection, 3),
        (Reply::status(503).with_body("busy"), ErrorKind::Status, 3),
        (Reply::status(404), ErrorKind::Status, 1),
        (Reply::status(200).with_body("<html>"), ErrorKind::Decode, 1),
        (tokens().after(Duration::from_secs(31)), ErrorKind::Timeout, 2),
    ]
}

#[tokio::test(start_paused = true)]
async fn failures_are_those_of_real_connections() {
    for (reply, kind, attempts) in failures() {
        let mock = Mock::new();
        let shown = format!("{reply:?}");
        mock.answer(move |_| reply.clone());
        let error = mock.client().api_tokens().get_api_tokens(&id()).await.expect_err(&shown);
        assert_eq!((error.kind(), error.attempts()), (kind, attempts), "{shown}");
        assert_eq!(mock.requests().len(), attempts as usize, "{shown}");
    }
}

#[tokio::test]
async fn saved_responses_are_replies() {
    let mock = Mock::new();
    mock.reply(Reply::example_with_status(404));
    let client = mock.client();
    let error = client.profile().get_profile(&id()).await.expect_err("an example of the overlay");
    assert!(error.is_not_found() && error.api().is_some(), "{error:?}");

    mock.answer_with_examples();
    let error = client.profile().get_profile(&id()).await.expect_err("there is no successful one");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let cause = std::error::Error::source(&error).expect("a cause").to_string();
    let start = "no response to `GET /users/{account_id}/manage/profile` with the status 200 to 299 is saved in the collection \
                 or an example in the overlay: there are 401, ";
    assert!(cause.starts_with(start), "{cause}");
    let error = client.request::<()>(Method::GET, "/users").await.expect_err("there is none");
    let cause = std::error::Error::source(&error).expect("a cause").to_string();
    assert_eq!(
        cause,
        "no response to `GET /…` with the status 200 to 299 is saved in the collection or an example in the overlay: there \
         are none"
    );
}

#[tokio::test]
async fn a_reply_that_is_not_valid_is_an_error() {
    for reply in [
        Reply::status(99),
        Reply::status(200).with_header("a b", "c"),
        Reply::status(200).with_header("a", "\n"),
    ] {
        let mock = Mock::new();
        mock.reply(reply);
        let error = mock.client().lifecycle().activate_user(&id()).await.expect_err("no valid reply");
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(format!("{error:?}").contains("the reply of the mock is not valid"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_passes_while_the_client_waits() {
    let mock = Mock::new();
    mock.reply(Reply::status(429).with_header("retry-after", "30")).reply(Reply::status(204));
    let response = mock.client().lifecycle().activate_user(&id()).send().await.expect("the second attempt");
    assert_eq!(response.attempts, 2);
    assert!((30..32).contains(&response.elapsed.as_secs()), "{:?}", response.elapsed);
}

#[test]
fn a_blocking_call_uses_the_mock() {
    use generated_client::blocking::Call as _;

    let mock = Mock::new();
    mock.reply(Reply::status(503)).reply(Reply::json([] as [ApiToken; 0]));
    let client = built(mock.builder().retry(RetryPolicy::new().base(Duration::ZERO)));
    assert!(client.api_tokens().get_api_tokens(&id()).call().expect("no tokens").is_empty());
    assert_eq!(mock.requests().len(), 2);
}
