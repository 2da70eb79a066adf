//! Names of headers, parameters and variables whose values are secrets.

use hashbrown::HashMap;

use crate::lower::names::snake_case;

/// What a name tells about the value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyName {
    /// The value authenticates the caller: `X-API-Key`, `access_token`, `Authorization`.
    Credential,
    /// The value may be a secret, or anything else: `key`, `token`, `X-CSRF-Token`.
    Ambiguous,
    /// The value is no secret.
    Other,
}

/// The names of secrets that are one word, or the last word of a name.
const SECRETS: &[&str] = &[
    "accesskey",
    "accesstoken",
    "apikey",
    "apitoken",
    "authkey",
    "authorization",
    "authtoken",
    "clientsecret",
    "cookie",
    "credential",
    "credentials",
    "jwt",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "sessionid",
    "sessiontoken",
];

/// The words before `key` in the name of a credential. Other keys are those of a record or of a cache.
const KEYS: &[&str] = &[
    "access",
    "api",
    "app",
    "application",
    "auth",
    "consumer",
    "dev",
    "developer",
    "function",
    "functions",
    "master",
    "private",
    "secret",
    "subscription",
];

/// The words before `key` where it is a secret, but perhaps not that of the caller.
const OTHER_KEYS: &[&str] = &[
    "account",
    "admin",
    "client",
    "encryption",
    "integration",
    "license",
    "merchant",
    "partner",
    "security",
    "service",
    "shared",
    "signing",
    "storage",
    "user",
];

/// The words before `token` where it is the position in a list.
const POSITIONS: &[&str] = &[
    "change",
    "continuation",
    "cursor",
    "delta",
    "next",
    "page",
    "paging",
    "pagination",
    "prev",
    "previous",
    "resume",
    "scroll",
    "skip",
    "start",
    "sync",
];

/// The words before `token` where it belongs to one call or to another party.
const OF_ONE_CALL: &[&str] = &[
    "activation",
    "card",
    "confirmation",
    "csrf",
    "device",
    "fcm",
    "invitation",
    "invite",
    "payment",
    "push",
    "registration",
    "request",
    "reset",
    "verification",
    "verify",
    "xsrf",
];

/// Returns what the name of a header, of a parameter or of a variable tells about its value.
pub(crate) fn key_name(name: &str) -> KeyName {
    let name = snake_case(name);
    // Headers of responses and of Postman itself, which some collections have in requests.
    if name.starts_with("access_control") || ["postman_token", "set_cookie"].contains(&name.as_str()) {
        return KeyName::Other;
    }
    let mut words = name.rsplit('_').filter(|word| !word.is_empty());
    let last = words.next().unwrap_or_default();
    let before = words.next().unwrap_or_default();
    match last {
        _ if SECRETS.contains(&last) => KeyName::Credential,
        "key" if KEYS.contains(&before) => KeyName::Credential,
        "key" if OTHER_KEYS.contains(&before) => KeyName::Ambiguous,
        "token" if POSITIONS.contains(&before) => KeyName::Other,
        "token" if before.is_empty() || OF_ONE_CALL.contains(&before) => KeyName::Ambiguous,
        "token" => KeyName::Credential,
        "id" if before == "session" => KeyName::Credential,
        "key" | "code" if before.is_empty() || before == "x" => KeyName::Ambiguous,
        "auth" | "hash" | "session" | "sid" | "sig" | "signature" => KeyName::Ambiguous,
        _ => KeyName::Other,
    }
}

/// A name, and what it tells about the value.
#[derive(Clone, Copy)]
pub(crate) struct Key<'n> {
    pub(crate) name: &'n str,
    pub(crate) kind: KeyName,
}

impl<'n> Key<'n> {
    /// The key of a value without a name.
    pub(crate) const NONE: Self = Self { name: "", kind: KeyName::Other };

    /// Finds out what a name tells.
    pub(crate) fn new(name: &'n str) -> Self {
        Self { name, kind: key_name(name) }
    }
}

/// The names of fields so far: it is slow to find out what one tells, and the same ones are in many bodies.
#[derive(Default)]
pub(crate) struct KnownKeys {
    kinds: HashMap<String, KeyName>,
}

impl KnownKeys {
    /// Returns a name, and what it tells about the value.
    pub(crate) fn key<'n>(&mut self, name: &'n str) -> Key<'n> {
        if let Some(&kind) = self.kinds.get(name) {
            return Key { name, kind };
        }
        let key = Key::new(name);
        self.kinds.insert(name.to_owned(), key.kind);
        key
    }
}

/// Returns whether the value of a header with this name differs from call to call, or depends on the body, so that it
/// is no setting of a client.
pub(crate) fn is_of_one_call(name: &str) -> bool {
    const STANDARD: &[&str] =
        &["accept", "cache", "content", "expect", "if", "origin", "pragma", "prefer", "range", "referer"];
    const WORDS: &[&str] = &[
        "checksum",
        "correlation",
        "date",
        "digest",
        "hash",
        "hmac",
        "idempotency",
        "md5",
        "nonce",
        "request",
        "sha256",
        "sig",
        "sign",
        "signature",
        "time",
        "timestamp",
        "trace",
        "traceparent",
        "tracestate",
        "transaction",
    ];
    let name = snake_case(name);
    let mut words = name.split('_').filter(|word| !word.is_empty());
    let first = words.clone().next().unwrap_or_default();
    STANDARD.contains(&first)
        || words.any(|word| WORDS.contains(&word))
        || key_name(&name) == KeyName::Ambiguous
}

#[cfg(test)]
mod tests {
    use super::KeyName::{Ambiguous, Credential, Other};
    use super::*;

    #[test]
    fn names_of_keys_are_recognized_in_every_spelling() {
        for (expected, names) in [
            (
                Credential,
                &[
                    "X-API-Key",
                    "x_api_key",
                    "apiKey",
                    "APIKEY",
                    "X-MBX-APIKEY",
                    "api-key",
                    "X-Acme-API-Key",
                    "Ocp-Apim-Subscription-Key",
                    "access_token",
                    "accessToken",
                    "X-Auth-Token",
                    "X-User-Token",
                    "Authorization",
                    "Proxy-Authorization",
                    "Cookie",
                    "client_secret",
                    "password",
                    "X-App-Key",
                    "refresh_token",
                    "PRIVATE-TOKEN",
                    "sessionId",
                ][..],
            ),
            (
                Ambiguous,
                &["key", "token", "code", "sig", "X-CSRF-Token", "reset_token", "license_key", "X-Signature"],
            ),
            (
                Other,
                &[
                    "pageToken",
                    "next_page_token",
                    "Idempotency-Key",
                    "Accept",
                    "X-Shop-Id",
                    "keyword",
                    "partition_key",
                    "country_code",
                    "tokenType",
                    "access_token_url",
                    "client_id",
                    "password_policy",
                    "processDefinitionKey",
                    "statKey",
                    "",
                    "-",
                    "monkey",
                    "Access-Control-Allow-Credentials",
                    "Postman-Token",
                ],
            ),
        ] {
            for name in names {
                assert_eq!(key_name(name), expected, "{name}");
            }
        }
    }
}
