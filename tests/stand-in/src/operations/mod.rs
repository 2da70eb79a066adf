//! The ten operations.

mod body;
mod email;
mod lifecycle;
mod manage;
mod profile;
mod tokens;

pub(crate) use profile::served as served_profile;

use std::time::SystemTime;

use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::Value;

use crate::account::Account;
use crate::errors::Refusal;
use crate::reply::Reply;
use crate::routes::Operation;
use crate::rules::{self, Privilege, Restriction};
use crate::state::State;

/// The input of an operation.
pub(crate) struct Call<'a> {
    pub(crate) operation: Operation,
    pub(crate) account: &'a str,
    pub(crate) token: Option<&'a str>,
    pub(crate) query: &'a str,
    pub(crate) body: &'a Bytes,
    pub(crate) now: SystemTime,
}

/// Executes an operation, or returns the reason why not.
pub(crate) fn perform(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let State { accounts, claimed_domains, dialect, .. } = state;
    let account = accounts.get_mut(call.account).filter(|account| !account.is_deleted(call.now));
    let account = account.ok_or(Refusal::AccountNotFound)?;
    if account.restrictions.contains(&Restriction::Unmanaged) {
        return Err(Refusal::Forbidden);
    }
    let unverified = account.restrictions.contains(&Restriction::Unverified);
    if unverified && call.operation != Operation::GetPermissions {
        return Err(Refusal::TargetUnverified);
    }
    match call.operation {
        Operation::GetPermissions => Ok(manage::permissions(account, call, *dialect)),
        Operation::GetProfile => profile::get(account, *dialect),
        Operation::UpdateProfile => profile::update(account, call.body, *dialect),
        Operation::SetEmail => email::set(account, claimed_domains, call.body),
        Operation::GetApiTokens => tokens::list(account, call.body),
        Operation::DeleteApiToken => tokens::delete(account, call.token.unwrap_or_default(), call.body),
        Operation::DeactivateUser => lifecycle::deactivate(account, call.body),
        Operation::ActivateUser => lifecycle::activate(account),
        Operation::DeleteAccount => lifecycle::delete(account, call.now),
        Operation::CancelDeleteAccount => lifecycle::cancel_delete(account),
    }
}

/// Refuses the action when the privilege for it is missing.
fn require(account: &Account, privilege: Privilege) -> Result<(), Refusal> {
    match rules::denied(&account.restrictions, privilege) {
        None => Ok(()),
        Some(reason) => Err(Refusal::Action(rules::rule(Some(&reason)))),
    }
}

fn no_content() -> Reply {
    Reply::empty(StatusCode::NO_CONTENT)
}

fn ok(body: &Value) -> Reply {
    Reply::json(StatusCode::OK, body)
}
