//! Interruption: Ctrl-C, and the request of the system to end.
//!
//! A signal ends the process at once, except while files are changed: then it is noted, the change is undone, and the
//! process ends with the exit code that a shell gives to the signal.

use std::fmt;

/// The error of a command that was interrupted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interrupted {
    /// The exit code of the process.
    pub(crate) code: u8,
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// While it exists, signals are noted, and do not end the process.
#[derive(Debug)]
pub(crate) struct Deferred(());

#[cfg(unix)]
mod signals {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::{Arc, OnceLock};

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;

    struct Signals {
        /// How many [`super::Deferred`] there are.
        deferred: AtomicUsize,
        /// Whether a signal ends the process at once.
        ends: Arc<AtomicBool>,
        /// The number of the signal that was noted; 0 if there was none.
        noted: Arc<AtomicUsize>,
    }

    static SIGNALS: OnceLock<Signals> = OnceLock::new();

    fn signals() -> &'static Signals {
        SIGNALS.get_or_init(|| {
            let ends = Arc::new(AtomicBool::new(true));
            let signals = Signals { deferred: AtomicUsize::new(0), ends, noted: Arc::default() };
            for signal in [SIGINT, SIGTERM] {
                // A signal that cannot be deferred ends the process, and the next run undoes the change.
                let _ = flag::register_conditional_default(signal, Arc::clone(&signals.ends));
                let number = usize::try_from(signal).unwrap_or_default();
                let _ = flag::register_usize(signal, Arc::clone(&signals.noted), number);
            }
            signals
        })
    }

    pub(super) fn defer() {
        signals().deferred.fetch_add(1, Ordering::SeqCst);
        signals().ends.store(false, Ordering::SeqCst);
    }

    pub(super) fn release() {
        if signals().deferred.fetch_sub(1, Ordering::SeqCst) == 1 {
            signals().ends.store(true, Ordering::SeqCst);
        }
    }

    pub(super) fn noted() -> usize {
        SIGNALS.get().map_or(0, |signals| signals.noted.load(Ordering::SeqCst))
    }
}

#[cfg(not(unix))]
mod signals {
    pub(super) fn defer() {}

    pub(super) fn release() {}

    pub(super) fn noted() -> usize {
        0
    }
}

/// Lets signals be noted from now on.
pub(crate) fn defer() -> Deferred {
    signals::defer();
    Deferred(())
}

impl Drop for Deferred {
    fn drop(&mut self) {
        signals::release();
    }
}

/// Returns the interruption that was noted, if there is one.
pub(crate) fn noted() -> Option<Interrupted> {
    match signals::noted() {
        0 => None,
        // The exit code that a shell gives to a signal.
        signal => Some(Interrupted { code: u8::try_from(128 + signal).unwrap_or(u8::MAX) }),
    }
}
