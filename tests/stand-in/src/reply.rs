//! A response before it is sent.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;

/// The status, headers and body of a response. The framing is added when it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self { status, headers: Vec::new(), body: body.to_string().into_bytes() }.typed("application/json")
    }

    fn typed(mut self, content_type: &'static str) -> Self {
        self.headers.push((axum::http::header::CONTENT_TYPE, HeaderValue::from_static(content_type)));
        self
    }

    /// Returns the response that a fault changes when the operation is not executed or has no content.
    pub(crate) fn default_success() -> Self {
        Self::json(StatusCode::OK, &serde_json::json!({"message": "Success"}))
    }

    /// Adds a header with a value that the service computed.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}
