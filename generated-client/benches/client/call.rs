//! One call: with the generated client, its default policy and a limit on concurrent requests; and with reqwest as
//! somebody would write it who has no policy.

use std::future::Future;
use std::sync::Arc;

use generated_client::Client;
use generated_client::types::AccountId;
use rustls::crypto::ring;
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use crate::Side;
use crate::types::Profile;

const TOKEN: &str = "ATCTT3xFfGN0-4c7e1d20-aa11-84be-4d17-9c60-1f2e5a7b9d04";
const ID: &str = "712020:3f0c2a51-84be-4d17-9c60-1f2e5a7b9d04";

/// The number of calls at a time.
const CONCURRENCY: usize = 64;

pub(crate) fn sequential(address: &str) -> [Side; 2] {
    [sequence(Generated::new(address)), sequence(HandWritten::new(address))]
}

pub(crate) fn concurrent(address: &str) -> [Side; 2] {
    [tasks(Generated::new(address)), tasks(HandWritten::new(address))]
}

/// Returns a function that makes calls one after another, on a runtime with one thread.
fn sequence(caller: impl Caller) -> Side {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    Box::new(move |repeats| {
        runtime.block_on(async {
            for _ in 0..repeats {
                assert!(caller.call().await);
            }
        });
    })
}

/// Returns a function that makes calls in [`CONCURRENCY`] tasks.
fn tasks(caller: impl Caller) -> Side {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let caller = Arc::new(caller);
    Box::new(move |repeats| {
        runtime.block_on(async {
            let mut tasks = JoinSet::new();
            for _ in 0..CONCURRENCY {
                let caller = Arc::clone(&caller);
                tasks.spawn(async move {
                    for _ in 0..repeats / CONCURRENCY {
                        assert!(caller.call().await);
                    }
                });
            }
            tasks.join_all().await;
        });
    })
}

trait Caller: Send + Sync + 'static {
    /// Makes a call. Returns whether the response has the account.
    fn call(&self) -> impl Future<Output = bool> + Send;
}

struct Generated {
    client: Client,
    id: AccountId,
}

impl Generated {
    fn new(address: &str) -> Self {
        let builder = Client::builder().base_url(format!("http://{address}")).bearer_token(TOKEN);
        let client = builder.concurrency(CONCURRENCY).build().expect("a client");
        Self { client, id: AccountId::new(ID).expect("an id") }
    }
}

impl Caller for Generated {
    async fn call(&self) -> bool {
        let profile = self.client.profile().get_profile(&self.id).await.expect("a response");
        !profile.account.name.is_empty()
    }
}

struct HandWritten {
    http: reqwest::Client,
    base_url: String,
    id: String,
}

impl HandWritten {
    fn new(address: &str) -> Self {
        // As the generated client has it; an error says that it is set already.
        let _ = ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().user_agent("hand-written/0.1.0").build();
        Self { http: http.expect("a client"), base_url: format!("http://{address}"), id: ID.to_owned() }
    }

    async fn get_profile(&self, id: &str) -> Result<Profile, Box<dyn std::error::Error + Send + Sync>> {
        let request = self
            .http
            .get(format!("{}/users/{id}/manage/profile", self.base_url))
            .header("Accept", "application/json")
            .bearer_auth(TOKEN);
        let response = request.send().await?.error_for_status()?;
        // As `Response::json` does.
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}

impl Caller for HandWritten {
    async fn call(&self) -> bool {
        let profile = self.get_profile(&self.id).await.expect("a response");
        !profile.account.name.is_empty()
    }
}
