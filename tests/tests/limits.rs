//! The limits of calls: time, size, broken connections and redirects; and calls without credentials.

mod common;

use std::time::{Duration, Instant};

use common::recorded::header;
use common::{ID, builder, built, id, refused, service_and_client};
use generated_client::types::{ApiError, LifecycleResult, UpdateProfile};
use generated_client::{CallOptions, Client, Error, ErrorKind, RetryPolicy};
use stand_in::{Fault, Operation};

const SHORT: Duration = Duration::from_millis(40);

/// Calls an operation that is never repeated, so that every failure is an error.
async fn update(client: &Client) -> Result<(), Error> {
    client.profile().update_profile(&id(), UpdateProfile::new().name("Olga")).await.map(drop)
}

async fn delete(client: &Client) -> Result<LifecycleResult, Error> {
    client.lifecycle().delete_account(&id()).await
}

#[tokio::test]
async fn an_attempt_ends_at_its_timeout() {
    let (service, _) = service_and_client();
    let client = built(builder(&service).attempt_timeout(SHORT));
    for fault in [Fault::hang(), Fault::drip(SHORT), Fault::hang().after_execution()] {
        service.inject(fault);
        let start = Instant::now();
        let error = refused(update(&client).await);
        assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
        assert!(error.is_timeout() && error.may_have_been_applied(), "{error:?}");
        assert!(error.elapsed() >= SHORT && error.attempts() == 1, "{error:?}");
        assert!(error.to_string().ends_with("the attempt took too long"), "{error}");
    }
    assert_eq!(service.requests().len(), 3);
}

#[tokio::test]
async fn a_call_ends_at_its_timeout() {
    let (service, _) = service_and_client();
    let client = built(builder(&service).timeout(SHORT));
    for fault in [Fault::hang(), Fault::drip(Duration::from_millis(5))] {
        service.inject(fault);
        let error = refused(update(&client).await);
        assert!(error.is_timeout() && error.elapsed() < Duration::from_millis(500), "{error:?}");
        assert!(error.to_string().ends_with("the call took longer than 40ms"), "{error}");
    }
}

#[tokio::test]
async fn timeouts_of_a_call_take_precedence_over_those_of_the_client() {
    let (service, _) = service_and_client();
    let hasty = built(builder(&service).attempt_timeout(SHORT).timeout(SHORT));
    let long = Duration::from_secs(10);
    service.inject(Fault::delay(SHORT * 2));
    let options = CallOptions::new().attempt_timeout(long).timeout(long);
    hasty.lifecycle().activate_user(&id()).with(options).await.expect("there is time");

    let patient = built(builder(&service));
    for options in [CallOptions::new().attempt_timeout(SHORT), CallOptions::new().timeout(SHORT)] {
        service.inject(Fault::hang());
        let error = refused(patient.lifecycle().activate_user(&id()).with(options).await);
        assert!(error.is_timeout(), "{error:?}");
    }
}

#[tokio::test]
async fn without_a_connection_the_call_was_not_applied() {
    let (service, _) = service_and_client();
    let tls = built(builder(&service).base_url(format!("https://{}", service.address())).timeout(SHORT * 50));
    let plain = built(builder(&service).timeout(SHORT * 5));
    // The service does not speak TLS.
    let without_tls = refused(delete(&tls).await);
    service.refuse_connections();
    for error in [without_tls, refused(delete(&plain).await)] {
        assert!(error.is_connect() && !error.may_have_been_applied(), "{error:?}");
        assert!(error.to_string().ends_with("no connection to the service"), "{error}");
        assert!(std::error::Error::source(&error).is_some());
    }
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn a_body_may_have_the_maximum_length() {
    let (service, _) = service_and_client();
    let body = r#"{"message":"0123456789"}"#;
    let exact = built(builder(&service).max_response_bytes(body.len()));
    service.inject(Fault::status(200).body(body).times(2));
    assert_eq!(delete(&exact).await.expect("it fits").message.as_deref(), Some("0123456789"));

    let short = built(builder(&service).max_response_bytes(body.len() - 1));
    let error = refused(delete(&short).await);
    assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::TooLong, true), "{error:?}");
    assert!(error.to_string().contains("longer than 23 bytes"), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));

    let none = built(builder(&service).max_response_bytes(0));
    none.lifecycle().activate_user(&id()).await.expect("it has no body");
}

#[tokio::test]
async fn an_endless_body_is_too_long() {
    let (service, client) = service_and_client();
    service.inject(Fault::large_body(10 * 1024 * 1024));
    assert_eq!(refused(delete(&client).await).kind(), ErrorKind::TooLong, "10 MiB is the default");
    let client = built(builder(&service).max_response_bytes(100_000));
    service.inject(Fault::endless_body());
    let error = refused(delete(&client).await);
    assert_eq!(
        (error.kind(), error.body().map(<[u8]>::len)),
        (ErrorKind::TooLong, Some(10 * 1024)),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_body_of_an_error_is_limited_to_10_kib() {
    let (service, _) = service_and_client();
    let client = built(builder(&service).max_response_bytes(5));
    let kib = 1024;
    for (fault, kept) in [
        (Fault::status(409).body("x".repeat(10 * kib - 1)), 10 * kib - 1),
        (Fault::status(409).body("x".repeat(10 * kib)), 10 * kib),
        (Fault::status(409).body("x".repeat(10 * kib + 1)), 10 * kib),
        (Fault::endless_body().with_status(409), 10 * kib),
        (Fault::status(409), 0),
    ] {
        service.inject(fault);
        let error = refused(update(&client).await);
        assert!(error.is_conflict(), "{error:?}");
        assert_eq!(error.body().map(<[u8]>::len), Some(kept));
    }
    service.inject(Fault::status(404).body(r#"{"key":"accountNotFound"}"#));
    assert_eq!(
        refused(update(&client).await).api(),
        Some(ApiError::AccountNotFound),
        "max_response_bytes does not limit the bodies of errors"
    );
}

#[tokio::test]
async fn every_error_keeps_at_most_10_kib_of_a_body_and_of_the_headers() {
    let (service, client) = service_and_client();
    let json = format!(r#"{{"message":7,"x":"{}"}}"#, "x".repeat(1024 * 1024));
    let large = "x".repeat(7000);
    for (fault, kind) in [
        (Fault::status(200).body(json.clone()), ErrorKind::Decode),
        (Fault::status(200).body("x".repeat(11 * 1024 * 1024)), ErrorKind::TooLong),
        (Fault::status(409).body(json), ErrorKind::Status),
    ] {
        service.inject(fault.header("x-1", &large).header("x-2", &large).header("x-1", "small"));
        let error = refused(delete(&client).await);
        assert_eq!((error.kind(), error.body().map(<[u8]>::len)), (kind, Some(10 * 1024)), "{error:?}");
        let headers = error.headers().expect("a response");
        let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        assert!(bytes <= 10 * 1024 && headers.contains_key("content-length"), "{bytes}");
        assert!(headers.get_all("x-1").iter().any(|value| value == "small"));
    }
}

#[tokio::test]
async fn a_call_without_content_succeeds_at_the_head() {
    let (service, client) = service_and_client();
    for fault in [
        Fault::drip(Duration::from_secs(60)),
        Fault::endless_body(),
        Fault::truncated_body(),
        Fault::reset_in_body(),
        Fault::large_body(1024 * 1024),
    ] {
        let name = format!("{fault:?}");
        service.inject(fault.with_status(200));
        let start = Instant::now();
        let call = client.lifecycle().activate_user(&id()).send();
        let response = call.await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!((response.status.as_u16(), response.attempts), (200, 1), "{name}");
        assert!(start.elapsed() < Duration::from_millis(500), "{name}: {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn a_connection_is_used_again_after_a_body_that_nobody_needs() {
    let (service, client) = service_and_client();
    for _ in 0..5 {
        service.inject(Fault::status(200).body("x".repeat(5000)));
        client.lifecycle().activate_user(&id()).await.expect("it succeeds");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(service.connections(), 1);
}

#[tokio::test]
async fn a_status_is_not_lost_if_its_body_stalls() {
    let (service, client) = service_and_client();
    let stalled = |status| Fault::drip(Duration::from_secs(60)).with_status(status).without_execution();
    let never = || CallOptions::new().retry(RetryPolicy::never());
    // The deadline of the call or of the attempt is before the end of the time for the body.
    for options in [never().timeout(SHORT * 3), never().attempt_timeout(SHORT * 3)] {
        for status in [301, 400, 401, 403, 404, 409, 429, 500, 503] {
            service.inject(stalled(status));
            let error = refused(client.lifecycle().delete_account(&id()).with(options.clone()).await);
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error:?}");
            let kind = if status == 301 { ErrorKind::Redirect } else { ErrorKind::Status };
            assert_eq!((error.kind(), error.may_have_been_applied()), (kind, !(400..500).contains(&status)));
            assert!(error.elapsed() < SHORT * 3 + Duration::from_millis(250), "{:?}", error.elapsed());
        }
        service.inject(stalled(200));
        let error = refused(client.lifecycle().delete_account(&id()).with(options).await);
        assert!(error.is_timeout() && error.may_have_been_applied(), "{error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    }
    service.inject(stalled(409));
    let error = refused(delete(&client).await);
    let took = error.elapsed();
    assert!(
        error.is_conflict() && took >= Duration::from_secs(2) && took < Duration::from_secs(3),
        "{took:?}"
    );
}

#[tokio::test]
async fn an_error_with_a_broken_body_has_its_status() {
    let (service, client) = service_and_client();
    for fault in [Fault::truncated_body(), Fault::reset_in_body()] {
        service.inject(fault.with_status(403));
        let error = refused(update(&client).await);
        assert!(error.is_forbidden(), "{error:?}");
    }
}

#[tokio::test]
async fn after_a_broken_connection_a_change_may_have_been_made() {
    let (service, client) = service_and_client();
    let spoiled = [Fault::truncated_body(), Fault::reset_in_body()];
    let replaced =
        [Fault::reset_before_head(), Fault::close_before_head(), Fault::garbage(), Fault::raw("HTTP/1.1 2")];
    for (fault, executed) in
        spoiled.map(|fault| (fault, 1)).into_iter().chain(replaced.map(|fault| (fault, 0)))
    {
        // On a connection that was used before, the transport must not repeat the request by itself.
        client.manage().get_user_management_permissions(&id()).await.expect("it is allowed");
        service.forget_requests();
        let name = format!("{fault:?}");
        service.inject(fault);
        let error = refused(update(&client).await);
        assert_eq!(
            (error.kind(), error.may_have_been_applied()),
            (ErrorKind::Connection, true),
            "{name}: {error:?}"
        );
        assert_eq!((service.requests().len(), service.executed().len()), (1, executed), "{name}");
    }
}

#[tokio::test]
async fn bytes_after_the_body_are_ignored() {
    let (service, client) = service_and_client();
    service.inject(Fault::overlong_body());
    update(&client).await.expect("the body is complete");
    update(&client).await.expect("it is another connection");
    assert_eq!(service.times_executed(Operation::UpdateProfile, ID), 2);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (service, client) = service_and_client();
    let (elsewhere, _) = service_and_client();
    for status in [300, 301, 302, 303, 305, 307, 308] {
        for location in [format!("{}/users/x", elsewhere.url()), "/users/x".to_owned(), "%%% ?".to_owned()] {
            service.forget_requests();
            service.inject(Fault::redirect(status, &location));
            let error = refused(update(&client).await);
            assert_eq!((error.kind(), error.location()), (ErrorKind::Redirect, Some(location.as_str())));
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
            // Some services respond to a successful request with a redirect.
            assert!(error.may_have_been_applied() && error.api().is_none());
            assert_eq!(service.requests().len(), 1);
        }
    }
    assert_eq!(elsewhere.connections(), 0);
    service.inject(Fault::status(304));
    let error = refused(update(&client).await);
    assert_eq!((error.kind(), error.location()), (ErrorKind::Redirect, None));
}

#[tokio::test]
async fn a_client_without_credentials_sends_none() {
    let (service, _) = service_and_client();
    let anonymous = Client::builder().base_url(service.url()).without_credentials();
    for client in [built(anonymous), built(builder(&service).without_credentials())] {
        assert!(refused(update(&client).await).is_unauthorized());
        assert_eq!(header(&service, "authorization"), None);
    }
    let gateway =
        CallOptions::new().header("authorization", "Bearer stand-in-token").expect("it is a header");
    let anonymous = built(builder(&service).without_credentials());
    anonymous
        .lifecycle()
        .activate_user(&id())
        .with(gateway)
        .await
        .expect("the header authenticates the call");
}

#[test]
fn missing_credentials_are_an_error() {
    let error = refused(Client::builder().build());
    assert_eq!(error.kind(), ErrorKind::Config);
    let expected = "credentials are missing: call `bearer_token(…)`, or `without_credentials()`";
    assert_eq!(error.to_string(), expected);
    assert_eq!((error.operation(), error.status(), error.attempts()), (None, None, 0));
}
