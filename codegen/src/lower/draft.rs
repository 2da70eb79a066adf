//! A request as far as it can be understood by itself: what is sent, and where to.

use super::headers::{self, Headers};
use super::parameters;
use super::servers::Servers;
use super::tree::Found;
use super::url::{self, Address, Refused};
use super::variables::{Variables, has_variable};
use crate::api::PathTemplate;
use crate::collection::Request;
use crate::overlay::OperationEntry;

/// A request on its way to an operation.
pub(super) struct Draft<'a> {
    /// The place of the request in the collection.
    pub(super) request: usize,
    pub(super) found: &'a Found<'a>,
    pub(super) sent: &'a Request,
    pub(super) method: String,
    pub(super) address: Address<'a>,
    pub(super) headers: Headers,
    pub(super) server: usize,
    pub(super) path: PathTemplate,
    /// What the overlay says.
    pub(super) entry: Option<&'a OperationEntry>,
    /// The method on the handle.
    pub(super) name: String,
    /// The call.
    pub(super) type_name: String,
    /// What the names of the operation's types begin with.
    pub(super) types: String,
}

impl<'a> Draft<'a> {
    /// Reads a request; refuses what Postman does not send either.
    pub(super) fn new(
        request: usize,
        found: &'a Found<'a>,
        variables: &Variables<'_>,
        servers: &mut Servers,
    ) -> Result<Self, Refused> {
        let Some(sent) = &found.item.request else {
            return Err(Refused::new(
                "the item has no request",
                "remove it in Postman, or make it a folder or a request",
            ));
        };
        let method = method(sent)?;
        let address = url::address(sent.url.as_ref())?;
        let headers = headers::headers(&sent.header, variables)?;
        let server = servers.place(&address.front, variables);
        let path = parameters::path(&address, variables);
        let (name, type_name, types) = Default::default();
        Ok(Self {
            request,
            found,
            sent,
            method,
            address,
            headers,
            server,
            path,
            entry: None,
            name,
            type_name,
            types,
        })
    }

    /// `GET /users/{id}`.
    pub(super) fn signature(&self) -> String {
        format!("{} {}", self.method, self.path.template())
    }
}

fn method(request: &Request) -> Result<String, Refused> {
    let method =
        request.method.as_deref().filter(|method| !method.is_empty()).unwrap_or("GET").to_ascii_uppercase();
    if has_variable(&method) || !headers::is_token(&method) {
        let help = "choose the method in Postman, which sends nothing either and replaces no variables here";
        return Err(Refused::new(format!("the method {method:?} is not valid"), help));
    }
    Ok(method)
}
