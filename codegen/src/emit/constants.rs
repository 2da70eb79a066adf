//! The names of the constants that generated code has for servers and credentials.

use crate::api::{Api, Operation};

/// The constant of an operation's server.
pub(crate) fn server<'a>(api: &'a Api, operation: &Operation) -> &'a str {
    api.servers.get(operation.server).map_or("", |server| &server.constant)
}

/// The constant of a credential.
pub(crate) fn credential(api: &Api, index: usize) -> &str {
    api.credentials.get(index).map_or("", |credential| &credential.constant)
}
