//! One cell of the table: a call of one kind under one fault.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use generated_client::types::{AccountId, SetEmail};
use generated_client::{Client, Error, ErrorKind, RetryPolicy};
use stand_in::{Account, ApiToken, Fault, StandIn};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::sleep;

use crate::{Row, Trouble};

/// How long an attempt may take where attempts time out. Elsewhere it may take as long as the call: on a busy machine, one
/// that is late would be repeated, and look like the effect of a fault.
pub(crate) const ATTEMPT: Duration = Duration::from_millis(200);
/// How long a call may take.
pub(crate) const CALL: Duration = Duration::from_secs(1);
/// How late a timer may be on a busy machine.
const SLACK: Duration = Duration::from_millis(250);

/// How often a cell is tried on a busy machine.
const TRIES: u32 = 20;
const TICK: Duration = Duration::from_millis(5);
/// How late timers are where nothing else is wrong.
const IN_TIME: Duration = Duration::from_millis(15);

const ID: &str = "712020:5b10a2844c20165700ede21g";
const TOKEN: &str = "token-1";
const EMAIL: &str = "countess@example.com";

/// The kinds of operations, as far as repeating them goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It changes nothing: `get_profile`.
    Safe,
    /// It sets something: `set_email`.
    Put,
    /// It takes something away, and finds nothing when it is repeated: `delete_api_token`.
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

    /// Calls it; returns the number of attempts.
    async fn call(self, client: &Client) -> Result<u32, Error> {
        let id = AccountId::new(ID)?;
        match self {
            Self::Safe => client.profile().get_profile(&id).send().await.map(|answer| answer.attempts),
            Self::Put => {
                let call = client.email().set_email(&id, SetEmail::new(EMAIL));
                call.send().await.map(|answer| answer.attempts)
            }
            Self::Delete => {
                let call = client.api_tokens().delete_api_token(&id, TOKEN);
                call.send().await.map(|answer| answer.attempts)
            }
            Self::Once => client.lifecycle().deactivate_user(&id).send().await.map(|answer| answer.attempts),
        }
    }
}

/// Whether the fault strikes a connection that was used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pool {
    Fresh,
    Reused,
}

impl Pool {
    pub(crate) const ALL: [Self; 2] = [Self::Fresh, Self::Reused];
}

/// Where cells are tried.
pub(crate) struct Bench {
    pub(crate) kind: Kind,
    pub(crate) pool: Pool,
    pub(crate) service: StandIn,
    /// What a redirect leads to, and nobody may call.
    pub(crate) elsewhere: StandIn,
}

impl Bench {
    /// Tries a cell; nothing where there is none.
    ///
    /// Calls have so little time here that on a machine that is busy elsewhere an attempt runs out of it for no reason of
    /// its own. So a cell that is not as it should be is tried again when timers were late meanwhile.
    pub(crate) async fn outcome(&self, row: &Row) -> Option<Outcome> {
        let mut tries = 0;
        loop {
            let clock = Clock::start();
            let outcome = self.attempt(row).await?;
            tries += 1;
            let is_settled = outcome.is_never_right() || outcome.problems(row).next().is_none();
            if clock.was_in_time() || is_settled || tries == TRIES {
                return Some(outcome);
            }
        }
    }

    async fn attempt(&self, row: &Row) -> Option<Outcome> {
        let service = &self.service;
        let account = Account::new(ID).email("ada@example.com").api_token(ApiToken::new(TOKEN, "CI"));
        service.account(account);
        // A client of its own has a full retry budget, and no connections yet.
        let client = self.client(row).await;
        if self.pool == Pool::Reused {
            Kind::Safe.call(&client).await.expect("nothing is wrong yet");
        }
        service.forget_requests();
        match &row.trouble {
            // Whether a dead connection is noticed before it is used is a matter of luck.
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
        let strayed = self.elsewhere.connections() > 0;
        let Self { kind, pool, .. } = *self;
        Some(Outcome { kind, pool, result, took, received, executed, afterwards, strayed })
    }

    /// A client, made where nobody waits for anything: it reads all the certificates that the system trusts, and on the
    /// threads of the calls that would make attempts of other cells late.
    async fn client(&self, row: &Row) -> Client {
        let builder = Client::builder()
            .origin(self.service.url())
            .bearer_token(self.service.token())
            .attempt_timeout(if row.times_out { ATTEMPT } else { CALL })
            .timeout(CALL)
            .max_response_bytes(64 * 1024)
            .retry(RetryPolicy::new().base(Duration::from_millis(1)).cap(Duration::from_millis(4)));
        spawn_blocking(|| builder.build()).await.expect("it ends").expect("a client")
    }
}

/// Sees how late timers are.
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
                let mut latest = seen.lock().expect("nobody panics with it");
                *latest = latest.max(due.elapsed());
            }
        });
        Self { latest, task }
    }

    fn was_in_time(self) -> bool {
        self.task.abort();
        *self.latest.lock().expect("nobody panics with it") < IN_TIME
    }
}

/// What became of a cell.
///
/// In short: `ok` or what the error is about (the status, if that is it); the attempts, the requests that the service
/// received, and how often it executed the operation; `maybe` when the error says that the call may have been applied;
/// and the milliseconds that the service advises to wait.
pub(crate) struct Outcome {
    kind: Kind,
    pool: Pool,
    result: Result<u32, Error>,
    took: Duration,
    received: usize,
    executed: usize,
    afterwards: Result<(), Error>,
    strayed: bool,
}

impl Outcome {
    pub(crate) const HEADING: &str = "fault                                                       | call   | connection | \
                                      outcome, attempts, received, executed   |   ms";

    fn text(&self) -> String {
        let (what, attempts) = match &self.result {
            Ok(attempts) => ("ok".to_owned(), *attempts),
            Err(error) if error.kind() == ErrorKind::Status => {
                (error.status().unwrap_or_default().as_str().to_owned(), error.attempts())
            }
            Err(error) => (error.kind().to_string(), error.attempts()),
        };
        let mut text = format!("{what} {attempts} {} {}", self.received, self.executed);
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

    /// Whether it is wrong however busy the machine is.
    fn is_never_right(&self) -> bool {
        self.ran_twice() || self.strayed
    }

    /// Everything that is not as it should be.
    pub(crate) fn problems(&self, row: &Row) -> impl Iterator<Item = String> {
        let place = Kind::ALL.iter().position(|kind| *kind == self.kind).unwrap_or_default();
        let (expected, took) = (&row.expected[place], self.took);
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
        if self.strayed {
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

/// What an error says about itself has to agree.
fn contradictions(error: &Error) -> Vec<String> {
    let (kind, status) = (error.kind(), error.status().map(|status| status.as_u16()));
    let answered =
        matches!(kind, ErrorKind::Status | ErrorKind::Redirect | ErrorKind::TooLong | ErrorKind::Decode);
    let is = |code| kind == ErrorKind::Status && status == Some(code);
    let failed = kind == ErrorKind::Status && status.is_some_and(|status| (500..600).contains(&status));
    let facts = [
        ("status()", error.status().is_some(), answered),
        ("headers()", error.headers().is_some(), answered),
        ("body()", error.body().is_some(), answered),
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
    wrong.map(|(name, actual, _)| format!("{name} says {actual}")).collect()
}

/// Values that the error shows, itself or in what caused it.
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
