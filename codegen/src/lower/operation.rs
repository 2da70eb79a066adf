//! A request as an operation: all that depends on its name and on the overlay.

use super::body::{self, Sent};
use super::credentials::Use;
use super::draft::Draft;
use super::form;
use super::parameters::{self, Describer, Query};
use super::responses::{self, Described};
use super::schema::Schemas;
use super::tree::{self, Tree};
use super::types::Types;
use super::variables::Variables;
use crate::api::{Body, Content, Credential, Name, Operation, Parameter, Sample, Scheme, Success, Unlowered};
use crate::diagnostics::{Diagnostics, Location};
use crate::overlay::{OperationEntry, Overlay};

/// Methods whose repetition has the same effect as one call.
const IDEMPOTENT: &[&str] = &["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

/// All that the operations share while they are made.
pub(super) struct Operations<'o, 'a> {
    pub(super) file: &'o str,
    pub(super) tree: &'o Tree<'a>,
    pub(super) variables: &'o Variables<'a>,
    pub(super) overlay: Option<&'a Overlay>,
    pub(super) schemas: Schemas<'a>,
    pub(super) types: Types,
    pub(super) credentials: &'o [Credential],
    pub(super) unlowered: Vec<Unlowered>,
    pub(super) diagnostics: &'o mut Diagnostics,
}

impl<'a> Operations<'_, 'a> {
    /// The operation of a draft.
    pub(super) fn operation(&mut self, draft: &mut Draft<'a>, used: Use) -> Operation {
        let signature = draft.signature();
        let mut path = std::mem::take(&mut draft.path);
        let Query { parameters: mut query, exact: exact_query, nameless } =
            parameters::query(&draft.address, self.variables);
        let mut headers = parameters::headers(&draft.headers.options, self.variables);
        let mut constant_headers = std::mem::take(&mut draft.headers.constant);
        for _ in 0..nameless {
            self.leave_out(draft, "query entry without a name");
        }
        for what in std::mem::take(&mut draft.headers.ignored) {
            self.leave_out(draft, what);
        }
        self.credential(draft, &used, &mut query, &mut headers, &mut constant_headers);
        let Use { credential, values: credential_values, .. } = used;
        parameters::name_setters(&mut query, &mut headers);
        let entry = draft.entry;
        if let (Some(entry), Some(overlay)) = (entry, self.overlay) {
            let mut describer = Describer {
                overlay,
                schemas: &mut self.schemas,
                types: &mut self.types,
                diagnostics: self.diagnostics,
                operation: &signature,
                type_name: &draft.types,
            };
            describer.describe(entry, &mut path, &mut query, &mut headers);
        }
        let body = self.body(draft, entry, &mut constant_headers);
        let success = self.success(draft, entry);
        let errors = self.errors(draft, entry);
        let name = tree::one_line(tree::name(draft.found.item));
        Operation {
            index: draft.request,
            name: Name { rust: draft.name.clone(), wire: if name.is_empty() { signature } else { name } },
            type_name: draft.type_name.clone(),
            docs: docs(draft, entry),
            reference: entry.and_then(|entry| entry.reference.clone()),
            deprecated: entry.and_then(|entry| entry.deprecated.clone()),
            aliases: entry.map(|entry| entry.aliases.clone()).unwrap_or_default(),
            idempotent: entry
                .and_then(|entry| entry.idempotent)
                .unwrap_or_else(|| IDEMPOTENT.contains(&draft.method.as_str())),
            method: draft.method.clone(),
            server: draft.server,
            path,
            query,
            exact_query,
            headers,
            constant_headers,
            credential,
            credential_values,
            body,
            success,
            errors,
        }
    }

    fn place(&self, draft: &Draft<'_>) -> Location {
        Location::new(self.file, self.tree.place_of_request(draft.request))
    }

    fn leave_out(&mut self, draft: &Draft<'_>, what: &'static str) {
        self.unlowered.push(Unlowered { at: self.tree.place_of_request(draft.request), what });
    }

    /// Removes what Postman replaces by the credentials.
    fn credential(
        &mut self,
        draft: &Draft<'_>,
        used: &Use,
        query: &mut Vec<Parameter>,
        headers: &mut Vec<Parameter>,
        constant: &mut Vec<(String, String)>,
    ) {
        if let Some(problem) = &used.problem {
            self.leave_out(draft, "auth");
            let help = "correct the auth in Postman; until then callers add it with the hook `authenticate`";
            self.diagnostics.warning(self.place(draft), problem, help);
        }
        if let Some(place) = used.credential {
            let scheme = &self.credentials[place].scheme;
            if let Some(own) = scheme.header() {
                constant.retain(|(name, _)| !is_same_header(name, own));
                headers.retain(|header| !is_same_header(&header.name.wire, own));
            }
            if let Scheme::ApiKeyQuery(own) = scheme {
                query.retain(|parameter| parameter.name.wire != *own);
            }
        }
    }

    fn body(
        &mut self,
        draft: &Draft<'a>,
        entry: Option<&'a OperationEntry>,
        headers: &mut Vec<(String, String)>,
    ) -> Option<Body> {
        let content_type = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let content_type = content_type.map(|(_, value)| value.as_str());
        let sent = body::sent(draft.sent.body.as_ref(), &draft.method, draft.found.keeps_body, content_type);
        let mut maker = body::Maker {
            schemas: &mut self.schemas,
            types: &mut self.types,
            diagnostics: self.diagnostics,
            name: format!("{}Body", draft.types),
        };
        if let Some(entry) = entry.and_then(|entry| entry.body.as_ref()) {
            return Some(maker.described(entry, &sent));
        }
        match sent {
            Sent::Nothing => None,
            Sent::Form(params, encoding) => {
                let (body, nameless) = maker.form(params, encoding, self.variables);
                for _ in 0..nameless {
                    self.leave_out(draft, "form field without a name");
                }
                // Postman puts its own in the place of what does not fit.
                headers.retain(|(name, value)| {
                    !name.eq_ignore_ascii_case("content-type") || encoding.accepts(value)
                });
                Some(body)
            }
            Sent::File(file) => {
                let written = form::whole(file);
                let required = written != Sample::Nothing;
                Some(Body { required, ..body::body(Content::Bytes, written) })
            }
            Sent::GraphQl(request) => Some(maker.graphql(request)),
            Sent::Raw(raw) => {
                let (body, broken) = maker.inferred(&raw);
                let is_usual =
                    matches!(body.content, Content::Json(_)) && raw.media_type == "application/json";
                if content_type.is_none() && !is_usual {
                    headers.push(("Content-Type".to_owned(), raw.media_type.to_owned()));
                }
                if let Some(broken) = broken {
                    let help = "correct the example in Postman, or describe the body in the overlay; until then callers pass text";
                    let problem = format!("the body is not JSON: {broken}");
                    self.diagnostics.warning(self.place(draft), problem, help);
                }
                Some(body)
            }
        }
    }

    fn success(&mut self, draft: &Draft<'_>, entry: Option<&'a OperationEntry>) -> Success {
        let mut maker = responses::Maker {
            schemas: &mut self.schemas,
            types: &mut self.types,
            diagnostics: self.diagnostics,
            name: &draft.types,
        };
        let entries = entry.map_or(&[][..], |entry| &entry.responses);
        match maker.described(entries) {
            _ if draft.method == "HEAD" => Success::Empty,
            Described::Alike(success) => success,
            Described::No => maker.inferred(&draft.found.item.response),
            Described::Differently => {
                if let (Some(overlay), Some(entry)) = (self.overlay, entry) {
                    let help = "a call has one result: describe one of them, or leave the bytes to callers";
                    let place = overlay.location(format!("{}.responses", entry.at));
                    self.diagnostics.warning(place, "the successes have different bodies", help);
                }
                Success::Undescribed
            }
        }
    }

    fn errors(
        &mut self,
        draft: &Draft<'_>,
        entry: Option<&'a OperationEntry>,
    ) -> Vec<crate::api::ErrorResponse> {
        let mut maker = responses::Maker {
            schemas: &mut self.schemas,
            types: &mut self.types,
            diagnostics: self.diagnostics,
            name: &draft.types,
        };
        let errors = maker.errors(entry.map_or(&[][..], |entry| &entry.responses));
        if errors.is_empty() {
            responses::saved_errors(&draft.found.item.response, tree::name(draft.found.item))
        } else {
            errors
        }
    }
}

/// Whether Postman takes two names of headers for one: it folds case, and `_` and `-`.
fn is_same_header(name: &str, other: &str) -> bool {
    name.len() == other.len()
        && name.bytes().zip(other.bytes()).all(|(a, b)| {
            let fold = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
            fold(a) == fold(b)
        })
}

fn docs(draft: &Draft<'_>, entry: Option<&OperationEntry>) -> String {
    let own = || {
        let of_request = tree::docs(draft.sent.description.as_ref());
        if of_request.is_empty() { tree::docs(draft.found.item.description.as_ref()) } else { of_request }
    };
    let described = entry.and_then(|entry| entry.description.as_ref());
    let text = described.map_or_else(own, |text| text.trim().to_owned());
    match entry.and_then(|entry| entry.summary.as_deref()).map(str::trim) {
        Some(summary) if text.is_empty() => summary.to_owned(),
        Some(summary) => format!("{summary}\n\n{text}"),
        None => text,
    }
}
