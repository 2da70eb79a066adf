//! The policies of sending: retries, the waits before them, and the limit on concurrent requests.

pub(crate) mod concurrency;
pub(crate) mod retry;
pub(crate) mod retry_hint;
