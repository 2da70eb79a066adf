//! `POST …/manage/lifecycle/…`: disable, enable, delete, cancel-delete.

use std::time::SystemTime;

use axum::body::Bytes;
use serde_json::{Value, json};

use super::{body, no_content, ok, require};
use crate::account::{Account, LifecycleError, Status};
use crate::errors::Refusal;
use crate::reply::Reply;
use crate::rules::Privilege;

pub(super) fn deactivate(account: &mut Account, body: &Bytes) -> Result<Reply, Refusal> {
    let message = message(body)?;
    require(account, Privilege::LifecycleEnablement)?;
    let refused = "This account cannot be deactivated";
    require_living(account, refused)?;
    require_unhindered(account, refused)?;
    account.status = Status::Inactive;
    account.deactivation_message = message;
    Ok(no_content())
}

pub(super) fn activate(account: &mut Account) -> Result<Reply, Refusal> {
    require(account, Privilege::LifecycleEnablement)?;
    require_living(account, "This account cannot be activated")?;
    account.status = Status::Active;
    account.deactivation_message = None;
    Ok(no_content())
}

pub(super) fn delete(account: &mut Account, now: SystemTime) -> Result<Reply, Refusal> {
    require(account, Privilege::LifecycleDelete)?;
    let refused = "This account cannot be deleted";
    require_living(account, refused)?;
    require_unhindered(account, refused)?;
    account.schedule_deletion(now);
    Ok(ok(&json!({"message": "Success"})))
}

pub(super) fn cancel_delete(account: &mut Account) -> Result<Reply, Refusal> {
    require(account, Privilege::LifecycleDelete)?;
    if account.status != Status::PendingDeletion {
        return Err(Refusal::NotFound);
    }
    account.status = Status::Active;
    account.deleted_at = None;
    account.deactivation_message = None;
    Ok(ok(&json!({"message": "Success"})))
}

/// Returns the message of a deactivation. Many callers send no body, so none is treated like `{}`.
fn message(body: &Bytes) -> Result<Option<String>, Refusal> {
    if body.is_empty() {
        return Ok(None);
    }
    match body::object(body)?.remove("message") {
        None => Ok(None),
        Some(Value::String(message)) => Ok(Some(message)),
        Some(_) => Err(Refusal::BodyParseFailure),
    }
}

/// Refuses lifecycle operations on an account that is deleted or closed.
fn require_living(account: &Account, message: &'static str) -> Result<(), Refusal> {
    let code = match account.status {
        Status::Active | Status::Inactive => return Ok(()),
        Status::PendingDeletion => "deletion-scheduled",
        Status::Closed => "account-closed",
    };
    let errors = vec![LifecycleError::new(code).to_json()];
    Err(Refusal::Lifecycle { account: account.id.clone(), message, errors })
}

/// Refuses the operation when the account has lifecycle errors.
fn require_unhindered(account: &Account, message: &'static str) -> Result<(), Refusal> {
    if account.lifecycle_errors.is_empty() {
        return Ok(());
    }
    let errors = account.lifecycle_errors.iter().map(LifecycleError::to_json).collect();
    Err(Refusal::Lifecycle { account: account.id.clone(), message, errors })
}
