//! The accounts of the service.

mod parts;

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

pub use parts::{AccountType, ApiToken, LifecycleError, Status};

use crate::rules::Restriction;

/// The time during which a deletion can be cancelled.
pub(crate) const GRACE_PERIOD: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// An account to add to the service.
///
/// Only the id is required; everything else has a default:
///
/// ```
/// use stand_in::{Account, ApiToken, Restriction, Status};
///
/// let account = Account::new("557058:5b10a284")
///     .name("Ada Example")
///     .email("ada@example.com")
///     .status(Status::Inactive)
///     .api_token(ApiToken::new("token-1", "Backup job"))
///     .restriction(Restriction::Scim);
/// ```
#[derive(Clone, Debug)]
pub struct Account {
    pub(crate) id: String,
    pub(crate) account_type: AccountType,
    pub(crate) status: Status,
    pub(crate) name: String,
    pub(crate) nickname: String,
    pub(crate) email: String,
    pub(crate) picture: String,
    pub(crate) zoneinfo: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) extended_profile: BTreeMap<String, String>,
    pub(crate) not_mentionable: Option<bool>,
    pub(crate) extra: Map<String, Value>,
    pub(crate) tokens: Vec<ApiToken>,
    pub(crate) restrictions: Vec<Restriction>,
    pub(crate) lifecycle_errors: Vec<LifecycleError>,
    pub(crate) deactivation_message: Option<String>,
    pub(crate) deleted_at: Option<SystemTime>,
}

impl Account {
    /// Creates an active, unrestricted account without API tokens.
    pub fn new(id: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            account_type: AccountType::Atlassian,
            status: Status::Active,
            name: "Test User".to_owned(),
            nickname: "tester".to_owned(),
            email: "test.user@example.com".to_owned(),
            picture: "https://avatars.example.com/test-user".to_owned(),
            zoneinfo: None,
            locale: None,
            extended_profile: BTreeMap::new(),
            not_mentionable: None,
            extra: Map::new(),
            tokens: Vec::new(),
            restrictions: Vec::new(),
            lifecycle_errors: Vec::new(),
            deactivation_message: None,
            deleted_at: None,
            id,
        }
    }

    /// Sets the kind of account.
    pub fn account_type(mut self, account_type: AccountType) -> Self {
        self.account_type = account_type;
        self
    }

    /// Sets the status in the lifecycle. For [`Status::PendingDeletion`] the grace period begins when the
    /// account is added.
    pub fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Sets the full name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the nickname.
    pub fn nickname(mut self, nickname: impl Into<String>) -> Self {
        self.nickname = nickname.into();
        self
    }

    /// Sets the e-mail address. When the account is added, its domain is claimed, unless the account is
    /// unmanaged.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = email.into();
        self
    }

    /// Sets the URL of the avatar.
    pub fn picture(mut self, picture: impl Into<String>) -> Self {
        self.picture = picture.into();
        self
    }

    /// Sets the time zone. By default the profile has none.
    pub fn zoneinfo(mut self, zoneinfo: impl Into<String>) -> Self {
        self.zoneinfo = Some(zoneinfo.into());
        self
    }

    /// Sets the locale. By default the profile has none.
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Sets one field of the extended profile: `job_title`, `organization`, `department`, `location`.
    pub fn extended_profile(mut self, field: impl Into<String>, value: impl Into<String>) -> Self {
        self.extended_profile.insert(field.into(), value.into());
        self
    }

    /// Sets whether the account cannot be mentioned. By default the profile has no `characteristics`.
    pub fn not_mentionable(mut self, not_mentionable: bool) -> Self {
        self.not_mentionable = Some(not_mentionable);
        self
    }

    /// Sets a field of the profile to this JSON value, whatever the field had: for an unknown field, a `null`, a
    /// value of the wrong type.
    pub fn extra(mut self, field: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(field.into(), value.into());
        self
    }

    /// Adds an API token.
    pub fn api_token(mut self, token: ApiToken) -> Self {
        self.tokens.push(token);
        self
    }

    /// Adds a restriction.
    pub fn restriction(mut self, restriction: Restriction) -> Self {
        self.restrictions.push(restriction);
        self
    }

    /// Marks the account as unverified: short for [`Restriction::Unverified`].
    pub fn unverified(self) -> Self {
        self.restriction(Restriction::Unverified)
    }

    /// Marks the account as outside the organization: short for [`Restriction::Unmanaged`].
    pub fn unmanaged(self) -> Self {
        self.restriction(Restriction::Unmanaged)
    }

    /// Adds an error that prevents deactivating and deleting the account: both return 409.
    pub fn lifecycle_error(mut self, error: LifecycleError) -> Self {
        self.lifecycle_errors.push(error);
        self
    }

    /// Returns the profile of the account.
    pub(crate) fn profile(&self) -> Value {
        let mut profile = Map::new();
        let mut put = |field: &str, value: Value| profile.insert(field.to_owned(), value);
        put("account_id", json!(self.id));
        put("account_type", json!(self.account_type.as_str()));
        put("account_status", json!(self.status.as_str()));
        put("name", json!(self.name));
        put("nickname", json!(self.nickname));
        put("email", json!(self.email));
        put("picture", json!(self.picture));
        if let Some(zoneinfo) = &self.zoneinfo {
            put("zoneinfo", json!(zoneinfo));
        }
        if let Some(locale) = &self.locale {
            put("locale", json!(locale));
        }
        if !self.extended_profile.is_empty() {
            put("extended_profile", json!(self.extended_profile));
        }
        if let Some(not_mentionable) = self.not_mentionable {
            put("characteristics", json!({"not_mentionable": not_mentionable}));
        }
        profile.extend(self.extra.clone());
        Value::Object(profile)
    }

    pub(crate) fn is_deleted(&self, now: SystemTime) -> bool {
        self.deleted_at.is_some_and(|from| from <= now)
    }

    /// Whether the organization manages the account.
    pub(crate) fn is_managed(&self) -> bool {
        !self.restrictions.contains(&Restriction::Unmanaged)
    }

    /// Starts the grace period.
    pub(crate) fn schedule_deletion(&mut self, now: SystemTime) {
        self.status = Status::PendingDeletion;
        self.deleted_at = now.checked_add(GRACE_PERIOD);
    }
}
