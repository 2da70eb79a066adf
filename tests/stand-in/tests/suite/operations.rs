//! Permissions, e-mail and API tokens, and the behavior that all operations share.

use serde_json::json;
use stand_in::{ApiToken, Dialect, Operation, Privilege, Reason, Restriction, StandIn};

use crate::http::{ID, ada, call, request_with, service_with};

/// Returns the path of an operation below `/users/{id}/manage`, and a body that it accepts.
fn sample(operation: Operation) -> (String, &'static str) {
    let path =
        operation.template().trim_start_matches("/users/{account_id}/manage").replace("{tokenId}", "t1");
    let body = match operation {
        Operation::UpdateProfile => r#"{"nickname":"al"}"#,
        Operation::SetEmail => r#"{"email":"ada2@example.com"}"#,
        _ => "",
    };
    (path, body)
}

#[test]
fn every_operation_succeeds_on_an_ordinary_account() {
    for operation in Operation::ALL {
        let service = service_with(ada().api_token(ApiToken::new("t1", "one")));
        if operation == Operation::CancelDeleteAccount {
            service.account(ada().status(stand_in::Status::PendingDeletion));
        }
        let (path, body) = sample(operation);
        let response = call(&service, operation.method(), &path, body);
        let expected = match operation {
            Operation::SetEmail
            | Operation::DeleteApiToken
            | Operation::DeactivateUser
            | Operation::ActivateUser => 204,
            _ => 200,
        };
        assert_eq!(response.status, expected, "{operation}");
        assert_eq!(response.header("content-type"), (expected == 200).then_some("application/json"));
        assert_eq!(service.times_executed(operation, ID), 1);
    }
}

#[test]
fn every_operation_requires_the_bearer_token() {
    let service = service_with(ada());
    let refused = ["", "authorization: Bearer wrong\r\n", "authorization: stand-in-token\r\n"];
    let basic = ["authorization: Basic stand-in-token\r\n", "authorization: Bearer\r\n"];
    let twice = ["authorization: Bearer stand-in-token\r\nauthorization: Bearer stand-in-token\r\n"];
    for operation in Operation::ALL {
        let (path, body) = sample(operation);
        for headers in refused.iter().chain(&basic).chain(&twice) {
            let target = format!("/users/{ID}/manage{path}");
            let response = request_with(&service, operation.method(), &target, headers, body);
            assert_eq!(
                (response.status, response.json()),
                (401, json!({"key": "unauthorized"})),
                "{headers:?}"
            );
        }
    }
    assert_eq!(service.executed(), []);
    let response =
        request_with(&service, "GET", "/users/x/manage", "authorization: bearer stand-in-token\r\n", "");
    assert_eq!(response.status, 404, "the scheme is not case-sensitive");
    service.rotate_token("new-token");
    assert_eq!(call(&service, "GET", "", "").status, 401, "the old token is no longer good");
    let response =
        request_with(&service, "GET", "/users/x/manage", "authorization: Bearer new-token\r\n", "");
    assert_eq!(response.status, 404);
}

#[test]
fn every_operation_refuses_missing_unmanaged_and_unverified_accounts() {
    for operation in Operation::ALL {
        let (path, body) = sample(operation);
        let send = |service: &StandIn| {
            let response = call(service, operation.method(), &path, body);
            (response.status, response.json())
        };
        let empty = StandIn::start();
        assert_eq!(send(&empty), (404, json!({"key": "accountNotFound"})), "{operation}");
        let unmanaged = service_with(ada().unmanaged());
        assert_eq!(send(&unmanaged), (403, json!({"key": "forbidden"})), "{operation}");
        if operation != Operation::GetPermissions {
            let unverified = service_with(ada().unverified());
            assert_eq!(send(&unverified), (403, json!({"key": "forbidden.targetUnverified"})), "{operation}");
        }
    }
}

#[test]
fn a_missing_privilege_forbids_the_action_with_the_reason() {
    let guarded = [
        (Operation::SetEmail, Privilege::EmailSet),
        (Operation::GetApiTokens, Privilege::ApiTokenRead),
        (Operation::DeleteApiToken, Privilege::ApiTokenDelete),
        (Operation::DeactivateUser, Privilege::LifecycleEnablement),
        (Operation::ActivateUser, Privilege::LifecycleEnablement),
        (Operation::DeleteAccount, Privilege::LifecycleDelete),
        (Operation::CancelDeleteAccount, Privilege::LifecycleDelete),
    ];
    for (operation, privilege) in guarded {
        let service = service_with(ada().restriction(Restriction::Privilege(privilege, Reason::MyselfOnly)));
        let (path, body) = sample(operation);
        let response = call(&service, operation.method(), &path, body);
        let context = json!({"allowed": false, "reason": {"key": "myselfOnly"}});
        let expected = json!({"key": "forbidden.action", "context": context});
        assert_eq!((response.status, response.json()), (403, expected), "{operation}");
    }
}

#[test]
fn permissions_of_an_unrestricted_account() {
    let service = service_with(ada());
    let all = call(&service, "GET", "", "").json();
    assert_eq!(all.as_object().map(serde_json::Map::len), Some(8));
    assert_eq!(all["email.set"], json!({"allowed": true}));
    assert_eq!(all["profile"], all["profile.write"]);
    assert_eq!(all["profile.write"]["extended_profile.job_title"], json!({"allowed": true}));
}

#[test]
fn permissions_can_be_requested_individually() {
    let service = service_with(ada());
    let two = json!({"email.set": {"allowed": true}, "profile.read": {"allowed": true}});
    for query in [
        "?privileges=email.set&privileges=profile.read",
        "?privileges=email.set,profile.read",
        "?privileges=email.set%2Cprofile.read&privileges=unknown",
        "?other=1&privileges=email%2Eset&privileges=profile.read",
    ] {
        assert_eq!(call(&service, "GET", query, "").json(), two, "{query}");
    }
    assert_eq!(call(&service, "GET", "?privileges=unknown", "").json(), json!({}));
    assert_eq!(
        call(&service, "GET", "?privileges=", "").json().as_object().map(serde_json::Map::len),
        Some(8)
    );
}

#[test]
fn restrictions_show_in_the_permissions() {
    let blocked = |reason: &str| json!({"allowed": false, "reason": {"key": reason}});
    let of = |restriction| call(&service_with(ada().restriction(restriction)), "GET", "", "").json();
    let scim = of(Restriction::Scim);
    assert_eq!(scim["email.set"], blocked("externalDirectory.scim"));
    assert_eq!(scim["lifecycle.enablement"], blocked("externalDirectory.scim"));
    assert_eq!(scim["profile.write"]["name"], blocked("externalDirectory.scim"));
    assert_eq!(scim["profile.write"]["nickname"], json!({"allowed": true}));
    assert_eq!(of(Restriction::Google)["email.set"], blocked("externalDirectory.google"));
    assert_eq!(of(Restriction::Saml)["profile.write"]["name"], blocked("authPolicy.saml"));
    assert_eq!(of(Restriction::ExportControl)["lifecycle.enablement"], blocked("blocked.exportControl"));
    let unstated = Restriction::Privilege(Privilege::ApiTokenRead, Reason::Unstated);
    assert_eq!(of(unstated)["apiToken.read"], json!({"allowed": false}));
    let new = Restriction::Privilege(Privilege::ApiTokenRead, Reason::Other("newReason".to_owned()));
    assert_eq!(of(new)["apiToken.read"], blocked("newReason"));
}

#[test]
fn email_is_set_and_shows_in_the_profile() {
    let service = service_with(ada());
    service.claim_domain("Other.example");
    let response = call(&service, "PUT", "/email", r#"{"email":"new@other.EXAMPLE"}"#);
    assert_eq!((response.status, response.body.as_slice()), (204, b"".as_slice()));
    assert_eq!(response.header("content-length"), None);
    let profile = service.profile_of(ID).expect("the account is there");
    assert_eq!(profile["email"], "new@other.EXAMPLE");
}

#[test]
fn email_is_checked() {
    let service = service_with(ada());
    for body in ["", "{", "[]", "null", "{}", r#"{"email":1}"#, "\u{0}"] {
        let response = call(&service, "PUT", "/email", body);
        assert_eq!((response.status, response.json()), (400, json!({"key": "bodyParseFailure"})), "{body:?}");
    }
    let long = "x".repeat(256);
    let violations = [
        ("a\u{7}@example.com".to_owned(), "validCharacters"),
        ("no-domain".to_owned(), "format"),
        (format!("{long}@example.com"), "partMaxLength"),
        (format!("a@{long}.com"), "partMaxLength"),
    ];
    for (email, key) in violations {
        let response = call(&service, "PUT", "/email", &json!({"email": email}).to_string());
        let violated = json!([{"field": "email", "violations": [{"key": key}]}]);
        let expected = json!({"key": "fieldConstraintsViolated", "context": {"fieldViolations": violated}});
        assert_eq!((response.status, response.json()), (400, expected), "{email:?}");
    }
    let response = call(&service, "PUT", "/email", r#"{"email":"ada@elsewhere.test"}"#);
    let expected = json!({"key": "forbidden.unclaimedDomain", "context": {"domain": "elsewhere.test"}});
    assert_eq!((response.status, response.json()), (403, expected));
    assert_eq!(service.executed(), []);
}

#[test]
fn tokens_are_listed_and_deleted() {
    let used = ApiToken::new("t/1", "used").created_at("2024-01-01T00:00:00.000Z");
    let used = used.last_access("2024-02-01T00:00:00.000Z").expiry("2030-01-01T00:00:00.000Z");
    let service = service_with(ada().api_token(used).api_token(ApiToken::new("t2", "unused")));
    let list = call(&service, "GET", "/api-tokens", "").json();
    let expected = json!([
        {"id": "t/1", "label": "used", "createdAt": "2024-01-01T00:00:00.000Z",
         "lastAccess": "2024-02-01T00:00:00.000Z", "expiry": "2030-01-01T00:00:00.000Z"},
        {"id": "t2", "label": "unused", "createdAt": "2025-01-15T09:30:00.000Z"},
    ]);
    assert_eq!(list, expected);
    assert_eq!(call(&service, "DELETE", "/api-tokens/t%2F1", "").status, 204);
    let again = call(&service, "DELETE", "/api-tokens/t%2F1", "");
    assert_eq!((again.status, again.json()), (404, json!({"key": "notFound"})));
    assert_eq!(service.api_tokens_of(ID), [ApiToken::new("t2", "unused")]);
    assert_eq!(service.times_executed(Operation::DeleteApiToken, ID), 1);
    for (method, path) in [("GET", "/api-tokens"), ("DELETE", "/api-tokens/t2")] {
        let response = call(&service, method, path, "not JSON");
        assert_eq!((response.status, response.json()), (400, json!({"key": "bodyParseFailure"})));
    }
}

#[test]
fn the_observed_dialect_differs_from_the_documented_one() {
    let service = service_with(ada().restriction(Restriction::Google));
    service.set_dialect(Dialect::Observed);
    let response = call(&service, "PUT", "/email", r#"{"email":"b@example.com"}"#).json();
    let rule = json!({"allowed": false, "reason": {"key": "externalDirectory.google"}});
    let key = "forbidden.action";
    assert_eq!(response, json!({"key": key, "context": rule, "errorKey": key, "errorDetail": rule}));
    let permissions = call(&service, "GET", "", "").json();
    assert_eq!(permissions["lifecycle.delete"], json!({"allowed": false}));
    assert_eq!(permissions["profile"]["extended_profile.team_type"], json!({"allowed": true}));
    let profile = call(&service, "GET", "/profile", "").json();
    assert_eq!(profile["account"]["email_verified"], true);
    let refused = request_with(&service, "GET", "/users/x/manage", "", "");
    assert_eq!((refused.status, refused.json()), (401, json!({"code": 401, "message": "Unauthorized"})));

    let service = StandIn::builder().token("other").dialect(Dialect::Observed).start();
    service.account(ada().unverified());
    let response = call(&service, "POST", "/lifecycle/disable", "{}").json();
    assert!(response["context"].is_string() && response["errorDetail"].is_string());
    assert_eq!(response["errorKey"], "forbidden.target-unverified");
}
