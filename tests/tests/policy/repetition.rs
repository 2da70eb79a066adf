//! The repetition of calls, and the errors of calls that are not repeated.

use std::time::Duration;

use generated_client::types::SetEmail;
use generated_client::{CallOptions, RetryPolicy};
use stand_in::{Fault, LifecycleError, Operation};

use crate::{ID, SLACK, builder, client, id, limited, ms, service};

#[tokio::test]
async fn the_policy_of_a_call_takes_precedence_over_that_of_its_client() {
    let service = service();
    service.inject(Fault::status(503).always());
    let never = builder(&service).retry(RetryPolicy::never()).build().expect("a client");
    let profile = |client: &generated_client::Client| client.profile().get_profile(&id());
    let five = CallOptions::new().retry(RetryPolicy::new().attempts(5).base(ms(1)).cap(ms(2)));
    let error = profile(&never).await.expect_err("it is down");
    assert_eq!(error.attempts(), 1);
    let error = profile(&never).with(five).await.expect_err("it is down");
    assert_eq!(error.attempts(), 5);
    let error = profile(&client(&service)).await.expect_err("it is down");
    assert_eq!(error.attempts(), 3);
    let once = CallOptions::new().retry(RetryPolicy::never());
    let error = profile(&client(&service)).with(once).await.expect_err("it is down");
    assert_eq!(error.attempts(), 1);
    assert_eq!(service.requests().len(), 10);
}

#[tokio::test]
async fn a_delete_with_404_in_the_second_attempt_may_have_been_applied_in_the_first() {
    let service = service();
    let client = client(&service);
    let delete = || client.api_tokens().delete_api_token(&id(), "token-1");
    service.inject(Fault::reset_before_head().after_execution());
    let error = delete().await.expect_err("it does not exist");
    assert!(error.is_not_found() && error.may_have_been_applied(), "{error:?}");
    assert_eq!(service.times_executed(Operation::DeleteApiToken, ID), 1);
    // The first response is known here.
    let error = delete().await.expect_err("it does not exist");
    assert!(error.is_not_found() && !error.may_have_been_applied(), "{error:?}");
    service.inject(limited(ms(5)));
    let error = delete().await.expect_err("it does not exist");
    assert!(error.attempts() == 2 && !error.may_have_been_applied(), "{error:?}");
}

#[tokio::test]
async fn a_conflict_is_never_repeated() {
    let service = service();
    service.account(stand_in::Account::new(ID).lifecycle_error(LifecycleError::new("owner")));
    let error = client(&service).lifecycle().deactivate_user(&id()).await.expect_err("a conflict");
    assert!(error.is_conflict() && !error.may_have_been_applied(), "{error:?}");
    // A retry hint does not change that.
    service.inject(Fault::status(409).header("retry-after", "0").always());
    let call = client(&service).email().set_email(&id(), SetEmail::new("b@example.com"));
    let error = call.await.expect_err("a conflict");
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::ZERO)));
    assert_eq!(service.requests().len(), 2);
}

#[tokio::test]
async fn attempts_and_time_are_reported() {
    let service = service();
    let client = client(&service);
    let profile = || client.profile().get_profile(&id());
    let response = profile().send().await.expect("a response");
    assert_eq!(response.attempts, 1);
    service.inject_all([limited(ms(40)), limited(ms(50))]);
    let response = profile().send().await.expect("a response");
    assert_eq!(response.attempts, 3);
    assert!(response.elapsed >= ms(90) && response.elapsed < ms(90) + SLACK, "{:?}", response.elapsed);
    service.inject_all([limited(ms(40)), Fault::status(418)]);
    let error = profile().await.expect_err("a teapot");
    assert_eq!(error.attempts(), 2);
    assert!(error.elapsed() >= ms(40) && error.elapsed() < ms(40) + SLACK, "{:?}", error.elapsed());
}

#[tokio::test]
async fn a_call_reaches_a_service_that_starts_later() {
    let service = service();
    let patient = RetryPolicy::new().attempts(100).base(ms(10)).cap(ms(10));
    let client = builder(&service).retry(patient).build().expect("a client");
    service.refuse_connections();
    let call = client.lifecycle().deactivate_user(&id()).send();
    let call = tokio::spawn(call);
    tokio::time::sleep(ms(30)).await;
    service.accept_connections().expect("the port is still free");
    let response = call.await.expect("no panic").expect("a response");
    assert!(response.attempts > 1);
    assert_eq!(service.times_executed(Operation::DeactivateUser, ID), 1);
}
