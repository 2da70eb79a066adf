//! The privileges of an administrator over an account, and the restrictions that remove them.

use serde_json::{Map, Value, json};

/// A privilege over an account, as `GET …/manage` reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Privilege {
    /// `profile`: the former name of [`ProfileWrite`](Privilege::ProfileWrite), reported with the same
    /// content.
    Profile,
    /// `profile.write`: to update the profile, reported for each field.
    ProfileWrite,
    /// `profile.read`: to read the profile.
    ProfileRead,
    /// `email.set`: to set the e-mail address.
    EmailSet,
    /// `lifecycle.enablement`: to activate and deactivate.
    LifecycleEnablement,
    /// `lifecycle.delete`: to delete, and to cancel a deletion.
    LifecycleDelete,
    /// `apiToken.read`: to list API tokens.
    ApiTokenRead,
    /// `apiToken.delete`: to delete an API token.
    ApiTokenDelete,
}

impl Privilege {
    /// All privileges.
    pub const ALL: [Self; 8] = [
        Self::Profile,
        Self::ProfileWrite,
        Self::ProfileRead,
        Self::EmailSet,
        Self::LifecycleEnablement,
        Self::LifecycleDelete,
        Self::ApiTokenRead,
        Self::ApiTokenDelete,
    ];

    /// Returns the name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::ProfileWrite => "profile.write",
            Self::ProfileRead => "profile.read",
            Self::EmailSet => "email.set",
            Self::LifecycleEnablement => "lifecycle.enablement",
            Self::LifecycleDelete => "lifecycle.delete",
            Self::ApiTokenRead => "apiToken.read",
            Self::ApiTokenDelete => "apiToken.delete",
        }
    }
}

/// The reason why something is not allowed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// `administrative`: for administrators only.
    Administrative,
    /// `administrative.notMyself`: for administrators, but not on their own account.
    AdministrativeNotMyself,
    /// `authPolicy.saml`: the value is set when the user logs in by SAML.
    Saml,
    /// `blocked.exportControl`: blocked for US export control.
    ExportControl,
    /// `externalDirectory.scim`: managed by a directory that is synchronized by SCIM.
    Scim,
    /// `externalDirectory.google`: managed by a Google directory.
    Google,
    /// `myselfOnly`: for the owner of the account only.
    MyselfOnly,
    /// `managedAccount`: for the organization's administrator only.
    ManagedAccount,
    /// Any other key: the real list has grown before, so clients must accept unknown keys.
    Other(String),
    /// No reason: the real service has been observed without one.
    Unstated,
}

impl Reason {
    /// Returns the key on the wire; `None` for [`Reason::Unstated`].
    pub fn key(&self) -> Option<&str> {
        Some(match self {
            Self::Administrative => "administrative",
            Self::AdministrativeNotMyself => "administrative.notMyself",
            Self::Saml => "authPolicy.saml",
            Self::ExportControl => "blocked.exportControl",
            Self::Scim => "externalDirectory.scim",
            Self::Google => "externalDirectory.google",
            Self::MyselfOnly => "myselfOnly",
            Self::ManagedAccount => "managedAccount",
            Self::Other(key) => key,
            Self::Unstated => return None,
        })
    }
}

/// A restriction of an account. Which privileges it removes in detail is not documented for the real service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Restriction {
    /// Synchronized by SCIM: name, job title, organization, department, e-mail, enablement and deletion
    /// belong to the directory.
    Scim,
    /// Synchronized from Google: the same fields and privileges as with [`Scim`](Restriction::Scim).
    Google,
    /// Logs in by SAML, which sets name and e-mail.
    Saml,
    /// Blocked for US export control: can be neither activated nor deactivated.
    ExportControl,
    /// Not verified: every operation except `GET …/manage` returns 403 `forbidden.targetUnverified`.
    Unverified,
    /// Not managed by the organization: every operation returns 403 `forbidden`.
    Unmanaged,
    /// One privilege is missing. [`Privilege::ProfileWrite`] (or its former name) blocks every field.
    Privilege(Privilege, Reason),
    /// One field of the profile is blocked, by its dotted name: `nickname`, `extended_profile.location` …
    Field(String, Reason),
}

/// The fields that an administrator may be allowed to change.
pub(crate) const FIELDS: [&str; 8] = [
    "name",
    "nickname",
    "zoneinfo",
    "locale",
    "extended_profile.job_title",
    "extended_profile.organization",
    "extended_profile.department",
    "extended_profile.location",
];

const DIRECTORY_FIELDS: [&str; 4] =
    ["name", "extended_profile.job_title", "extended_profile.organization", "extended_profile.department"];

/// Returns the reason why a privilege is missing; `None` when it is not missing.
pub(crate) fn denied(restrictions: &[Restriction], privilege: Privilege) -> Option<Reason> {
    use Privilege::{EmailSet, LifecycleDelete, LifecycleEnablement};
    restrictions.iter().find_map(|restriction| match restriction {
        Restriction::Scim if matches!(privilege, EmailSet | LifecycleEnablement | LifecycleDelete) => {
            Some(Reason::Scim)
        }
        Restriction::Google if matches!(privilege, EmailSet | LifecycleEnablement | LifecycleDelete) => {
            Some(Reason::Google)
        }
        Restriction::Saml if privilege == EmailSet => Some(Reason::Saml),
        Restriction::ExportControl if privilege == LifecycleEnablement => Some(Reason::ExportControl),
        Restriction::Privilege(missing, reason) if *missing == privilege => Some(reason.clone()),
        _ => None,
    })
}

/// Returns the reason why a field cannot be changed; `None` when it can.
pub(crate) fn field_denied(restrictions: &[Restriction], field: &str) -> Option<Reason> {
    restrictions.iter().find_map(|restriction| match restriction {
        Restriction::Scim if DIRECTORY_FIELDS.contains(&field) => Some(Reason::Scim),
        Restriction::Google if DIRECTORY_FIELDS.contains(&field) => Some(Reason::Google),
        Restriction::Saml if field == "name" => Some(Reason::Saml),
        Restriction::Field(blocked, reason) if blocked == field => Some(reason.clone()),
        Restriction::Privilege(Privilege::ProfileWrite | Privilege::Profile, reason) => Some(reason.clone()),
        _ => None,
    })
}

/// Returns the JSON of a permission rule.
pub(crate) fn rule(denied: Option<&Reason>) -> Value {
    match denied {
        None => json!({"allowed": true}),
        Some(reason) => match reason.key() {
            Some(key) => json!({"allowed": false, "reason": {"key": key}}),
            None => json!({"allowed": false}),
        },
    }
}

/// Returns the JSON that reports for every field whether it can be changed.
pub(crate) fn mutability(restrictions: &[Restriction]) -> Map<String, Value> {
    let entry = |field: &&str| (field.to_string(), rule(field_denied(restrictions, field).as_ref()));
    FIELDS.iter().map(entry).collect()
}
