//! The spans: names, fields, levels, nesting and outcomes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use generated_client::blocking::Call as _;
use generated_client::mock::{Mock, Reply};
use generated_client::{
    BoxFuture, CallOptions, Client, ResponseBody, RetryPolicy, Transport, TransportError,
};
use http::{HeaderValue, StatusCode};
use stand_in::{Fault, StandIn};
use tracing::{Instrument as _, Level};

use crate::collected::{Collected, CollectedSpan, Collector, TARGET, outer};
use crate::common::{built, id};
use crate::{service_and_builder, service_and_client};

/// Returns the fields of a span as lines. The port has a placeholder, and the duration only has to be a number.
fn lines(span: &CollectedSpan, service: &StandIn) -> Vec<String> {
    let port = service.address().port().to_string();
    let mut lines = Vec::new();
    for (name, value) in &span.fields {
        match *name {
            "duration_ms" => {
                assert!(value.parse::<f64>().is_ok_and(|ms| (0.0..60_000.0).contains(&ms)), "{value}")
            }
            "server.port" if *value == port => lines.push("server.port=PORT".to_owned()),
            _ => lines.push(format!("{name}={value}")),
        }
    }
    assert!(span.fields.contains_key("duration_ms") && span.is_closed, "{span:?}");
    assert_eq!((span.target, span.level), (TARGET, Level::INFO));
    lines
}

#[tokio::test]
async fn a_call_has_a_span_with_one_for_each_attempt() {
    let (service, client) = service_and_client();
    let collector = Collector::start();
    service.inject(Fault::status(503));
    client.profile().get_profile(&id()).instrument_in(outer()).await;
    let collected = collector.take();
    let names: Vec<_> = collected.spans.iter().map(|span| (span.name, span.parent)).collect();
    assert_eq!(names, [("outer", None), ("call", Some(0)), ("attempt", Some(1)), ("attempt", Some(1))]);
    let template = "url.template=/users/{account_id}/manage/profile";
    assert_eq!(
        lines(&collected.spans[1], &service),
        [
            "attempts=2",
            "http.request.method=GET",
            "http.response.status_code=200",
            "otel.name=Profile / Get profile",
            template,
        ]
    );
    let name = "otel.name=GET /users/{account_id}/manage/profile";
    let host = "server.address=127.0.0.1";
    let port = "server.port=PORT";
    assert_eq!(
        lines(&collected.spans[2], &service),
        [
            "error.type=503",
            "http.request.method=GET",
            "http.response.status_code=503",
            "otel.kind=client",
            name,
            "otel.status_code=ERROR",
            host,
            port,
            template,
        ]
    );
    assert_eq!(
        lines(&collected.spans[3], &service),
        [
            "http.request.method=GET",
            "http.request.resend_count=1",
            "http.response.status_code=200",
            "otel.kind=client",
            name,
            host,
            port,
            template,
        ]
    );
}

/// Awaits a call in a span.
trait InstrumentIn: IntoFuture + Sized {
    async fn instrument_in(self, span: tracing::Span) {
        let _ = self.into_future().instrument(span).await;
    }
}

impl<C: IntoFuture> InstrumentIn for C {}

/// Returns the outcome of a span: status, error type, and whether it has failed.
fn outcome(span: &CollectedSpan) -> String {
    let field = |name: &str| span.fields.get(name).map_or("-", String::as_str);
    let is_error = field("otel.status_code") == "ERROR";
    assert_eq!(is_error, field("error.type") != "-", "{span:?}");
    format!("{} {}", field("http.response.status_code"), field("error.type"))
}

/// Makes a call that fails, and returns what was collected.
async fn failed(collector: &Collector, client: &Client, options: CallOptions) -> Collected {
    client.profile().get_profile(&id()).with(options).await.expect_err("it fails");
    collector.take()
}

#[tokio::test]
async fn each_failure_has_its_type_in_both_spans() {
    let (service, builder) = service_and_builder();
    let client = built(builder.retry(RetryPolicy::never()));
    let collector = Collector::start();
    let short = Duration::from_millis(60);
    let attempt = || CallOptions::new().attempt_timeout(short);
    for (fault, options, call, attempt) in [
        (Fault::status(404), CallOptions::new(), "404 404", "404 404"),
        (Fault::status(429), CallOptions::new(), "429 429", "429 429"),
        (Fault::status(500), CallOptions::new(), "500 500", "500 500"),
        (Fault::status(599), CallOptions::new(), "599 599", "599 599"),
        (Fault::redirect(302, "x"), CallOptions::new(), "302 redirect", "302 -"),
        (Fault::reset_before_head(), CallOptions::new(), "- connection", "- connection"),
        (Fault::truncated_body(), CallOptions::new(), "200 connection", "200 connection"),
        (Fault::hang(), attempt(), "- timeout", "- timeout"),
        (Fault::hang(), CallOptions::new().timeout(short), "- timeout", "- timeout"),
        (Fault::large_body(5000), CallOptions::new().max_response_bytes(10), "200 too_long", "200 too_long"),
        // The response has arrived, and cannot be decoded.
        (Fault::malformed_json(), CallOptions::new(), "200 decode", "200 -"),
        (Fault::html(200), CallOptions::new(), "200 decode", "200 -"),
        (Fault::status(204), CallOptions::new(), "204 decode", "204 -"),
    ] {
        let name = format!("{fault:?}");
        service.inject(fault);
        let collected = failed(&collector, &client, options).await;
        assert_eq!(
            (outcome(collected.only("call")).as_str(), outcome(collected.only("attempt")).as_str()),
            (call, attempt),
            "{name}"
        );
        assert_eq!(collected.only("call").fields["attempts"], "1");
    }
    // Another client, which has no connection.
    service.refuse_connections();
    let client = built(crate::common::builder(&service).retry(RetryPolicy::never()));
    let collected = failed(&collector, &client, CallOptions::new()).await;
    assert_eq!(outcome(collected.only("call")), "- connect");
    assert_eq!(outcome(collected.only("attempt")), "- connect");
}

#[tokio::test]
async fn a_call_that_sends_nothing_has_no_attempt() {
    let (_service, client) = service_and_client();
    let collector = Collector::start();
    let collected = failed(&collector, &client, CallOptions::new().credentials("a\nb")).await;
    assert_eq!(outcome(collected.only("call")), "- config");
    assert_eq!((collected.spans.len(), collected.only("call").fields["attempts"].as_str()), (1, "0"));
}

#[tokio::test]
async fn a_dropped_call_is_cancelled() {
    let (service, client) = service_and_client();
    let collector = Collector::start();
    service.inject(Fault::hang());
    let call = client.profile().get_profile(&id()).send();
    assert!(tokio::time::timeout(Duration::from_millis(100), call).await.is_err());
    let collected = collector.take();
    for name in ["call", "attempt"] {
        assert_eq!(outcome(collected.only(name)), "- cancelled");
    }
    assert!(collected.events.is_empty());
}

#[tokio::test]
async fn redirects_and_replaced_secrets_are_counted_as_sent_again() {
    let (service, builder) = service_and_builder();
    service.rotate_token("new");
    let tokens = std::sync::Mutex::new(vec!["new", "old"]);
    let provider = move || {
        let token = tokens.lock().expect("no panic").pop().unwrap_or("new");
        std::future::ready(Ok::<_, std::io::Error>(token))
    };
    let client = built(builder.bearer_token_provider(provider).follow_redirects(1));
    let collector = Collector::start();
    service.inject(
        Fault::redirect(307, "profile").when(|request| request.header("authorization") == Some("Bearer new")),
    );
    client.profile().get_profile(&id()).await.expect("a profile");
    let collected = collector.take();
    let counts: Vec<_> = collected
        .named("attempt")
        .map(|span| (outcome(span), span.fields.get("http.request.resend_count").map(String::as_str)))
        .collect();
    let expected = [("401 401", None), ("307 -", Some("1")), ("200 -", Some("2"))];
    assert_eq!(counts, expected.map(|(outcome, count)| (outcome.to_owned(), count)));
    let levels: Vec<Level> = collected.events.iter().map(|event| event.level).collect();
    assert_eq!(levels, [Level::DEBUG, Level::DEBUG]);
}

/// A transport that answers with 503, and then with something that is not a profile.
struct Answers(AtomicUsize);

impl Transport for Answers {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'a, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            assert_eq!(tracing::Span::current().metadata().map(tracing::Metadata::name), Some("attempt"));
            assert_eq!(request.headers()["traceparent"], "here");
            let is_first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
            let mut response = http::Response::new("[]".into());
            *response.status_mut() = if is_first { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
            Ok(response)
        })
    }
}

#[tokio::test]
async fn spans_and_events_are_the_same_with_each_transport() {
    let (service, builder) = service_and_builder();
    let answers = crate::builder(&service).transport(Answers(AtomicUsize::new(0)));
    service.inject_all([Fault::status(503), Fault::status(200).body("[]")]);
    let collector = Collector::start();
    let mut both = Vec::new();
    for builder in [builder, answers] {
        let client = built(builder.propagate(|headers| {
            headers.insert("traceparent", HeaderValue::from_static("here"));
        }));
        let collected = failed(&collector, &client, CallOptions::new()).await;
        let spans: Vec<_> =
            collected.spans.iter().map(|span| (span.name, span.parent, lines(span, &service))).collect();
        let mut events = collected.events;
        for event in &mut events {
            event.fields.remove("wait_ms");
        }
        both.push((spans, format!("{events:?}")));
    }
    assert_eq!(both[0].0.len(), 3);
    assert_eq!(both[0], both[1]);
}

/// The tests of other crates see the spans that their programs will have.
#[tokio::test]
async fn a_mock_has_the_spans_of_a_service() {
    let (service, builder) = service_and_builder();
    let mock = Mock::new();
    let mocked = mock.builder().base_url(service.url()).retry(RetryPolicy::new().base(Duration::ZERO));
    let collector = Collector::start();
    let mut both = Vec::new();
    for client in [built(builder), built(mocked)] {
        service.inject_all([Fault::status(503), Fault::status(200).body("[]")]);
        mock.reply(Reply::status(503)).reply(Reply::json([0; 0]));
        let collected = failed(&collector, &client, CallOptions::new()).await;
        let spans = collected.spans.iter().map(|span| (span.name, span.parent, lines(span, &service)));
        both.push(spans.collect::<Vec<_>>());
    }
    assert_eq!((both[0].len(), &both[0]), (3, &both[1]));
}

/// A request without a generated operation: its path may have values.
#[tokio::test]
async fn a_request_of_any_path_shows_neither_path_nor_query() {
    let (_service, client) = service_and_client();
    let collector = Collector::start();
    let call = client.request::<()>(http::Method::from_bytes(b"PURGE").expect("a method"), "/hush/users");
    call.query("hush", "hush").await.expect_err("there is no such path");
    let collected = collector.take();
    assert_eq!(collected.only("attempt").fields["http.request.method"], "_OTHER");
    assert!(collected.only("attempt").fields["otel.name"].starts_with("HTTP /"));
    assert!(!format!("{collected:?}").contains("hush"), "{collected:?}");
}

/// The call runs on another thread.
#[test]
fn a_blocking_call_is_in_the_span_of_its_caller() {
    let (service, client) = service_and_client();
    let collector = Collector::start();
    service.inject_all([Fault::status(503), Fault::malformed_json()]);
    outer().in_scope(|| client.profile().get_profile(&id()).call().expect_err("it cannot be decoded"));
    // The thread may still hold the span.
    std::thread::sleep(Duration::from_millis(50));
    let collected = collector.take();
    let names: Vec<_> = collected.spans.iter().map(|span| (span.name, span.parent)).collect();
    assert_eq!(names, [("outer", None), ("call", Some(0)), ("attempt", Some(1)), ("attempt", Some(1))]);
    assert_eq!(outcome(&collected.spans[1]), "200 decode");
    assert_eq!(collected.events.len(), 2);
}
