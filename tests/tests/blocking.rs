//! Calls from code that is not async: they do the same as awaited ones, and no place to call from, and none to drop a
//! client in, hangs or panics.

mod common;

use std::cell::RefCell;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use common::{Arguments, ID, builder, built, call, client, id, refused, service_and_client};
use generated_client::blocking::Call;
use generated_client::types::{AccountId, DeactivateUser, Privilege, SetEmail, UpdateProfile};
use generated_client::{BoxError, CallOptions, Client, Error, ErrorKind, RetryPolicy};
use stand_in::{Account, ApiToken, Fault, Operation, StandIn};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{LocalSet, block_in_place, spawn_blocking};

/// What a test that hangs is given before it fails.
const SOON: Duration = Duration::from_secs(10);

/// Runs something on a thread of its own; fails when it panics or hangs.
fn on_a_thread<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, result) = mpsc::channel();
    thread::spawn(move || sender.send(run()));
    result.recv_timeout(SOON).unwrap_or_else(|error| panic!("the thread panicked or hangs: {error}"))
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be made")
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime can be made")
}

fn read(client: &Client) -> Result<String, Error> {
    client.profile().get_profile(&id()).call().map(|profile| profile.account.name)
}

/// Every operation, as [`call`] calls it.
fn call_blocking(client: &Client, operation: Operation, id: &AccountId) -> Result<(), Error> {
    let with = Arguments::default();
    let lifecycle = client.lifecycle();
    match operation {
        Operation::GetPermissions => {
            let call = client.manage().get_user_management_permissions(id);
            call.privileges([Privilege::EmailSet]).call().map(drop)
        }
        Operation::GetProfile => client.profile().get_profile(id).call().map(drop),
        Operation::UpdateProfile => {
            client.profile().update_profile(id, UpdateProfile::new().name(with.name)).call().map(drop)
        }
        Operation::SetEmail => client.email().set_email(id, SetEmail::new(with.email)).call(),
        Operation::GetApiTokens => client.api_tokens().get_api_tokens(id).call().map(drop),
        Operation::DeleteApiToken => client.api_tokens().delete_api_token(id, with.token_id).call(),
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
fn a_full_answer_has_all_that_an_awaited_one_has() {
    let (service, client) = service_and_client();
    service.inject(Fault::status(503).header("retry-after", "0"));
    let answer = client.profile().get_profile(&id()).call_full().expect("the second attempt succeeds");
    assert_eq!((answer.status.as_u16(), answer.attempts), (200, 2));
    assert_eq!(answer.body.account.account_id, id());
    assert!(answer.headers.contains_key("content-type"));
    let answer = client.lifecycle().deactivate_user(&id()).call_full().expect("it is allowed");
    assert_eq!((answer.status.as_u16(), answer.attempts), (204, 1));
}

/// What an error says of itself, apart from how long it took.
fn summary(error: &Error) -> String {
    let facts = (error.kind(), error.status(), error.attempts(), error.may_have_been_applied());
    format!("{error}\n{facts:?}\n{:?}\n{:?}\n{:?}", error.retry_after(), error.operation(), error.body())
}

#[test]
fn errors_are_those_of_awaited_calls() {
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
fn inside_async_code_it_is_an_error_at_once() {
    let (service, client) = service_and_client();
    let outcomes = on_a_thread(move || {
        let start = Instant::now();
        let one = current_thread();
        let many = multi_thread();
        let ask = || {
            let client = client.clone();
            async move { read(&client) }
        };
        let outcomes = [
            one.block_on(ask()),
            one.block_on(LocalSet::new().run_until(ask())),
            one.block_on(async { tokio::spawn(ask()).await.expect("no panic") }),
            many.block_on(ask()),
            many.block_on(async { tokio::spawn(ask()).await.expect("no panic") }),
        ];
        assert!(start.elapsed() < Duration::from_secs(2));
        outcomes
    });
    for outcome in outcomes {
        let error = refused(outcome);
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("await it"), "{error}");
    }
    assert!(service.requests().is_empty());
}

#[test]
fn where_a_runtime_may_be_blocked_it_works() {
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
        read(&client).expect("it is there");
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
    // By the call itself: it owns the last clone.
    let call = used().profile().get_profile(&id());
    on_a_thread(move || call.call()).expect("it is there");
    let client = used();
    let call = client.lifecycle().delete_account(&id());
    drop(client);
    on_a_thread(move || drop(call));
}

/// Calls while it is dropped.
struct Farewell(Client, mpsc::Sender<Result<String, Error>>);

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = self.1.send(read(&self.0));
    }
}

#[test]
fn a_call_can_be_made_in_a_drop_at_the_end_of_a_thread_and_while_panicking() {
    thread_local! {
        static LAST: RefCell<Option<Farewell>> = const { RefCell::new(None) };
    }
    let (_service, client) = service_and_client();
    let (sender, answers) = mpsc::channel();
    let farewell = || Farewell(client.clone(), sender.clone());
    let (local, dropped, panicking) = (farewell(), farewell(), farewell());
    thread::spawn(move || LAST.set(Some(local)));
    thread::spawn(move || drop(dropped));
    thread::spawn(move || {
        let _panicking = panicking;
        std::panic::resume_unwind(Box::new("not shown"));
    });
    for _ in 0..3 {
        answers.recv_timeout(SOON).expect("each of them answers").expect("it is there");
    }
}

/// Says so when its thread ends.
struct Ends(mpsc::Sender<()>);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[test]
fn the_background_thread_ends_with_the_last_clone() {
    thread_local! {
        static ENDS: RefCell<Option<Ends>> = const { RefCell::new(None) };
    }
    let service = StandIn::start();
    service.account(Account::new(ID));
    let (sender, ended) = mpsc::channel();
    let token = service.token().to_owned();
    // The provider is asked on that thread.
    let client = built(builder(&service).bearer_token_provider(move || {
        ENDS.set(Some(Ends(sender.clone())));
        let token = token.clone();
        async { Ok::<_, BoxError>(token) }
    }));
    let clone = client.clone();
    read(&client).expect("it is there");
    drop(client);
    assert!(ended.recv_timeout(Duration::from_millis(50)).is_err(), "a clone is left");
    read(&clone).expect("it is there");
    drop(clone);
    ended.recv_timeout(SOON).expect("the thread ends");
}

#[test]
fn a_hook_that_panics_or_blocks_is_an_error() {
    let service = StandIn::start();
    service.account(Account::new(ID));
    let panics =
        || -> std::future::Ready<Result<String, BoxError>> { std::panic::resume_unwind(Box::new("")) };
    let client = built(builder(&service).bearer_token_provider(panics));
    let error = refused(on_a_thread(move || read(&client)));
    assert!(error.to_string().contains("panicked"), "{error}");

    let other = common::client(&service);
    let blocks = move || std::future::ready(read(&other));
    let client = built(builder(&service).bearer_token_provider(blocks));
    let options = CallOptions::new().timeout(Duration::from_secs(1));
    let error = refused(on_a_thread(move || client.profile().get_profile(&id()).with(options).call()));
    assert_eq!(error.kind(), ErrorKind::Credentials);
}
