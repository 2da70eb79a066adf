//! A client for Atlassian's user-management API: the accounts that your organization manages.
//!
//! It reads and changes profiles, sets e-mail addresses, lists and deletes API tokens, and deactivates, activates and
//! deletes accounts. The operations and their types are generated from Atlassian's Postman collection; everything else
//! is hand-written.
//!
//! # First call
//!
//! ```no_run
//! use generated_client::Client;
//! use generated_client::types::AccountId;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().bearer_token_from_env("ATLASSIAN_API_KEY").build()?;
//!
//! let account_id = AccountId::new("712020:3f0c2a51-84be-4d17-9c60-1f2e5a7b9d04")?;
//! let profile = client.profile().get_profile(&account_id).await?;
//! println!("{} is {}", profile.account.name, profile.account.account_status);
//! # Ok(())
//! # }
//! ```
//!
//! The token is an *organization API key*, which an organization admin creates at admin.atlassian.com under Settings,
//! API keys. The service refuses a personal API token with 401. Your organization can manage an account after it has
//! verified the domain of the account's e-mail address and claimed the account.
//!
//! # Calls
//!
//! The module [`operations`] lists all operations with their methods and paths, and links the method of each.
//! [`Client`] has a handle for each group of operations: [`manage`](Client::manage), [`profile`](Client::profile),
//! [`email`](Client::email), [`api_tokens`](Client::api_tokens) and [`lifecycle`](Client::lifecycle). A method
//! takes the required parameters of its operation and returns a call, which has a setter for each optional one. Nothing
//! is sent until the call is awaited:
//!
//! - `.await` returns the body of the response;
//! - `.send().await` returns a [`Response`]: the body with status, headers and more;
//! - `.with(CallOptions::new().timeout(…))` sets options of this call.
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
//!     let reason = DeactivateUser::new().message("On leave");
//!     client.lifecycle().deactivate_user(&account_id).body(reason).await?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! Every failure is an [`Error`]. [`Error::api`] returns the error that the service describes as a typed value:
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
//!         Some(ApiError::ForbiddenAction(Ok(refusal))) => {
//!             println!("not allowed: {:?}", refusal.context.reason);
//!         }
//!         _ => return Err(error),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Options of a call
//!
//! Most settings of a client can also be set for a single call:
//!
//! ```no_run
//! use std::time::Duration;
//! use generated_client::{CallOptions, RetryPolicy};
//! # use generated_client::{Client, Error, types::AccountId};
//!
//! # async fn run(client: Client, account_id: AccountId) -> Result<(), Error> {
//! let patient = RetryPolicy::new().attempts(6).base(Duration::from_secs(1));
//! let options = CallOptions::new().retry(patient).timeout(Duration::from_secs(120));
//! let profile = client.profile().get_profile(&account_id).with(options).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Credentials
//!
//! [`bearer_token`](ClientBuilder::bearer_token) takes the token itself,
//! [`bearer_token_from_env`](ClientBuilder::bearer_token_from_env) the name of an environment variable, and
//! [`bearer_token_provider`](ClientBuilder::bearer_token_provider) a [`TokenProvider`], for tokens that expire: shortly
//! before that, and when the service responds with 401, the client gets a new [`Token`] from it.
//! [`CallOptions::credentials`] takes precedence over all of them for a single call. [`Authenticate`] is a hook for
//! everything else, such as signatures, of a client or, with [`CallOptions::authenticate`], of a single call.
//!
//! ```no_run
//! # async fn fetch_token() -> Result<String, std::io::Error> { Ok(String::new()) }
//! # fn run() -> Result<(), generated_client::Error> {
//! use generated_client::Client;
//!
//! let client = Client::builder().bearer_token_provider(|| async { fetch_token().await }).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Without async
//!
//! With the feature `blocking`, the method `call` of the trait `blocking::Call` sends a call and waits for its
//! response:
//!
//! ```no_run
//! # use generated_client::{Client, Error, types::AccountId};
//! # #[cfg(feature = "blocking")]
//! # fn run(client: Client, account_id: AccountId) -> Result<(), Error> {
//! use generated_client::blocking::Call as _;
//!
//! let profile = client.profile().get_profile(&account_id).call()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Other requests
//!
//! [`Client::request`] sends a request that has no method here, with the same credentials, policies and errors.
//!
//! # Tests
//!
//! With the feature `mock`, the module `mock` answers the requests of a client in tests, without a server.
//! [`Transport`] is the trait behind it, for middleware and for other ways to send requests.
//!
//! # Several calls at once
//!
//! A call borrows nothing, so a task can own it. [`ClientBuilder::concurrency`] limits the number of concurrent requests
//! of a client and all its clones, and pauses all of them when the service responds with 429:
//!
//! ```no_run
//! use generated_client::{Client, types::AccountId};
//! use tokio::task::JoinSet;
//!
//! # async fn run(account_ids: Vec<AccountId>) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().bearer_token_from_env("ATLASSIAN_API_KEY").concurrency(8).build()?;
//! let mut calls = JoinSet::new();
//! for account_id in account_ids {
//!     let call = client.profile().get_profile(&account_id);
//!     calls.spawn(async move { (account_id, call.await) });
//! }
//! while let Some(finished) = calls.join_next().await {
//!     match finished? {
//!         (account_id, Ok(profile)) => println!("{account_id} is {}", profile.account.account_status),
//!         (account_id, Err(error)) => println!("{account_id}: {error}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Two calls whose results are needed together can be joined: `tokio::try_join!(a.into_future(), b.into_future())`.
//!
//! # Examples
//!
//! The repository of this crate has complete programs, which need no account, since a stand-in service runs inside them:
//!
//! | command | what it shows |
//! |---|---|
//! | `cargo run -p generated-client --example tour` | all ten operations, and typed errors |
//! | `cargo run -p generated-client --example offboard -- --stand-in 500 --journal target/offboarded` | bulk work that can be interrupted and resumed; one account fails on purpose, so the exit code is 1 |
//! | `cargo run -p generated-client --example signing` | an [`Authenticate`] hook that signs each attempt |
//! | `cargo run -p generated-client --example replay -- --help` | every request of the collection, sent once |
//!
#![doc = include_str!("runtime/guarantees.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod runtime;

// The names in these modules come from the API. An attribute here compiles faster than one for each item.
#[allow(clippy::disallowed_names, clippy::just_underscores_and_digits, reason = "names come from the API")]
#[allow(clippy::should_implement_trait, clippy::wrong_self_convention, reason = "setters have the API's names")]
#[allow(clippy::too_many_arguments, reason = "required parameters are arguments")]
#[rustfmt::skip]
pub mod operations;
#[allow(clippy::disallowed_names, clippy::just_underscores_and_digits, reason = "names come from the API")]
#[allow(clippy::should_implement_trait, clippy::wrong_self_convention, reason = "setters have the API's names")]
#[allow(clippy::too_many_arguments, reason = "required fields are arguments")]
#[allow(deprecated, reason = "deprecated fields are still set, serialized and deserialized")]
#[allow(missing_docs, reason = "the collection does not describe everything")]
#[rustfmt::skip]
pub mod types;

#[cfg(feature = "blocking")]
pub mod blocking {
    //! Calls from code that is not async: import [`Call`] and end a call with `.call()`.

    pub use crate::runtime::api::blocking::Call;
}

pub use runtime::api::body::Body;
pub use runtime::api::builder::ClientBuilder;
pub use runtime::api::client::Client;
pub use runtime::api::error::{Error, ErrorKind};
pub use runtime::api::future::{BodyFuture, ResponseFuture};
pub use runtime::api::options::CallOptions;
pub use runtime::api::request_call::{FromResponse, RequestCall};
pub use runtime::api::response::Response;
pub use runtime::auth::{Authenticate, BoxError, BoxFuture, Token, TokenProvider};
#[cfg(feature = "mock")]
pub use runtime::mock;
pub use runtime::model::OrNull;
pub use runtime::model::date_time::DateTime;
pub use runtime::model::number::Number;
pub use runtime::model::string::InvalidText;
pub use runtime::policy::retry::RetryPolicy;
pub use runtime::policy::retry_hint::RateLimit;
pub use runtime::transport::custom::{
    RequestInfo, ResponseBody, Transport, TransportError, TransportErrorKind,
};
pub use runtime::transport::tls::TlsBackend;
pub use {bytes, http};
