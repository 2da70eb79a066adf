//! Reads a single request: method, URL, headers, auth, query and body.

pub(crate) mod added;
pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod declared_values;
pub(crate) mod described;
pub(crate) mod described_body;
mod described_form;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod lists;
pub(crate) mod literal_id;
pub(crate) mod parameters;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod renamed;
pub(crate) mod url;
pub(crate) mod variables;

use std::borrow::Cow;

use super::tree::RequestItem;
use crate::api::PathTemplate;
use crate::collection::{Auth, Request};
use crate::pieces::has_variable;
use headers::Headers;
use path::Placeholder;
use url::{Address, Context, Refusal};

/// A request of the collection that Postman sends.
pub(crate) struct ParsedRequest<'a> {
    /// The index of the request in the collection, depth first.
    pub(crate) index: usize,
    /// The item of the request in the collection.
    pub(crate) item: &'a RequestItem<'a>,
    /// The request in the collection.
    pub(crate) source: &'a Request,
    /// The HTTP method, in upper case.
    pub(crate) method: String,
    /// The base URL, path and query.
    pub(crate) address: Address<'a>,
    /// The auth: that of the item, or of the overlay.
    pub(crate) auth: Option<Cow<'a, Auth>>,
    /// The credentials that the overlay requires beside the auth.
    pub(crate) further_auth: Vec<Auth>,
    /// The headers, without those of the credentials.
    pub(crate) headers: Headers,
    /// The path after the base URL, with its parameters named.
    pub(crate) path: PathTemplate,
    /// The path in the overlay's keys and in messages. The overlay may make a parameter of it a literal.
    pub(crate) template: String,
    /// The placeholders of the path that are arguments.
    pub(crate) placeholders: Vec<Placeholder>,
}

impl<'a> ParsedRequest<'a> {
    /// Reads the request of an item. A request that Postman cannot send either is refused.
    pub(crate) fn new(
        index: usize,
        item: &'a RequestItem<'a>,
        context: Context<'_>,
    ) -> Result<Self, Refusal> {
        let Some(source) = &item.item.request else {
            return Err(Refusal::new(
                "the item has no request",
                "remove the item in Postman, or add a request to it",
            ));
        };
        let method = method(source)?;
        let address = url::address(source.url.as_ref(), context)?;
        let headers = headers::headers(&source.header, context.variables)?;
        let (path, placeholders) = path::path(&address, context.variables);
        let template = path.template();
        let auth = item.auth.map(Cow::Borrowed);
        Ok(Self {
            index,
            item,
            source,
            method,
            address,
            auth,
            further_auth: Vec::new(),
            headers,
            path,
            template,
            placeholders,
        })
    }

    /// Returns method and path: `GET /users/{id}`.
    pub(crate) fn signature(&self) -> String {
        format!("{} {}", self.method, self.template)
    }
}

fn method(request: &Request) -> Result<String, Refusal> {
    let method =
        request.method.as_deref().filter(|method| !method.is_empty()).unwrap_or("GET").to_ascii_uppercase();
    if has_variable(&method) || !headers::is_token(&method) {
        let help = "select a method in Postman, which cannot send the request either: variables are not replaced here";
        return Err(Refusal::new(format!("the method {method:?} is not valid"), help));
    }
    Ok(method)
}
