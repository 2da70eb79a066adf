//! The HTTP clients underneath: one for each async runtime.
//!
//! A connection belongs to the runtime that opened it. Used from another one it hangs as long as its own runtime is
//! idle, so each runtime gets connections of its own.

use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Handle, Id};

use super::error::Error;

/// How many runtimes are remembered. More at a time only cost new connections.
const REMEMBERED: usize = 8;

pub(crate) type MakeHttp = Box<dyn Fn() -> Result<reqwest::Client, Error> + Send + Sync>;

pub(crate) struct Pools {
    make: MakeHttp,
    /// The last one is the one used last; the first client belongs to nobody until it is used.
    pools: Mutex<Vec<(Option<Id>, reqwest::Client)>>,
}

impl Pools {
    pub(crate) fn new(make: MakeHttp) -> Result<Self, Error> {
        let first = make()?;
        Ok(Self { make, pools: Mutex::new(vec![(None, first)]) })
    }

    /// The client of the runtime that this is called in.
    pub(crate) fn current(&self) -> Result<reqwest::Client, Error> {
        let Ok(runtime) = Handle::try_current() else {
            return Err(Error::config("a call has to be awaited inside a tokio runtime".to_owned()));
        };
        let id = runtime.id();
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = pools.iter().position(|(owner, _)| owner.is_none_or(|owner| owner == id)) {
            // So that the runtimes that come and go do not cost a lasting one its connections.
            let (_, client) = pools.remove(place);
            pools.push((Some(id), client.clone()));
            return Ok(client);
        }
        let client = (self.make)()?;
        if pools.len() == REMEMBERED {
            pools.remove(0);
        }
        pools.push((Some(id), client.clone()));
        Ok(client)
    }
}
