//! Tests without a server: a transport that records requests and answers them as a test says.
//!
//! [`Reply::client`] returns a client all of whose requests get one reply. It needs no URL and no credentials, and
//! everything above the connections is the client's own: arguments, bodies, retries, time limits, decoding, errors.
//!
//! ```
//! use generated_client::mock::Reply;
//! use generated_client::{Client, Error, http::Method};
//!
//! /// Your code.
//! async fn numbers(client: &Client) -> Result<Vec<i64>, Error> {
//!     client.request(Method::GET, "/numbers").await
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! assert_eq!(numbers(&Reply::json([1, 2]).client()).await?, [1, 2]);
//! assert!(numbers(&Reply::status(404).client()).await.is_err_and(|error| error.is_not_found()));
//! assert!(numbers(&Reply::timeout().client()).await.is_err_and(|error| error.is_timeout()));
//! assert!(numbers(&Reply::body("[1, 2").client()).await.is_err_and(|error| error.is_decode()));
//! # Ok(())
//! # }
//! ```
//!
//! [`Mock::client`] returns a client whose requests go to a [`Mock`], which records them and can have another reply to each:
//!
//! ```
//! use generated_client::mock::{Mock, Reply};
//! use generated_client::{Error, http::Method};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let mock = Mock::new();
//! mock.reply(Reply::json([1, 2])).reply(Reply::status(404));
//! let client = mock.client();
//!
//! let numbers: Vec<i64> = client.request(Method::GET, "/numbers").query("limit", 2).await?;
//! assert_eq!(numbers, [1, 2]);
//! assert_eq!(mock.requests()[0].query("limit").as_deref(), Some("2"));
//!
//! let missing = client.request::<Vec<i64>>(Method::GET, "/numbers").await;
//! assert!(missing.is_err_and(|error| error.is_not_found()));
//! # Ok(())
//! # }
//! ```
//!
//! # Replies
//!
//! The first of these that has a reply gives it:
//!
//! 1. the list of [`Mock::reply`], each entry once and in order;
//! 2. the last [`Mock::on`] with the method and the path of the request;
//! 3. the function given to [`Mock::answer`].
//!
//! A request without a reply fails with [`ErrorKind::Transport`](crate::ErrorKind::Transport); the source of the error names
//! the request. [`Mock::answer_with_examples`] is a function that replies with the responses that are saved in the
//! collection, or are examples in its overlay. A [`Reply`] can also be a failure: no connection, a timeout, a broken
//! connection, a body that breaks off.
//!
//! # Time
//!
//! A client of a mock repeats what any client repeats, but without the random waits: the
//! [base](crate::RetryPolicy::base) of its policy is zero. So only replies that wait, [`Reply::after`] and [`Reply::hang`], and
//! waits that they advise, such as `retry-after`, take time.
//!
//! All time limits and waits are those of tokio, so a paused clock applies to them: with
//! `#[tokio::test(start_paused = true)]`, which needs tokio's feature `test-util`, they take no real time. Calls of the feature
//! `blocking` run in another runtime, whose clock cannot be paused. A [`TokenProvider`](crate::TokenProvider) runs on a thread
//! of its own, for which a paused clock does not wait.

pub(crate) mod example;
mod reply;
mod request;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};

pub(crate) use example::SavedResponse;
pub use reply::Reply;
pub use request::RecordedRequest;

use crate::runtime::auth::BoxFuture;
use crate::runtime::transport::custom::{ResponseBody, Transport, TransportError};
use crate::{Client, ClientBuilder, RetryPolicy};

/// The base URL of the clients that [`Mock::builder`] makes. No server can have it (RFC 2606).
const BASE_URL: &str = "https://mock.invalid";

/// A transport for tests. Its clones share the replies and the recorded requests.
///
/// The documentation of the [module](self) has an example.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    requests: Vec<RecordedRequest>,
    list: VecDeque<Reply>,
    /// The number of replies that were in the list.
    listed: usize,
    rules: Vec<Rule>,
    answer: Option<Arc<Answer>>,
}

/// A function that answers requests.
type Answer = dyn Fn(&RecordedRequest) -> Reply + Send + Sync;

/// The reply to all requests with a method and a path.
struct Rule {
    method: Method,
    path: String,
    reply: Reply,
}

/// Shows how many requests and replies there are.
impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Mock")
            .field("requests", &state.requests.len())
            .field("unused_replies", &state.list.len())
            .finish_non_exhaustive()
    }
}

impl Mock {
    /// Creates a mock that has no replies yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a client whose requests go to the mock.
    #[must_use]
    pub fn client(&self) -> Client {
        match self.builder().build() {
            Ok(client) => client,
            Err(error) => unreachable!("a client of a mock needs no settings: {error}"),
        }
    }

    /// Returns the builder of a client whose requests go to the mock, for settings such as a retry policy.
    ///
    /// Its base URL is `https://mock.invalid`, it sends no credentials, and it repeats attempts without random waits, unless
    /// these are set. A test of the URL, of a missing credential or of these waits can pass the mock to
    /// [`ClientBuilder::transport`] instead.
    pub fn builder(&self) -> ClientBuilder {
        let builder = Client::builder().transport(self.clone()).base_url(BASE_URL).without_credentials();
        builder.retry(RetryPolicy::new().base(Duration::ZERO))
    }

    /// Adds a reply to the list: that to the next request that has none yet.
    ///
    /// A retry is a request of its own.
    pub fn reply(&self, reply: Reply) -> &Self {
        let mut state = self.state();
        state.list.push_back(reply);
        state.listed += 1;
        self
    }

    /// Sets the reply to all requests with this method and path, such as `/users/{id}`.
    ///
    /// The path is that in the documentation of the operation, whatever its parameters are called; or one with arguments,
    /// `/users/7`. Of several that a request has, the last counts.
    pub fn on(&self, method: Method, path: &str, reply: Reply) -> &Self {
        self.state().rules.push(Rule { method, path: path.to_owned(), reply });
        self
    }

    /// Sets a function that replies to all other requests.
    pub fn answer(&self, answer: impl Fn(&RecordedRequest) -> Reply + Send + Sync + 'static) -> &Self {
        self.state().answer = Some(Arc::new(answer));
        self
    }

    /// Replies to all other requests with the responses that are saved in the collection, or are examples in its overlay, as
    /// [`Reply::example`] does.
    pub fn answer_with_examples(&self) -> &Self {
        self.answer(|_| Reply::example())
    }

    /// Returns all requests so far, retries included.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    /// Returns the number of replies in the list that no request has used yet.
    #[must_use]
    pub fn unused_replies(&self) -> usize {
        self.state().list.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and returns its reply.
    fn take_reply(&self, request: RecordedRequest) -> Result<Reply, TransportError> {
        let mut state = self.state();
        state.requests.push(request.clone());
        if let Some(reply) = state.list.pop_front() {
            return Ok(reply);
        }
        let mut rules = state.rules.iter().rev();
        if let Some(rule) =
            rules.find(|rule| rule.method == *request.method() && request.has_path(&rule.path))
        {
            return Ok(rule.reply.clone());
        }
        let answer = state.answer.clone();
        let listed = state.listed;
        // The function may use the mock.
        drop(state);
        answer.map(|answer| answer(&request)).ok_or_else(|| {
            let list = match listed {
                0 => "its list is empty".to_owned(),
                _ => format!("all {listed} of its list are used"),
            };
            let problem =
                format!("the mock has no reply to `{}`: {list}, and no other applies", request.title());
            TransportError::other(format!("{problem}; call `reply(…)`, `on(…)` or `answer(…)` before"))
        })
    }
}

impl Transport for Mock {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let request = RecordedRequest::new(request);
            self.take_reply(request.clone())?.outcome(&request).await
        })
    }
}
