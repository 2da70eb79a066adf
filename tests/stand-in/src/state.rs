//! The state that [`StandIn`](crate::StandIn) and the service share.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::account::{Account, Status};
use crate::clock::Clock;
use crate::errors::Dialect;
use crate::fault::Fault;
use crate::rate::RateLimit;
use crate::record::{Executed, Recorded};

/// The state that all requests share.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) clock: Clock,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) token: String,
    pub(crate) dialect: Dialect,
    pub(crate) accounts: HashMap<String, Account>,
    pub(crate) claimed_domains: BTreeSet<String>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) requests: Vec<Recorded>,
    pub(crate) executed: Vec<Executed>,
    pub(crate) connections: usize,
    /// The number of times that the log of requests was cleared. A late response must not change a newer log.
    pub(crate) epoch: usize,
}

impl Core {
    pub(crate) fn new(token: String, dialect: Dialect) -> Self {
        let state = State { token, dialect, ..State::default() };
        Self { clock: Clock::default(), state: Mutex::new(state) }
    }

    /// Locks the state. It stays usable when a test panics with the lock held.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an account, or replaces the one with the same id.
    pub(crate) fn seed(&self, mut account: Account) -> String {
        let id = account.id.clone();
        if account.status == Status::PendingDeletion {
            account.schedule_deletion(self.clock.now());
        }
        let mut state = self.state();
        if let (true, Some((_, domain))) = (account.is_managed(), account.email.rsplit_once('@')) {
            state.claimed_domains.insert(domain.to_ascii_lowercase());
        }
        state.accounts.insert(id.clone(), account);
        id
    }

    /// Reads from an account; `None` when it does not exist.
    pub(crate) fn read<T>(&self, id: &str, read: impl FnOnce(&Account) -> T) -> Option<T> {
        let now = self.clock.now();
        self.state().accounts.get(id).filter(|account| !account.is_deleted(now)).map(read)
    }
}
