//! Calls from code that is not async.
//!
//! The first blocking call of a client starts a thread with an async runtime. A call sends its future to that thread
//! and waits for the result. The thread ends when the last clone of the client is dropped.

use std::pin::pin;
use std::sync::{Mutex, PoisonError, mpsc};
use std::task::{Context, Waker};
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::runtime::api::error::Error;

/// A call that can be sent from code that is not async. All call types implement it.
///
/// # Examples
///
/// ```no_run
/// use generated_client::blocking::Call as _;
/// use generated_client::{Client, Error, http::Method};
///
/// fn users(client: &Client) -> Result<serde_json::Value, Error> {
///     client.request(Method::GET, "/users").call()
/// }
/// ```
pub trait Call: sealed::Sealed {
    /// The type that the operation returns.
    type Output;

    /// Sends the call, waits for the response and returns its body.
    ///
    /// # Errors
    ///
    /// The same as those of `.await` on the call. It is also an error to use it inside async code, where it would block
    /// all other tasks; inside tokio's `spawn_blocking` and `block_in_place` it can be used.
    fn call(self) -> Result<Self::Output, Error>;

    /// Sends the call, waits for the response and returns it with status and headers.
    ///
    /// # Errors
    ///
    /// The same as those of [`call`](Self::call).
    fn call_full(self) -> Result<crate::Response<Self::Output>, Error>;
}

pub(crate) mod sealed {
    /// Prevents implementations outside this crate.
    pub trait Sealed {}
}

/// The thread that runs blocking calls.
#[derive(Default)]
pub(crate) struct Background {
    thread: Mutex<Option<BackgroundThread>>,
}

struct BackgroundThread {
    runtime: Handle,
    /// The thread ends when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl Background {
    /// Runs a future on the thread and waits for its result.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        future: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        if is_async() {
            let message = "a blocking call inside async code would block all other tasks: await the call, or use \
                           `tokio::task::spawn_blocking`";
            return Err(Error::config(message.to_owned()));
        }
        let (sender, result) = mpsc::sync_channel(1);
        self.runtime()?.spawn(async move {
            // The receiver may be gone.
            let _ = sender.send(future.await);
        });
        result.recv().unwrap_or_else(|_| {
            Err(Error::config(
                "the call was not finished: a token provider or a hook of the caller panicked".to_owned(),
            ))
        })
    }

    /// Returns the thread's runtime, after starting the thread if necessary.
    fn runtime(&self) -> Result<Handle, Error> {
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = &*thread {
            return Ok(thread.runtime.clone());
        }
        let failed = |source: std::io::Error| Error::background(source);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        thread::Builder::new()
            .name(concat!(env!("CARGO_PKG_NAME"), "-blocking").to_owned())
            .spawn(move || {
                let _ = runtime.block_on(stopped);
            })
            .map_err(failed)?;
        *thread = Some(BackgroundThread { runtime: handle.clone(), _stop: stop });
        Ok(handle)
    }
}

/// Returns whether this thread is polling a task of tokio at the moment.
///
/// There is a current runtime inside `spawn_blocking` and `block_in_place`, too, where blocking is allowed. tokio has
/// no function that distinguishes the two cases, but only tasks have a budget, and `consume_budget` is pending once the
/// budget is used up. This function uses it up: that does no harm, since an error follows, and elsewhere there is no
/// budget.
fn is_async() -> bool {
    /// More than the budget of a task, which is 128 today.
    const PLENTY: usize = 2000;

    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    (0..PLENTY).any(|_| pin!(tokio::task::consume_budget()).poll(&mut context).is_pending())
}
