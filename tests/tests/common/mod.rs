//! Helpers for the tests of the client: a client of a stand-in, ids as the service sends them, and calls of each of the
//! ten operations.

#![allow(dead_code, reason = "each test uses a part of this module")]

pub(crate) mod recorded;

use generated_client::types::{AccountId, DeactivateUser, SetEmail, UpdateProfile};
use generated_client::{Client, ClientBuilder, Error};
use serde_json::{Value, json};
use stand_in::{Account, Operation, StandIn};

/// The id of the account that most tests use.
pub(crate) const ID: &str = "712020:4c7e1d20-aa11";

/// Returns a service with the account [`ID`], and a client of it.
pub(crate) fn service_and_client() -> (StandIn, Client) {
    let service = StandIn::start();
    service.account(Account::new(ID));
    let client = client(&service);
    (service, client)
}

/// Returns a client of a service.
pub(crate) fn client(service: &StandIn) -> Client {
    built(builder(service))
}

/// Returns the builder of a client of a service.
pub(crate) fn builder(service: &StandIn) -> ClientBuilder {
    Client::builder().base_url(service.url()).bearer_token(service.token())
}

/// Builds a client. Panics if the settings are invalid.
pub(crate) fn built(builder: ClientBuilder) -> Client {
    builder.build().unwrap_or_else(|error| panic!("the client cannot be built: {error}"))
}

/// Returns the id of the account [`ID`].
pub(crate) fn id() -> AccountId {
    received_id(ID)
}

/// Returns an account id as from a response, in which the pattern is not checked.
pub(crate) fn received_id(id: &str) -> AccountId {
    serde_json::from_value(json!(id)).expect("every string is accepted in a response")
}

/// The arguments of [`call`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arguments<'a> {
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
    pub(crate) token_id: &'a str,
    pub(crate) message: Option<&'a str>,
}

impl Default for Arguments<'_> {
    fn default() -> Self {
        Self { name: "Nadia Brandt", email: "nadia@example.com", token_id: "token-9", message: None }
    }
}

/// Calls an operation through its typed method.
pub(crate) async fn call(
    client: &Client,
    operation: Operation,
    id: &AccountId,
    arguments: Arguments<'_>,
) -> Result<(), Error> {
    let lifecycle = client.lifecycle();
    match operation {
        Operation::GetPermissions => client.manage().get_user_management_permissions(id).await.map(drop),
        Operation::GetProfile => client.profile().get_profile(id).await.map(drop),
        Operation::UpdateProfile => {
            client.profile().update_profile(id, UpdateProfile::new().name(arguments.name)).await.map(drop)
        }
        Operation::SetEmail => client.email().set_email(id, SetEmail::new(arguments.email)).await,
        Operation::GetApiTokens => client.api_tokens().get_api_tokens(id).await.map(drop),
        Operation::DeleteApiToken => client.api_tokens().delete_api_token(id, arguments.token_id).await,
        Operation::DeactivateUser => match arguments.message {
            Some(message) => lifecycle.deactivate_user(id).body(DeactivateUser::new().message(message)).await,
            None => lifecycle.deactivate_user(id).await,
        },
        Operation::ActivateUser => lifecycle.activate_user(id).await,
        Operation::DeleteAccount => lifecycle.delete_account(id).await.map(drop),
        Operation::CancelDeleteAccount => lifecycle.cancel_delete_account(id).await.map(drop),
        other => panic!("no test calls {other}"),
    }
}

/// Returns the collection that the client is generated from.
pub(crate) fn collection() -> Value {
    let text = include_str!("../../../collection/user-management.postman_collection.json");
    serde_json::from_str(text).expect("the collection is JSON")
}

/// Returns the overlay that the client is generated from.
pub(crate) fn overlay() -> Value {
    let text = include_str!("../../../collection/user-management.overlay.json");
    serde_json::from_str(text).expect("the overlay is JSON")
}

/// Returns the error of a call. Panics if the call succeeds.
pub(crate) fn refused<T>(outcome: Result<T, Error>) -> Error {
    match outcome {
        Ok(_) => panic!("the call succeeded"),
        Err(error) => error,
    }
}
