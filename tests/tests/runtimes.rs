//! A client in several async runtimes, in one that ends, and without one: calls succeed or fail, and never hang.

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

/// The maximum duration of a call, much less than the timeout of an attempt, 10 s.
const QUICK: Duration = Duration::from_secs(2);

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be built")
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime can be built")
}

/// Returns a service, and a client whose attempts time out after 10 s.
fn service_and_patient_client() -> (StandIn, Client) {
    let service = StandIn::start();
    service.account(Account::new(ID));
    let client = built(builder(&service).attempt_timeout(Duration::from_secs(10)));
    (service, client)
}

async fn read(client: Client) -> Result<String, Error> {
    client.profile().get_profile(&id()).await.map(|profile| profile.account.name)
}

/// Makes a call, and panics if it fails or takes long.
fn read_quickly(runtime: &Runtime, client: &Client) {
    let start = Instant::now();
    let outcome = runtime.block_on(read(client.clone()));
    outcome.unwrap_or_else(|error| panic!("{error} after {:?}", error.elapsed()));
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
}

#[test]
fn a_second_runtime_does_not_wait_for_an_idle_one() {
    let (service, client) = service_and_patient_client();
    let (first, second, third) = (current_thread(), current_thread(), multi_thread());
    // From now on the first runtime has an open connection and is idle.
    read_quickly(&first, &client);
    read_quickly(&second, &client);
    read_quickly(&third, &client);
    read_quickly(&second, &client);
    read_quickly(&first, &client);
    assert_eq!(service.connections(), 3, "each runtime has its own connection, and keeps it");
    thread::scope(|scope| {
        scope.spawn(|| read_quickly(&second, &client));
    });
    assert_eq!(service.connections(), 3, "the thread is irrelevant");
}

#[test]
fn a_runtime_that_is_idle_during_a_call_does_not_delay_others() {
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
fn runtimes_may_start_and_end() {
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
fn there_may_be_more_runtimes_than_the_client_remembers() {
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
                runtime.block_on(calls).into_iter().for_each(|name| drop(name.expect("it exists")));
            });
        }
    });
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    assert_eq!(service.times_executed(Operation::GetProfile, ID), 16 * 8);
}

#[test]
fn a_client_outlives_its_first_runtime() {
    let (_service, client) = service_and_patient_client();
    let first = multi_thread();
    read_quickly(&first, &client);
    first.shutdown_background();
    read_quickly(&current_thread(), &client);
    let inside = current_thread();
    // Cloned in one runtime and dropped in another.
    let clone = inside.block_on(async { client.clone() });
    drop(client);
    multi_thread().block_on(async move { drop(clone) });
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

/// Runs a future without a runtime.
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
    // A call needs the runtime when it is awaited, not when it is created.
    let call = client.profile().get_profile(&id());
    assert!(current_thread().block_on(call.into_future()).is_ok());
    let runtime = multi_thread();
    let _entered = runtime.enter();
    assert!(block_on(client.profile().get_profile(&id())).is_ok());
}

/// tokio prints the panic that tells that there are no timers; the caller gets an error.
#[test]
fn without_timers_a_call_is_an_error() {
    let (service, client) = service_and_client();
    for runtime in
        [Builder::new_current_thread().enable_io().build(), Builder::new_multi_thread().enable_io().build()]
    {
        let runtime = runtime.expect("a runtime");
        for _ in 0..2 {
            let error = refused(runtime.block_on(client.lifecycle().delete_account(&id()).send()));
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Config, 0));
            assert!(error.to_string().contains("`enable_time()`"), "{error}");
        }
    }
    assert!(service.requests().is_empty());
    assert!(current_thread().block_on(client.profile().get_profile(&id()).into_future()).is_ok());
}

#[test]
fn a_client_can_be_created_and_dropped_without_a_runtime() {
    let (service, _) = service_and_client();
    for _ in 0..10 {
        drop(client(&service));
    }
    let call = client(&service).lifecycle().delete_account(&id());
    drop(call.with(CallOptions::new()).send());
    assert_eq!(service.connections(), 0);
}

#[test]
fn public_types_are_send_and_sync() {
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
