//! Calls without a response: broken connections, timeouts, failed hooks, pauses and panics.

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
    // Only calls that never end have short timeouts: on a busy machine the others could time out too.
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
    print.assert_clean(&[
        "Timeout",
        "Connection",
        "Connect,",
        "Argument",
        "/users/{account_id}/manage/profile",
    ]);
}

#[tokio::test]
async fn a_pause_shows_no_value_of_the_waiting_calls() {
    let (service, builder) = service_and_builder();
    let client = built(builder.concurrency(1).timeout(Duration::from_secs(30)));
    let mut print = Print::new();
    service.inject(Fault::status(429).header("retry-after", "3600").body(MARK));
    for operation in Operation::ALL {
        print.error(&refused(common::call(&client, operation, &received_id(MARK), arguments()).await));
    }
    print.assert_clean(&["429 Too Many Requests", "Paused"]);
}

/// An error of a hook.
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

/// A hook that adds a marked header and a marked query, neither of them marked as sensitive. It fails for PUT requests.
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
            // The `Debug` output of the request in a hook does not show the token.
            assert!(!format!("{request:?}").contains(TOKEN));
            request.headers_mut().insert("x-signature", MARK.parse()?);
            *request.uri_mut() = format!("{}?signature={MARK}", request.uri()).parse()?;
            Ok(())
        })
    }
}

#[tokio::test]
async fn only_hooks_see_secrets() {
    let (service, builder) = service_and_builder();
    let mut print = Print::new();
    let client = built(builder.authenticate(Hook));
    print.debug(&client);
    let call = client.profile().get_profile(&id());
    print.debug(&call.send().await.expect("it exists"));
    let request = service.last_request().expect("a request was sent");
    assert!(request.target.ends_with("signature=quetzal7d1f") && request.header("x-signature") == Some(MARK));
    let error = refused(common::call(&client, Operation::SetEmail, &id(), arguments()).await);
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(!error.to_string().contains("caller's own words"), "the source of the error has them");
    print.error(&error);

    let (_service, builder) = service_and_builder();
    let failing = || async { Err::<String, _>(HookFailed) };
    print.error(&refused(built(builder.bearer_token_provider(failing)).profile().get_profile(&id()).await));
    let (_service, builder) = service_and_builder();
    let unsendable = || async { Ok::<_, BoxError>(format!("{TOKEN}\nx")) };
    print
        .error(&refused(built(builder.bearer_token_provider(unsendable)).profile().get_profile(&id()).await));
    print.assert_clean(&["Credentials", "the caller's own words", "has a control character"]);
}

#[test]
fn panics_and_blocking_calls_show_no_value() {
    let (service, builder) = service_and_builder();
    let client = built(builder);
    let mut print = Print::new();
    print.debug(&client.profile().update_profile(&id(), update()).call_full().expect("it exists"));
    service.inject(Fault::status(418).body(MARK));
    let refusal = client.profile().update_profile(&id(), update()).call();
    print.error(refusal.as_ref().expect_err("it is refused"));
    // `expect` and `assert_eq` print the `Debug` output when they fail.
    let profile = client.profile().get_profile(&id()).call();
    let panics: [Box<dyn Fn()>; 3] = [
        Box::new(|| drop(refusal.as_ref().expect("canary: an error").clone())),
        Box::new(|| drop(profile.as_ref().expect_err("canary: a response").to_string())),
        Box::new(|| assert_eq!(update().name(""), update(), "canary: a request")),
    ];
    for panics in panics {
        assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
    }
    let log = log();
    for text in ["canary: an error", "canary: a response", "canary: a request"] {
        assert!(log.contains(text), "{text}");
    }
    print.assert_clean(&["418"]);
}

#[tokio::test]
async fn over_tls_and_http_2_no_value_is_shown() {
    let authority = Authority::new();
    for (protocol, status) in [("h2", 200), ("http/1.1", 200), ("h2", 403)] {
        let server = Server::new(authority.certificate(&["127.0.0.1"])).protocols(&[protocol]);
        let server = server.response(status, mark("response")).start();
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
        print.assert_clean(&["PATCH /users/{account_id}/manage/profile"]);
    }
    // These dependencies have logged.
    let log = log();
    for target in ["h2::", "rustls::"] {
        assert!(log.contains(target), "{target}");
    }
}
