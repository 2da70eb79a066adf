//! The route table, matched on the raw target.
//!
//! The path is split at `/`, and then each segment is percent-decoded. So encoded slashes, dots and doubly encoded
//! ids are the content of one segment. Nothing is normalized.

use std::fmt;

use percent_encoding::percent_decode_str;

/// One of the ten operations of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Operation {
    /// `GET /users/{account_id}/manage`
    GetPermissions,
    /// `GET /users/{account_id}/manage/profile`
    GetProfile,
    /// `PATCH /users/{account_id}/manage/profile`
    UpdateProfile,
    /// `PUT /users/{account_id}/manage/email`
    SetEmail,
    /// `GET /users/{account_id}/manage/api-tokens`
    GetApiTokens,
    /// `DELETE /users/{account_id}/manage/api-tokens/{tokenId}`
    DeleteApiToken,
    /// `POST /users/{account_id}/manage/lifecycle/disable`
    DeactivateUser,
    /// `POST /users/{account_id}/manage/lifecycle/enable`
    ActivateUser,
    /// `POST /users/{account_id}/manage/lifecycle/delete`
    DeleteAccount,
    /// `POST /users/{account_id}/manage/lifecycle/cancel-delete`
    CancelDeleteAccount,
}

impl Operation {
    /// All operations.
    pub const ALL: [Self; 10] = [
        Self::GetPermissions,
        Self::GetProfile,
        Self::UpdateProfile,
        Self::SetEmail,
        Self::GetApiTokens,
        Self::DeleteApiToken,
        Self::DeactivateUser,
        Self::ActivateUser,
        Self::DeleteAccount,
        Self::CancelDeleteAccount,
    ];

    /// Returns the name in the API's documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::GetPermissions => "Get user management permissions",
            Self::GetProfile => "Get profile",
            Self::UpdateProfile => "Update profile",
            Self::SetEmail => "Set email",
            Self::GetApiTokens => "Get API tokens",
            Self::DeleteApiToken => "Delete API token",
            Self::DeactivateUser => "Deactivate a user",
            Self::ActivateUser => "Activate a user",
            Self::DeleteAccount => "Delete account",
            Self::CancelDeleteAccount => "Cancel delete account",
        }
    }

    /// Returns the HTTP method.
    pub fn method(self) -> &'static str {
        match self {
            Self::GetPermissions | Self::GetProfile | Self::GetApiTokens => "GET",
            Self::UpdateProfile => "PATCH",
            Self::SetEmail => "PUT",
            Self::DeleteApiToken => "DELETE",
            Self::DeactivateUser | Self::ActivateUser | Self::DeleteAccount | Self::CancelDeleteAccount => {
                "POST"
            }
        }
    }

    /// Returns the path, with the parameters in braces.
    pub fn template(self) -> &'static str {
        match self {
            Self::GetPermissions => "/users/{account_id}/manage",
            Self::GetProfile | Self::UpdateProfile => "/users/{account_id}/manage/profile",
            Self::SetEmail => "/users/{account_id}/manage/email",
            Self::GetApiTokens => "/users/{account_id}/manage/api-tokens",
            Self::DeleteApiToken => "/users/{account_id}/manage/api-tokens/{tokenId}",
            Self::DeactivateUser => "/users/{account_id}/manage/lifecycle/disable",
            Self::ActivateUser => "/users/{account_id}/manage/lifecycle/enable",
            Self::DeleteAccount => "/users/{account_id}/manage/lifecycle/delete",
            Self::CancelDeleteAccount => "/users/{account_id}/manage/lifecycle/cancel-delete",
        }
    }
}

/// Writes the method and the path template.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method(), self.template())
    }
}

/// The result of looking up a method and a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// An operation with its decoded path arguments.
    Operation { operation: Operation, account: String, token: Option<String> },
    /// The path exists, but not with this method.
    WrongMethod { allowed: Vec<&'static str> },
    /// The path does not exist.
    Unknown,
}

/// Finds the route of a raw path.
pub(crate) fn resolve(method: &str, path: &str) -> Route {
    let Some(path) = path.strip_prefix('/') else { return Route::Unknown };
    let segments: Vec<String> =
        path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect();
    let mut allowed = Vec::new();
    for operation in Operation::ALL {
        let Some(arguments) = arguments(operation.template(), &segments) else { continue };
        if operation.method() == method {
            let mut arguments = arguments.into_iter();
            let account = arguments.next().unwrap_or_default();
            return Route::Operation { operation, account, token: arguments.next() };
        }
        allowed.push(operation.method());
    }
    if allowed.is_empty() { Route::Unknown } else { Route::WrongMethod { allowed } }
}

/// Returns the arguments of a path that matches the template. An empty segment matches no parameter.
fn arguments(template: &str, segments: &[String]) -> Option<Vec<String>> {
    let template: Vec<&str> = template.split('/').skip(1).collect();
    if template.len() != segments.len() {
        return None;
    }
    let mut arguments = Vec::new();
    for (expected, segment) in template.into_iter().zip(segments) {
        match expected.starts_with('{') {
            true if segment.is_empty() => return None,
            true => arguments.push(segment.clone()),
            false if expected != segment => return None,
            false => {}
        }
    }
    Some(arguments)
}

/// Returns the decoded values of a query parameter, in order.
pub(crate) fn query_values(query: &str, name: &str) -> Vec<String> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(key, _)| decode(key) == name)
        .map(|(_, value)| decode(value))
        .collect()
}
