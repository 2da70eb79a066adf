//! A client for Atlassian's user-management API: the accounts that your organization manages.
//!
//! It reads profiles and changes them, sets e-mail addresses, lists and revokes API tokens, deactivates, activates and
//! deletes accounts. The operations are generated from Atlassian's Postman collection; what surrounds them is written
//! by hand.
//!
//! # First call
//!
//! ```no_run
//! use generated_client::Client;
//! use generated_client::types::AccountId;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().bearer_token(std::env::var("ATLASSIAN_API_KEY")?).build()?;
//!
//! let account_id = AccountId::new("712020:3f0c2a51-84be-4d17-9c60-1f2e5a7b9d04")?;
//! let profile = client.profile().get_profile(&account_id).await?;
//! println!("{} is {}", profile.account.name, profile.account.account_status);
//! # Ok(())
//! # }
//! ```
//!
//! The token is an *organization API key*, which an organization admin makes at admin.atlassian.com under Settings,
//! API keys. A personal API token is answered with 401. Accounts can be managed once your organization has claimed
//! them by verifying their domain.
//!
//! # Calls
//!
//! [`Client`] has a handle for each group of operations: [`manage`](Client::manage), [`profile`](Client::profile),
//! [`email`](Client::email), [`api_tokens`](Client::api_tokens) and [`lifecycle`](Client::lifecycle). A method of a
//! handle takes what the operation cannot do without and returns a call; the call has a setter for each thing it can
//! do without. Nothing is sent until the call is awaited:
//!
//! - `.await` returns the body;
//! - `.send().await` returns a [`Response`]: the body with status, headers and the rest;
//! - `.with(CallOptions::new().timeout(…))` sets options for this one call.
//!
//! ```no_run
//! use generated_client::types::{DeactivateUser, Privilege};
//! # use generated_client::{Client, Error, types::AccountId};
//!
//! # async fn run(client: Client, account_id: AccountId) -> Result<(), Error> {
//! let allowed = client
//!     .manage()
//!     .get_user_management_permissions(&account_id)
//!     .privileges([Privilege::LifecycleEnablement])
//!     .await?;
//! if allowed.lifecycle_enablement.is_some_and(|rule| rule.allowed) {
//!     client.lifecycle().deactivate_user(&account_id).body(DeactivateUser::new().message("On leave")).await?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! Every failure is an [`Error`]. [`Error::api`] is what the service says about it, as a type:
//!
//! ```no_run
//! use generated_client::types::{ApiError, SetEmail};
//! # use generated_client::{Client, Error, types::AccountId};
//!
//! # async fn run(client: Client, account_id: AccountId) -> Result<(), Error> {
//! match client.email().set_email(&account_id, SetEmail::new("lila@example.com")).await {
//!     Ok(()) => println!("done; all sessions of the user have ended"),
//!     Err(error) if error.is_not_found() => println!("there is no such account"),
//!     Err(error) => match error.api() {
//!         Some(ApiError::ForbiddenUnclaimedDomain(_)) => println!("verify the domain first"),
//!         Some(ApiError::ForbiddenAction(refusal)) => println!("not allowed: {:?}", refusal.context.reason),
//!         _ => return Err(error),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What you can rely on
//!
//! - **An id stays an id.** A path argument is percent-encoded as one segment, and what would lead to another path
//!   (an empty id, `.`, `..`) is refused before anything is sent.
//! - **Nothing secret is shown.** Tokens, names, e-mail addresses and bodies are in no `Debug` output, no message and
//!   no error. Our copy of the token is wiped from memory.
//! - **Only where it belongs.** Plain `http` goes to this machine only, unless you allow more, and redirects are not
//!   followed.
//! - **Bounded.** Connecting takes at most 10 s, an attempt 30 s, a call 60 s, and a response has at most 10 MiB.
//!   [`ClientBuilder`] and [`CallOptions`] change that.
//! - **Tolerant.** Unknown fields are passed over; an unknown value of an enum is kept; an error body that nobody
//!   documented is kept raw; a date in an unexpected form is still a [`DateTime`].
//! - **Room to grow.** Types are `#[non_exhaustive]`, and everything optional is a setter, so what Atlassian adds
//!   breaks nothing.
//!
//! Calls are not repeated by the client. [`Error::may_have_been_applied`] says when to look before calling again.
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `rustls` (default) | TLS by rustls with the ring provider; the platform decides which certificates to trust |
//! | `jiff` | [`DateTime`] converts to [`jiff::Timestamp`](https://docs.rs/jiff/1/jiff/struct.Timestamp.html) |

mod runtime;

#[rustfmt::skip]
pub mod operations;
#[rustfmt::skip]
pub mod types;

pub use runtime::body::Body;
pub use runtime::builder::ClientBuilder;
pub use runtime::client::Client;
pub use runtime::error::{Error, ErrorKind};
pub use runtime::operation::{BodyFuture, ResponseFuture};
pub use runtime::options::CallOptions;
pub use runtime::response::Response;
pub use runtime::text::{DateTime, InvalidText};
pub use runtime::types::OrNull;
