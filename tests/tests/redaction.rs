//! Nothing secret or personal is shown: everything that can be printed is, with marked values in it, and searched for
//! the mark.

mod common;

use std::error::Error as StdError;
use std::fmt::{Debug, Write};
use std::time::Duration;

use common::{ID, builder, built, id, received_id, refused, service_and_client};
use generated_client::types::{
    AccountId, ApiError, DeactivateUser, Profile, SetEmail, UpdateExtendedProfile, UpdateProfile,
};
use generated_client::{CallOptions, Client, ClientBuilder, Error, ErrorKind};
use serde_json::{Value, json};
use stand_in::{Account, ApiToken, Fault, StandIn};

/// What must not be found.
const MARK: &str = "canary7d1f";

/// Everything that was printed.
#[derive(Default)]
struct Print(String);

impl Print {
    fn debug(&mut self, value: &impl Debug) {
        writeln!(self.0, "{value:?}\n{value:#?}").expect("a text takes everything");
    }

    /// An error and everything behind it.
    fn error(&mut self, error: &Error) {
        self.debug(error);
        self.debug(&error.api());
        let mut link: Option<&dyn StdError> = Some(error);
        while let Some(error) = link {
            writeln!(self.0, "{error}\n{error:#}\n{error:?}\n{error:#?}").expect("a text takes everything");
            link = error.source();
        }
    }

    /// Nothing marked was printed, and the right things were.
    fn is_clean(&self, expected: &[&str]) {
        assert!(!self.0.contains(MARK), "\n{}", self.0);
        for text in expected {
            assert!(self.0.contains(text), "{text}\n{}", self.0);
        }
    }
}

fn mark(what: &str) -> String {
    format!("{what} {MARK}")
}

fn marked_account() -> Account {
    let account =
        Account::new(ID).name(mark("name")).nickname(mark("nick")).email(format!("{MARK}@example.com"));
    let account = account.picture(format!("https://avatars.example.com/{MARK}")).zoneinfo(mark("zone"));
    let fields = ["job_title", "organization", "department", "location", "team_type"];
    fields.into_iter().fold(account, |account, field| account.extended_profile(field, mark(field)))
}

fn marked_update() -> UpdateProfile {
    let place = UpdateExtendedProfile::new().job_title(mark("job")).organization(mark("organization"));
    let place = place.department(mark("department")).location(mark("location"));
    let update = UpdateProfile::new().name(mark("name")).nickname(mark("nick")).extended_profile(place);
    update.zoneinfo(mark("zone")).locale(mark("locale"))
}

/// A service with a marked token and a marked account, and a client of it.
fn marked_service() -> (StandIn, ClientBuilder) {
    let service = StandIn::builder().token(format!("key-{MARK}")).start();
    service.account(marked_account());
    let builder = builder(&service);
    (service, builder)
}

#[tokio::test]
async fn clients_and_calls_show_no_value() {
    let (_service, builder) = marked_service();
    let mut print = Print::default();
    print.debug(&builder);
    let client = built(builder);
    print.debug(&client);
    print.debug(&client.lifecycle());
    let options = CallOptions::new().header("x-gateway-key", MARK).expect("it is a header");
    print.debug(&options);
    print.debug(&client.profile().update_profile(&received_id(MARK), marked_update()).with(options));
    print.debug(&client.email().set_email(&id(), SetEmail::new(MARK)));
    print.debug(&client.api_tokens().delete_api_token(&id(), MARK));
    print.debug(&client.lifecycle().deactivate_user(&id()).body(DeactivateUser::new().message(MARK)));
    print.is_clean(&["ClientBuilder", "http://127.0.0.1", "x-gateway-key", "Api Tokens / Delete API token"]);
}

#[test]
fn requests_show_no_personal_data() {
    let mut print = Print::default();
    print.debug(&marked_update());
    print.debug(&SetEmail::new(MARK));
    print.debug(&DeactivateUser::new().message(MARK));
    print.is_clean(&["UpdateProfile", "[redacted]", "job_title: Some([redacted])", "locale: Some("]);
}

#[tokio::test]
async fn answers_show_no_personal_data() {
    let (service, builder) = marked_service();
    let client = built(builder);
    let mut print = Print::default();
    let answer = client.profile().get_profile(&id()).send().await.expect("it is there");
    assert!(answer.body.account.name.contains(MARK), "the value itself is there");
    print.debug(&answer);
    print.debug(&answer.body.account);
    service.inject(Fault::duplicate_headers().header("set-cookie", MARK));
    print
        .debug(&client.profile().update_profile(&id(), marked_update()).send().await.expect("it is allowed"));
    let body = DeactivateUser::new().message(MARK);
    print.debug(&client.lifecycle().deactivate_user(&id()).body(body).send().await.expect("it is allowed"));
    assert_eq!(service.deactivation_message_of(ID).as_deref(), Some(MARK));
    print.is_clean(&["Response", "status: 200", "status: 204", "email: [redacted]", ID]);
}

#[tokio::test]
async fn refusals_show_no_personal_data() {
    let (service, builder) = marked_service();
    let client = built(builder);
    let mut print = Print::default();
    let says = |key: &str| json!({"key": key, "detail": MARK, "context": {"note": mark("note")}});
    let text = json!({"error": MARK}).to_string();
    for fault in [
        Fault::status(401).json(&says("unauthorized")),
        Fault::status(403).json(&says("forbidden.action")),
        Fault::status(404).json(&says("accountNotFound")),
        Fault::status(409).json(&says("somethingNew")),
        Fault::status(418).json(&json!([MARK])),
        Fault::status(422).body(mark("<html>")),
        Fault::status(500).body(text).header("set-cookie", MARK).header("retry-after", "0"),
        Fault::redirect(302, &format!("https://{MARK}.example.com/?token={MARK}")),
    ] {
        service.inject(fault);
        let error = refused(client.profile().update_profile(&id(), marked_update()).await);
        assert!(matches!(error.kind(), ErrorKind::Status | ErrorKind::Redirect), "{error}");
        print.error(&error);
    }
    print.is_clean(&[
        "401 Unauthorized",
        "409 Conflict",
        "500 Internal Server Error",
        "302 Found",
        "Unknown(",
    ]);
}

#[tokio::test]
async fn real_refusals_show_no_personal_data() {
    let (service, builder) = marked_service();
    let client = built(builder);
    let mut print = Print::default();
    let long = marked_update().name(mark(&"x".repeat(200)));
    print.error(&refused(client.profile().update_profile(&id(), long).await));
    print.error(&refused(
        client.email().set_email(&id(), SetEmail::new(format!("{MARK}@other.example"))).await,
    ));
    print.error(&refused(client.api_tokens().delete_api_token(&id(), MARK).await));
    print.error(&refused(client.lifecycle().activate_user(&received_id(MARK)).await));
    service.account(marked_account().unmanaged().api_token(ApiToken::new(MARK, MARK)));
    print.error(&refused(client.api_tokens().delete_api_token(&id(), MARK).await));
    print.is_clean(&[
        "400 Bad Request",
        "maxLength",
        "other.example",
        "NotFound",
        "AccountNotFound",
        "Forbidden",
    ]);
}

#[tokio::test]
async fn unreadable_answers_are_not_quoted() {
    let (service, builder) = marked_service();
    let client = built(builder.max_response_bytes(100_000));
    let mut print = Print::default();
    let at = mark("x, expected");
    let bodies = [
        json!({"account": MARK}).to_string(),
        json!({"account": at}).to_string(),
        json!({"account": {"email": MARK}}).to_string(),
        json!({"account": {"email_verified": format!("y, expected {MARK} at line 1 column 1")}}).to_string(),
        json!({"account": {"extended_profile": {"job_title": [MARK]}}}).to_string(),
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
    print.is_clean(&["`account.email_verified` than a boolean", "not JSON", "longer than 100000 bytes"]);
}

#[tokio::test]
async fn broken_connections_show_no_url_and_no_body() {
    let (service, builder) = marked_service();
    let client =
        built(builder.attempt_timeout(Duration::from_millis(30)).timeout(Duration::from_millis(200)));
    let mut print = Print::default();
    let garbage = Fault::raw(format!("HTTP/1.1 200 OK\r\n{MARK}\r\n\r\n"));
    for fault in
        [Fault::hang(), Fault::reset_before_head(), Fault::truncated_body(), Fault::reset_in_body(), garbage]
    {
        service.inject(fault);
        print.error(&refused(client.profile().update_profile(&id(), marked_update()).await));
    }
    service.inject(Fault::hang().always());
    let options = CallOptions::new().timeout(Duration::from_millis(20));
    print.error(&refused(client.lifecycle().activate_user(&received_id(MARK)).with(options).await));
    service.refuse_connections();
    print.error(&refused(client.lifecycle().delete_account(&received_id(MARK)).await));
    let long = MARK.repeat(10_000);
    print.error(&refused(client.api_tokens().delete_api_token(&id(), &long).await));
    print.is_clean(&["Timeout", "Connection", "Connect,", "Argument", "/users/{account_id}/manage/profile"]);
}

#[test]
fn refused_settings_are_not_quoted() {
    let mut print = Print::default();
    for token in ["", "\n", "canary7d1f\n", "canary7d1f\r\nx: y", "\0canary7d1f", "\u{7f}canary7d1f"] {
        let error = refused(Client::builder().bearer_token(token).build());
        assert!(error.to_string().contains("`bearer_token(…)`"), "{error}");
        print.error(&error);
    }
    let client = || Client::builder().bearer_token("t");
    for base in [
        "https://nina:canary7d1f@h.example",
        "https://canary7d1f@h.example/x",
        "https://nina:canary7d1f@h.example:99999",
        "https://nina:1?canary7d1f@h.example:99999",
        "https://nina:canary7d1f@",
        "http://nina:canary7d1f@example.invalid",
        "ftp://nina:canary7d1f@h.example",
        "nina:canary7d1f@h.example",
        "https://h.example?key=canary7d1f",
        "https://h.example/x#canary7d1f",
        "h.example?key=canary7d1f",
    ] {
        print.error(&refused(client().base_url(base).build()));
        print.error(&refused(client().origin(base).build()));
        print.error(&refused(client().origin(format!("{base}/path")).build()));
        if let Some(host) = base.strip_prefix("https://") {
            print.error(&refused(client().host(host).build()));
        }
    }
    print.error(&refused(CallOptions::new().header("x-key", "canary7d1f\n")));
    let invalid = Error::from(AccountId::new("canary7d1f@example.com").expect_err("it is not valid"));
    print.error(&invalid);
    print.is_clean(&["`bearer_token(…)`", "user name", "x-key", "not a valid AccountId"]);
}

#[test]
fn an_unknown_error_shows_nothing_of_itself() {
    let error: ApiError =
        serde_json::from_value(json!({"key": "new", "name": MARK})).expect("every JSON is one");
    let mut print = Print::default();
    print.debug(&error);
    print.is_clean(&["Unknown([redacted])"]);
    let value: Value = serde_json::to_value(error).expect("it can be written");
    assert_eq!(value["name"], MARK);
}

#[tokio::test]
async fn a_token_that_is_refused_by_the_service_is_not_shown() {
    let (service, _) = service_and_client();
    let client = built(Client::builder().base_url(service.url()).bearer_token(MARK));
    let mut print = Print::default();
    print.error(&refused(client.profile().get_profile(&id()).await));
    print.is_clean(&["401 Unauthorized"]);
}
