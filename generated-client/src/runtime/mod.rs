//! What is the same for every operation and every service.
//!
//! Written by hand, and copied as it is into every generated crate, so it names nothing of any one API. What a
//! service is like stands in the constants of [`service`], which generated code fills in.
//!
//! A call goes through here from top to bottom: [`call`] collects its arguments, [`url`] makes their text, [`request`]
//! the request, [`credentials`] what authenticates it. [`send`] puts it on the wire, reads the answer and, where
//! [`retry`] says so, does it again. [`response`] and [`error`] are the two ends.

pub(crate) mod advice;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod body;
pub(crate) mod client;
pub(crate) mod error;
pub(crate) mod gate;
pub(crate) mod options;
pub(crate) mod pools;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod send;
pub(crate) mod tls;
pub(crate) mod trace;
pub(crate) mod url;

// What generated code is made of. Which of it a crate uses depends on its collection.
#[allow(dead_code, reason = "a collection may have no variables and no credentials")]
pub(crate) mod builder;
#[allow(dead_code, reason = "a collection may have no operation with a body, or no query parameter")]
pub(crate) mod call;
#[allow(dead_code, reason = "a collection may have no credentials")]
pub(crate) mod credentials;
#[allow(unused_imports, unused_macros, reason = "a collection may have no operation of a kind")]
pub(crate) mod folder;
#[allow(dead_code, unreachable_pub, unused_imports, unused_macros, reason = "a collection may have no forms")]
pub(crate) mod form;
#[allow(dead_code, reason = "a collection may have no operation of a kind")]
pub(crate) mod operation;
#[allow(dead_code, reason = "a collection may have no body of a kind")]
pub(crate) mod payload;
#[allow(dead_code, reason = "a collection may have no variables and no credentials")]
pub(crate) mod service;
#[allow(dead_code, reason = "a collection may have no texts with rules")]
pub(crate) mod text;
#[allow(dead_code, unused_imports, unused_macros, reason = "a collection may have no type of a kind")]
pub(crate) mod types;

#[allow(unused_imports, reason = "see above")]
pub(crate) use folder::operations;
