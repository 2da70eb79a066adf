//! Request bodies.

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;

use crate::runtime::api::call::Call;
use crate::runtime::model::argument::NOT_FINITE;
use crate::runtime::model::finite::{Finite, not_finite};
use crate::runtime::model::form::{Form, InvalidField};

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
        self.payload(match form.urlencoded() {
            Ok(text) => Payload::Form(text.into(), media_type),
            Err(field) => Payload::invalid_field(field),
        })
    }

    /// Sets the body to a multipart form.
    pub(crate) fn multipart(self, form: &Form) -> Self {
        self.payload(match form.multipart() {
            Ok((bytes, media_type)) => match HeaderValue::try_from(media_type) {
                Ok(media_type) => Payload::Form(bytes, media_type),
                Err(_) => Payload::Invalid("the form has no media type".into()),
            },
            Err(field) => Payload::invalid_field(field),
        })
    }

    /// Sets the body to a GraphQL request: the document, the name of the operation to run, and the variables, which are
    /// `()` if there are none.
    pub(crate) fn graphql(self, query: &str, operation: Option<&str>, variables: &impl Serialize) -> Self {
        let variables = match serde_json::to_value(Finite(variables)) {
            Ok(variables) => variables,
            Err(error) => return self.payload(Payload::not_json("a GraphQL variable", &error)),
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

/// The length that most bodies do not exceed.
const USUAL_BYTES: usize = 1024;

/// Serializes a value as JSON.
fn json(value: &impl Serialize) -> Payload {
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    match serde_json::to_writer(&mut bytes, &Finite(value)) {
        Ok(()) => Payload::new(bytes, "application/json"),
        Err(error) => Payload::not_json("the body", &error),
    }
}

impl Payload {
    fn invalid_field(InvalidField { name, reason }: InvalidField) -> Self {
        Self::Invalid(format!("the field `{}` of the form {reason}", name.escape_debug()).into())
    }

    /// Creates the payload of a value that JSON does not have.
    fn not_json(what: &str, error: &serde_json::Error) -> Self {
        let problem = match not_finite(&error.to_string()) {
            Some("") => format!("{what} has a float that {NOT_FINITE}"),
            Some(path) => format!("`{}` in {what} {NOT_FINITE}", path.escape_debug()),
            // Without the error, which may have a value.
            None => format!("{what} cannot be serialized as JSON"),
        };
        Self::Invalid(problem.into())
    }

    fn new(bytes: impl Into<Bytes>, media_type: &'static str) -> Self {
        Self::Bytes(bytes.into(), HeaderValue::from_static(media_type))
    }
}
