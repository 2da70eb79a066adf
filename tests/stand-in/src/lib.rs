//! A stand-in for Atlassian's user-management service: a real HTTP service on the loopback interface that
//! behaves as the real one is documented to behave or, if asked, as bug reports describe it.
//!
//! Start one per test, add accounts, point a client at it, and assert what it executed:
//!
//! ```
//! use stand_in::{Account, Fault, Operation, Restriction, StandIn};
//!
//! let service = StandIn::start();
//! let ada = service.account(Account::new("5b10a2844c20165700ede21g").name("Ada").email("ada@example.com"));
//! let sync = service.account(Account::new("557058:c0ffee").restriction(Restriction::Scim));
//! service.inject(Fault::status(503).header("retry-after", "0").on(Operation::DeactivateUser));
//!
//! // ... let a client with service.url() and service.token() do its work ...
//!
//! assert_eq!(service.times_executed(Operation::DeactivateUser, &ada), 0);
//! assert!(service.requests().is_empty());
//! # assert_ne!(ada, sync);
//! ```
//!
//! The service runs on its own thread, so it works in async and synchronous tests. Dropping the [`StandIn`]
//! stops it and closes its port.
//!
//! # Overview
//!
//! | to | see |
//! |---|---|
//! | start a service, add accounts, inspect them | [`StandIn`], [`Builder`] |
//! | describe accounts | [`Account`], [`ApiToken`], [`Status`], [`Restriction`], [`LifecycleError`] |
//! | inject failures | [`Fault`], [`StandIn::rate_limit`], [`StandIn::refuse_connections`] |
//! | assert requests | [`Recorded`], [`Executed`], [`StandIn::times_executed`] |
//! | change the time | [`Clock`] |
//!
//! # Undocumented behavior
//!
//! The documentation of the real service has gaps. A client must not depend on how the stand-in fills them:
//!
//! - Checks run in this order: route (404, 405), credentials (401), rate limit (429), account (404), whether
//!   the organization manages it and it is verified (403 `forbidden`, 403 `forbidden.targetUnverified`), the
//!   body (400), the privilege (403), the account's lifecycle (409).
//! - Deactivating an inactive account and activating an active one return 204. Both return 409 while a
//!   deletion is scheduled, and so does a second deletion. Cancelling a deletion that is not scheduled
//!   returns 404 `notFound`.
//! - After the grace period of 14 days the account no longer exists: 404 `accountNotFound`.
//! - Account status: `inactive` while a deletion is scheduled; cancelling the deletion makes the account
//!   active.
//! - An API token that does not exist returns 404 `notFound`.
//! - Deactivation accepts a body, `{}`, or no body. A body that is not a JSON object returns 400
//!   `bodyParseFailure`. The two token operations return it for a body that is not JSON.
//! - In a profile update, `extended_profile` is merged, `null` clears an optional field, read-only and
//!   unknown fields are ignored, a field of the wrong type returns 400 `bodyParseFailure`, and an empty name
//!   violates `minLength`.
//! - An address that is not `user@domain` violates `format`. The domains of added accounts are claimed.
//! - `privileges` may be repeated or separated by commas; unknown names are ignored.
//! - For unverified accounts every operation fails except the one that lists the permissions.
//! - The body of 405 is `{"key":"methodNotAllowed"}`; 429 has none. The content type of a request is ignored.
//! - The rate limit counts authenticated requests in fixed windows.

mod account;
mod clock;
mod errors;
mod fault;
mod operations;
mod rate;
mod record;
mod reply;
mod routes;
mod rules;
mod server;
mod service;
mod stand_in;
mod state;
mod wire;

pub use account::{Account, AccountType, ApiToken, LifecycleError, Status};
pub use clock::Clock;
pub use errors::Dialect;
pub use fault::Fault;
pub use record::{Executed, Recorded};
pub use routes::Operation;
pub use rules::{Privilege, Reason, Restriction};
pub use stand_in::{Builder, DEFAULT_TOKEN, StandIn};
