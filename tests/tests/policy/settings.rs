//! Settings of the builder and of calls: redirects, headers, proxies, the retry budget and the statuses.

use generated_client::types::{DeactivateUser, SetEmail, UpdateProfile};
use generated_client::{CallOptions, Client, ErrorKind, RetryPolicy};
use stand_in::{Account, ApiToken, Fault, Recorded, StandIn};

use crate::{ID, builder, client, id, ms, service};

/// Returns the targets of all requests.
fn targets(service: &StandIn) -> Vec<String> {
    service.requests().into_iter().map(|request| request.target).collect()
}

#[tokio::test]
async fn redirects_within_the_origin_can_be_followed() {
    let service = service();
    let client = builder(&service).follow_redirects(2).build().expect("a client");
    let profile = format!("/users/{ID}/manage/profile");
    let absolute = format!("{}{profile}?x=1#y", service.url());
    for status in [301, 302, 303, 307, 308] {
        service.forget_requests();
        service.inject_all([Fault::redirect(status, &absolute), Fault::redirect(status, "profile")]);
        let response = client.profile().get_profile(&id()).send().await.expect("a profile");
        assert_eq!(response.attempts, 3);
        assert_eq!(targets(&service), [profile.clone(), format!("{profile}?x=1"), profile.clone()]);
        assert!(service.requests().iter().all(|request| request.header("authorization").is_some()));
    }
    // No more than two.
    service.inject(Fault::redirect(302, "profile").times(3));
    let error = client.profile().get_profile(&id()).await.expect_err("too many");
    assert_eq!((error.kind(), error.attempts(), error.location()), (ErrorKind::Redirect, 3, Some("profile")));
    // A call may have another limit, and the default is none.
    service.inject(Fault::redirect(302, "profile"));
    let never = CallOptions::new().follow_redirects(0);
    assert!(client.profile().get_profile(&id()).with(never).await.is_err_and(|error| error.attempts() == 1));
}

#[tokio::test]
async fn a_change_is_redirected_only_unchanged() {
    let service = service();
    let client = builder(&service).follow_redirects(5).build().expect("a client");
    let name = UpdateProfile::new().name("Ada");
    let leave = DeactivateUser::new().message("bye");
    for (status, is_followed) in [(301, false), (302, false), (303, false), (307, true), (308, true)] {
        for method in ["PUT", "PATCH", "POST", "DELETE"] {
            service.account(Account::new(ID).api_token(ApiToken::new("token-1", "CI")));
            service.forget_requests();
            service.inject(Fault::redirect(status, "?again#fragment"));
            let result = match method {
                "PUT" => client.email().set_email(&id(), SetEmail::new("ada@example.com")).await,
                "PATCH" => client.profile().update_profile(&id(), name.clone()).await.map(drop),
                "POST" => client.lifecycle().deactivate_user(&id()).body(leave.clone()).await,
                _ => client.api_tokens().delete_api_token(&id(), "token-1").await,
            };
            let requests = service.requests();
            assert_eq!(
                (result.is_ok(), requests.len(), service.executed().len()),
                (is_followed, 1 + usize::from(is_followed), usize::from(is_followed)),
                "{method} {status} {result:?}"
            );
            let (first, last) = (&requests[0], &requests[requests.len() - 1]);
            assert_eq!(first.body.is_empty(), method == "DELETE");
            let parts = |request: &Recorded| {
                let length = request.header("content-length").map(str::to_owned);
                let token = request.header("authorization").map(str::to_owned);
                (request.method.clone(), request.body.clone(), length, token)
            };
            assert_eq!((parts(last), last.method.as_str()), (parts(first), method));
            if is_followed {
                assert_eq!(last.target, format!("{}?again", first.target));
            }
            // It has not been followed, and nobody knows whether the service has executed it.
            let may_have_been_applied = result.err().map(|error| error.may_have_been_applied());
            let expected = (!is_followed).then_some(["PATCH", "POST"].contains(&method));
            assert_eq!(may_have_been_applied, expected, "{method} {status}");
        }
    }
}

#[tokio::test]
async fn redirects_to_another_origin_are_never_followed() {
    let (service, other) = (service(), service());
    let client = builder(&service).follow_redirects(5).build().expect("a client");
    let (address, port) = (service.address(), service.address().port());
    for target in [
        other.url(),
        format!("//{}/x", other.address()),
        format!("https://{address}/x"),
        format!("http://localhost:{port}/x"),
        format!("http://me:pw@{address}/x"),
        format!("http://me@{address}/x"),
        "file:///etc/passwd".to_owned(),
        "\\\\other.invalid/x".to_owned(),
        "http://".to_owned(),
    ] {
        service.forget_requests();
        service.inject(Fault::redirect(302, &target));
        let error = client.profile().get_profile(&id()).await.expect_err("it is elsewhere");
        assert_eq!((error.kind(), service.requests().len()), (ErrorKind::Redirect, 1), "{target}");
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn headers_of_the_builder_are_sent_with_every_request_that_has_none_of_the_name() {
    let service = service();
    let client =
        builder(&service).header("x-team", "blue").header("Accept", "text/x").header("authorization", "hush");
    let client = client.build().expect("a client");
    let sent =
        |name: &str| service.last_request().and_then(|request| request.header(name).map(str::to_owned));
    client.profile().get_profile(&id()).await.expect("a profile");
    assert_eq!(sent("x-team").as_deref(), Some("blue"));
    // The operation's own, and the credential.
    assert_eq!(sent("accept").as_deref(), Some("application/json"));
    assert_eq!(sent("authorization"), Some(format!("Bearer {}", stand_in::DEFAULT_TOKEN)));
    let own = CallOptions::new().header("x-team", "red").expect("a header");
    client.profile().get_profile(&id()).with(own).await.expect("a profile");
    assert_eq!(sent("x-team").as_deref(), Some("red"));
    for (name, value) in
        [("x y", "hush"), ("x", "hush\n"), ("content-length", "1"), ("transfer-encoding", "x")]
    {
        let error = builder(&service).header(name, value).build().map(drop).expect_err("not a header");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
}

#[tokio::test]
async fn a_proxy_of_the_builder_is_used_except_for_this_machine() {
    let (service, proxy) = (service(), service());
    proxy.inject(Fault::status(418).always());
    let direct = builder(&service).proxy(&proxy.url()).build().expect("a client");
    direct.profile().get_profile(&id()).await.expect("it is sent directly");
    assert_eq!(proxy.connections(), 0);
    let other = || Client::builder().base_url("http://other.invalid").allow_http().bearer_token("t");
    let proxied = other().proxy(&proxy.url()).build().expect("a client");
    let error = proxied.profile().get_profile(&id()).await.expect_err("the proxy refuses it");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(418));
    let without =
        other().proxy(&proxy.url()).no_proxy().retry(RetryPolicy::never()).build().expect("a client");
    assert!(without.profile().get_profile(&id()).await.is_err_and(|error| error.is_connect()));
    let error = other().proxy("http://hush:hush@").build().map(drop).expect_err("not a URL");
    assert!(error.to_string().contains("`proxy(…)`") && !format!("{error:?}").contains("hush"), "{error:?}");
}

#[tokio::test]
async fn the_size_of_the_retry_budget_can_be_set() {
    let service = service();
    for (tokens, expected) in [(0, 0), (4, 0), (5, 1), (50, 10), (u32::MAX, 40)] {
        let policy = RetryPolicy::new().attempts(2).base(ms(1)).cap(ms(1));
        let client = builder(&service).retry_budget(tokens).retry(policy).build().expect("a client");
        service.clear_faults();
        service.forget_requests();
        service.inject(Fault::status(503).always());
        for _ in 0..40 {
            let _ = client.profile().get_profile(&id()).await;
        }
        assert_eq!(service.requests().len(), 40 + expected, "{tokens}");
    }
}

#[tokio::test]
async fn the_statuses_that_are_repeated_can_be_set() {
    let service = service();
    let client = client(&service);
    let own = || CallOptions::new().retry(RetryPolicy::new().statuses([425, 409]).base(ms(1)).cap(ms(1)));
    for (status, attempts) in [(425, 3), (503, 1), (429, 1), (409, 1)] {
        service.clear_faults();
        service.inject(Fault::status(status).always());
        let error = client.profile().get_profile(&id()).with(own()).await.expect_err("it fails");
        assert_eq!(error.attempts(), attempts, "{status}");
        // A call that is not idempotent is not repeated after a 425.
        let error = client.lifecycle().deactivate_user(&id()).with(own()).await.expect_err("it fails");
        assert_eq!(error.attempts(), 1, "{status}");
    }
}
