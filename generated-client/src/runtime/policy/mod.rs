//! When a failed attempt is repeated, after what wait, and how many requests are in flight at once.

pub(crate) mod concurrency;
pub(crate) mod retry;
pub(crate) mod retry_hint;
