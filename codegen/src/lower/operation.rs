//! Creates the operations from the requests, the overlay and the results of the other steps.

use super::credentials::RequestCredentials;
use super::declared::Declared;
use super::naming::OperationNames;
use super::overlay_match::{Index, names_in_entry};
use super::placeholders;
use super::query_rules::{self, InferredDefault};
use super::request::ParsedRequest;
use super::request::added::Sent;
use super::request::body::{self, RequestBody};
use super::request::declared_values::declared_values;
use super::request::described::{Parameters, describe};
use super::request::described_body::{self, Described, decides_media_type};
use super::request::headers::Headers;
use super::request::parameters::{RawParameter, parameters};
use super::request::query::{Query, query, with_credentials};
use super::request::renamed::rename;
use super::request::variables::Variables;
use super::responses::{self, DescribedSuccess, Saved, saved};
use super::secrets::key_names::KnownKeys;
use super::tree::{self, Tree};
use super::types::builder::TypeBuilder;
use super::types::definitions::Types;
use super::types::schemas::Schemas;
use crate::api::{
    Body, Content, Credential, CredentialSource, Decision, ErrorResponse, Inferred, Name, Operation,
    OperationAlias, OperationCredential, Parameter, Scheme, Skipped, Success, is_idempotent,
};
use crate::diagnostics::{Diagnostics, Findings, Location};
use crate::overlay::{MediaEntry, MediaKind, OperationEntry, Overlay};

/// A request with the results of the other steps.
pub(super) struct NamedRequest<'a> {
    pub(super) request: ParsedRequest<'a>,
    /// The overlay entry that describes it.
    pub(super) overlay: Option<&'a OperationEntry>,
    pub(super) names: OperationNames,
    /// The index of its server.
    pub(super) server: usize,
    pub(super) credentials: RequestCredentials,
    /// The decisions about its path.
    pub(super) decisions: Vec<Decision>,
    /// The query parameters that are sent by default.
    pub(super) defaults: Vec<InferredDefault>,
    /// Its former names.
    pub(super) aliases: Vec<OperationAlias>,
}

/// The creation of all operations, with the data that they share.
pub(super) struct Operations<'o, 'a> {
    pub(super) file: &'o str,
    pub(super) tree: &'o Tree<'a>,
    pub(super) index: &'o Index,
    pub(super) variables: &'o Variables<'a>,
    pub(super) overlay: Option<&'a Overlay>,
    pub(super) declared: &'a Declared,
    pub(super) schemas: Schemas<'a>,
    pub(super) types: Types,
    pub(super) credentials: &'o [Credential],
    pub(super) skipped: Vec<Skipped>,
    /// The names of the fields of saved responses.
    pub(super) keys: KnownKeys,
    /// The schemas of the collection that have no effect.
    pub(super) unfit: Findings,
    pub(super) diagnostics: &'o mut Diagnostics,
}

impl<'a> Operations<'_, 'a> {
    /// Creates the operation of a request.
    pub(super) fn operation(&mut self, mut named: NamedRequest<'a>) -> Operation {
        let mut path = std::mem::take(&mut named.request.path);
        let headers = std::mem::take(&mut named.request.headers);
        let mut decisions = std::mem::take(&mut named.decisions);
        let NamedRequest { request, overlay: entry, names, credentials, .. } = &named;
        let Query { parameters: mut raw_query, exact: exact_query, unnamed } =
            query(&request.address, self.variables);
        let Headers { mut constant, optional: mut raw_headers, skipped } = headers;
        self.skip(request, std::iter::repeat_n("query entry without a name", unnamed).chain(skipped));
        if let Some(problem) = &credentials.problem {
            self.skip(request, ["auth"]);
            let help =
                "correct the auth in Postman; until then callers can add it with the hook `authenticate`";
            self.diagnostics.warning(self.location(request), problem, help);
        }
        let mut exact_query = exact_query;
        if credentials
            .required
            .iter()
            .any(|credential| matches!(credential.source, CredentialSource::Query(..)))
        {
            exact_query =
                with_credentials(exact_query, &request.address, self.variables, &credentials.required);
        }
        for OperationCredential { index, source } in &credentials.required {
            let scheme = &self.credentials[*index].scheme;
            remove_replaced(scheme, &mut raw_query, &mut raw_headers, &mut constant);
            if let CredentialSource::Header(own, _) = source {
                raw_headers.retain(|header| !is_same_header(&header.name, own));
            }
        }
        let (mut query, mut headers) = parameters(raw_query, raw_headers, self.variables);
        query_rules::apply(&named.defaults, &mut query);
        if let (Some(entry), Some(overlay)) = (entry, self.overlay) {
            let names = names_in_entry(entry, &path);
            rename(&mut path, &names);
            let credentials = credentials.required.iter();
            let schemes = credentials.map(|credential| &self.credentials[credential.index].scheme);
            let sent = Sent {
                query: &mut query,
                headers: &mut headers,
                constant: &mut constant,
                schemes: schemes.collect(),
            };
            let parameters = Parameters { path: &mut path, path_names: &names, sent };
            describe(entry, &request.signature(), overlay, parameters, &mut self.builder(&named.names));
        }
        let listed = self.declared.parameters(request.index);
        let parameters = (&mut path, &mut query[..], &mut headers[..]);
        declared_values(listed, *entry, parameters, &mut self.builder(&named.names));
        let declared_body = self.declared_body(&named, &mut constant);
        let has_declared_body = declared_body.is_some();
        let body = declared_body.or_else(|| self.body(&named, &mut constant, &mut headers, &mut decisions));
        let bodies = responses::bodies(&request.item.item.response);
        let saved = Saved::parse(&request.item.item.response, &bodies);
        let declared_success = self.declared_success(&named, &saved);
        let has_declared_success = declared_success.is_some();
        let success = declared_success.unwrap_or_else(|| self.success(&named, &saved, &mut decisions));
        let errors = self.errors(&named, &saved);
        self.report_cut_types(request);
        let key = self
            .index
            .operation_key(request, self.tree)
            .unwrap_or_else(|| format!("paths.\"{}\".{}", request.template, request.method.to_lowercase()));
        decisions.extend(query_rules::decisions(&named.defaults, &query, &key));
        let inferred = inferred(*entry, body.as_ref(), &success);
        let mut operation = Operation {
            index: request.index,
            name: Name { rust: names.method.clone(), wire: title(request) },
            type_name: names.call.clone(),
            summary: summary(*entry),
            docs: docs(request, *entry),
            reference: entry.and_then(|entry| entry.reference.clone()),
            deprecated: entry.and_then(|entry| entry.deprecated.clone()),
            aliases: named.aliases.clone(),
            overlay_key: match entry {
                Some(entry) => Some(entry.key()),
                None => self.index.path_key(request, self.tree),
            },
            idempotent: entry
                .and_then(|entry| entry.idempotent)
                .unwrap_or_else(|| is_idempotent(&request.method)),
            method: request.method.clone(),
            server: named.server,
            path,
            query,
            exact_query,
            headers,
            constant_headers: constant,
            credentials: credentials.required.clone(),
            inferred: Inferred {
                body: inferred.body && !has_declared_body,
                success: inferred.success && !has_declared_success,
            },
            body,
            success,
            errors,
            decisions,
            saved: saved::responses(saved, *entry, &mut self.keys),
        };
        let saved = &request.item.item.response;
        operation.decisions.extend(placeholders::decision(&operation, *entry, saved, &key));
        operation
    }

    /// Reports the types of an operation whose names were cut because they would have been too long.
    fn report_cut_types(&mut self, request: &ParsedRequest<'_>) {
        let names = self.types.take_cut();
        let Some(first) = names.first() else { return };
        let problem = match names.len() {
            1 => format!("the name of a type is too long and was cut: `{first}`"),
            count => format!("the names of {count} types are too long and were cut, the first to `{first}`"),
        };
        let help = match self.index.operation_key(request, self.tree) {
            Some(key) => format!(
                "to choose shorter names, set `operationId` or use `components.schemas` in the overlay: {key}"
            ),
            None => "rename the request in Postman to choose a shorter name".to_owned(),
        };
        self.diagnostics.note(self.location(request), problem, help);
    }

    fn location(&self, request: &ParsedRequest<'_>) -> Location {
        Location::new(self.file, self.tree.location_of_request(request.index))
    }

    /// Records skipped parts of a request.
    fn skip(&mut self, request: &ParsedRequest<'_>, kinds: impl IntoIterator<Item = &'static str>) {
        self.skipped.extend(kinds.into_iter().map(|kind| self.tree.skipped(request.index, kind)));
    }

    pub(super) fn builder<'b>(&'b mut self, names: &'b OperationNames) -> TypeBuilder<'b, 'a> {
        TypeBuilder {
            schemas: &mut self.schemas,
            types: &mut self.types,
            diagnostics: self.diagnostics,
            prefix: &names.types,
        }
    }

    /// Returns the body, and adapts the headers to it: constant ones and parameters.
    fn body(
        &mut self,
        named: &NamedRequest<'a>,
        headers: &mut Vec<(String, String)>,
        parameters: &mut Vec<Parameter>,
        decisions: &mut Vec<Decision>,
    ) -> Option<Body> {
        let NamedRequest { request, overlay, names, .. } = named;
        let content_type = headers.iter().find(|(name, _)| is_content_type(name));
        let content_type = content_type.map(|(_, value)| value.as_str());
        let source = request.source.body.as_ref();
        let source = body::request_body(source, &request.method, request.item.keeps_body, content_type);
        let Some(entry) = overlay.and_then(|entry| entry.body.as_ref()) else {
            return self.inferred_body(named, source, None, headers, parameters);
        };
        let described = described_body::select(entry, &source, content_type, &request.signature());
        let described = described.unwrap_or_else(|(problem, help)| {
            self.builder(names).error(&entry.at, problem, help);
            Described::Documented
        });
        let (mut body, media) = match described {
            Described::Json(media) => {
                let has_media_type = content_type.is_some();
                if !has_media_type && decides_media_type(&source) {
                    decisions.push(media_type_decision(media));
                }
                if !has_media_type && media.kind() == MediaKind::Json && media.essence() != "application/json"
                {
                    headers.push(("Content-Type".to_owned(), media.media_type.clone()));
                }
                let body = body::described_json(media, &source, &mut self.builder(names));
                (Body { required: entry.required, ..body }, Some(media))
            }
            Described::Plain(media, kind) => {
                if content_type.is_none() && !media.media_type.contains('*') {
                    headers.push(("Content-Type".to_owned(), media.media_type.clone()));
                }
                (Body { required: entry.required, ..body::described_plain(kind) }, Some(media))
            }
            Described::Form(media, encoding) => {
                let source = match source {
                    RequestBody::None => RequestBody::Form(&[], encoding),
                    source => source,
                };
                let body = self.inferred_body(named, source, Some(media), headers, parameters)?;
                (Body { required: body.required || entry.required, ..body }, Some(media))
            }
            Described::Documented => {
                let body = self.inferred_body(named, source, None, headers, parameters)?;
                (Body { required: body.required || entry.required, ..body }, None)
            }
        };
        body::document(&mut body, entry, media);
        Some(body)
    }

    /// Returns the body that the collection has, and adapts the headers to it. `described` is the overlay's description
    /// of a form.
    fn inferred_body(
        &mut self,
        named: &NamedRequest<'a>,
        source: RequestBody<'_>,
        described: Option<&'a MediaEntry>,
        headers: &mut Vec<(String, String)>,
        parameters: &mut Vec<Parameter>,
    ) -> Option<Body> {
        let NamedRequest { request, names, .. } = named;
        let content_type = headers.iter().any(|(name, _)| is_content_type(name)).then_some(());
        match source {
            RequestBody::None => None,
            RequestBody::Form(params, encoding) => {
                let variables = self.variables;
                let (body, unnamed) =
                    body::form(params, encoding, described, variables, &mut self.builder(names));
                self.skip(request, std::iter::repeat_n("form field without a name", unnamed));
                // Postman replaces a `Content-Type` that does not fit the form, but sends it if it sends no form.
                if body.required {
                    headers.retain(|(name, value)| !is_content_type(name) || encoding.accepts(value));
                    parameters.retain(|parameter| !is_content_type(&parameter.name.wire));
                }
                Some(body)
            }
            RequestBody::File(file) => Some(body::file(file)),
            RequestBody::GraphQl(source) => Some(body::graphql(source, &mut self.builder(names))),
            RequestBody::Raw(raw) => {
                let (body, problem) = body::inferred(&raw, &mut self.builder(names));
                let is_usual =
                    matches!(body.content, Content::Json(_)) && raw.media_type == "application/json";
                if content_type.is_none() && !is_usual {
                    headers.push(("Content-Type".to_owned(), raw.media_type.to_owned()));
                }
                if let Some(problem) = problem {
                    let help = "correct the example in Postman, or describe the body in the overlay; until then callers pass a string";
                    let problem = format!("the body is not JSON: {problem}");
                    self.diagnostics.warning(self.location(request), problem, help);
                }
                Some(body)
            }
        }
    }

    fn success(
        &mut self,
        named: &NamedRequest<'a>,
        saved: &[Saved<'_>],
        decisions: &mut Vec<Decision>,
    ) -> Success {
        let NamedRequest { request, overlay: entry, names, .. } = named;
        let inferred = |operations: &mut Self| responses::inferred(saved, &mut operations.builder(names));
        let Some(entry) = entry else {
            return if request.method == "HEAD" { Success::Empty } else { inferred(self) };
        };
        match responses::described(entry, &mut self.builder(names)) {
            _ if request.method == "HEAD" => Success::Empty,
            DescribedSuccess::Same(success, decision) => {
                decisions.extend(decision);
                success
            }
            DescribedSuccess::None => inferred(self),
            DescribedSuccess::Different => {
                let help =
                    "describe only one of them, because a call has one result; until then it returns bytes";
                let problem = "some successful responses are JSON, others are not";
                if let Some(overlay) = self.overlay {
                    let location = overlay.location(format!("{}.responses", entry.at));
                    self.diagnostics.warning(location, problem, help);
                }
                Success::Undescribed
            }
        }
    }

    fn errors(&mut self, named: &NamedRequest<'a>, saved: &[Saved<'_>]) -> Vec<ErrorResponse> {
        let NamedRequest { request, overlay: entry, names, .. } = named;
        let entries = entry.map_or(&[][..], |entry| &entry.responses);
        let errors = responses::described_errors(entries, &mut self.builder(names));
        if !errors.is_empty() {
            return errors;
        }
        let item = request.item.item;
        let mut errors = responses::saved_errors(&item.response, tree::name(item));
        for error in &mut errors {
            error.body = self.declared_error(named, saved, error.status);
        }
        errors
    }
}

/// Returns the parts whose types are inferred: those that the overlay does not describe.
fn inferred(entry: Option<&OperationEntry>, body: Option<&Body>, success: &Success) -> Inferred {
    let content = body.map(|body| &body.content);
    let has_types = matches!(content, Some(Content::Json(_)))
        || matches!(content, Some(Content::GraphQl(request)) if request.variables.is_some());
    Inferred {
        body: has_types && entry.is_none_or(|entry| entry.body.is_none()),
        success: matches!(success, Success::Json(_) | Success::Optional(_))
            && !entry.is_some_and(OperationEntry::has_success),
    }
}

/// Returns the decision about the media type of a body for which the collection declares none.
fn media_type_decision(media: &MediaEntry) -> Decision {
    Decision {
        subject: "Content-Type".to_owned(),
        reason: format!(
            "is `{}`, because the overlay describes the body so and the collection declares no media type; Postman \
             sends `text/plain`",
            media.essence()
        ),
        overlay: r#""requestBody": {"content": {"text/plain": {}}}"#.to_owned(),
    }
}

pub(super) fn is_content_type(header: &str) -> bool {
    header.eq_ignore_ascii_case("content-type")
}

/// Removes the query parameters and headers that Postman replaces by the credential.
fn remove_replaced(
    scheme: &Scheme,
    query: &mut Vec<RawParameter>,
    headers: &mut Vec<RawParameter>,
    constant: &mut Vec<(String, String)>,
) {
    if let Some(own) = scheme.header() {
        constant.retain(|(name, _)| !is_same_header(name, own));
        headers.retain(|header| !is_same_header(&header.name, own));
    }
    if let Scheme::ApiKeyQuery(own) = scheme {
        query.retain(|parameter| parameter.name != *own);
    }
}

/// Whether two names of headers are equal for Postman, which ignores case and the difference between `_` and `-`.
fn is_same_header(name: &str, other: &str) -> bool {
    name.len() == other.len()
        && name.bytes().zip(other.bytes()).all(|(a, b)| {
            let fold = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
            fold(a) == fold(b)
        })
}

/// Returns the name of the item, or method and path if it has none.
fn title(request: &ParsedRequest<'_>) -> String {
    let name = tree::one_line(tree::name(request.item.item));
    if name.is_empty() { request.signature() } else { name }
}

/// Returns the summary that the overlay gives an operation, in one line.
fn summary(entry: Option<&OperationEntry>) -> String {
    entry.and_then(|entry| entry.summary.as_deref()).map(tree::one_line).unwrap_or_default()
}

/// Returns the description of an operation.
fn docs(request: &ParsedRequest<'_>, entry: Option<&OperationEntry>) -> String {
    let own = || {
        let request_docs = tree::docs(request.source.description.as_ref());
        if request_docs.is_empty() {
            tree::docs(request.item.item.description.as_ref())
        } else {
            request_docs
        }
    };
    let described = entry.and_then(|entry| entry.description.as_ref());
    let docs = described.map_or_else(own, |docs| docs.trim().to_owned());
    let headers = entry.map(|entry| responses::headers(&entry.responses)).unwrap_or_default();
    let paragraphs: Vec<String> = [docs, headers].into_iter().filter(|text| !text.is_empty()).collect();
    paragraphs.join("\n\n")
}
