//! Runs many inputs on all cores and reports those that fail.

use std::cell::Cell;
use std::num::NonZero;
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, panic, process, thread};

use crate::seeds::Input;

/// An input that fails.
pub(crate) struct Failure {
    /// The name of the seed.
    pub(crate) seed: String,
    pub(crate) problem: String,
    /// The smallest input found that fails.
    pub(crate) input: Input,
}

/// The number of different failures after which a run stops.
const MAX_FAILURES: usize = 10;

/// The maximum length of inputs that are printed.
const MAX_PRINTED: usize = 6000;

/// The time limit of one input.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// Calls `check` for consecutive numbers; `default_count` is their count without `MUTATIONS`.
///
/// # Panics
///
/// If an input fails.
pub(crate) fn run(test: &str, default_count: u64, check: impl Fn(u64) -> Result<(), Failure> + Sync) {
    silence_panics();
    let first = variable("FIRST").unwrap_or(0);
    let count = variable("MUTATIONS").unwrap_or(default_count);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicU64::new(first);
    let failures = Mutex::new(Vec::<(u64, Failure)>::new());
    let work = |current: &Mutex<Option<(u64, Instant)>>| loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number - first >= count || failures.lock().expect("a list").len() >= MAX_FAILURES {
            *current.lock().expect("a number") = None;
            return;
        }
        *current.lock().expect("a number") = Some((number, Instant::now()));
        if let Err(failure) = IS_QUIET.with(|is_quiet| {
            is_quiet.set(true);
            let result = check(number);
            is_quiet.set(false);
            result
        }) {
            add(&mut failures.lock().expect("a list"), number, failure);
        }
    };
    let current: Vec<_> = (0..threads).map(|_| Mutex::new(None)).collect();
    let started = Instant::now();
    thread::scope(|scope| {
        let mut printed = started;
        let workers: Vec<_> = current.iter().map(|current| scope.spawn(move || work(current))).collect();
        while workers.iter().any(|worker| !worker.is_finished()) {
            thread::sleep(Duration::from_millis(5));
            watch(test, &current);
            if printed.elapsed() > TIME_LIMIT {
                printed = Instant::now();
                print(&format!(
                    "{test}: {} inputs in {:?}",
                    next.load(Ordering::Relaxed) - first,
                    started.elapsed()
                ));
            }
        }
    });
    let failures = failures.into_inner().expect("a list");
    assert!(failures.is_empty(), "{}", report(&failures));
    print(&format!("{test}: {count} inputs from {first} in {:?}", started.elapsed()));
}

/// Adds a failure unless the list has a similar one.
fn add(failures: &mut Vec<(u64, Failure)>, number: u64, failure: Failure) {
    let kind = |failure: &Failure| failure.problem.chars().take(60).collect::<String>();
    if failures.iter().all(|(_, other)| kind(other) != kind(&failure)) {
        print(&report(&[(number, &failure)]));
        failures.push((number, failure));
    }
}

/// Formats failures.
fn report<F: std::borrow::Borrow<Failure>>(failures: &[(u64, F)]) -> String {
    let report = failures.iter().map(|(number, failure)| {
        let Failure { seed, problem, input } = failure.borrow();
        let shown = |json: &String| if json.len() > MAX_PRINTED { "(long)".to_owned() } else { json.clone() };
        let overlay = input.overlay.as_ref().map(|overlay| format!("\noverlay: {}", shown(overlay)));
        let (collection, overlay) = (shown(&input.collection), overlay.unwrap_or_default());
        format!("\ninput {number}, from {seed}: {problem}\ncollection: {collection}{overlay}\n")
    });
    report.collect()
}

/// Aborts the process if an input exceeds the time limit.
fn watch(test: &str, current: &[Mutex<Option<(u64, Instant)>>]) {
    for current in current {
        let current = *current.lock().expect("a number");
        if let Some((number, since)) = current
            && since.elapsed() > TIME_LIMIT
        {
            print(&format!("{test}: input {number} does not finish"));
            process::abort();
        }
    }
}

#[expect(clippy::print_stderr, reason = "shows the progress of a long run")]
fn print(message: &str) {
    eprintln!("{message}");
}

/// Returns the number in an environment variable.
fn variable<T: FromStr>(name: &str) -> Option<T> {
    let value = env::var(name).ok()?;
    Some(value.replace('_', "").parse().unwrap_or_else(|_| panic!("{name} must be a number, not {value:?}")))
}

thread_local! {
    /// Whether a panic of this thread is the result of a check, which is not printed.
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Prevents the printing of panics that are results of checks.
fn silence_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.with(Cell::get) {
                usual(panic);
            }
        }));
    });
}
