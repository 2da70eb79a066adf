//! Reading and updating profiles.

use serde_json::{Value, json};
use stand_in::{AccountType, Privilege, Reason, Restriction};

use crate::http::{ID, ada, call, service_with};

fn full() -> stand_in::Account {
    ada()
        .zoneinfo("Europe/Berlin")
        .locale("en-GB")
        .picture("https://avatars.example.com/ada")
        .extended_profile("job_title", "Engineer")
        .extended_profile("location", "Berlin")
        .not_mentionable(false)
}

#[test]
fn a_profile_has_the_fields_of_the_account() {
    let minimal = call(&service_with(ada()), "GET", "/profile", "").json();
    let expected = json!({
        "account_id": ID, "account_type": "atlassian", "account_status": "active", "name": "Ada Example",
        "nickname": "ada", "email": "ada@example.com", "picture": "https://avatars.example.com/test-user",
    });
    assert_eq!(minimal, json!({"account": expected}));

    let odd = full().account_type(AccountType::App).extra("email", Value::Null).extra("news", json!([1]));
    let account = call(&service_with(odd), "GET", "/profile", "").json()["account"].take();
    assert_eq!(account["account_type"], "app");
    assert_eq!(account["characteristics"], json!({"not_mentionable": false}));
    assert_eq!(account["extended_profile"], json!({"job_title": "Engineer", "location": "Berlin"}));
    assert_eq!((&account["email"], &account["news"]), (&Value::Null, &json!([1])));
}

#[test]
fn reading_can_be_forbidden() {
    let unreadable = Restriction::Privilege(Privilege::ProfileRead, Reason::Administrative);
    let response = call(&service_with(ada().restriction(unreadable)), "GET", "/profile", "");
    assert_eq!((response.status, response.json()), (403, json!({"key": "forbidden"})));
}

#[test]
fn an_update_changes_only_the_given_fields() {
    let service = service_with(full());
    let update = json!({
        "name": "Ada Ångström", "locale": null, "email": "ignored@example.com", "unknown": 1,
        "extended_profile": {"department": "R&D", "location": null},
    });
    let response = call(&service, "PATCH", "/profile", &update.to_string());
    assert_eq!(response.status, 200);
    let account = response.json()["account"].take();
    assert_eq!(account["name"], "Ada Ångström");
    assert_eq!(account["nickname"], "ada");
    assert_eq!(account["zoneinfo"], "Europe/Berlin");
    assert_eq!(account.get("locale"), None);
    assert_eq!(account["email"], "ada@example.com");
    assert_eq!(account["extended_profile"], json!({"department": "R&D", "job_title": "Engineer"}));
    assert_eq!(service.profile_of(ID), Some(account));
    let cleared = call(&service, "PATCH", "/profile", r#"{"extended_profile":null}"#).json();
    assert_eq!(cleared["account"].get("extended_profile"), None);
    assert_eq!(call(&service, "PATCH", "/profile", "{}").status, 200);
}

#[test]
fn a_body_that_cannot_be_read_is_refused() {
    let service = service_with(ada());
    let broken = ["", "{", "[]", "1", r#"{"name":1}"#, r#"{"name":null}"#, r#"{"extended_profile":[]}"#];
    for body in broken.into_iter().chain([r#"{"extended_profile":{"location":{}}}"#, r#"{"locale":true}"#]) {
        let response = call(&service, "PATCH", "/profile", body);
        assert_eq!((response.status, response.json()), (400, json!({"key": "bodyParseFailure"})), "{body:?}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(call(&service, "PATCH", "/profile", &deep).status, 400);
}

#[test]
fn constraints_are_checked_and_reported_together() {
    let service = service_with(ada());
    let update =
        json!({"name": format!("{}\n", "ü".repeat(100)), "nickname": "n".repeat(31), "locale": "\u{0}"});
    let response = call(&service, "PATCH", "/profile", &update.to_string());
    let violations = json!([
        {"field": "name", "violations": [{"key": "maxLength"}, {"key": "validCharacters"}]},
        {"field": "nickname", "violations": [{"key": "maxLength"}]},
        {"field": "locale", "violations": [{"key": "validCharacters"}]},
    ]);
    let expected = json!({"key": "fieldConstraintsViolated", "context": {"fieldViolations": violations}});
    assert_eq!((response.status, response.json()), (400, expected));
    let longest = json!({"name": "ü".repeat(100), "nickname": "ü".repeat(30)}).to_string();
    assert_eq!(call(&service, "PATCH", "/profile", &longest).status, 200, "characters count, not bytes");
}

#[test]
fn blocked_fields_are_refused_with_their_rules_and_nothing_changes() {
    let service = service_with(ada().restriction(Restriction::Scim));
    let update = r#"{"nickname":"al","name":"Al","extended_profile":{"department":"X","location":"Y"}}"#;
    let response = call(&service, "PATCH", "/profile", update);
    let rule = json!({"allowed": false, "reason": {"key": "externalDirectory.scim"}});
    let context = json!({"name": rule, "extended_profile.department": rule});
    let expected = json!({"key": "forbidden.fieldMutation", "context": context});
    assert_eq!((response.status, response.json()), (403, expected));
    assert_eq!(service.profile_of(ID).expect("it exists")["nickname"], "ada");
    assert_eq!(call(&service, "PATCH", "/profile", r#"{"nickname":"al"}"#).status, 200);

    let field = Restriction::Field("nickname".to_owned(), Reason::MyselfOnly);
    assert_eq!(call(&service_with(ada().restriction(field)), "PATCH", "/profile", update).status, 403);
    let all = Restriction::Privilege(Privilege::ProfileWrite, Reason::Administrative);
    let response = call(&service_with(ada().restriction(all)), "PATCH", "/profile", update).json();
    assert_eq!(response["context"].as_object().map(serde_json::Map::len), Some(4));
}
