//! What one request sends, read without regard to other requests.

pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod described;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod parameters;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod url;
pub(crate) mod variables;

use super::tree::RequestItem;
use crate::api::PathTemplate;
use crate::collection::Request;
use headers::Headers;
use url::{Address, Refusal};
use variables::{Variables, has_variable};

/// A request of the collection that Postman sends.
pub(crate) struct ParsedRequest<'a> {
    /// The index of the request in the collection, depth first.
    pub(crate) index: usize,
    /// The item of the collection that holds the request.
    pub(crate) item: &'a RequestItem<'a>,
    /// The request as the collection has it.
    pub(crate) source: &'a Request,
    /// The HTTP method, in upper case.
    pub(crate) method: String,
    /// Base URL, path and query.
    pub(crate) address: Address<'a>,
    /// The headers, without those of the credentials.
    pub(crate) headers: Headers,
    /// The path after the base URL, with its parameters named.
    pub(crate) path: PathTemplate,
}

impl<'a> ParsedRequest<'a> {
    /// Reads the request of an item; refuses what Postman does not send either.
    pub(crate) fn new(
        index: usize,
        item: &'a RequestItem<'a>,
        variables: &Variables<'_>,
    ) -> Result<Self, Refusal> {
        let Some(source) = &item.item.request else {
            return Err(Refusal::new(
                "the item has no request",
                "remove it in Postman, or make it a folder or a request",
            ));
        };
        let method = method(source)?;
        let address = url::address(source.url.as_ref())?;
        let headers = headers::headers(&source.header, variables)?;
        let path = path::path(&address, variables);
        Ok(Self { index, item, source, method, address, headers, path })
    }

    /// Returns method and path: `GET /users/{id}`.
    pub(crate) fn signature(&self) -> String {
        format!("{} {}", self.method, self.path.template())
    }
}

fn method(request: &Request) -> Result<String, Refusal> {
    let method =
        request.method.as_deref().filter(|method| !method.is_empty()).unwrap_or("GET").to_ascii_uppercase();
    if has_variable(&method) || !headers::is_token(&method) {
        let help = "choose the method in Postman, which sends nothing either and replaces no variables here";
        return Err(Refusal::new(format!("the method {method:?} is not valid"), help));
    }
    Ok(method)
}
