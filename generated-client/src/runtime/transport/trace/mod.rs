//! The spans and events of calls, with the feature `tracing`. Without it, they have no effect and no size.
//!
//! They contain names and numbers: the operation, its method and path template, the host, statuses, attempts, durations,
//! waits. They contain no value of the caller or of the service. [`enabled`] has the names, which are API: the
//! documentation of the crate lists them.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod enabled;

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::*;
#[cfg(feature = "tracing")]
pub(crate) use enabled::*;
