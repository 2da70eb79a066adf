//! Calls from code that is not async: they have the results of awaited calls, and a call or the drop of a client never
//! hangs or panics, wherever it happens.

mod common;

use std::cell::RefCell;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use common::{Arguments, ID, builder, built, call, client, id, refused, service_and_client};
use generated_client::blocking::Call;
use generated_client::types::{AccountId, DeactivateUser, Privilege, SetEmail, UpdateProfile};
use generated_client::{
    Authenticate, BoxError, BoxFuture, CallOptions, Client, Error, ErrorKind, RetryPolicy,
};
use stand_in::{Account, ApiToken, Fault, Operation, StandIn};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{LocalSet, block_in_place, spawn_blocking};

/// The time after which a test that hangs fails.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Runs a function on a thread of its own. Panics if it panics or hangs.
fn on_a_thread<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, result) = mpsc::channel();
    thread::spawn(move || sender.send(run()));
    result.recv_timeout(TIMEOUT).unwrap_or_else(|error| panic!("the thread panicked or hangs: {error}"))
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be built")
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime can be built")
}

fn read(client: &Client) -> Result<String, Error> {
    client.profile().get_profile(&id()).call().map(|profile| profile.account.name)
}

/// Calls an operation with the arguments of [`call`].
fn call_blocking(client: &Client, operation: Operation, id: &AccountId) -> Result<(), Error> {
    let arguments = Arguments::default();
    let lifecycle = client.lifecycle();
    match operation {
        Operation::GetPermissions => {
            let call = client.manage().get_user_management_permissions(id);
            call.privileges([Privilege::EmailSet]).call().map(drop)
        }
        Operation::GetProfile => client.profile().get_profile(id).call().map(drop),
        Operation::UpdateProfile => {
            client.profile().update_profile(id, UpdateProfile::new().name(arguments.name)).call().map(drop)
        }
        Operation::SetEmail => client.email().set_email(id, SetEmail::new(arguments.email)).call(),
        Operation::GetApiTokens => client.api_tokens().get_api_tokens(id).call().map(drop),
        Operation::DeleteApiToken => client.api_tokens().delete_api_token(id, arguments.token_id).call(),
        Operation::DeactivateUser => {
            lifecycle.deactivate_user(id).body(DeactivateUser::new().message("On leave")).call()
        }
        Operation::ActivateUser => lifecycle.activate_user(id).call(),
        Operation::DeleteAccount => lifecycle.delete_account(id).call().map(drop),
        Operation::CancelDeleteAccount => lifecycle.cancel_delete_account(id).call().map(drop),
        other => panic!("no test calls {other}"),
    }
}

#[test]
fn every_operation_can_be_called() {
    let (service, client) = service_and_client();
    service.account(Account::new(ID).api_token(ApiToken::new(Arguments::default().token_id, "CI")));
    for operation in Operation::ALL {
        call_blocking(&client, operation, &id()).unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert_eq!(service.times_executed(operation, ID), 1, "{operation}");
    }
    assert_eq!(service.connections(), 1, "the calls share a connection");
}

#[test]
fn call_full_returns_status_headers_and_attempts() {
    let (service, client) = service_and_client();
    service.inject(Fault::status(503).header("retry-after", "0"));
    let response = client.profile().get_profile(&id()).call_full().expect("the second attempt succeeds");
    assert_eq!((response.status.as_u16(), response.attempts), (200, 2));
    assert_eq!(response.body.account.account_id, id());
    assert!(response.headers.contains_key("content-type"));
    let response = client.lifecycle().deactivate_user(&id()).call_full().expect("it is allowed");
    assert_eq!((response.status.as_u16(), response.attempts), (204, 1));
}

/// Returns everything that an error reports, except its duration.
fn summary(error: &Error) -> String {
    let facts = (error.kind(), error.status(), error.attempts(), error.may_have_been_applied());
    format!("{error}\n{facts:?}\n{:?}\n{:?}\n{:?}", error.retry_after(), error.operation(), error.body())
}

#[test]
fn errors_are_equal_to_those_of_awaited_calls() {
    let service = StandIn::start();
    service.account(Account::new(ID));
    let policy = RetryPolicy::new().base(Duration::from_millis(1));
    let client = built(builder(&service).attempt_timeout(Duration::from_millis(100)).retry(policy));
    let runtime = current_thread();
    let faults = [
        Fault::status(403).body(r#"{"key": "forbidden"}"#),
        Fault::status(429).header("retry-after", "3600"),
        Fault::html(502).always(),
        Fault::redirect(302, "https://elsewhere.example/"),
        Fault::malformed_json(),
        Fault::truncated_body().always(),
        Fault::reset_before_head().always(),
        Fault::hang().always(),
    ];
    for fault in faults {
        for operation in [Operation::GetProfile, Operation::UpdateProfile] {
            service.inject(fault.clone());
            let blocking = refused(call_blocking(&client, operation, &id()));
            service.clear_faults();
            service.inject(fault.clone());
            let awaited = refused(runtime.block_on(call(&client, operation, &id(), Arguments::default())));
            service.clear_faults();
            assert_eq!(summary(&blocking), summary(&awaited), "{operation}");
        }
    }
    service.refuse_connections();
    let blocking = refused(read(&client));
    let awaited = refused(runtime.block_on(client.profile().get_profile(&id()).into_future()));
    assert_eq!(summary(&blocking), summary(&awaited));
    assert_eq!(blocking.kind(), ErrorKind::Connect);
}

#[test]
fn a_blocking_call_in_async_code_fails_at_once() {
    let (service, client) = service_and_client();
    let outcomes = on_a_thread(move || {
        let start = Instant::now();
        let one = current_thread();
        let many = multi_thread();
        let call = || {
            let client = client.clone();
            async move { read(&client) }
        };
        let outcomes = [
            one.block_on(call()),
            one.block_on(LocalSet::new().run_until(call())),
            one.block_on(async { tokio::spawn(call()).await.expect("no panic") }),
            many.block_on(call()),
            many.block_on(async { tokio::spawn(call()).await.expect("no panic") }),
        ];
        assert!(start.elapsed() < Duration::from_secs(2));
        outcomes
    });
    for outcome in outcomes {
        let error = refused(outcome);
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("await the call"), "{error}");
    }
    assert!(service.requests().is_empty());
}

#[test]
fn a_blocking_call_works_where_a_runtime_may_be_blocked() {
    let (_service, client) = service_and_client();
    on_a_thread(move || {
        for runtime in [current_thread(), multi_thread()] {
            let of = client.clone();
            runtime
                .block_on(async move { spawn_blocking(move || read(&of)).await })
                .expect("no panic")
                .expect("1");
            let entered = runtime.enter();
            read(&client).expect("2");
            drop(entered);
        }
        let of = client.clone();
        multi_thread()
            .block_on(async move { tokio::spawn(async move { block_in_place(|| read(&of)) }).await })
            .expect("no panic")
            .expect("3");
    });
}

#[test]
fn many_threads_call_at_once() {
    let (service, client) = service_and_client();
    let calls = || (0..16).try_for_each(|_| read(&client).map(drop));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(calls)).collect();
        for thread in threads {
            thread.join().expect("no panic").expect("every call succeeds");
        }
    });
    assert_eq!(service.times_executed(Operation::GetProfile, ID), 16 * 16);
    assert!(service.connections() <= 64, "{} connections", service.connections());
}

#[test]
fn a_client_can_be_dropped_anywhere() {
    let service = StandIn::start();
    service.account(Account::new(ID));
    let used = || {
        let client = client(&service);
        read(&client).expect("it exists");
        client
    };
    for runtime in [current_thread(), multi_thread()] {
        let (first, second, third) = (used(), used(), used());
        on_a_thread(move || {
            runtime.block_on(async move { drop(first) });
            runtime
                .block_on(async move { tokio::spawn(async move { drop(second) }).await })
                .expect("no panic");
            runtime.block_on(async move { spawn_blocking(move || drop(third)).await }).expect("no panic");
        });
    }
    // The call itself drops the last clone.
    let call = used().profile().get_profile(&id());
    on_a_thread(move || call.call()).expect("it exists");
    let client = used();
    let call = client.lifecycle().delete_account(&id());
    drop(client);
    on_a_thread(move || drop(call));
}

/// Sends a call when it is dropped.
struct CallOnDrop(Client, mpsc::Sender<Result<String, Error>>);

impl Drop for CallOnDrop {
    fn drop(&mut self) {
        let _ = self.1.send(read(&self.0));
    }
}

#[test]
fn a_call_works_in_drop_at_the_end_of_a_thread_and_during_a_panic() {
    thread_local! {
        static LAST: RefCell<Option<CallOnDrop>> = const { RefCell::new(None) };
    }
    let (_service, client) = service_and_client();
    let (sender, results) = mpsc::channel();
    let call_on_drop = || CallOnDrop(client.clone(), sender.clone());
    let (local, dropped, panicking) = (call_on_drop(), call_on_drop(), call_on_drop());
    thread::spawn(move || LAST.set(Some(local)));
    thread::spawn(move || drop(dropped));
    thread::spawn(move || {
        let _panicking = panicking;
        std::panic::resume_unwind(Box::new("not shown"));
    });
    for _ in 0..3 {
        results.recv_timeout(TIMEOUT).expect("each call ends").expect("it exists");
    }
}

/// Sends a message when its thread ends.
struct ThreadEnd(mpsc::Sender<()>);

impl Drop for ThreadEnd {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[test]
fn the_background_thread_ends_with_the_last_clone() {
    thread_local! {
        static THREAD_END: RefCell<Option<ThreadEnd>> = const { RefCell::new(None) };
    }
    /// A hook, which is called on that thread.
    struct Hook(mpsc::Sender<()>);

    impl Authenticate for Hook {
        fn authenticate<'a>(
            &'a self,
            _: &'a mut http::Request<bytes::Bytes>,
        ) -> BoxFuture<'a, Result<(), BoxError>> {
            THREAD_END.set(Some(ThreadEnd(self.0.clone())));
            Box::pin(std::future::ready(Ok(())))
        }
    }

    let service = StandIn::start();
    service.account(Account::new(ID));
    let (sender, ended) = mpsc::channel();
    let client = built(builder(&service).authenticate(Hook(sender)));
    let clone = client.clone();
    read(&client).expect("it exists");
    drop(client);
    assert!(ended.recv_timeout(Duration::from_millis(50)).is_err(), "there is still a clone");
    read(&clone).expect("it exists");
    drop(clone);
    ended.recv_timeout(TIMEOUT).expect("the thread ends");
}

#[test]
fn a_provider_that_panics_or_blocks_is_an_error() {
    let service = StandIn::start();
    service.account(Account::new(ID));
    let panics =
        || -> std::future::Ready<Result<String, BoxError>> { std::panic::resume_unwind(Box::new("")) };
    let client = built(builder(&service).bearer_token_provider(panics));
    let error = refused(on_a_thread(move || read(&client)));
    let source = std::error::Error::source(&error).expect("the failure of the provider");
    assert!(source.to_string().contains("panicked"), "{error:?}");

    let other = common::client(&service);
    let blocks = move || std::future::ready(read(&other));
    let client = built(builder(&service).bearer_token_provider(blocks));
    let options = CallOptions::new().timeout(Duration::from_secs(1));
    let error = refused(on_a_thread(move || client.profile().get_profile(&id()).with(options).call()));
    assert_eq!(error.kind(), ErrorKind::Credentials);
}
