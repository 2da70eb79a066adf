//! `PUT …/manage/email`.

use std::collections::BTreeSet;

use axum::body::Bytes;
use serde_json::Value;

use super::{body, no_content, require};
use crate::account::Account;
use crate::errors::{Refusal, Violation};
use crate::reply::Reply;
use crate::rules::Privilege;

/// The maximum number of characters of the local part and of each label of the domain.
const PART_MAX: usize = 255;

pub(super) fn set(account: &mut Account, claimed: &BTreeSet<String>, body: &Bytes) -> Result<Reply, Refusal> {
    let body = body::object(body)?;
    let Some(Value::String(email)) = body.get("email") else { return Err(Refusal::BodyParseFailure) };
    let domain = check(email)?;
    require(account, Privilege::EmailSet)?;
    if !claimed.contains(&domain.to_ascii_lowercase()) {
        return Err(Refusal::UnclaimedDomain(domain.to_owned()));
    }
    account.email = email.clone();
    Ok(no_content())
}

/// Checks an address and returns its domain.
fn check(email: &str) -> Result<&str, Refusal> {
    let mut violations = Vec::new();
    body::check_characters("email", email, &mut violations);
    let (user, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    if user.is_empty() || domain.split('.').any(str::is_empty) {
        violations.push(Violation { field: "email", key: "format" });
    }
    if std::iter::once(user).chain(domain.split('.')).any(|part| part.chars().count() > PART_MAX) {
        violations.push(Violation { field: "email", key: "partMaxLength" });
    }
    body::refuse_if_any(violations)?;
    Ok(domain)
}
