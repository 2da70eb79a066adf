//! The HTTP clients: one for each async runtime.
//!
//! A connection belongs to the async runtime that opened it. A request that another runtime sends over it hangs while
//! the first runtime is idle, so each runtime has connections of its own.

use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Handle, Id};

use crate::runtime::api::error::Error;

/// The maximum number of HTTP clients. If more runtimes are in use at a time, they only have to reconnect.
const MAX_CLIENTS: usize = 8;

/// A function that creates an HTTP client.
pub(crate) type NewHttpClient = Box<dyn Fn() -> Result<reqwest::Client, Error> + Send + Sync>;

/// The HTTP clients of a [`Client`](crate::Client), each with its connection pool.
pub(crate) struct Pools {
    new_client: NewHttpClient,
    /// The HTTP clients and the runtimes that they belong to, in the order of their last use. The first one belongs to
    /// no runtime until it is used.
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
            // Moved to the end, so that short-lived runtimes do not displace the client of a long-lived one.
            let (_, client) = pools.remove(index);
            pools.push((Some(id), client.clone()));
            return Ok(client);
        }
        let client = (self.new_client)()?;
        if pools.len() == MAX_CLIENTS {
            pools.remove(0);
        }
        pools.push((Some(id), client.clone()));
        Ok(client)
    }
}
