//! URLs, requests and their bodies, connections, TLS, and sending.

pub(crate) mod custom;
mod deadline;
#[allow(dead_code, reason = "not every collection has every kind of body")]
pub(crate) mod payload;
pub(crate) mod pools;
pub(crate) mod request;
pub(crate) mod send;
pub(crate) mod sender;
pub(crate) mod target;
pub(crate) mod tls;
pub(crate) mod trace;
pub(crate) mod url;
