//! A client in several async runtimes, in one that comes and goes, and in none: it works or says so, and never hangs.

mod common;

use std::future::IntoFuture;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use common::{ID, builder, built, client, id, refused, service_and_client};
use generated_client::operations::{api_tokens, email, lifecycle, manage, profile};
use generated_client::{
    BodyFuture, CallOptions, Client, ClientBuilder, Error, ErrorKind, Response, ResponseFuture,
};
use stand_in::{Account, Fault, Operation, StandIn};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinSet, LocalSet};

/// Far less than a call that hangs would take: an attempt has 10 s.
const QUICKLY: Duration = Duration::from_secs(2);

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be made")
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime can be made")
}

/// A service, and a client whose calls would hang for 10 s.
fn service_and_patient_client() -> (StandIn, Client) {
    let service = StandIn::start();
    service.account(Account::new(ID));
    let client = built(builder(&service).attempt_timeout(Duration::from_secs(10)));
    (service, client)
}

async fn read(client: Client) -> Result<String, Error> {
    client.profile().get_profile(&id()).await.map(|profile| profile.account.name)
}

/// Calls once, and does not take long over it.
fn read_quickly(runtime: &Runtime, client: &Client) {
    let start = Instant::now();
    let outcome = runtime.block_on(read(client.clone()));
    outcome.unwrap_or_else(|error| panic!("{error} after {:?}", error.elapsed()));
    assert!(start.elapsed() < QUICKLY, "{:?}", start.elapsed());
}

#[test]
fn a_second_runtime_does_not_wait_for_an_idle_first_one() {
    let (service, client) = service_and_patient_client();
    let (first, second, third) = (current_thread(), current_thread(), multi_thread());
    // From here on the first one is alive, has an open connection, and nobody drives it.
    read_quickly(&first, &client);
    read_quickly(&second, &client);
    read_quickly(&third, &client);
    read_quickly(&second, &client);
    read_quickly(&first, &client);
    assert_eq!(service.connections(), 3, "each has one of its own, and keeps it");
    thread::scope(|scope| {
        scope.spawn(|| read_quickly(&second, &client));
    });
    assert_eq!(service.connections(), 3, "the thread does not matter");
}

#[test]
fn a_first_runtime_that_stands_still_in_the_middle_of_a_call_holds_nobody_up() {
    let (service, client) = service_and_patient_client();
    let first = current_thread();
    service.inject(Fault::hang());
    let pending = first.spawn(read(client.clone()));
    first.block_on(async {
        while service.requests().is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    read_quickly(&current_thread(), &client);
    read_quickly(&multi_thread(), &client);
    pending.abort();
    read_quickly(&first, &client);
}

#[test]
fn runtimes_may_come_and_go() {
    let (service, client) = service_and_patient_client();
    let lasting = current_thread();
    read_quickly(&lasting, &client);
    for round in 0..30 {
        let runtime = if round % 2 == 0 { current_thread() } else { multi_thread() };
        read_quickly(&runtime, &client);
        drop(runtime);
        read_quickly(&lasting, &client);
    }
    assert_eq!(service.connections(), 1 + 30, "the lasting runtime kept its connection");
}

#[test]
fn more_runtimes_than_are_remembered_can_live_at_once() {
    let (service, client) = service_and_patient_client();
    let runtimes: Vec<Runtime> = (0..20).map(|_| current_thread()).collect();
    for _ in 0..2 {
        for runtime in &runtimes {
            read_quickly(runtime, &client);
        }
    }
    assert_eq!(service.times_executed(Operation::GetProfile, ID), 40);
}

#[test]
fn many_runtimes_can_call_at_once() {
    let (service, client) = service_and_patient_client();
    let start = Instant::now();
    thread::scope(|scope| {
        for number in 0..16 {
            let client = client.clone();
            scope.spawn(move || {
                let runtime = if number % 4 == 0 { multi_thread() } else { current_thread() };
                let calls = async {
                    let calls: JoinSet<_> = (0..8).map(|_| read(client.clone())).collect();
                    calls.join_all().await
                };
                runtime.block_on(calls).into_iter().for_each(|name| drop(name.expect("it is there")));
            });
        }
    });
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    assert_eq!(service.times_executed(Operation::GetProfile, ID), 16 * 8);
}

#[test]
fn a_client_outlives_the_runtime_it_was_used_in_first() {
    let (_service, client) = service_and_patient_client();
    let first = multi_thread();
    read_quickly(&first, &client);
    first.shutdown_background();
    read_quickly(&current_thread(), &client);
    let inside = current_thread();
    // Made in one runtime and dropped in another.
    let made = inside.block_on(async { client.clone() });
    drop(client);
    multi_thread().block_on(async move { drop(made) });
}

#[tokio::test]
async fn calls_can_be_spawned_and_raced_and_dropped() {
    let (service, client) = service_and_client();
    let call = client.profile().get_profile(&id());
    assert!(tokio::spawn(call.clone().into_future()).await.expect("no panic").is_ok());
    assert!(tokio::spawn(call.clone().send()).await.expect("no panic").is_ok());
    assert!(LocalSet::new().run_until(call.clone().into_future()).await.is_ok());
    service.inject(Fault::delay(Duration::from_secs(5)));
    let raced = tokio::time::timeout(Duration::from_millis(50), call.clone()).await;
    assert!(raced.is_err(), "the race was lost");
    drop(call.clone().send());
    assert!(call.await.is_ok());
}

/// The least that can run a future: no runtime of anybody.
fn block_on<F: IntoFuture>(future: F) -> F::Output {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future.into_future());
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[test]
fn without_a_runtime_a_call_is_an_error() {
    let (service, client) = service_and_client();
    let error = refused(block_on(client.profile().get_profile(&id())));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Config, 0));
    assert!(error.to_string().contains("inside a tokio runtime"), "{error}");
    assert!(!error.may_have_been_applied());
    let error = refused(block_on(client.lifecycle().delete_account(&id()).send()));
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!error.may_have_been_applied());
    assert!(service.requests().is_empty());
    // What matters is where it is awaited, not where it is made.
    let call = client.profile().get_profile(&id());
    assert!(current_thread().block_on(call.into_future()).is_ok());
    let runtime = multi_thread();
    let _entered = runtime.enter();
    assert!(block_on(client.profile().get_profile(&id())).is_ok());
}

#[test]
fn a_client_can_be_made_and_dropped_without_a_runtime() {
    let (service, _) = service_and_client();
    for _ in 0..10 {
        drop(client(&service));
    }
    let call = client(&service).lifecycle().delete_account(&id());
    drop(call.with(CallOptions::new()).send());
    assert_eq!(service.connections(), 0);
}

#[test]
fn all_that_crosses_threads_can() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + Unpin + 'static>() {}
    shared::<Client>();
    shared::<Error>();
    shared::<CallOptions>();
    shared::<Response<Vec<String>>>();
    shared::<manage::Manage>();
    shared::<manage::GetUserManagementPermissionsCall>();
    shared::<profile::GetProfileCall>();
    shared::<profile::UpdateProfileCall>();
    shared::<email::SetEmailCall>();
    shared::<api_tokens::GetApiTokensCall>();
    shared::<api_tokens::DeleteApiTokenCall>();
    shared::<lifecycle::DeactivateUserCall>();
    shared::<lifecycle::ActivateUserCall>();
    shared::<lifecycle::DeleteAccountCall>();
    shared::<lifecycle::CancelDeleteAccountCall>();
    sent::<ClientBuilder>();
    sent::<BodyFuture<()>>();
    sent::<ResponseFuture<generated_client::types::Profile>>();
}
