//! The body of a request.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::form::{self, Encoding, Form};
use super::variables::Variables;
use crate::api::{Body, Content, GraphQl, Sample, Type};
use crate::collection::{self, FormParam};
use crate::lower::types::builder::TypeBuilder;
use crate::lower::types::definitions::Direction;
use crate::lower::types::example::{self, Example};
use crate::lower::types::fit::Unfit;
use crate::lower::types::placeholder::with_values;
use crate::overlay::{BodyEntry, MediaEntry, MediaKind, Schema};
use crate::pieces::has_variable;

/// The methods with which Postman sends no body unless `disableBodyPruning` is set.
const BODILESS: &[&str] = &["GET", "COPY", "HEAD", "PURGE", "UNLOCK"];

/// The body that Postman sends.
#[derive(Debug, PartialEq)]
pub(crate) enum RequestBody<'c> {
    /// No body.
    None,
    /// A string.
    Raw(RawBody<'c>),
    /// A form.
    Form(&'c [FormParam], Encoding),
    /// A file; `None` if none was chosen.
    File(Option<&'c collection::File>),
    /// A GraphQL request.
    GraphQl(&'c collection::GraphQl),
}

/// A body that is a string.
#[derive(Debug, PartialEq)]
pub(crate) struct RawBody<'c> {
    /// The string, without comments if it is declared as JSON.
    pub(crate) text: Cow<'c, str>,
    /// The media type that Postman sends if the request has no `Content-Type` header.
    pub(crate) media_type: &'static str,
    /// Whether the collection declares it as JSON; `None` if it declares neither a language nor a media type.
    is_json: Option<bool>,
}

/// Returns the body that Postman sends with this method.
pub(crate) fn request_body<'c>(
    body: Option<&'c collection::Body>,
    method: &str,
    keeps_body: bool,
    content_type: Option<&str>,
) -> RequestBody<'c> {
    let Some(body) = body.filter(|body| !body.disabled) else { return RequestBody::None };
    if BODILESS.contains(&method) && !keeps_body {
        return RequestBody::None;
    }
    match body.mode.as_deref() {
        Some("raw") => raw(body, content_type),
        Some("urlencoded") if !body.urlencoded.is_empty() => {
            RequestBody::Form(&body.urlencoded, Encoding::Urlencoded)
        }
        Some("formdata") if !body.formdata.is_empty() => {
            RequestBody::Form(&body.formdata, Encoding::Multipart)
        }
        Some("file") => RequestBody::File(body.file.as_ref()),
        Some("graphql") => body.graphql.as_ref().map_or(RequestBody::None, graphql_or_json),
        _ => RequestBody::None,
    }
}

fn raw<'c>(body: &'c collection::Body, content_type: Option<&str>) -> RequestBody<'c> {
    let text = match &body.raw {
        Some(value @ (Value::Object(_) | Value::Array(_))) => Cow::Owned(value.to_string()),
        Some(Value::String(string)) => Cow::Borrowed(string.as_str()),
        // Postman sends no body for other types.
        Some(_) | None => Cow::Borrowed(""),
    };
    if text.is_empty() {
        return RequestBody::None;
    }
    let language = body.options.raw.language.as_deref().filter(|language| !language.is_empty());
    let (media_type, is_json) = match language {
        Some("json") => ("application/json", Some(true)),
        Some("xml") => ("application/xml", Some(false)),
        Some("html") => ("text/html", Some(false)),
        Some("javascript") => ("application/javascript", Some(false)),
        Some(_) => ("text/plain", Some(false)),
        None => ("text/plain", content_type.filter(|media_type| !media_type.is_empty()).map(is_json)),
    };
    let text = match text {
        Cow::Borrowed(text) if is_json == Some(true) => example::without_comments(text),
        text => text,
    };
    RequestBody::Raw(RawBody { text, media_type, is_json })
}

impl RawBody<'_> {
    /// Whether the collection declares the body as JSON; `None` if it declares neither a language nor a media type.
    pub(crate) fn is_json(&self) -> Option<bool> {
        self.is_json
    }
}

/// Whether a media type is `application/json` or ends in `+json`.
pub(crate) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// Returns the body that the overlay describes as JSON.
pub(crate) fn described_json<'a>(
    media: &'a MediaEntry,
    sent: &RequestBody<'_>,
    builder: &mut TypeBuilder<'_, 'a>,
) -> Body {
    let ty = match &media.schema {
        Some(schema) => builder.described(schema, &builder.name("Body"), Direction::Request),
        None => Type::Any,
    };
    let text = match sent {
        RequestBody::Raw(raw) => Some(&*raw.text),
        _ => None,
    };
    let example = text.and_then(|text| example::parse(text).ok());
    let example = example.map(|example| pretty(&with_values(example)));
    let sample = text.map_or(Sample::None, |text| Sample::Text(text.to_owned()));
    Body { example, ..body(Content::Json(ty), sample) }
}

/// Returns the text or the bytes that the overlay describes.
pub(crate) fn described_plain(kind: MediaKind) -> Body {
    let content = if kind == MediaKind::Text { Content::Text } else { Content::Bytes };
    body(content, Sample::None)
}

/// Returns the body that the collection declares with a schema. Also returns the problem with one that has no effect.
pub(crate) fn declared<'a>(
    schema: &'a Schema,
    sent: &RequestBody<'_>,
    builder: &mut TypeBuilder<'_, 'a>,
) -> Result<Body, Unfit> {
    let text = match sent {
        RequestBody::None => None,
        RequestBody::Raw(raw) if raw.is_json != Some(false) => Some(&*raw.text),
        _ => return Err(Unfit::Body),
    };
    let example = text.map(example::parse).transpose().map_err(|_| Unfit::Body)?;
    let name = builder.name("Body");
    let ty = builder.declared(schema, &name, Direction::Request, &example)?;
    let sample = text.map_or(Sample::None, |text| Sample::Text(text.to_owned()));
    let example = example.map(|example| pretty(&with_values(example)));
    Ok(Body { required: text.is_some(), example, ..body(Content::Json(ty), sample) })
}

/// Returns the media type that Postman sends with a body without a `Content-Type`; that of JSON if there is no body.
pub(crate) fn media_type(sent: &RequestBody<'_>) -> &'static str {
    match sent {
        RequestBody::Raw(raw) => raw.media_type,
        _ => "application/json",
    }
}

/// Adds the documentation in the overlay to a body.
pub(crate) fn document(body: &mut Body, entry: &BodyEntry, media: Option<&MediaEntry>) {
    if let Some(docs) = &entry.description {
        body.docs = docs.trim().to_owned();
    }
    let example = media.and_then(|media| {
        let of_schema = || media.schema.as_ref().and_then(|schema| schema.example.as_ref());
        media.examples.first().map(|(_, value)| value).or_else(of_schema)
    });
    if let (Content::Json(_), Some(example)) = (&body.content, example) {
        body.example = Some(pretty(example));
    }
}

/// Returns the body in the collection. Also returns the syntax error if it is declared as JSON but is not.
pub(crate) fn inferred(raw: &RawBody<'_>, builder: &mut TypeBuilder<'_, '_>) -> (Body, Option<String>) {
    let mut body = body(Content::Text, Sample::Text(raw.text.clone().into_owned()));
    if raw.is_json == Some(false) {
        return (body, None);
    }
    match example::parse(&raw.text) {
        // The whole body is one variable, whose value may be anything.
        Ok(Example::Unknown(_)) => (body, None),
        // Postman removes comments only from a body that is declared as JSON.
        Ok(_) if raw.is_json.is_none() && *example::without_comments(&raw.text) != *raw.text => (body, None),
        Ok(value) if raw.is_json == Some(true) || matches!(value, Example::Object(_) | Example::Array(_)) => {
            body.content =
                Content::Json(builder.inferred([&value], &builder.name("Body"), Direction::Request));
            body.example = Some(pretty(&with_values(value)));
            (body, None)
        }
        Err(error) if raw.is_json == Some(true) => (body, Some(error.to_string())),
        Ok(_) | Err(_) => (body, None),
    }
}

/// Returns a form, and the number of its fields without a known name.
pub(crate) fn form<'a>(
    params: &[FormParam],
    encoding: Encoding,
    described: Option<&'a MediaEntry>,
    variables: &Variables<'_>,
    builder: &mut TypeBuilder<'_, 'a>,
) -> (Body, usize) {
    let Form { ty, sample, unnamed } = form::form(params, encoding, described, variables, builder);
    let content = match encoding {
        Encoding::Urlencoded => Content::Urlencoded(ty),
        Encoding::Multipart => Content::Multipart(ty),
    };
    // Postman sends no body when every field is disabled.
    let required = matches!(&sample, Sample::Form(values) if !values.is_empty());
    (Body { required, ..body(content, sample) }, unnamed)
}

/// Returns a file as a body.
pub(crate) fn file(file: Option<&collection::File>) -> Body {
    let sample = form::whole_body(file);
    let required = sample != Sample::None;
    Body { required, ..body(Content::Bytes, sample) }
}

/// Returns a GraphQL request, or an ordinary JSON body if its document contains `{{variables}}` or its variables are not
/// JSON.
fn graphql_or_json(request: &collection::GraphQl) -> RequestBody<'_> {
    let parts = GraphQlParts::of(request);
    let is_document = parts.query.as_ref().is_some_and(|query| !has_variable(query));
    if is_document && parts.variables.as_deref().is_none_or(|variables| example::parse(variables).is_ok()) {
        return RequestBody::GraphQl(request);
    }
    RequestBody::Raw(RawBody {
        text: parts.text().into(),
        media_type: "application/json",
        is_json: Some(true),
    })
}

/// Returns the body of a GraphQL request.
pub(crate) fn graphql(request: &collection::GraphQl, builder: &mut TypeBuilder<'_, '_>) -> Body {
    let GraphQlParts { query, operation_name, variables } = GraphQlParts::of(request);
    let query = query.unwrap_or_default();
    let ty = match variables.as_deref().map(example::parse) {
        Some(Ok(value)) => {
            Some(builder.inferred([&value], &builder.name("BodyVariables"), Direction::Request))
        }
        // The document declares variables, but the collection has no example of them.
        _ if query.contains('$') => Some(Type::Any),
        _ => None,
    };
    let sample = variables.map_or(Sample::None, Sample::Text);
    let required = sample != Sample::None;
    let content = Content::GraphQl(GraphQl { query, operation_name, variables: ty });
    Body { required, ..body(content, sample) }
}

/// The parts of a GraphQL request.
struct GraphQlParts {
    query: Option<String>,
    operation_name: Option<String>,
    /// The variables, as JSON.
    variables: Option<String>,
}

impl GraphQlParts {
    fn of(request: &collection::GraphQl) -> Self {
        let string = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
        let variables = match &request.variables {
            Some(Value::String(json)) => Some(json.clone()).filter(|json| !json.trim().is_empty()),
            Some(Value::Null) | None => None,
            Some(value) => Some(value.to_string()),
        };
        Self { query: string(&request.query), operation_name: string(&request.operation_name), variables }
    }

    /// Returns the body as Postman sends it.
    fn text(&self) -> String {
        let member =
            |name: &str, value: &String| format!("{}: {}", Value::from(name), Value::from(value.as_str()));
        let members = [
            self.query.as_ref().map(|query| member("query", query)),
            self.operation_name.as_ref().map(|name| member("operationName", name)),
            self.variables.as_ref().map(|json| format!("\"variables\": {json}")),
        ];
        let members: Vec<String> = members.into_iter().flatten().collect();
        format!("{{{}}}", members.join(", "))
    }
}

/// Returns a required body without documentation.
fn body(content: Content, sample: Sample) -> Body {
    Body { required: true, content, docs: String::new(), example: None, sample }
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
