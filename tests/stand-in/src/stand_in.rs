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

/// The token of a stand-in that was not given another one.
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

/// # Starting
impl StandIn {
    /// Starts a service on a free port of the loopback interface, with [`DEFAULT_TOKEN`] and no accounts.
    ///
    /// # Panics
    ///
    /// If no port can be bound or no thread can be started; [`Builder::try_start`] returns the error instead.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Begins a service with other settings.
    pub fn builder() -> Builder {
        Builder { token: DEFAULT_TOKEN.to_owned(), port: 0, dialect: Dialect::default() }
    }

    /// The origin to point a client at, such as `http://127.0.0.1:49152`: without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// The address that the service listens on.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The bearer token that the service was started with, and accepts until
    /// [`rotate_token`](StandIn::rotate_token).
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// # Accounts
impl StandIn {
    /// Adds an account, or replaces the one of the same id. Returns the id.
    pub fn account(&self, account: Account) -> String {
        self.core.seed(account)
    }

    /// Claims a domain, so that addresses in it can be set. The domains of seeded, managed accounts are
    /// claimed already.
    pub fn claim_domain(&self, domain: &str) {
        self.core.state().claimed_domains.insert(domain.to_ascii_lowercase());
    }

    /// The account as a profile shows it. `None` if there is no such account (any more).
    pub fn profile_of(&self, id: &str) -> Option<Value> {
        let dialect = self.core.state().dialect;
        self.core.read(id, |account| operations::served_profile(account, dialect))
    }

    /// Where the account is in its lifecycle. `None` if there is no such account (any more).
    pub fn status_of(&self, id: &str) -> Option<Status> {
        self.core.read(id, |account| account.status)
    }

    /// The API tokens of the account; none if there is no such account (any more).
    pub fn api_tokens_of(&self, id: &str) -> Vec<ApiToken> {
        self.core.read(id, |account| account.tokens.clone()).unwrap_or_default()
    }

    /// The message that came with the account's deactivation.
    pub fn deactivation_message_of(&self, id: &str) -> Option<String> {
        self.core.read(id, |account| account.deactivation_message.clone())?
    }
}

/// # What happened
impl StandIn {
    /// Everything that was received so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.core.state().requests.clone()
    }

    /// The latest request.
    pub fn last_request(&self) -> Option<Recorded> {
        self.core.state().requests.last().cloned()
    }

    /// Everything that was carried out so far, in order.
    pub fn executed(&self) -> Vec<Executed> {
        self.core.state().executed.clone()
    }

    /// How often an operation was carried out on an account.
    pub fn times_executed(&self, operation: Operation, account: &str) -> usize {
        let state = self.core.state();
        let fits = |executed: &&Executed| executed.operation == operation && executed.account == account;
        state.executed.iter().filter(fits).count()
    }

    /// How many connections were accepted so far.
    pub fn connections(&self) -> usize {
        self.core.state().connections
    }

    /// Forgets what was received and executed. Accounts, faults and the count of connections stay.
    pub fn forget_requests(&self) {
        let mut state = self.core.state();
        state.requests.clear();
        state.executed.clear();
        state.epoch += 1;
    }
}

/// # Time and trouble
impl StandIn {
    /// The clock of the service.
    pub fn clock(&self) -> &Clock {
        &self.core.clock
    }

    /// Queues a fault.
    pub fn inject(&self, fault: Fault) {
        self.core.state().faults.push(fault);
    }

    /// Queues several faults, to strike in this order.
    pub fn inject_all(&self, faults: impl IntoIterator<Item = Fault>) {
        self.core.state().faults.extend(faults);
    }

    /// How many queued faults have yet to strike; one that strikes [`times`](Fault::times) or
    /// [`always`](Fault::always) counts as one.
    pub fn pending_faults(&self) -> usize {
        self.core.state().faults.len()
    }

    /// Empties the queue of faults.
    pub fn clear_faults(&self) {
        self.core.state().faults.clear();
    }

    /// Admits so many authenticated requests per window and answers 429 beyond. Answers then tell the
    /// standing in `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset` (an ISO 8601 time
    /// with milliseconds), and a 429 also in `Retry-After` (whole seconds, rounded up). The first request
    /// opens the window.
    pub fn rate_limit(&self, limit: u32, window: Duration) {
        let limit = RateLimit::new(limit, window, &self.core.clock);
        self.core.state().rate_limit = Some(limit);
    }

    /// Lifts the rate limit.
    pub fn lift_rate_limit(&self) {
        self.core.state().rate_limit = None;
    }

    /// Accepts only this bearer token from now on, as if the organization had replaced its key.
    pub fn rotate_token(&self, token: impl Into<String>) {
        self.core.state().token = token.into();
    }

    /// Closes the port and cuts every connection: whoever connects now is refused.
    pub fn refuse_connections(&self) {
        self.server.close();
    }

    /// Opens the port again after [`refuse_connections`](StandIn::refuse_connections).
    ///
    /// # Errors
    ///
    /// If the port was taken by someone else meanwhile.
    pub fn accept_connections(&self) -> io::Result<()> {
        self.server.open()
    }

    /// Makes the service speak another dialect from now on.
    pub fn set_dialect(&self, dialect: Dialect) {
        self.core.state().dialect = dialect;
    }
}

/// The settings of a service that is about to be started; begun with [`StandIn::builder`].
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

    /// Sets the port; without it, or with 0, the system picks a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets whether the service speaks as documented or as observed.
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

    /// Starts the service, or says why that is not possible.
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
