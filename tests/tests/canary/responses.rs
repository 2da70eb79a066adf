//! The responses: successes of the ten operations, and refusals of all kinds.

use generated_client::ErrorKind;
use generated_client::types::{ApiError, DeactivateUser, Privilege, Profile, SetEmail};
use serde_json::{Value, json};
use stand_in::{Account, Fault, Operation};

use crate::common::{self, Arguments, ID, built, id, received_id, refused};
use crate::marks::{MARK, Print, mark};
use crate::{account, arguments, service_and_builder, update};

#[tokio::test]
async fn responses_of_all_operations_show_no_personal_data() {
    let (service, builder) = service_and_builder();
    let client = built(builder);
    let mut print = Print::new();
    let lifecycle = client.lifecycle();
    let allowed = "it exists and is allowed";
    // A header of the response may have any value.
    service.inject(Fault::duplicate_headers().header("set-cookie", MARK).header("x-trace", MARK).times(10));
    let permissions = client.manage().get_user_management_permissions(&id());
    print.debug(&permissions.privileges([Privilege::from(MARK)]).send().await.expect(allowed));
    let response = client.profile().get_profile(&id()).send().await.expect(allowed);
    assert!(response.body.account.name.contains(MARK), "the value itself is not redacted");
    print.debug(&response);
    print.debug(&response.body.account);
    print.debug(&response.rate_limit());
    print.debug(&client.profile().update_profile(&id(), update()).send().await.expect(allowed));
    print.debug(
        &client.email().set_email(&id(), SetEmail::new(arguments().email)).send().await.expect(allowed),
    );
    let tokens = client.api_tokens().get_api_tokens(&id()).send().await.expect(allowed);
    assert!(tokens.body[0].label.contains(MARK), "the value itself is not redacted");
    print.debug(&tokens);
    print.debug(
        &client
            .api_tokens()
            .delete_api_token(&id(), Arguments::default().token_id)
            .send()
            .await
            .expect(allowed),
    );
    let body = DeactivateUser::new().message(MARK);
    print.debug(&lifecycle.deactivate_user(&id()).body(body).send().await.expect(allowed));
    assert_eq!(service.deactivation_message_of(ID).as_deref(), Some(MARK));
    print.debug(&lifecycle.activate_user(&id()).send().await.expect(allowed));
    print.debug(&lifecycle.delete_account(&id()).send().await.expect(allowed));
    print.debug(&lifecycle.cancel_delete_account(&id()).send().await.expect(allowed));
    assert_eq!(service.executed().len(), 10);
    print.assert_clean(&["Response", "status: 200", "status: 204", "email: [redacted]", ID]);
}

#[tokio::test]
async fn refusals_show_no_personal_data() {
    let (service, builder) = service_and_builder();
    let client = built(builder);
    let mut print = Print::new();
    let body = |key: &str| json!({"key": key, "detail": MARK, "context": {"note": mark("note")}});
    let error = json!({"error": MARK}).to_string();
    for fault in [
        Fault::status(401).json(&body("unauthorized")).header("www-authenticate", MARK),
        Fault::status(403).json(&body("forbidden.action")),
        Fault::status(404).json(&body("accountNotFound")),
        Fault::status(409).json(&body("somethingNew")),
        Fault::status(418).json(&json!([MARK])),
        Fault::status(422).body(mark("<html>")).header("content-type", MARK),
        Fault::status(429).json(&body("slow")).header("retry-after", "3600").header("x-note", MARK),
        Fault::status(429).body(MARK).header("retry-after", MARK).times(3),
        Fault::status(500).body(error).header("set-cookie", MARK).header("retry-after", "0"),
        Fault::redirect(302, &format!("https://{MARK}.example.com/?token={MARK}")),
        Fault::redirect(307, &format!("/{MARK}")).body(MARK),
    ] {
        for operation in [Operation::UpdateProfile, Operation::SetEmail] {
            service.inject(fault.clone());
            let outcome = common::call(&client, operation, &id(), arguments()).await;
            // An idempotent call is repeated after the 500, and succeeds.
            let Err(error) = outcome else { continue };
            assert!(matches!(error.kind(), ErrorKind::Status | ErrorKind::Redirect), "{error}");
            print.error(&error);
            service.clear_faults();
        }
    }
    print.assert_clean(&[
        "401 Unauthorized",
        "409 Conflict",
        "429 Too Many Requests",
        "500 Internal Server Error",
        "302 Found",
        "307 Temporary Redirect",
        "Unknown(",
    ]);
}

#[tokio::test]
async fn refusals_of_the_stand_in_show_no_personal_data() {
    let (service, builder) = service_and_builder();
    let client = built(builder);
    let mut print = Print::new();
    let long = update().name(mark(&"x".repeat(200)));
    print.error(&refused(client.profile().update_profile(&id(), long).await));
    let other = SetEmail::new(format!("{MARK}@other.example"));
    print.error(&refused(client.email().set_email(&id(), other).await));
    print.error(&refused(client.api_tokens().delete_api_token(&id(), MARK).await));
    for operation in Operation::ALL {
        print.error(&refused(common::call(&client, operation, &received_id(MARK), arguments()).await));
    }
    service.account(account().unmanaged());
    for operation in Operation::ALL {
        print.error(&refused(common::call(&client, operation, &id(), arguments()).await));
    }
    service.account(Account::new(ID));
    service.rotate_token(format!("another {MARK}"));
    for operation in Operation::ALL {
        print.error(&refused(common::call(&client, operation, &id(), arguments()).await));
    }
    let shown = ["400 Bad Request", "maxLength", "other.example", "NotFound", "AccountNotFound", "Forbidden"];
    print.assert_clean(&shown);
}

#[tokio::test]
async fn unreadable_responses_are_not_quoted() {
    let (service, builder) = service_and_builder();
    let client = built(builder.max_response_bytes(100_000));
    let mut print = Print::new();
    let at = mark("x, expected");
    let bodies = [
        json!({"account": MARK}).to_string(),
        json!({"account": at}).to_string(),
        json!({"account": {"email": MARK}}).to_string(),
        json!({"account": {"email_verified": format!("y, expected {MARK} at line 1 column 1")}}).to_string(),
        json!({"account": {"extended_profile": {"job_title": [MARK]}}}).to_string(),
        json!({"account": {"privacy_settings": {mark("key"): [MARK]}}}).to_string(),
        json!({"account": {"privacy_settings": {format!("{MARK}@example.com"): null}}}).to_string(),
        json!(MARK).to_string(),
        format!("{{\"account\": {{\"name\": \"{MARK}"),
        format!("{MARK} is not JSON"),
        format!("{{}} {MARK}"),
        MARK.repeat(20_000),
    ];
    for body in bodies {
        service.inject(Fault::status(200).body(body));
        let error = refused(client.profile().get_profile(&id()).await);
        assert!(matches!(error.kind(), ErrorKind::Decode | ErrorKind::TooLong), "{error}");
        print.error(&error);
        let decoded = refused(error.decode::<Vec<Profile>>());
        print.error(&decoded);
    }
    print.assert_clean(&[
        "`account.email_verified` in the response is not a boolean",
        "`account.privacy_settings.…`",
        "not JSON",
        "longer than 100000 bytes",
    ]);
}

#[test]
fn an_unknown_error_is_redacted() {
    let error: ApiError =
        serde_json::from_value(json!({"key": "new", "name": MARK})).expect("every JSON is an error");
    let mut print = Print::new();
    print.debug(&error);
    print.assert_clean(&["Unknown([redacted])"]);
    let value: Value = serde_json::to_value(error).expect("it can be serialized");
    assert_eq!(value["name"], MARK);
}
