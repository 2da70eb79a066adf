//! The same operations from code that is not async.
//!
//! A client has a thread of its own for that, with an async runtime, from the first such call on. A call hands its
//! future to that thread and waits. The thread ends when the last clone of the client is dropped, wherever that is.

use std::pin::pin;
use std::sync::{Mutex, PoisonError, mpsc};
use std::task::{Context, Waker};
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::error::Error;

/// A call that can be sent from code that is not async; the calls of all operations are.
pub trait Call: sealed::Sealed {
    /// What the operation returns.
    type Output;

    /// Sends the call, waits for the answer and returns its body.
    ///
    /// # Errors
    ///
    /// As `.await` on the call; and inside async code, where it would block everything else. What async code runs
    /// with tokio's `spawn_blocking` or `block_in_place` may call.
    fn call(self) -> Result<Self::Output, Error>;

    /// Sends the call, waits for the answer and returns all of it.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    fn call_full(self) -> Result<crate::Response<Self::Output>, Error>;
}

pub(crate) mod sealed {
    /// Only the calls of operations can be sent.
    pub trait Sealed {}
}

/// The thread that works for callers that block.
#[derive(Default)]
pub(crate) struct Background {
    running: Mutex<Option<Running>>,
}

struct Running {
    runtime: Handle,
    /// The thread ends when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl Background {
    /// Runs a future on the thread and waits for what it returns.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        future: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        if is_async() {
            let message = "a blocking call inside async code would block everything else there: await it, or make \
                           it with `tokio::task::spawn_blocking`";
            return Err(Error::config(message.to_owned()));
        }
        let (sender, answer) = mpsc::sync_channel(1);
        self.runtime()?.spawn(async move {
            // The caller may be gone; then nobody wants the answer.
            let _ = sender.send(future.await);
        });
        answer.recv().unwrap_or_else(|_| {
            Err(Error::config(
                "the call was not finished: what the client was given to call panicked".to_owned(),
            ))
        })
    }

    /// The thread's runtime; starts the thread.
    fn runtime(&self) -> Result<Handle, Error> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = &*running {
            return Ok(running.runtime.clone());
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
        *running = Some(Running { runtime: handle.clone(), _stop: stop });
        Ok(handle)
    }
}

/// Whether this thread is polling a task of tokio at the moment.
///
/// Inside `spawn_blocking` and `block_in_place` there is a runtime, too, but it may be blocked. tokio does not say
/// which it is, but only tasks have a budget, which makes them wait for their next turn once it is spent. This spends
/// it, which is why it is asked only before an error, or where there is none to spend.
fn is_async() -> bool {
    /// More than any task may spend in one turn; today that is 128.
    const PLENTY: usize = 2000;

    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    (0..PLENTY).any(|_| pin!(tokio::task::consume_budget()).poll(&mut context).is_pending())
}
