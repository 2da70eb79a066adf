//! Request bodies.

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;

use crate::runtime::api::call::Call;
use crate::runtime::model::form::Form;

/// The body of a request.
#[derive(Clone)]
pub(crate) enum Payload {
    /// No body.
    Empty,
    /// Bytes, and the media type that is sent if the operation has no `Content-Type` of its own.
    Bytes(Bytes, HeaderValue),
    /// A form, and the media type that replaces every other one.
    Form(Bytes, HeaderValue),
    /// The reason why the value cannot be sent.
    Invalid(Cow<'static, str>),
}

/// The methods that set the body.
impl Call {
    /// Sets the body to JSON.
    pub(crate) fn json(self, value: &impl Serialize) -> Self {
        self.payload(json(value))
    }

    /// Sets the body to an empty JSON object, the default of an optional body.
    pub(crate) fn empty_json(self) -> Self {
        self.payload(Payload::new("{}", "application/json"))
    }

    /// Sets the body to text.
    pub(crate) fn text(self, text: String) -> Self {
        self.payload(Payload::new(text, "text/plain"))
    }

    /// Sets the body to bytes, such as those of a file.
    pub(crate) fn bytes(self, bytes: Bytes) -> Self {
        self.payload(Payload::new(bytes, "application/octet-stream"))
    }

    /// Sets the body to a urlencoded form.
    pub(crate) fn urlencoded(self, form: &Form) -> Self {
        let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        self.payload(Payload::Form(form.urlencoded().into(), media_type))
    }

    /// Sets the body to a multipart form.
    pub(crate) fn multipart(self, form: &Form) -> Self {
        self.payload(match form.multipart() {
            Ok((bytes, media_type)) => match HeaderValue::try_from(media_type) {
                Ok(media_type) => Payload::Form(bytes, media_type),
                Err(_) => Payload::Invalid("the form has no media type".into()),
            },
            Err(field) => Payload::Invalid(
                format!("the media type of the file in the field `{}` is not valid", field.escape_debug())
                    .into(),
            ),
        })
    }

    /// Sets the body to a GraphQL request: the document, the name of the operation to run, and the variables, which are
    /// `()` if there are none.
    pub(crate) fn graphql(self, query: &str, operation: Option<&str>, variables: &impl Serialize) -> Self {
        let Ok(variables) = serde_json::to_value(variables) else {
            return self.payload(Payload::Invalid(NOT_JSON.into()));
        };
        let mut request = serde_json::Map::from_iter([("query".to_owned(), query.into())]);
        request.extend(operation.map(|operation| ("operationName".to_owned(), operation.into())));
        request.extend((!variables.is_null()).then(|| ("variables".to_owned(), variables)));
        self.payload(json(&request))
    }

    /// Sets the body.
    fn payload(mut self, payload: Payload) -> Self {
        self.body = payload;
        self
    }
}

const NOT_JSON: &str = "the body cannot be serialized as JSON";

/// The length that most bodies do not exceed.
const USUAL_BYTES: usize = 1024;

/// Serializes a value as JSON.
fn json(value: &impl Serialize) -> Payload {
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    match serde_json::to_writer(&mut bytes, value) {
        Ok(()) => Payload::new(bytes, "application/json"),
        Err(_) => Payload::Invalid(NOT_JSON.into()),
    }
}

impl Payload {
    fn new(bytes: impl Into<Bytes>, media_type: &'static str) -> Self {
        Self::Bytes(bytes.into(), HeaderValue::from_static(media_type))
    }
}
