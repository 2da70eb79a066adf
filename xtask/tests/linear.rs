//! `cargo xtask inspect` takes time that grows with the collection and not faster. `codegen/tests/linear.rs` tests the
//! steps before.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The size of the smaller collection; the other one is four times as large.
const SIZE: usize = 4_000;

/// The most that the time may grow: it would grow 16-fold if it were quadratic.
const LIMIT: f64 = 8.0;

/// Tries before a time that is too long counts: other programs run, too.
const TRIES: usize = 5;

fn collection(items: &[Value]) -> Value {
    json!({ "info": { "name": "Large" }, "item": items })
}

fn parameters(size: usize) -> Value {
    let query: Vec<Value> = (0..size).map(|n| json!({ "key": format!("k{n}"), "value": "1" })).collect();
    let url = json!({ "protocol": "https", "host": ["api", "example"], "path": ["a"], "query": query });
    collection(&[json!({ "name": "Find", "request": { "method": "GET", "url": url } })])
}

fn credentials(size: usize) -> Value {
    let item = |n: usize| {
        let token = json!([{ "key": "token", "value": format!("{{{{t{n}}}}}") }]);
        let auth = json!({ "type": "bearer", "bearer": token });
        let url = format!("https://api.example/{n}");
        json!({ "name": format!("Get {n}"), "request": { "method": "GET", "url": url, "auth": auth } })
    };
    collection(&(0..size).map(item).collect::<Vec<_>>())
}

/// A name, and the collection of a size.
type Input = (&'static str, fn(usize) -> Value);

const INPUTS: &[Input] = &[("parameters", parameters), ("credentials", credentials)];

/// Returns the time that `inspect` takes.
fn time(file: &Path) -> Duration {
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("inspect").arg(file).output();
    let output = output.expect("xtask runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    start.elapsed()
}

#[test]
fn inspect_is_linear() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, input) in INPUTS {
        let write = |size: usize| {
            let path = folder.path().join(format!("{name}-{size}.json"));
            fs::write(&path, input(size).to_string()).expect("the file can be written");
            path
        };
        let (small, large) = (write(SIZE), write(4 * SIZE));
        let (mut fast, mut slow) = (Duration::MAX, Duration::MAX);
        let is_linear = (0..TRIES).any(|_| {
            fast = fast.min(time(&small));
            slow = slow.min(time(&large));
            slow.as_secs_f64() < LIMIT * fast.as_secs_f64()
        });
        assert!(is_linear, "{name}: {SIZE} take {fast:?}, 4 times as many {slow:?}");
    }
}
