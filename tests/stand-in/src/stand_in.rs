//! The handle of a running service.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::account::{Account, ApiToken, Status};
use crate::clock::Clock;
use crate::errors::Dialect;
use crate::fault::Fault;
use crate::operations;
use crate::rate::RateLimit;
use crate::record::{Executed, Recorded};
use crate::routes::Operation;
use crate::server::Server;
use crate::state::Core;

/// The default bearer token.
pub const DEFAULT_TOKEN: &str = "stand-in-token";

/// A running service. Dropping it stops it.
///
/// All methods take `&self`, return at once and may be called from async code.
#[derive(Debug)]
#[must_use = "dropping the stand-in stops it"]
pub struct StandIn {
    core: Arc<Core>,
    server: Server,
    token: String,
}

/// # Start
impl StandIn {
    /// Starts a service on a free port of the loopback interface, with [`DEFAULT_TOKEN`] and no accounts.
    ///
    /// # Panics
    ///
    /// If no port can be bound or no thread can be started; [`Builder::try_start`] returns the error instead.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns a builder for a service with other settings.
    pub fn builder() -> Builder {
        Builder { token: DEFAULT_TOKEN.to_owned(), port: 0, dialect: Dialect::default() }
    }

    /// Returns the base URL for clients, such as `http://127.0.0.1:49152`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Returns the address that the service listens on.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Returns the bearer token that the service was started with. It is accepted until
    /// [`rotate_token`](StandIn::rotate_token) is called.
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// # Accounts
impl StandIn {
    /// Adds an account, or replaces the one with the same id. Returns the id.
    pub fn account(&self, account: Account) -> String {
        self.core.seed(account)
    }

    /// Claims a domain, so that addresses in it can be set. The domains of managed accounts are claimed when the
    /// account is added.
    pub fn claim_domain(&self, domain: &str) {
        self.core.state().claimed_domains.insert(domain.to_ascii_lowercase());
    }

    /// Returns the profile of an account; `None` when the account does not exist.
    pub fn profile_of(&self, id: &str) -> Option<Value> {
        let dialect = self.core.state().dialect;
        self.core.read(id, |account| operations::served_profile(account, dialect))
    }

    /// Returns the status of an account; `None` when the account does not exist.
    pub fn status_of(&self, id: &str) -> Option<Status> {
        self.core.read(id, |account| account.status)
    }

    /// Returns the API tokens of an account; an empty list when the account does not exist.
    pub fn api_tokens_of(&self, id: &str) -> Vec<ApiToken> {
        self.core.read(id, |account| account.tokens.clone()).unwrap_or_default()
    }

    /// Returns the message of the deactivation of an account.
    pub fn deactivation_message_of(&self, id: &str) -> Option<String> {
        self.core.read(id, |account| account.deactivation_message.clone())?
    }
}

/// # Requests
impl StandIn {
    /// Returns all requests, in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        self.core.state().requests.clone()
    }

    /// Returns the last request.
    pub fn last_request(&self) -> Option<Recorded> {
        self.core.state().requests.last().cloned()
    }

    /// Returns all operations that were executed, in order.
    pub fn executed(&self) -> Vec<Executed> {
        self.core.state().executed.clone()
    }

    /// Returns how often an operation was executed on an account.
    pub fn times_executed(&self, operation: Operation, account: &str) -> usize {
        let state = self.core.state();
        let matches = |executed: &&Executed| executed.operation == operation && executed.account == account;
        state.executed.iter().filter(matches).count()
    }

    /// Returns the number of accepted connections.
    pub fn connections(&self) -> usize {
        self.core.state().connections
    }

    /// Removes all recorded requests and executed operations. Accounts, faults and the number of connections stay.
    pub fn forget_requests(&self) {
        let mut state = self.core.state();
        state.requests.clear();
        state.executed.clear();
        state.epoch += 1;
    }
}

/// # Time, faults and limits
impl StandIn {
    /// Returns the clock of the service.
    pub fn clock(&self) -> &Clock {
        &self.core.clock
    }

    /// Queues a fault.
    pub fn inject(&self, fault: Fault) {
        self.core.state().faults.push(fault);
    }

    /// Queues several faults in this order.
    pub fn inject_all(&self, faults: impl IntoIterator<Item = Fault>) {
        self.core.state().faults.extend(faults);
    }

    /// Returns the number of queued faults. A fault with [`times`](Fault::times) or [`always`](Fault::always) counts
    /// as one.
    pub fn pending_faults(&self) -> usize {
        self.core.state().faults.len()
    }

    /// Removes all queued faults.
    pub fn clear_faults(&self) {
        self.core.state().faults.clear();
    }

    /// Limits the number of authenticated requests per window; further requests get 429. Responses then have the
    /// headers `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset` (an ISO 8601 time with
    /// milliseconds), and a 429 also has `Retry-After` (whole seconds, rounded up). The first request starts the
    /// window.
    pub fn rate_limit(&self, limit: u32, window: Duration) {
        let limit = RateLimit::new(limit, window, &self.core.clock);
        self.core.state().rate_limit = Some(limit);
    }

    /// Removes the rate limit.
    pub fn lift_rate_limit(&self) {
        self.core.state().rate_limit = None;
    }

    /// Accepts only this bearer token from now on, as if the organization had replaced its key.
    pub fn rotate_token(&self, token: impl Into<String>) {
        self.core.state().token = token.into();
    }

    /// Closes the port and all connections. New connections are refused.
    pub fn refuse_connections(&self) {
        self.server.close();
    }

    /// Opens the port again after [`refuse_connections`](StandIn::refuse_connections).
    ///
    /// # Errors
    ///
    /// If another process uses the port now.
    pub fn accept_connections(&self) -> io::Result<()> {
        self.server.open()
    }

    /// Sets the form of all further responses.
    pub fn set_dialect(&self, dialect: Dialect) {
        self.core.state().dialect = dialect;
    }
}

/// The settings of a service; created with [`StandIn::builder`].
///
/// ```
/// use stand_in::{Dialect, StandIn};
///
/// let service = StandIn::builder().token("org-key").dialect(Dialect::Observed).start();
/// assert_eq!(service.token(), "org-key");
/// ```
#[derive(Clone, Debug)]
#[must_use = "the service runs only once it is started"]
pub struct Builder {
    token: String,
    port: u16,
    dialect: Dialect,
}

impl Builder {
    /// Sets the bearer token that the service accepts.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = token.into();
        self
    }

    /// Sets the port. By default, and with 0, the system chooses a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets whether responses have the documented or the observed form.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Starts the service.
    ///
    /// # Panics
    ///
    /// If the port cannot be bound or no thread can be started.
    pub fn start(self) -> StandIn {
        match self.try_start() {
            Ok(service) => service,
            Err(error) => panic!("the stand-in cannot start: {error}"),
        }
    }

    /// Starts the service, or returns the reason why it cannot be started.
    ///
    /// # Errors
    ///
    /// If the port cannot be bound or no thread can be started.
    pub fn try_start(self) -> io::Result<StandIn> {
        let core = Arc::new(Core::new(self.token.clone(), self.dialect));
        let server = Server::start(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)), Arc::clone(&core))?;
        Ok(StandIn { core, server, token: self.token })
    }
}
