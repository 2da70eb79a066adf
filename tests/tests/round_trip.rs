//! The types deserialize every body of the service, including unknown fields and values, and serialize it unchanged. A
//! body that cannot be deserialized is an error with the path.

#[path = "common/bodies.rs"]
mod bodies;
mod common;

use bodies::{account, bodies, round_trip};
use common::{id, refused, service_and_client};
use generated_client::types::{
    Account, AccountStatus, AccountType, ApiError, ApiToken, Privilege, Profile, RestrictionReason,
    UpdateProfile, UserManagementPermissions,
};
use generated_client::{Error, ErrorKind};
use serde_json::{Value, json};
use stand_in::Fault;

#[test]
fn every_body_is_serialized_unchanged() {
    let bodies = bodies();
    assert_eq!(bodies.len(), 29);
    for (name, round_trip, body) in bodies {
        assert_eq!(
            round_trip(body.clone()).unwrap_or_else(|error| panic!("{name}: {error}")),
            body,
            "{name}"
        );
    }
}

#[test]
fn null_is_absent_in_an_optional_field() {
    let rule = json!({"allowed": true, "reason": null});
    let token = json!({"id": "a", "label": "b", "createdAt": "c", "expiry": null, "lastAccess": null});
    let optional = json!({
        "zoneinfo": null, "locale": null, "characteristics": {"not_mentionable": null}, "privacy_settings": null,
        "extended_profile": {"job_title": null, "team_type": null, "location": "Łódź"}, "email_verified": null,
    });
    for (round_trip, body, expected) in [
        (
            round_trip::<Profile> as fn(_) -> _,
            account(optional),
            account(json!({
                "characteristics": {}, "extended_profile": {"location": "Łódź"},
            })),
        ),
        (round_trip::<Vec<ApiToken>>, json!([token]), json!([{"id": "a", "label": "b", "createdAt": "c"}])),
        (
            round_trip::<UserManagementPermissions>,
            json!({"profile": null, "profile.write": {"name": rule}, "email.set": rule, "lifecycle.delete": null}),
            json!({"profile.write": {"name": {"allowed": true}}, "email.set": {"allowed": true}}),
        ),
    ] {
        assert_eq!(round_trip(body).expect("it can be deserialized"), expected);
    }
}

#[test]
fn unknown_fields_are_ignored() {
    let new = || json!({"deep": [{"er": null}, 1.5e300, "x"]});
    let bare = account(json!({"characteristics": {}, "extended_profile": {}}));
    let mut more = bare.clone();
    for pointer in ["", "/account", "/account/characteristics", "/account/extended_profile"] {
        more.pointer_mut(pointer).expect("it exists")["new"] = new();
    }
    assert_eq!(round_trip::<Profile>(more).expect("it can be deserialized"), bare);

    let rule = json!({"allowed": false, "since": 3, "reason": {"key": "myselfOnly", "new": new()}});
    let expected = json!({"email.set": {"allowed": false, "reason": {"key": "myselfOnly"}}});
    let body = json!({"email.set": rule, "session.read": rule, "avatar": "odd"});
    assert_eq!(round_trip::<UserManagementPermissions>(body).expect("it can be deserialized"), expected);
}

#[test]
fn unknown_values_are_kept() {
    let body = account(json!({"account_type": "robot", "account_status": "on hold"}));
    let Profile { account: Account { account_type, account_status, .. }, .. } =
        serde_json::from_value(body.clone()).expect("it can be deserialized");
    assert_eq!(account_type, AccountType::Unknown("robot".to_owned()));
    assert_eq!(account_status, AccountStatus::Unknown("on hold".to_owned()));
    assert_eq!(account_status.to_string(), "on hold");
    assert_eq!(round_trip::<Profile>(body.clone()).expect("it can be deserialized"), body);
    assert_eq!(Privilege::from("session.read"), Privilege::Unknown("session.read".to_owned()));
    assert_eq!(Privilege::from("Email.set").as_str(), "Email.set", "it is case-sensitive");
    assert_eq!(
        round_trip::<RestrictionReason>(json!("externalDirectory.okta")).ok(),
        Some(json!("externalDirectory.okta"))
    );
    assert_eq!(round_trip::<Privilege>(json!("")).ok(), Some(json!("")));
}

#[test]
fn a_date_may_be_any_string() {
    for date in ["2025-03-19T00:00:00.000Z", "yesterday", "", "1742342400"] {
        let token = json!({"id": "a", "label": "b", "createdAt": date});
        let token: ApiToken = serde_json::from_value(token).expect("it can be deserialized");
        assert_eq!(token.created_at.as_str(), date);
    }
}

#[test]
fn an_error_of_unknown_form_is_kept_completely() {
    for body in [
        json!({"code": 401, "message": "Not logged in", "nested": {"a": [null, 1.5, -0.0, u64::MAX]}}),
        json!({"key": "somethingNew", "context": {"a": 1}}),
        json!({"key": 7}),
        json!([{"key": "forbidden"}]),
        json!("forbidden"),
        json!(null),
    ] {
        let error: ApiError = serde_json::from_value(body.clone()).expect("every JSON is an error");
        assert_eq!(error, ApiError::Unknown(body.clone()));
        assert_eq!(serde_json::to_value(&error).expect("it can be serialized"), body);
        assert_eq!(error.key(), body["key"].as_str());
    }
}

#[test]
fn an_error_keeps_its_variant_whatever_its_context_is() {
    for body in [
        json!({"key": "forbidden.action"}),
        json!({"key": "forbidden.action", "context": "text", "errorKey": "forbidden.action"}),
        json!({"key": "forbidden.action", "context": {"allowed": false, "reason": {"key": 7}}}),
    ] {
        let error: ApiError = serde_json::from_value(body.clone()).expect("every JSON is an error");
        assert_eq!(error, ApiError::ForbiddenAction(Err(body.clone())));
        assert_eq!(serde_json::to_value(&error).expect("it can be serialized"), body);
        assert_eq!(error.key(), Some("forbidden.action"));
    }
    let error: fn(&str, Value) -> ApiError = |key, context| {
        serde_json::from_value(json!({"key": key, "context": context})).expect("every JSON is an error")
    };
    let violations = error("fieldConstraintsViolated", json!({"fieldViolations": {}}));
    assert!(matches!(violations, ApiError::FieldConstraintsViolated(Err(_))), "{violations:?}");
    let conflict = error("conflict.lifecycleErrors", json!({"message": "m", "errorCodes": []}));
    assert!(matches!(conflict, ApiError::ConflictLifecycleErrors(Err(_))), "{conflict:?}");
    // What is unknown within the context is there as a value.
    let reason =
        error("forbidden.action", json!({"allowed": false, "reason": {"key": "new.rule", "more": 1}}));
    let ApiError::ForbiddenAction(Ok(refusal)) = reason else { panic!("{reason:?}") };
    assert_eq!(refusal.context.reason.map(|reason| reason.key), Some("new.rule".into()));
}

/// Returns the error of `get_profile` with this fault.
async fn unreadable(fault: Fault) -> Error {
    let (service, client) = service_and_client();
    service.inject(fault);
    refused(client.profile().get_profile(&id()).await)
}

#[tokio::test]
async fn an_error_names_the_missing_or_mistyped_value() {
    let mut wrong = account(json!({"extended_profile": {"job_title": ["x"]}}));
    let mut cases = vec![
        (json!({}), "account", "the response lacks `account`"),
        (json!({"account": null}), "account", "`account` in the response is not an object (Account)"),
        (json!([]), "", "the response is not an object (Profile)"),
        (json!("text"), "", "the response is not an object (Profile)"),
        (
            wrong.clone(),
            "account.extended_profile.job_title",
            "`account.extended_profile.job_title` in the response is not a string",
        ),
    ];
    wrong["account"]["email"] = json!(7);
    cases.push((wrong.clone(), "account.email", "`account.email` in the response is not a string"));
    if let Some(account) = wrong["account"].as_object_mut() {
        account.remove("email");
        account.remove("extended_profile");
    }
    cases.push((wrong, "account.email", "the response lacks `account.email`"));
    for (body, path, message) in cases {
        let error = unreadable(Fault::status(200).json(&body)).await;
        assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some(path)), "{body}");
        assert!(error.to_string().ends_with(message), "{error}");
        assert_eq!(error.decode::<Value>().expect("it is JSON"), body, "the body is available");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert!(error.api().is_none());
    }
}

#[tokio::test]
async fn the_path_has_indices_and_fields() {
    let (service, client) = service_and_client();
    let good = json!({"id": "a", "label": "b", "createdAt": "c"});
    for (tokens, path) in [
        (json!([good, {"id": "a", "label": "b"}]), "[1].createdAt"),
        (json!([good, good, {"id": 1}]), "[2].id"),
        (json!([null]), "[0]"),
    ] {
        service.inject(Fault::status(200).json(&tokens));
        let error = refused(client.api_tokens().get_api_tokens(&id()).await);
        assert_eq!(error.decode_path(), Some(path));
    }
    service.inject(Fault::status(200).json(&json!({"profile.write": {"name": {"allowed": "no"}}})));
    let error = refused(client.manage().get_user_management_permissions(&id()).await);
    // The key of a map is data of the service.
    assert_eq!(error.decode_path(), Some("profile.write.….allowed"));
}

#[tokio::test]
async fn a_body_that_is_not_json_is_an_error() {
    let good = account(json!({})).to_string();
    for (fault, message) in [
        (Fault::html(200), "the response is not JSON, from line 1 column 1 on"),
        (Fault::malformed_json(), "the response is not JSON, from line 1 column 21 on"),
        (Fault::status(200), "the response is empty, but JSON was expected"),
        (Fault::status(204), "the response is empty, but JSON was expected"),
        (Fault::status(200).body(" \r\n\t"), "the response is empty, but JSON was expected"),
        (Fault::status(200).body(format!("{good} x")), "the response has more than a JSON value"),
        (Fault::status(200).body(good.replace("zuzanna@", "\u{0}")), "the response is not JSON, from line 1"),
        (Fault::status(200).body(b"{\"account\": \"\xff\"}".as_slice()), "the response is not JSON"),
        (Fault::deep_json(100_000), "the response is not an object (Profile)"),
        (Fault::status(200).body(r#"{"account":"#.repeat(50_000)), "the response is not JSON"),
    ] {
        let error = unreadable(fault).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.is_decode() && error.to_string().contains(message), "{error}: {message}");
        assert!(!error.may_have_been_applied(), "a GET changes nothing");
    }
}

#[tokio::test]
async fn an_unknown_field_may_be_nested_deeply() {
    let (service, client) = service_and_client();
    let deep = "[".repeat(50_000) + &"]".repeat(50_000);
    let body = account(json!({})).to_string().replacen('{', &format!(r#"{{"new":{deep},"#), 1);
    service.inject(Fault::status(200).body(body));
    let profile = client.profile().get_profile(&id()).await.expect("it can be deserialized");
    assert_eq!(profile.account.email, "zuzanna@teatr.example");
}

#[tokio::test]
async fn the_content_type_of_a_response_is_ignored() {
    let (service, client) = service_and_client();
    for content_type in
        ["text/html", "application/octet-stream", "application/vnd.x+json; charset=latin1", "nonsense"]
    {
        service.inject(Fault::content_type(content_type));
        client.profile().get_profile(&id()).await.unwrap_or_else(|error| panic!("{content_type}: {error}"));
    }
}

#[tokio::test]
async fn an_operation_without_a_response_body_ignores_any_body() {
    let (service, client) = service_and_client();
    for fault in [Fault::html(200), Fault::malformed_json(), Fault::deep_json(9), Fault::status(202)] {
        service.inject(fault);
        client.lifecycle().activate_user(&id()).await.expect("it is a success");
    }
}

#[tokio::test]
async fn after_an_unreadable_response_a_change_may_have_been_applied() {
    let (service, client) = service_and_client();
    service.inject(Fault::malformed_json().after_execution());
    let error = refused(client.profile().update_profile(&id(), UpdateProfile::new().name("Ewa")).await);
    assert!(error.is_decode() && error.may_have_been_applied(), "{error}");
    assert_eq!(service.executed().len(), 1);
}
