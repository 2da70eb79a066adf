//! `GET …/manage/api-tokens` and `DELETE …/manage/api-tokens/{tokenId}`.

use axum::body::Bytes;
use serde_json::Value;

use super::{body, no_content, ok, require};
use crate::account::{Account, ApiToken};
use crate::errors::Refusal;
use crate::reply::Reply;
use crate::rules::Privilege;

pub(super) fn list(account: &Account, body: &Bytes) -> Result<Reply, Refusal> {
    body::none_or_json(body)?;
    require(account, Privilege::ApiTokenRead)?;
    Ok(ok(&Value::Array(account.tokens.iter().map(ApiToken::to_json).collect())))
}

pub(super) fn delete(account: &mut Account, token: &str, body: &Bytes) -> Result<Reply, Refusal> {
    body::none_or_json(body)?;
    require(account, Privilege::ApiTokenDelete)?;
    let index = account.tokens.iter().position(|candidate| candidate.id == token).ok_or(Refusal::NotFound)?;
    account.tokens.remove(index);
    Ok(no_content())
}
