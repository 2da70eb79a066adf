//! A stand-in for Atlassian's user-management service: a real HTTP service on the loopback interface that
//! behaves as the documentation (and, if asked, as bug reports) say the real one does.
//!
//! Start one per test, seed accounts, point a client at it, and assert on what it executed:
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
//! The service runs on a thread of its own, so it serves async and plain tests alike; dropping the
//! [`StandIn`] stops it and closes its port.
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | start, seed, inspect | [`StandIn`], [`Builder`] |
//! | describe accounts | [`Account`], [`ApiToken`], [`Status`], [`Restriction`], [`LifecycleError`] |
//! | make things go wrong | [`Fault`], [`StandIn::rate_limit`], [`StandIn::refuse_connections`] |
//! | assert | [`Recorded`], [`Executed`], [`StandIn::times_executed`] |
//! | move time | [`Clock`] |
//!
//! # What is the stand-in's own choice
//!
//! The documentation of the real service leaves gaps. A client must not depend on how they are filled here:
//!
//! - Checks run in this order: route (404, 405), credentials (401), rate limit (429), account (404), the
//!   organization's hold on it (403 `forbidden`, 403 `forbidden.targetUnverified`), the body (400), the
//!   privilege (403), the account's lifecycle (409).
//! - Deactivating an inactive account and activating an active one answer 204. Both answer 409 while a
//!   deletion is scheduled, and so does a second deletion. Cancelling a deletion that is not scheduled
//!   answers 404 `notFound`.
//! - When the grace period of 14 days is over the account is gone: 404 `accountNotFound`.
//! - Account status: `inactive` while a deletion is scheduled; cancelling the deletion makes the account
//!   active.
//! - A missing API token answers 404 `notFound`.
//! - Deactivation takes a body, `{}`, or none. A body that is not a JSON object answers 400
//!   `bodyParseFailure`, and so does, on the two token operations, a body that is not JSON at all.
//! - In a profile update, `extended_profile` is merged, `null` clears an optional field, read-only and
//!   unknown fields are ignored, a field of the wrong type answers 400 `bodyParseFailure`, and an empty name
//!   violates `minLength`.
//! - An address that is no `user@domain` violates `format`. The domains of seeded accounts count as claimed.
//! - `privileges` may be repeated or joined by commas; unknown names are ignored.
//! - Unverified accounts refuse everything except the question which permissions there are.
//! - 405 answers `{"key":"methodNotAllowed"}`; 429 has no body. The content type of a request is not looked
//!   at.
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
