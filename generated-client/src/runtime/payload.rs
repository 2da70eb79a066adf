//! Request bodies.

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;

use super::call::Call;
use super::form::Form;

/// A request body.
#[derive(Clone)]
pub(crate) enum Payload {
    /// None.
    Empty,
    /// The bytes, with the media type for when the operation has none of its own.
    Bytes(Bytes, HeaderValue),
    /// A value that cannot be sent, and why.
    Invalid(&'static str),
}

/// What sets the body of a call.
impl Call {
    /// JSON.
    pub(crate) fn json(self, value: &impl Serialize) -> Self {
        self.payload(json(value))
    }

    /// The JSON object without members, which is sent when the caller gives no body.
    pub(crate) fn empty_json(self) -> Self {
        self.payload(Payload::new("{}", "application/json"))
    }

    /// Text.
    pub(crate) fn text(self, text: String) -> Self {
        self.payload(Payload::new(text, "text/plain"))
    }

    /// Bytes of any kind, such as a file.
    pub(crate) fn bytes(self, bytes: Bytes) -> Self {
        self.payload(Payload::new(bytes, "application/octet-stream"))
    }

    /// A urlencoded form.
    pub(crate) fn urlencoded(self, form: &Form) -> Self {
        self.payload(Payload::new(form.urlencoded(), "application/x-www-form-urlencoded"))
    }

    /// A multipart form.
    pub(crate) fn multipart(self, form: &Form) -> Self {
        let made = form.multipart();
        let made =
            made.and_then(|(bytes, media_type)| Some((bytes, HeaderValue::try_from(media_type).ok()?)));
        self.payload(match made {
            Some((bytes, media_type)) => Payload::Bytes(bytes, media_type),
            None => Payload::Invalid("the content type of a file is none"),
        })
    }

    /// A GraphQL document, which of its operations runs, and the variables; `()` for none.
    pub(crate) fn graphql(self, query: &str, operation: Option<&str>, variables: &impl Serialize) -> Self {
        let Ok(variables) = serde_json::to_value(variables) else {
            return self.payload(Payload::Invalid(NOT_JSON));
        };
        let mut request = serde_json::Map::from_iter([("query".to_owned(), query.into())]);
        request.extend(operation.map(|operation| ("operationName".to_owned(), operation.into())));
        request.extend((!variables.is_null()).then(|| ("variables".to_owned(), variables)));
        self.payload(json(&request))
    }

    fn payload(mut self, payload: Payload) -> Self {
        self.body = payload;
        self
    }
}

const NOT_JSON: &str = "the body cannot be written as JSON";

fn json(value: &impl Serialize) -> Payload {
    match serde_json::to_vec(value) {
        Ok(bytes) => Payload::new(bytes, "application/json"),
        Err(_) => Payload::Invalid(NOT_JSON),
    }
}

impl Payload {
    fn new(bytes: impl Into<Bytes>, media_type: &'static str) -> Self {
        Self::Bytes(bytes.into(), HeaderValue::from_static(media_type))
    }
}
