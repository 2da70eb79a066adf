//! `GET` and `PATCH …/manage/profile`.

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use super::{body, ok};
use crate::account::Account;
use crate::errors::{Dialect, Refusal};
use crate::reply::Reply;
use crate::rules::{self, FIELDS, Privilege};

const NAME_MAX: usize = 100;
const NICKNAME_MAX: usize = 30;
const EXTENDED: &str = "extended_profile";

pub(super) fn get(account: &Account, dialect: Dialect) -> Result<Reply, Refusal> {
    // For this operation only the plain `forbidden` is documented, not `forbidden.action`.
    if rules::denied(&account.restrictions, Privilege::ProfileRead).is_some() {
        return Err(Refusal::Forbidden);
    }
    Ok(ok(&json!({"account": served(account, dialect)})))
}

pub(super) fn update(account: &mut Account, body: &Bytes, dialect: Dialect) -> Result<Reply, Refusal> {
    let changes = Changes::read(&body::object(body)?)?;
    changes.check()?;
    let mut blocked = Map::new();
    for (field, _) in &changes.0 {
        if let Some(reason) = rules::field_denied(&account.restrictions, field) {
            blocked.insert((*field).to_owned(), rules::rule(Some(&reason)));
        }
    }
    if !blocked.is_empty() {
        return Err(Refusal::FieldMutation(blocked));
    }
    changes.apply(account);
    Ok(ok(&json!({"account": served(account, dialect)})))
}

/// Returns the profile in the form of the dialect.
pub(crate) fn served(account: &Account, dialect: Dialect) -> Value {
    let mut profile = account.profile();
    if let (Dialect::Observed, Value::Object(profile)) = (dialect, &mut profile) {
        profile.entry("email_verified").or_insert(json!(true));
        profile.entry("privacy_settings").or_insert(json!({"name": "public"}));
    }
    profile
}

/// Returns the writable fields of a request by their dotted names; `None` clears a field.
struct Changes(Vec<(&'static str, Option<String>)>);

impl Changes {
    fn read(body: &Map<String, Value>) -> Result<Self, Refusal> {
        let mut changes = Vec::new();
        for field in FIELDS {
            let value = match field.split_once('.') {
                None => body.get(field),
                Some((_, inner)) => match body.get(EXTENDED) {
                    None => None,
                    // Clearing the object clears each of its fields.
                    Some(Value::Null) => Some(&Value::Null),
                    Some(Value::Object(extended)) => extended.get(inner),
                    Some(_) => return Err(Refusal::BodyParseFailure),
                },
            };
            match value {
                None => {}
                Some(Value::String(text)) => changes.push((field, Some(text.clone()))),
                Some(Value::Null) if !matches!(field, "name" | "nickname") => changes.push((field, None)),
                Some(_) => return Err(Refusal::BodyParseFailure),
            }
        }
        Ok(Self(changes))
    }

    fn check(&self) -> Result<(), Refusal> {
        let mut violations = Vec::new();
        for (field, value) in &self.0 {
            let text = value.as_deref().unwrap_or_default();
            match *field {
                "name" => body::check_text(field, text, NAME_MAX, &mut violations),
                "nickname" => body::check_text(field, text, NICKNAME_MAX, &mut violations),
                field => body::check_characters(field, text, &mut violations),
            }
        }
        body::refuse_if_any(violations)
    }

    fn apply(self, account: &mut Account) {
        for (field, value) in self.0 {
            match (field, value) {
                ("name", value) => account.name = value.unwrap_or_default(),
                ("nickname", value) => account.nickname = value.unwrap_or_default(),
                ("zoneinfo", value) => account.zoneinfo = value,
                ("locale", value) => account.locale = value,
                (field, value) => {
                    let (_, inner) = field.split_once('.').unwrap_or(("", field));
                    match value {
                        Some(text) => account.extended_profile.insert(inner.to_owned(), text),
                        None => account.extended_profile.remove(inner),
                    };
                }
            }
        }
    }
}
