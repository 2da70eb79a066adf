//! No secret or personal value is shown: calls of all kinds are made with marked values, and all output is searched for
//! the mark: `Debug`, messages, logs, spans and panics.
//!
//! This includes the logs of the dependencies, at every level. They have the scheme, host and port of connections,
//! which are not secret.

mod broken;
mod logs;
mod marks;
mod responses;

#[path = "../common/mod.rs"]
mod common;
#[path = "../tls/server.rs"]
mod server;

use common::{Arguments, ID, built, id, received_id, refused};
use generated_client::types::{
    AccountId, DeactivateUser, Privilege, SetEmail, UpdateExtendedProfile, UpdateProfile,
};
use generated_client::{CallOptions, Client, ClientBuilder, Error, RateLimit, RetryPolicy};
use marks::{MARK, Print, TOKEN, mark};
use stand_in::{Account, ApiToken, StandIn};

/// Returns marked values for every argument of the calls.
fn arguments() -> Arguments<'static> {
    Arguments {
        name: "Ada \"quetzal7d1f\" <é/%>",
        email: "ada+quetzal7d1f@example.com",
        token_id: "t/quetzal7d1f %é",
        message: Some("\"quetzal7d1f\" leaves\n"),
    }
}

/// Returns an account with marked personal data.
fn account() -> Account {
    let account =
        Account::new(ID).name(mark("name")).nickname(mark("nick")).email(format!("{MARK}@example.com"));
    let account = account.picture(format!("https://avatars.example.com/{MARK}")).zoneinfo(mark("zone"));
    let account =
        account.locale(mark("locale")).api_token(ApiToken::new(Arguments::default().token_id, mark("label")));
    let fields = ["job_title", "organization", "department", "location", "team_type"];
    fields.into_iter().fold(account, |account, field| account.extended_profile(field, mark(field)))
}

fn update() -> UpdateProfile {
    let extended = UpdateExtendedProfile::new().job_title(mark("job")).organization(mark("organization"));
    let extended = extended.department(mark("department")).location(mark("location"));
    let update = UpdateProfile::new().name(mark("name")).nickname(mark("nick")).extended_profile(extended);
    update.zoneinfo(mark("zone")).locale(mark("locale"))
}

/// Returns a service with a marked token and a marked account, and the builder of a client of it.
fn service_and_builder() -> (StandIn, ClientBuilder) {
    marks::capture();
    let service = StandIn::builder().token(TOKEN).start();
    service.account(account());
    let builder = common::builder(&service);
    (service, builder)
}

#[tokio::test]
async fn clients_and_calls_show_no_value() {
    let (_service, builder) = service_and_builder();
    let mut print = Print::new();
    let builder = builder.user_agent(mark("agent").replace('é', "e")).identity("").root_certificate("");
    print.debug(&builder);
    let (_service, builder) = service_and_builder();
    let client = built(builder);
    print.debug(&client);
    print.debug(&(
        client.manage(),
        client.profile(),
        client.email(),
        client.api_tokens(),
        client.lifecycle(),
    ));
    let options = CallOptions::new().header("x-gateway-key", MARK).expect("it is a header");
    print.debug(&options);
    let marked = received_id(MARK);
    let privileges = [Privilege::from(MARK)];
    print.debug(&client.manage().get_user_management_permissions(&marked).privileges(privileges));
    print.debug(&client.profile().get_profile(&marked));
    print.debug(&client.profile().update_profile(&marked, update()).with(options));
    print.debug(&client.email().set_email(&marked, SetEmail::new(MARK)));
    print.debug(&client.api_tokens().get_api_tokens(&marked));
    print.debug(&client.api_tokens().delete_api_token(&marked, arguments().token_id));
    print.debug(&client.lifecycle().deactivate_user(&marked).body(DeactivateUser::new().message(MARK)));
    print.debug(&client.lifecycle().activate_user(&marked));
    print.debug(&client.lifecycle().delete_account(&marked));
    print.debug(&client.lifecycle().cancel_delete_account(&marked));
    print.assert_clean(&[
        "ClientBuilder",
        "http://127.0.0.1",
        "x-gateway-key",
        "Api Tokens / Delete API token",
    ]);
}

#[test]
fn requests_show_no_personal_data() {
    let mut print = Print::new();
    print.debug(&update());
    print.debug(&SetEmail::new(MARK));
    print.debug(&DeactivateUser::new().message(MARK));
    print.debug(&vec![Some((update(), SetEmail::new(MARK)))]);
    print.debug(&(RateLimit::default(), RetryPolicy::new()));
    print.assert_clean(&["UpdateProfile", "[redacted]", "job_title: Some([redacted])", "locale: Some("]);
}

#[test]
fn refused_settings_are_not_quoted() {
    let mut print = Print::new();
    let invalid = ["\nx", "\r\nx: y", "\0", "\u{7f}"].map(|invalid| format!("{MARK}{invalid}"));
    for token in invalid.into_iter().chain([format!("Bearer {MARK}"), format!("bearer {MARK}\n")]) {
        let error = refused(Client::builder().bearer_token(token).build());
        assert!(error.to_string().contains("`bearer_token(…)`"), "{error}");
        print.error(&error);
    }
    let client = || Client::builder().bearer_token("t");
    for base in [
        "https://nina:quetzal7d1f@h.example",
        "https://quetzal7d1f@h.example/x",
        "https://nina:quetzal7d1f@h.example:99999",
        "https://nina:1?quetzal7d1f@h.example:99999",
        "https://nina:quetzal7d1f@",
        "http://nina:quetzal7d1f@example.invalid",
        "ftp://nina:quetzal7d1f@h.example",
        "nina:quetzal7d1f@h.example",
        "https://h.example?key=quetzal7d1f",
        "https://h.example/x#quetzal7d1f",
        "h.example?key=quetzal7d1f",
    ] {
        print.error(&refused(client().base_url(base).build()));
        print.error(&refused(client().origin(base).build()));
        print.error(&refused(client().origin(format!("{base}/path")).build()));
        if let Some(host) = base.strip_prefix("https://") {
            print.error(&refused(client().host(host).build()));
        }
    }
    for pem in [mark("pem"), format!("-----BEGIN PRIVATE KEY-----\n{MARK}\n-----END PRIVATE KEY-----\n")] {
        print.error(&refused(client().identity(pem.clone()).build()));
        print.error(&refused(client().root_certificate(pem.clone()).build()));
        print.error(&refused(client().identity(format!("-----BEGIN {pem}")).build()));
    }
    let error = refused(client().user_agent(format!("{MARK}\n")).build());
    assert!(error.to_string().contains("`user_agent(…)` has a control character"), "{error}");
    print.error(&error);
    print.error(&refused(client().bearer_token_from_env("A_VARIABLE_THAT_IS_NOT_SET").build()));
    print.assert_clean(&["`bearer_token(…)`", "user name", "`identity(…)`", "A_VARIABLE_THAT_IS_NOT_SET"]);
}

#[test]
fn refused_arguments_are_not_quoted() {
    let mut print = Print::new();
    print.error(&refused(CallOptions::new().header("x-key", &format!("{MARK}\n"))));
    let invalid = AccountId::new(mark("id")).expect_err("it is not valid");
    print.debug(&invalid);
    print.error(&Error::from(invalid));
    let (_service, builder) = service_and_builder();
    let client = built(builder);
    for invalid in ["", ".", ".."] {
        let call = client.api_tokens().delete_api_token(&received_id(MARK), invalid);
        print.error(&refused(call.url()));
        print.debug(&call);
    }
    print.assert_clean(&["header", "not a valid AccountId", "`tokenId`"]);
    assert!(client.profile().get_profile(&id()).url().is_ok());
}
