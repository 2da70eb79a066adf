//! Token providers: the number of their calls, and the effect of refused tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use generated_client::types::SetEmail;
use generated_client::{Authenticate, BoxError, BoxFuture, CallOptions, Client, Error, ErrorKind, Token};
use stand_in::{Fault, Operation, StandIn};
use tokio::task::JoinSet;

use crate::{ID, SLACK, builder, id, ms, service};

/// A token for which the provider never returns.
const NEVER: &str = "never";
/// A token for which the provider returns an error.
const FAILS: &str = "failure";

/// A little more than the time in which a provider is not called again.
const REST: Duration = ms(3100);

/// Returns a client whose provider returns these tokens, each after a wait, and then the last one again; and the number
/// of calls of the provider.
fn client(service: &StandIn, wait: Duration, tokens: &'static [&'static str]) -> (Client, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let provider = move || {
        let index = count.fetch_add(1, Ordering::SeqCst).min(tokens.len() - 1);
        async move {
            tokio::time::sleep(if tokens[index] == NEVER { Duration::MAX } else { wait }).await;
            match tokens[index] {
                FAILS => Err(std::io::Error::other("the vault is sealed")),
                token => Ok(token.to_owned()),
            }
        }
    };
    (builder(service).bearer_token_provider(provider).build().expect("a client"), calls)
}

/// Makes this number of calls of an operation that must not run twice, at once.
async fn at_once(client: &Client, calls: usize) -> Vec<Result<(), Error>> {
    let mut begun = JoinSet::new();
    for _ in 0..calls {
        let call = client.lifecycle().deactivate_user(&id());
        begun.spawn(async move { call.await });
    }
    begun.join_all().await
}

fn executed(service: &StandIn) -> usize {
    service.times_executed(Operation::DeactivateUser, ID)
}

#[tokio::test]
async fn many_calls_call_the_provider_once() {
    let service = service();
    let (client, provider_calls) = client(&service, ms(30), &[stand_in::DEFAULT_TOKEN]);
    for _ in 0..2 {
        assert!(at_once(&client, 50).await.iter().all(Result::is_ok));
    }
    assert_eq!((provider_calls.load(Ordering::SeqCst), executed(&service)), (1, 100));
}

#[tokio::test]
async fn a_replaced_token_is_fetched_once_and_each_call_is_repeated() {
    let service = service();
    let (client, provider_calls) = client(&service, ms(30), &[stand_in::DEFAULT_TOKEN, "new"]);
    assert!(at_once(&client, 1).await.iter().all(Result::is_ok));
    service.rotate_token("new");
    service.forget_requests();
    assert!(at_once(&client, 20).await.iter().all(Result::is_ok));
    assert_eq!((provider_calls.load(Ordering::SeqCst), executed(&service)), (2, 20));
    let refused = service.requests().iter().filter(|request| request.status == Some(401)).count();
    assert_eq!((refused, service.requests().len()), (20, 40));
}

#[tokio::test]
async fn a_call_is_repeated_only_with_another_token() {
    let service = service();
    let (client, provider_calls) = client(&service, ms(0), &["wrong"]);
    // The provider is asked once more, and then not for a while.
    for calls in 1..=3 {
        let error = client.profile().get_profile(&id()).await.expect_err("a wrong token");
        assert!(error.is_unauthorized() && error.attempts() == 1, "{error:?}");
        assert_eq!((provider_calls.load(Ordering::SeqCst), service.requests().len()), (2, calls));
    }
    // A token without a provider is not sent twice.
    let error = builder(&service).bearer_token("wrong").build().expect("a client").profile();
    let error = error.get_profile(&id()).await.expect_err("a wrong token");
    assert!(error.is_unauthorized() && error.attempts() == 1, "{error:?}");
    // A call is repeated once, also with tokens that are all different.
    let (client, provider_calls) = self::client(&service, ms(0), &["1", "2", "3"]);
    let error = client.profile().get_profile(&id()).await.expect_err("a wrong token");
    assert!(error.is_unauthorized() && error.attempts() == 2, "{error:?}");
    assert_eq!(provider_calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn without_retries_only_an_idempotent_call_is_repeated_with_another_token() {
    for (is_idempotent, attempts) in [(true, 2), (false, 1)] {
        let service = service();
        service.rotate_token("new");
        let (client, _) = client(&service, ms(0), &["old", "new"]);
        let never = CallOptions::new().retry(generated_client::RetryPolicy::never());
        if is_idempotent {
            client.profile().get_profile(&id()).with(never).await.expect("its new token is valid");
        } else {
            let error = client.lifecycle().deactivate_user(&id()).with(never).await.expect_err("no retries");
            assert!(error.is_unauthorized() && !error.may_have_been_applied(), "{error:?}");
        }
        assert_eq!(service.requests().len(), attempts);
    }
}

#[tokio::test]
async fn if_a_refused_token_is_not_replaced_the_error_is_the_refusal() {
    let service = service();
    let (client, provider_calls) = client(&service, ms(0), &["wrong", FAILS]);
    for _ in 0..2 {
        let error = client.lifecycle().deactivate_user(&id()).await.expect_err("a wrong token");
        assert!(error.is_unauthorized() && error.attempts() == 1, "{error:?}");
        let source = std::error::Error::source(&error).expect("the error of the provider");
        assert_eq!(source.to_string(), "the vault is sealed");
    }
    assert_eq!(provider_calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_token_is_replaced_before_it_expires_and_no_call_waits_for_it() {
    let service = service();
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let provider = move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(ms(if number == 0 { 0 } else { 150 })).await;
            Ok::<_, BoxError>(Token::new(format!("token-{number}")).expires_in(ms(if number == 0 {
                1000
            } else {
                60_000
            })))
        }
    };
    let client = builder(&service).bearer_token_provider(provider).build().expect("a client");
    service.rotate_token("token-0");
    let read = async || {
        let start = Instant::now();
        client.profile().get_profile(&id()).await.expect("the token is valid");
        assert!(start.elapsed() < ms(100), "{:?}", start.elapsed());
    };
    read().await;
    tokio::time::sleep(ms(910)).await;
    // The next one is fetched, and this one is still valid.
    for _ in 0..5 {
        read().await;
    }
    // The provider runs on a thread of its own.
    while calls.load(Ordering::SeqCst) == 1 {
        tokio::time::sleep(ms(5)).await;
    }
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    tokio::time::sleep(ms(200)).await;
    service.rotate_token("token-1");
    read().await;
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    assert!(service.requests().iter().all(|request| request.status == Some(200)));
}

#[tokio::test]
async fn a_token_that_is_expired_from_the_start_is_sent_nevertheless() {
    let service = service();
    for expired in [
        Token::new(stand_in::DEFAULT_TOKEN).expires_in(Duration::ZERO),
        Token::new(stand_in::DEFAULT_TOKEN).expires_at(std::time::UNIX_EPOCH),
    ] {
        assert!(!format!("{expired:?}").contains(stand_in::DEFAULT_TOKEN), "{expired:?}");
        let provider = move || std::future::ready(Ok::<_, BoxError>(expired.clone()));
        let client = builder(&service).bearer_token_provider(provider).build().expect("a client");
        for _ in 0..3 {
            client.profile().get_profile(&id()).await.expect("the service accepts it");
        }
    }
}

#[tokio::test]
async fn a_replaced_token_does_not_count_as_an_attempt_of_the_policy() {
    let service = service();
    service.rotate_token("new");
    let (client, _) = client(&service, ms(0), &["old", "new"]);
    service.inject(Fault::status(503).when(|request| request.header("authorization") == Some("Bearer new")));
    let response = client.profile().get_profile(&id()).send().await.expect("a response");
    assert_eq!(response.attempts, 3);
}

#[tokio::test]
async fn a_provider_that_has_failed_is_not_called_again_for_a_few_seconds() {
    let service = service();
    let (client, provider_calls) = client(&service, ms(30), &[FAILS, stand_in::DEFAULT_TOKEN]);
    for _ in 0..2 {
        for result in at_once(&client, 20).await {
            let error = result.expect_err("no token");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0));
            assert!(!error.may_have_been_applied() && error.retry_after().is_none());
            let source = std::error::Error::source(&error).expect("the error of the provider");
            assert_eq!(source.to_string(), "the vault is sealed");
        }
        assert_eq!((provider_calls.load(Ordering::SeqCst), service.requests().len()), (1, 0));
    }
    tokio::time::sleep(REST).await;
    assert!(at_once(&client, 20).await.iter().all(Result::is_ok));
    assert_eq!((provider_calls.load(Ordering::SeqCst), executed(&service)), (2, 20));
}

#[tokio::test]
async fn a_token_that_is_no_header_value_is_not_sent_and_not_kept() {
    let service = service();
    for token in ["", "hush\nhush"] {
        let tokens: &'static [&'static str] = Box::leak(Box::new([token, stand_in::DEFAULT_TOKEN]));
        let (client, _) = client(&service, ms(0), tokens);
        service.forget_requests();
        let error = client.profile().get_profile(&id()).await.expect_err("no token");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0));
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
        assert_eq!(service.requests().len(), 0);
        tokio::time::sleep(REST).await;
        assert!(client.profile().get_profile(&id()).await.is_ok());
    }
}

/// A call that ends does not end the fetch that it has started.
#[tokio::test]
async fn a_slow_fetch_goes_on_when_calls_are_dropped_or_time_out() {
    let service = service();
    let (client, provider_calls) = client(&service, ms(400), &[stand_in::DEFAULT_TOKEN]);
    let hasty = || CallOptions::new().timeout(ms(100));
    let dropped = tokio::spawn(client.profile().get_profile(&id()).send());
    tokio::time::sleep(ms(20)).await;
    dropped.abort();
    for _ in 0..2 {
        let start = Instant::now();
        let error = client.lifecycle().deactivate_user(&id()).with(hasty()).await.expect_err("no time");
        assert_eq!(
            (error.kind(), error.attempts(), error.may_have_been_applied()),
            (ErrorKind::Timeout, 0, false)
        );
        assert!(start.elapsed() < ms(100) + SLACK, "{:?}", start.elapsed());
    }
    let patient = client.lifecycle().deactivate_user(&id());
    patient.await.expect("the fetch ends before its deadline");
    assert_eq!((provider_calls.load(Ordering::SeqCst), executed(&service)), (1, 1));
}

/// The runtime has one thread, which the provider must not block.
#[tokio::test]
async fn a_provider_that_blocks_its_thread_delays_no_deadline() {
    let service = service();
    let provider = || async {
        std::thread::sleep(ms(600));
        Ok::<_, BoxError>(stand_in::DEFAULT_TOKEN)
    };
    let client = builder(&service).bearer_token_provider(provider).build().expect("a client");
    let start = Instant::now();
    let hasty = CallOptions::new().timeout(ms(100));
    let error = client.profile().get_profile(&id()).with(hasty).await.expect_err("no time");
    assert!(error.is_timeout() && start.elapsed() < ms(100) + SLACK, "{:?}", start.elapsed());
    assert!(client.profile().get_profile(&id()).await.is_ok());
}

#[tokio::test]
async fn a_provider_that_panics_is_an_error_and_is_called_again_later() {
    let service = service();
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let provider = move || {
        let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if is_first {
                std::panic::resume_unwind(Box::new("not shown"));
            }
            Ok::<_, BoxError>(stand_in::DEFAULT_TOKEN.to_owned())
        }
    };
    let client = builder(&service).bearer_token_provider(provider).build().expect("a client");
    for result in at_once(&client, 5).await {
        let error = result.expect_err("no token");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0));
        assert!(std::error::Error::source(&error).expect("a source").to_string().contains("panicked"));
    }
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    tokio::time::sleep(REST).await;
    assert!(at_once(&client, 5).await.iter().all(Result::is_ok));
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_call_whose_provider_never_returns_ends_at_the_timeout_of_the_call() {
    let service = service();
    let limit = ms(100);
    // The status of a refusal has arrived, so it is the error.
    for (tokens, attempts, kind) in
        [(&[NEVER][..], 0, ErrorKind::Timeout), (&["wrong", NEVER][..], 1, ErrorKind::Status)]
    {
        let (client, _) = client(&service, ms(0), tokens);
        let start = Instant::now();
        let call = client.lifecycle().deactivate_user(&id()).with(CallOptions::new().timeout(limit));
        let error = call.await.expect_err("no token");
        assert_eq!((error.kind(), error.attempts()), (kind, attempts));
        assert!(start.elapsed() < limit + SLACK, "{:?}", start.elapsed());
        // A request that was sent was refused.
        assert!(!error.may_have_been_applied(), "{error:?}");
    }
    assert_eq!(executed(&service), 0);
}

/// The clock of the timers is paused: it jumps to the next timer while nothing else happens.
#[tokio::test(start_paused = true)]
async fn a_provider_has_half_a_minute() {
    let service = service();
    let (client, _) = client(&service, ms(0), &[NEVER]);
    let start = tokio::time::Instant::now();
    let call = client.lifecycle().deactivate_user(&id());
    let error = call.with(CallOptions::new().timeout(ms(60_000))).await.expect_err("no token");
    let took = start.elapsed().as_secs_f64();
    assert!((29.0..31.0).contains(&took), "{took}");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0));
    let source = std::error::Error::source(&error).expect("the reason");
    assert_eq!(source.to_string(), "the token provider took too long");
    assert!(service.requests().is_empty());
}

/// Each runtime has a fetch of its own, so each starts a thread on which the provider blocks.
#[test]
fn a_provider_that_blocks_forever_takes_at_most_four_threads() {
    let service = service();
    let entered = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&entered);
    let provider = move || {
        let count = Arc::clone(&count);
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            loop {
                std::thread::park();
            }
            #[expect(unreachable_code, reason = "it has to have a type")]
            Ok::<_, BoxError>(String::new())
        }
    };
    let client = builder(&service).bearer_token_provider(provider).build().expect("a client");
    for number in 1..=7 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let call = client.profile().get_profile(&id()).with(CallOptions::new().timeout(ms(200)));
        let start = Instant::now();
        let error = runtime.block_on(call.into_future()).expect_err("no token");
        let (kind, source) = match number {
            1..=4 => (ErrorKind::Timeout, None),
            _ => (ErrorKind::Credentials, Some("the token provider does not return".to_owned())),
        };
        assert_eq!(error.kind(), kind, "{number}: {error:?}");
        assert_eq!(std::error::Error::source(&error).map(ToString::to_string), source);
        assert!(start.elapsed() < ms(200) + SLACK, "{:?}", start.elapsed());
    }
    assert_eq!(entered.load(Ordering::SeqCst), 4);
}

/// Returns the `authorization` header of the last request.
fn sent(service: &StandIn) -> Option<String> {
    service.requests().last().and_then(|request| request.header("authorization").map(str::to_owned))
}

#[tokio::test]
async fn a_call_may_have_its_own_credentials_or_none() {
    let service = service();
    let client = crate::client(&service);
    let call = client.profile().get_profile(&id());
    service.rotate_token("of-the-call");
    let own = CallOptions::new().credentials("of-the-call");
    call.clone().with(own.clone()).await.expect("its token is valid");
    assert_eq!(sent(&service).as_deref(), Some("Bearer of-the-call"));
    let refused = call.clone().await.expect_err("the client's token was replaced");
    assert!(refused.is_unauthorized());
    assert_eq!(sent(&service), Some(format!("Bearer {}", stand_in::DEFAULT_TOKEN)));
    let none = call.clone().with(CallOptions::new().without_credentials()).await;
    assert!(none.is_err_and(|error| error.is_unauthorized()));
    assert_eq!(sent(&service), None);
    // A call of a client without credentials may have credentials.
    let anonymous = Client::builder().origin(service.url()).without_credentials().build().expect("a client");
    anonymous.profile().get_profile(&id()).with(own).await.expect("its token is valid");
}

/// A hook that adds a token, adds the number of the attempt to the query, and replaces the body.
struct Numbered(AtomicUsize);

impl Authenticate for Numbered {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut http::Request<bytes::Bytes>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            let token = format!("Bearer {}", stand_in::DEFAULT_TOKEN);
            request.headers_mut().insert("authorization", token.parse()?);
            *request.uri_mut() = format!("{}?attempt={number}", request.uri()).parse()?;
            *request.body_mut() = format!(r#"{{"email":"attempt-{number}@example.com"}}"#).into();
            Ok(())
        })
    }
}

#[tokio::test]
async fn the_hook_of_a_call_signs_each_attempt() {
    let service = service();
    let client = builder(&service).bearer_token("wrong").build().expect("a client");
    service.inject(Fault::status(503));
    let call = client.email().set_email(&id(), SetEmail::new("lila@example.com"));
    call.with(CallOptions::new().authenticate(Numbered(AtomicUsize::new(0))))
        .await
        .expect("its token is valid");
    let requests = service.requests();
    assert_eq!(requests.len(), 2);
    for (number, request) in requests.iter().enumerate() {
        let body = format!(r#"{{"email":"attempt-{number}@example.com"}}"#);
        assert!(request.target.ends_with(&format!("/manage/email?attempt={number}")), "{}", request.target);
        assert_eq!(request.body, body.as_bytes());
        assert_eq!(request.header("content-length"), Some(body.len().to_string().as_str()));
    }
}

#[tokio::test]
async fn credentials_of_a_call_that_cannot_be_sent_are_refused_and_never_shown() {
    let service = service();
    let options = CallOptions::new().credentials("hush\nX-Evil: 1").query("hush", Some("hush"));
    assert!(!format!("{options:?}").contains("hush"), "{options:?}");
    let error = crate::client(&service).profile().get_profile(&id()).with(options).await;
    let error = error.expect_err("a line break ends a header");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Config, 0));
    assert!(!format!("{error:?} {error}").contains("hush"), "{error:?}");
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn options_add_query_parameters_without_a_setter() {
    let service = service();
    let call = crate::client(&service).manage().get_user_management_permissions(&id());
    let options = CallOptions::new().query("a b", Some("1&2")).query("bare", None);
    let url = call.with(options).url().expect("it can be sent");
    assert!(url.ends_with("/manage?a%20b=1%262&bare"), "{url}");
}
