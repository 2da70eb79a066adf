//! The one handler of the service: records a request, lets a fault strike, executes, answers.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, DATE};
use axum::http::request::Parts;
use axum::response::Response;

use crate::errors::Refusal;
use crate::fault::{Execution, Fault};
use crate::operations::{self, Call};
use crate::rate::http_date;
use crate::record::{Executed, Recorded};
use crate::reply::Reply;
use crate::routes::{self, Route};
use crate::state::{Core, State};
use crate::wire::Script;

/// The most that is read of a request's body. It is there to keep a runaway client from eating the memory.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// All requests go to one handler: axum's own router would normalize what has to be seen as it was sent.
pub(crate) fn router(core: Arc<Core>) -> Router {
    Router::new().fallback(handle).with_state(core)
}

async fn handle(Shared(core): Shared<Arc<Core>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        // Too long, or cut off: in neither case is there a request to speak of.
        let dialect = core.state().dialect;
        return Refusal::BodyTooLarge.into_reply(dialect).into_response();
    };
    let route = routes::resolve(parts.method.as_str(), parts.uri.path());
    let exchange = Exchange::begin(core, parts, body, route);
    match exchange.fault() {
        None => {
            let reply = exchange.execute();
            exchange.answer(reply, None)
        }
        Some(fault) => exchange.strike(&fault).await,
    }
}

/// One request on its way to an answer.
struct Exchange {
    core: Arc<Core>,
    parts: Parts,
    body: Bytes,
    route: Route,
    /// Its place in the log, and the log that this place is in.
    index: usize,
    epoch: usize,
}

impl Exchange {
    fn begin(core: Arc<Core>, parts: Parts, body: Bytes, route: Route) -> Self {
        let recorded = Recorded::new(&parts, &body, &route, core.clock.now());
        let mut state = core.state();
        state.requests.push(recorded);
        let (index, epoch) = (state.requests.len() - 1, state.epoch);
        drop(state);
        Self { core, parts, body, route, index, epoch }
    }

    /// Changes this request's record, unless the log was cleared meanwhile.
    fn record(&self, state: &mut State, change: impl FnOnce(&mut Recorded)) {
        if state.epoch == self.epoch {
            state.requests.get_mut(self.index).map(change);
        }
    }

    fn fault(&self) -> Option<Fault> {
        let mut state = self.core.state();
        let State { faults, requests, epoch, .. } = &mut *state;
        let request = requests.get(self.index).filter(|_| *epoch == self.epoch)?;
        let fault = Fault::take(faults, request)?;
        self.record(&mut state, |request| request.faulted = true);
        Some(fault)
    }

    async fn strike(&self, fault: &Fault) -> Response {
        let mut own = None;
        if fault.execution == Execution::BeforeWait {
            own = Some(self.execute());
        }
        if !fault.wait.is_zero() {
            tokio::time::sleep(fault.wait).await;
        }
        if fault.execution == Execution::AfterWait {
            own = Some(self.execute());
        }
        let reply = fault.alter(own);
        let script = Script::of(&fault.delivery, &reply);
        self.answer(reply, script)
    }

    /// What the service itself has to say.
    fn execute(&self) -> Reply {
        let mut state = self.core.state();
        let now = self.core.clock.now();
        let Route::Operation { operation, account, token } = &self.route else {
            return self.unrouted().into_reply(state.dialect);
        };
        if !is_authorized(&self.parts.headers, &state.token) {
            return Refusal::Unauthorized.into_reply(state.dialect);
        }
        let standing = state.rate_limit.as_mut().map(|limit| limit.count(now));
        let outcome = if standing.is_some_and(|standing| standing.exceeded) {
            Err(Refusal::TooManyRequests)
        } else {
            let query = self.parts.uri.query().unwrap_or_default();
            let (operation, body, token) = (*operation, &self.body, token.as_deref());
            operations::perform(&mut state, &Call { operation, account, token, query, body, now })
        };
        if outcome.is_ok() && state.epoch == self.epoch {
            let executed = Executed { operation: *operation, account: account.clone(), request: self.index };
            state.executed.push(executed);
            self.record(&mut state, |request| request.executed = true);
        }
        let dialect = state.dialect;
        let reply = outcome.unwrap_or_else(|refusal| refusal.into_reply(dialect));
        match standing {
            Some(standing) => standing.announce(reply),
            None => reply,
        }
    }

    fn unrouted(&self) -> Refusal {
        match &self.route {
            Route::WrongMethod { allowed } => Refusal::MethodNotAllowed(allowed.clone()),
            _ => Refusal::NotFound,
        }
    }

    /// Hands the answer over, either to the HTTP library or as a script for the bare connection.
    fn answer(&self, mut reply: Reply, script: Option<Script>) -> Response {
        if !reply.headers.iter().any(|(name, _)| name == DATE) {
            reply = reply.with("date", &http_date(self.core.clock.now()));
        }
        let status = match &script {
            Some(script) => script.status,
            None => Some(reply.status),
        };
        let mut state = self.core.state();
        self.record(&mut state, |request| request.status = status.map(|status| status.as_u16()));
        drop(state);
        match script {
            None => reply.into_response(),
            Some(script) => {
                let mut response = Response::new(Body::empty());
                response.extensions_mut().insert(script);
                response
            }
        }
    }
}

/// Whether there is exactly one `Authorization` header, and it bears the token.
fn is_authorized(headers: &HeaderMap, token: &str) -> bool {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let Some((scheme, credentials)) = value.to_str().ok().and_then(|value| value.split_once(' ')) else {
        return false;
    };
    scheme.eq_ignore_ascii_case("bearer") && credentials.trim() == token
}
