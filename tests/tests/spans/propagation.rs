//! `propagate`: the caller's function adds the trace context to each request.

use generated_client::CallOptions;
use http::HeaderValue;
use stand_in::{Fault, Recorded};

use crate::collected::Collector;
use crate::common::{built, id};
use crate::service_and_builder;

#[tokio::test]
async fn the_function_is_called_in_the_span_of_each_attempt() {
    let (service, builder) = service_and_builder();
    let client = built(builder.propagate(|headers| {
        assert!(headers.is_empty());
        let span = tracing::Span::current();
        let id = span.id().expect("a span").into_u64();
        let name = span.metadata().expect("a span").name();
        headers.insert("traceparent", HeaderValue::from_str(&format!("{name}-{id}")).expect("a value"));
        headers.insert("tracestate", HeaderValue::from_static("vendor=1"));
    }));
    let _collector = Collector::start();
    service.inject_all([Fault::status(503), Fault::status(429)]);
    client.profile().get_profile(&id()).await.expect("a profile");
    let requests = service.requests();
    let mut parents: Vec<&str> =
        requests.iter().map(|request| request.header("traceparent").expect("a header")).collect();
    assert!(parents.iter().all(|parent| parent.starts_with("attempt-")), "{parents:?}");
    assert!(requests.iter().all(|request| request.header("tracestate") == Some("vendor=1")));
    parents.dedup();
    assert_eq!(parents.len(), 3, "{parents:?}");
}

#[tokio::test]
async fn it_replaces_no_header_of_the_request() {
    let (service, builder) = service_and_builder();
    let client = built(builder.propagate(|headers| {
        for name in ["authorization", "accept", "traceparent", "baggage"] {
            headers.insert(name, HeaderValue::from_static("of the function"));
        }
    }));
    let own = CallOptions::new().header("traceparent", "of the call").expect("a header");
    client.profile().get_profile(&id()).with(own).await.expect("the token is sent");
    let request: Recorded = service.last_request().expect("a request");
    assert_eq!(request.header("authorization"), Some(format!("Bearer {}", service.token()).as_str()));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("traceparent"), Some("of the call"));
    assert_eq!(request.header("baggage"), Some("of the function"));
}
