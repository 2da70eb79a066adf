//! The types of an operation that the collection itself declares.

use super::declared::Purpose;
use super::operation::{NamedRequest, Operations, is_content_type};
use super::request::body::{self, RequestBody, is_json};
use super::responses::{self, Saved};
use super::types::fit::Unfit;
use crate::api::{Body, Status, Success, Type};
use crate::overlay::{OperationEntry, Schema, SchemaKind};

impl<'a> Operations<'_, 'a> {
    /// Returns the body that the collection declares, unless the overlay describes it.
    pub(super) fn declared_body(
        &mut self,
        named: &NamedRequest<'a>,
        headers: &mut Vec<(String, String)>,
    ) -> Option<Body> {
        let NamedRequest { request, overlay, names, .. } = named;
        let schema = self.declared.get(request.index, Purpose::Body)?;
        if overlay.is_some_and(|entry| entry.body.is_some()) {
            return None;
        }
        let content_type = headers.iter().find(|(name, _)| is_content_type(name));
        let content_type = content_type.map(|(_, value)| value.as_str());
        let own = request.source.body.as_ref();
        let sent = body::request_body(own, &request.method, request.item.keeps_body, content_type);
        // An empty body has the language of the file.
        let language = own.and_then(|body| body.options.raw.language.as_deref());
        let is_other = sent == RequestBody::None
            && (content_type.is_some_and(|value| !is_json(value))
                || language.is_some_and(|name| name != "json"));
        let result = match is_other {
            true => Err(Unfit::Body),
            false => body::declared(schema, &sent, &mut self.builder(names)),
        };
        let (body, media_type) = (self.fit(schema, result)?, body::media_type(&sent));
        if content_type.is_none() && media_type != "application/json" {
            headers.push(("Content-Type".to_owned(), media_type.to_owned()));
        }
        Some(body)
    }

    /// Returns the successful response that the collection declares, unless the overlay describes it.
    pub(super) fn declared_success(
        &mut self,
        named: &NamedRequest<'a>,
        saved: &[Saved<'_>],
    ) -> Option<Success> {
        let NamedRequest { request, overlay, names, .. } = named;
        let schema = self.declared.get(request.index, Purpose::Success)?;
        if request.method == "HEAD" || overlay.is_some_and(OperationEntry::has_success) {
            return None;
        }
        let result = responses::declared(saved, schema, &mut self.builder(names));
        self.fit(schema, result)
    }

    /// Returns the type of an error that the collection declares.
    pub(super) fn declared_error(
        &mut self,
        named: &NamedRequest<'a>,
        saved: &[Saved<'_>],
        status: Status,
    ) -> Option<Type> {
        let Status::Code(code) = status else { return None };
        let NamedRequest { request, names, .. } = named;
        let schema = self.declared.get(request.index, Purpose::Error(code))?;
        let result = responses::declared_error(saved, code, schema, &mut self.builder(names));
        self.fit(schema, result)
    }

    /// Returns the value, or reports why a schema has no effect. Text that is declared as a string is no problem.
    fn fit<T>(&mut self, schema: &Schema, result: Result<T, Unfit>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(unfit) => {
                let is_text = matches!(schema.kind, SchemaKind::String(_)) && unfit.is_not_json();
                if let Some(location) = self.declared.location(&schema.at).filter(|_| !is_text) {
                    let problem = format!("a `$type` is ignored, and the type is inferred: {unfit}");
                    let help = "correct the `$type` or the example, or describe the body in the overlay";
                    self.unfit.warning(location, problem, help);
                }
                None
            }
        }
    }
}
