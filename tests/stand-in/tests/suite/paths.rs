//! Targets are matched as they were sent.

use serde_json::json;
use stand_in::{Account, Operation, StandIn};

use crate::http::{request, request_with};

#[test]
fn an_id_is_one_decoded_segment() {
    let service = StandIn::start();
    for (segment, id) in [
        ("a%2Fb", "a/b"),
        ("a%7Cb", "a|b"),
        ("a|b", "a|b"),
        ("557058:x", "557058:x"),
        ("557058%3Ax", "557058:x"),
        ("..", ".."),
        (".", "."),
        ("%2E%2E", ".."),
        ("%252E%252E", "%2E%2E"),
        ("%C3%BC", "ü"),
        ("%F0%9F%A6%80", "🦀"),
        ("a%20b+c", "a b+c"),
        ("%00", "\0"),
        ("%ZZ", "%ZZ"),
    ] {
        service.account(Account::new(id).name(segment));
        let target = format!("/users/{segment}/manage/profile");
        let response = request(&service, "GET", &target, "");
        assert_eq!(response.json()["account"]["account_id"], json!(id), "{segment}");
        let recorded = service.last_request().expect("it was recorded");
        assert_eq!((recorded.target.as_str(), recorded.account.as_deref()), (target.as_str(), Some(id)));
    }
}

#[test]
fn nothing_is_normalized_into_another_route() {
    let service = StandIn::start();
    let id = service.account(Account::new("x"));
    for target in [
        "/",
        "/users",
        "/users/x",
        "/users/x/manage/",
        "//users/x/manage",
        "/users//manage",
        "/users/x//manage",
        "/users/x/manage/../manage",
        "/users/x/manage/api-tokens/",
        "/users/x/manage/api-tokens/a/b",
        "/users/x/manage/lifecycle",
        "/users/x/Manage",
        "/v1/users/x/manage",
        "/users/x%2Fmanage",
    ] {
        let response = request(&service, "GET", target, "");
        assert_eq!((response.status, response.json()), (404, json!({"key": "notFound"})), "{target}");
    }
    let unknown = request_with(&service, "GET", "/nowhere", "", "");
    assert_eq!(unknown.status, 404, "the route is checked before the credentials");
    assert_eq!(service.times_executed(Operation::GetPermissions, &id), 0);
    assert_eq!(request(&service, "GET", "http://elsewhere/users/x/manage?a", "").status, 200);
    assert_eq!(service.last_request().expect("it was recorded").target, "http://elsewhere/users/x/manage?a");
}

#[test]
fn another_method_is_not_allowed() {
    let service = StandIn::start();
    service.account(Account::new("x"));
    for (method, path, allow) in [
        ("POST", "", "GET"),
        ("HEAD", "", "GET"),
        ("PUT", "/profile", "GET, PATCH"),
        ("GET", "/email", "PUT"),
        ("DELETE", "/api-tokens", "GET"),
        ("GET", "/api-tokens/t", "DELETE"),
        ("GET", "/lifecycle/disable", "POST"),
        ("PURGE", "/lifecycle/cancel-delete", "POST"),
    ] {
        let response = request(&service, method, &format!("/users/x/manage{path}"), "");
        assert_eq!((response.status, response.header("allow")), (405, Some(allow)), "{method} {path}");
    }
}
