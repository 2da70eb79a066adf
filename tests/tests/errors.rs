//! Refusals of the service as errors: all documented ones, observed ones that are not documented, and responses of
//! gateways.

#[path = "common/cases.rs"]
mod cases;
mod common;

use std::collections::BTreeSet;

use cases::cases;
use common::{Arguments, ID, call, client, id, overlay, refused, service_and_client};
use generated_client::types::{ApiError, RestrictionReason};
use generated_client::{Client, Error, ErrorKind};
use serde_json::{Value, json};
use stand_in::{Account, Dialect, Fault, LifecycleError, Operation, Privilege, Reason, Restriction, StandIn};

#[tokio::test]
async fn every_documented_refusal_is_the_documented_error() {
    for case in cases() {
        let service = StandIn::start();
        let client = client(&service);
        (case.set_up)(&service);
        let error = refused(call(&client, case.operation, &id(), case.arguments).await);
        let context = format!("{} {}: {error:?}", case.operation, case.status);
        assert_eq!((error.kind(), status(&error)), (ErrorKind::Status, case.status), "{context}");
        assert_eq!(predicates(&error), [predicate_of(case.status)], "{context}");
        assert!(!format!("{:?}", error.api()).contains("Err("), "{context}");
        assert!(!matches!(error.api(), Some(ApiError::Unknown(_))), "{context}");
        assert_eq!(api_json(&error), case.body, "{context}");
        assert!(!error.may_have_been_applied(), "{context}");
        assert_eq!(error.operation().and_then(|name| name.split(" / ").last()), Some(case.operation.name()));
        assert_eq!((service.executed(), service.requests().len()), (vec![], 1), "{context}");
        assert_eq!(service.last_request().and_then(|request| request.status), Some(case.status), "{context}");
    }
}

#[test]
fn the_cases_are_exactly_the_documented_statuses() {
    let covered: BTreeSet<_> = cases().iter().map(|case| (case.operation.to_string(), case.status)).collect();
    let mut documented = BTreeSet::new();
    for (path, methods) in overlay()["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            for (status, _) in operation["responses"].as_object().into_iter().flatten() {
                let status: u16 =
                    status.parse().unwrap_or_else(|_| panic!("{path}.{method}: status {status}"));
                if status >= 400 {
                    documented.insert((format!("{} {path}", method.to_uppercase()), status));
                }
            }
        }
    }
    assert_eq!(covered, documented);
}

#[test]
fn the_cases_are_exactly_the_documented_keys() {
    let covered: BTreeSet<_> =
        cases().into_iter().filter_map(|case| case.body).map(|body| key(&body)).collect();
    let schemas = &overlay()["components"]["schemas"];
    let mut documented = BTreeSet::new();
    for alternative in schemas["ApiError"]["oneOf"].as_array().into_iter().flatten() {
        let schema = match alternative["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            Some(name) => &schemas[name],
            None => alternative,
        };
        documented.insert(key(&json!({"key": schema["properties"]["key"]["const"]})));
    }
    assert_eq!(covered, documented);
}

#[tokio::test]
async fn the_refusal_of_an_action_names_the_reason() {
    let error = email_of(Account::new(ID).restriction(Restriction::Google), "new@example.com").await;
    let Some(ApiError::ForbiddenAction(Ok(refusal))) = error.api() else { panic!("{error:?}") };
    assert!(!refusal.context.allowed);
    let reason = refusal.context.reason.map(|restriction| restriction.key);
    assert_eq!(reason, Some(RestrictionReason::ExternalDirectoryGoogle));
    assert_eq!((refusal.error_key, refusal.error_detail), (None, None));
}

#[tokio::test]
async fn the_refusal_of_a_domain_names_the_domain() {
    let error = email_of(Account::new(ID), "new@rival.example").await;
    let Some(ApiError::ForbiddenUnclaimedDomain(Ok(refusal))) = error.api() else { panic!("{error:?}") };
    assert_eq!(refusal.context.map(|context| context.domain).as_deref(), Some("rival.example"));
}

#[tokio::test]
async fn a_violated_rule_names_field_and_rule() {
    let error = email_of(Account::new(ID), &format!("{}@example.com", "x".repeat(256))).await;
    let Some(ApiError::FieldConstraintsViolated(Ok(refusal))) = error.api() else { panic!("{error:?}") };
    let field = &refusal.context.field_violations[0];
    assert_eq!((field.field.as_str(), field.violations[0].key.as_str()), ("email", "partMaxLength"));
}

#[tokio::test]
async fn the_refusal_of_fields_has_a_rule_for_each() {
    let (service, client) = service_and_client();
    service.account(Account::new(ID).restriction(Restriction::Field("name".to_owned(), Reason::Saml)));
    let error = failure(&client, Operation::UpdateProfile).await;
    let Some(ApiError::ForbiddenFieldMutation(Ok(refusal))) = error.api() else { panic!("{error:?}") };
    let rules: Vec<_> = refusal.context.iter().map(|(field, rule)| (field.as_str(), rule.allowed)).collect();
    assert_eq!(rules, [("name", false)]);
}

#[tokio::test]
async fn a_conflict_lists_its_reasons() {
    let (service, client) = service_and_client();
    let error = LifecycleError::new("OPEN_INVOICE").message("Pay it");
    service.account(Account::new(ID).lifecycle_error(error));
    let error = failure(&client, Operation::DeleteAccount).await;
    let Some(ApiError::ConflictLifecycleErrors(Ok(conflict))) = error.api() else { panic!("{error:?}") };
    assert_eq!(conflict.context.account_id, id());
    let codes = conflict.context.error_codes;
    assert_eq!((codes[0].code.as_str(), codes[0].message.as_deref()), ("OPEN_INVOICE", Some("Pay it")));
}

#[tokio::test]
async fn a_message_names_the_operation_and_the_status() {
    let (_service, client) = service_and_client();
    let error = failure(&client, Operation::CancelDeleteAccount).await;
    let expected =
        "POST /users/{account_id}/manage/lifecycle/cancel-delete: the service responded with 404 Not Found";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.operation(), Some("Lifecycle / Cancel delete account"));
    assert_eq!((error.attempts(), error.location(), error.decode_path()), (1, None, None));
}

#[tokio::test]
async fn observed_refusals_repeat_key_and_context() {
    let service = StandIn::builder().dialect(Dialect::Observed).start();
    let client = client(&service);
    let rule = Restriction::Privilege(Privilege::LifecycleDelete, Reason::Unstated);
    service.account(Account::new(ID).restriction(rule));
    let error = failure(&client, Operation::DeleteAccount).await;
    let Some(ApiError::ForbiddenAction(Ok(refusal))) = error.api() else { panic!("{error:?}") };
    assert_eq!(refusal.context.reason, None);
    assert_eq!(refusal.error_key.as_deref(), Some("forbidden.action"));
    assert_eq!(refusal.error_detail, Some(json!({"allowed": false})));

    service.account(Account::new(ID).unmanaged());
    let error = failure(&client, Operation::GetProfile).await;
    assert_eq!(error.api(), Some(ApiError::Forbidden));
    assert_eq!(error.decode::<Value>().ok(), Some(json!({"key": "forbidden", "errorKey": "forbidden"})));
}

#[tokio::test]
async fn the_observed_context_of_an_unverified_account_is_a_string() {
    let service = StandIn::builder().dialect(Dialect::Observed).start();
    service.account(Account::new(ID).unverified());
    let error = failure(&client(&service), Operation::DeactivateUser).await;
    let Some(ApiError::ForbiddenTargetUnverified(Ok(refusal))) = error.api() else { panic!("{error:?}") };
    assert!(refusal.context.as_ref().is_some_and(Value::is_string));
    assert_eq!(refusal.context, refusal.error_detail);
    assert_eq!(refusal.error_key.as_deref(), Some("forbidden.target-unverified"));
}

#[tokio::test]
async fn a_401_of_the_gateway_is_unauthorized_and_of_unknown_form() {
    let service = StandIn::builder().dialect(Dialect::Observed).start();
    let client = client(&service);
    service.rotate_token("another");
    let error = failure(&client, Operation::GetProfile).await;
    assert!(error.is_unauthorized());
    let body = json!({"code": 401, "message": "Unauthorized"});
    assert_eq!(error.api(), Some(ApiError::Unknown(body)));
}

#[tokio::test]
async fn an_error_that_is_not_json_has_a_status_and_a_body() {
    let (service, client) = service_and_client();
    for status_code in [400, 403, 418, 451] {
        service.inject(Fault::html(status_code).header("x-request-id", "r-17"));
        let error = failure(&client, Operation::DeactivateUser).await;
        assert_eq!((status(&error), error.api()), (status_code, None));
        assert!(error.body().is_some_and(|body| body.starts_with(b"<!DOCTYPE html>")));
        assert!(error.decode::<Value>().is_err_and(|error| error.is_decode()));
        assert_eq!(error.request_id(), Some("r-17"));
        let content_type = error.headers().and_then(|headers| headers.get("content-type"));
        assert!(content_type.is_some_and(|value| value == "text/html; charset=utf-8"));
    }
}

#[tokio::test]
async fn after_a_server_error_a_change_may_have_been_made() {
    let (service, client) = service_and_client();
    let repeatable = [
        Operation::GetPermissions,
        Operation::GetProfile,
        Operation::SetEmail,
        Operation::GetApiTokens,
        Operation::DeleteApiToken,
    ];
    for operation in Operation::ALL {
        // With this header the call is repeated at once, if it is repeated.
        service.inject(Fault::html(503).header("retry-after", "0").always());
        let error = failure(&client, operation).await;
        service.clear_faults();
        assert_eq!((status(&error), predicates(&error)), (503, vec!["server error"]));
        assert_eq!(error.may_have_been_applied(), !repeatable.contains(&operation), "{operation}");
    }
}

async fn failure(client: &Client, operation: Operation) -> Error {
    refused(call(client, operation, &id(), Arguments::default()).await)
}

/// Returns the error of setting the address of an account.
async fn email_of(account: Account, email: &str) -> Error {
    let (service, client) = service_and_client();
    service.account(account);
    let arguments = Arguments { email, ..Arguments::default() };
    refused(call(&client, Operation::SetEmail, &id(), arguments).await)
}

fn status(error: &Error) -> u16 {
    error.status().map_or(0, |status| status.as_u16())
}

/// Returns the typed error as JSON.
fn api_json(error: &Error) -> Option<Value> {
    error.api().map(|error| serde_json::to_value(error).expect("it can be serialized"))
}

fn key(body: &Value) -> String {
    body["key"].as_str().unwrap_or_default().to_owned()
}

/// Returns the names of the predicates that are true.
fn predicates(error: &Error) -> Vec<&'static str> {
    let predicates = [
        ("bad request", error.is_bad_request()),
        ("unauthorized", error.is_unauthorized()),
        ("forbidden", error.is_forbidden()),
        ("not found", error.is_not_found()),
        ("conflict", error.is_conflict()),
        ("rate limited", error.is_rate_limited()),
        ("server error", error.is_server_error()),
        ("timeout", error.is_timeout()),
        ("connect", error.is_connect()),
        ("decode", error.is_decode()),
    ];
    predicates.into_iter().filter(|(_, is_true)| *is_true).map(|(name, _)| name).collect()
}

fn predicate_of(status: u16) -> &'static str {
    match status {
        400 => "bad request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not found",
        409 => "conflict",
        429 => "rate limited",
        _ => "none",
    }
}

#[tokio::test]
async fn the_id_of_a_request_is_shown_only_if_it_looks_like_one() {
    let (service, client) = service_and_client();
    let long = "x".repeat(129);
    for (headers, expected) in [
        (&[("x-request-id", "req-7/a:b")][..], Some("req-7/a:b")),
        (&[("x-request-id", long.as_str())], None),
        (&[("x-request-id", long.as_str()), ("atl-traceid", "7f")], Some("7f")),
        (&[("x-request-id", "two words")], None),
        (&[("x-request-id", "tab\there")], None),
        (&[("x-request-id", "\u{e9}")], None),
        (&[("x-request-id", "")], None),
    ] {
        let fault = headers.iter().fold(Fault::status(409), |fault, (name, value)| fault.header(name, value));
        service.inject_all([fault.clone(), fault.with_status(200).body("{}")]);
        let error = refused(client.lifecycle().delete_account(&id()).await);
        assert_eq!(error.request_id(), expected, "{headers:?}");
        let response = client.lifecycle().delete_account(&id()).send().await.expect("a response");
        assert_eq!(response.request_id(), expected, "{headers:?}");
        let shown = format!("{error} {error:?} {response:?}");
        assert!(
            shown.len() < 1500 && (expected.is_some() || !shown.contains(headers[0].1))
                || headers[0].1.is_empty(),
            "{shown}"
        );
    }
}
