//! The parts of an account.

use serde_json::{Value, json};

/// The kind of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccountType {
    /// `atlassian`: the account of a person.
    Atlassian,
    /// `customer`: a customer of a service desk.
    Customer,
    /// `app`: an app.
    App,
}

impl AccountType {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Atlassian => "atlassian",
            Self::Customer => "customer",
            Self::App => "app",
        }
    }
}

/// The status of an account in its lifecycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// In use.
    Active,
    /// Deactivated.
    Inactive,
    /// Deleted, and still in the grace period. The profile has `inactive`.
    PendingDeletion,
    /// Closed. The account can be read, but every lifecycle operation except cancel-delete returns 409.
    Closed,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive | Self::PendingDeletion => "inactive",
            Self::Closed => "closed",
        }
    }
}

/// An API token of an account. Times are strings and sent unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApiToken {
    pub(crate) id: String,
    label: String,
    created_at: String,
    last_access: Option<String>,
    expiry: Option<String>,
}

impl ApiToken {
    /// Creates a token that was never used and does not expire.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        let created_at = "2025-01-15T09:30:00.000Z".to_owned();
        Self { id: id.into(), label: label.into(), created_at, last_access: None, expiry: None }
    }

    /// Sets when the token was created.
    pub fn created_at(mut self, time: impl Into<String>) -> Self {
        self.created_at = time.into();
        self
    }

    /// Sets when the token was last used.
    pub fn last_access(mut self, time: impl Into<String>) -> Self {
        self.last_access = Some(time.into());
        self
    }

    /// Sets when the token expires.
    pub fn expiry(mut self, time: impl Into<String>) -> Self {
        self.expiry = Some(time.into());
        self
    }

    /// Returns the id of the token.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut token = json!({"id": self.id, "label": self.label, "createdAt": self.created_at});
        if let Some(time) = &self.last_access {
            token["lastAccess"] = json!(time);
        }
        if let Some(time) = &self.expiry {
            token["expiry"] = json!(time);
        }
        token
    }
}

/// One of the error codes in a 409 response. The real codes are not documented, so any string is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LifecycleError {
    code: String,
    message: Option<String>,
    link: Option<String>,
}

impl LifecycleError {
    /// Creates an error that has only a code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), message: None, link: None }
    }

    /// Sets the human-readable message.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Sets the URL of further information.
    pub fn link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut error = json!({"code": self.code});
        if let Some(message) = &self.message {
            error["message"] = json!(message);
        }
        if let Some(link) = &self.link {
            error["link"] = json!(link);
        }
        error
    }
}
