//! The handler of all requests: records the request, applies a fault, executes, responds.

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

/// The maximum length of a request body, so that a faulty client does not use up the memory.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// Returns a router with one handler for all requests, because axum's own routing would normalize the target.
pub(crate) fn router(core: Arc<Core>) -> Router {
    Router::new().fallback(handle).with_state(core)
}

async fn handle(Shared(core): Shared<Arc<Core>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        // The body is too long or incomplete, so there is no complete request to record.
        let dialect = core.state().dialect;
        return Refusal::BodyTooLarge.into_reply(dialect).into_response();
    };
    let route = routes::resolve(parts.method.as_str(), parts.uri.path());
    let exchange = Exchange::begin(core, parts, body, route);
    match exchange.fault() {
        None => {
            let reply = exchange.execute();
            exchange.respond(reply, None)
        }
        Some(fault) => exchange.strike(&fault).await,
    }
}

/// A request that is being handled.
struct Exchange {
    core: Arc<Core>,
    parts: Parts,
    body: Bytes,
    route: Route,
    /// The index in the log of requests, and the number of that log.
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

    /// Changes the record of this request, unless the log was cleared in the meantime.
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
        self.respond(reply, script)
    }

    /// Returns the response of the service itself, without faults.
    fn execute(&self) -> Reply {
        let mut state = self.core.state();
        let now = self.core.clock.now();
        let Route::Operation { operation, account, token } = &self.route else {
            return self.unrouted().into_reply(state.dialect);
        };
        if !is_authorized(&self.parts.headers, &state.token) {
            return Refusal::Unauthorized.into_reply(state.dialect);
        }
        let quota = state.rate_limit.as_mut().map(|limit| limit.count(now));
        let outcome = if quota.is_some_and(|quota| quota.exceeded) {
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
        match quota {
            Some(quota) => quota.add_headers(reply),
            None => reply,
        }
    }

    fn unrouted(&self) -> Refusal {
        match &self.route {
            Route::WrongMethod { allowed } => Refusal::MethodNotAllowed(allowed.clone()),
            _ => Refusal::NotFound,
        }
    }

    /// Passes the response on, either to the HTTP library or as a script for the raw connection.
    fn respond(&self, mut reply: Reply, script: Option<Script>) -> Response {
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

/// Returns whether there is exactly one `Authorization` header and it has the token.
fn is_authorized(headers: &HeaderMap, token: &str) -> bool {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let Some((scheme, credentials)) = value.to_str().ok().and_then(|value| value.split_once(' ')) else {
        return false;
    };
    scheme.eq_ignore_ascii_case("bearer") && credentials.trim() == token
}
