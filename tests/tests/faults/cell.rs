//! One cell of the table: a call of one kind with one fault.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use generated_client::types::{AccountId, SetEmail};
use generated_client::{Client, Error, ErrorKind, RetryPolicy};
use stand_in::{Account, ApiToken, Fault, StandIn};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::sleep;

use crate::{Row, Trouble};

/// The timeout of an attempt in rows whose attempts time out. In all others it is that of the call: on a busy machine
/// an attempt could time out without a fault.
pub(crate) const ATTEMPT: Duration = Duration::from_millis(200);
/// The timeout of a call.
pub(crate) const CALL: Duration = Duration::from_secs(1);
/// The tolerance for late timers on a busy machine.
const SLACK: Duration = Duration::from_millis(250);

/// The maximum number of tries of a cell on a busy machine.
const TRIES: u32 = 20;
const TICK: Duration = Duration::from_millis(5);
/// The maximum delay of timers on a machine that is not busy.
const MAX_DELAY: Duration = Duration::from_millis(15);

const ID: &str = "712020:5b10a2844c20165700ede21g";
const TOKEN: &str = "token-1";
const EMAIL: &str = "countess@example.com";

/// The kinds of operations that are repeated differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It changes nothing: `get_profile`.
    Safe,
    /// It sets a value: `set_email`.
    Put,
    /// It deletes a resource, and responds with 404 when it is repeated: `delete_api_token`.
    Delete,
    /// It must not run twice: `deactivate_user`.
    Once,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Safe, Self::Put, Self::Delete, Self::Once];

    fn name(self) -> &'static str {
        match self {
            Self::Safe => "GET",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Once => "POST",
        }
    }

    /// Calls an operation of this kind. Returns the number of attempts.
    async fn call(self, client: &Client) -> Result<u32, Error> {
        let id = AccountId::new(ID)?;
        match self {
            Self::Safe => client.profile().get_profile(&id).send().await.map(|response| response.attempts),
            Self::Put => {
                let call = client.email().set_email(&id, SetEmail::new(EMAIL));
                call.send().await.map(|response| response.attempts)
            }
            Self::Delete => {
                let call = client.api_tokens().delete_api_token(&id, TOKEN);
                call.send().await.map(|response| response.attempts)
            }
            Self::Once => {
                client.lifecycle().deactivate_user(&id).send().await.map(|response| response.attempts)
            }
        }
    }
}

/// Whether the fault affects a new connection, or one that was used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pool {
    Fresh,
    Reused,
}

impl Pool {
    pub(crate) const ALL: [Self; 2] = [Self::Fresh, Self::Reused];
}

/// The services that cells are tried on.
pub(crate) struct Bench {
    pub(crate) kind: Kind,
    pub(crate) pool: Pool,
    pub(crate) service: StandIn,
    /// The target of a redirect, which must not be called.
    pub(crate) elsewhere: StandIn,
}

impl Bench {
    /// Tries a cell. Returns `None` if the row has no cell for this kind of connection.
    ///
    /// Timeouts are so short that on a busy machine an attempt may time out without a fault. So a cell with problems is
    /// tried again if timers were late in the meantime.
    pub(crate) async fn outcome(&self, row: &Row) -> Option<Outcome> {
        let mut tries = 0;
        loop {
            let clock = Clock::start();
            let outcome = self.attempt(row).await?;
            tries += 1;
            let is_final = outcome.is_always_wrong() || outcome.problems(row).next().is_none();
            if clock.was_in_time() || is_final || tries == TRIES {
                return Some(outcome);
            }
        }
    }

    async fn attempt(&self, row: &Row) -> Option<Outcome> {
        let service = &self.service;
        let account = Account::new(ID).email("ada@example.com").api_token(ApiToken::new(TOKEN, "CI"));
        service.account(account);
        // A new client has a full retry budget, and no connections.
        let client = self.client(row).await;
        if self.pool == Pool::Reused {
            Kind::Safe.call(&client).await.expect("there is no fault yet");
        }
        service.forget_requests();
        match &row.trouble {
            // It is not predictable whether a closed connection is noticed before it is used.
            Trouble::Refused if self.pool == Pool::Reused => return None,
            Trouble::Refused => service.refuse_connections(),
            Trouble::Elsewhere => service.inject(Fault::redirect(308, &self.elsewhere.url()).always()),
            Trouble::Faults(faults) => service.inject_all(faults.iter().cloned()),
        }
        let start = Instant::now();
        let result = self.kind.call(&client).await;
        let took = start.elapsed();
        let (received, executed) = (service.requests().len(), service.executed().len());
        service.clear_faults();
        service.accept_connections().expect("the port is still free");
        let afterwards = Kind::Safe.call(&client).await.map(drop);
        let is_redirected = self.elsewhere.connections() > 0;
        let Self { kind, pool, .. } = *self;
        Some(Outcome { kind, pool, result, took, received, executed, afterwards, is_redirected })
    }

    /// Builds a client. It reads all certificates that the system trusts. On the threads of the calls, this would delay
    /// the attempts of other cells.
    async fn client(&self, row: &Row) -> Client {
        let builder = Client::builder()
            .origin(self.service.url())
            .bearer_token(self.service.token())
            .attempt_timeout(if row.times_out { ATTEMPT } else { CALL })
            .timeout(CALL)
            .max_response_bytes(64 * 1024)
            .retry(RetryPolicy::new().base(Duration::from_millis(1)).cap(Duration::from_millis(4)));
        spawn_blocking(|| builder.build()).await.expect("no panic").expect("a client")
    }
}

/// Measures how late timers are.
struct Clock {
    latest: Arc<Mutex<Duration>>,
    task: JoinHandle<()>,
}

impl Clock {
    fn start() -> Self {
        let latest = Arc::new(Mutex::new(Duration::ZERO));
        let seen = Arc::clone(&latest);
        let task = tokio::spawn(async move {
            loop {
                let due = Instant::now() + TICK;
                sleep(TICK).await;
                let mut latest = seen.lock().expect("no panic with the lock");
                *latest = latest.max(due.elapsed());
            }
        });
        Self { latest, task }
    }

    fn was_in_time(self) -> bool {
        self.task.abort();
        *self.latest.lock().expect("no panic with the lock") < MAX_DELAY
    }
}

/// The outcome of a cell.
///
/// Its notation: `ok`, or the status or kind of the error; the number of attempts, of requests that the service
/// received, and of executions; `maybe` if the error reports that the call may have been applied; and the milliseconds
/// of the advised wait.
pub(crate) struct Outcome {
    kind: Kind,
    pool: Pool,
    result: Result<u32, Error>,
    took: Duration,
    received: usize,
    executed: usize,
    afterwards: Result<(), Error>,
    is_redirected: bool,
}

impl Outcome {
    pub(crate) const HEADING: &str = "fault                                                       | call   | connection | \
                                      outcome, attempts, received, executed   |   ms";

    fn text(&self) -> String {
        let (result, attempts) = match &self.result {
            Ok(attempts) => ("ok".to_owned(), *attempts),
            Err(error) if error.kind() == ErrorKind::Status => {
                (error.status().unwrap_or_default().as_str().to_owned(), error.attempts())
            }
            Err(error) => (error.kind().to_string(), error.attempts()),
        };
        let mut text = format!("{result} {attempts} {} {}", self.received, self.executed);
        if let Err(error) = &self.result {
            if error.may_have_been_applied() {
                text.push_str(" maybe");
            }
            if let Some(wait) = error.retry_after() {
                let _ = write!(text, " wait {}", wait.as_millis());
            }
        }
        text
    }

    pub(crate) fn line(&self, row: &Row) -> String {
        let (kind, pool, text) = (self.kind.name(), format!("{:?}", self.pool), self.text());
        format!("{:<59} | {kind:<6} | {pool:<10} | {text:<39} | {:>4}", row.fault, self.took.as_millis())
    }

    fn ran_twice(&self) -> bool {
        self.kind == Kind::Once && self.executed > 1
    }

    /// Whether the outcome is wrong even on a busy machine.
    fn is_always_wrong(&self) -> bool {
        self.ran_twice() || self.is_redirected
    }

    /// Returns all problems of the outcome.
    pub(crate) fn problems(&self, row: &Row) -> impl Iterator<Item = String> {
        let index = Kind::ALL.iter().position(|kind| *kind == self.kind).unwrap_or_default();
        let (expected, took) = (&row.expected[index], self.took);
        let mut problems = Vec::new();
        if self.text() != *expected {
            problems.push(format!("expected: {expected}; the error is {:?}", self.result.as_ref().err()));
        }
        if self.ran_twice() {
            problems.push("it ran twice".to_owned());
        }
        if took < row.at_least || took > row.within || took > CALL + SLACK {
            problems.push(format!("not within {:?} and {:?}", row.at_least, row.within));
        }
        if let Err(error) = &self.afterwards {
            problems.push(format!("afterwards the client cannot even read: {error:?}"));
        }
        if self.is_redirected {
            problems.push("the redirect was followed".to_owned());
        }
        if let Err(error) = &self.result {
            problems.extend(contradictions(error).into_iter().chain(leaks(error)));
            if error.elapsed() > took {
                problems.push(format!("elapsed() is {:?}", error.elapsed()));
            }
        }
        problems.into_iter()
    }
}

/// Returns the contradictions between the properties of an error.
fn contradictions(error: &Error) -> Vec<String> {
    let (kind, status) = (error.kind(), error.status().map(|status| status.as_u16()));
    // A body may break or take too long after its status has arrived.
    let is_partial = matches!(kind, ErrorKind::Timeout | ErrorKind::Connection) && status == Some(200);
    let has_response = is_partial
        || matches!(kind, ErrorKind::Status | ErrorKind::Redirect | ErrorKind::TooLong | ErrorKind::Decode);
    let is = |code| kind == ErrorKind::Status && status == Some(code);
    let failed = kind == ErrorKind::Status && status.is_some_and(|status| (500..600).contains(&status));
    let facts = [
        ("status()", error.status().is_some(), has_response),
        ("headers()", error.headers().is_some(), has_response),
        ("body()", error.body().is_some(), has_response),
        ("location()", error.location().is_some(), kind == ErrorKind::Redirect),
        ("operation()", error.operation().is_some(), true),
        ("is_timeout()", error.is_timeout(), kind == ErrorKind::Timeout),
        ("is_connect()", error.is_connect(), kind == ErrorKind::Connect),
        ("is_decode()", error.is_decode(), kind == ErrorKind::Decode),
        ("is_bad_request()", error.is_bad_request(), is(400)),
        ("is_unauthorized()", error.is_unauthorized(), is(401)),
        ("is_forbidden()", error.is_forbidden(), is(403)),
        ("is_not_found()", error.is_not_found(), is(404)),
        ("is_conflict()", error.is_conflict(), is(409)),
        ("is_rate_limited()", error.is_rate_limited(), is(429)),
        ("is_server_error()", error.is_server_error(), failed),
    ];
    let wrong = facts.into_iter().filter(|(_, actual, expected)| actual != expected);
    wrong.map(|(name, actual, _)| format!("{name} is {actual}")).collect()
}

/// Returns a message about a value that the error or one of its sources shows.
fn leaks(error: &Error) -> Option<String> {
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let _ = write!(shown, " {cause} {cause:?}");
        source = cause.source();
    }
    let secrets = [ID, TOKEN, EMAIL, stand_in::DEFAULT_TOKEN];
    secrets
        .iter()
        .find(|secret| shown.contains(**secret))
        .map(|secret| format!("`{secret}` is shown: {shown}"))
}
