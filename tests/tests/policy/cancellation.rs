//! A call can be dropped at any point: no permit is lost, and no operation runs twice.

use std::time::{Duration, Instant};

use generated_client::Client;
use generated_client::types::AccountId;
use stand_in::{Account, Fault, Operation, StandIn};
use tokio::task::JoinSet;

use crate::{SLACK, builder, id, limited, ms, service};

const CALLS: usize = 200;
const PERMITS: usize = 2;

/// Returns a client with a concurrency limit and a token provider.
fn client(service: &StandIn) -> Client {
    let token = || async {
        tokio::time::sleep(ms(2)).await;
        Ok::<_, std::io::Error>(stand_in::DEFAULT_TOKEN.to_owned())
    };
    builder(service).concurrency(PERMITS).bearer_token_provider(token).build().expect("a client")
}

fn account(call: usize) -> AccountId {
    AccountId::new(format!("account-{call}")).expect("a valid id")
}

/// Injects different faults, so that calls are dropped also while they wait.
fn inject_faults(service: &StandIn, call: usize) {
    service.inject_all(match call % 6 {
        0 => vec![],
        1 => vec![Fault::delay(ms(5))],
        2 => vec![limited(ms(3))],
        3 => vec![Fault::reset_before_head()],
        4 => vec![Fault::status(401), Fault::delay(ms(3))],
        _ => vec![Fault::hang()],
    });
}

#[tokio::test]
async fn a_call_can_be_dropped_at_any_point() {
    let service = service();
    let client = client(&service);
    let mut finished = 0;
    for call in 0..CALLS {
        service.clear_faults();
        let id = service.account(Account::new(account(call).as_str()));
        inject_faults(&service, call);
        let (first, second) = (client.lifecycle(), client.profile());
        let both = async {
            tokio::join!(
                first.deactivate_user(&account(call)).send(),
                second.get_profile(&account(call)).send()
            )
        };
        // Evenly distributed times in a mixed order: 61 and 200 have no common factor.
        let time = Duration::from_micros((call * 61 % CALLS) as u64 * 60);
        finished += usize::from(tokio::time::timeout(time, both).await.is_ok());
        assert!(service.times_executed(Operation::DeactivateUser, &id) <= 1, "{id} was deactivated twice");
    }
    assert!(finished > 0 && finished < CALLS, "{finished} calls were not dropped");
    service.clear_faults();
    assert_all_permits_are_free(&service, &client).await;
}

/// Panics unless a call succeeds, and the maximum number of calls reaches the service at once.
async fn assert_all_permits_are_free(service: &StandIn, client: &Client) {
    client.profile().get_profile(&id()).await.expect("a profile");
    service.forget_requests();
    service.inject(Fault::hang().always());
    let mut calls = JoinSet::new();
    for _ in 0..PERMITS {
        calls.spawn(client.profile().get_profile(&id()).send());
    }
    let start = Instant::now();
    while service.requests().len() < PERMITS {
        assert!(start.elapsed() < SLACK, "only {} of {PERMITS} permits are free", service.requests().len());
        tokio::time::sleep(ms(1)).await;
    }
    calls.shutdown().await;
}
