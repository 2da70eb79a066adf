//! The errors of the service and their bodies.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::reply::Reply;

/// The form of the responses: as documented, or as users have observed it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Exactly as documented.
    #[default]
    Documented,
    /// As bug reports and other clients show, but no documentation mentions:
    ///
    /// - errors repeat `key` as `errorKey` and `context` as `errorDetail`;
    /// - the context of `forbidden.targetUnverified` is a string, and its `errorKey` has a hyphen;
    /// - 401 has the shape of a gateway: `{"code":401,"message":"Unauthorized"}`;
    /// - the permissions have no reason for `lifecycle.delete`, and two more fields of the profile;
    /// - profiles have `email_verified` and `privacy_settings`.
    Observed,
}

/// The reason why a request was not executed.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    BodyParseFailure,
    FieldConstraints(Vec<Violation>),
    Unauthorized,
    Forbidden,
    TargetUnverified,
    /// The permission rule that forbids the action.
    Action(Value),
    /// The rules of the fields that must not be changed.
    FieldMutation(Map<String, Value>),
    UnclaimedDomain(String),
    AccountNotFound,
    NotFound,
    MethodNotAllowed(Vec<&'static str>),
    Lifecycle {
        account: String,
        message: &'static str,
        errors: Vec<Value>,
    },
    TooManyRequests,
    BodyTooLarge,
}

/// A field and the constraint that its value violates.
#[derive(Clone, Debug)]
pub(crate) struct Violation {
    pub(crate) field: &'static str,
    pub(crate) key: &'static str,
}

impl Refusal {
    pub(crate) fn into_reply(self, dialect: Dialect) -> Reply {
        let status = self.status();
        match (self, dialect) {
            (Self::TooManyRequests, _) => Reply::empty(status),
            (Self::Unauthorized, Dialect::Observed) => {
                Reply::json(status, &json!({"code": 401, "message": "Unauthorized"}))
            }
            (Self::TargetUnverified, Dialect::Observed) => {
                let detail = "Error: the account is not verified";
                let key = "forbidden.targetUnverified";
                let error_key = "forbidden.target-unverified";
                let body =
                    json!({"key": key, "context": detail, "errorKey": error_key, "errorDetail": detail});
                Reply::json(status, &body)
            }
            (Self::MethodNotAllowed(allowed), _) => {
                Reply::json(status, &json!({"key": "methodNotAllowed"})).with("allow", &allowed.join(", "))
            }
            (refusal, dialect) => Reply::json(status, &body(refusal.key(), refusal.context(), dialect)),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::BodyParseFailure | Self::FieldConstraints(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden
            | Self::TargetUnverified
            | Self::Action(_)
            | Self::FieldMutation(_)
            | Self::UnclaimedDomain(_) => StatusCode::FORBIDDEN,
            Self::AccountNotFound | Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Lifecycle { .. } => StatusCode::CONFLICT,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    fn key(&self) -> &'static str {
        match self {
            Self::BodyParseFailure => "bodyParseFailure",
            Self::FieldConstraints(_) => "fieldConstraintsViolated",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::TargetUnverified => "forbidden.targetUnverified",
            Self::Action(_) => "forbidden.action",
            Self::FieldMutation(_) => "forbidden.fieldMutation",
            Self::UnclaimedDomain(_) => "forbidden.unclaimedDomain",
            Self::AccountNotFound => "accountNotFound",
            Self::NotFound => "notFound",
            Self::MethodNotAllowed(_) => "methodNotAllowed",
            Self::Lifecycle { .. } => "conflict.lifecycleErrors",
            Self::TooManyRequests => "tooManyRequests",
            Self::BodyTooLarge => "bodyTooLarge",
        }
    }

    fn context(self) -> Option<Value> {
        match self {
            Self::FieldConstraints(violations) => Some(json!({"fieldViolations": by_field(&violations)})),
            Self::Action(rule) => Some(rule),
            Self::FieldMutation(rules) => Some(Value::Object(rules)),
            Self::UnclaimedDomain(domain) => Some(json!({"domain": domain})),
            Self::Lifecycle { account, message, errors } => {
                Some(json!({"message": message, "accountId": account, "errorCodes": errors}))
            }
            _ => None,
        }
    }
}

fn body(key: &str, context: Option<Value>, dialect: Dialect) -> Value {
    let mut body = json!({"key": key});
    if dialect == Dialect::Observed {
        body["errorKey"] = json!(key);
        if let Some(context) = &context {
            body["errorDetail"] = context.clone();
        }
    }
    if let Some(context) = context {
        body["context"] = context;
    }
    body
}

/// Returns the violations, grouped by field.
fn by_field(violations: &[Violation]) -> Vec<Value> {
    let mut fields: Vec<&str> = Vec::new();
    for violation in violations {
        if !fields.contains(&violation.field) {
            fields.push(violation.field);
        }
    }
    let entry = |field: &str| {
        let keys = violations.iter().filter(|violation| violation.field == field);
        let keys: Vec<Value> = keys.map(|violation| json!({"key": violation.key})).collect();
        json!({"field": field, "violations": keys})
    };
    fields.into_iter().map(entry).collect()
}
