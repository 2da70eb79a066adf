//! Deactivation, activation, deletion, and the clock.

use std::time::Duration;

use serde_json::json;
use stand_in::{LifecycleError, Operation, Restriction, StandIn, Status};

use crate::http::{ID, Response, ada, call, service_with};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn post(service: &StandIn, action: &str, body: &str) -> Response {
    call(service, "POST", &format!("/lifecycle/{action}"), body)
}

fn shown_status(service: &StandIn) -> String {
    service.profile_of(ID).expect("it exists")["account_status"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn deactivate_and_activate() {
    let service = service_with(ada());
    for (body, message) in [("", None), ("{}", None), (r#"{"message":"On leave"}"#, Some("On leave"))] {
        let response = post(&service, "disable", body);
        assert_eq!((response.status, response.body.len()), (204, 0));
        assert_eq!(service.status_of(ID), Some(Status::Inactive));
        assert_eq!(service.deactivation_message_of(ID).as_deref(), message);
    }
    assert_eq!(shown_status(&service), "inactive");
    assert_eq!(post(&service, "enable", "").status, 204);
    assert_eq!(post(&service, "enable", "").status, 204);
    assert_eq!(service.status_of(ID), Some(Status::Active));
    assert_eq!(service.deactivation_message_of(ID), None);
    assert_eq!(service.times_executed(Operation::DeactivateUser, ID), 3);
    for body in ["{", "[]", r#"{"message":1}"#] {
        assert_eq!(post(&service, "disable", body).json(), json!({"key": "bodyParseFailure"}));
    }
}

#[test]
fn a_deletion_can_be_cancelled_for_fourteen_days() {
    let service = service_with(ada());
    service.clock().freeze();
    let deleted = post(&service, "delete", "");
    assert_eq!((deleted.status, deleted.json()), (200, json!({"message": "Success"})));
    assert_eq!(service.status_of(ID), Some(Status::PendingDeletion));
    assert_eq!(shown_status(&service), "inactive");
    service.clock().advance(14 * DAY - Duration::from_secs(1));
    let restored = post(&service, "cancel-delete", "");
    assert_eq!((restored.status, restored.json()), (200, json!({"message": "Success"})));
    assert_eq!(service.status_of(ID), Some(Status::Active));
    service.clock().advance(2 * DAY);
    assert_eq!(service.status_of(ID), Some(Status::Active), "the deletion is off");
    let response = post(&service, "cancel-delete", "");
    assert_eq!((response.status, response.json()), (404, json!({"key": "notFound"})));
}

#[test]
fn after_fourteen_days_the_account_is_gone() {
    let service = service_with(ada().status(Status::PendingDeletion));
    service.clock().advance(14 * DAY);
    let response = post(&service, "cancel-delete", "");
    assert_eq!((response.status, response.json()), (404, json!({"key": "accountNotFound"})));
    assert_eq!((service.status_of(ID), service.profile_of(ID)), (None, None));
    service.account(ada());
    assert_eq!(service.status_of(ID), Some(Status::Active), "it can be seeded anew");
}

#[test]
fn a_lifecycle_conflict_has_the_reasons() {
    for status in [Status::PendingDeletion, Status::Closed] {
        let service = service_with(ada().status(status));
        for action in ["disable", "enable", "delete"] {
            let response = post(&service, action, "");
            let body = response.json();
            assert_eq!(
                (response.status, &body["key"]),
                (409, &json!("conflict.lifecycleErrors")),
                "{action}"
            );
            assert_eq!(body["context"]["accountId"], ID);
            assert!(body["context"]["message"].is_string());
            assert!(body["context"]["errorCodes"][0]["code"].is_string());
        }
        assert_eq!(service.executed(), []);
    }
    let error = LifecycleError::new("owns-sites").message("It owns a site").link("https://example.com/sites");
    let service = service_with(ada().lifecycle_error(error).lifecycle_error(LifecycleError::new("other")));
    for action in ["disable", "delete"] {
        let codes = post(&service, action, "").json()["context"]["errorCodes"].take();
        let first =
            json!({"code": "owns-sites", "message": "It owns a site", "link": "https://example.com/sites"});
        assert_eq!(codes, json!([first, {"code": "other"}]));
    }
    assert_eq!(post(&service, "enable", "").status, 204);
}

#[test]
fn export_control_blocks_activation() {
    let service = service_with(ada().status(Status::Inactive).restriction(Restriction::ExportControl));
    let response = post(&service, "enable", "");
    assert_eq!(
        response.json()["context"],
        json!({"allowed": false, "reason": {"key": "blocked.exportControl"}})
    );
    assert_eq!(service.status_of(ID), Some(Status::Inactive));
}
