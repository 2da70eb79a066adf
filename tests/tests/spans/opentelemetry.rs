//! What OpenTelemetry makes of the spans, and the trace context of its propagator.

use generated_client::Client;
use opentelemetry::propagation::{Injector, TextMapPropagator as _};
use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use stand_in::Fault;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::common::{built, id};
use crate::service_and_builder;

/// The headers that a propagator writes, as the documentation of `ClientBuilder::propagate` shows it.
struct Headers<'a>(&'a mut http::HeaderMap);

impl Injector for Headers<'_> {
    fn set(&mut self, name: &str, value: String) {
        if let (Ok(name), Ok(value)) = (name.parse::<http::HeaderName>(), value.parse()) {
            self.0.insert(name, value);
        }
    }
}

fn attribute(span: &SpanData, name: &str) -> Option<String> {
    let attribute = span.attributes.iter().find(|attribute| attribute.key.as_str() == name)?;
    Some(attribute.value.to_string())
}

#[tokio::test]
async fn the_exported_spans_are_those_of_an_http_client() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let layer = layer.with_filter(Targets::new().with_target("generated_client", tracing::Level::INFO));
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));

    let (service, builder) = service_and_builder();
    let client: Client = built(builder.propagate(|headers| {
        let context = tracing::Span::current().context();
        TraceContextPropagator::new().inject_context(&context, &mut Headers(headers));
    }));
    service.inject_all([Fault::status(503), Fault::malformed_json()]);
    client.profile().get_profile(&id()).await.expect_err("it cannot be decoded");

    let spans = exporter.get_finished_spans().expect("they are exported");
    let [first, second, call] = &spans[..] else { panic!("{spans:#?}") };
    assert_eq!((&*call.name, &call.span_kind), ("Profile / Get profile", &SpanKind::Internal));
    assert!(matches!(call.status, Status::Error { .. }), "{:?}", call.status);
    assert_eq!(attribute(call, "error.type").as_deref(), Some("decode"));
    for (index, attempt) in [first, second].into_iter().enumerate() {
        assert_eq!(&*attempt.name, "GET /users/{account_id}/manage/profile");
        assert_eq!(attempt.span_kind, SpanKind::Client);
        assert_eq!(attempt.parent_span_id, call.span_context.span_id());
        assert_eq!(matches!(attempt.status, Status::Error { .. }), index == 0, "{:?}", attempt.status);
        // The service is told the span of the attempt.
        let (trace, span) = (attempt.span_context.trace_id(), attempt.span_context.span_id());
        let parent = service.requests()[index].header("traceparent").map(str::to_owned);
        assert_eq!(parent, Some(format!("00-{trace}-{span}-01")));
    }
    let numbers = ["http.response.status_code", "server.port", "http.request.resend_count"];
    let values = numbers.map(|name| attribute(second, name));
    let port = service.address().port().to_string();
    assert_eq!(values, [Some("200".to_owned()), Some(port), Some("1".to_owned())]);
    // What sets the span itself is no attribute.
    assert_eq!(attribute(second, "otel.name"), None);
}
