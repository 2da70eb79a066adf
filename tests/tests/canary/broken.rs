//! Calls that get no answer: the connection breaks, time runs out, a hook fails, a pause is on, something panics.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use generated_client::blocking::Call as _;
use generated_client::{Authenticate, BoxError, BoxFuture, CallOptions, Client, ErrorKind, RetryPolicy};
use stand_in::{Fault, Operation};

use crate::common::{self, built, id, received_id, refused};
use crate::marks::{MARK, Print, TOKEN, log, mark};
use crate::server::{Authority, Server};
use crate::{arguments, service_and_builder, update};

#[tokio::test]
async fn broken_connections_show_no_url_and_no_body() {
    let (service, builder) = service_and_builder();
    // Only what never ends is cut short: on a busy machine everything else would be, too.
    let client = built(builder.retry(RetryPolicy::new().base(Duration::from_millis(1))));
    let mut print = Print::new();
    let garbage = Fault::raw(format!("HTTP/1.1 200 OK\r\n{MARK}\r\n\r\n"));
    let faults = [
        Fault::reset_before_head(),
        Fault::close_before_head(),
        Fault::truncated_body(),
        Fault::reset_in_body(),
        Fault::raw(MARK),
        garbage,
    ];
    for fault in faults {
        service.inject(fault);
        print.error(&refused(client.profile().update_profile(&id(), update()).await));
    }
    service.inject(Fault::hang().always());
    let brief = |limit: fn(CallOptions, Duration) -> CallOptions| {
        limit(CallOptions::new(), Duration::from_millis(30))
    };
    let attempt = brief(CallOptions::attempt_timeout);
    print.error(&refused(client.profile().update_profile(&id(), update()).with(attempt).await));
    let call = brief(CallOptions::timeout);
    print.error(&refused(client.lifecycle().activate_user(&received_id(MARK)).with(call).await));
    service.refuse_connections();
    print.error(&refused(client.lifecycle().delete_account(&received_id(MARK)).await));
    let long = MARK.repeat(10_000);
    print.error(&refused(client.api_tokens().delete_api_token(&id(), &long).await));
    print.is_clean(&["Timeout", "Connection", "Connect,", "Argument", "/users/{account_id}/manage/profile"]);
}

#[tokio::test]
async fn a_pause_shows_nothing_of_what_waits() {
    let (service, builder) = service_and_builder();
    let client = built(builder.concurrency(1));
    let mut print = Print::new();
    service.inject(Fault::status(429).header("retry-after", "3600").body(MARK));
    for operation in Operation::ALL {
        print.error(&refused(common::call(&client, operation, &received_id(MARK), arguments()).await));
    }
    print.is_clean(&["429 Too Many Requests", "Paused"]);
}

/// An error of the caller's own hook.
struct HookFailed;

impl fmt::Debug for HookFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the caller's own words")
    }
}

impl fmt::Display for HookFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for HookFailed {}

/// Adds marked headers and a marked query, none of them called sensitive; or fails, when it sees the operation to.
struct Hook;

impl Authenticate for Hook {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut http::Request<bytes::Bytes>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            if request.method() == http::Method::PUT {
                return Err(HookFailed.into());
            }
            // A request that is shown by a hook hides the token that is in it.
            assert!(!format!("{request:?}").contains(TOKEN));
            request.headers_mut().insert("x-signature", MARK.parse()?);
            *request.uri_mut() = format!("{}?signature={MARK}", request.uri()).parse()?;
            Ok(())
        })
    }
}

#[tokio::test]
async fn hooks_see_secrets_and_nobody_else_does() {
    let (service, builder) = service_and_builder();
    let mut print = Print::new();
    let client = built(builder.authenticate(Hook));
    print.debug(&client);
    let call = client.profile().get_profile(&id());
    print.debug(&call.send().await.expect("it is there"));
    let request = service.last_request().expect("there was one");
    assert!(request.target.ends_with("signature=quetzal7d1f") && request.header("x-signature") == Some(MARK));
    let error = refused(common::call(&client, Operation::SetEmail, &id(), arguments()).await);
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(!error.to_string().contains("caller's own words"), "they are in its source");
    print.error(&error);

    let (_service, builder) = service_and_builder();
    let failing = || async { Err::<String, _>(HookFailed) };
    print.error(&refused(built(builder.bearer_token_provider(failing)).profile().get_profile(&id()).await));
    let (_service, builder) = service_and_builder();
    let unsendable = || async { Ok::<_, BoxError>(format!("{TOKEN}\n")) };
    print
        .error(&refused(built(builder.bearer_token_provider(unsendable)).profile().get_profile(&id()).await));
    print.is_clean(&["Credentials", "the caller's own words", "cannot be sent"]);
}

#[test]
fn panics_and_blocking_calls_show_nothing() {
    let (service, builder) = service_and_builder();
    let client = built(builder);
    let mut print = Print::new();
    print.debug(&client.profile().update_profile(&id(), update()).call_full().expect("it is there"));
    service.inject(Fault::status(418).body(MARK));
    let refusal = client.profile().update_profile(&id(), update()).call();
    print.error(refusal.as_ref().expect_err("it is refused"));
    // What `expect` and `assert_eq` print when they fail: the `Debug` form.
    let profile = client.profile().get_profile(&id()).call();
    let panics: [Box<dyn Fn()>; 3] = [
        Box::new(|| drop(refusal.as_ref().expect("canary: an error").clone())),
        Box::new(|| drop(profile.as_ref().expect_err("canary: an answer").to_string())),
        Box::new(|| assert_eq!(update().name(""), update(), "canary: a request")),
    ];
    for panics in panics {
        assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
    }
    let seen = log();
    for text in ["canary: an error", "canary: an answer", "canary: a request"] {
        assert!(seen.contains(text), "{text}");
    }
    print.is_clean(&["418"]);
}

#[tokio::test]
async fn over_tls_and_http_2_nothing_is_shown_either() {
    let authority = Authority::new();
    for (protocol, status) in [("h2", 200), ("http/1.1", 200), ("h2", 403)] {
        let server = Server::new(authority.certificate(&["127.0.0.1"])).protocols(&[protocol]);
        let server = server.answer(status, mark("answer")).start();
        let mut print = Print::new();
        let builder = Client::builder().base_url(server.url("127.0.0.1")).bearer_token(TOKEN);
        let client = built(builder.root_certificate(authority.pem()).retry(RetryPolicy::never()));
        for operation in [Operation::UpdateProfile, Operation::DeleteApiToken] {
            match common::call(&client, operation, &received_id(MARK), arguments()).await {
                Ok(()) => {}
                Err(error) => print.error(&error),
            }
        }
        assert_eq!(server.handshakes().pop().and_then(|one| one.protocol).as_deref(), Some(protocol));
        print.is_clean(&["PATCH /users/{account_id}/manage/profile"]);
    }
    // They had the occasion.
    let log = log();
    for target in ["h2::", "rustls::"] {
        assert!(log.contains(target), "{target}");
    }
}
