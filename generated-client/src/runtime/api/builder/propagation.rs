//! The setter of the function that adds the trace context to requests.

use http::HeaderMap;

use super::ClientBuilder;
use crate::runtime::transport::trace::Propagation;

impl ClientBuilder {
    /// Adds a trace context to the headers of each request, such as `traceparent` and `tracestate`.
    ///
    /// The function is called inside the span of each attempt. It gets an empty map; what it inserts is sent, except
    /// headers that the request has already. So the client does not depend on a version of OpenTelemetry. With the crates
    /// `opentelemetry` and `tracing-opentelemetry`:
    ///
    /// ```text
    /// struct Headers<'a>(&'a mut http::HeaderMap);
    ///
    /// impl opentelemetry::propagation::Injector for Headers<'_> {
    ///     fn set(&mut self, name: &str, value: String) {
    ///         if let (Ok(name), Ok(value)) = (name.parse::<http::HeaderName>(), value.parse()) {
    ///             self.0.insert(name, value);
    ///         }
    ///     }
    /// }
    ///
    /// let client = Client::builder().propagate(|headers| {
    ///     let context = tracing::Span::current().context(); // of `OpenTelemetrySpanExt`
    ///     opentelemetry::global::get_text_map_propagator(|propagator| {
    ///         propagator.inject_context(&context, &mut Headers(headers));
    ///     });
    /// });
    /// ```
    pub fn propagate(mut self, propagate: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        self.propagation = Propagation(Some(Box::new(propagate)));
        self
    }
}
