//! The runtime: the code that is the same for every operation and every API.
//!
//! It is hand-written and copied unchanged into every generated client, so it names nothing of any one API. Generated
//! code describes an API in constants, whose types are in [`api::service`].
//!
//! A call passes through these modules in this order:
//!
//! - [`api`]: the client and its builder, [`Call`](api::call::Call), which collects the arguments, and at the end the
//!   response or the error;
//! - [`transport`]: the URL, the request and its body, sending, connections, TLS;
//! - [`auth`]: credentials and how a request carries them;
//! - [`policy`]: retries, the waits before them, and the limit on concurrent requests;
//! - `mock`: a transport for tests;
//! - [`model`]: the traits of the types of requests and responses, and the macros that implement them.

pub(crate) mod api;
#[allow(dead_code, reason = "not every collection has credentials")]
pub(crate) mod auth;
#[cfg(feature = "mock")]
pub mod mock;
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "not every collection has every kind of type"
)]
pub(crate) mod model;
pub(crate) mod policy;
pub(crate) mod transport;
