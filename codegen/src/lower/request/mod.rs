//! A request as far as it can be understood by itself: what is sent, and where to.

pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod parameters;
pub(crate) mod url;
pub(crate) mod variables;

use crate::api::PathTemplate;
use crate::collection::Request;
use crate::lower::servers::Servers;
use crate::lower::tree::Found;
use crate::overlay::OperationEntry;
use headers::Headers;
use url::{Address, Refused};
use variables::{Variables, has_variable};

/// A request on its way to an operation.
pub(crate) struct Draft<'a> {
    /// The place of the request in the collection.
    pub(crate) request: usize,
    pub(crate) found: &'a Found<'a>,
    pub(crate) sent: &'a Request,
    pub(crate) method: String,
    pub(crate) address: Address<'a>,
    pub(crate) headers: Headers,
    pub(crate) server: usize,
    pub(crate) path: PathTemplate,
    /// What the overlay says.
    pub(crate) entry: Option<&'a OperationEntry>,
    /// The method on the handle.
    pub(crate) name: String,
    /// The call.
    pub(crate) type_name: String,
    /// What the names of the operation's types begin with.
    pub(crate) types: String,
}

impl<'a> Draft<'a> {
    /// Reads a request; refuses what Postman does not send either.
    pub(crate) fn new(
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
    pub(crate) fn signature(&self) -> String {
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
