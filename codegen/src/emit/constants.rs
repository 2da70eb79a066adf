//! The names of the statics that generated code has for servers and credentials.

use crate::api::{Api, Operation};

/// Returns the static of an operation's server.
pub(crate) fn server<'a>(api: &'a Api, operation: &Operation) -> &'a str {
    api.servers.get(operation.server).map_or("", |server| &server.constant)
}

/// Returns the static of a credential.
pub(crate) fn credential(api: &Api, index: usize) -> &str {
    api.credentials.get(index).map_or("", |credential| &credential.constant)
}
