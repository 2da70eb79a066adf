//! The names of the statics that generated code has for servers, credentials and query settings.

use crate::api::{Api, Operation};

/// Returns the static of an operation's server.
pub(crate) fn server<'a>(api: &'a Api, operation: &Operation) -> &'a str {
    api.servers.get(operation.server).map_or("", |server| &server.constant)
}

/// Returns the static of a credential.
pub(crate) fn credential(api: &Api, index: usize) -> &str {
    api.credentials.get(index).map_or("", |credential| &credential.constant)
}

/// Returns the static of a query setting.
pub(crate) fn query_setting(api: &Api, index: usize) -> &str {
    api.query_settings.get(index).map_or("", |setting| &setting.constant)
}
