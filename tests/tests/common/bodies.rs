//! Bodies of every documented or observed shape, each with its type.

use generated_client::types::{
    ApiError, ApiToken, DeactivateUser, LifecycleResult, Profile, SetEmail, UpdateProfile,
    UserManagementPermissions,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A name, the round trip through the type, and the body.
pub(crate) type Case = (&'static str, fn(Value) -> serde_json::Result<Value>, Value);

/// Deserializes a value into a type, and serializes a clone of it.
pub(crate) fn round_trip<T: Clone + DeserializeOwned + Serialize>(value: Value) -> serde_json::Result<Value> {
    let typed: T = serde_json::from_value(value)?;
    serde_json::to_value(typed.clone())
}

/// Returns all bodies.
pub(crate) fn bodies() -> Vec<Case> {
    [permissions(), profiles(), requests(), responses(), errors(), forbidden()].concat()
}

fn permissions() -> Vec<Case> {
    let round_trip = round_trip::<UserManagementPermissions>;
    let (yes, scim) = (json!({"allowed": true}), denied("externalDirectory.scim"));
    let free = fields(&yes, &yes);
    let synced = fields(&yes, &scim);
    let mut observed = synced.clone();
    observed.insert("extended_profile.phone_number".to_owned(), yes.clone());
    observed.insert("extended_profile.team_type".to_owned(), yes.clone());
    vec![
        (
            "permissions: everything",
            round_trip,
            json!({
                "profile": free, "profile.write": free, "profile.read": yes, "email.set": yes,
                "lifecycle.enablement": yes, "lifecycle.delete": yes, "apiToken.read": yes, "apiToken.delete": yes,
            }),
        ),
        (
            "permissions: synchronized",
            round_trip,
            json!({
                "profile.write": synced, "profile.read": yes, "email.set": scim, "lifecycle.enablement": scim,
                "lifecycle.delete": denied("managedAccount"), "apiToken.read": yes, "apiToken.delete": yes,
            }),
        ),
        (
            "permissions: without a reason, with undocumented fields",
            round_trip,
            json!({
                "profile": observed, "email.set": scim, "lifecycle.enablement": scim,
                "lifecycle.delete": {"allowed": false},
            }),
        ),
    ]
}

fn profiles() -> Vec<Case> {
    let round_trip = round_trip::<Profile>;
    let extended = json!({
        "job_title": "Stage manager", "organization": "Teatr Północ", "department": "Lights", "location": "Gdańsk",
    });
    let full = json!({
        "characteristics": {"not_mentionable": true}, "zoneinfo": "Europe/Warsaw", "locale": "pl-PL",
        "extended_profile": extended,
    });
    let observed = json!({
        "email_verified": false, "privacy_settings": {"email": "organization", "name": "public"},
        "characteristics": {"not_mentionable": false}, "zoneinfo": "Europe/Warsaw", "locale": "pl-PL",
        "extended_profile": {"department": "Lights", "team_type": "Stage crew"},
    });
    let empty = json!({"characteristics": {}, "zoneinfo": "UTC", "locale": "en", "extended_profile": {}});
    vec![
        ("profile: full", round_trip, account(full)),
        ("profile: required fields", round_trip, account(json!({}))),
        ("profile: empty objects", round_trip, account(empty)),
        ("profile: as observed", round_trip, account(observed)),
    ]
}

/// Returns a profile with these optional fields.
pub(crate) fn account(optional: Value) -> Value {
    let mut account = json!({
        "account_id": "712020:0a55e77e-0d0e", "account_type": "customer", "account_status": "inactive",
        "name": "Zuzanna Wójcik", "nickname": "zuza ✨", "email": "zuzanna@teatr.example",
        "picture": "https://avatars.example.net/zuza?s=64",
    });
    if let (Value::Object(account), Value::Object(optional)) = (&mut account, optional) {
        account.extend(optional);
    }
    json!({"account": account})
}

fn requests() -> Vec<Case> {
    let extended =
        json!({"job_title": "Prompter", "organization": "Północ", "department": "", "location": "Sopot"});
    let all = json!({
        "name": "Zuzanna Lis", "nickname": "zuzu", "zoneinfo": "Europe/Paris", "locale": "fr-FR", "extended_profile": extended,
    });
    vec![
        ("update: everything", round_trip::<UpdateProfile>, all),
        ("update: one field", round_trip::<UpdateProfile>, json!({"locale": "kk-Cyrl-KZ"})),
        ("e-mail", round_trip::<SetEmail>, json!({"email": "z.lis@sub.teatr.example"})),
        ("deactivation", round_trip::<DeactivateUser>, json!({"message": "Touring \"until\" May\n"})),
        ("deactivation: without a message", round_trip::<DeactivateUser>, json!({})),
    ]
}

fn responses() -> Vec<Case> {
    let tokens = json!([
        {"id": "t/1", "label": "Box office", "createdAt": "2024-02-29T23:59:59.999Z",
         "lastAccess": "2024-12-31T00:00:00.000Z", "expiry": "2026-01-01T12:00:00.000Z"},
        {"id": "t/2", "label": "", "createdAt": "2024-03-01T00:00:00.001Z"},
    ]);
    vec![
        ("tokens", round_trip::<Vec<ApiToken>>, tokens),
        ("tokens: none", round_trip::<Vec<ApiToken>>, json!([])),
        ("deletion", round_trip::<LifecycleResult>, json!({"message": "Scheduled"})),
    ]
}

fn errors() -> Vec<Case> {
    let violations = json!([
        {"field": "name", "violations": [{"key": "maxLength"}, {"key": "validCharacters"}]},
        {"field": "extended_profile.location", "violations": [{"key": "somethingNew"}]},
    ]);
    let conflict = json!({
        "message": "There are open invoices", "accountId": "712020:0a55e77e-0d0e",
        "errorCodes": [
            {"code": "billing", "message": "2 invoices", "link": "https://billing.example.net/7"}, {"code": "owner"},
        ],
    });
    error_cases([
        ("400: unreadable", json!({"key": "bodyParseFailure"})),
        (
            "400: violations",
            json!({"key": "fieldConstraintsViolated", "context": {"fieldViolations": violations}}),
        ),
        ("401", json!({"key": "unauthorized"})),
        ("401: of the gateway", json!({"code": 401, "message": "Not logged in"})),
        ("404: account", json!({"key": "accountNotFound"})),
        ("404: resource", json!({"key": "notFound"})),
        ("409", json!({"key": "conflict.lifecycleErrors", "context": conflict})),
    ])
}

fn forbidden() -> Vec<Case> {
    let (unverified, action) = ("forbidden.targetUnverified", "forbidden.action");
    let google = denied("externalDirectory.google");
    let detail = "Error: verify the account first";
    let fields = json!({"name": denied("authPolicy.saml"), "extended_profile.department": google});
    error_cases([
        ("403", json!({"key": "forbidden"})),
        ("403: unverified", json!({"key": unverified})),
        (
            "403: unverified, as observed",
            json!({
                "key": unverified, "context": detail, "errorKey": "forbidden.target-unverified", "errorDetail": detail,
            }),
        ),
        ("403: action", json!({"key": action, "context": denied("myselfOnly")})),
        (
            "403: action, as observed",
            json!({"key": action, "context": google, "errorKey": action, "errorDetail": google}),
        ),
        ("403: fields", json!({"key": "forbidden.fieldMutation", "context": fields})),
        ("403: domain", json!({"key": "forbidden.unclaimedDomain", "context": {"domain": "teatr.example"}})),
    ])
}

fn error_cases<const N: usize>(cases: [(&'static str, Value); N]) -> Vec<Case> {
    let case = |(name, body)| (name, round_trip::<ApiError> as fn(Value) -> serde_json::Result<Value>, body);
    cases.into_iter().map(case).collect()
}

fn denied(key: &str) -> Value {
    json!({"allowed": false, "reason": {"key": key}})
}

/// Returns a rule for every field of a profile: `managed` for those that a directory manages, `own` for the others.
fn fields(own: &Value, managed: &Value) -> Map<String, Value> {
    let of = |names: [&str; 4], rule: &Value| names.map(|name| (name.to_owned(), rule.clone()));
    let own = of(["nickname", "zoneinfo", "locale", "extended_profile.location"], own);
    let names = [
        "name",
        "extended_profile.job_title",
        "extended_profile.organization",
        "extended_profile.department",
    ];
    own.into_iter().chain(of(names, managed)).collect()
}
