//! The HTTP clients: one for each async runtime.
//!
//! A connection belongs to the runtime that opened it. A request that another runtime sends over it hangs as long as
//! that runtime is idle, so each runtime has connections of its own.

use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Handle, Id};

use crate::runtime::api::error::Error;

/// How many runtimes are remembered. More runtimes at a time only cost new connections.
const REMEMBERED: usize = 8;

/// Creates an HTTP client.
pub(crate) type NewHttpClient = Box<dyn Fn() -> Result<reqwest::Client, Error> + Send + Sync>;

/// The HTTP clients of a client.
pub(crate) struct Pools {
    new_client: NewHttpClient,
    /// In the order of their last use. The first client belongs to no runtime until it is used.
    pools: Mutex<Vec<(Option<Id>, reqwest::Client)>>,
}

impl Pools {
    pub(crate) fn new(new_client: NewHttpClient) -> Result<Self, Error> {
        let first = new_client()?;
        Ok(Self { new_client, pools: Mutex::new(vec![(None, first)]) })
    }

    /// Returns the client of the current runtime.
    pub(crate) fn current(&self) -> Result<reqwest::Client, Error> {
        let Ok(runtime) = Handle::try_current() else {
            return Err(Error::config("a call must be awaited inside a tokio runtime".to_owned()));
        };
        let id = runtime.id();
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = pools.iter().position(|(owner, _)| owner.is_none_or(|owner| owner == id)) {
            // Moved to the end, so that short-lived runtimes do not cost a long-lived one its connections.
            let (_, client) = pools.remove(index);
            pools.push((Some(id), client.clone()));
            return Ok(client);
        }
        let client = (self.new_client)()?;
        if pools.len() == REMEMBERED {
            pools.remove(0);
        }
        pools.push((Some(id), client.clone()));
        Ok(client)
    }
}
