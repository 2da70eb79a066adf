//! The policies of the client above a transport.

use std::future::pending;
use std::time::Duration;

use generated_client::bytes::Bytes;
use generated_client::http::{HeaderValue, Method, Request};
use generated_client::types::SetEmail;
use generated_client::{
    Authenticate, BoxError, BoxFuture, CallOptions, ErrorKind, RequestInfo, ResponseBody, RetryPolicy,
    TransportError, TransportErrorKind,
};

use crate::common::{built, id};
use crate::{Scripted, ready, response, tokens};

#[tokio::test]
async fn the_request_is_complete() {
    let transport = Scripted::new(|_| tokens());
    transport.client().api_tokens().get_api_tokens(&id()).await.expect("an empty list");
    let requests = transport.requests();
    let [request] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(request.method(), "GET");
    assert_eq!(request.uri(), "https://api.atlassian.com/users/712020:4c7e1d20-aa11/manage/api-tokens");
    assert_eq!(request.headers()["authorization"], "Bearer hush");
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(
        request.headers()["user-agent"].to_str().is_ok_and(|agent| agent.starts_with("generated-client/"))
    );
    assert!(!format!("{request:?}").contains("hush"));
    let info = request.extensions().get::<RequestInfo>().expect("each request has one");
    assert_eq!(info.operation(), "Api Tokens / Get API tokens");
    assert_eq!(info.to_string(), "GET /users/{account_id}/manage/api-tokens");
    assert_eq!((info.path().as_str(), info.attempt()), ("/users/{account_id}/manage/api-tokens", 1));
}

#[tokio::test]
async fn the_body_is_sent() {
    let transport = Scripted::new(|_| ready(Ok(response(200, ""))));
    let call = transport.client().email().set_email(&id(), SetEmail::new("ada@example.com"));
    call.await.expect("the status counts");
    assert_eq!(transport.requests()[0].body().as_ref(), br#"{"email":"ada@example.com"}"#);
    assert_eq!(transport.requests()[0].headers()["content-type"], "application/json");
}

/// A function that returns an error of a transport.
type Cause = fn() -> TransportError;

/// The errors of transports; for each the kind of the call's error, whether an idempotent operation and another one are
/// repeated, and whether the other one may have been applied.
const ERRORS: &[(Cause, ErrorKind, bool, bool, bool)] = &[
    (|| TransportError::connect("closed"), ErrorKind::Connect, true, true, false),
    (|| TransportError::timeout("closed"), ErrorKind::Timeout, true, false, true),
    (|| TransportError::broken("closed"), ErrorKind::Connection, true, false, true),
    (|| TransportError::new(TransportErrorKind::Invalid, "closed"), ErrorKind::Argument, false, false, false),
    (|| TransportError::other("closed"), ErrorKind::Transport, false, false, true),
];

#[tokio::test]
async fn the_kind_of_an_error_decides_about_retries() {
    for &(cause, kind, repeats_read, repeats_write, may_be_applied) in ERRORS {
        let transport = Scripted::new(move |_| ready(Err(cause())));
        let client = transport.client();
        let error = client.api_tokens().get_api_tokens(&id()).await.expect_err("there is no response");
        assert_eq!(error.kind(), kind);
        assert_eq!(transport.count(), if repeats_read { 3 } else { 1 }, "{kind:?}");
        let source = std::error::Error::source(&error).expect("the cause is kept");
        assert_eq!(source.to_string(), "closed");
        assert!(!error.may_have_been_applied(), "{kind:?}: reading has no effect");

        let transport = Scripted::new(move |_| ready(Err(cause())));
        let client = transport.client();
        let error = client.lifecycle().activate_user(&id()).await.expect_err("there is no response");
        assert_eq!(error.kind(), kind);
        assert_eq!(transport.count(), if repeats_write { 3 } else { 1 }, "{kind:?}");
        assert_eq!(error.may_have_been_applied(), may_be_applied, "{kind:?}");
    }
}

#[tokio::test]
async fn statuses_are_repeated_and_attempts_are_numbered() {
    let transport = Scripted::new(|earlier| match earlier {
        0 | 1 => ready(Ok(response(503, "busy"))),
        _ => tokens(),
    });
    let response = transport.client().api_tokens().get_api_tokens(&id()).send().await.expect("the third");
    assert_eq!(response.attempts, 3);
    let attempts = transport
        .requests()
        .into_iter()
        .map(|request| request.extensions().get::<RequestInfo>().map(|info| info.attempt()));
    assert_eq!(attempts.collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_hangs_is_given_up() {
    let transport = Scripted::new(|_| Box::pin(pending()));
    let error = transport.client().api_tokens().get_api_tokens(&id()).await.expect_err("it hangs");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    // The first attempt takes 30 s, and the call 60 s.
    assert_eq!(transport.count(), 2);
    assert!((60..61).contains(&error.elapsed().as_secs()), "{:?}", error.elapsed());
}

#[tokio::test(start_paused = true)]
async fn waits_take_no_time_if_the_clock_is_paused() {
    let start = std::time::Instant::now();
    let transport = Scripted::new(|_| {
        let mut limited = response(429, "");
        limited.headers_mut().insert("retry-after", HeaderValue::from_static("20"));
        ready(Ok(limited))
    });
    let client = built(transport.builder().concurrency(1));
    let error = client.api_tokens().get_api_tokens(&id()).await.expect_err("it is limited");
    assert!(error.is_rate_limited());
    assert_eq!(transport.count(), 3);
    assert!((40..50).contains(&error.elapsed().as_secs()), "{:?}", error.elapsed());
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// The chunk after the first one, and whether it is not the last one.
type Chunk = Result<Option<(Bytes, bool)>, TransportError>;

/// A function that returns this chunk.
type NextChunk = fn() -> BoxFuture<'static, Chunk>;

/// Returns a body that has the start of a list, and then what the function returns.
fn cut(then: NextChunk) -> ResponseBody {
    ResponseBody::from_chunks(false, move |is_second| async move {
        match is_second {
            false => Ok(Some((Bytes::from_static(b"["), true))),
            true => then().await,
        }
    })
}

#[tokio::test]
async fn a_body_arrives_in_chunks() {
    let transport = Scripted::new(|_| {
        let body = cut(|| Box::pin(async { Ok(Some((Bytes::from_static(b"]["), true))) }));
        ready(Ok(response(200, body)))
    });
    let options = CallOptions::new().max_response_bytes(3);
    let call = transport.client().api_tokens().get_api_tokens(&id()).with(options);
    let error = call.await.expect_err("it does not end");
    assert_eq!(error.kind(), ErrorKind::TooLong);
    assert_eq!(error.body(), Some(&b"[]["[..]));
}

#[tokio::test(start_paused = true)]
async fn a_status_that_has_arrived_is_not_lost() {
    let ends: [(NextChunk, ErrorKind); 2] = [
        (|| Box::pin(async { Err(TransportError::broken("cut")) }), ErrorKind::Connection),
        (|| Box::pin(pending()), ErrorKind::Timeout),
    ];
    for (body, kind) in ends {
        for (status, kind) in [(200, kind), (409, ErrorKind::Status)] {
            let transport = Scripted::new(move |_| ready(Ok(response(status, cut(body)))));
            let client = built(transport.builder().retry(RetryPolicy::never()));
            let error = client.api_tokens().get_api_tokens(&id()).await.expect_err("it is cut off");
            assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (kind, Some(status)));
            assert_eq!(error.body(), Some(&b"["[..]));
            // A call without content needs no body.
            if status == 200 {
                client.lifecycle().activate_user(&id()).await.expect("the status counts");
            }
        }
    }
}

/// Such a body gives the runtime no chance to look at a timer by itself.
#[tokio::test]
async fn a_body_that_always_has_an_empty_chunk_is_given_up() {
    let endless = || ResponseBody::from_chunks((), |()| async { Ok(Some((Bytes::new(), ()))) });
    for (status, kind) in [(200, ErrorKind::Timeout), (409, ErrorKind::Status), (503, ErrorKind::Status)] {
        let transport = Scripted::new(move |_| ready(Ok(response(status, endless()))));
        let limited =
            transport.builder().attempt_timeout(Duration::from_millis(50)).retry(RetryPolicy::never());
        let client = built(limited);
        let error = client.api_tokens().get_api_tokens(&id()).await.expect_err("it does not end");
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (kind, Some(status)));
        assert!(error.elapsed() < Duration::from_secs(2), "{error:?}");
        if status == 200 {
            client.lifecycle().activate_user(&id()).await.expect("the status counts");
        }
    }
}

/// The head has arrived, so the request was sent, whatever the error of the body says: a call that must not run twice is not
/// repeated.
#[tokio::test]
async fn an_error_of_a_body_is_never_one_before_the_request() {
    use TransportErrorKind::{Broken, Connect, Decode, Invalid, Other, Timeout};

    for (kind, expected, attempts) in [
        (Connect, ErrorKind::Connection, 3),
        (Invalid, ErrorKind::Connection, 3),
        (Broken, ErrorKind::Connection, 3),
        (Timeout, ErrorKind::Timeout, 3),
        (Decode, ErrorKind::Decode, 1),
        (Other, ErrorKind::Transport, 1),
    ] {
        let transport = Scripted::new(move |_| {
            let fails = move |()| async move { Err(TransportError::new(kind, "cut")) };
            ready(Ok(response(200, ResponseBody::from_chunks((), fails))))
        });
        let client = transport.client();
        let error = client.request::<Vec<bool>>(Method::POST, "/").await.expect_err("it is cut off");
        assert_eq!((error.kind(), error.attempts()), (expected, 1), "{kind:?}");
        assert!(error.may_have_been_applied() && error.status().is_some(), "{error:?}");
        let error = client.request::<Vec<bool>>(Method::GET, "/").await.expect_err("it is cut off");
        assert_eq!((error.kind(), error.attempts()), (expected, attempts), "{kind:?}");
        assert_eq!(transport.count() as u32, 1 + attempts);
    }
}

/// A hook that adds headers.
struct Adds(&'static [(&'static str, &'static str)]);

impl Authenticate for Adds {
    fn authenticate<'a>(&'a self, request: &'a mut Request<Bytes>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async {
            for (name, value) in self.0 {
                request.headers_mut().append(*name, HeaderValue::from_static(value));
            }
            Ok(())
        })
    }
}

/// A wrong length would make the next request on the connection a part of this one.
#[tokio::test]
async fn a_hook_cannot_set_a_length_that_is_not_that_of_the_body() {
    type Headers = &'static [(&'static str, &'static str)];
    let cases: [(Headers, Option<&str>); 8] = [
        (&[("content-length", "999")], None),
        (&[("content-length", "0")], None),
        (&[("content-length", "")], None),
        (&[("content-length", "17, 17")], None),
        (&[("content-length", "17"), ("content-length", "17")], None),
        (&[("content-length", "17")], Some("17")),
        (&[("transfer-encoding", "chunked")], None),
        (&[("transfer-encoding", "gzip"), ("content-length", "+17")], None),
    ];
    for (headers, expected) in cases {
        let transport = Scripted::new(|_| ready(Ok(response(204, ""))));
        let by_client = built(transport.builder().authenticate(Adds(headers)));
        let by_call = transport.client();
        let propagated = built(transport.builder().propagate(move |context| {
            for (name, value) in headers {
                context.append(*name, HeaderValue::from_static(value));
            }
        }));
        for (client, options) in [
            (by_client, CallOptions::new()),
            (by_call, CallOptions::new().authenticate(Adds(headers))),
            (propagated, CallOptions::new()),
        ] {
            let call = client.email().set_email(&id(), SetEmail::new("a@b.c"));
            call.with(options).await.expect("no content");
        }
        let requests = transport.requests();
        for (index, request) in requests.iter().enumerate() {
            assert_eq!(request.body().len(), 17);
            let lengths: Vec<_> = request.headers().get_all("content-length").iter().collect();
            let expected = expected.filter(|_| index < 2);
            assert_eq!(lengths, expected.into_iter().collect::<Vec<_>>(), "{headers:?} {index}");
            assert!(!request.headers().contains_key("transfer-encoding"), "{headers:?} {index}");
        }
        assert_eq!(requests.len(), 3);
    }
}
