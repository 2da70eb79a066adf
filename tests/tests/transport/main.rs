//! Transports of the caller: each policy of the client works with them, and one can be put around another.

#[path = "../common/mod.rs"]
mod common;
mod layers;
mod policies;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated_client::bytes::Bytes;
use generated_client::http::{Request, Response};
use generated_client::{
    BoxFuture, Client, ClientBuilder, ResponseBody, RetryPolicy, Transport, TransportError,
};

/// The result of an attempt.
type Outcome = Result<Response<ResponseBody>, TransportError>;

/// A transport whose responses come from a function of the number of earlier requests. It keeps all requests.
#[derive(Clone)]
struct Scripted {
    outcome: Arc<dyn Fn(usize) -> BoxFuture<'static, Outcome> + Send + Sync>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Scripted {
    fn new(outcome: impl Fn(usize) -> BoxFuture<'static, Outcome> + Send + Sync + 'static) -> Self {
        Self { outcome: Arc::new(outcome), requests: Arc::default() }
    }

    fn requests(&self) -> Vec<Request<Bytes>> {
        self.requests.lock().expect("no test panics with the lock").clone()
    }

    fn count(&self) -> usize {
        self.requests().len()
    }

    /// Returns the builder of a client that uses the transport.
    fn builder(&self) -> ClientBuilder {
        Client::builder().transport(self.clone()).bearer_token("hush").retry(quick())
    }

    fn client(&self) -> Client {
        common::built(self.builder())
    }
}

impl Transport for Scripted {
    fn send<'a>(&'a self, request: Request<Bytes>) -> BoxFuture<'a, Outcome> {
        let mut requests = self.requests.lock().expect("no test panics with the lock");
        requests.push(request);
        (self.outcome)(requests.len() - 1)
    }
}

/// Returns a policy whose waits take no time.
fn quick() -> RetryPolicy {
    RetryPolicy::new().base(Duration::ZERO)
}

/// Returns the outcome of an attempt that is not waited for.
fn ready(outcome: Outcome) -> BoxFuture<'static, Outcome> {
    Box::pin(async { outcome })
}

/// Returns a response.
fn response(status: u16, body: impl Into<ResponseBody>) -> Response<ResponseBody> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status.try_into().expect("a status");
    response
}

/// Returns a response with this JSON, which is a list of API tokens without any.
fn tokens() -> BoxFuture<'static, Outcome> {
    ready(Ok(response(200, "[]")))
}
