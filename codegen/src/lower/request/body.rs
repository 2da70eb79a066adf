//! The request's body.

use crate::api::{Body, Content, GraphQl, Sample, Type};
use crate::collection::{self, FormParam};
use crate::diagnostics::Diagnostics;
use crate::lower::request::form::{self, Encoding, Form};
use crate::lower::request::variables::{Variables, has_variable};
use crate::lower::types::definitions::Types;
use crate::lower::types::example::{self, Example};
use crate::lower::types::inference;
use crate::lower::types::schemas::{self, Schemas};
use crate::overlay::BodyEntry;
use serde_json::Value;
use std::borrow::Cow;

/// Methods with which Postman sends no body unless it is told to.
const BODILESS: &[&str] = &["GET", "COPY", "HEAD", "PURGE", "UNLOCK"];

/// What a request sends as its body.
#[derive(Debug, PartialEq)]
pub(crate) enum Sent<'c> {
    /// Nothing.
    Nothing,
    /// A text, and the media type that Postman gives it.
    Raw(Raw<'c>),
    /// A form.
    Form(&'c [FormParam], Encoding),
    /// A file; nothing where nobody has chosen one yet.
    File(Option<&'c collection::File>),
    /// A GraphQL request.
    GraphQl(&'c collection::GraphQl),
}

/// The text of a body.
#[derive(Debug, PartialEq)]
pub(crate) struct Raw<'c> {
    pub(crate) text: Cow<'c, str>,
    /// What Postman sends where no header says it.
    pub(crate) media_type: &'static str,
    /// Whether somebody says that it is JSON; nothing where nobody says what it is.
    is_json: Option<bool>,
}

/// What Postman sends with this method.
pub(crate) fn sent<'c>(
    body: Option<&'c collection::Body>,
    method: &str,
    keeps_body: bool,
    content_type: Option<&str>,
) -> Sent<'c> {
    let Some(body) = body.filter(|body| !body.disabled) else { return Sent::Nothing };
    if BODILESS.contains(&method) && !keeps_body {
        return Sent::Nothing;
    }
    match body.mode.as_deref() {
        Some("raw") => raw(body, content_type),
        Some("urlencoded") if !body.urlencoded.is_empty() => {
            Sent::Form(&body.urlencoded, Encoding::Urlencoded)
        }
        Some("formdata") if !body.formdata.is_empty() => Sent::Form(&body.formdata, Encoding::Multipart),
        Some("file") => Sent::File(body.file.as_ref()),
        Some("graphql") => body.graphql.as_ref().map_or(Sent::Nothing, Sent::GraphQl),
        _ => Sent::Nothing,
    }
}

fn raw<'c>(body: &'c collection::Body, content_type: Option<&str>) -> Sent<'c> {
    let text = match &body.raw {
        Some(value @ (Value::Object(_) | Value::Array(_))) => Cow::Owned(value.to_string()),
        Some(Value::String(text)) => Cow::Borrowed(text.as_str()),
        // Postman sends nothing for other types.
        Some(_) | None => Cow::Borrowed(""),
    };
    if text.is_empty() {
        return Sent::Nothing;
    }
    let language = body.options.raw.language.as_deref().filter(|language| !language.is_empty());
    let (media_type, is_json) = match language {
        Some("json") => ("application/json", Some(true)),
        Some("xml") => ("application/xml", Some(false)),
        Some("html") => ("text/html", Some(false)),
        Some("javascript") => ("application/javascript", Some(false)),
        Some(_) => ("text/plain", Some(false)),
        None => ("text/plain", content_type.filter(|text| !text.is_empty()).map(is_json)),
    };
    let text = match text {
        Cow::Borrowed(text) if is_json == Some(true) => example::without_comments(text),
        text => text,
    };
    Sent::Raw(Raw { text, media_type, is_json })
}

/// Whether a media type is that of JSON.
pub(crate) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// What is needed to make a body's type.
pub(crate) struct Maker<'m, 'a> {
    pub(crate) schemas: &'m mut Schemas<'a>,
    pub(crate) types: &'m mut Types,
    pub(crate) diagnostics: &'m mut Diagnostics,
    /// The name of a type for the body.
    pub(crate) name: String,
}

impl<'a> Maker<'_, 'a> {
    /// The body that the overlay describes.
    pub(crate) fn described(&mut self, entry: &'a BodyEntry, sent: &Sent<'_>) -> Body {
        let ty = match &entry.schema {
            Some(schema) => {
                let direction = schemas::Direction::Request;
                self.schemas.lower(schema, &self.name, direction, self.types, self.diagnostics)
            }
            None => Type::Any,
        };
        let schema_example = || entry.schema.as_ref().and_then(|schema| schema.example.as_ref());
        let written = match sent {
            Sent::Raw(raw) => Sample::Text(raw.text.clone().into_owned()),
            _ => Sample::Nothing,
        };
        Body {
            required: entry.required,
            content: Content::Json(ty),
            docs: entry.description.as_deref().unwrap_or_default().trim().to_owned(),
            example: entry.example.as_ref().or_else(schema_example).map(pretty),
            written,
        }
    }

    /// The body that the collection shows; the problem where it should be JSON and is not.
    pub(crate) fn inferred(&mut self, raw: &Raw<'_>) -> (Body, Option<String>) {
        let mut body = body(Content::Text, Sample::Text(raw.text.clone().into_owned()));
        if raw.is_json == Some(false) {
            return (body, None);
        }
        match example::parse(&raw.text) {
            // The whole body is one variable, so nobody says what it is.
            Ok(Example::Unknown(_)) => (body, None),
            // Postman sends the comments of what nobody calls JSON.
            Ok(_) if raw.is_json.is_none() && *example::without_comments(&raw.text) != *raw.text => {
                (body, None)
            }
            Ok(value)
                if raw.is_json == Some(true) || matches!(value, Example::Object(_) | Example::Array(_)) =>
            {
                let ty = inference::infer([&value], &self.name, inference::Direction::Request, self.types);
                body.content = Content::Json(ty);
                body.example = Some(pretty(&value.to_value()));
                (body, None)
            }
            Err(broken) if raw.is_json == Some(true) => (body, Some(broken.to_string())),
            Ok(_) | Err(_) => (body, None),
        }
    }
}

impl Maker<'_, '_> {
    /// A form, with how many of its fields are left out.
    pub(crate) fn form(
        &mut self,
        params: &[FormParam],
        encoding: Encoding,
        variables: &Variables<'_>,
    ) -> (Body, usize) {
        let Form { ty, written, nameless } = form::form(params, encoding, &self.name, variables, self.types);
        let content = match encoding {
            Encoding::Urlencoded => Content::Urlencoded(ty),
            Encoding::Multipart => Content::Multipart(ty),
        };
        // Postman sends no body when every field is disabled.
        let required = matches!(&written, Sample::Form(values) if !values.is_empty());
        (Body { required, ..body(content, written) }, nameless)
    }

    /// A GraphQL request. One whose document holds variables of Postman's is JSON like any other.
    pub(crate) fn graphql(&mut self, request: &collection::GraphQl) -> Body {
        let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
        let (query, operation_name) = (text(&request.query), text(&request.operation_name));
        let variables = match &request.variables {
            Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Some(Value::Null) | None => None,
            Some(value) => Some(value.to_string()),
        };
        let parsed = variables.as_deref().map(example::parse);
        let name = format!("{}Variables", self.name);
        match (query, parsed) {
            (Some(query), parsed) if !has_variable(&query) && !matches!(parsed, Some(Err(_))) => {
                let ty = match parsed {
                    Some(Ok(value)) => {
                        Some(inference::infer([&value], &name, inference::Direction::Request, self.types))
                    }
                    // Without an example, whoever declares variables still wants some.
                    _ if query.contains('$') => Some(Type::Any),
                    _ => None,
                };
                let written = variables.map_or(Sample::Nothing, Sample::Text);
                let required = written != Sample::Nothing;
                let content = Content::GraphQl(GraphQl { query, operation_name, variables: ty });
                Body { required, ..body(content, written) }
            }
            (query, _) => self.graphql_as_json(query, operation_name, variables.as_deref()),
        }
    }

    fn graphql_as_json(
        &mut self,
        query: Option<String>,
        operation_name: Option<String>,
        variables: Option<&str>,
    ) -> Body {
        let quoted = |name: &str, text: String| format!("{}: {}", Value::from(name), Value::from(text));
        let members = [
            query.map(|text| quoted("query", text)),
            operation_name.map(|text| quoted("operationName", text)),
            variables.map(|text| format!("\"variables\": {text}")),
        ];
        let members: Vec<String> = members.into_iter().flatten().collect();
        let text = format!("{{{}}}", members.join(", "));
        let raw = Raw { text: text.into(), media_type: "application/json", is_json: Some(true) };
        self.inferred(&raw).0
    }
}

/// A body that a call needs, and of which nobody says more.
pub(crate) fn body(content: Content, written: Sample) -> Body {
    Body { required: true, content, docs: String::new(), example: None, written }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
