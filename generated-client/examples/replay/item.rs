//! The requests of the collection, as `items.rs` lists them.

use std::pin::Pin;

use crate::items::client_crate::{BoxError, CallOptions, Client, ClientBuilder, Error};
use crate::values::Values;

/// A request of the collection. Its index in the collection is its index in the list.
#[allow(dead_code, reason = "most clients have an operation for every request")]
pub(crate) enum Item {
    /// A request that is an operation of the client.
    Operation {
        /// The name of the request, after those of its folders.
        name: &'static str,
        method: &'static str,
        /// The secret that the collection has for it: a token, a key, or `user:password`.
        credentials: Option<&'static str>,
        call: Call,
    },
    /// A request that the client cannot send.
    Unsupported {
        /// The location in the collection.
        location: &'static str,
    },
}

/// A function that prepares the call of an operation.
pub(crate) type Call = fn(&Client, &Values, CallOptions) -> Result<Prepared, BoxError>;

/// A function that sets a variable of the client to a value.
pub(crate) type Setting = fn(ClientBuilder, String) -> ClientBuilder;

/// A call that is ready to be sent.
pub(crate) struct Prepared {
    pub(crate) url: String,
    /// Sends the request when it is awaited.
    pub(crate) response: Pin<Box<dyn Future<Output = Result<http::StatusCode, Error>>>>,
}

/// Creates a [`Prepared`] from a call. It is a macro because each operation has a call type of its own.
macro_rules! prepared {
    ($call:expr) => {{
        let call = $call;
        let url = call.url()?;
        let response = Box::pin(async move { call.send().await.map(|response| response.status) });
        Ok($crate::item::Prepared { url, response })
    }};
}

pub(crate) use prepared;
