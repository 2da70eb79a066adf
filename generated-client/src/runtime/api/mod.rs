//! The public API: the client and its builder, calls, responses and errors.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod body;
#[allow(dead_code, reason = "not every collection has variables and credentials")]
pub(crate) mod builder;
#[allow(dead_code, reason = "not every collection has bodies, query parameters and headers")]
pub(crate) mod call;
pub(crate) mod client;
pub(crate) mod error;
#[allow(dead_code, reason = "not every collection has responses of every kind")]
pub(crate) mod future;
mod mismatch;
#[allow(unused_imports, unused_macros, reason = "a collection may have no operations of a kind")]
pub(crate) mod operation;
pub(crate) mod options;
pub(crate) mod request_call;
pub(crate) mod response;
#[allow(dead_code, reason = "not every collection has variables and credentials")]
pub(crate) mod service;

#[allow(unused_imports, reason = "a client may have no operation outside folders")]
pub(crate) use {call::Call, operation::call};
